"""Eurostat: work, income, education, health and prison by country of birth and by citizenship."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import expect, none_left, total
from corridors.data.steps import Steps, plain_sex

BIRTH_WORDS = {
    "NAT": "native-born",
    "FOR": "foreign-born",
    "EU28_FOR": "born in another EU-28 country",
    "NEU28_FOR": "born outside the EU-28",
}
"""Eurostat's groups of countries of birth in words."""
CITIZENSHIP_WORDS = {
    "total": "all",
    "reporting country": "nationals",
    "foreign country": "foreigners",
    "eu27 except reporting country": "other EU-27 citizens",
    "eu27 countries (from 2020) except reporting country": "other EU-27 citizens",
    "eu28 countries (2013-2020) except reporting country": "other EU-28 citizens",
    "non-eu27": "citizens of countries outside the EU-27",
    "non-eu27 countries (from 2020) nor reporting country": "citizens of countries outside the EU-27",
    "non-eu28 countries (2013-2020) nor reporting country": "citizens of countries outside the EU-28",
}
"""Eurostat's groups of citizenship, in lower case, and one word for each across datasets."""
UNEMPLOYED_WOMEN = {
    ("SWE", 2019): {"native-born": 4.5, "foreign-born": 16.6},
    ("DEU", 2018): {"native-born": 2.5, "foreign-born": 5.1},
}
"""Unemployment rates of women aged 15-64 by country of birth, per cent (lfsa_urgacob)."""
OVERQUALIFIED_WOMEN_ITALY = {"native-born": 14.6, "foreign-born": 34.8}
"""Employed women in Italy who called themselves over-qualified in 2014, per cent (lfso_14loq)."""
GOOD_HEALTH_GERMANY_2023 = {"nationals": 64.4, "foreigners": 72.9}
"""People aged 16 and over in Germany in good or very good health, 2023, per cent (hlth_silc_24)."""
PRISONERS_GERMANY_2022 = 57_465
"""Prisoners in Germany in 2022 (crim_pris_ctz)."""
GERMANY_2023 = {
    "employment rate": {"nationals": 79.7, "foreigners": 65.8},
    "unemployment rate": {"nationals": 2.5, "foreigners": 6.5},
}
"""Rates at ages 15-64 in Germany in 2023 by citizenship, per cent (lfsa_ergan, lfsa_urgan)."""
ATTAINMENT_TOLERANCE = 0.35
"""How far three rounded shares, of which one may rest on few answers, may miss 100."""


def clean_birth(frame: pl.DataFrame) -> pl.DataFrame:
    """Words for the sexes and the groups of birth; the dataset's code is its series."""
    birth = pl.col("birth").cast(pl.String).replace_strict(BIRTH_WORDS)
    indicator = pl.col("indicator").cast(pl.String).str.strip_suffix(", 2014")
    return frame.with_columns(plain_sex(), birth, indicator).rename({"dataset": "series"})


def check_birth(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published rates of women in Sweden, Germany and Italy."""
    women = frame.filter(sex="female")
    for (country, year), rates in UNEMPLOYED_WOMEN.items():
        for birth, published in rates.items():
            found = total(women, "value", country=country, year=year, birth=birth, series="lfsa_urgacob")
            expect("outcomes_birth_eu", f"unemployment, {birth} women, {country} {year}", found, published, 0.05)
    for birth, published in OVERQUALIFIED_WOMEN_ITALY.items():
        found = total(women, "value", country="ITA", birth=birth, series="lfso_14loq")
        expect("outcomes_birth_eu", f"over-qualified {birth} women, ITA", found, published, 0.05)


def clean_citizenship(frame: pl.DataFrame) -> pl.DataFrame:
    """One word for each group of citizenship; the dataset's code is its series."""
    words = pl.col("citizenship").cast(pl.String).str.to_lowercase().replace_strict(CITIZENSHIP_WORDS)
    return frame.with_columns(words).rename({"dataset": "series"})


def check_citizenship(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published figures for Germany; prisoners by citizenship never exceed the total."""
    name = "outcomes_citizenship_eu"
    good = frame.filter(country="DEU", year=2023, category="Very good or good")
    for group, published in GOOD_HEALTH_GERMANY_2023.items():
        expect(name, f"good health of {group}", total(good, "value", citizenship=group), published, 0.05)
    prisoners = frame.filter(series="crim_pris_ctz", unit="Number")
    germany = total(prisoners, "value", country="DEU", year=2022, citizenship="all")
    expect(name, "prisoners of DEU 2022", germany, PRISONERS_GERMANY_2022)
    wide = prisoners.pivot("citizenship", index=["country", "year"], values="value")
    beyond = wide.filter((pl.col("foreigners") > pl.col("all")) | (pl.col("nationals") > pl.col("all")))
    none_left(name, "more prisoners of one citizenship than in all", beyond)


def clean_integration(frame: pl.DataFrame) -> pl.DataFrame:
    """Words for the sexes and the groups of citizenship, and one spelling of the indicators."""
    income = {"Median equivalised net income": "median equivalised net income"}
    indicator = pl.col("indicator").cast(pl.String).replace(income)
    return clean_citizenship(frame).with_columns(plain_sex(), indicator)


def check_integration(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Published rates for Germany; the three levels of education add up to a hundred."""
    name = "integration"
    for indicator, rates in GERMANY_2023.items():
        for group, published in rates.items():
            found = total(frame, "value", country="DEU", year=2023, sex="both", indicator=indicator, citizenship=group)
            expect(name, f"{indicator} of {group}, DEU 2023", found, published, 0.05)
    levels = frame.filter(series="edat_lfs_9911").group_by("country", "year").agg(pl.len(), pl.col("value").sum())
    gap = levels.filter(pl.col("len") == 3, (pl.col("value") - 100).abs() > ATTAINMENT_TOLERANCE)
    none_left(name, "levels of education add up to", gap)


DATASETS = {
    "outcomes_birth_eu": Steps(clean=clean_birth, check=check_birth),
    "outcomes_citizenship_eu": Steps(clean=clean_citizenship, check=check_citizenship),
    "integration": Steps(clean=clean_integration, check=check_integration),
}
