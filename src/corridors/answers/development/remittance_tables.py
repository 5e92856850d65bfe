"""Remittances as tables: national totals of all countries, and the matrix reconciled to them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.development.matrices import MATRICES, SET_TO_ZERO
from corridors.answers.development.national import GDP, NATIONAL, PAID, RECEIVED
from corridors.answers.development.reconcile import fit_bounded
from corridors.concepts.countries import UNKNOWN, WORLD
from corridors.concepts.quality import Quality
from corridors.content.subject import named, the
from corridors.content.words import listed
from corridors.data import Source
from corridors.data.load import lazy
from corridors.errors import NotCovered

LAST_FULL = 2023
"""The last year in which most countries have totals in the sources held; for 2024 only some 40 have."""
YEARS = tuple(range(min(MATRICES), LAST_FULL + 1))
STALE = 5
"""A national total older than this many years is not carried forward: the money of then is not the money of now."""
FEWEST_PEOPLE = 1000
"""Fewest people born in the receiving country for an amount per person: below, a few commuters make the ratio."""
STOCK_YEARS = (2010, 2015, 2020, 2024)


class Reconciled(NamedTuple):
    """The matrix of a year: pairs, countries, the pattern's year, and the sources of all of it.

    `pairs`: origin (which receives), destination (which sends), usd, published (matrix of the pattern's year),
    by_receipts (scaled to receipts alone), people (stock), per_person. `countries`: country, received, paid, the years
    and sources of both, matrix_paid, by_receipts, by_reports (rows of the fit), gap, gdp, income per head.
    """

    year: int
    pattern_year: int
    pairs: pl.DataFrame
    countries: pl.DataFrame
    sources: tuple[tuple[Source, str], ...]


@cache
def reported() -> pl.DataFrame:
    """What every country reports to receive and pay by source and year: country, year, flow, usd, source, order.

    A printed zero counts as no report: the sources print it for years without one.
    """
    codes = {RECEIVED: "received", PAID: "paid"}
    newer = (
        lazy("economy")[0]
        .filter(pl.col("indicator").is_in(list(codes)))
        .select("country", "year", flow=pl.col("indicator").replace_strict(codes), usd="value",
                source=pl.lit("wdi_2025"))
        .collect()
    )  # fmt: skip
    older = (
        lazy("remittances_country")[0]
        .filter(pl.col("country") != WORLD)
        .select("country", "year", received="inflow_usd", paid="outflow_usd", source="source")
        .unpivot(["received", "paid"], index=["country", "year", "source"], variable_name="flow", value_name="usd")
        .select("country", "year", "flow", "usd", "source")
        .collect()
    )
    order = {source: place for place, source in enumerate(NATIONAL)}
    return pl.concat([newer, older]).filter(pl.col("usd") > 0).with_columns(
        order=pl.col("source").replace_strict(order, return_dtype=pl.Int64)
    )  # fmt: skip


def national(year: int) -> pl.DataFrame:
    """The latest total of every country up to a year, of the newest source: received, paid, their years and sources."""
    rows = reported().filter(pl.col("year") <= year, pl.col("year") > year - STALE)
    last = rows.sort("year", pl.col("order").neg()).group_by("country", "flow", maintain_order=True).last()
    sides = [
        last.filter(flow=flow).select("country", pl.col("usd").alias(flow), pl.col("year").alias(f"{flow}_year"),
                                      pl.col("source").alias(f"{flow}_source"))
        for flow in ("received", "paid")
    ]  # fmt: skip
    return sides[0].join(sides[1], on="country", how="full", coalesce=True)


@cache
def matrices() -> pl.DataFrame:
    """All matrices: year, origin (which receives), destination (which sends), usd."""
    frame = lazy("remittances_bilateral")[0].filter(pl.col("sender") != pl.col("receiver"))
    return frame.select("year", origin="receiver", destination="sender", usd="usd").collect()


def pattern_of(year: int) -> int:
    """The year of the latest matrix up to a year.

    >>> pattern_of(2023), pattern_of(2016)
    (2021, 2012)
    """
    return max(known for known in MATRICES if known <= year)


@cache
def reconciled(year: int) -> Reconciled:
    """Fit the matrix that is the latest up to a year to the national totals known in that year.

    A receiver that the matrix leaves out takes its senders from the nearest other matrix that has it; one that none
    has gets its money from unknown senders. A receiver of the matrix without a total keeps the matrix's own.
    """
    base = pattern_of(year)
    totals = national(year)
    seed = _pattern(base, totals.filter(pl.col("received").is_not_null())["country"].to_list())
    own = seed.group_by("origin").agg(pl.col("usd").sum().alias("own"))
    columns = own.join(totals, left_on="origin", right_on="country", how="left").sort("origin")
    receivers, senders = columns["origin"].to_list(), sorted(seed["destination"].unique())
    place = {code: i for i, code in enumerate(receivers)}, {code: i for i, code in enumerate(senders)}
    table = np.zeros((len(senders), len(receivers)))
    for origin, destination, usd in seed.select("origin", "destination", "usd").iter_rows():
        table[place[1][destination], place[0][origin]] = usd
    received = columns.select(pl.coalesce("received", "own"))["received"].to_numpy()
    paid = dict(totals.select("country", "paid").drop_nulls().iter_rows())
    bounds = np.array([paid.get(code, 0.0) for code in senders])
    fit = fit_bounded(table, received, bounds)
    plain = table * np.divide(received, table.sum(axis=0))
    rows, cols = np.nonzero(fit.matrix)
    pairs = pl.DataFrame(
        {
            "origin": [receivers[c] for c in cols],
            "destination": [senders[r] for r in rows],
            "usd": fit.matrix[rows, cols],
            "by_receipts": plain[rows, cols],
        }
    )
    pairs = pairs.join(seed.select("origin", "destination", pattern="year"), on=["origin", "destination"], how="left")
    published = matrices().filter(year=base).select("origin", "destination", published="usd")
    pairs = pairs.join(published, on=["origin", "destination"], how="left")
    unreported = columns.filter(pl.col("received").is_null())["origin"].implode()
    pairs = pairs.with_columns(
        basis=pl.when(pl.col("origin").is_in(unreported)).then(pl.lit("matrix")).otherwise(pl.lit("total")),
        quality=pl.lit(Quality.MODELLED.value),
    )
    people, economy = _people(year), _economy(year)
    pairs = _per_person(pairs, people, economy)
    return Reconciled(year, base, pairs.sort("usd", descending=True), _countries(pairs, totals, people, economy),
                      _sources(totals, base))  # fmt: skip


def _pattern(base: int, codes: list[str]) -> pl.DataFrame:
    """The cells to start from: the matrix of the year; for receivers it lacks another matrix, or unknown senders."""
    parts, held = [], set()
    for year in sorted(MATRICES, key=lambda known: abs(known - base)):
        found = matrices().filter(pl.col("year") == year, ~pl.col("origin").is_in(list(held)))
        if year != base:
            found = found.filter(pl.col("origin").is_in(codes))
        parts.append(found)
        held |= set(found["origin"].unique())
    rest = [code for code in codes if code not in held]
    nobody = pl.DataFrame({"year": base, "origin": rest, "destination": UNKNOWN, "usd": 1.0},
                          schema=parts[0].schema, strict=False)  # fmt: skip
    return pl.concat([*parts, nobody])


def _people(year: int) -> pl.DataFrame:
    """People by country of birth and of residence, of the stock nearest to a year."""
    nearest = min(STOCK_YEARS, key=lambda known: abs(known - year))
    stock = lazy("migrant_stock")[0].filter(year=nearest).group_by("origin", "destination")
    return stock.agg(pl.col("stock").sum().alias("people")).collect()


def _per_person(pairs: pl.DataFrame, people: pl.DataFrame, economy: pl.DataFrame) -> pl.DataFrame:
    """Add people and dollars per person, null where few are counted or the ratio exceeds the sender's mean income."""
    income = economy.select(destination="country", income="income")
    each = pl.col("usd") / pl.col("people")
    fits = (pl.col("people") >= FEWEST_PEOPLE) & (each <= pl.col("income").fill_null(float("inf")))
    joined = pairs.join(people, on=["origin", "destination"], how="left").join(income, on="destination", how="left")
    return joined.with_columns(per_person=pl.when(fits).then(each))


def _economy(year: int) -> pl.DataFrame:
    """Gross domestic product of the year, or of up to `STALE` years before, and the income per head it gives."""
    product = lazy("economy")[0].filter(
        pl.col("indicator") == GDP, pl.col("year") <= year, pl.col("year") > year - STALE
    )
    heads = lazy("demography_totals")[0].select("country", "year", population="pop_midyear")
    return (
        product.select("country", "year", gdp="value")
        .sort("year")
        .group_by("country", maintain_order=True)
        .last()
        .join(heads, on=["country", "year"], how="left")
        .with_columns(income=pl.col("gdp") / pl.col("population"))
        .rename({"year": "gdp_year"})
        .collect()
    )


def _countries(pairs: pl.DataFrame, totals: pl.DataFrame, people: pl.DataFrame, economy: pl.DataFrame) -> pl.DataFrame:
    """Every country's totals beside the sums of the matrix, the gap, and the weight in its own product.

    The weight is in the product of the amount's own year, else in the last product known (`received_gdp_year`).
    """
    sent = pairs.group_by(country="destination").agg(
        fitted_paid=pl.col("usd").sum(),
        published_paid=pl.col("published").sum(),
        receipts_paid=pl.col("by_receipts").sum(),
    )
    got = pairs.group_by(country="origin").agg(fitted_received=pl.col("usd").sum())
    joined = totals.join(got, on="country", how="full", coalesce=True).join(
        sent, on="country", how="full", coalesce=True
    )
    abroad = people.group_by(country="origin").agg(pl.col("people").sum().alias("emigrants"))
    joined = joined.join(economy, on="country", how="left").join(abroad, on="country", how="left")
    for flow in ("received", "paid"):
        joined = joined.join(_products(flow), on=["country", f"{flow}_year"], how="left").with_columns(
            pl.when(pl.col(f"{flow}_gdp").is_null())
            .then("gdp_year")
            .otherwise(f"{flow}_year")
            .alias(f"{flow}_gdp_year"),
            (pl.col(flow) / pl.coalesce(f"{flow}_gdp", "gdp")).alias(f"{flow}_share"),
        )
    return (
        joined.filter(pl.col("country") != UNKNOWN)
        .with_columns(
            per_emigrant=pl.when(pl.col("emigrants") >= FEWEST_PEOPLE).then(pl.col("received") / pl.col("emigrants")),
            gap=pl.col("fitted_paid") - pl.col("paid"),
            quality=pl.lit(Quality.OBSERVED.value),
            modelled=pl.lit(Quality.MODELLED.value),
            received_known=_known_as("received"),
            paid_known=_known_as("paid"),
        )
        .sort("received", descending=True, nulls_last=True)
    )


def _products(flow: str) -> pl.DataFrame:
    """Gross domestic products by country and year, named after what was received or paid in that year."""
    rows = lazy("economy")[0].filter(indicator=GDP).rename({"year": f"{flow}_year", "value": f"{flow}_gdp"})
    return rows.select("country", f"{flow}_year", f"{flow}_gdp").collect()


def _known_as(flow: str) -> pl.Expr:
    estimated = pl.col(f"{flow}_source").str.starts_with("knomad")
    mark = pl.when(estimated).then(pl.lit(Quality.MODELLED.value)).otherwise(pl.lit(Quality.OBSERVED.value))
    return pl.when(pl.col(flow).is_not_null()).then(mark)


def _sources(totals: pl.DataFrame, base: int) -> tuple[tuple[Source, str], ...]:
    used = set(totals["received_source"].drop_nulls()) | set(totals["paid_source"].drop_nulls())
    country = lazy("remittances_country")[1]
    return (
        (lazy("remittances_bilateral")[1], MATRICES[base]),
        (lazy("economy")[1], "wdi"),
        *((country, part) for part in NATIONAL if part in used and part != "wdi_2025"),
        (lazy("migrant_stock")[1], ""),
    )


def in_millions(frame: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Add each amount in millions of US dollars, to ten thousand dollars: more figures than any estimate has.

    >>> in_millions(pl.DataFrame({"usd": [1_234_567.0, None]}), "usd")["usd_million"].to_list()
    [1.23, None]
    """
    return frame.with_columns(((pl.col(name) / 1e6).round(2) + 0.0).alias(f"{name}_million") for name in names)


def of_subject(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The pairs that a question is about: those of one origin, one destination, or both; or all."""
    if asked.origin is not None:
        frame = frame.filter(origin=asked.origin.code)
    if asked.destination is not None:
        frame = frame.filter(destination=asked.destination.code)
    if asked.scope in ("country", "region"):
        codes = asked.codes or ()
        frame = frame.filter(pl.col("origin").is_in(codes) | pl.col("destination").is_in(codes))
    return frame


def refuse_pair(asked: Asked, found: Reconciled) -> NotCovered:
    """The error for a pair that no matrix has: which way the money runs, and the nearest that one can ask."""
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    held = found.pairs.filter(pl.col("destination") != UNKNOWN)
    senders, receivers = held.filter(origin=origin.code), held.filter(destination=destination.code)
    hints = []
    if not senders.is_empty():
        first = listed([named(code) for code in senders["destination"].head(3)])
        hints.append(f"Most of what {the(origin)} receives comes from {first}.")
    elif not receivers.is_empty():
        first = listed([named(code) for code in receivers["origin"].head(3)])
        hints.append(f"Most of what leaves {the(destination)} goes to {first}.")
    if not held.filter(origin=destination.code, destination=origin.code).is_empty():
        hints.append(
            f"For money from {the(origin)} to {the(destination)} ask the other way round: `--origin "
            f"{destination.code} --destination {origin.code}`."
        )
    why = f"the World Bank's matrix of {found.pattern_year} knows of nothing that {the(origin)} receives"
    if {origin.code, destination.code} in SET_TO_ZERO:
        why = f"the World Bank's matrix of {found.pattern_year} sets the pair to zero"
    elif not senders.is_empty():
        why = "it is less than the World Bank's matrix prints, or none is known"
    return NotCovered(
        f"How much people in {the(destination)} send to {the(origin)} is not known: {why}. Money runs from the "
        f"destination, where migrants live, to their origin, which receives it.",
        hint=" ".join(hints) or "Neither country is in the matrix: ask about one of them alone.",
    )
