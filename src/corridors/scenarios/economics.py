"""Income, work, aid, danger and rights of every country, as the world model needs them at launch."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import UNKNOWN, area, income_group
from corridors.data import lazy
from corridors.errors import NotCovered
from corridors.scenarios.demography import countries as all_countries
from corridors.scenarios.grids import Floats, grid, together
from corridors.scenarios.standing import FIRST_GROUP_YEAR, table_rows
from corridors.scenarios.stocks import AGE_EDITION
from corridors.world.state import EDUCATION

CLASSES = {"Low income": 0, "Lower middle income": 1, "Upper middle income": 1, "High income": 2}
"""Income classes of the world model, from the World Bank's groups."""
GROUP_YEAR = 2024
"""Year of income per head of the latest groups of the World Bank."""
OLDEST = 2015
"""The first year of which a value may stand for today; an older one gives way to a second source or to the median."""
OLDEST_DOLLARS = 2018
"""The same for amounts in current US dollars."""
PRICES = (0.1, 5.0)
"""Price levels (USA of 2021 = 1) outside are faults of exchange rates: Venezuela has 32 in Penn World Table 11."""
PEOPLE_YEAR = 2025
ADULT, WORKING = 15, range(20, 65, 5)
"""Age of the youngest who count as employed, and the age groups of people aged 20 to 64."""
MOST_EMPLOYED = 0.98
"""Largest employed share: our own bound, where many work who are younger than 20 or older than 64."""
SUM_YEARS = 5
"""Latest full years of which deaths on the way are the mean."""
MONTHS = 12
FEWEST_ALIKE = 3
"""Countries of a subregion and class from which their median is taken; with fewer, that of the class."""
GULF = ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")
DATASETS = (
    "economy", "income_group_history", "earnings_occupation", "outcomes_birth_eu", "migrant_stock_age", "population",
    "demography_totals", "missing_migrants", "recruitment_costs_published", "treaties", "gravity",
)  # fmt: skip
Codes = tuple[str, ...]
Named = tuple[Floats, Codes, Codes]
"""Values, the countries whose value is borrowed, and those whose value is from a second source."""


@dataclass(frozen=True)
class Economy:
    """The economies of R countries, B birthplaces (unknown last).

    `gdp_ppp[R]`: product per head, international dollars of 2021; `gdp_usd[R]`: the same in current US dollars of
    `gdp_usd_year[R]`, 0 where it is borrowed; `income_class[R]`: 0 low, 1 middle, 2 high; `wage_ratio[R, 3]`: hourly
    earnings by education, low = 1; `employed[R, 2]`: employed share of natives and of foreign-born aged 20-64, with
    those who work at 65 and over (`employed_foreign` names the ratio of the two);
    `deaths[R]`: dead and missing a year on the way to the country, `deaths_elsewhere` those of no destination;
    `recruitment[R, B]`: months of pay that a migrant pays for the job, NaN where not published; `covered[R]`: 1 for
    parties of the Convention on Migrant Workers; `agriculture[R]`: share in value added; `aid_usd[R]`: net aid
    received, US dollars a year; `neighbours[R, R]`: 1 where two countries share a land border. `borrowed` names by
    array the countries that have the median of similar ones, `substituted` those of a second source or older year.
    """

    gdp_ppp: Floats
    gdp_usd: Floats
    gdp_usd_year: NDArray[np.int64]
    income_class: NDArray[np.int64]
    wage_ratio: Floats
    employed: Floats
    deaths: Floats
    deaths_elsewhere: float
    recruitment: Floats
    covered: Floats
    agriculture: Floats
    aid_usd: Floats
    neighbours: Floats
    borrowed: dict[str, Codes]
    substituted: dict[str, Codes]
    datasets: tuple[str, ...] = DATASETS


def economy(countries: tuple[str, ...]) -> Economy:
    """Give the economies of countries, from the latest data; what is missing is borrowed and named.

    A missing value is the median of the countries of its subregion and income class, else of its class.

    1. Product per head: World Bank; where that is missing or old, Penn World Table, then Maddison brought to prices of
       2021 by the median ratio of the two. Where only one of the two products is known, what is borrowed is the price
       level, their ratio.
    2. Earnings by education: means of the occupations of each level (`tables/occupations.csv`) over the lowest.
    3. Employed shares: `e = (E[15+] - e[15-24] P[15-19]) / P[20-64]`, split so that foreign-born have k times the
       share of natives: `native = e / (1 - f + f k)`, f the foreign-born among people of 20-64; k by country of birth
       at 15-64 from Eurostat (2020 at the latest), else `tables/employment.csv`, else the median.
    4. Deaths: mean of the five latest full years, placed by `tables/routes.csv`. They are a minimum.

    Args:
        countries: codes; medians are those of the whole world, whichever are asked for.
    Raises:
        NotCovered: a country that the population data do not have.
    Sources: World Bank, World Development Indicators; ILO; Penn World Table 11; Maddison Project 2023; Eurostat;
        IOM, Missing Migrants Project; United Nations Treaty Collection; CEPII GeoDist.

    >>> found = economy(("DEU", "TWN", "XKX"))
    >>> found.income_class.tolist(), found.substituted["gdp_ppp"]
    ([2, 2, 1], ('TWN',))
    """
    world = all_countries()
    for code in countries:
        if code not in world:
            raise NotCovered(
                f"{area(code).name} has no economy of its own in the data.",
                hint="Take the codes of corridors.scenarios.demography.countries().",
            )
    level, territories, older = _income_class(world)
    products, years = _products(world, level)
    employed = _employed(world, level)
    named = {
        **products, **employed, "wage_ratio": _wage_ratio(world, level), "agriculture": _agriculture(world, level),
        "income_class": (level, territories, older),
    }  # fmt: skip
    at = [world.index(code) for code in countries]
    deaths, elsewhere = _deaths(countries)
    return Economy(
        gdp_ppp=named["gdp_ppp"][0][at],
        gdp_usd=named["gdp_usd"][0][at],
        gdp_usd_year=years[at],
        income_class=level[at],
        wage_ratio=named["wage_ratio"][0][at],
        employed=np.stack([employed[name][0][at] for name in ("employed", "employed_foreign")], axis=1),
        deaths=deaths,
        deaths_elsewhere=elsewhere,
        recruitment=_recruitment(countries),
        covered=_covered(countries),
        agriculture=named["agriculture"][0][at],
        aid_usd=_aid(countries),
        neighbours=_neighbours(countries),
        borrowed={name: tuple(code for code in countries if code in found[1]) for name, found in named.items()},
        substituted={name: tuple(code for code in countries if code in found[2]) for name, found in named.items()},
    )


def _latest(indicator: str, countries: Codes, first: int = OLDEST) -> tuple[Floats, NDArray[np.int64]]:
    """The latest value of an indicator from a year on, NaN where there is none, and its year."""
    rows = lazy("economy")[0].filter(
        pl.col("indicator") == indicator, pl.col("year").is_between(first, PEOPLE_YEAR), pl.col("value").is_not_null()
    )
    last = rows.sort("year").group_by("country").agg(pl.col("year", "value").last()).collect()
    found = {code: (value, year) for code, value, year in last.select("country", "value", "year").iter_rows()}
    pairs = [found.get(code, (np.nan, 0)) for code in countries]
    return np.array([value for value, _ in pairs]), np.array([year for _, year in pairs])


def _filled(values: Floats, countries: Codes, level: NDArray[np.int64]) -> tuple[Floats, Codes]:
    """Give missing values the median of their subregion and class, else of their class, and say which."""
    subregion = np.array([area(code).subregion or "" for code in countries])
    filled, missing = values.copy(), np.isnan(values)
    for i in np.flatnonzero(missing):
        alike = ~missing & (level == level[i])
        near = alike & (subregion == subregion[i])
        chosen = near if near.sum() >= FEWEST_ALIKE else alike if alike.any() else ~missing
        filled[i] = np.median(values[chosen])
    return filled, tuple(code for code, empty in zip(countries, missing, strict=True) if empty)


def _second(first: Floats, second: Floats, countries: Codes) -> tuple[Floats, Codes]:
    """The first source, else the second, and the countries that have the second."""
    taken = np.isnan(first) & ~np.isnan(second)
    return np.where(taken, second, first), tuple(code for code, new in zip(countries, taken, strict=True) if new)


def _income_class(countries: Codes) -> tuple[NDArray[np.int64], Codes, Codes]:
    """Class of each country by its latest group; who has that of its sovereign; and whose latest group is older."""
    sovereign = {row["country"]: row["of"] for row in table_rows("sovereigns")}
    years = range(GROUP_YEAR, FIRST_GROUP_YEAR - 1, -1)
    own = {code: [group for year in years if (group := income_group(code, year))] for code in countries}
    territories = tuple(code for code in countries if not own[code])
    groups = [next(iter(own[code])) if own[code] else income_group(sovereign[code], GROUP_YEAR) for code in countries]
    older = tuple(code for code in countries if own[code] and income_group(code, GROUP_YEAR) is None)
    return np.array([CLASSES[group or ""] for group in groups]), territories, older


def _products(countries: Codes, level: NDArray[np.int64]) -> tuple[dict[str, Named], NDArray[np.int64]]:
    """Product per head in international and in current US dollars, and the year of the latter."""
    total, year = _latest("NY.GDP.MKTP.CD", countries, OLDEST_DOLLARS)
    bank, _ = _latest("NY.GDP.PCAP.PP.KD", countries)
    maddison, _ = _latest("MPD.gdppc", countries)
    product, penn_year = _latest("PWT.rgdpo", countries)
    people, price = (_latest(f"PWT.{name}", countries)[0] for name in ("pop", "pl_gdpo"))
    penn = np.where((price > PRICES[0]) & (price < PRICES[1]), product / people, np.nan)
    with_penn, from_penn = _second(bank, penn, countries)
    ppp, from_maddison = _second(with_penn, maddison * np.nanmedian(bank / maddison), countries)
    usd, dollars_from_penn = _second(total / _people(countries, year), penn * price, countries)
    year = np.where(np.isnan(total), penn_year, year)
    year[np.isnan(usd)] = 0
    prices, no_dollars = _filled(usd / ppp, countries, level)
    whole, no_product = _filled(np.where(np.isnan(ppp), usd / prices, ppp), countries, level)
    empty = tuple(c for c, missing in zip(countries, np.isnan(usd), strict=True) if missing)
    borrowed = tuple(c for c in no_dollars if c not in empty or c in no_product)
    made = {
        "gdp_ppp": (whole, borrowed, (*from_penn, *from_maddison)),
        "gdp_usd": (np.where(np.isnan(usd), prices * whole, usd), empty, dollars_from_penn),
    }
    return made, year


def _people(countries: Codes, year: NDArray[np.int64]) -> Floats:
    """The population of each country in its own year; of 2025 where the year is 0."""
    years = tuple(sorted({int(one) or PEOPLE_YEAR for one in year}))
    rows = together(lazy("demography_totals")[0].filter(pl.col("year").is_in(years)).collect(), "country")
    people = grid(rows, {"year": years, "country": countries}, "pop_midyear")
    at = [years.index(int(one) or PEOPLE_YEAR) for one in year]
    return people[at, np.arange(len(countries))]


def _wage_ratio(countries: Codes, level: NDArray[np.int64]) -> Named:
    """Mean earnings of the occupations of each level over those of the lowest, latest year with all three levels."""
    levels = {row["occupation"]: row["level"] for row in table_rows("occupations")}
    rows = lazy("earnings_occupation")[0].filter(pl.col("sex") == "both", pl.col("earnings") > 0).collect()
    means = rows.with_columns(level=pl.col("occupation").replace_strict(levels, default=None)).drop_nulls("level")
    by_level = means.group_by("country", "year", "classification", "level").agg(pl.col("earnings").mean())
    wide = by_level.pivot(on="level", values="earnings").drop_nulls().sort("year", "classification")
    latest = wide.group_by("country").agg(*(pl.col(name).last() / pl.col("low").last() for name in EDUCATION))
    ratios = {row[0]: row[1:] for row in latest.select("country", *EDUCATION).iter_rows()}
    found = np.array([ratios.get(code, (np.nan,) * len(EDUCATION)) for code in countries])
    columns = [_filled(column, countries, level) for column in found.T]
    return np.stack([values for values, _ in columns], axis=1), columns[0][1], ()


def _employed(countries: Codes, level: NDArray[np.int64]) -> dict[str, Named]:
    """Employed shares of natives and of foreign-born; borrowed are the share of all, and the ratio of the two."""
    share, alike = _filled(_employed_share(countries), countries, level)
    ratio, alike_ratio = _filled(_employed_ratio(countries), countries, level)
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
    adults, young = (_latest(f"ILO.EMP_2WAP.{ages}", countries)[0] / 100 for ages in ("15PLUS", "15_24"))
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


def _agriculture(countries: Codes, level: NDArray[np.int64]) -> Named:
    """Share of agriculture in value added; in employment where only that is known."""
    added, employed = (_latest(name, countries)[0] / 100 for name in ("NV.AGR.TOTL.ZS", "ILO.EMP.AGR"))
    found, second = _second(added, employed, countries)
    filled, borrowed = _filled(found, countries, level)
    return filled, borrowed, second


def _aid(countries: Codes) -> Floats:
    """Net aid received in the last year on record, none below zero; countries without a row receive none."""
    last = lazy("economy")[0].filter(pl.col("indicator") == "DT.ODA.ODAT.PC.ZS").select(pl.col("year").max()).collect()
    head, year = _latest("DT.ODA.ODAT.PC.ZS", countries, int(last["year"][0]))
    return np.maximum(np.nan_to_num(head) * _people(countries, year), 0)


def _deaths(countries: Codes) -> tuple[Floats, float]:
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
            dead[countries.index(destination)] += people / SUM_YEARS
        else:
            elsewhere += people / SUM_YEARS
    return dead, elsewhere


def _recruitment(countries: Codes) -> Floats:
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


def _covered(countries: Codes) -> Floats:
    rows = lazy("treaties")[0].filter(pl.col("treaty") == "ICRMW", pl.col("status") == "party").collect()
    parties = set(rows["country"])
    return np.array([1.0 if code in parties else 0.0 for code in countries])


def _neighbours(countries: Codes) -> Floats:
    """Pairs with a common land border `[R, R]`, with the borders of new states put right (`tables/borders.csv`)."""
    rows = lazy("gravity")[0].filter(pl.col("contig") == 1, pl.col("origin") != pl.col("destination")).collect()
    table = grid(together(rows, "origin", "destination"), {"origin": countries, "destination": countries}, "contig")
    table = np.minimum(table, 1)
    for row in table_rows("borders"):
        pair = [countries.index(row[side]) for side in ("first", "second") if row[side] in countries]
        if len(pair) == 2:
            table[pair[0], pair[1]] = table[pair[1], pair[0]] = float(row["contig"])
    return table
