"""Who may move freely where and since when: agreements turned into pairs of origin and destination with years."""

import polars as pl

from corridors.data import lazy

AREAS = {
    "european-union": ("EU", "EEA (non-EU members)", "EU-Switzerland AFMP"),
    "schengen": ("Schengen",),
    "ecowas": ("ECOWAS free movement protocol",),
    "mercosur": ("MERCOSUR Residence Agreement",),
    "gcc": ("GCC common market",),
    "eaeu": ("Eurasian Economic Union",),
}
"""The areas of the event studies and the agreements of `free_movement_to_verify` that make up each. Norway, Iceland
and Liechtenstein share the European Union's freedom through the European Economic Area, Switzerland through its own
agreement with the Union."""
ONE_SIDED = {"Compacts of Free Association with the USA": "USA"}
"""Agreements that only open their partner to the others' citizens, and that partner."""
JOINED_BY = {"EU-Switzerland AFMP": "EU", "EEA (non-EU members)": "EU"}
"""Agreements of some countries with the members of another area."""
RIGHTS = ("residence and work", "residence and work (nationals)", "work without permit")
"""The kinds of right that count as free movement: more than entry, border checks or listed occupations."""


def pairs(areas: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Give the years in which citizens of one country may live or work in another, by agreement.

    A pair begins when both have entered, and ends when the first leaves. Members of an agreement with another area's
    (the European Economic Area, Switzerland) pair with that area's members and, within the former, with each other.

    Args:
        areas: names of agreements in `free_movement_to_verify`; by default those that give residence or work.
    Returns: area, origin, destination, entry, unrestricted, exit (None: still in force).

    >>> pairs().filter(area="EU", origin="POL", destination="DEU").row(0)
    ('EU', 'POL', 'DEU', 2004, 2011, None)
    """
    listed = lazy("free_movement_to_verify")[0].select(
        "area", "country", entry="entry_year", unrestricted="full_rights_year", exit="exit_year", right="right"
    )
    kept = pl.col("right").is_in(RIGHTS) if areas is None else pl.col("area").is_in(areas)
    members = listed.filter(kept).drop("right").collect()
    within = _joined(members, members).filter(pl.col("area") == pl.col("area_d"))
    within = within.filter(pl.col("area") != "EU-Switzerland AFMP")
    across = []
    for area, host in JOINED_BY.items():
        guests, hosts = members.filter(area=area), members.filter(area=host)
        across += [_joined(guests, hosts), _joined(hosts, guests).with_columns(area=pl.lit(area))]
    made = pl.concat([within, *across])
    for area, open_side in ONE_SIDED.items():
        made = made.filter((pl.col("area") != area) | (pl.col("destination") == open_side))
    return made.drop("area_d").sort("area", "origin", "destination")


def _joined(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    both = left.join(right, how="cross", suffix="_d").filter(pl.col("country") != pl.col("country_d"))
    made = both.select(
        "area",
        "area_d",
        origin="country",
        destination="country_d",
        entry=pl.max_horizontal("entry", "entry_d"),
        unrestricted=pl.max_horizontal("unrestricted", "unrestricted_d", "entry", "entry_d"),
        exit=pl.min_horizontal("exit", "exit_d"),
    )
    return made.filter(pl.col("exit").is_null() | (pl.col("exit") > pl.col("entry")))


def shares(periods: list[tuple[int, int]], areas: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Share of each period's calendar years in which a pair had free movement.

    A period from mid-year to mid-year counts the years from its first to the one before its last. Where several
    agreements bind a pair, a year counts once.

    Args:
        periods: first and last year of each; areas: as in `pairs`.
    Returns: origin, destination, period_start, free_movement, free_movement_unrestricted; pairs above zero only.

    >>> shares([(2000, 2005)]).filter(origin="POL", destination="SWE").row(0)
    ('POL', 'SWE', 2000, 0.2, 0.0)
    """
    bound = pairs(areas)
    years = pl.DataFrame(
        [(first, last - first, year) for first, last in periods for year in range(first, last)],
        schema=["period_start", "years", "year"],
        orient="row",
    )
    crossed = bound.join(years, how="cross").filter(
        (pl.col("year") >= pl.col("entry")) & (pl.col("exit").is_null() | (pl.col("year") < pl.col("exit")))
    )
    keys = ["origin", "destination", "period_start", "years"]
    by_year = crossed.group_by(*keys, "year").agg(full=(pl.col("year") >= pl.col("unrestricted")).any())
    counted = by_year.group_by(keys).agg(n=pl.len(), full=pl.col("full").sum())
    return counted.select(
        "origin",
        "destination",
        "period_start",
        free_movement=pl.col("n") / pl.col("years"),
        free_movement_unrestricted=pl.col("full") / pl.col("years"),
    ).sort("origin", "destination", "period_start")
