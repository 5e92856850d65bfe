"""Bilateral moves: natives leave, the foreign-born return or move on; every mover leaves one cell and enters one."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.state import IRREGULAR, Inputs, Moves, State
from corridors.world.status import by_education, count, joined, ratio


def move_half(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Let people leave, return and move on for half of the period.

    A person of row c, sex, age and education leaves with hazard `mu = rate[c] * profile` and so with probability
    `1 - exp(-mu years / 2)`; destinations share the movers in proportion to their rates. Of natives the rate is
    `sum_d native[d] doors[d, education]`; of the foreign-born, `back + sum_d onward[r, d]` over the destinations d
    where people of the same birthplace live (`Cells.inhabited`) and which are not the birthplace. The onward movers of
    one birthplace are alike in sex, age and education: they arrive with the composition of all of them together.
    Children of movers who move with them keep their own birthplace.

    Of those who arrive the share `without` has no permission. People without permission return `homesick` times as
    often as all people of the row and move on as often; other standings leave in proportion.

    Ledger: `left[C]`, `returned[C]`, `onward[R, R]`, `entries[C]`.
    """
    moves, people = inputs.moves, state.people
    half = years / 2
    onward_total, reachable = _onward_rates(cells, moves)
    by_door = moves.native[:, None] * moves.doors
    leaving_rate = cells.by_birth(by_door)[: cells.residences]
    rate = moves.back + onward_total
    chance = -jnp.expm1(-half * rate[:, None, None] * moves.foreign_profile[cells.residence])
    of_natives = -jnp.expm1(-half * leaving_rate[:, None, None] * moves.native_profile)
    out = (people * chance[..., None]).at[cells.native].set(people[cells.native] * of_natives)
    gone = by_education(out)

    home = _as_native(cells)
    share = ratio(by_door, leaving_rate[home])
    returning = ratio(moves.back, rate) * cells.foreign
    going_on = (1 - returning) * cells.foreign
    back, onward = returning * gone.sum(axis=-1), going_on * gone.sum(axis=-1)
    returned = cells.by_birth(out * returning[:, None, None, None])[: cells.residences]

    arriving, flow = _arrivals(cells, moves, onward, onward_total, reachable)
    mix = _mix(cells, out, going_on)
    left = gone[cells.native][home] * share
    came = left + arriving[:, None] * by_education(mix)[cells.birth]
    entries = (came * moves.without).sum(axis=-1)
    standing = _standing(state.standing, count(people), back, onward, moves.homesick)
    gained = out[cells.native][home] * share[:, None, None] + arriving[:, None, None, None] * mix[cells.birth]
    people = (people - out + gained).at[cells.native].add(returned)
    ledger = {"left": left.sum(axis=-1), "returned": back, "onward": flow, "entries": entries}
    return replace(state, people=people, standing=joined(standing, came.sum(axis=-1), entries)), ledger


def _as_native(cells: Cells) -> Array:
    """The residence that is a row's birthplace; row of unknown birthplace: any, since its rate is zero."""
    return jnp.minimum(cells.birth, cells.residences - 1)


def _standing(standing: Array, people: Array, back: Array, onward: Array, homesick: Array) -> Array:
    """The standing of those who stay; people without permission leave at their own rate, as far as there are any."""
    gone_back, gone_on = ratio(back, people), ratio(onward, people)
    stay = standing * (1 - gone_back - gone_on)[:, None]
    irregular = standing[:, IRREGULAR] * jnp.maximum(1 - gone_back * homesick - gone_on, 0)
    return stay.at[:, IRREGULAR].set(irregular)


def _onward_rates(cells: Cells, moves: Moves) -> tuple[Array, Array]:
    """Each row's rate of moving on, `[C]`, and where a birthplace's people may go on to, `[R, B]`."""
    home = jnp.eye(cells.residences, cells.birthplaces, dtype=cells.inhabited.dtype)
    reachable = cells.inhabited * (1 - home)
    total = moves.onward @ reachable
    return total[cells.residence, cells.birth] * cells.foreign, reachable


def _arrivals(cells: Cells, moves: Moves, onward: Array, onward_total: Array, reachable: Array) -> tuple[Array, Array]:
    """People of each row who arrive from onward moves, `[C]`, and the flow `[R, R]` between residences."""
    per_rate = cells.table(ratio(onward, onward_total))
    arriving = (moves.onward.T @ per_rate) * reachable
    flow = moves.onward * (per_rate @ reachable.T)
    return arriving[cells.residence, cells.birth], flow


def _mix(cells: Cells, out: Array, going_on: Array) -> Array:
    """The onward movers of each birthplace by sex, age and education, `[B, S, A, E]`, parts that add up to one."""
    of_birth = cells.by_birth(out * going_on[:, None, None, None])
    return ratio(of_birth, jnp.broadcast_to(of_birth.sum(axis=(1, 2, 3), keepdims=True), of_birth.shape))
