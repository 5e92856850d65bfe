"""Network elasticities, and what follows one arrival more, by years since and by corridor."""

from __future__ import annotations

import polars as pl

from corridors.concepts.quality import Quality
from corridors.drivers import features
from corridors.drivers.networks import TERM, network_multiplier
from corridors.drivers.panels import Panel
from corridors.drivers.results import FLOWS, packaged, table, wider

PERIOD = (2015, 2020)
"""The last period of five years, whose flows and stocks the multiplier starts from."""
COMPARED = {
    "structural": "A corridor with itself, all effects of places and periods",
    "hump": "A corridor with itself, effects of periods",
    "network": "Corridors with one another, effects of places",
}


def world() -> pl.DataFrame:
    """What follows one arrival more in the world, packaged.

    Returns:
        A frame: years, median, lower, upper (95%, further arrivals per arrival), leaving, corridors, quality.
    """
    return _marked(table("multipliers").filter(pl.col("origin").is_null()).drop("origin", "destination"))


def of_corridor(origin: str, destination: str) -> pl.DataFrame:
    """The same of one corridor, simulated with the packaged elasticity.

    Raises:
        NotCovered: no flow or no network in 2015-2020.
    """
    stocks = features.network([PERIOD]).filter(origin=origin, destination=destination)
    slim = Panel(stocks, FLOWS, (PERIOD,), pl.DataFrame(), (), ())
    found = network_multiplier(packaged("structural"), slim, origin=origin, destination=destination)
    made = found.frame.with_columns(leaving=pl.lit(found.leaving), corridors=pl.lit(found.corridors))
    return _marked(made)


def corridors() -> pl.DataFrame:
    """Further arrivals in 10 and 30 years by corridor, packaged: those with the largest stocks in 2015."""
    rows = table("multipliers").drop_nulls("origin")
    ten = rows.filter(years=10).select("origin", "destination", ten="median")
    thirty = rows.filter(years=30).select("origin", "destination", "lower", "upper", thirty="median")
    return _marked(ten.join(thirty, on=["origin", "destination"], maintain_order="left"))


def elasticities() -> pl.DataFrame:
    """The elasticity of the flow to the network by what is compared, with the wider of two intervals."""
    rows = []
    for name, label in COMPARED.items():
        fitted = packaged(name)
        value, low, high = wider(fitted.coefficient(TERM))
        rows.append(
            {"specification": label, "estimate": value, "lower": low, "upper": high, "rows": fitted.counts.kept}
        )
    return _marked(pl.DataFrame(rows))


def _marked(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(quality=pl.lit(Quality.MODELLED.value))
