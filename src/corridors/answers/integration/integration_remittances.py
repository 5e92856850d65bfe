"""`integration-remittances`: whether integrated migrants send more, earning more, or less, their ties loosening."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, Interval
from corridors.answers.integration import tie_tables as tables
from corridors.answers.whatif import Shown
from corridors.answers.whatif_words import verdict
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import the
from corridors.content.words import percent, spoken
from corridors.data import source as find_source
from corridors.parameters import dispute_over, view
from corridors.scenarios.places import model_countries, resolve_places
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.scenarios.study import Study

SHIPPED = "integration"
DEFINITION = (
    "What a migrant sends home in a year against what the same migrant sent on arrival, by years of stay: earnings "
    "that rise with stay, and ties that loosen. Beside it, what a programme of naturalisation, courses and faster "
    "asylum decisions does to all money sent by 2050, against a run of the world model without it, on the same luck."
)
BY_CLASS = {
    "duration": Column("Years since arrival"),
    "label": Column("View"),
    "income": Column("Earning more", "share"),
    "ties": Column("Ties", "share"),
    "net": Column("Net, against arrival", "share"),
    "low": Column("Lower 95%", "share"),
    "high": Column("Upper 95%", "share"),
    "people": Column("Migrants in the class, 2025", "count"),
}
CAVEATS = (
    "No study followed what the same migrants sent over their stay by these parts: the rise of earnings is from the "
    "United States, the loosening of ties a suggested range from Germany, and that what is sent follows earnings "
    "in proportion is assumed.",
    "Who stays is not who came: those with the weakest ties at home stay longest, so that a fall with stay is no "
    "effect of integration alone.",
    "Years since arrival stand for integration, with secure status beside them; language, schooling and family at the "
    "destination are not told apart.",
)


def answer(asked: Asked, cited: References) -> Content:
    """The balance by years of stay under both views, where it turns, and the programme in the world model."""
    start, stop = (place.code if place else None for place in (asked.origin, asked.destination))
    held = _run(asked, start, stop)
    people = tables.settled(start, stop)
    frame = tables.by_class(people).with_columns(
        label=pl.col("view").replace_strict({name: view(name).label for name in tables.VIEWS})
    )
    effects = whatif.effects(held, _shown(asked))
    references = whatif.references_of(cited, held)
    turn = tables.turn("integration-attachment")
    dispute = dispute_over(tables.LOOSENING)
    assert dispute is not None
    return Content(
        finding=_finding(asked, effects, turn, people),
        definition=DEFINITION,
        data=(
            Data("duration", "What a migrant sends against what was sent on arrival", frame, BY_CLASS, references,
                 note=f"At the middle of each class; 95% of {tables.DRAWS:,} draws of the parameters. Ties and "
                 "earnings multiply to the net."),
            whatif.effects_data("programme", f"The programme under each view, {_place(asked)}, 2050", effects,
                                references),
            whatif.assumptions(tables.VIEWS, (*tables.PARAMETERS, tables.STATUS, "language_course_participation"),
                               references),
        ),
        facts=_facts(turn, people, (cited.cite(find_source("migrant_stock")),)),
        draw=lambda: _figures(asked, effects, references),
        notes=(Note(dispute.note),),
        missing=(Missing("What the same migrants send over many years", "No dataset held has it, by status or stay."),),
        interval=_interval(frame),
        views=whatif.view_range(effects.filter(outcome=effects["outcome"][0])),
        uncertainty=_uncertainty(turn),
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )  # fmt: skip


def _run(asked: Asked, start: str | None, stop: str | None) -> Study:
    """The shipped programme in the European Union, or in the destination asked about, for the origin asked about.

    Raises:
        NotCovered: nobody lives or moves in the corridor asked about.
    """
    shipped = Scenario.read(SHIPPED)
    places = (stop,) if stop else shipped.destinations if start is None else _but(start)
    origins = (start,) if start else tuple(c for c in model_countries() if c not in set(resolve_places(places)))
    levers = tuple(
        replace(use, destinations=places, origins=(start,) if start and use.origins else use.origins)
        for use in shipped.levers
    )
    given = replace(shipped, origins=origins, destinations=() if start and not stop else places, levers=levers)
    pair = ((start, stop),) if start and stop else ()
    return whatif.rivals(given, views=tables.VIEWS, corridors=pair)


def _but(code: str) -> tuple[str, ...]:
    return tuple(each for each in model_countries() if each != code)


def _shown(asked: Asked) -> tuple[Shown, ...]:
    of_origin = (
        Shown("stayers_received", "money received per head at home", plural=False),
        Shown("stayers_income", "income per head at home", plural=False),
    )
    migrants = Shown("migrants_earnings", "earnings per migrant worker")
    if asked.origin is not None:
        return (*of_origin, migrants)
    places = (asked.destination.code,) if asked.destination else resolve_places(Scenario.read(SHIPPED).destinations)
    return (Shown("sent", "money sent home", places, plural=False), migrants)


def _finding(asked: Asked, effects: pl.DataFrame, turn: tables.Turn, people: dict[str, float]) -> str:
    main = effects.filter(outcome=effects["outcome"][0])
    longest = float(tables.by_class().filter(duration="20 years and more", view="integration-income")["net"][0])
    loosest = float(tables.by_class().filter(duration="20 years and more", view=turn.view)["net"][0])
    return (
        f"If only earnings count, a migrant sends ever more with stay ({_signed(longest)} after 30 years against "
        f"arrival); if ties loosen, each further year lowers it from about year {turn.slope:.3g} on, and from about "
        f"year {turn.level:.2g} less is sent than on arrival ({_signed(loosest)} after 30 years). {_long(people)}"
        f"Under a programme of naturalisation, courses and faster asylum decisions in {_place(asked)}, "
        f"{verdict(main)} by 2050."
    )


def _long(people: dict[str, float]) -> str:
    total = sum(people.values())
    if total <= 0:
        return ""
    share = (people["10-19 years"] + people["20 years and more"]) / total
    return f"{percent(share, 0)} of the migrants asked about have stayed ten years or more. "


def _signed(share: float) -> str:
    return f"{100 * share:+.0f}%"


def _place(asked: Asked) -> str:
    if asked.corridor:
        return f"{the(asked.corridor.destination)}, for people from {the(asked.corridor.origin)}"
    if asked.destination is not None:
        return the(asked.destination)
    if asked.origin is not None:
        return f"all countries where people from {the(asked.origin)} live"
    return "the European Union"


def _facts(turn: tables.Turn, people: dict[str, float], references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    total = sum(people.values())
    upper = "never" if math.isinf(turn.upper) else f"{turn.upper:.2g}"
    shares = (
        ", ".join(f"{percent(value / total, 0)} {name}" for name, value in people.items()) if total else "not known"
    )
    known = Quality.MODELLED if total else Quality.MISSING
    return (
        Fact("Year of stay from which less is sent than on arrival, if ties loosen", turn.level, f"{turn.level:.2g}",
             f"(95% of draws: {turn.lower:.2g} to {upper}; turns within {tables.LONGEST} years in "
             f"{percent(turn.share, 0)} of them)", "", Quality.MODELLED, ()),
        Fact("The same, if only earnings count", None, "never", "", "", Quality.MODELLED, ()),
        Fact("Migrants by years since arrival", total, spoken(total), f"people: {shares}", "2025", known, references),
    )  # fmt: skip


def _interval(frame: pl.DataFrame) -> Interval:
    row = frame.filter(duration="20 years and more", view="integration-attachment").row(0, named=True)
    return Interval("Sent after 30 years against arrival, if ties loosen", 100 * row["net"], 100 * row["low"],
                    100 * row["high"], 95, "%", f"{tables.DRAWS:,} draws of the four parameters")  # fmt: skip


def _uncertainty(turn: tables.Turn) -> str:
    return (
        f"Even where ties are held to loosen, {percent(1 - turn.share, 0)} of the draws never turn within "
        f"{tables.LONGEST} years: the range of that number begins at nothing."
    )


def _figures(asked: Asked, effects: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers import whatif_charts
    from corridors.answers.integration import tie_charts

    subtitle = f"Change by 2050 under naturalisation, courses and faster decisions in {_place(asked)}"
    return [
        tie_charts.by_years(references),
        whatif_charts.by_view(effects, "The programme under each view", subtitle, references, name="programme"),
    ]
