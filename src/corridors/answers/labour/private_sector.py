"""`private-sector`: what part the private sector plays in promoting, facilitating and organising migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.labour import private_tables as tables
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.common import capitalised
from corridors.content.subject import the
from corridors.content.words import people, percent
from corridors.data import source as find_source

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Three parts of the private sector are recorded anywhere: firms that send money (price of a transfer, by payout "
    "method or type of firm), recruiters named in bilateral labour agreements (agreements signed, not workers "
    "recruited), and employers on whom a migrant's stay depends (people born abroad in countries with sponsorship, "
    "stock of 1 July 2024, not workers sponsored)."
)
RECRUITERS = {
    "period": Column("Signed"),
    "agreements": Column("Agreements coded", "count"),
    "private": Column("Private agencies may recruit", "share"),
    "public": Column("Public agencies", "share"),
    "employers": Column("Employers", "share"),
    "costs": Column("Speak of recruitment costs", "share"),
}
PAYOUTS = {
    "receiving": Column("Sent from the United Kingdom to", "area"),
    "method": Column("Paid out as"),
    "share": Column("Price of sending £200", "share"),
    "services": Column("Services", "count"),
}
COUNTRIES = {
    "country": Column("Country", "area"),
    "agreements": Column("Labour agreements", "count"),
    "coded": Column("Coded", "count"),
    "private": Column("Name private agencies", "count"),
    "services": Column("Money services per corridor out of it", "number"),
    "sponsored": Column("Stay tied to an employer", quality="unverified"),
    "stock": Column("People born abroad", "count", quality="modelled"),
}
FIRMS = {
    "firm": Column("Type of firm"),
    "points": Column("Price against money transfer operators", "number", "points"),
    "error": Column("Standard error", "number", "points"),
    "services": Column("Prices", "count"),
}
SOURCES = ("labour_agreements", "remittance_prices_channels", "remittance_prices", "migrant_stock_unknown")
MISSING = (
    Missing("Recruitment agencies: how many there are, whom they place, what they earn",
            "No dataset in the catalogue counts them, in any country."),
    Missing("Workers whom employers sponsor, by country and permit", "No dataset held has permits by sponsor."),
    Missing("Money spent on promoting migration, and transport, training and smuggling firms", "Nothing is recorded."),
)  # fmt: skip


def answer(asked: Asked, cited: References) -> Content:
    """Firms that send money, recruiters in agreements, sponsors, and what is not recorded."""
    references = tuple(cited.cite(find_source(name)) for name in SOURCES)
    held = tables.countries()
    countries = held if asked.country is None else held.filter(country=asked.country.code)
    receiving = tables.WORLD if asked.country is None else asked.country.code
    payouts = tables.payouts().filter(receiving=receiving)
    data = []
    if asked.country is None:
        data.append(Data("recruiters", "Who may recruit, by the labour agreements whose text was coded",
                         tables.recruiters(), RECRUITERS, references[:1],
                         note="Shares of the coded agreements of the period; one may name several."))  # fmt: skip
    if not payouts.is_empty():
        shown = payouts.with_columns(receiving=pl.lit("33 countries")) if receiving == tables.WORLD else payouts
        title = f"Price of sending £200 from the United Kingdom, {_quarter(payouts)}"
        note = "Interpolated by the source between prices of £120 and £300."
        data.append(Data("payouts", title, shown, PAYOUTS, references[1:2], note=note))
    if asked.country is None and not tables.firms().is_empty():
        data.append(Data("firms", "Prices by type of firm, all corridors, 2016 to 2025", tables.firms(), FIRMS,
                         references[1:2], note="Within the same corridor and quarter; money transfer operators are the "
                         "measure."))  # fmt: skip
    if not countries.is_empty():
        data.append(Data("countries", f"What is recorded by country, {asked.about}", countries, COUNTRIES, references,
                         note="An agreement that was not coded may name private agencies too."))  # fmt: skip
    return Content(
        finding=_finding(asked, countries, payouts),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(asked, held, references),
        draw=lambda: _figures(asked, payouts, references),
        notes=(Note("Which countries tie a migrant's stay to one employer is listed from general knowledge and not "
                    "verified; reforms since are not in the list.", references[3:]),),
        missing=_missing(),
        uncertainty="Nothing here is a sample of the private sector: each part is what one publisher recorded.",
        caveats=("The dataset of labour agreements ends in 2020 and coded the text of 570 of 1,222.",),
    )  # fmt: skip


def _quarter(rows: pl.DataFrame) -> str:
    from corridors.answers.development.prices import quarter

    return quarter(str(rows["period"][0]))


def _finding(asked: Asked, countries: pl.DataFrame, payouts: pl.DataFrame) -> str:
    if asked.country is None:
        latest = tables.recruiters().row(-1, named=True)
        cash, account = (payouts.filter(method=name)["share"][0] for name in ("cash", "bank account"))
        tied = countries.filter(pl.col("sponsored").is_not_null())
        return (
            f"Private agencies may recruit under {percent(latest['private'], 0)} of the labour agreements of "
            f"{latest['period']} whose text was coded; sending money from the United Kingdom cost {percent(cash)} in "
            f"cash and {percent(account)} into an account in {_quarter(payouts)}; and "
            f"{people(float(tied['stock'].sum()))} born abroad live in {tied.height} countries said to tie a migrant's "
            "stay to one employer, while the number of agencies and of the workers whom they place is recorded nowhere."
        )
    place = the(asked.country)
    row = countries.row(0, named=True) if countries.height else {"coded": 0, "agreements": 0, "private": 0}
    parts = [_agreements(place, row)]
    if not payouts.is_empty():
        low, high = payouts.row(-1, named=True), payouts.row(0, named=True)
        both = f"{percent(high['share'])} by {high['method']}"
        span = both if payouts.height == 1 else f"{percent(low['share'])} by {low['method']} to {both}"
        parts.append(f"sending money there from the United Kingdom cost {span} in {_quarter(payouts)}")
    if row.get("services"):
        parts.append(f"senders out of it could choose among {row['services']:.0f} priced services in the mean corridor")
    if row.get("sponsored"):
        parts.append("it is said to tie a migrant's stay to one employer (unverified)")
    return f"{capitalised('; '.join(parts))}; agencies and the workers whom they place are recorded nowhere."


def _agreements(place: str, row: dict[str, int]) -> str:
    if not row["agreements"]:
        return f"no labour agreement of {place} is listed up to 2020"
    listed = f"{row['agreements']} labour agreement{'s' if row['agreements'] > 1 else ''} of {place}"
    if not row["coded"] and row["agreements"] == 1:
        return (
            f"the one labour agreement of {place} listed up to 2020 was not coded, so that who may recruit is not known"
        )
    if not row["coded"]:
        return f"none of the {listed} listed up to 2020 was coded, so that who may recruit is not known"
    if row["coded"] == 1:
        verb = "names" if row["private"] else "does not name"
        return f"the one coded labour agreement of {place} {verb} private agencies"
    verb = "names" if row["private"] == 1 else "name"
    return f"{row['private'] or 'none'} of {row['coded']} coded labour agreements of {place} {verb} private agencies"


def _facts(asked: Asked, held: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if asked.country is not None:
        return ()
    tied = held.filter(pl.col("sponsored").is_not_null())
    share = float(tied["stock"].sum()) / float(held["stock"].sum())
    return (
        Fact("People born abroad who live in countries said to have sponsorship", share, percent(share),
             "of the world's migrants", "1 July 2024", Quality.UNVERIFIED, references[3:]),
    )  # fmt: skip


def _missing() -> tuple[Missing, ...]:
    if not tables.firms().is_empty():
        return MISSING
    return (
        Missing("Prices by type of firm (banks, post offices, mobile operators, new firms)",
                "The package may not carry them.",
                "`corridors data show remittance_prices_channels` says where to get them."),
        *MISSING,
    )  # fmt: skip


def _figures(asked: Asked, payouts: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.labour import private_charts

    if asked.country is None:
        return [
            private_charts.recruiters(references[:1]),
            private_charts.payouts("33 countries", payouts, references[1:2]),
        ]
    return [] if payouts.is_empty() else [private_charts.payouts(the(asked.country), payouts, references[1:2])]
