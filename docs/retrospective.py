"""Write the retrospective checks: one page per natural experiment with its data, its figure and its verdict."""

from __future__ import annotations

from pathlib import Path

from corridors.content import markdown
from corridors.content.page import svg
from corridors.evaluation.retrospective import CHECKS, Check, Comparison
from corridors.files import write_whole
from corridors.parameters import parameter

ERRORS = (
    "A ratio of likelihoods below three is worth no more than a bare mention and reads 'cannot tell'. A prediction's "
    "spread is that of its parameters in the registry."
)


def write(folder: Path) -> None:
    """Write a page and a figure for each check, and the table of all verdicts.

    Args:
        folder: where the pages go; pages that have not changed are left, so that Sphinx does not build them anew.
    """
    checks = [make() for make in CHECKS.values()]
    for check in checks:
        _write(folder / f"{check.name}.svg", str(svg(check.figure)))
        _write(folder / f"{check.name}.md", page(check))
    _write(folder / "list.md", listed(checks))


def listed(checks: list[Check]) -> str:
    """All checks in one table: the measure, what was seen, and which view it supports."""
    lines = ["| Experiment | Measure | Observed | It supports | Ratio of likelihoods |", "|---|---|---|---|---|"]
    for check in checks:
        for one in check.comparisons:
            seen = f"{one.observed.value:.2f} ({one.observed.low:.2f} to {one.observed.high:.2f})"
            whom = f"'{one.better.label}' over '{one.worse.label}'" if one.decided else "cannot tell"
            whom += "" if one.fits else "; neither fits"
            lines.append(
                f"| [{check.title}](generated/{check.name}.md) | {one.measure} | {seen} | {whom} | {one.factor} |"
            )
    return "\n".join([*lines, ""])


def page(check: Check) -> str:
    """One check as a page: the verdict, the figure, the figures behind it, how it is made, its limits and sources."""
    lines = [f"# {check.title}", "", f"*{check.question}*", ""]
    lines += [*(f"- **{one.measure}**: the record {one.verdict}." for one in check.comparisons), "", check.reading, ""]
    lines += [f"```{{image}} {check.name}.svg\n:alt: {check.figure.alternative}\n:width: 100%\n```", ""]
    lines += [f"*{check.figure.title}. {check.figure.subtitle}.* {check.figure.note}", ""]
    lines += ["## What happened", "", check.happened, "", *(f"- {fact}" for fact in check.facts), ""]
    lines += ["## What was observed, and what each view predicts", ""]
    for one in check.comparisons:
        lines += [*_comparison(one), ""]
    lines += ["## The numbers of the registry behind it", "", *_parameters(check), ""]
    lines += ["## The data", "", *_data(check), ""]
    lines += ["## How it is made", "", check.method, "", ERRORS, ""]
    lines += ["## Limits", "", *(f"- {caveat}" for caveat in check.caveats), "", "## To make it yourself", ""]
    lines += [f"```sh\ncorridors evaluate retrospective {check.name}\n```", "", "## Sources", ""]
    return "\n".join([*lines, *markdown.sources(check.sources), ""])


def _comparison(one: Comparison) -> list[str]:
    seen = one.observed
    p = "" if seen.p is None else f"; {seen.p:.3g} of the placebos lie as far from zero"
    lines = [
        f"**{one.measure}** ({one.unit})",
        "",
        "| | Value | 95% interval | Standard errors off | How |",
        "|---|---|---|---|---|",
    ]
    lines.append(f"| observed | {seen.value:.2f} | {seen.low:.2f} to {seen.high:.2f} | | {seen.how}{p} |")
    for view in (one.one, one.other):
        off = f"{one.distance(view):+.1f}"
        lines.append(
            f"| {view.label} | {view.central:.2f} | {view.low:.2f} to {view.high:.2f} | {off} | {view.arithmetic} |"
        )
    return [*lines, "", f"The record {one.verdict}."]


def _parameters(check: Check) -> list[str]:
    lines = [
        "| Parameter | View | Low, central, high | Unit | Grade | Known | Source |",
        "|---|---|---|---|---|---|---|",
    ]
    views = [view for one in check.comparisons for view in (one.one, one.other)]
    for name, side in dict.fromkeys((name, view.view) for view in views for name in view.parameters):
        p = parameter(name, side or None)
        values = f"{p.low:g}, {p.central:g}, {p.high:g}"
        lines.append(f"| `{name}` | {p.view or '-'} | {values} | {p.unit} | {p.grade} | {p.known} | {p.source} |")
    return lines


def _data(check: Check) -> list[str]:
    columns = [name.replace("_", " ") for name in check.data.columns]
    lines = [f"| {' | '.join(columns)} |", f"|{'|'.join('---' for _ in columns)}|"]
    return lines + [f"| {' | '.join(_cell(value) for value in row)} |" for row in check.data.rows()]


def _cell(value: object) -> str:
    if value is None:
        return "not reported"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text)
