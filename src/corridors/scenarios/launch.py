"""Launching a world: everybody on Earth at a date, and what moves them from then on, from the packaged data."""

from dataclasses import dataclass, replace

import numpy as np
from jax import Array

from corridors.concepts.countries import UNKNOWN
from corridors.scenarios import demography as wpp
from corridors.scenarios import education, stocks
from corridors.scenarios.corridor_rates import FEWEST_MOVERS, CorridorRates, corridor_rates, reachable_onward
from corridors.scenarios.grids import Floats
from corridors.scenarios.profiles import profiles
from corridors.scenarios.spread import shared
from corridors.scenarios.standing import DATASETS as STANDING_DATASETS
from corridors.scenarios.standing import Standing
from corridors.scenarios.standing import standing as known_standing
from corridors.world.cells import Cells, cells
from corridors.world.rates import Deviations, changed
from corridors.world.state import FERTILE, Inputs, Moves, State, no_work, open_doors

DATASETS = tuple(dict.fromkeys((*wpp.DATASETS, *stocks.DATASETS, "demography_totals", "education", *STANDING_DATASETS)))


@dataclass(frozen=True)
class World:
    """Everybody at a date, and what is expected to move them: from `World.at`.

    `countries` are the residences and, with unknown last, the `birthplaces`; `state` lives on `cells`; `inputs` has the
    periods between the `years`; `spread` is how uncertain the rates are; `notes` says what was assumed or bounded.
    """

    countries: tuple[str, ...]
    years: tuple[int, ...]
    cells: Cells
    state: State
    inputs: Inputs
    spread: Deviations | None
    notes: tuple[str, ...]
    datasets: tuple[str, ...] = DATASETS

    @property
    def birthplaces(self) -> tuple[str, ...]:
        """The countries, then unknown birthplace."""
        return (*self.countries, UNKNOWN)

    @classmethod
    def at(cls, launch: int = 2025, *, until: int = 2050, net: str = "bilateral") -> "World":
        """Launch the world at a date, ready to run until another.

        Args:
            launch, until: fifth years, the launch from 1990 on; net: "bilateral", moves between countries at rates
                by corridor, or "wpp", the net migration that World Population Prospects assumes (from 2020 on).
        Raises:
            NotCovered: years outside the data.

        >>> world = World.at(2025, until=2030, net="wpp")
        >>> len(world.countries), world.state.people.shape[1:], round(float(world.state.people.sum()) / 1e9, 2)
        (235, (2, 21, 3), 8.23)
        """
        return launch_world(launch, until, net)


def launch_world(launch: int, until: int, net: str) -> World:
    """The same as `World.at`."""
    from corridors.scenarios.choices import check_launch

    check_launch(launch, until, net)
    people = wpp.demography(launch, until)
    shares, borrowed = education.shares(people.countries, people.years)
    foreign = stocks.foreign_born(people.countries, launch, people.population)
    inhabited = stocks.ever_inhabited(people.countries)
    table = _with_natives(foreign.people, people.population)
    rates = corridor_rates(people.countries, launch) if net == "bilateral" else None
    if rates is not None:
        natives = np.einsum("rrsa->r", table[:, : len(people.countries)])
        inhabited[:, :-1] |= (rates.native * natives[:, None] * wpp.STEP >= FEWEST_MOVERS).T
    support = cells(inhabited)
    everybody = table[support.residence, support.birth][..., None] * shares[0][np.asarray(support.residence)]
    stock = table.sum(axis=(2, 3))
    standing = known_standing(people.countries, launch, stock)
    moves, spread = _moves(
        support, everybody, rates, inhabited=inhabited, stock=stock, without=_rows(support, _without(standing, stock))
    )
    inputs = _inputs(people, shares, moves)
    if rates is not None:
        inputs = _on_path(inputs, rates, support, len(people.years) - 1)
    notes = (*_notes(foreign, borrowed, rates, launch), *standing.notes)
    return World(
        people.countries, people.years, support,
        _state(support, everybody, standing), inputs, spread, notes,
    )  # fmt: skip


def _with_natives(foreign: Floats, population: Floats) -> Floats:
    """People `[R, B, S, A]`: natives are the population less the foreign-born."""
    table = foreign.copy()
    index = np.arange(population.shape[0])
    table[index, index] = population - foreign.sum(axis=1)
    return table


def _rows(support: Cells, table: Floats) -> Floats:
    """The rows of a table `[residence, birth, ...]`."""
    return table[np.asarray(support.residence), np.asarray(support.birth)]


def _without(standing: Standing, stock: Floats) -> Floats:
    """Share of the residents of each pair who have no permission, and so, in the baseline, of those who arrive."""
    return np.divide(standing.irregular, stock, out=np.zeros_like(stock), where=stock > 0)


def _state(support: Cells, people: Floats, standing: Standing) -> State:
    import jax.numpy as jnp

    women = jnp.zeros((support.residences, FERTILE.stop - FERTILE.start))
    columns = (standing.irregular, np.zeros_like(standing.irregular), standing.refugees)
    known = np.concatenate([np.stack(columns, axis=-1), standing.duration], axis=-1)
    away = np.asarray(support.residence != support.birth)[:, None]
    rows = jnp.asarray(_rows(support, known) * away, dtype=women.dtype)
    return State(jnp.asarray(people, dtype=women.dtype), women, rows, no_work(support, women.dtype))


def _inputs(people: wpp.Demography, shares: Floats, moves: Moves) -> Inputs:
    import jax
    import jax.numpy as jnp

    steps = education.progression(shares)
    fixed = (people.survival, people.infant, people.fertility, people.sex_ratio, steps, people.net)
    float_type = jnp.result_type(float)
    periods = len(people.years) - 1
    steady = jax.tree.map(lambda rate: jnp.broadcast_to(rate, (periods, *rate.shape)), moves)
    return Inputs(*(jnp.asarray(value, dtype=float_type) for value in fixed), moves=steady)


def _on_path(inputs: Inputs, rates: CorridorRates, support: Cells, periods: int) -> Inputs:
    """The inputs with rates that return, period by period, towards their long-run means."""
    import jax.numpy as jnp

    changes = (jnp.asarray(change, dtype=jnp.result_type(float)) for change in rates.changes(support, periods))
    return replace(inputs, moves=changed(inputs.moves, *changes))


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
