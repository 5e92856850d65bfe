"""United Nations, DESA, Population Division: migrant stocks, populations and their components of change."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import polars as pl

from corridors.data.published import expect, none_left
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

Other = Callable[[str], pl.DataFrame]

WORLD_STOCKS = {
    (2020, 1990): 152_986_157,
    (2020, 2020): 280_598_105,
    (2024, 1990): 153_916_063,
    (2024, 2020): 275_284_032,
    (2024, 2024): 304_021_813,
}
"""The world's migrant stock by edition and year as published (International Migrant Stock 2020 and 2024, table 1)."""

DESTINATION_STOCKS_2024 = {
    "USA": 52_375_047,
    "DEU": 16_750_084,
    "MEX": 1_726_089,
    "CHN": 1_638_718,
    "BRA": 1_406_299,
}
"""Migrant stocks of five destinations at mid-2024 (International Migrant Stock 2024, table 1)."""

ORIGIN_STOCKS_2024 = {
    "MEX": 11_596_529,
    "CHN": 11_701_619,
    "DEU": 4_297_233,
    "USA": 3_186_999,
    "BRA": 2_194_325,
}
"""People of five named origins who lived abroad at mid-2024 (International Migrant Stock 2024, table 1)."""

PAIRS_2024 = {("MEX", "USA"): 11_279_561, ("USA", "MEX"): 823_502}
"""Migrant stocks from an origin in a destination at mid-2024 (International Migrant Stock 2024, table 1)."""

PAIRS_2020 = {("MEX", "USA"): 10_853_105, ("IND", "ARE"): 3_471_300}
"""Migrant stocks from an origin in a destination at mid-2020 (International Migrant Stock 2020, table 1)."""

MIDYEAR_2024 = {"IND": 1_450_935_791, "CHN": 1_419_321_277, "USA": 345_426_571, "NGA": 232_679_478}
"""Populations on 1 July 2024 (World Population Prospects 2024, medium variant)."""

WORLD_MIDYEAR_2024 = 8_161_972_572
"""The world's population on 1 July 2024, which includes the Holy See (World Population Prospects 2024)."""

HOLY_SEE_AND_ROUNDING = 1_000
"""Persons by which our world may fall short of the published one: the Holy See is not in the copied package."""

NET_MIGRATION = {("USA", 2024): 1_286_132, ("UKR", 2022): -5_699_445}
"""Net migration of a country in a year (World Population Prospects 2024)."""

TOTAL_FERTILITY = {("NGA", 2024): 4.38, ("USA", 2024): 1.62, ("KOR", 2023): 0.72}
"""Births per woman, to two decimals (World Population Prospects 2024)."""

LIFE_EXPECTANCY_JAPAN_2023 = 84.71
"""Life expectancy at birth in Japan in 2023, both sexes, in years (World Population Prospects 2024)."""

AGES_AGAINST_TOTAL = 9
"""Persons by which ages may differ from the population of demography_totals: rounding of 42 cells."""

BALANCE_GAP = 5_000
"""Persons by which births - deaths + net migration may miss a year's change; the source's worst is Ukraine 1989."""

BALANCE_GAP_MEAN = 6
"""Persons by which the balance misses on average over all countries and years, by rounding."""

BALANCE_GAP_5Y = 10_000
"""The same over five years; the source's worst is the United Arab Emirates from 2045."""

WORLD_NET_MIGRATION = 5_000
"""Persons by which the world's net migration of a year may differ from zero, in the source."""

AGES_AGAINST_NET_MIGRATION = 186
"""Persons by which net migration by age may miss the total of demography_totals_5y."""

LAST_ESTIMATED_YEAR = 2023
"""The last calendar year that World Population Prospects 2024 estimates; later ones are the medium projection."""

TOKELAU = 0.2
"""Years by which life expectancy of both sexes may leave the span of the two; the source's worst is Tokelau 1975."""


def dated_income_group(frame: pl.DataFrame) -> pl.DataFrame:
    """Give no year to the income group of an area that has no group, in place of the year 0."""
    return frame.with_columns(pl.when(pl.col("income_group_year") > 0).then(pl.col("income_group_year")))


def without_placeholders(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the destinations and years of the 2020 edition that are zero throughout: not reported, so no zeros."""
    value = "stock_total" if "stock_total" in frame.columns else "stock"
    edition = pl.col("edition") == 2020 if "edition" in frame.columns else pl.lit(True)
    total = pl.col(value).sum().over([c for c in ("edition", "destination", "year") if c in frame.columns])
    return frame.filter(~(edition & (total == 0)))


def with_variant(frame: pl.DataFrame) -> pl.DataFrame:
    """Say of each five-year period whether it is estimated, projected (medium variant) or in part both."""
    start, end = pl.col("period_start"), pl.col("period_start") + 5
    variant = (
        pl.when(end <= LAST_ESTIMATED_YEAR + 1).then(pl.lit("estimates"))
        .when(start > LAST_ESTIMATED_YEAR).then(pl.lit("medium"))
        .otherwise(pl.lit("estimates and medium"))
    )  # fmt: skip
    return frame.with_columns(variant=variant)


def check_countries(frame: pl.DataFrame, other: Other) -> None:
    """The areas that carry a flag are as many as the dataset of that flag has, and income groups stand with a year."""
    undated = frame.filter(pl.col("income_group").is_null() != pl.col("income_group_year").is_null())
    none_left("countries", "an income group and its year must stand together", undated)
    for flag, name in (("in_wpp2024", "demography_totals"), ("in_wic_v2_education", "education")):
        flagged = set(frame.filter(pl.col(flag))["iso3"].to_list())
        strays = sorted(flagged ^ set(other(name)["country"].unique().to_list()))
        if strays:
            raise InvalidInput(f"countries: {flag} and the areas of {name} differ in {', '.join(strays)}.")


def check_migrant_stock(frame: pl.DataFrame, other: Other) -> None:
    """Named origins add up to `stock_known_origin` of `migrant_stock_unknown`, and known cells are as published."""
    _known_origins_add_up("migrant_stock", frame, other("migrant_stock_unknown").filter(edition=2024))
    _check_pairs("migrant_stock", frame.filter(year=2024), PAIRS_2024)
    latest = frame.filter(year=2024)
    for code, published in ORIGIN_STOCKS_2024.items():
        found = int(latest.filter(origin=code)["stock"].sum())
        expect("migrant_stock", f"people from {code} in 2024", found, published)


def check_migrant_stock_2020ed(frame: pl.DataFrame, other: Other) -> None:
    """Named origins add up to `stock_known_origin` of the 2020 edition, and known cells are as published."""
    _known_origins_add_up("migrant_stock_2020ed", frame, other("migrant_stock_unknown").filter(edition=2020))
    _check_pairs("migrant_stock_2020ed", frame.filter(year=2020), PAIRS_2020)


def check_migrant_stock_unknown(frame: pl.DataFrame, other: Other) -> None:
    """Known + unknown = total, both sexes are there, and totals of the world and of destinations are as published."""
    name = "migrant_stock_unknown"
    known = pl.col("stock_known_origin") + pl.col("stock_unknown_origin")
    none_left(name, "known + unknown is not the total", frame.filter(known != pl.col("stock_total")))
    share = pl.col("stock_unknown_origin") / pl.col("stock_total")
    none_left(name, "the share is not unknown / total", frame.filter((share - pl.col("share_unknown")).abs() > 1e-9))
    none_left(name, "one sex is missing", frame.filter(pl.len().over("edition", "destination", "year") != 2))
    for (edition, year), published in WORLD_STOCKS.items():
        world = int(frame.filter(edition=edition, year=year)["stock_total"].sum())
        expect(name, f"the world's stock of {year}, edition {edition}", world, published)
    latest = frame.filter(edition=2024, year=2024)
    for code, published in DESTINATION_STOCKS_2024.items():
        found = int(latest.filter(destination=code)["stock_total"].sum())
        expect(name, f"the stock of {code} in 2024", found, published)


def check_migrant_stock_age(frame: pl.DataFrame, other: Other) -> None:
    """Ages add up to `stock_total` of `migrant_stock_unknown`, for each edition, destination, year and sex."""
    cell = ["edition", "destination", "year", "sex"]
    ages = frame.group_by(cell).agg(pl.col("stock").sum())
    compared = ages.join(other("migrant_stock_unknown"), on=cell, how="left")
    gap = compared.filter(pl.col("stock_total").ne_missing(pl.col("stock")))
    shown = gap.select(*cell, "stock", "stock_total")
    none_left("migrant_stock_age", "ages do not add up to the published total", shown)


def check_population(frame: pl.DataFrame, other: Other) -> None:
    """Ages and sexes add up to the mid-year population of `demography_totals`, up to rounding."""
    cell = ["country", "year"]
    ages = frame.group_by(cell).agg(pl.col("population").sum())
    compared = ages.join(other("demography_totals"), on=cell, how="left")
    gap = (pl.col("population") - pl.col("pop_midyear")).abs().fill_null(AGES_AGAINST_TOTAL + 1)
    none_left("population", "ages do not add up to the total", compared.filter(gap > AGES_AGAINST_TOTAL))


def check_demography_totals(frame: pl.DataFrame, other: Other) -> None:
    """Births, deaths and net migration explain the change of population, and known populations are as published."""
    name = "demography_totals"
    _check_balance(frame)
    latest = frame.filter(year=2024)
    for code, published in MIDYEAR_2024.items():
        expect(name, f"mid-2024 population of {code}", latest.filter(country=code)["pop_midyear"].item(), published)
    short = WORLD_MIDYEAR_2024 - int(latest["pop_midyear"].sum())
    if not 0 <= short <= HOLY_SEE_AND_ROUNDING:
        raise InvalidInput(f"{name}: the world of mid-2024 is {short} persons short of the published one.")
    world = frame.group_by("year").agg(pl.col("net_migration").sum())
    away = world.filter(pl.col("net_migration").abs() > WORLD_NET_MIGRATION)
    none_left(name, "the world's net migration is not zero", away)


def check_demography_totals_5y(frame: pl.DataFrame, other: Other) -> None:
    """Periods join, start at the mid-year population, and births, deaths and net migration explain the change."""
    name = "demography_totals_5y"
    ordered = frame.sort("country", "period_start")
    following = pl.col("pop_start").shift(-1).over("country")
    none_left(name, "a period does not end where the next starts", ordered.filter(following != pl.col("pop_end")))
    balance = pl.col("pop_start") + pl.col("births") - pl.col("deaths") + pl.col("net_migration") - pl.col("pop_end")
    none_left(name, "the components do not explain the change", frame.filter(balance.abs() > BALANCE_GAP_5Y))
    annual = other("demography_totals").select("country", "pop_midyear", period_start=pl.col("year"))
    compared = frame.join(annual, on=["country", "period_start"], how="left")
    gap = compared.filter(pl.col("pop_midyear").ne_missing(pl.col("pop_start")))
    none_left(name, "a period does not start at the mid-year population", gap)


def check_net_migration(frame: pl.DataFrame, other: Other) -> None:
    """Net migration is that of `demography_totals`, lies inside its intervals, and known cells are as published."""
    name = "net_migration"
    cell = ["country", "year", "net_migration"]
    none_left(name, "differs from demography_totals", frame.join(other("demography_totals"), on=cell, how="anti"))
    bounds = ["net_migration_95l", "net_migration_80l", "net_migration", "net_migration_80u", "net_migration_95u"]
    for lower, upper in pairwise(bounds):
        none_left(name, f"{lower} exceeds {upper}", frame.filter(pl.col(lower) > pl.col(upper)))
    for (code, year), published in NET_MIGRATION.items():
        found = frame.filter(country=code, year=year)["net_migration"].item()
        expect(name, f"net migration of {code} in {year}", found, published)


def check_net_migration_age(frame: pl.DataFrame, other: Other) -> None:
    """Ages and sexes add up to the net migration of `demography_totals_5y`, up to rounding."""
    cell = ["country", "period_start"]
    ages = frame.group_by(cell).agg(by_age=pl.col("net_migration").sum())
    compared = ages.join(other("demography_totals_5y"), on=cell, how="left")
    gap = (pl.col("by_age") - pl.col("net_migration")).abs().fill_null(AGES_AGAINST_NET_MIGRATION + 1)
    beyond = compared.filter(gap > AGES_AGAINST_NET_MIGRATION)
    none_left("net_migration_age", "ages do not add up to the total", beyond)


def check_fertility(frame: pl.DataFrame, other: Other) -> None:
    """Shares by age add up to 100, rates to total fertility, and known rates are as published."""
    _check_fertility("fertility", frame, "year")
    for (code, year), published in TOTAL_FERTILITY.items():
        found = round(frame.filter(country=code, year=year)["tfr"][0], 2)
        expect("fertility", f"total fertility of {code} in {year}", found, published)


def check_fertility_5y(frame: pl.DataFrame, other: Other) -> None:
    """Shares by age add up to 100, rates to total fertility, which is that of `demography_totals_5y`."""
    _check_fertility("fertility_5y", frame, "period_start")
    totals = other("demography_totals_5y").select("country", "period_start", total=pl.col("tfr"))
    compared = frame.join(totals, on=["country", "period_start"], how="left")
    gap = compared.filter(pl.col("total").ne_missing(pl.col("tfr")))
    none_left("fertility_5y", "tfr differs from demography_totals_5y", gap)


def check_mortality(frame: pl.DataFrame, other: Other) -> None:
    """Every country and period has a rate above zero for each of 22 ages and for men, women and both."""
    none_left("mortality", "a death rate is zero", frame.filter(pl.col("mx") <= 0))
    holes = frame.filter(pl.len().over("country", "period_start") != 22 * 3)
    none_left("mortality", "an age or a sex is missing", holes)


def check_life_expectancy(frame: pl.DataFrame, other: Other) -> None:
    """Both sexes' life expectancy lies between men's and women's, and that of Japan is as published."""
    name = "life_expectancy"
    wide = frame.pivot("sex", index=["country", "year"], values="e0")
    below = pl.col("both") < pl.min_horizontal("male", "female") - TOKELAU
    above = pl.col("both") > pl.max_horizontal("male", "female") + TOKELAU
    none_left(name, "both sexes' value lies outside the two", wide.filter(below | above))
    found = round(frame.filter(country="JPN", year=2023, sex="both")["e0"].item(), 2)
    expect(name, "life expectancy of JPN in 2023", found, LIFE_EXPECTANCY_JAPAN_2023)


def _check_balance(frame: pl.DataFrame) -> None:
    """Compare a year's births - deaths + net migration with the change of population from 1 January to the next."""
    following = pl.col("pop_jan1").shift(-1).over("country")
    change = pl.col("births") - pl.col("deaths") + pl.col("net_migration")
    ordered = frame.sort("country", "year").with_columns(gap=(change - (following - pl.col("pop_jan1"))).abs())
    beyond = ordered.filter(pl.col("gap") > BALANCE_GAP)
    none_left("demography_totals", "the components do not explain the change", beyond)
    mean = ordered.select(pl.col("gap").mean()).item()
    if mean > BALANCE_GAP_MEAN:
        raise InvalidInput(f"demography_totals: the components miss the change by {mean:.1f} persons on average.")


def _check_fertility(name: str, frame: pl.DataFrame, time: str) -> None:
    """Compare shares by age with 100 and rates by age with total fertility (a rate covers five years of age)."""
    sums = frame.group_by("country", time).agg(pl.col("pasfr").sum(), pl.col("asfr").sum() * 5, pl.col("tfr").first())
    none_left(name, "shares by age do not add up to 100", sums.filter((pl.col("pasfr") - 100).abs() > 1e-4))
    gap = (pl.col("asfr") - pl.col("tfr")).abs() > 1e-5
    none_left(name, "rates by age do not add up to total fertility", sums.filter(gap))


def _check_pairs(name: str, frame: pl.DataFrame, published: dict[tuple[str, str], int]) -> None:
    """Compare the stocks of some pairs, both sexes together, with the publication."""
    for (origin, destination), stock in published.items():
        found = int(frame.filter(origin=origin, destination=destination)["stock"].sum())
        expect(name, f"people from {origin} in {destination}", found, stock)


def _known_origins_add_up(name: str, frame: pl.DataFrame, totals: pl.DataFrame) -> None:
    """Compare the sum over named origins with the published one, for each destination, year and sex."""
    cell = ["destination", "year", "sex"]
    named = frame.group_by(cell).agg(pl.col("stock").sum())
    compared = totals.join(named, on=cell, how="left").with_columns(pl.col("stock").fill_null(0))
    gap = compared.filter(pl.col("stock") != pl.col("stock_known_origin"))
    none_left(name, "named origins do not add up to the published sum", gap)
    none_left(name, "a destination has no published sum", named.join(totals, on=cell, how="anti"))


DATASETS = {
    "countries": Steps(clean=dated_income_group, check=check_countries),
    "migrant_stock": Steps(check=check_migrant_stock),
    "migrant_stock_2020ed": Steps(clean=without_placeholders, check=check_migrant_stock_2020ed),
    "migrant_stock_unknown": Steps(clean=without_placeholders, check=check_migrant_stock_unknown),
    "migrant_stock_age": Steps(clean=without_placeholders, check=check_migrant_stock_age),
    "refugee_stock_destination_2020ed": Steps(),
    "population": Steps(check=check_population),
    "demography_totals": Steps(check=check_demography_totals),
    "demography_totals_5y": Steps(clean=with_variant, check=check_demography_totals_5y),
    "net_migration": Steps(check=check_net_migration),
    "net_migration_age": Steps(check=check_net_migration_age),
    "fertility": Steps(check=check_fertility),
    "fertility_5y": Steps(clean=with_variant, check=check_fertility_5y),
    "mortality": Steps(clean=with_variant, check=check_mortality),
    "life_expectancy": Steps(check=check_life_expectancy),
}
