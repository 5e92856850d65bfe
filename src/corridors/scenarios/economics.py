"""Income, work, aid, danger and rights of every country, as the world model needs them at launch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.concepts.countries import area
from corridors.errors import NotCovered
from corridors.scenarios import economics_income as income
from corridors.scenarios import economics_journeys as journeys
from corridors.scenarios import economics_work as work
from corridors.scenarios.demography import countries as all_countries
from corridors.scenarios.economics_values import Codes
from corridors.scenarios.grids import Floats

DATASETS = (
    "economy", "income_group_history", "earnings_occupation", "outcomes_birth_eu", "migrant_stock_age", "population",
    "demography_totals", "missing_migrants", "recruitment_costs_published", "treaties", "gravity",
)  # fmt: skip


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
    level, territories, older = income.classes(world)
    products, years = income.products(world, level)
    employed = work.employed(world, level)
    named = {
        **products, **employed, "wage_ratio": work.wage_ratios(world, level),
        "agriculture": income.agriculture(world, level), "income_class": (level, territories, older),
    }  # fmt: skip
    at = [world.index(code) for code in countries]
    deaths, elsewhere = journeys.deaths(countries)
    return Economy(
        gdp_ppp=named["gdp_ppp"][0][at],
        gdp_usd=named["gdp_usd"][0][at],
        gdp_usd_year=years[at],
        income_class=level[at],
        wage_ratio=named["wage_ratio"][0][at],
        employed=np.stack([employed[name][0][at] for name in ("employed", "employed_foreign")], axis=1),
        deaths=deaths,
        deaths_elsewhere=elsewhere,
        recruitment=journeys.recruitment(countries),
        covered=journeys.covered(countries),
        agriculture=named["agriculture"][0][at],
        aid_usd=income.aid(countries),
        neighbours=journeys.neighbours(countries),
        borrowed={name: tuple(code for code in countries if code in found[1]) for name, found in named.items()},
        substituted={name: tuple(code for code in countries if code in found[2]) for name, found in named.items()},
    )
