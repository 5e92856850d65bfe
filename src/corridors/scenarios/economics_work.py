"""Work in every country: earnings by education, and the employed shares of natives and of foreign-born."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import lazy
from corridors.scenarios.economics_values import PEOPLE_YEAR, Codes, Named, filled, latest
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.small_tables import table_rows
from corridors.scenarios.stocks import AGE_EDITION
from corridors.world.state import EDUCATION

ADULT, WORKING = 15, range(20, 65, 5)
"""Age of the youngest who count as employed, and the age groups of people aged 20 to 64."""
MOST_EMPLOYED = 0.98
"""Largest employed share: our own bound, where many work who are younger than 20 or older than 64."""


def wage_ratios(countries: Codes, level: NDArray[np.int64]) -> Named:
    """Mean earnings of the occupations of each level over those of the lowest, latest year with all three levels."""
    levels = {row["occupation"]: row["level"] for row in table_rows("occupations")}
    rows = lazy("earnings_occupation")[0].filter(pl.col("sex") == "both", pl.col("earnings") > 0).collect()
    means = rows.with_columns(level=pl.col("occupation").replace_strict(levels, default=None)).drop_nulls("level")
    by_level = means.group_by("country", "year", "classification", "level").agg(pl.col("earnings").mean())
    wide = by_level.pivot(on="level", values="earnings").drop_nulls().sort("year", "classification")
    latest = wide.group_by("country").agg(*(pl.col(name).last() / pl.col("low").last() for name in EDUCATION))
    ratios = {row[0]: row[1:] for row in latest.select("country", *EDUCATION).iter_rows()}
    found = np.array([ratios.get(code, (np.nan,) * len(EDUCATION)) for code in countries])
    columns = [filled(column, countries, level) for column in found.T]
    return np.stack([values for values, _ in columns], axis=1), columns[0][1], ()


def employed(countries: Codes, level: NDArray[np.int64]) -> dict[str, Named]:
    """Employed shares of natives and of foreign-born; borrowed are the share of all, and the ratio of the two."""
    share, alike = filled(_employed_share(countries), countries, level)
    ratio, alike_ratio = filled(_employed_ratio(countries), countries, level)
    foreign = _foreign_share(countries)
    natives = np.minimum(share / (1 - foreign + foreign * ratio), MOST_EMPLOYED)
    table = {
        what: tuple(r["country"] for r in table_rows("employment") if r["what"] == what) for what in ("share", "ratio")
    }
    return {
        "employed": (natives, alike, table["share"]),
        "employed_foreign": (np.minimum(natives * ratio, MOST_EMPLOYED), alike_ratio, table["ratio"]),
    }


def _employed_share(countries: Codes) -> Floats:
    adults, young = (latest(f"ILO.EMP_2WAP.{ages}", countries)[0] / 100 for ages in ("15PLUS", "15_24"))
    ages = (ADULT, *WORKING, *range(65, 105, 5))
    rows = together(lazy("population")[0].filter(pl.col("year") == PEOPLE_YEAR).collect(), "country")
    people = grid(rows, {"country": countries, "age": ages}, "population")
    working = people[:, 1 : 1 + len(WORKING)].sum(axis=1)
    share = (adults * people.sum(axis=1) - young * people[:, 0]) / working
    known = {row["country"]: float(row["value"]) for row in table_rows("employment") if row["what"] == "share"}
    return np.minimum(np.array([known.get(c, s) for c, s in zip(countries, share, strict=True)]), MOST_EMPLOYED)


def _employed_ratio(countries: Codes) -> Floats:
    """Employed share of the foreign-born over that of the native-born, women and men together with equal weight."""
    rows = lazy("outcomes_birth_eu")[0].filter(
        pl.col("birth").is_in(["native-born", "foreign-born"]),
        pl.col("indicator").is_in(["activity rate 15-64", "unemployment rate 15-64"]),
    ).collect().drop_nulls("value")  # fmt: skip
    wide = rows.pivot(on="indicator", index=["country", "year", "birth", "sex"], values="value").drop_nulls()
    employed = pl.col("activity rate 15-64") * (1 - pl.col("unemployment rate 15-64") / 100)
    sexes = wide.with_columns(employed=employed).group_by("country", "year", "birth").agg(
        pl.col("employed").mean(), pl.len()
    ).filter(pl.col("len") == 2)  # fmt: skip
    pairs = sexes.pivot(on="birth", index=["country", "year"], values="employed").drop_nulls().sort("year")
    latest = pairs.group_by("country").agg((pl.col("foreign-born") / pl.col("native-born")).last().alias("ratio"))
    found = dict(latest.select("country", "ratio").iter_rows())
    for row in table_rows("employment"):
        if row["what"] == "ratio":
            found.setdefault(row["country"], float(row["value"]))
    return np.array([found.get(code, np.nan) for code in countries])


def _foreign_share(countries: Codes) -> Floats:
    """Foreign-born among the people of 20 to 64 at the date of the last stocks by age, at most nearly all."""
    date = pl.col("year") == AGE_EDITION
    stock = lazy("migrant_stock_age")[0].filter(date, pl.col("edition") == AGE_EDITION).collect()
    people = lazy("population")[0].filter(date).collect()
    axes = {"country": countries, "age": tuple(WORKING)}
    foreign = grid(together(stock, "destination").rename({"destination": "country"}), axes, "stock").sum(axis=1)
    total = grid(together(people, "country"), axes, "population").sum(axis=1)
    return np.minimum(np.divide(foreign, total, out=np.zeros_like(total), where=total > 0), MOST_EMPLOYED)
