"""How much of the migrant stock stays within regions, subregions and areas of free movement."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers.statistics import stock_tables
from corridors.concepts.countries import area, areas, members
from corridors.concepts.quality import Quality
from corridors.data import load

if TYPE_CHECKING:
    from collections.abc import Collection

    from corridors.concepts.countries import Area

UNKNOWN = "Unknown"
REGIONS = ("Africa", "Asia", "Europe", "Latin America and the Caribbean", "Northern America", "Oceania")
"""The UN's regions (M49), with the Americas in two."""
ONE_SIDED = ("Compacts of Free Association with the USA",)
"""Areas whose right runs into one country only, which are no blocs."""
STANDS_FOR = {"CHI": "JEY"}
"""An area that the stocks count together, and a part of it that has its region."""


class Group(NamedTuple):
    """A region, subregion or area of free movement, and the codes of its members in the year asked about."""

    name: str
    kind: str
    codes: tuple[str, ...]
    verified: bool


def pairs(year: int | None = None) -> pl.DataFrame:
    """Stocks by pair with the regions of both ends, `from_region` and `to_region`, of one year or all."""
    frame = stock_tables.bilateral().frame
    frame = frame if year is None else frame.filter(year=year)
    place = _regions()
    return frame.with_columns(
        from_region=pl.col("origin").replace_strict(place, default=UNKNOWN),
        to_region=pl.col("destination").replace_strict(place, default=UNKNOWN),
    )


@cache
def _regions() -> dict[str, str]:
    found = {place.code: place.region for place in areas(("country", "territory")) if place.region}
    parts = {whole: area(part).region for whole, part in STANDS_FOR.items()}
    return found | {whole: region for whole, region in parts.items() if region}


def matrix(year: int) -> pl.DataFrame:
    """People by region of birth (rows) and region of residence (columns), persons; unknown origin is a row."""
    frame = pairs(year)
    known = frame.group_by("from_region", "to_region").agg(pl.col("stock").sum())
    held = stock_tables.bilateral().unknown.filter(edition=stock_tables.EDITION, year=year)
    unknown = (
        held.with_columns(to_region=pl.col("destination").replace_strict(_regions(), default=UNKNOWN))
        .group_by("to_region")
        .agg(stock=pl.col("stock_total").sum())
        .join(known.group_by("to_region").agg(named=pl.col("stock").sum()), on="to_region", how="left")
        .select(
            from_region=pl.lit(UNKNOWN), to_region="to_region", stock=pl.col("stock") - pl.col("named").fill_null(0)
        )
    )
    whole = pl.concat([known, unknown.with_columns(pl.col("stock").cast(known["stock"].dtype))])
    wide = whole.pivot(on="to_region", index="from_region", values="stock").fill_null(0)
    order = pl.Enum([*REGIONS, UNKNOWN])
    absent = [pl.lit(0).alias(region) for region in REGIONS if region not in wide.columns]
    return (
        wide.with_columns(absent)
        .select("from_region", *REGIONS, total=pl.sum_horizontal(*REGIONS), quality=pl.lit(_mark(frame)))
        .sort(pl.col("from_region").cast(order))
    )


def within_by_year() -> pl.DataFrame:
    """For each region and year the share of its emigrants, and of its immigrants of known origin, who stayed in it.

    Returns: region ("World" for all together), year, out, into, within (persons), share_out, share_into, quality.
    """
    frame = pairs()
    inside = pl.col("stock").filter(pl.col("from_region") == pl.col("to_region")).sum().alias("within")
    extended = (pl.col("quality") == Quality.EXTRAPOLATED.value).any().alias("extended")
    everybody = pl.col("stock").sum()
    out = frame.group_by("from_region", "year").agg(everybody.alias("out"), inside)
    into = frame.group_by("to_region", "year").agg(everybody.alias("into"), extended)
    each = out.join(into, left_on=["from_region", "year"], right_on=["to_region", "year"])
    whole = frame.group_by("year").agg(everybody.alias("out"), inside, everybody.alias("into"), extended)
    both = pl.concat(
        [whole.with_columns(region=pl.lit("World")), each.rename({"from_region": "region"})], how="diagonal"
    )
    mark = pl.when("extended").then(pl.lit(Quality.EXTRAPOLATED.value)).otherwise(pl.lit(Quality.MODELLED.value))
    return both.select(
        "region", "year", "out", "into", "within",
        share_out=pl.col("within") / pl.col("out"), share_into=pl.col("within") / pl.col("into"), quality=mark,
    ).sort(pl.col("region") != "World", "region", "year")  # fmt: skip


def subregions() -> tuple[Group, ...]:
    """The subregions of the UN (M49) with their members."""
    named: dict[str, list[str]] = {}
    for place in areas(("country", "territory")):
        if place.subregion:
            named.setdefault(place.subregion, []).append(place.code)
    return tuple(Group(name, "subregion", tuple(codes), True) for name, codes in sorted(named.items()))


def blocs(year: int) -> tuple[Group, ...]:
    """Areas of free movement with those who belonged to them on 1 July of a year; memberships are unverified."""
    frame = load("free_movement_to_verify").frame.drop_nulls("entry_year")
    frame = frame.filter(~pl.col("area").is_in(ONE_SIDED))
    inside = (pl.col("entry_year") <= year) & (pl.col("exit_year").is_null() | (pl.col("exit_year") > year))
    held = frame.filter(inside).group_by("area").agg(pl.col("country").unique().sort()).sort("area")
    return tuple(
        Group(name, "area of free movement", tuple(codes), False) for name, codes in held.rows() if len(codes) > 1
    )


def group_of(name: str) -> Group:
    """A region or group that `members` knows, with its members of today."""
    return Group(name, "region", tuple(place.code for place in members(name)), True)


def groups_of(place: Area, year: int) -> tuple[Group, ...]:
    """The region, subregion and areas of free movement to which a country belongs."""
    own = [Group(place.region, "region", group_of(place.region).codes, True)] if place.region else []
    own += [group for group in subregions() if place.code in group.codes]
    return (*own, *(group for group in blocs(year) if place.code in group.codes))


def of_groups(groups: Collection[Group], year: int, place: str | None = None) -> pl.DataFrame:
    """How much of the stock stays within each group, of all members or of one country.

    Returns: name, kind, members (number), out (emigrants of the members counted abroad), into (immigrants of known
    origin), within (both ends in the group), share_out, share_into, quality.
    """
    frame = stock_tables.bilateral().frame.filter(year=year)
    return pl.DataFrame([_group_row(group, frame, place) for group in groups], schema=_GROUP_SCHEMA, orient="row").sort(
        "share_into", descending=True, nulls_last=True
    )


_GROUP_SCHEMA = {
    "name": pl.String, "kind": pl.String, "members": pl.Int64, "out": pl.Int64, "into": pl.Int64,
    "within_out": pl.Int64, "within_into": pl.Int64, "share_out": pl.Float64, "share_into": pl.Float64,
    "quality": pl.String,
}  # fmt: skip


def _group_row(group: Group, frame: pl.DataFrame, place: str | None) -> tuple:
    codes = group.codes if place is None else (place,)
    out, into = frame.filter(pl.col("origin").is_in(codes)), frame.filter(pl.col("destination").is_in(codes))
    kept_out = int(out.filter(pl.col("destination").is_in(group.codes))["stock"].sum())
    kept_into = int(into.filter(pl.col("origin").is_in(group.codes))["stock"].sum())
    left, held = int(out["stock"].sum()), int(into["stock"].sum())
    quality = _mark(pl.concat([out, into])) if group.verified else Quality.UNVERIFIED.value
    return (
        group.name, group.kind, len(group.codes), left, held, kept_out, kept_into,
        kept_out / left if left else None, kept_into / held if held else None, quality,
    )  # fmt: skip


def of_members(group: Group, year: int) -> pl.DataFrame:
    """The members of a group: immigrants and emigrants of each, and how many of them from and to the others."""
    frame = stock_tables.bilateral().frame.filter(year=year)
    rows = []
    for code in group.codes:
        row = _group_row(group, frame, code)
        if row[3] or row[4]:
            rows.append((code, *row[3:9], row[9]))
    schema = {"member": pl.String} | {name: _GROUP_SCHEMA[name] for name in list(_GROUP_SCHEMA)[3:]}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("into", descending=True)


def years_of(group: Group) -> pl.DataFrame:
    """A group of fixed membership by year: out, into, within (persons), shares, quality."""
    frame = stock_tables.bilateral().frame
    rows = [(year, *_group_row(group, frame.filter(year=year), None)[3:]) for year in frame["year"].unique().sort()]
    schema = {"year": pl.Int64} | {name: _GROUP_SCHEMA[name] for name in list(_GROUP_SCHEMA)[3:]}
    return pl.DataFrame(rows, schema=schema, orient="row")


def by_region_of_other_end(codes: Collection[str], year: int) -> pl.DataFrame:
    """Immigrants by region of birth and emigrants by region of residence, of some places together, and their shares."""
    frame = pairs(year)
    into = (
        frame.filter(pl.col("destination").is_in(codes)).group_by(region="from_region").agg(into=pl.col("stock").sum())
    )
    out = frame.filter(pl.col("origin").is_in(codes)).group_by(region="to_region").agg(out=pl.col("stock").sum())
    joined = pl.DataFrame({"region": REGIONS}).join(into, on="region", how="left").join(out, on="region", how="left")
    return joined.with_columns(pl.col("into", "out").fill_null(0)).with_columns(
        share_into=pl.col("into") / pl.col("into").sum(), share_out=pl.col("out") / pl.col("out").sum(),
        quality=pl.lit(_mark(frame.filter(pl.col("destination").is_in(codes) | pl.col("origin").is_in(codes)))),
    )  # fmt: skip


def _mark(frame: pl.DataFrame) -> str:
    extended = (frame["quality"] == Quality.EXTRAPOLATED.value).any()
    return (Quality.EXTRAPOLATED if extended else Quality.MODELLED).value
