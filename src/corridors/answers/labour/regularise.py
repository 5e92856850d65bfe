"""`regularise`: what happens if people without permission receive it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif, whatif_words
from corridors.answers.answer import Column, Content, Data
from corridors.answers.whatif import Shown
from corridors.answers.whatif_numbers import in_figures
from corridors.answers.whatif_reach import Reach, reach
from corridors.answers.whatif_world import irregular_at_launch, irregular_by_pair, not_estimated
from corridors.content.blocks import Missing
from corridors.content.subject import the
from corridors.content.words import spoken
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.scenarios.study import Study

SHIPPED = "regularisation"
WHERE = "the European Union, the United Kingdom and the United States"
VIEWS = (
    "substitutes", "complements", "newcomers-cost", "newcomers-pay", "regulation-holds", "market-goes-round",
)  # fmt: skip
TAX = "regularisation_payroll_tax"
PARAMETERS = (
    "regularisation_wage", "regularisation_further_entry", TAX, "native_wage_response_low_skill",
    "fiscal_public_goods_share", "irregular_entry_demand_elasticity",
)  # fmt: skip
AMOUNTS = ("stock", "regularised", "low", "central", "high")
SOON = 2030
"""The end of the first period after the measure."""
DEFINITION = (
    "The change, against a world that goes on as it is, when 64% of those without permission receive it between 2026 "
    "and 2028, whatever their education. Residents without permission are a stock; entries and arrivals are those of "
    "five years; pay of natives is by their education; the public balance is taxes less costs of all residents born "
    "abroad, for each native."
)
TAXES = {
    "place": Column("People", "text"),
    "stock": Column("Without permission, 2025", "count"),
    "regularised": Column("Regularised", "count"),
    "low": Column("Payroll tax, low", "number", "million euros a year"),
    "central": Column("middle", "number", "million euros a year"),
    "high": Column("high", "number", "million euros a year"),
}
CAVEATS = (
    *whatif.CAVEATS,
    "That regularisation brings no further entry is one finding (Spain 2005, against nationals of the European Union), "
    "taken as a fixed zero; the permission of relatives that follows is not in it.",
    "The payroll tax of Spain in 2005 is taken in euros of that time, for all who are regularised, in every country; "
    "pensions and benefits that they earn with it are not subtracted.",
    "The gain in pay is that of men regularised in the United States after 1986.",
)


def answer(asked: Asked, cited: References) -> Content:
    """A regularisation of 64% of those without permission, under six views of three disputes."""
    found = reach(asked, SHIPPED, WHERE)
    if found.kind != "world" and not found.destinations:
        return _nothing(asked)
    study = whatif.rivals(found.scenario, views=VIEWS, corridors=found.pairs)
    frame, empty = whatif.with_numbers(whatif.effects(study, outcomes(found), SOON))
    last, _ = whatif.with_numbers(whatif.effects(study, outcomes(found)))
    references = whatif.references_of(cited, study)
    share = float(found.scenario.levers[0].value)
    money, one = taxes(found, share), parameter(TAX)
    return Content(
        finding=_finding(found, frame, last, money),
        definition=DEFINITION,
        data=(
            whatif.effects_data("effects", f"Change by {SOON} with a regularisation, {asked.about}", frame, references),
            whatif.effects_data("later", f"Change by {study.years[-1]}", last, references),
            Data("taxes", "Payroll tax of those regularised", in_figures(money, *AMOUNTS), TAXES, references,
                 note=f"{one.source}: {one.low:,.0f} to {one.high:,.0f} euros a person and year."),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        draw=lambda: _figures(asked, found, study, frame, references),
        missing=_missing(asked, found, empty),
        views=whatif.view_range(frame.filter(outcome="hosts_wage_low")),
        uncertainty=whatif.open_questions(VIEWS),
        caveats=CAVEATS,
    )  # fmt: skip


def outcomes(found: Reach) -> list[Shown]:
    """What the question must show: the stock, inflow, pay of migrants and of natives, public money."""
    pay = [
        Shown("migrants_earnings", "migrants' mean earnings"),
        Shown("hosts_wage_low", "pay of low-educated natives", plural=False),
        Shown("hosts_wage_high", "pay of highly educated natives", plural=False),
    ]
    money = Shown("hosts_fiscal", "the public balance of residents born abroad, for each native,", plural=False,
                  absolute=True)  # fmt: skip
    if found.pairs:
        return [
            Shown("irregular_stock", "residents without permission", pairs=found.pairs),
            Shown("arrivals", "arrivals", pairs=found.pairs),
            *pay,
            Shown("received", "remittances received from them", pairs=found.pairs),
            money,
        ]
    here = found.destinations
    return [
        Shown("irregular_stock", "residents without permission", here),
        Shown("irregular_entries", "entries without permission", here),
        Shown("immigrants", "all arrivals", here),
        *pay, money,
    ]  # fmt: skip


def taxes(found: Reach, share: float) -> pl.DataFrame:
    """The payroll tax of those regularised a year, in million euros: people times the tax of one in Spain in 2005.

    Columns: place, stock (persons without permission at launch), regularised, low, central, high, quality.
    """
    if found.pairs:
        stocks = {the_pair(pair): irregular_by_pair().get(pair, 0.0) for pair in found.pairs}
    else:
        stocks = {_name(code): irregular_at_launch()[code] for code in found.destinations}
    one = parameter(TAX)
    rows = [
        {"place": place, "stock": stock, "regularised": share * stock}
        | {key: share * stock * getattr(one, key) / 1e6 for key in ("low", "central", "high")}
        for place, stock in stocks.items()
    ]
    return pl.DataFrame(rows).sort("stock", descending=True).with_columns(quality=pl.lit(whatif.QUALITY.value))


def the_pair(pair: tuple[str, str]) -> str:
    """A corridor in a table."""
    return f"{_name(pair[0])} to {_name(pair[1])}"


def _name(code: str) -> str:
    from corridors.concepts.countries import area

    return area(code).short_name


def _finding(found: Reach, frame: pl.DataFrame, last: pl.DataFrame, money: pl.DataFrame) -> str:
    start = f"If 64% of {found.whom} without permission in {found.where} received it in 2026 to 2028, by {SOON}"
    text = whatif_words.finding(frame, start)
    total = {key: float(money[key].sum()) for key in ("regularised", "low", "high")}
    if total["regularised"] < 1:
        return text
    paid = (
        f" Some {spoken(total['regularised'])} people would pay {spoken(total['low'] * 1e6)} to "
        f"{spoken(total['high'] * 1e6)} euros of payroll tax a year, by what was paid in Spain in 2005"
    )
    later = last.filter(outcome="irregular_stock")
    back = f"; by {later['year'][0]} {whatif_words.verdict(later)} against no measure." if later.height else "."
    return text + paid + back


def _missing(asked: Asked, found: Reach, empty: list[str]) -> tuple[Missing, ...]:
    gone = [Missing(one, "None is recorded or estimated for these places, with or without the measure.")
            for one in empty]  # fmt: skip
    gone.append(Missing("Taxes by country", "The payroll tax of one person regularised was read for Spain only."))
    if found.kind == "origin" and asked.country is not None:
        gone.append(not_estimated(the(asked.country)))
    if found.kind == "world":
        gone.append(not_estimated("the rest of the world"))
    return tuple(gone)


def _nothing(asked: Asked) -> Content:
    return Content(
        finding=f"Nothing can be said of a regularisation and {asked.spoken}: nobody has estimated who lives there "
        "without permission, and no corridor from it into a country with estimates is followed.",
        definition=DEFINITION, data=(), missing=(not_estimated(asked.spoken),), caveats=CAVEATS,
    )  # fmt: skip


def _figures(
    asked: Asked, found: Reach, study: Study, frame: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers import whatif_charts

    shown = frame.filter(pl.col("outcome").is_in(["migrants_earnings", "hosts_wage_low", "hosts_fiscal"]))
    title = f"A regularisation: {whatif_words.verdict(frame.filter(outcome='hosts_wage_low'))}"
    figures = [whatif_charts.by_view(shown, title, f"Change by {SOON} under each view, {asked.about}", references)]
    stock = outcomes(found)[0]
    through = whatif.through_years(study, stock).filter(pl.col("view").is_in(["undecided", *VIEWS[-2:]]))
    if through["baseline"].max():
        told = whatif_words.verdict(through.filter(year=study.years[-1]))
        figures.append(whatif_charts.over_years(through, f"A regularisation: by {study.years[-1]} {told}",
                                                f"{stock.title}, change against the baseline, {asked.about}",
                                                references))  # fmt: skip
    return figures
