"""What is known of every corridor in every year whether or not anybody reports on it: the fit's explaining variables.

Nothing here is, or was fitted on, a reported flow.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import load
from corridors.flows.arrays import Method
from corridors.flows.stocks import periods
from corridors.flows.world import table, world_distances

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]

YEARS = np.arange(1990, 2025)
RIVALS: tuple[Method, ...] = (
    "difference-drop", "difference-reverse", "rate", "min-open", "min-closed", "independence", "pseudo-bayes",
)  # fmt: skip
"""The estimates from stocks that enter the fit; `transport` adds nothing that `min-closed` and distance do not say."""
WITHIN = {"CHI": ("GGY", "JEY"), "SUD": ("SDN", "SSD"), "SCG": ("SRB", "MNE"), "SRB": ("SRB", "XKX")}
"""Areas that the stocks count together, in this order: their stocks and moves are shared out by population. The UN
counts people born in Kosovo with Serbia."""
TIES = ("contig", "comlang_off", "comlang_ethno", "colony", "comcol", "smctry")
ONE_MARKET = ("EU", "EEA (non-EU members)", "EU-Switzerland AFMP")
"""Agreements that together make one area of free movement."""
NEAREST_KM = 20.0
"""Floor of distances, km."""
LATER_MOVERS = 3
"""Years over which arrivals in flight are counted besides those of the year itself, for the slower registers."""


@dataclass(frozen=True)
class Panel:
    """What is known of `[year, origin, destination]`, places in the order of `codes`.

    `x[..., feature]` are the explaining variables called `names`, most of them logs. `net[year, place]` (WPP 2024) and
    `people[year, place]` are persons; `stock`, `flight` and `returns` `[year, origin, destination]` are persons: those
    born in the origin living in the destination, new refugees and seekers of asylum, and refugees who went home.
    `envelope` is the largest estimate from stocks, persons a year. `male[year, origin, destination]` is the share of
    men among the movers as the stocks by sex have it.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    x: Singles
    net: Floats
    people: Floats
    stock: Singles
    flight: Singles
    returns: Singles
    envelope: Singles
    male: Singles


@dataclass(frozen=True)
class Places:
    """The places of the panel, and how frames are laid out over them."""

    codes: tuple[str, ...]
    people: Floats

    def by_year(self, frame: pl.DataFrame, column: str, code: str = "country") -> Floats:
        """A column as `[year, place]`, missing where there is none."""
        place = {c: i for i, c in enumerate(self.codes)}
        kept = frame.filter(pl.col(code).is_in(self.codes), pl.col("year").is_in(YEARS)).drop_nulls(column)
        found = np.full((len(YEARS), len(self.codes)), np.nan)
        found[kept["year"].to_numpy() - YEARS[0], [place[c] for c in kept[code]]] = kept[column].to_numpy()
        return found

    def square(self, frame: pl.DataFrame, sides: tuple[str, str], value: str, year: int | None = None) -> Floats:
        """A column as `[origin, destination]`, zero where there is none; with a year, areas counted together shared."""
        labels = [*self.codes, *(w for w in WITHIN if w not in self.codes)] if year else list(self.codes)
        place = {code: i for i, code in enumerate(labels)}
        kept = frame.filter(pl.col(side).is_in(labels) for side in sides).drop_nulls(value)
        matrix = np.zeros((len(labels), len(labels)))
        rows, columns = ([place[c] for c in kept[side]] for side in sides)
        np.add.at(matrix, (rows, columns), kept[value].to_numpy())
        if year:
            matrix = self._shared(matrix, place, year)
        size = len(self.codes)
        np.fill_diagonal(matrix, 0.0)
        return matrix[:size, :size]

    def _shared(self, matrix: Floats, place: dict[str, int], year: int) -> Floats:
        for whole, parts in WITHIN.items():
            index = [place[part] for part in parts]
            if whole == "SRB" and (matrix[index[1]].any() or matrix[:, index[1]].any()):
                continue
            people = self.people[np.clip(year - YEARS[0], 0, len(YEARS) - 1), index]
            for axis in (0, 1):
                total = np.take(matrix, place[whole], axis).copy()
                slots = [slice(None), slice(None)]
                if whole not in parts:
                    slots[axis] = place[whole]  # type: ignore[call-overload]
                    matrix[tuple(slots)] = 0.0
                for part, share in zip(index, people / people.sum(), strict=True):
                    slots[axis] = part  # type: ignore[call-overload]
                    own = share * total
                    matrix[tuple(slots)] = own if whole in parts else matrix[tuple(slots)] + own
        return matrix


def build() -> Panel:
    """Gather the panel from the packaged datasets."""
    demography = load("demography_totals").frame.filter(pl.col("year").is_in(YEARS))
    codes = tuple(sorted(set(demography["country"])))
    people = Places(codes, np.zeros((0, 0))).by_year(demography, "pop_midyear")
    places = Places(codes, people)
    size = (len(YEARS), len(codes), len(codes))
    net = np.nan_to_num(places.by_year(demography, "net_migration"))
    stock, male_stock = _stocks(places)
    found: dict[str, NDArray] = {"stock": np.log1p(stock), "stock_back": np.log1p(stock).transpose(0, 2, 1)}
    rivals = _rivals(places, "both")
    envelope = np.maximum.reduce(list(rivals.values()))
    found |= {name: np.log1p(values) for name, values in rivals.items()}
    flight, returns = _flight(places), _returns(places)
    found["flight"] = np.log1p(flight)
    recent = np.stack([flight[max(0, t - LATER_MOVERS) : t + 1].mean(0) for t in range(len(YEARS))])
    found["flight_recent"] = np.log1p(recent)
    found["returns"] = np.log1p(returns)
    applied = load("asylum_applications").frame.filter(app_pc="P")
    found["asylum"] = np.log1p(np.stack([_yearly(places, applied, "applied", int(y)) for y in YEARS]))
    by_place = {
        "people": np.log(people),
        "foreign_born": np.log1p(stock.sum(1)),
        "emigrants": np.log1p(stock.sum(2)),
        "net_rate": np.arcsinh(1000 * net / people),
        "income": _income(places),
    }
    for name, values in by_place.items():
        found[f"{name}_origin"] = np.broadcast_to(values[:, :, None], size)
        found[f"{name}_destination"] = np.broadcast_to(values[:, None, :], size)
    found |= {name: np.broadcast_to(values, size) for name, values in _ties(places).items()}
    found["free_movement"] = _free_movement(codes, size)
    x = np.stack([values.astype(np.float32) for values in found.values()], -1)
    male = _male(places, male_stock, stock)
    singles = (a.astype(np.float32) for a in (stock, flight, returns, envelope, male))
    return Panel(codes, tuple(found), x, net, people, *singles)


def _stocks(places: Places) -> tuple[Floats, Floats]:
    """Stocks of both sexes, and of men, at midyear; log-linear between their dates, constant outside them."""
    frame = load("migrant_stock").frame
    dates = np.array(sorted(frame["year"].unique()))
    at = np.clip(np.searchsorted(dates, YEARS, side="right") - 1, 0, len(dates) - 2)
    share = np.clip((YEARS - dates[at]) / (dates[at + 1] - dates[at]), 0, 1)[:, None, None]
    found = []
    for part in (frame, frame.filter(sex="male")):
        rows = part.group_by("origin", "destination", "year").agg(pl.col("stock").sum())
        tables = [places.square(rows.filter(year=int(y)), ("origin", "destination"), "stock", int(y)) for y in dates]
        logs = np.log1p(np.stack(tables))
        found.append(np.expm1(logs[at] * (1 - share) + logs[at + 1] * share))
    return found[0], found[1]


def _rivals(places: Places, sex: str) -> dict[str, Floats]:
    """Each estimate from stocks, persons a year, its logs interpolated between the middles of the periods."""
    spans = periods()
    middle = np.array([(a + b) / 2 for a, b in spans])
    at = np.clip(np.searchsorted(middle, YEARS + 0.5, side="right") - 1, 0, len(middle) - 2)
    share = np.clip((YEARS + 0.5 - middle[at]) / (middle[at + 1] - middle[at]), 0, 1)[:, None, None]
    found = {}
    for method in RIVALS:
        logs = np.stack([
            np.log1p(
                places.square(table(span, method, sex).frame, ("origin", "destination"), "flow", span[0])  # type: ignore[arg-type]
                / (span[1] - span[0])
            )
            for span in spans
        ])  # fmt: skip
        found[method] = np.expm1(logs[at] * (1 - share) + logs[at + 1] * share)
    return found


def _yearly(places: Places, frame: pl.DataFrame, value: str, year: int) -> Floats:
    return np.maximum(places.square(frame.filter(year=int(year)), ("origin", "asylum"), value), 0.0)


def _flight(places: Places) -> Floats:
    parts = ("refugees", "asylum_seekers", "refugee_like", "oip")
    frame = load("refugee_flows").frame.with_columns(people=pl.sum_horizontal(pl.col(*parts).fill_null(0)))
    return np.stack([_yearly(places, frame, "people", int(year)) for year in YEARS])


def _returns(places: Places) -> Floats:
    """Refugees who went home, from the country of asylum to their own."""
    frame = load("refugee_solutions").frame
    return np.stack([_yearly(places, frame, "returned_refugees", int(year)).T for year in YEARS])


def _income(places: Places) -> Floats:
    """Log of income per head, its gaps filled over time, then by the subregion's mean, then by the world's."""
    logs = np.log(places.by_year(load("economy").frame.filter(indicator="NY.GDP.PCAP.KD"), "value"))
    groups = _subregions(places.codes)
    for i in range(len(places.codes)):
        held = np.flatnonzero(~np.isnan(logs[:, i]))
        if len(held):
            logs[:, i] = np.interp(np.arange(len(YEARS)), held, logs[held, i])
    missing = np.isnan(logs[0])
    world = logs[:, ~missing].mean(1)
    for i in np.flatnonzero(missing):
        near = (groups == groups[i]) & ~missing
        logs[:, i] = logs[:, near].mean(1) if near.any() else world
    return logs


def _subregions(codes: tuple[str, ...]) -> NDArray[np.str_]:
    named = dict(load("countries").frame.select("iso3", "subregion").rows())
    return np.array([named.get(code) or code for code in codes])


def _ties(places: Places) -> dict[str, Floats]:
    frame = load("gravity").frame
    sides = ("origin", "destination")
    distance = places.square(world_distances(places.codes), sides, "cost")
    distance = np.maximum(distance, NEAREST_KM)
    groups = _subregions(places.codes)
    ties = {name: places.square(frame, sides, name) for name in TIES}
    return ties | {"distance": np.log(distance), "same_subregion": (groups[:, None] == groups).astype(float)}


def _free_movement(codes: tuple[str, ...], size: tuple[int, int, int]) -> Singles:
    frame = load("free_movement_to_verify").frame
    place = {code: i for i, code in enumerate(codes)}
    free = np.zeros(size, np.float32)
    areas = [(area,) for area in sorted(frame["area"].unique()) if area not in (*ONE_MARKET, "Schengen")]
    for group in (*areas, ONE_MARKET):
        member = np.zeros(size[:2], bool)
        for row in frame.filter(pl.col("area").is_in(group)).iter_rows(named=True):
            if row["country"] in place and row["entry_year"]:
                inside = (row["entry_year"] <= YEARS) & ((row["exit_year"] or YEARS[-1] + 1) > YEARS)
                member[inside, place[row["country"]]] = True
        free = np.maximum(free, member[:, :, None] & member[:, None, :])
    return free


SHARE_WEIGHT = 200.0
"""Persons of stock as which a country's own share of men counts beside that of the pair."""


def _male(places: Places, men: Floats, both: Floats) -> Floats:
    """Share of men among those who move: of the stocks of both directions, drawn to the shares of both countries.

    Where few people stand in the stock of a pair, the shares of all who left the origin and came to the destination
    stand for them, `(m + k p) / (n + k)` with `k = SHARE_WEIGHT`.
    """
    general = men.sum((1, 2)) / both.sum((1, 2))
    out = (men.sum(2) + SHARE_WEIGHT * general[:, None]) / (both.sum(2) + SHARE_WEIGHT)
    into = (men.sum(1) + SHARE_WEIGHT * general[:, None]) / (both.sum(1) + SHARE_WEIGHT)
    prior = (out[:, :, None] + into[:, None, :]) / 2
    pair, total = men + men.transpose(0, 2, 1), both + both.transpose(0, 2, 1)
    return (pair + SHARE_WEIGHT * prior) / (total + SHARE_WEIGHT)
