"""What goes with a diaspora: exports to the countries where it lives, scholars and professionals on the move."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.quality import Quality
from corridors.data.load import lazy

TRADE_YEAR, STOCK_YEAR = 2006, 2005
"""The trade of most pairs of countries is held for 2006 only; the nearest stock before it is that of 2005."""
RECENT_TRADE, HOSTS = 2014, ("USA", "GBR", "DEU", "FRA")
"""The last year of the historical series, and the four countries whose trade with all others it holds."""
DOLLARS, POUNDS = "million current US$", "current pounds sterling"
TIES = ("contig", "comlang_off", "colony")
"""Neighbours, a common official language, a colonial past: what pairs share besides migrants."""
NORMAL_95 = 1.959964
"""The quantile of the standard normal that leaves 2.5% above it."""
SWEEPS, SETTLED = 200, 1e-9
"""The most passes that take means by exporter and importer out of a variable, and the change at which they stop."""
FEWEST_SCHOLARS = 100
"""Fewest researchers of a country in the database for its rate to be read: below, a handful make a tenth."""
STALE = 5
"""Years after which a country's investment from abroad is not shown as today's; a printed zero counts as no report."""
FDI = "BX.KLT.DINV.WD.GD.ZS"
POUND_RATE = "PWT.xr"


class Association(NamedTuple):
    """Percent more exports for one percent more emigrants in the importing country, all else that is held equal."""

    elasticity: float
    error: float
    pairs: int
    exporters: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The 95% interval."""
        width = NORMAL_95 * self.error
        return self.elasticity - width, self.elasticity + width


@cache
def pairs() -> pl.DataFrame:
    """Exports of 2006 in dollars, emigrants of 2005 in the importing country and the other way, distance, ties."""
    trade = (
        lazy("trade_bilateral")[0]
        .filter(pl.col("unit") == DOLLARS, pl.col("year") == TRADE_YEAR, pl.col("value") > 0)
        .filter(pl.col("exporter") != pl.col("importer"))
        .select(origin="exporter", destination="importer", exports=pl.col("value") * 1e6)
    )
    there = stocks(STOCK_YEAR).lazy()
    back = there.select(origin="destination", destination="origin", reverse="people")
    distance = lazy("gravity")[0].select("origin", "destination", "distw", *TIES)
    return (
        trade.join(there, on=["origin", "destination"], how="left")
        .join(back, on=["origin", "destination"], how="left")
        .join(distance, on=["origin", "destination"], how="inner")
        .drop_nulls("distw")
        .with_columns(pl.col("people", "reverse").fill_null(0))
        .collect()
    )


@cache
def stocks(year: int) -> pl.DataFrame:
    """People by country of birth and of residence."""
    frame = lazy("migrant_stock")[0].filter(pl.col("year") == year).group_by("origin", "destination")
    return frame.agg(pl.col("stock").sum().alias("people")).collect()


@cache
def association() -> Association:
    """Fit log exports on the log of emigrants in the importing country, within exporters and importers.

    `ln exports = e ln(1 + emigrants) + f ln(1 + immigrants) + g ln distance + ties + exporter + importer`, least
    squares; the error is robust and clustered by exporter. An association: trade also draws migrants, and what makes
    two countries near in ways that are not measured raises both.

    Source: the specification of Gould, D. M. (1994), https://doi.org/10.2307/2109884, with country effects.
    """
    rows = pairs()
    exporter = rows["origin"].rank("dense").to_numpy() - 1
    importer = rows["destination"].rank("dense").to_numpy() - 1
    held = [np.log1p(rows["people"].to_numpy()), np.log1p(rows["reverse"].to_numpy()), np.log(rows["distw"].to_numpy())]
    held += [rows[tie].to_numpy().astype(float) for tie in TIES]
    y = within(np.log(rows["exports"].to_numpy()), exporter, importer)
    x = np.column_stack([within(column, exporter, importer) for column in held])
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    scores = x * (y - x @ beta)[:, None]
    groups = int(exporter.max()) + 1
    summed = np.column_stack([np.bincount(exporter, weights=scores[:, k], minlength=groups) for k in range(x.shape[1])])
    freedom = groups / (groups - 1)
    variance = freedom * inverse @ (summed.T @ summed) @ inverse
    return Association(float(beta[0]), float(np.sqrt(variance[0, 0])), rows.height, groups)


def within(
    values: NDArray[np.float64], exporter: NDArray[np.integer], importer: NDArray[np.integer]
) -> NDArray[np.float64]:
    """Take the means by exporter and by importer out of a variable, in turn until neither is left.

    >>> import numpy as np
    >>> within(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])).round(9).tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    left = values - values.mean()
    for _ in range(SWEEPS):
        before = left
        for side in (exporter, importer):
            means = np.bincount(side, weights=left) / np.maximum(np.bincount(side), 1)
            left = left - means[side]
        if float(np.max(np.abs(left - before))) < SETTLED:
            break
    return left


@cache
def recent() -> pl.DataFrame:
    """Exports of 2014 to the four countries with a long series, in dollars of 2014 at that year's mean rate."""
    rate = lazy("economy")[0].filter(pl.col("indicator") == POUND_RATE, pl.col("country") == "GBR",
                                     pl.col("year") == RECENT_TRADE).select("value").collect().item()  # fmt: skip
    frame = lazy("trade_bilateral")[0].filter(
        pl.col("unit") == POUNDS, pl.col("year") == RECENT_TRADE, pl.col("importer").is_in(HOSTS)
    )
    return frame.select(
        origin="exporter", destination="importer", exports_recent=pl.col("value") / rate
    ).collect()  # fmt: skip


def corridors(year: int) -> pl.DataFrame:
    """Each pair with emigrants now, exports of 2006 and 2014, LinkedIn's net moves, and what a tenth more goes with."""
    found = association()
    moves = linkedin().select(origin="country", destination="partner", linkedin="net_per_10k")
    rows = (
        stocks(year)
        .filter(pl.col("people") > 0)
        .join(pairs().select("origin", "destination", "exports"), on=["origin", "destination"], how="left")
        .join(recent(), on=["origin", "destination"], how="left")
        .join(moves, on=["origin", "destination"], how="left")
    )
    tenth = [1.1**power - 1 for power in (found.elasticity, *found.bounds)]
    latest = pl.coalesce("exports_recent", "exports")
    return rows.with_columns(
        tenth=latest * tenth[0], tenth_low=latest * tenth[1], tenth_high=latest * tenth[2],
        quality=pl.lit(Quality.MODELLED.value), observed=pl.lit(Quality.OBSERVED.value),
    ).sort("people", descending=True)  # fmt: skip


@cache
def linkedin() -> pl.DataFrame:
    """Net moves of LinkedIn members by pair, mean over the years held: a proxy of where professionals go."""
    frame = lazy("talent_migration_linkedin")[0].group_by("country", "partner")
    return frame.agg(pl.col("net_per_10k").mean()).collect()


def countries(year: int) -> pl.DataFrame:
    """Each origin: emigrants, exports to where they live, scholars who leave, professionals' net moves, investment."""
    found = corridors(year)
    abroad = found.group_by(country="origin").agg(
        pl.col("people").sum(), pl.col("exports").sum(), pl.col("exports").count().alias("partners"),
        pl.col("exports_recent").sum(), pl.col("exports_recent").count().alias("partners_recent"),
        pl.col("tenth", "tenth_low", "tenth_high").sum(), tenth_known=pl.col("tenth").count(),
    )  # fmt: skip
    scholars = lazy("scholar_emigration")[0].sort("year").group_by("country", maintain_order=True).last()
    scholars = scholars.filter(pl.col("researchers") >= FEWEST_SCHOLARS).select(
        "country", scholars_year="year", scholar_rate=pl.col("emigration_rate") / 1000
    )
    heads = lazy("demography_totals")[0].filter(pl.col("year") == year).select("country", population="pop_midyear")
    whole = lazy("economy")[0].filter(pl.col("indicator") == FDI).sort("year").group_by("country", maintain_order=True)
    fdi = (
        whole.last()
        .filter(pl.col("year") >= year - STALE, pl.col("value") != 0)
        .select("country", fdi_year="year", fdi=pl.col("value") / 100)
    )
    net = linkedin().group_by("country").agg(linkedin=pl.col("net_per_10k").sum())
    frame = abroad
    for other in (scholars.collect(), heads.collect(), fdi.collect(), net):
        frame = frame.join(other, on="country", how="left")
    return frame.with_columns(
        share_abroad=pl.col("people") / pl.col("population"),
        exports=pl.when(pl.col("partners") > 0).then("exports"),
        exports_recent=pl.when(pl.col("partners_recent") > 0).then("exports_recent"),
        quality=pl.lit(Quality.MODELLED.value),
        observed=pl.lit(Quality.OBSERVED.value),
    ).sort("people", descending=True)
