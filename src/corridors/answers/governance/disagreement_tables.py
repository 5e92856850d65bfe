"""What an analysis of a disagreement looks like as an answer: its tables, facts, notes and limits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, Interval, ViewRange
from corridors.answers.governance.disagreement_rows import SCALED, agreed_rows
from corridors.answers.whatif import CAVEATS, QUALITY
from corridors.answers.whatif_numbers import in_figures
from corridors.content.blocks import Fact, Note
from corridors.content.subject import named
from corridors.content.words import listed
from corridors.data import source
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.bench import nothing
from corridors.scenarios.disagreement_words import finding, level, share, signed, small, what
from corridors.scenarios.forks import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from corridors.answers.answer import Show
    from corridors.content.blocks import Reference, References
    from corridors.scenarios.disagreement import Disagreement

INTERVAL_FROM = 40
"""Random runs from which an interval is given; fewer have a lowest and a highest only."""
SHOWN_AS: Mapping[str, Show] = {"persons": "count", "persons a year": "count"}
LARGE = 0.005
"""The share of the variance from which the views of a dispute are told beside the finding."""
LIKELY = (
    "Both sides of each dispute count as equally likely; who holds one side to be likelier should read the effects by "
    "view, and the shares as what a neutral reader does not know."
)
IRREGULAR = "irregular"
"""Part of the names of outcomes that are estimated for few residences."""


def content_of(found: Disagreement, cited: References, extra: tuple[str, ...] = ()) -> Content:
    """Lay an analysis out as the content of an answer.

    Args:
        found: the analysis; cited: the sources used so far; extra: caveats to put before the others.
    """
    references = tuple(cited.cite(source(name)) for name in found.datasets)
    unit = found.outcome.unit
    when = str(found.year)
    facts = (
        Fact("Without the scenario", found.base, level(found.base, unit), "", when, QUALITY),
        Fact("Effect, no view taken", found.effect, signed(found.effect, unit, found.base), "", when, QUALITY),
    )
    return Content(
        finding=finding(found),
        definition=_definition(found),
        data=tuple(_tables(found, references)),
        facts=facts,
        draw=lambda: _figures(found, references),
        notes=_notes(found, references),
        missing=_missing(found),
        interval=_interval(found),
        views=_range(found),
        uncertainty=_uncertainty(found),
        caveats=(*extra, *CAVEATS, LIKELY),
    )  # fmt: skip


def _definition(found: Disagreement) -> str:
    return (
        f"The effect: {what(found)} with the scenario “{found.scenario.title}”, less the same without it, on one luck. "
        f"Unit: {found.outcome.unit}. A share of the variance says how much of the spread of the effect one assumption "
        "makes when both its sides are equally likely."
    )


def _tables(found: Disagreement, references: tuple[Reference, ...]) -> list[Data]:
    made = [_people(found, references)] if found.people else []
    made += [_shares(found, references)] if found.forks else []
    made.append(_effects(found, references))
    made += [_uncertain(found, references)] if found.sampled.factors else []
    return [*made, _agreements(found, references)]


def _data(
    name: str, title: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column],
    references: tuple[Reference, ...], *, note: str,
) -> Data:  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(quality=pl.lit(QUALITY.value))
    return Data(name, title, frame, columns, references, note=note, most=80)


def _effects(found: Disagreement, references: tuple[Reference, ...]) -> Data:
    show = SHOWN_AS.get(found.outcome.unit, "number")
    scale, unit = _scaled(found.outcome.unit)
    questions = {fork.name: fork.question for fork in (*found.forks, *(f for f, _ in found.left_out), *found.idle)}
    rows = [
        {
            "view": one.name, "label": one.label, "question": questions.get(one.fork, ""),
            **{name: None if value is None else scale * _or_none(found, value)
               for name, value in (("effect", one.effect), ("low", one.low), ("high", one.high))},
            "bears": "yes" if one.bears else "no",
        }
        for one in found.views
    ]  # fmt: skip
    columns = {
        "label": Column("View"), "question": Column("Its question"), "effect": Column(f"Effect, {unit}", show),
        "low": Column(f"Lowest, {unit}", show), "high": Column(f"Highest, {unit}", show), "bears": Column("Moves it"),
    }  # fmt: skip
    note = (
        "Effect: with the other disputes undecided. Lowest and highest: over all combinations of the sides of the "
        "disputes that were combined."
    )
    made = _data("effects", f"Effect under each view, {found.year}", rows, columns, references, note=note)
    return replace(made, frame=in_figures(made.frame, "effect", "low", "high"))


def _scaled(unit: str) -> tuple[int, str]:
    """Times what, and in what unit, effects are told."""
    return SCALED.get(unit, (1, unit))


def _or_none(found: Disagreement, effect: float) -> float:
    """An effect; one within rounding, or of less than one person, is zero."""
    return 0.0 if nothing(effect, found.base) or small(effect, found.outcome.unit) else effect


def _shares(found: Disagreement, references: tuple[Reference, ...]) -> Data:
    whole = {
        fork.name: sum(part for names, part in found.shares.items() if fork.name in names) for fork in found.forks
    }  # fmt: skip
    rows = [
        {
            "dispute": fork.name, "question": fork.question, "own": found.share(fork.name),
            "together": whole[fork.name] - found.share(fork.name), "settled": fork.settled_by,
        }
        for fork in sorted(found.forks, key=lambda fork: -found.share(fork.name))
    ]  # fmt: skip
    columns = {
        "question": Column("Disputed question"), "own": Column("On its own", "share"),
        "together": Column("Together with others", "share"), "settled": Column("What would settle it"),
    }  # fmt: skip
    runs = found.combined.size
    note = (
        f"Exact, over {runs} runs: every combination of sides. The shares on their own and {share(found.jointly)} for "
        f"what several do together add up to 100%.{_left(found)}"
    )
    return _data("shares", "Share of the variance by disputed question", rows, columns, references, note=note)


def _left(found: Disagreement) -> str:
    unit, base = found.outcome.unit, found.base
    parts = []
    if found.left_out:
        told = [f"“{fork.question}” {signed(gap, unit, base)} from side to side" for fork, gap in found.left_out]
        parts.append(f"Not combined, because they move it less: {listed(told)}.")
    if found.idle:
        told = [f"“{fork.question}”" for fork in found.idle]
        parts.append(f"These do not move it: {listed(told)}.")
    return f" {' '.join(parts)}" if parts else ""


def _uncertain(found: Disagreement, references: tuple[Reference, ...]) -> Data:
    rows = [
        {
            "factor": one.name, "label": one.label, "kind": one.kind, "first": one.first, "first_low": one.first_low,
            "first_high": one.first_high, "total": one.total, "total_low": one.total_low, "total_high": one.total_high,
        }
        for one in found.sampled.factors
    ]  # fmt: skip
    columns = {"label": Column("What is uncertain")}
    for kind, heading in (("first", "Alone"), ("total", "With all it does together")):
        columns |= {kind: Column(heading, "share"), f"{kind}_low": Column("from", "share"),
                    f"{kind}_high": Column("to", "share")}  # fmt: skip
    note = (
        f"Sobol indices, estimated from {found.samples} pairs of samples (seed {found.seed}), with 95% bootstrap "
        "intervals; an estimate may lie a little below 0 or above 100%."
    )
    if found.sampled.trivial:
        note += f" Under 0.01% each: {listed([label.lower() for label in found.sampled.trivial])}."
    return _data("uncertainty", "Disputes, uncertain numbers and chance", rows, columns, references, note=note)


def _agreements(found: Disagreement, references: tuple[Reference, ...]) -> Data:
    columns = {
        "label": Column("Outcome"), "whose": Column("Whose"), "verdict": Column("What the views say"),
        "low": Column("Lowest effect"), "high": Column("Highest effect"), "base": Column("Without the scenario"),
    }  # fmt: skip
    made = "the two views" if found.people else "all views and combinations"
    title = f"Where they agree: direction of change under {made}, {found.year}"
    return _data("agreement", title, agreed_rows(found), columns, references, note="Each outcome in its own unit.")


def _people(found: Disagreement, references: tuple[Reference, ...]) -> Data:
    """On what two people stand where, and what their difference comes to."""
    assert found.people is not None
    first, second = found.people
    unit, base = found.outcome.unit, found.base
    rows = [
        {"question": fork.question, "first": fork.stance(0), "second": fork.stance(1),
         "part": signed(found.parts[fork.name], unit, base)}
        for fork in sorted(found.forks, key=lambda fork: -abs(found.parts[fork.name]))
    ]  # fmt: skip
    rows += [{"question": fork.question, "first": fork.stance(0), "second": fork.stance(1),
              "part": "they differ, and it makes no difference here"} for fork in found.idle]  # fmt: skip
    for dispute, held in shared(first, second):
        said, part = (held, "they agree") if held else ("takes no side", "both leave it open")
        rows.append({"question": dispute.question, "first": said, "second": said, "part": part})
    columns = {
        "question": Column("Question"), "first": Column(first.label), "second": Column(second.label),
        "part": Column("What it adds to the difference"),
    }  # fmt: skip
    note = (
        f"The parts add up to the difference between the effects, {second.label} less {first.label}; each is the mean "
        "over all orders in which one could change sides question by question (Shapley value)."
    )
    return _data("people", "Where the two stand", rows, columns, references, note=note)


def _notes(found: Disagreement, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    if not found.people:
        return ()
    idle = [f"“{fork.question}”" for fork in found.idle]
    if not idle:
        return ()
    return (
        Note(f"For this outcome the two need not settle {listed(idle)}: it makes no difference here.", references[:1]),
    )


def _missing(found: Disagreement) -> tuple[Any, ...]:
    if not found.country or IRREGULAR not in found.outcome.name:
        return ()
    from corridors.answers.whatif_world import irregular_at_launch, not_estimated

    return () if found.country in irregular_at_launch() else (not_estimated(named(found.country)),)


def _interval(found: Disagreement) -> Interval | None:
    sampled = found.sampled
    few = 2 * found.samples < INTERVAL_FROM or not sampled.factors
    if few or sampled.mean is None or sampled.low is None or sampled.high is None:
        return None
    scale, unit = _scaled(found.outcome.unit)
    return Interval(
        "Effect over everything that is uncertain", scale * sampled.mean, scale * sampled.low, scale * sampled.high,
        95, unit,
        f"{2 * found.samples} runs with a random side of each dispute, random numbers within it, and chance",
    )  # fmt: skip


def _range(found: Disagreement) -> ViewRange | None:
    large = {fork.name for fork in found.forks if found.share(fork.name) >= LARGE}
    bearing = [one for one in found.views if one.fork in large or (found.people and one.name != UNDECIDED)]
    if not bearing or not found.top:
        return None
    scale, unit = _scaled(found.outcome.unit)
    values = {one.label: scale * _or_none(found, one.effect) for one in bearing}
    return ViewRange(f"Effect on {what(found)}", unit, values, found.top.question)


def _uncertainty(found: Disagreement) -> str:
    sampled = found.sampled
    if sampled.mean is None or sampled.low is None or sampled.high is None:
        return "No samples were drawn: only the disputes' own shares are shown."
    if 2 * found.samples >= INTERVAL_FROM or not sampled.factors:
        return ""
    unit, base = found.outcome.unit, found.base
    return (
        f"Over {2 * found.samples} runs with random sides, numbers and chance, too few for an interval, nearly all "
        f"effects lie between {signed(sampled.low, unit, base)} and {signed(sampled.high, unit, base)}."
    )


def _figures(found: Disagreement, references: tuple[Reference, ...]) -> list[Any]:
    from corridors.answers.governance.disagreement_charts import figures

    return figures(found, references)
