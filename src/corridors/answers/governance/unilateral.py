"""`unilateral`: what a state can achieve alone, what with its region, and what only together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.governance import unilateral_runs as runs
from corridors.answers.governance.unilateral_runs import ALONE, REGION, TOGETHER, VALUE
from corridors.answers.whatif_world import in_model, world
from corridors.content.blocks import Missing
from corridors.content.scalars import scalar
from corridors.content.subject import named
from corridors.content.words import percent
from corridors.data import source as find_source
from corridors.parameters import disputes, parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

VIEWS = ("regional-processes", "global-regime")
PARAMETERS = ("visa_diversion_share", "lever_participation", "legal_channel_entry_elasticity", "network_elasticity")
DEFINITION = (
    f"Arrivals in five years to 2030, when lawful places are {VALUE:g} times today's from 2026 for all origins and "
    "levels of education. Own effect: the change of arrivals in the state. Diverted: of those who no longer arrive "
    "where the lever is used, the part who leave for elsewhere. Left: the change of moves that the whole world sees."
)
CASES = {
    "country": Column("State", "area"),
    "who": Column("Who halves lawful places"),
    "label": Column("View"),
    "own": Column("Own effect on arrivals", "percent", quality="quality"),
    "low": Column("Low", "percent"),
    "high": Column("High", "percent"),
    "diverted": Column("Diverted, of 100", "number"),
    "elsewhere": Column("Arrivals in all other countries", "percent"),
    "left": Column("Left: moves in the world", "percent"),
}
CAVEATS = (
    *whatif.CAVEATS,
    "Halving lawful places is one lever among many; opening them draws people in from others by the same rule.",
    "People turned away by one destination are spread over an origin's other destinations in proportion to its moves, "
    "near or far: a neighbour takes no more than that.",
    "Diversion was measured for visas in Europe and is taken here for all lawful places.",
)


def answer(asked: Asked, cited: References) -> Content:
    """The same lever pulled by one state, by its region, and by all."""
    references = tuple(cited.cite(find_source(name)) for name in world().datasets)
    if asked.country is None:
        return _world(asked, references)
    code = in_model(asked.country.code)
    region, _ = runs.region_of(code)
    frame = runs.one_state(code, whatif.DRAWS)
    if not frame.height:
        return Content(
            finding=f"Nothing can be said of what {asked.spoken} achieves alone: hardly anybody arrives there in the "
            "model.", definition=DEFINITION, data=(), caveats=CAVEATS,
            missing=(Missing(f"Arrivals in {asked.spoken}", "The estimates of flows hold hardly any."),),
        )  # fmt: skip
    note = (
        f"Low and high: lowest to highest of {whatif.DRAWS} random draws where no view is taken; too few for an "
        f"interval of probability. The region is {region}."
    )
    return Content(
        finding=_finding(asked.spoken, region, frame),
        definition=DEFINITION,
        data=(
            Data("cases", f"Halved lawful places: who acts, and what {asked.spoken} gets, to 2030", frame, CASES,
                 references, note=note),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        draw=lambda: _figures(asked, frame, references),
        missing=_missing(),
        views=_views(frame),
        uncertainty=_uncertainty(),
        caveats=CAVEATS,
    )  # fmt: skip


def _world(asked: Asked, references: tuple[Reference, ...]) -> Content:
    frame = runs.largest()
    cases = {name: frame.filter(who=name) for name in (ALONE, REGION, TOGETHER)}
    middle = {name: {key: scalar(rows[key].median() or 0) for key in ("own", "diverted")}
              for name, rows in cases.items()}  # fmt: skip
    states = cases[ALONE].height
    own = {name: _fewer(found["own"]) for name, found in middle.items()}
    away = {name: f"{found['diverted']:.0f} of 100" for name, found in middle.items()}
    finding = (
        f"Of {states} of the largest destinations, the middle one that halves its lawful places alone would have "
        f"{own[ALONE]} arrivals by 2030, and {away[ALONE]} who no longer come would go elsewhere; with its region it "
        f"would have {own[REGION]} ({away[REGION]} go elsewhere), and if all countries did the same {own[TOGETHER]}, "
        f"because those whom others turn away come too; moves in the world would change by "
        f"{_signed(float(cases[TOGETHER]['left'][0]))}."
    )
    columns = {key: column for key, column in CASES.items() if key not in ("label", "low", "high")}
    return Content(
        finding=finding, definition=DEFINITION,
        data=(
            Data("states", "Halved lawful places: one state, its region, all, to 2030", frame, columns, references,
                 note="Central runs, with no view taken.", most=40),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        draw=lambda: _figures(asked, frame, references),
        missing=_missing(), uncertainty=_uncertainty(), caveats=CAVEATS,
    )  # fmt: skip


def _finding(place: str, region: str, frame: pl.DataFrame) -> str:
    held = {row["who"]: row for row in frame.filter(view="undecided").iter_rows(named=True)}
    alone, joint, all_ = held[ALONE], held.get(REGION), held[TOGETHER]
    text = f"If {place} alone halved its lawful places, it would have {_fewer(alone['own'])} arrivals by 2030"
    if alone["diverted"] is not None:
        text += f", and {alone['diverted']:.0f} of 100 who no longer come would go elsewhere"
    if joint:
        text += f"; if its region ({region}) did so too, {_fewer(joint['own'])}"
    text += (
        f"; if all countries did, {_fewer(all_['own'])}, and moves in the world would change by {_signed(all_['left'])}"
    )
    follow = frame.filter(pl.col("view").is_in(VIEWS))
    by_view = " and ".join(f"{_fewer(row['own'])} under “{row['label']}”" for row in follow.iter_rows(named=True))
    return f"{text}. Whether others follow is in dispute: the state that starts would have {by_view}."


def _fewer(share: float) -> str:
    return f"{percent(abs(share) / 100)} {'fewer' if share <= 0 else 'more'}"


def _signed(share: float) -> str:
    return f"{'-' if share < 0 else '+'}{percent(abs(share) / 100)}"


def _views(frame: pl.DataFrame) -> ViewRange:
    rows = frame.filter(pl.col("view").is_in(VIEWS))
    values: dict[str, float] = {row["label"]: float(row["own"]) for row in rows.iter_rows(named=True)}
    dispute = next(one for one in disputes() if one.name == "governance")
    return ViewRange("Own effect on arrivals when one state starts and others follow", "%", values, dispute.question)


def _missing() -> tuple[Missing, ...]:
    return (Missing("What states would really do in answer to one another",
                    "The view sets how far others follow; no government reacts of itself."),)  # fmt: skip


def _uncertainty() -> str:
    found = parameter("visa_diversion_share")
    return (
        f"The part of those turned away who go elsewhere is drawn between {found.low:g} and {found.high:g} "
        f"({found.known}, grade {found.grade}; {found.source}). {whatif.open_questions(VIEWS)}"
    )


def _figures(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.governance import unilateral_charts

    rows: list[dict[str, Any]] = frame.filter(view="undecided").to_dicts()
    shown = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        state=pl.col("country").map_elements(named, return_dtype=pl.String)
    )
    return [unilateral_charts.cases(shown, asked.about, references)]
