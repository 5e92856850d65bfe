"""Bilateral moves: natives leave, the foreign-born return or move on; every mover leaves one cell and enters one."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import Inputs, Moves, State


def move_half(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Let people leave, return and move on for half of the period.

    A person of row c, sex, age and education leaves with hazard `mu = rate[c] * profile` and so with probability
    `1 - exp(-mu years / 2)`; destinations share the movers in proportion to their rates. Of natives the rate is
    `sum_d native[d]`; of the foreign-born, `back + sum_d onward[r, d]` over the destinations d where people of the same
    birthplace live (`Cells.inhabited`) and which are not the birthplace. The onward movers of one birthplace are alike
    in sex, age and education: they arrive with the composition of all of them together. Children of movers who move
    with them keep their own birthplace.

    Ledger: `left[C]`, `returned[C]`, `onward[R, R]`.
    """
    moves, people = inputs.moves, state.people
    half = years / 2
    onward_total, reachable = _onward_rates(cells, moves)
    leaving_rate = cells.by_birth(moves.native)[: cells.residences]
    rate = moves.back + onward_total
    chance = -jnp.expm1(-half * rate[:, None, None] * moves.foreign_profile[cells.residence])
    of_natives = -jnp.expm1(-half * leaving_rate[:, None, None, None] * moves.native_profile)
    out = (people * chance[..., None]).at[cells.native].set(people[cells.native] * of_natives)

    share = _share(moves.native, leaving_rate[_as_native(cells)])
    left = out[cells.native][_as_native(cells)] * share[:, None, None, None]

    returning = _share(moves.back, rate) * cells.foreign
    back = out * returning[:, None, None, None]
    onward = out * ((1 - returning) * cells.foreign)[:, None, None, None]

    arrived, flow = _arrivals(cells, moves, onward, onward_total, reachable)
    people = people - out + left + arrived
    people = people.at[cells.native].add(cells.by_birth(back)[: cells.residences])
    entries = {"left": left.sum(axis=(1, 2, 3)), "returned": back.sum(axis=(1, 2, 3)), "onward": flow}
    return replace(state, people=people), entries


def _as_native(cells: Cells) -> Array:
    """The residence that is a row's birthplace; row of unknown birthplace: any, since its rate is zero."""
    return jnp.minimum(cells.birth, cells.residences - 1)


def _share(part: Array, whole: Array) -> Array:
    return jnp.where(whole > 0, part / jnp.where(whole > 0, whole, 1), 0)


def _onward_rates(cells: Cells, moves: Moves) -> tuple[Array, Array]:
    """Each row's rate of moving on, `[C]`, and where a birthplace's people may go on to, `[R, B]`."""
    home = jnp.eye(cells.residences, cells.birthplaces, dtype=cells.inhabited.dtype)
    reachable = cells.inhabited * (1 - home)
    total = moves.onward @ reachable
    return total[cells.residence, cells.birth] * cells.foreign, reachable


def _arrivals(cells: Cells, moves: Moves, onward: Array, onward_total: Array, reachable: Array) -> tuple[Array, Array]:
    """People `[C, ...]` who arrive from onward moves, and the flow `[R, R]` between residences."""
    counts = onward.sum(axis=(1, 2, 3))
    per_rate = cells.table(_share(counts, onward_total))
    arriving = (moves.onward.T @ per_rate) * reachable
    flow = moves.onward * (per_rate @ reachable.T)
    of_birth = cells.by_birth(onward)
    total = of_birth.sum(axis=(1, 2, 3), keepdims=True)
    mix = _share(of_birth, jnp.broadcast_to(total, of_birth.shape))
    return arriving[cells.residence, cells.birth][:, None, None, None] * mix[cells.birth], flow
