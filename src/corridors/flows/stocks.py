"""The world's stocks by birthplace and residence at two dates, ready for an estimate: nobody lost, all stated.

Sources: United Nations, International Migrant Stock 2024 (or 2020); World Population Prospects 2024.
"""

import difflib
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import OTHER, UNKNOWN
from corridors.data import Source, lazy, source
from corridors.errors import UnknownName
from corridors.flows.demography import SEXES, Sex, demography
from corridors.flows.inputs import people

Floats = NDArray[np.float64]
Edition = Literal[2020, 2024]
UnknownOrigin = Literal["apart", "proportional"]

STOCKS: dict[int, str] = {2020: "migrant_stock_2020ed", 2024: "migrant_stock"}
"""The dataset of each edition of the United Nations' stocks."""
COUNTED_TOGETHER = {"GGY": "CHI", "JEY": "CHI"}
"""Guernsey and Jersey, which the stocks count as the Channel Islands."""
SPLIT_LATER = {"SSD": ("SDN", "SUD"), "MNE": ("SRB", "SCG")}
"""Areas that an edition reports within a neighbour at first: area, neighbour, and the code of both together."""


@dataclass(frozen=True)
class LeftOut:
    """An area that is in no column of the table: why, and how many people that concerns at the start (persons).

    `population` and `foreign_born` are of its residents, None where no source has them; `emigrants` were born there,
    live in a country of the table, and stand in its row `OTH`.
    """

    country: str
    reason: str
    population: float | None
    foreign_born: float | None
    emigrants: float


@dataclass(frozen=True)
class WorldStocks:
    """Stocks of the world at two dates with births and deaths between them, from `world_stocks`.

    `start` and `end` `[birth, residence]`, natives on the diagonal, `births` and `deaths` `[residence]`, in persons.
    The first `birthplaces` are the `countries`; after them come `UNK`, unknown origin kept apart, and `OTH`, born in
    an area that is left out. `notes` says what was put together or spread.
    """

    period: tuple[int, int]
    sex: Sex
    edition: Edition
    unknown: UnknownOrigin
    countries: tuple[str, ...]
    birthplaces: tuple[str, ...]
    start: Floats
    end: Floats
    births: Floats
    deaths: Floats
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def years(self) -> float:
        """Length of the period in years."""
        return float(self.period[1] - self.period[0])

    @property
    def stocks(self) -> pl.DataFrame:
        """The tables as rows: birth, residence, time, stock (persons); pairs that are zero at both dates left out."""
        kept = np.nonzero((self.start != 0) | (self.end != 0))
        birth, residence = np.array(self.birthplaces)[kept[0]], np.array(self.countries)[kept[1]]
        tables = ((self.period[0], self.start), (self.period[1], self.end))
        return pl.concat(
            pl.DataFrame({"birth": birth, "residence": residence, "time": time, "stock": table[kept]})
            for time, table in tables
        )

    @property
    def demography(self) -> pl.DataFrame:
        """Births and deaths as rows: country, births, deaths (persons)."""
        return pl.DataFrame({"country": self.countries, "births": self.births, "deaths": self.deaths})


def periods(edition: Edition = 2024) -> tuple[tuple[int, int], ...]:
    """List the periods between one date of the stocks and the next.

    >>> periods()
    ((1990, 1995), (1995, 2000), (2000, 2005), (2005, 2010), (2010, 2015), (2015, 2020), (2020, 2024))
    """
    dates = _totals(edition).select(pl.col("year").unique().sort()).collect()["year"].to_list()
    return tuple(pairwise(dates))


def world_stocks(
    period: str | tuple[int, int],
    sex: Sex = "both",
    edition: Edition = 2024,
    unknown: UnknownOrigin = "apart",
) -> WorldStocks:
    """Put together who was born where and lives where, at both ends of a period, for the whole world.

    `S[b, r]` are the United Nations' migrant stocks and, on the diagonal, natives: `population[r] - sum_b S[b, r]`
    with unknown origin included, so that each column adds up to the population of World Population Prospects 2024.
    A pair that is not published is zero. Births and deaths: see `demography`.

    Unknown origin (`apart`) is a birthplace of its own, `UNK`; or (`proportional`) it is spread over the birthplaces
    known in the same residence, or where none is known at that date, over those of the nearest date at which some
    are. Either way the foreign-born of a residence add up to the published total.

    Left out, with the reason: areas without published stocks or without a population, and those where no birthplace
    is recorded for any foreign-born at any date, since they exchange nobody with another area of the table. People
    born there who live elsewhere stand in the row `OTH`.

    Args:
        period: "2015-2020" or (2015, 2020), one of `periods()`; sex: "male", "female" or "both";
        edition: 2024, or 2020, on which published estimates rest; unknown: "apart" or "proportional".
    Raises:
        UnknownName: a period, sex, edition or treatment that is not one of these, with those that are.

    >>> world = world_stocks("2020-2024")
    >>> len(world.countries), world.birthplaces[-2:], [area.country for area in world.left_out]
    (231, ('OTH', 'UNK'), ['BES', 'BLM', 'MAF', 'VAT', 'XKX'])
    """
    _check_choice("edition", edition, tuple(STOCKS))
    _check_choice("sex", sex, SEXES)
    _check_choice("treatment of unknown origin", unknown, ("apart", "proportional"))
    first, last = _check_period(period, edition)
    totals = _of_sex(_totals(edition), sex).filter(pl.col("year").is_in([first, last])).collect()
    stock = _of_sex(lazy(STOCKS[edition])[0], sex).filter(pl.col("year").is_in([first, last])).collect()
    counted, used = demography(first, last, sex)
    reported = {year: set(totals.filter(year=year)["destination"]) for year in (first, last)}
    together = dict(COUNTED_TOGETHER)
    for part, (neighbour, whole) in SPLIT_LATER.items():
        if part not in reported[first]:
            together |= {part: whole, neighbour: whole}
    totals, stock, counted = (_put_together(frame, together) for frame in (totals, stock, counted))

    excluded = _excluded(totals, counted, edition, (first, last), together)
    countries = tuple(sorted(set(counted["country"]) - set(excluded)))
    birthplaces = (*countries, OTHER, UNKNOWN)
    tables = [_table(stock.filter(year=year), totals.filter(year=year), countries) for year in (first, last)]
    notes = _notes(stock, together, edition)
    if unknown == "proportional":
        spread = [
            _spread(table, countries, edition, sex, year) for table, year in zip(tables, (first, last), strict=True)
        ]
        tables = [table for table, _ in spread]
        notes += [note for _, more in spread for note in more]
    kept = counted.filter(pl.col("country").is_in(countries)).sort("country")
    index = np.arange(len(countries))
    for table, column in zip(tables, ("start", "end"), strict=True):
        table[index, index] = kept[column].to_numpy() - table.sum(axis=0)
    extra = [row for row in (-2, -1) if any(table[row].any() for table in tables)]
    rows = [*index, *(len(birthplaces) + row for row in extra)]
    return WorldStocks(
        period=(first, last),
        sex=sex,
        edition=edition,
        unknown=unknown,
        countries=countries,
        birthplaces=tuple(birthplaces[row] for row in rows),
        start=tables[0][rows],
        end=tables[1][rows],
        births=kept["births"].to_numpy(),
        deaths=kept["deaths"].to_numpy(),
        left_out=_left_out(excluded, stock.filter(year=first), totals.filter(year=first), counted, set(countries)),
        notes=tuple(notes),
        sources=(source(STOCKS[edition]), source("migrant_stock_unknown"), *used),
    )


def _totals(edition: Edition) -> pl.LazyFrame:
    return lazy("migrant_stock_unknown")[0].filter(pl.col("edition") == edition)


def _of_sex(frame: pl.LazyFrame, sex: Sex) -> pl.LazyFrame:
    return frame if sex == "both" else frame.filter(pl.col("sex") == sex)


def _check_choice(kind: str, given: object, valid: tuple[object, ...]) -> None:
    if given not in valid:
        words = [str(one) for one in valid]
        raise UnknownName(kind, str(given), difflib.get_close_matches(str(given), words, cutoff=0.4) or words)


def _check_period(period: str | tuple[int, int], edition: Edition) -> tuple[int, int]:
    valid = periods(edition)
    match = re.fullmatch(r"\s*(\d{4})\s*[-–:]\s*(\d{4})\s*", period) if isinstance(period, str) else None
    given = (int(match[1]), int(match[2])) if match else period
    for one in valid:
        if given == one:
            return one
    text = period if isinstance(period, str) else "-".join(str(year) for year in period)
    listed = ", ".join(f"{a}-{b}" for a, b in valid)
    raise UnknownName("period", text, hint=f"The stocks of edition {edition} have the periods {listed}.")


def _put_together(frame: pl.DataFrame, together: dict[str, str]) -> pl.DataFrame:
    """Add up over sexes, and over areas that are counted together; people who moved only within them drop out."""
    places = [column for column in ("country", "origin", "destination") if column in frame.columns]
    keys = [*places, *(["year"] if "year" in frame.columns else [])]
    values = [c for c in frame.columns if c in ("start", "end", "births", "deaths", "stock") or c.startswith("stock_")]
    return frame.with_columns(pl.col(places).replace(together)).group_by(keys).agg(pl.col(values).sum())


def _excluded(
    totals: pl.DataFrame, counted: pl.DataFrame, edition: Edition, dates: tuple[int, int], together: dict[str, str]
) -> dict[str, str]:
    """Areas that can be in no column of the table, each with the reason."""
    detailed = _totals(edition).group_by("destination").agg(known=pl.col("stock_known_origin").sum()).collect()
    detailed = detailed.with_columns(pl.col("destination").replace(together))
    published = set(detailed["destination"])
    blind = published - set(detailed.filter(pl.col("known") > 0)["destination"])
    peopled = set(counted["country"])
    dated = set(totals.select("destination", "year").unique().iter_rows())
    reasons: dict[str, str] = {}
    for code in sorted(peopled | published):
        missing = [year for year in dates if (code, year) not in dated]
        if code not in peopled:
            reasons[code] = "no population in World Population Prospects 2024"
        elif code not in published:
            reasons[code] = f"no migrant stock in the {edition} edition"
        elif missing:
            reasons[code] = f"no migrant stock of {' and '.join(map(str, missing))} in the {edition} edition"
        elif code in blind:
            reasons[code] = "no birthplace recorded for any of its foreign-born at any date"
    return reasons


def _table(stock: pl.DataFrame, totals: pl.DataFrame, countries: tuple[str, ...]) -> Floats:
    """Foreign-born `[birth, residence]`, diagonal empty, the last two rows born in areas left out, and unknown."""
    position = {code: i for i, code in enumerate(countries)}
    inside = stock.filter(pl.col("destination").is_in(countries), pl.col("origin") != pl.col("destination"))
    other = len(countries)
    rows = inside["origin"].replace_strict(position, default=other, return_dtype=pl.Int64).to_numpy()
    columns = inside["destination"].replace_strict(position, return_dtype=pl.Int64).to_numpy()
    table = np.zeros((len(countries) + 2, len(countries)))
    np.add.at(table, (rows, columns), inside["stock"].to_numpy())
    unknown = dict(totals.select("destination", "stock_unknown_origin").iter_rows())
    table[-1] = [unknown[code] for code in countries]
    return table


def _spread(
    table: Floats, countries: tuple[str, ...], edition: Edition, sex: Sex, year: int
) -> tuple[Floats, list[str]]:
    """Spread unknown origin over known birthplaces, in proportion, residence by residence."""
    spread, notes = table.copy(), []
    shares = table[:-1].copy()
    for place in np.flatnonzero((shares.sum(axis=0) == 0) & (table[-1] > 0)):
        code = countries[place]
        known = _of_sex(lazy(STOCKS[edition])[0], sex).filter(pl.col("destination") == code, pl.col("stock") > 0)
        rows = known.collect()
        nearest = min(rows["year"].unique().to_list(), key=lambda other: (abs(other - year), other))
        origins = rows.filter(year=nearest, destination=code).group_by("origin").agg(pl.col("stock").sum())
        for origin, count in origins.iter_rows():
            shares[countries.index(origin) if origin in countries else len(countries), place] += count
        notes.append(
            f"{code}: {people(float(table[-1, place]))} foreign-born of {year}, none of known origin, "
            f"spread like those of {nearest}"
        )
    total = shares.sum(axis=0)
    spread[:-1] += shares * np.divide(table[-1], total, out=np.zeros_like(total), where=total > 0)
    spread[-1] = np.where(total > 0, 0.0, table[-1])
    return spread, notes


def _notes(stock: pl.DataFrame, together: dict[str, str], edition: Edition) -> list[str]:
    notes = []
    for whole in sorted(set(together.values())):
        parts = " and ".join(sorted(part for part, code in together.items() if code == whole))
        notes.append(f"{whole}: {parts} together, as the stocks of the {edition} edition have them")
    return notes


def _left_out(
    excluded: dict[str, str], stock: pl.DataFrame, totals: pl.DataFrame, counted: pl.DataFrame, inside: set[str]
) -> tuple[LeftOut, ...]:
    population = dict(counted.select("country", "start").iter_rows())
    foreign = dict(totals.select("destination", "stock_total").iter_rows())
    abroad = stock.filter(pl.col("origin").is_in(list(excluded)), pl.col("destination").is_in(inside))
    emigrants = dict(abroad.group_by("origin").agg(pl.col("stock").sum()).iter_rows())
    return tuple(
        LeftOut(code, reason, population.get(code), foreign.get(code), float(emigrants.get(code, 0)))
        for code, reason in excluded.items()
    )
