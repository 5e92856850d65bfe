"""Income of every country: its class, product per head, the share of agriculture, and aid."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import income_group
from corridors.data import lazy
from corridors.scenarios.economics_values import PEOPLE_YEAR, Codes, Named, filled, first_or_second, latest
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.small_tables import table_rows
from corridors.scenarios.standing_irregular import FIRST_GROUP_YEAR

CLASSES = {"Low income": 0, "Lower middle income": 1, "Upper middle income": 1, "High income": 2}
"""Income classes of the world model, from the World Bank's groups."""
GROUP_YEAR = 2024
"""Year of income per head of the latest groups of the World Bank."""
OLDEST_DOLLARS = 2018
"""The first year of which an amount in current US dollars may stand for today."""
PRICES = (0.1, 5.0)
"""Price levels (USA of 2021 = 1) outside are faults of exchange rates: Venezuela has 32 in Penn World Table 11."""


def classes(countries: Codes) -> tuple[NDArray[np.int64], Codes, Codes]:
    """Class of each country by its latest group; who has that of its sovereign; and whose latest group is older."""
    sovereign = {row["country"]: row["of"] for row in table_rows("sovereigns")}
    years = range(GROUP_YEAR, FIRST_GROUP_YEAR - 1, -1)
    own = {code: [group for year in years if (group := income_group(code, year))] for code in countries}
    territories = tuple(code for code in countries if not own[code])
    groups = [next(iter(own[code])) if own[code] else income_group(sovereign[code], GROUP_YEAR) for code in countries]
    older = tuple(code for code in countries if own[code] and income_group(code, GROUP_YEAR) is None)
    return np.array([CLASSES[group or ""] for group in groups]), territories, older


def products(countries: Codes, level: NDArray[np.int64]) -> tuple[dict[str, Named], NDArray[np.int64]]:
    """Product per head in international and in current US dollars, and the year of the latter."""
    total, year = latest("NY.GDP.MKTP.CD", countries, OLDEST_DOLLARS)
    bank, _ = latest("NY.GDP.PCAP.PP.KD", countries)
    maddison, _ = latest("MPD.gdppc", countries)
    product, penn_year = latest("PWT.rgdpo", countries)
    people, price = (latest(f"PWT.{name}", countries)[0] for name in ("pop", "pl_gdpo"))
    penn = np.where((price > PRICES[0]) & (price < PRICES[1]), product / people, np.nan)
    with_penn, from_penn = first_or_second(bank, penn, countries)
    ppp, from_maddison = first_or_second(with_penn, maddison * np.nanmedian(bank / maddison), countries)
    usd, dollars_from_penn = first_or_second(total / people_of(countries, year), penn * price, countries)
    year = np.where(np.isnan(total), penn_year, year)
    year[np.isnan(usd)] = 0
    prices, no_dollars = filled(usd / ppp, countries, level)
    whole, no_product = filled(np.where(np.isnan(ppp), usd / prices, ppp), countries, level)
    empty = tuple(c for c, missing in zip(countries, np.isnan(usd), strict=True) if missing)
    borrowed = tuple(c for c in no_dollars if c not in empty or c in no_product)
    made = {
        "gdp_ppp": (whole, borrowed, (*from_penn, *from_maddison)),
        "gdp_usd": (np.where(np.isnan(usd), prices * whole, usd), empty, dollars_from_penn),
    }
    return made, year


def people_of(countries: Codes, year: NDArray[np.int64]) -> Floats:
    """The population of each country in its own year; of 2025 where the year is 0."""
    years = tuple(sorted({int(one) or PEOPLE_YEAR for one in year}))
    rows = together(lazy("demography_totals")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    people = grid(rows, {"year": years, "country": countries}, "pop_midyear")
    at = [years.index(int(one) or PEOPLE_YEAR) for one in year]
    return people[at, np.arange(len(countries))]


def agriculture(countries: Codes, level: NDArray[np.int64]) -> Named:
    """Share of agriculture in value added; in employment where only that is known."""
    added, employed = (latest(name, countries)[0] / 100 for name in ("NV.AGR.TOTL.ZS", "ILO.EMP.AGR"))
    found, second = first_or_second(added, employed, countries)
    return *filled(found, countries, level), second


def aid(countries: Codes) -> Floats:
    """Net aid received in the last year on record, none below zero; countries without a row receive none."""
    last = lazy("economy")[0].filter(pl.col("indicator") == "DT.ODA.ODAT.PC.ZS").select(pl.col("year").max()).collect()
    head, year = latest("DT.ODA.ODAT.PC.ZS", countries, int(last["year"][0]))
    return np.maximum(np.nan_to_num(head) * people_of(countries, year), 0)
