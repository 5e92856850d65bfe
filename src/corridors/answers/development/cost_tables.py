"""Prices of sending as tables: the last of every corridor, the money it carries, and what 3% and 5% would save."""

from __future__ import annotations

from functools import cache

import polars as pl

from corridors.answers.asked import Asked
from corridors.answers.development import remittance_tables
from corridors.answers.development.prices import CEILING, HIGHEST, LATEST, SENT, SERIES, TARGET, shown
from corridors.concepts.quality import Quality
from corridors.content.scalars import scalar
from corridors.data.load import lazy
from corridors.parameters import parameter

RESPONSE = "remittance_price_elasticity"
FRESH = 5
"""Years for which a price is taken to hold: an older one is shown, but nothing is added up from it."""
PRICE_YEARS = tuple(range(2011, 2026))


@cache
def quotes() -> pl.DataFrame:
    """Every mean price of a corridor: origin (which receives), destination (which sends), period, share, services."""
    frame = lazy("remittance_prices")[0].filter(pl.col("source").is_in(list(SERIES)), pl.col("amount_usd") == SENT)
    return frame.select(
        "source", "period", "year", origin="receiving", destination="sending",
        share=pl.col("total_cost_pct") / 100, services="n_services",
    ).collect()  # fmt: skip


def prices(year: int | None = None) -> pl.DataFrame:
    """The last price of every corridor, up to the end of a year; of two sources for a quarter the complete dataset."""
    rows = quotes().filter(pl.col("year") <= (year or max(PRICE_YEARS)))
    last = rows.sort("period", pl.col("source") == LATEST).group_by("origin", "destination", maintain_order=True).last()
    return last.with_columns(
        usable=pl.col("share").is_between(0, HIGHEST),
        fresh=pl.col("year") > (year or max(PRICE_YEARS)) - FRESH,
    )


def priced(year: int | None = None) -> pl.DataFrame:
    """The last prices with the money that each corridor carries and what each price of the target would change.

    With `V` the money a year, `p` the price and `t` the target, `saving = V max(p - t, 0)` holds the volume; with the
    volume's elasticity `e` to the cost `1 + p` of a dollar that arrives, `more = V (((1 + t)/(1 + p))^e - 1)` is what
    receivers would get more. Both are null where the price is doubtful or old, or no money is known.
    """
    volume_year = min(year or remittance_tables.LAST_FULL, remittance_tables.LAST_FULL)
    flows = remittance_tables.reconciled(volume_year).pairs.select("origin", "destination", "usd", "by_receipts")
    rows = prices(year).join(flows, on=["origin", "destination"], how="left")
    value = pl.when("usable", "fresh").then(pl.col("usd"))
    response = parameter(RESPONSE)
    columns = {}
    for name, target in (("3", TARGET), ("5", CEILING)):
        reached = pl.min_horizontal(pl.col("share"), pl.lit(target))
        columns[f"saving_{name}"] = value * (pl.col("share") - reached)
        for side, power in (("low", response.high), ("central", response.central), ("high", response.low)):
            columns[f"more_{name}_{side}"] = value * (((1 + reached) / (1 + pl.col("share"))) ** power - 1)
    return rows.with_columns(
        **columns,
        standing=pl.col("share").map_elements(_standing, return_dtype=pl.String),
        price=pl.col("share").map_elements(shown, return_dtype=pl.String),
        quality=pl.lit(Quality.OBSERVED.value),
        modelled=pl.lit(Quality.MODELLED.value),
    ).sort(pl.col("usable") & pl.col("fresh"), "share", descending=True)


def _standing(share: float) -> str:
    if not 0 <= share <= HIGHEST:
        return "doubtful"
    if share <= TARGET:
        return "3% or less"
    return "over 3% to 5%" if share <= CEILING else "over 5%"


def of_subject(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The corridors that a question is about, into or out of the places named."""
    return remittance_tables.of_subject(rows, asked)


def sums(rows: pl.DataFrame) -> dict[str, float]:
    """What fresh and usable prices add up to: corridors, money, median and weighted price, shares, savings.

    >>> empty = sums(priced().clear())
    >>> empty["corridors"], empty["saving_3"]
    (0, 0.0)
    """
    good = rows.filter("usable", "fresh")
    money = good.drop_nulls("usd")
    names = ["usd", "saving_3", "saving_5", *(f"more_{t}_{side}" for t in "35" for side in ("low", "central", "high"))]
    found: dict[str, float] = {name: float(money[name].sum()) for name in names}
    found["corridors"] = good.height
    if good.height:
        found["median"] = scalar(good["share"].median() or 0)
        found["mean"] = scalar(good["share"].mean() or 0)
        found["above_ceiling"] = float((good["share"] > CEILING).to_numpy().mean())
        found["at_target"] = float((good["share"] <= TARGET).to_numpy().mean())
    if found["usd"]:
        found["weighted"] = float((money["share"] * money["usd"]).sum()) / found["usd"]
    return found
