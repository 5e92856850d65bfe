"""The packaged event studies of free movement, area by area."""

from __future__ import annotations

import polars as pl

from corridors.concepts.quality import Quality
from corridors.drivers.events import SIGNIFICANT
from corridors.drivers.results import table

REGIONS = {
    "European Union": "european-union",
    "Gulf Cooperation Council": "gcc",
}
"""Groups of countries that a question can name, and their study; the others are found by a member."""
SHORT = {"european-union": "the European Union", "schengen": "the Schengen area", "ecowas": "ECOWAS",
         "mercosur": "MERCOSUR", "gcc": "the Gulf states", "eaeu": "the Eurasian Economic Union"}  # fmt: skip
MORE, LESS, NONE = "more than others", "less than others", "no difference from zero"
TREND, UNKNOWN = "moved apart before", "cannot be judged"


def areas() -> pl.DataFrame:
    """One row an area: mean effect after opening in per cent with its interval, test of trends before, verdict.

    Returns:
        A frame: region, title, percent, percent_lower, percent_upper, trend_p, judged, corridors, countries, verdict,
        notes, quality.
    """
    judged = (
        pl.when(pl.col("percent").is_null()).then(pl.lit(UNKNOWN))
        .when(pl.col("trend_p") < SIGNIFICANT).then(pl.lit(TREND))
        .when(pl.col("lower") > 0).then(pl.lit(MORE))
        .when(pl.col("upper") < 0).then(pl.lit(LESS))
        .otherwise(pl.lit(NONE))
    )  # fmt: skip
    mark = pl.when(pl.col("percent").is_null()).then(pl.lit(Quality.MISSING.value))
    return table("events").with_columns(judged=judged, quality=mark.otherwise(pl.lit(Quality.MODELLED.value)))


def effects(regions: list[str]) -> pl.DataFrame:
    """Effects by period since opening, with the period before as the zero that they are measured from."""
    names = areas().select("region", "title", order=pl.int_range(pl.len()))
    found = table("event_effects").filter(pl.col("region").is_in(regions))
    keep = ["region", "event", "percent", "percent_lower", "percent_upper", "corridors"]
    zero = found.select("region").unique().with_columns(
        event=pl.lit(-1, pl.Int64), percent=pl.lit(0.0), percent_lower=pl.lit(0.0), percent_upper=pl.lit(0.0),
        corridors=pl.lit(None, pl.Int64),
    )  # fmt: skip
    both = pl.concat([found.select(keep), zero.select(keep)]).join(names, on="region")
    return both.sort("order", "event").drop("order").with_columns(quality=pl.lit(Quality.MODELLED.value))
