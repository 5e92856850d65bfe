"""What a worker pays for a job abroad: published points, estimates of the registry, and who they are about."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.concepts.countries import members
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.data.load import lazy
from corridors.errors import DataUnavailable
from corridors.parameters import parameter

MONTHS = "months of earnings"
SMUGGLING = "smuggling"
ESTIMATES = {
    "recruitment_cost_months": (None, None),
    "recruitment_cost_months_korea": (None, "KOR"),
    "recruitment_cost_months_pakistan_saudi_arabia": ("PAK", "SAU"),
    "recruitment_cost_months_bangladesh": ("BGD", None),
}
"""Parameters of the registry in months of earnings abroad, with the origin and destination that they are about."""
GROUPS = {"GCC": "the Gulf states", "EU": "the European Union"}
"""How a sentence names a group of destinations."""
SOUTH_ASIA = "South Asian"
"""How a figure says that it is of workers from one region, where it names no country."""
DEPLOYMENT = "labour_deployment"


@cache
def points() -> pl.DataFrame:
    """Published points and estimates in one list, each with its ends, unit, publisher, kind and quality.

    A point that was read without a range has one value: the width that the registry gives it is not the source's.
    """
    raw = lazy("recruitment_costs_published")[0].collect()
    unverified = pl.col("basis").str.contains("to be verified")
    mark = pl.when(unverified).then(pl.lit(Quality.UNVERIFIED.value)).otherwise(pl.lit(Quality.OBSERVED.value))
    published = raw.select(
        "origin", "destination", "year", what="indicator", low=pl.col("low").cast(pl.Float64), high="high", unit="unit",
        publisher="publisher", kind=pl.lit("published point"), quality=mark,
    )  # fmt: skip
    made = []
    for name, (origin, destination) in ESTIMATES.items():
        found = parameter(name)
        judged = found.interval == "judged"
        sure = found.known == "read"
        made.append({
            "origin": origin, "destination": destination, "year": None,
            "what": f"{_lowered(found.label)} ({found.population})",
            "low": found.central if judged else found.low, "high": found.central if judged else found.high,
            "unit": MONTHS, "publisher": found.source,
            "kind": f"estimate, {found.known}, grade {found.grade}",
            "quality": (Quality.OBSERVED if sure else Quality.UNVERIFIED).value,
        })  # fmt: skip
    estimates = pl.DataFrame(made, schema_overrides={"year": pl.Int64})
    return pl.concat([estimates, published.with_columns(year=pl.col("year").cast(pl.Int64))], how="vertical_relaxed")


def about(origin: str | None, destination: str | None) -> pl.DataFrame:
    """The points that name an origin or a destination, alone or through a group, or both ends where both are asked.

    A point without an origin is about all that go to its destination, and the other way; one without either is about
    no corridor in particular and is left out.
    """
    rows = points().filter(pl.col("origin").is_not_null() | pl.col("destination").is_not_null())
    keep = [
        _fits_origin(row, origin)
        and (destination is None or row["destination"] is None or destination in _codes(row["destination"]))
        and (origin is None or destination is not None or row["origin"] == origin or SOUTH_ASIA in row["what"])
        and (destination is None or origin is not None or row["destination"] is not None)
        for row in rows.iter_rows(named=True)
    ]
    return rows.filter(pl.Series(keep, dtype=pl.Boolean))


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _fits_origin(row: dict[str, str], origin: str | None) -> bool:
    if origin is None or row["origin"] == origin:
        return True
    south_asian = SOUTH_ASIA not in row["what"] or origin in {area.code for area in members("Southern Asia")}
    return row["origin"] is None and south_asian


def _codes(place: str) -> frozenset[str]:
    return frozenset({place} | ({area.code for area in members(place)} if place in ("GCC", "EU") else set()))


@cache
def deployed() -> pl.DataFrame | None:
    """Workers cleared by corridor and source, both sexes, or None where the dataset is not added."""
    try:
        frame = load(DEPLOYMENT).frame
    except DataUnavailable:
        return None
    both = frame.filter(sex="both") if "both" in frame["sex"].to_list() else frame
    sums = both.group_by("origin", "destination", "measure").agg(
        pl.col("workers").sum(), first=pl.col("period_start").min(), last=pl.col("period_end").max()
    )
    return sums.with_columns(quality=pl.lit(Quality.OBSERVED.value)).sort("workers", descending=True)


def named_corridors() -> list[tuple[str | None, str | None]]:
    """The corridors or groups that have a figure in months or dollars for recruitment, without smuggling."""
    rows = points().filter(~pl.col("what").str.contains(SMUGGLING))
    return rows.filter(pl.any_horizontal(pl.col("origin", "destination").is_not_null())).select(
        "origin", "destination"
    ).unique(maintain_order=True).rows()  # fmt: skip
