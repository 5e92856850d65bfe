"""What meets a migrant on the way: deaths, fees for the job, rights by treaty, and borders on land."""

import numpy as np
import polars as pl

from corridors.concepts.countries import UNKNOWN
from corridors.data import lazy
from corridors.scenarios.economics_values import Codes
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.small_tables import table_rows

SUM_YEARS = 5
"""Latest full years of which deaths on the way are the mean."""
MONTHS = 12
GULF = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")


def deaths(countries: Codes) -> tuple[Floats, float]:
    """Dead and missing a year by destination `[R]`, and those of no destination."""
    rows = lazy("missing_migrants")[0].with_columns(year=pl.col("date").dt.year(), month=pl.col("date").dt.month())
    full = rows.group_by("year").agg(pl.col("month").n_unique()).filter(pl.col("month") == MONTHS).collect()
    years = sorted(full["year"])[-SUM_YEARS:]
    sums = rows.filter(pl.col("year").is_in(years)).group_by("route", "country_of_incident").agg(
        pl.col("dead_and_missing").sum()
    ).collect()  # fmt: skip
    to = {(row["route"], row["incident"]): row["destination"] for row in table_rows("routes")}
    dead, elsewhere = np.zeros(len(countries)), 0.0
    for route, incident, people in sums.iter_rows():
        destination = to.get((route, incident), to.get((route, "")))
        if destination in countries:
            dead[countries.index(destination)] += people
        else:
            elsewhere += people
    return dead / SUM_YEARS, elsewhere / SUM_YEARS


def recruitment(countries: Codes) -> Floats:
    """Months of pay that a migrant pays for the job `[R, B]`, NaN where no figure of a corridor is published.

    The months of the Gulf states are those of Bangladesh; other origins have them in proportion to the fee in dollars.
    """
    rows = lazy("recruitment_costs_published")[0].filter(pl.col("destination") == "GCC", pl.col("high").is_not_null())
    points = rows.select("origin", "unit", middle=(pl.col("low") + pl.col("high")) / 2).collect()
    months = float(points.filter(pl.col("unit") == "months of earnings")["middle"].item())
    fees = dict(points.drop_nulls("origin").select("origin", "middle").iter_rows())
    births = (*countries, UNKNOWN)
    found = np.full((len(countries), len(births)), np.nan)
    for birth in set(fees) & set(births):
        for residence in set(GULF) & set(countries):
            found[countries.index(residence), births.index(birth)] = months * fees[birth] / fees["BGD"]
    return found


def covered(countries: Codes) -> Floats:
    """1 for the parties of the Convention on Migrant Workers, 0 for others."""
    rows = lazy("treaties")[0].filter(pl.col("treaty") == "ICRMW", pl.col("status") == "party").collect()
    parties = set(rows["country"])
    return np.array([1.0 if code in parties else 0.0 for code in countries])


def neighbours(countries: Codes) -> Floats:
    """Pairs with a common land border `[R, R]`, with the borders of new states put right (`tables/borders.csv`)."""
    rows = lazy("gravity")[0].filter(pl.col("contig") == 1, pl.col("origin") != pl.col("destination")).collect()
    table = grid(together(rows, "origin", "destination"), {"origin": countries, "destination": countries}, "contig")
    table = np.minimum(table, 1)
    for row in table_rows("borders"):
        pair = [countries.index(row[side]) for side in ("first", "second") if row[side] in countries]
        if len(pair) == 2:
            table[pair[0], pair[1]] = table[pair[1], pair[0]] = float(row["contig"])
    return table
