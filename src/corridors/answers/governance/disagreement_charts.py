"""Charts of a disagreement: the effect under each view, and shares of the variance with their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.content import charts
from corridors.content.words import listed
from corridors.scenarios.disagreement_words import of_view, share, what

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.content.blocks import Figure, Reference
    from corridors.scenarios.disagreement import Disagreement

ROW = 32
LABELS = 250
OWN, TOGETHER = "on its own", "together with others"
ALONE, WHOLE = "alone", "with all it does together"
PERCENT = 100
SCALED = ("share", "proportional change")
"""Units that a chart shows times 100."""
UNITS = {"share": "percentage points", "proportional change": "%", "persons": "persons"}
HALF_LINE = 7
LETTERS = 38
"""Letters in a line of a label."""


def figures(found: Disagreement, references: tuple[Reference, ...]) -> list[Figure]:
    """The charts that there is something to show in: shares of disputes, effects, shares of all that is uncertain."""
    made = [_shares(found, references)] if found.forks else []
    made.append(_views(found, references))
    return [*made, *([_uncertain(found, references)] if found.sampled.factors else [])]


def _views(found: Disagreement, references: tuple[Reference, ...]) -> Figure:
    """A mark for the central effect under each view that moves it, a line over all combinations of the others."""
    scale = PERCENT if found.outcome.unit in SCALED else 1
    shown = [one for one in found.views if (one.bears and one.low is not None) or not one.fork]
    rows = [
        {"view": _lines(one.label), "effect": scale * one.effect,
         **{key: scale * (one.effect if end is None else end) for key, end in (("from", one.low), ("to", one.high))}}
        for one in shown
    ]  # fmt: skip
    data = pl.DataFrame(rows)
    unit = UNITS.get(found.outcome.unit, found.outcome.unit)
    axis = charts.quantity_axis(f"Change, {unit}") if scale == 1 else alt.Axis(title=f"Change, {unit}", tickCount=5)
    y = alt.Y("view:N", title=None, sort=data["view"].to_list(), axis=_rows(data["view"].to_list()))
    line = (
        alt.Chart(data)
        .mark_rule(strokeWidth=5, color=charts.LIGHT)
        .encode(x=alt.X("from:Q", axis=axis), x2="to:Q", y=y)
    )
    dot = alt.Chart(data).mark_point(size=80, filled=True, opacity=1, color=charts.DARK).encode(
        x=alt.X("effect:Q", axis=axis, scale=alt.Scale(zero=True)), y=y
    )  # fmt: skip
    zero = alt.Chart(pl.DataFrame({"x": [0.0]})).mark_rule(color="#555", strokeDash=[3, 3]).encode(x="x:Q")
    chart = alt.layer(zero, line, dot).properties(width=charts.WIDTH - LABELS, height=ROW * len(rows))
    said = f"Effect on {what(found)}: " + "; ".join(of_view(one, found) for one in shown)
    return charts.figure(
        "views", _views_title(found), f"Effect of the scenario on {what(found)}, by view", chart, data,
        alternative=said, quality=[QUALITY], references=references,
        note="Dot: all other disputes undecided. Line: over all combinations of the sides of the other disputes. Zero "
        "(dashed): no change. Views that were not combined are left out.",
    )  # fmt: skip


def _views_title(found: Disagreement) -> str:
    if not found.forks:
        return "Every view gives the same effect"
    if found.low * found.high < 0:
        return "The views differ on the direction of the change"
    return f"Under every view it {'rises' if found.high > 0 else 'falls'}; they differ on how much"


def _shares(found: Disagreement, references: tuple[Reference, ...]) -> Figure:
    """A bar for each dispute: its share of the variance alone and, lighter, together with others."""
    ordered = sorted(found.forks, key=lambda fork: -found.share(fork.name))
    rows = []
    for fork in ordered:
        whole = sum(part for names, part in found.shares.items() if fork.name in names)
        alone = found.share(fork.name)
        rows += [{"question": _lines(fork.question), "part": OWN, "share": alone},
                 {"question": _lines(fork.question), "part": TOGETHER, "share": whole - alone}]  # fmt: skip
    data = pl.DataFrame(rows)
    labels = [_lines(fork.question) for fork in ordered]
    chart = alt.Chart(data).mark_bar().encode(
        x=alt.X("share:Q", axis=alt.Axis(format=".0%", title="Share of the variance", tickCount=5)),
        y=alt.Y("question:N", title=None, sort=labels, axis=_rows(labels)),
        color=alt.Color("part:N", scale=alt.Scale(domain=[OWN, TOGETHER], range=[charts.DARK, charts.LIGHT])),
        order=alt.Order("part:N"),
    ).properties(width=charts.WIDTH - LABELS, height=ROW * len(ordered))  # fmt: skip
    told = [f"{fork.question} {share(found.share(fork.name))}" for fork in ordered]
    top = ordered[0]
    return charts.figure(
        "shares", f"{top.question} {share(found.share(top.name))} of the variance",
        f"Share of the variance of the effect on {what(found)} that each disputed question makes", chart, data,
        alternative=f"Shares of the variance: {listed(told)}.", quality=[QUALITY], references=references,
        note="Exact, over all combinations of sides, each equally likely. What two do together is in the bars of both.",
    )  # fmt: skip


def _uncertain(found: Disagreement, references: tuple[Reference, ...]) -> Figure:
    """Two marks for each kind of uncertainty: its share alone, and with all it does together, with intervals."""
    kinds = {ALONE: "first", WHOLE: "total"}
    rows = [
        {"what": _lines(one.label), "kind": kind, "share": getattr(one, name), "from": getattr(one, f"{name}_low"),
         "to": getattr(one, f"{name}_high")}
        for one in found.sampled.factors for kind, name in kinds.items()
    ]  # fmt: skip
    data = pl.DataFrame(rows)
    x = alt.Axis(format=".0%", title="Share of the variance", tickCount=5)
    order = [_lines(one.label) for one in found.sampled.factors]
    encoding: dict[str, Any] = {
        "y": alt.Y("what:N", title=None, sort=order, axis=_rows(order)),
        "yOffset": alt.YOffset("kind:N", sort=list(kinds)),
        "color": alt.Color("kind:N", sort=list(kinds),
                           scale=alt.Scale(domain=list(kinds), range=[charts.DARK, charts.MIDDLE])),
    }  # fmt: skip
    bar = alt.Chart(data).mark_rule(strokeWidth=2).encode(x=alt.X("from:Q", axis=x), x2="to:Q", **encoding)
    shape = alt.Shape("kind:N", sort=list(kinds), scale=alt.Scale(domain=list(kinds), range=["circle", "diamond"]))
    dot = alt.Chart(data).mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("share:Q", axis=x), shape=shape, **encoding
    )  # fmt: skip
    chart = alt.layer(bar, dot).properties(width=charts.WIDTH - LABELS, height=alt.Step(16))
    largest = max(found.sampled.factors, key=lambda one: one.total)
    told = [f"{one.label} {share(max(one.first, 0))} alone" for one in found.sampled.factors]
    return charts.figure(
        "uncertainty", f"Largest beside numbers and chance: {largest.label}",
        f"Shares of the variance of the effect on {what(found)}: disputes, uncertain numbers, chance", chart, data,
        alternative=f"Shares of the variance: {listed(told)}.", quality=[QUALITY], references=references,
        note="Sobol indices from samples; lines are 95% bootstrap intervals.",
    )  # fmt: skip


def _rows(labels: Sequence[str]) -> alt.Axis:
    """An axis of labels that may have several lines; where most have two, both stand around the row's middle."""
    two = sum("\n" in label for label in labels) * 2 > len(labels)
    return alt.Axis(
        labelLimit=LABELS, minExtent=LABELS, labelExpr=r"split(datum.value, '\n')", labelOffset=-HALF_LINE if two else 0
    )  # fmt: skip


def _lines(text: str) -> str:
    """A label in lines."""
    return "\n".join(charts.wrapped(text, LETTERS))
