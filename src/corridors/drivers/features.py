"""The drivers of a panel, one function for each theme: country-periods, pairs, and pairs in a period.

A function for countries returns `country, period_start` and values; `panels` joins it for the origin and for the
destination. A value that a source does not have stays missing; zeros are put in only where the source lists
everything above zero, and the table of variables says where that is.
"""

from collections.abc import Sequence

import polars as pl

from corridors.data import lazy
from corridors.flows.stocks import COUNTED_TOGETHER
from corridors.flows.world import STANDS_FOR, world_distances

Periods = Sequence[tuple[int, int]]
AGE_GROUPS = {"population_0_14": (0, 14), "population_15_34": (15, 34), "population_35_64": (35, 64),
              "population_65_over": (65, 200)}  # fmt: skip
"""First and last year of age of each group of the panel."""
UPPER_SECONDARY = 5
"""`education_level` of completed upper secondary education in the dataset `education`."""
ADULT = 25
"""Age from which schooling counts as finished, the field's convention for attainment."""
VISA_MAX_AGE = 2
"""Years before the start of a period beyond which a visa record no longer counts."""
VISA_FREE = ("visa free", "visa on arrival", "visa on arrival or e-visa", "eta", "no visa")
"""Words of the visa datasets for travel that needs no visa before it."""
VISA_SKIPPED = ("covid ban",)
"""Words that say nothing about visas: closed borders of 2020 to 2022."""
GDP = "NY.GDP.PCAP.PP.KD"
"""GDP per head at purchasing power parity, constant international dollars."""


def population(periods: Periods) -> pl.DataFrame:
    """Population in all and by age group on 1 July of each first year, with the share of 15 to 34 and of 65 or over.

    >>> population([(2015, 2020)]).filter(country="NER").select(pl.col("young_share").round(2)).item()
    0.31
    """
    starts = [first for first, _ in periods]
    together = pl.col("country").replace(COUNTED_TOGETHER)
    groups = [
        pl.col("population").filter(pl.col("age").is_between(low, high)).sum().alias(name)
        for name, (low, high) in AGE_GROUPS.items()
    ]
    ages = (
        lazy("population")[0].filter(pl.col("year").is_in(starts), pl.col("sex").is_in(["female", "male"]))
        .group_by(together, "year").agg(groups)
    )  # fmt: skip
    totals = lazy("demography_totals")[0].filter(pl.col("year").is_in(starts)).group_by(together, "year")
    totals = totals.agg(population=pl.col("pop_midyear").sum().cast(pl.Float64))
    joined = totals.join(ages, on=["country", "year"], how="left").with_columns(
        log_population=pl.col("population").log(),
        young_share=pl.col("population_15_34") / pl.sum_horizontal(*AGE_GROUPS),
        old_share=pl.col("population_65_over") / pl.sum_horizontal(*AGE_GROUPS),
    )
    return joined.rename({"year": "period_start"}).collect()


def income(periods: Periods) -> pl.DataFrame:
    """GDP per head at purchasing power parity in each first year.

    >>> 15_000 < income([(2015, 2020)]).filter(country="MEX")["income"].item() < 25_000
    True
    """
    starts = [first for first, _ in periods]
    found = lazy("economy")[0].filter(pl.col("indicator") == GDP, pl.col("year").is_in(starts))
    return found.select(
        "country", period_start="year", income="value", log_income=pl.col("value").log()
    ).collect()  # fmt: skip


def conflict(periods: Periods) -> pl.DataFrame:
    """Deaths in organised violence, mean of the period's years that the source covers.

    >>> conflict([(2010, 2015)]).filter(country="SYR")["conflict_deaths"].item() > 10_000
    True
    """
    deaths = lazy("conflict")[0].select("country", "year", deaths="organised_violence_deaths")
    return _mean_of_years(deaths, periods, "deaths", "conflict_deaths")


def disasters(periods: Periods) -> pl.DataFrame:
    """People affected by disasters a year; epidemics are left out, and a country without a record counts as zero.

    Raises:
        DataUnavailable: the dataset has not been added.
    """
    records = lazy("disasters")[0].filter(
        pl.col("source").str.contains("Open Numbers"), pl.col("type") != "epidemic"
    )  # fmt: skip
    yearly = records.group_by("country", "year").agg(affected=pl.col("affected").sum())
    years = pl.DataFrame({"year": sorted({year for first, last in periods for year in range(first, last)})}).lazy()
    grid = records.select("country").unique().join(years, how="cross")
    filled = grid.join(yearly, on=["country", "year"], how="left").with_columns(pl.col("affected").fill_null(0))
    return _mean_of_years(filled, periods, "affected", "disaster_affected")


def _mean_of_years(frame: pl.LazyFrame, periods: Periods, value: str, name: str) -> pl.DataFrame:
    years = pl.DataFrame(
        [(first, year) for first, last in periods for year in range(first, last)],
        schema=["period_start", "year"],
        orient="row",
    ).lazy()
    made = frame.join(years, on="year").group_by("country", "period_start").agg(pl.col(value).mean().alias(name))
    return made.with_columns(pl.col(name).log1p().alias(f"log_{name}")).collect()


def democracy(periods: Periods) -> pl.DataFrame:
    """V-Dem's index of electoral democracy in each first year.

    >>> democracy([(2015, 2020)]).filter(country="NOR")["democracy"].item() > 0.85
    True
    """
    starts = [first for first, _ in periods]
    found = lazy("regimes")[0].filter(pl.col("year").is_in(starts), pl.col("v2x_polyarchy").is_not_null())
    return found.select("country", period_start="year", democracy="v2x_polyarchy").collect()


def education(periods: Periods) -> pl.DataFrame:
    """Share of adults with completed upper secondary education or more in each first year.

    >>> 0.8 < education([(2015, 2020)]).filter(country="DEU")["education"].item() < 0.95
    True
    """
    starts = [first for first, _ in periods]
    adults = lazy("education")[0].filter(pl.col("year").is_in(starts), pl.col("age") >= ADULT)
    high = pl.col("population").filter(pl.col("education_level") >= UPPER_SECONDARY).sum()
    made = adults.group_by("country", period_start="year").agg(education=high / pl.col("population").sum())
    return made.collect()


def ties(countries: Sequence[str]) -> pl.DataFrame:
    """Distance, border, language and colonial tie of every two countries.

    >>> ties(["MEX", "USA"]).select("origin", "contig").rows()
    [('MEX', 1), ('USA', 1)]
    """
    names = ["contig", "comlang_off", "comlang_ethno", "colony"]
    published = lazy("gravity")[0].select("origin", "destination", *names).collect()
    pairs = world_distances(countries).rename({"cost": "distance"})
    places = pairs.with_columns(o=pl.col("origin").replace(STANDS_FOR), d=pl.col("destination").replace(STANDS_FOR))
    joined = places.join(published, left_on=["o", "d"], right_on=["origin", "destination"], how="left").drop("o", "d")
    return joined.with_columns(log_distance=pl.col("distance").log())


def network(periods: Periods) -> pl.DataFrame:
    """People born in the origin who live in the destination at each start; published zeros and absences are zeros.

    >>> network([(2015, 2020)]).filter(origin="MEX", destination="USA")["network"].item() > 1e7
    True
    """
    starts = [first for first, _ in periods]
    stock = lazy("migrant_stock")[0].filter(pl.col("year").is_in(starts))
    summed = stock.group_by("origin", "destination", period_start="year").agg(network=pl.col("stock").sum())
    return summed.with_columns(pl.col("network").cast(pl.Float64)).collect()


def refugee_network(periods: Periods) -> pl.DataFrame:
    """Refugees of the origin in the destination at the end of the year before each start.

    >>> refugee_network([(2015, 2020)]).filter(origin="SYR", destination="TUR")["refugee_network"].item() > 1e6
    True
    """
    before = [first - 1 for first, _ in periods]
    kinds = [pl.col("refugees").fill_null(0), pl.col("oip").fill_null(0)]
    found = lazy("refugees")[0].filter(pl.col("year").is_in(before), pl.col("origin") != pl.col("asylum"))
    made = found.group_by("origin", destination="asylum", period_start=pl.col("year") + 1).agg(
        refugee_network=pl.sum_horizontal(*kinds).sum().cast(pl.Float64)
    )
    return made.collect()


def visas(periods: Periods, datasets: Sequence[str]) -> pl.DataFrame:
    """Whether citizens of the origin needed a visa before travel, from the last record of the two years before.

    Args:
        periods: first and last year of each; datasets: those of `visa` and `visa_demig` that are at hand.

    >>> visas([(2020, 2024)], ["visa"]).filter(origin="NGA", destination="DEU")["visa_required"].item()
    1
    """
    records = []
    if "visa" in datasets:
        dated = lazy("visa")[0].filter(~pl.col("requirement").is_in(VISA_SKIPPED))
        moment = pl.col("date").dt.year() + (pl.col("date").dt.ordinal_day() - 1) / 366
        records.append(dated.select("passport", "destination", "requirement", moment=moment.cast(pl.Float64)))
    if "visa_demig" in datasets:
        records.append(
            lazy("visa_demig")[0].select(
                "passport", "destination", "requirement", moment=pl.col("year").cast(pl.Float64)
            )
        )
    known = pl.concat(records)
    made = []
    for first, _ in periods:
        middle = first + 0.5
        recent = known.filter(pl.col("moment") < middle, pl.col("moment") >= first - VISA_MAX_AGE)
        last = recent.sort("moment").group_by("passport", "destination").agg(pl.col("requirement").last())
        needed = (~pl.col("requirement").is_in(VISA_FREE)).cast(pl.Int64)
        made.append(
            last.select(origin="passport", destination="destination", period_start=pl.lit(first), visa_required=needed)
        )
    return pl.concat(made).filter(pl.col("origin") != pl.col("destination")).collect()
