"""Charts of common ground: gains by view, what lies between the parties and the cost, what each lever carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from corridors.answers.governance.ground_parties import SHORT
from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.scenarios.outcomes import PARTIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.content.blocks import Figure, Reference
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found

NAMES = list(SHORT.values())
SHAPES = alt.Scale(domain=NAMES, range=["circle", "square", "diamond"])
ZERO = alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(x="x:Q")
LABELS, ROW = 210, 20


def by_view(rows: Sequence[dict[str, Any]], title: str, subtitle: str, references: Sequence[Reference]) -> Figure:
    """A row for each view, a mark for each party's gain; a panel for each problem."""
    data = _long(rows, "view")
    panels = [
        _marks(data.filter(problem=one), "view", "Gain, points", one)
        for one in data["problem"].unique(maintain_order=True)
    ]
    return charts.figure(
        "gains", title, subtitle, alt.vconcat(*panels, spacing=18), data, alternative=_said(data, "view"),
        quality=[QUALITY], references=references, note="Dashed: as today. One point is one yardstick: the "
        "change of a measure that is taken to weigh as much as one per cent of income.",
    )  # fmt: skip


def levers(rows: Sequence[dict[str, Any]], title: str, references: Sequence[Reference]) -> Figure:
    """A row for each lever, a mark for what each party's least gain owes to it."""
    data = _long(rows, "lever")
    panels = [
        _marks(data.filter(problem=one), "lever", "Least gain lost without it, points", one)
        for one in data["problem"].unique(maintain_order=True)
    ]
    return charts.figure(
        "levers", title, "How far each party's least gain falls when one lever alone stays as it is today",
        alt.vconcat(*panels, spacing=18), data, alternative=_said(data, "lever"), quality=[QUALITY],
        references=references,
        note="Left of the dashed line: the party's gain would be larger without the lever. Where a lever brings people "
        "who are paid less than those who are there, the party's mean falls though nobody's pay need fall.",
    )  # fmt: skip


def _long(rows: Sequence[dict[str, Any]], row: str) -> pl.DataFrame:
    made = [
        {"problem": each["problem"], row: each[row], "party": SHORT[party], "points": float(each[party])}
        for each in rows for party in PARTIES
    ]  # fmt: skip
    return pl.DataFrame(made)


def _marks(data: pl.DataFrame, row: str, title: str, problem: str) -> Any:
    order = data[row].unique(maintain_order=True).to_list()
    y = alt.Y(f"{row}:N", sort=order, title=None, axis=alt.Axis(labelLimit=LABELS, minExtent=180))
    dots = alt.Chart(data).mark_point(size=70, filled=True, opacity=1).encode(
        x=alt.X("points:Q", axis=alt.Axis(title=title, tickCount=6), scale=alt.Scale(zero=True)), y=y,
        color=alt.Color("party:N", scale=charts.shade(NAMES), sort=NAMES),
        shape=alt.Shape("party:N", scale=SHAPES, sort=NAMES),
    )  # fmt: skip
    size = {"width": charts.WIDTH - 200, "height": ROW * len(order)}
    return alt.layer(ZERO, dots).properties(title=alt.Title(problem, anchor="start", fontSize=12), **size)


def _said(data: pl.DataFrame, row: str) -> str:
    return "; ".join(
        f"{each['problem']}, {each[row]}, {each['party']}: {each['points']:+.2f}" for each in data.iter_rows(named=True)
    ) + "."  # fmt: skip


def frontier(pairs: Sequence[tuple[Problem, Found]], references: Sequence[Reference]) -> Figure:
    """Every acceptable point that was tried, what it costs and what the worst-off gains; the packages named."""
    rows = [row for problem, found in pairs for row in _tried(problem, found)]
    data = pl.DataFrame(rows)
    kinds = ["tried", "on the frontier", "package"]
    panels = []
    for problem, _ in pairs:
        own = data.filter(problem=problem.title)
        unit = problem.cost_unit
        across = ("cost", f"Cost, {unit}") if unit else ("others", "Gain of who gains most, points")
        dots = alt.Chart(own).mark_point(size=60, filled=True, opacity=0.9).encode(
            x=alt.X(f"{across[0]}:Q", axis=alt.Axis(title=across[1], tickCount=6)),
            y=alt.Y("worst:Q", axis=alt.Axis(title="Least gain of the worst-off, points", tickCount=5)),
            color=alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[charts.LIGHT, charts.MIDDLE, charts.DARK])),
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=kinds, range=["circle", "square", "diamond"])),
        )  # fmt: skip
        panels.append(dots.properties(width=charts.WIDTH - 60, height=170, title=_above(problem.title)))
    said = "The more a package may cost, the more the worst-off gains, up to a point"
    subtitle = "Points at which nobody loses in any view, of all at which the world model was run"
    return charts.figure(
        "frontier", said, subtitle, alt.vconcat(*panels, spacing=18), data, quality=[QUALITY], references=references,
        alternative="; ".join(
            f"{r['problem']}: cost {r['cost']:.1f}, worst-off {r['worst']:.2f}"
            for r in data.filter(pl.col("kind") != "tried").iter_rows(named=True)
        ) + ".",
        note="On the frontier: no point that was tried costs less and gives the worst-off more. Costs are those that "
        "the problem's file sets for moving each lever; an assumption.",
    )  # fmt: skip


def _tried(problem: Problem, found: Found) -> list[dict[str, Any]]:
    allowed = [each for each in found.tried if all(each[party] >= -problem.tolerance[party] for party in PARTIES)]
    costs = {round(one.cost, 6) for one in found.packages}
    rows = []
    for each in allowed:
        worst = min(each[party] for party in PARTIES)
        better = any(
            min(one[party] for party in PARTIES) > worst + 1e-9 and one["cost"] <= each["cost"] for one in allowed
        )
        kind = "package" if round(each["cost"], 6) in costs else "tried" if better else "on the frontier"
        most = max(each[party] for party in PARTIES)
        rows.append({"problem": problem.title, "cost": each["cost"], "worst": worst, "others": most, "kind": kind})
    return rows


def trail(pairs: Sequence[tuple[Problem, Found]], references: Sequence[Reference]) -> Figure:
    """What the best package so far was worth after so many runs of all views, for the search and at random."""
    names = {"search": "search by slopes", "random": "random search"}
    rows = [
        {"problem": problem.title, "how": names[how], "runs": run, "worth": max(gain, 0.0)}
        for problem, found in pairs for how, line in found.trail.items() for run, gain in line
    ]  # fmt: skip
    data = pl.DataFrame(rows)
    panels = [
        alt.Chart(data.filter(problem=problem.title)).mark_line(interpolate="step-after").encode(
            x=alt.X("runs:Q", axis=alt.Axis(title="Runs of all views, slopes counted at their cost", tickCount=6)),
            y=alt.Y("worth:Q", axis=alt.Axis(title="Worth of the best package so far, points", tickCount=5)),
            color=alt.Color("how:N", scale=charts.shade(list(names.values()))),
            strokeDash=alt.StrokeDash("how:N", scale=charts.dash(list(names.values()))),
        ).properties(width=charts.WIDTH - 60, height=130, title=_above(problem.title))
        for problem, _ in pairs
    ]  # fmt: skip
    ends = data.group_by("problem", "how", maintain_order=True).last()
    said = "; ".join(f"{r['problem']}, {r['how']}: {r['worth']:.2f}" for r in ends.iter_rows(named=True))
    return charts.figure(
        "trail", "The search by slopes against random search at the same cost", "Least gain of the worst-off, and a "
        "fiftieth of each party's, in the best package so far", alt.vconcat(*panels, spacing=18), data,
        alternative=f"{said}.", quality=[QUALITY], references=references,
    )  # fmt: skip


def _above(title: str) -> alt.Title:
    return alt.Title(title, anchor="start", fontSize=12, offset=22)
