"""`shocks`: what a recession or price shock does to jobs in countries of emigration, and to migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data
from corridors.answers.drivers import shock_tables as tables
from corridors.answers.whatif_words import amount, verdict
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import percent
from corridors.data import source as find_source
from corridors.errors import NotCovered
from corridors.scenarios.assumptions import UNDECIDED

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.answers.drivers.shock_tables import Ends
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Changes against a run of the world model without the shock, on the same luck, in per cent. Arrivals are natives "
    "of the origin who arrive in five years, returns those who go back (flows); money sent home, income per head with "
    "money from abroad and pay are of a year at the end of each five years. Flows and money are sums over the largest "
    "corridors between the two sides."
)
NAMES = (
    "origin_income_elasticity", "origin_income_elasticity_slowing", "origin_income_elasticity_above_turn",
    "destination_income_elasticity", "remittance_income_elasticity", "liquidity_emigration_response_low_income",
    "liquidity_emigration_response_middle_income", "origin_wage_years_abroad_elasticity", "network_elasticity",
    "capital_adjustment_rate",
)  # fmt: skip
ROWS = {
    "cause": Column("Shock"),
    "what": Column("Response"),
    "label": Column("View"),
    "period": Column("Years"),
    "percent": Column("Change", "number", "%"),
    "low": Column("Lowest draw", "number", "%"),
    "high": Column("Highest draw", "number", "%"),
}
PAIRS = {"origin": Column("From", "area"), "destination": Column("To", "area")}
CAVEATS = (
    "The model has no unemployment: a recession lowers pay and not the number of jobs, and everybody keeps work.",
    "Rates of moving answer to the five years before, so that flows follow a shock by a period; in truth some react "
    "within months.",
    "Families in need are not sent more in the model, though studies find that they often are: the fall of income at "
    "home in a shock there is for that reason an upper bound.",
    "A fall of export prices acts as a recession that takes as much income; gains of importers are left out.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Both shocks, their responses period by period, and what the views part over."""
    held = tables.ends(asked)
    if held is None:
        return _nobody(asked, cited)
    studies = [(shock, tables.run(shock, held)) for shock in tables.shocks()]
    frame = pl.concat([tables.responses(study, shock, held) for shock, study in studies], how="vertical_relaxed")
    references = whatif.references_of(cited, studies[0][1])
    economy = cited.cite(find_source("economy"))
    first = tables.peak(frame.filter(shock="abroad"), "received")
    return Content(
        finding=_finding(asked, held, frame),
        definition=DEFINITION,
        data=(_response(frame, references), _all(frame, references), _pairs(held, references),
              whatif.assumptions(tables.VIEWS, NAMES, references)),
        facts=_facts(economy),
        notes=(Note(f"The size of the shock: {tables.shocks()[0]['source']}", (economy,)),),
        draw=lambda: _figures(asked, frame, references),
        missing=(Missing("Jobs lost in a recession, by birthplace", "No dataset held counts them outside Europe, and "
                         "the model has no unemployment."),),
        views=_views(frame, first),
        uncertainty=whatif.open_questions(tables.VIEWS),
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )  # fmt: skip


def _finding(asked: Asked, held: Ends, frame: pl.DataFrame) -> str:
    size = percent(abs(float(tables.shocks()[0]["value"])), 0)
    abroad, home = (frame.filter(shock=name) for name in ("abroad", "home"))
    there, here = _sides(asked, held)
    start = f"If productivity in {there} is {size} lower for five years"
    first = f"{start}, {_at(abroad, 'received')}, and {_at(abroad, 'arrivals')}; {_left(abroad, 'received')}"
    second = (
        f"The same shock in {here}: {_at(home, 'stayers_income')}, {_at(home, 'stayers_wage_low')}, "
        f"{_at(home, 'returns')}, and {_at(home, 'arrivals')}"
    )
    return f"{first}. {second}."


def _sides(asked: Asked, held: Ends) -> tuple[str, str]:
    """The destinations and the origins in words."""
    if asked.scope == "world":
        return "high-income countries", "low- and lower-middle-income countries"
    there, here = (
        named(places[0]) if len(places) == 1 else f"the main countries of {kind}"
        for places, kind in ((held.destinations, "destination"), (held.origins, "origin"))
    )
    return there, here


def _at(frame: pl.DataFrame, outcome: str) -> str:
    """What happens to an outcome in the five years in which it moves most."""
    year = tables.peak(frame, outcome)
    rows = frame.filter(outcome=outcome, year=year).drop_nulls("percent")
    if rows.is_empty():
        return f"{frame.filter(outcome=outcome)['phrase'][0]} cannot be followed, because there are none"
    return f"{verdict(rows)} in {year - 5}-{year}"


def _left(frame: pl.DataFrame, outcome: str) -> str:
    """What is left of it in the last period, without a view."""
    year = int(scalar(frame["year"].max()))
    row = frame.filter(outcome=outcome, year=year, view=UNDECIDED).row(0, named=True)
    if row["percent"] is None:
        return "nothing can be said of what is left of it"
    sense = "above" if row["percent"] > 0 else "below"
    return f"by {year} {row['phrase']} is still {amount(row)} {sense} the baseline"


def _response(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Data:
    made = tables.wide(frame, UNDECIDED)
    periods = {name: Column(name, "number", "%") for name in made.columns if name[:4].isdigit()}
    columns = {"cause": Column("Shock"), "what": Column("Response"), **periods}
    return Data("responses", "Response by period, no view taken", made, columns, references,
                note="Change in per cent of a run without the shock, which fills the first five years.")  # fmt: skip


def _all(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Data:
    note = f"Lowest and highest of {whatif.DRAWS} draws within the view; too few for an interval of probability."
    return Data("views", "Response by period under each view", frame, ROWS, references, note=note)


def _pairs(held: Ends, references: tuple[Reference, ...]) -> Data:
    frame = pl.DataFrame(list(held.corridors), schema=list(PAIRS), orient="row")
    return Data("corridors", "The corridors that are followed, largest first",
                frame.with_columns(quality=pl.lit(Quality.MODELLED.value)), PAIRS, references)  # fmt: skip


def _facts(reference: Reference) -> tuple[Fact, ...]:
    shock = tables.shocks()[0]
    value = float(shock["value"])
    when = f"{shock['from']}-{shock['to']}"
    return (Fact("The shock", value, f"{100 * value:.0f}%", "of productivity", when, Quality.MODELLED, (reference,)),)


def _views(frame: pl.DataFrame, year: int) -> whatif.ViewRange | None:
    """Arrivals under each view in the period after the shock at home."""
    rows = frame.filter(shock="home", outcome="arrivals", year=year + 5).drop_nulls("percent")
    return whatif.view_range(rows) if rows.height else None


def _nobody(asked: Asked, cited: References) -> Content:
    if asked.corridor:
        raise NotCovered(
            f"Nobody born in {the(asked.corridor.origin)} is counted in {the(asked.corridor.destination)}.",
            hint="Choose a corridor with people in it: `corridors answer stocks` lists them.",
        )
    reference = cited.cite(find_source("migrant_stock"))
    place = the(asked.place) if asked.place else "the world"
    return Content(
        finding=f"No corridor of {place} can be followed through a shock, because no people born in one country and "
        "living in the other are counted.",
        definition=DEFINITION,
        data=(),
        facts=(Fact("People in its corridors", None, "not known", "", "", Quality.MISSING, (reference,)),),
        missing=(Missing(f"Migrants of {place}", "The migrant stock names none."),),
    )


def _figures(asked: Asked, frame: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.drivers import shock_charts

    title = "In the model a shock abroad reaches home through money at once, and flows in the five years after"
    subtitle = f"Change against a run without the shock, per cent, {asked.about}"
    return [shock_charts.responses(frame, title, subtitle, references)]
