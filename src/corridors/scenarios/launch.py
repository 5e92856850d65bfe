"""Launching a world: everybody on Earth at a date, and what moves them from then on, from the packaged data."""

from dataclasses import dataclass, replace

import numpy as np
from jax import Array

from corridors.concepts.countries import UNKNOWN
from corridors.scenarios import demography as wpp
from corridors.scenarios import education, single_ages, stocks
from corridors.scenarios.corridor_rates import FEWEST_MOVERS, CorridorRates, corridor_rates, reachable_onward
from corridors.scenarios.grids import Floats
from corridors.scenarios.profiles import profiles
from corridors.scenarios.spread import shared
from corridors.scenarios.standing import DATASETS as STANDING_DATASETS
from corridors.scenarios.standing import Standing
from corridors.scenarios.standing import standing as known_standing
from corridors.world.ages import FIVE, SINGLE, Ages
from corridors.world.cells import Cells, cells
from corridors.world.rates import Deviations, changed
from corridors.world.state import Inputs, Moves, State, no_work, open_doors

DATASETS = (*wpp.DATASETS, *stocks.DATASETS, "demography_totals", "education", *STANDING_DATASETS)


def datasets(step: int) -> tuple[str, ...]:
    """The datasets that a world of some step is launched from."""
    return tuple(dict.fromkeys((*DATASETS, *wpp.DATASETS_OF_STEP[step])))


@dataclass(frozen=True)
class World:
    """Everybody at a date, and what is expected to move them: from `World.at`.

    `countries` are the residences and, with unknown last, the `birthplaces`; `state` lives on `cells`; `inputs` has the
    periods between the `years`; `spread` is how uncertain the rates are; `notes` says what was assumed or bounded;
    `datasets` are those it is made from.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    cells: Cells
    state: State
    inputs: Inputs
    spread: Deviations | None
    notes: tuple[str, ...]
    datasets: tuple[str, ...]

    @property
    def step(self) -> int:
        """Years of a period."""
        return self.state.ages.width

    @property
    def every(self) -> int:
        """Periods in five years: as long as rates and their luck stay the same."""
        return wpp.STEP // self.step

    @property
    def luck(self) -> tuple[int, ...]:
        """The years in which luck changes: those that start five years."""
        return self.years[: -1 : self.every]

    @property
    def birthplaces(self) -> tuple[str, ...]:
        """The countries, then unknown birthplace."""
        return (*self.countries, UNKNOWN)

    @classmethod
    def at(cls, launch: int = 2025, *, until: int = 2050, net: str = "bilateral", step: int = wpp.STEP) -> "World":
        """Launch the world at a date, ready to run until another.

        Args:
            launch, until: fifth years, the launch from 1990 on; net: "bilateral", moves between countries at rates
                by corridor, or "wpp", the net migration that World Population Prospects assumes (from 2020 on); step:
                years of a period and of an age group, 5 or, with single ages and an end in any year, 1.
        Raises:
            NotCovered: years outside the data; InvalidInput: another step.

        >>> world = World.at(2025, until=2030, net="wpp")
        >>> len(world.countries), world.state.people.shape[1:], round(float(world.state.people.sum()) / 1e9, 2)
        (235, (2, 21, 3), 8.23)
        """
        return launch_world(launch, until, net, step)


def launch_world(launch: int, until: int, net: str, step: int) -> World:
    """The same as `World.at`."""
    from corridors.scenarios.choices import check_launch

    check_launch(launch, until, net, step)
    people = wpp.demography(launch, until, step)
    shares, borrowed = education.shares(people.countries, education.dates(people.years))
    foreign = stocks.foreign_born(people.countries, launch, people.population)
    inhabited = stocks.ever_inhabited(people.countries)
    table = _with_natives(foreign.people, people.population)
    if step != wpp.STEP:
        table = _by_single_age(table, wpp.births(launch))
    rates = corridor_rates(people.countries, launch) if net == "bilateral" else None
    if rates is not None:
        natives = np.einsum("rrsa->r", table[:, : len(people.countries)])
        inhabited[:, :-1] |= (rates.native * natives[:, None] * wpp.STEP >= FEWEST_MOVERS).T
    support = cells(inhabited)
    known = shares[0] if step == wpp.STEP else education.single_shares(shares[0])
    everybody = table[support.residence, support.birth][..., None] * known[np.asarray(support.residence)]
    stock = table.sum(axis=(2, 3))
    standing = known_standing(people.countries, launch, stock)
    moves, spread = _moves(
        support, everybody, rates, inhabited=inhabited, stock=stock, without=_rows(support, _without(standing, stock))
    )
    inputs = _inputs(people, shares, moves, step)
    if rates is not None:
        inputs = _on_path(inputs, rates, support, every=wpp.STEP // step)
    notes = (*_notes(foreign, borrowed, rates, launch), *standing.notes)
    return World(
        people.countries, people.years, support,
        _state(support, everybody, standing), inputs, spread, notes, datasets(step),
    )  # fmt: skip


def _with_natives(foreign: Floats, population: Floats) -> Floats:
    """People `[R, B, S, A]`: natives are the population less the foreign-born."""
    table = foreign.copy()
    index = np.arange(population.shape[0])
    table[index, index] = population - foreign.sum(axis=1)
    return table


def _by_single_age(table: Floats, births: Floats) -> Floats:
    """People `[R, B, S, 101]` from groups of five years; every group keeps its people, by birthplace.

    Natives follow the births of the years in which they were born. The foreign-born of a residence are alike, as in
    their groups: all of them together are spread smoothly.
    """
    index = np.arange(table.shape[0])
    natives = table[index, index]
    whole = table.sum(axis=1) - natives
    group = np.minimum(np.arange(SINGLE.count) // FIVE.width, FIVE.count - 1)
    spread_out = single_ages.spread(whole)
    part = np.divide(spread_out, whole[..., group], out=np.zeros_like(spread_out), where=whole[..., group] > 0)
    found = table[..., group] * part[:, None]
    found[index, index] = single_ages.spread_along(natives, births)
    return found


def _rows(support: Cells, table: Floats) -> Floats:
    """The rows of a table `[residence, birth, ...]`."""
    return table[np.asarray(support.residence), np.asarray(support.birth)]


def _without(standing: Standing, stock: Floats) -> Floats:
    """Share of the residents of each pair who have no permission, and so, in the baseline, of those who arrive."""
    return np.divide(standing.irregular, stock, out=np.zeros_like(stock), where=stock > 0)


def _state(support: Cells, people: Floats, standing: Standing) -> State:
    import jax.numpy as jnp

    ages = Ages.counted(people.shape[2])
    women = jnp.zeros((support.residences, len(ages.starting(ages.fertile))))
    columns = (standing.irregular, np.zeros_like(standing.irregular), standing.refugees)
    known = np.concatenate([np.stack(columns, axis=-1), standing.duration], axis=-1)
    away = np.asarray(support.residence != support.birth)[:, None]
    rows = jnp.asarray(_rows(support, known) * away, dtype=women.dtype)
    return State(jnp.asarray(people, dtype=women.dtype), women, rows, no_work(support, women.dtype))


def _inputs(people: wpp.Demography, shares: Floats, moves: Moves, step: int) -> Inputs:
    import jax
    import jax.numpy as jnp

    periods = len(people.years) - 1
    steps = education.progression(shares) if step == wpp.STEP else education.single_progression(shares, periods)
    fixed = (people.survival, people.infant, people.fertility, people.sex_ratio, steps, people.net)
    float_type = jnp.result_type(float)
    steady = jax.tree.map(lambda rate: jnp.broadcast_to(rate, (periods, *rate.shape)), moves)
    return Inputs(*(jnp.asarray(value, dtype=float_type) for value in fixed), moves=steady)


def _on_path(inputs: Inputs, rates: CorridorRates, support: Cells, every: int) -> Inputs:
    """The inputs with rates that return, every five years, towards their long-run means."""
    import jax.numpy as jnp

    periods = len(inputs.fertility)
    changes = rates.changes(support, -(-periods // every))
    repeated = (np.repeat(change, every, axis=0)[:periods] for change in changes)
    whole = (jnp.asarray(change, dtype=jnp.result_type(float)) for change in repeated)
    return replace(inputs, moves=changed(inputs.moves, *whole))


def _moves(
    support: Cells,
    people: Floats,
    rates: CorridorRates | None,
    *,
    inhabited: np.ndarray,
    stock: Floats,
    without: Floats,
) -> tuple[Moves, Deviations | None]:
    """Rates and their uncertainty on the cells; without rates, nobody moves."""
    import jax.numpy as jnp

    residence, birth, home = (np.asarray(index) for index in (support.residence, support.birth, support.native))
    foreign = np.zeros((support.residences, *people.shape[1:]))
    away = residence != birth
    np.add.at(foreign, residence[away], people[away])
    shape = profiles(people[home], foreign)
    known = away & (birth < support.residences)
    origin = np.minimum(birth, support.residences - 1)

    def rows(table: Floats, from_birth: bool) -> Floats:
        return np.where(known, table[origin, residence] if from_birth else table[residence, origin], 0)

    def whole(value: Floats) -> Array:
        return jnp.asarray(value, dtype=jnp.result_type(float))

    if rates is None:
        nothing = np.zeros(len(residence)), np.zeros(len(residence)), np.zeros((support.residences,) * 2)
        return Moves(*(whole(value) for value in (*nothing, *shape)), **open_doors(support, whole(without))), None
    onward = reachable_onward(rates.onward, stock, inhabited)
    parts = (rows(rates.native, True), rows(rates.back, False), onward, *shape)
    moves = Moves(*(whole(value) for value in parts), **open_doors(support, whole(without)))
    sd = (rows(rates.sd_native, True), rows(rates.sd_back, False), rates.sd_onward)
    return moves, Deviations(*(whole(value) for value in (*sd, *shared(rates.launch))))


def _notes(
    foreign: stocks.Foreign, borrowed: tuple[str, ...], rates: CorridorRates | None, launch: int
) -> tuple[str, ...]:
    notes = [
        f"Stocks of {foreign.year} stand for {launch}, with the population of each residence "
        f"({foreign.carried:+,.0f} foreign-born).",
        "The foreign-born of a residence are alike in age and education, wherever they were born.",
        f"Education of {len(borrowed)} areas is that of their subregion: {', '.join(borrowed)}.",
    ]
    if foreign.capped >= 1:
        notes.append(f"{foreign.capped:,.0f} foreign-born above {stocks.MOST_FOREIGN:.0%} of an age count as natives.")
    if rates is not None and rates.without:
        notes.append(f"Nobody moves to or from {', '.join(rates.without)}: the stocks have no birthplaces there.")
    return tuple(notes)
