"""Who is covered by social security agreements, as far as lists exist: pairs, destinations, origins, and the rest."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.labour import agreements
from corridors.concepts.countries import UNKNOWN, members
from corridors.concepts.quality import Quality
from corridors.data.load import lazy

YEAR = 2024
LISTED = {"USA": "usa", "IRL": "ireland", "GBR": "united_kingdom"}
"""Countries whose agreements are listed, and the part of the dataset that holds them."""
COMPLETE = ("USA", "IRL")
"""Countries whose list is of agreements in force, so that a partner who is not in it is not covered: for the United
States to March 2019, for Ireland about 2023. The United Kingdom's records are signatures to about 1976."""
IN_FORCE = "in force"
AGREEMENT, COORDINATED, NONE, NOT_KNOWN = "agreement", "European coordination", "none listed", "not known"


@cache
def listed() -> pl.DataFrame:
    """All listed agreements, both ways round: country, partner, status, in_force, signed, detail, kind."""
    rows = lazy("social_security_agreements")[0].collect()
    forth = rows.rename({"country_a": "country", "country_b": "partner"})
    back = rows.rename({"country_b": "country", "country_a": "partner"}).select(forth.columns)
    return pl.concat([forth, back])


@cache
def coordinated() -> frozenset[str]:
    """The members of the EU, of EFTA and thus of regulation (EC) 883/2004."""
    return frozenset(area.code for group in ("EU", "EFTA") for area in members(group))


@cache
def pairs() -> pl.DataFrame:
    """People by origin and destination, each with what is known: agreement, European coordination, none, not known.

    People of unknown origin stand as origin UNK; their coverage is not known.
    """
    frame = lazy("migrant_stock")[0].filter(pl.col("year") == YEAR).group_by("origin", "destination")
    people = frame.agg(pl.col("stock").sum().alias("people")).collect().filter(pl.col("people") > 0)
    whole = lazy("migrant_stock_unknown")[0].filter(pl.col("edition") == YEAR, pl.col("year") == YEAR)
    totals = whole.group_by("destination").agg(pl.col("stock_total").sum().alias("total")).collect()
    named = people.group_by("destination").agg(pl.col("people").sum().alias("named"))
    rest = totals.join(named, on="destination", how="left").select(
        pl.lit(UNKNOWN).alias("origin"), "destination", people=pl.col("total") - pl.col("named").fill_null(0)
    ).filter(pl.col("people") > 0)  # fmt: skip
    stock = pl.concat([people, rest.select(people.columns)], how="vertical_relaxed")
    force = listed().filter(pl.col("status").str.starts_with(IN_FORCE)).select(
        origin="country", destination="partner", found=pl.lit(value=True)
    ).unique()  # fmt: skip
    europe = list(coordinated())
    both = pl.col("origin").is_in(europe) & pl.col("destination").is_in(europe)
    known_list = pl.col("origin").is_in(COMPLETE) | pl.col("destination").is_in(COMPLETE)
    covered = (
        pl.when(both).then(pl.lit(COORDINATED))
        .when(pl.col("found")).then(pl.lit(AGREEMENT))
        .when((pl.col("origin") != UNKNOWN) & known_list).then(pl.lit(NONE))
        .otherwise(pl.lit(NOT_KNOWN))
    )  # fmt: skip
    clause = agreements.agreements().filter(pl.col("coded"), pl.col("social_security"))
    clauses = pl.concat(
        [clause.select(origin="iso_a", destination="iso_b"), clause.select(origin="iso_b", destination="iso_a")]
    )
    return (
        stock.join(force, on=["origin", "destination"], how="left")
        .join(clauses.unique().with_columns(clause=pl.lit("yes")), on=["origin", "destination"], how="left")
        .with_columns(coverage=covered, quality=pl.lit(Quality.MODELLED.value), observed=pl.lit(Quality.OBSERVED.value))
        .drop("found")
        .sort("people", descending=True)
    )


def shares(rows: pl.DataFrame) -> dict[str, float]:
    """People by what is known of their coverage, and the total.

    >>> sorted(shares(pairs().clear()).values())
    [0.0, 0.0, 0.0, 0.0, 0.0]
    """
    found = dict(rows.group_by("coverage").agg(pl.col("people").sum()).iter_rows())
    each = {name: float(found.get(name, 0)) for name in (AGREEMENT, COORDINATED, NONE, NOT_KNOWN)}
    return each | {"total": sum(each.values())}


def by_place(end: str) -> pl.DataFrame:
    """People by destination (or origin) and what is known of their coverage, with shares of all."""
    rows = pairs().filter(pl.col(end) != UNKNOWN)
    wide = rows.group_by(country=end).agg(
        *(pl.col("people").filter(pl.col("coverage") == name).sum().alias(column) for name, column in COLUMNS.items()),
        people=pl.col("people").sum(),
        clause=pl.col("people").filter(pl.col("clause") == "yes").sum(),
    )
    covered = (pl.col("agreement") + pl.col("coordinated")) / pl.col("people")
    return wide.with_columns(
        share_covered=covered,
        share_unknown=pl.col("not_known") / pl.col("people"),
        quality=pl.lit(Quality.MODELLED.value),
    ).sort("people", descending=True)


COLUMNS = {AGREEMENT: "agreement", COORDINATED: "coordinated", NONE: "none", NOT_KNOWN: "not_known"}


def equality() -> set[str]:
    """The countries recorded as party to ILO convention 118 on equality of treatment in social security, in 1976."""
    return agreements.parties("ILO-C118")


def between(codes: tuple[str, ...]) -> pl.DataFrame:
    """The listed agreements between two countries, or of one, newest first, each once."""
    rows = lazy("social_security_agreements")[0].collect()
    here = pl.col("country_a").is_in(codes), pl.col("country_b").is_in(codes)
    found = rows.filter(here[0] & here[1] if len(codes) > 1 else here[0] | here[1])
    return found.sort("in_force", "signed", descending=True, nulls_last=True).with_columns(
        quality=pl.lit(Quality.OBSERVED.value)
    )
