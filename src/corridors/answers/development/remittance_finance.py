"""`remittance-finance`: whether remittances finance further migration or replace it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers import whatif, whatif_world
from corridors.answers.answer import Column, Content, Data
from corridors.answers.development import finance_tables as tables
from corridors.answers.whatif_numbers import SLIGHT, hardly, rounded
from corridors.answers.whatif_words import amount, verdict
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import the
from corridors.content.words import dollars, percent
from corridors.data import source as find_source
from corridors.parameters import dispute_over, parameter
from corridors.scenarios.assumptions import UNDECIDED

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.scenarios.study import Study

PRICE = whatif.Shown("migrants_sending_price", "the cost of sending money", plural=False)
DEFINITION = (
    "Changes in 2050 when sending money home costs at most 3%, against a run of the world model in which prices stay, "
    "on the same luck: what sending costs, the mean over the money received; money received a year per native at "
    "home; people born in the origins who live elsewhere (stock, by birthplace); and income per head of those who "
    "stay. Income levels are the World Bank's."
)
RESPONSES = {
    "level": Column("Income of the origin"),
    "view": Column("View"),
    "low": Column("Low", "share"),
    "central": Column("Middle", "share"),
    "high": Column("High", "share"),
    "population": Column("Measured in"),
    "known": Column("Number is"),
    "grade": Column("Grade"),
    "source": Column("Source"),
}
CAVEATS = (
    "The price is one way in which more money arrives; any other that brings as much would do the same in the model.",
    "How much more is sent at a lower price is a recalled elasticity, to what a dollar that arrives costs the sender.",
    "Money from abroad is income too: what income does to departures is a dispute of its own, and is left open here.",
    "The response was measured where poor households received cash; it levels off at the largest sum that was given, "
    "and who in a country receives the money is not known.",
)
NAMES = (*tables.RESPONSES.values(), tables.LARGEST, "remittance_price_elasticity")


def answer(asked: Asked, cited: References) -> Content:
    """Both views' numbers by income level, and what each makes of cheaper sending."""
    home = asked.origin or asked.country
    if home is not None and home.code not in {origin for origin, _ in whatif_world.corridors()}:
        return _unknown(asked, cited)
    held = tables.runs(asked)
    frame = _with_prices(held)
    references = whatif.references_of(cited, next(iter(held.values())))
    columns = {"level": Column("Income of the origin"), **whatif.EFFECTS}
    dispute = dispute_over(next(iter(tables.RESPONSES.values())))
    assert dispute is not None
    main = frame.filter(outcome="migrants")
    return Content(
        finding=_finding(asked, frame),
        definition=DEFINITION,
        data=(
            Data("effects", f"Sending at most 3%, {asked.about}, 2050", rounded(frame), columns, references,
                 note=whatif.spread_note(), most=40),
            Data("responses", "Departures when 100 dollars more a head arrive in a year", tables.responses(), RESPONSES,
                 references, note="Grades: A experiment, B panel, C correlation or accounting, D recalled or assumed."),
            whatif.assumptions(tables.VIEWS, NAMES, references),
        ),
        facts=_facts(frame, references),
        draw=lambda: _figures(asked, main, references),
        notes=(Note(dispute.note),),
        missing=_missing(frame),
        views=whatif.view_range(main.filter(level=main["level"][0])),
        uncertainty="Only one of the four numbers was measured in an experiment; that of the opposite view is its own "
        "with the sign turned, for want of any that was read.",
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )  # fmt: skip


def _with_prices(held: dict[str, Study]) -> pl.DataFrame:
    """The rows of `finance_tables.effects`, for every level after those of the cost of sending money."""
    parts = []
    for name, study in held.items():
        parts += [whatif.effects(study, [PRICE]).with_columns(level=pl.lit(name)), tables.effects({name: study})]
    return pl.concat(parts, how="vertical_relaxed")


def _finding(asked: Asked, frame: pl.DataFrame) -> str:
    low = parameter(tables.RESPONSES["Low income"], tables.VIEWS[0])
    told = []
    for level in frame["level"].unique(maintain_order=True):
        rows = frame.filter(level=level)
        money = rows.filter(outcome="stayers_received", view=UNDECIDED).row(0, named=True)
        cost = rows.filter(outcome=PRICE.outcome, view=UNDECIDED).row(0, named=True)
        people = rows.filter(outcome="migrants").with_columns(phrase=pl.lit("its people abroad" if asked.arguments
                                                                            else "their people abroad"))  # fmt: skip
        told.append(f"{_cheaper(cost)} for {_who(asked, level)}, which would receive {_more(money)}, and by 2050 "
                    f"{verdict(people)}")  # fmt: skip
    ending = ""
    if set(frame["level"]) - set(tables.RESPONSES):
        ending = "; neither view gives a number for origins of high income"
    return (
        f"If sending money cost at most 3%, the average cost would {'; '.join(told)}{ending}. The one experiment that "
        f"was read has {percent(low.central)} more departures from poor households for every 100 dollars received, and "
        "nobody has measured the opposite."
    )


def _cheaper(row: dict[str, Any]) -> str:
    """What becomes of the cost of sending, after "would"."""
    before, after = row["baseline"] / 100, (row["baseline"] + row["effect"]) / 100
    if not before:
        return "stay unknown, because no price is published,"
    if hardly(row["percent"], row["effect"], row["unit"]):
        return f"stay at {percent(before)} of the amount"
    return f"fall from {percent(before)} to {percent(after)} of the amount"


def _who(asked: Asked, level: str) -> str:
    home = asked.origin or asked.country
    return the(home) if home is not None else f"{level.lower().replace(' ', '-')} countries"


def _more(row: dict[str, Any]) -> str:
    if not row["baseline"]:
        return "nothing more, because nothing is received"
    share = row["percent"] or 0.0
    if abs(share) < SLIGHT:
        return "hardly more"
    return f"{amount(row)} {'more' if share > 0 else 'less'} ({dollars(abs(row['effect'] or 0.0))} a head and year)"


def _facts(frame: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    found = []
    for level in frame["level"].unique(maintain_order=True):
        row = frame.filter(level=level, outcome="stayers_received", view=UNDECIDED).row(0, named=True)
        found.append(Fact(f"Received per native at home, {level.lower()}", row["baseline"], f"${row['baseline']:,.0f}",
                          "a year", "2050, prices as they are", whatif.QUALITY, references))  # fmt: skip
    return tuple(found)


def _missing(frame: pl.DataFrame) -> tuple[Missing, ...]:
    found = [Missing("Departures by households that receive money and those that do not",
                     "No dataset held follows them outside the experiments named.")]  # fmt: skip
    if "High income" in frame["level"].to_list():
        found.append(Missing("The response of departures from high-income countries to money received",
                             "No study was read; the model has none there."))  # fmt: skip
    return tuple(found)


def _unknown(asked: Asked, cited: References) -> Content:
    reference = cited.cite(find_source("demography_totals"))
    place = the(asked.place) if asked.place else asked.spoken
    return Content(
        finding=f"No people born in {place} are counted elsewhere, so that nothing can be said of their money.",
        definition=DEFINITION,
        data=(),
        facts=(Fact("People abroad", None, "not known", "", "", Quality.MISSING, (reference,)),),
        missing=(Missing(f"Emigrants of {place}", "The migrant stock names none as an origin."),),
    )


def _figures(asked: Asked, main: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers import whatif_charts

    shown = main.with_columns(outcome="level", what=pl.col("level"))
    title = "Whether more money sends more people abroad is a matter of view"
    subtitle = f"People who live abroad, 2050, when sending costs at most 3%, {asked.about}, by income of the origin"
    return [whatif_charts.by_view(shown, title, subtitle, references, name="levels")]
