"""Flight: natives are driven abroad, and refugees are brought to other countries."""

from dataclasses import replace

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.given import Given
from corridors.world.state import DURATION, REFUGEES, Inputs, State
from corridors.world.status import count, joined, ratio

PARAMETERS = ("conflict_neighbour_share",)
"""What the process takes from the registry."""


def displace(cells: Cells, state: State, inputs: Inputs, years: float) -> tuple[State, dict[str, Array]]:
    """Drive the share `displaced` of natives abroad, and resettle refugees, at the start of the period.

    Of natives of b driven away, `conflict_neighbour_share` go to neighbours and the rest elsewhere, in each group in
    proportion to `near[c]` and `far[c]`, which follow the people of b who lived there at launch. Their sex, age and
    education are those of the natives. Of the refugees of b outside the receiving countries the share `resettled[c]` is
    brought to the residence of c, with the composition of the rows they leave. Nobody is both a
    refugee and without permission, so that of the standings only refugees and years since arrival shrink with them.

    Ledger: `left[C]`, those driven away; `onward[R, R]`, those resettled.
    """
    if inputs.given is None:
        return state, {}
    given = inputs.given
    fleeing = jnp.any(given.effects.displaced > 0)
    bringing = jnp.any(given.effects.resettled > 0)
    state, fled = jax.lax.cond(fleeing, _flee, lambda s, *_: (s, jnp.zeros_like(s.standing[:, 0])), state, cells, given)
    between = jnp.zeros((cells.residences, cells.residences), state.people.dtype)
    state, moved = jax.lax.cond(bringing, _resettle, lambda s, *_: (s, between), state, cells, given)
    return state, {"left": fled, "onward": moved}


def _flee(state: State, cells: Cells, given: Given) -> tuple[State, Array]:
    neighbours = given.parameters["conflict_neighbour_share"]
    economies = given.economies
    where = neighbours * economies.near + (1 - neighbours) * economies.far
    home = jnp.minimum(cells.birth, cells.residences - 1)
    out = state.people[cells.native] * given.effects.displaced[:, None, None, None]
    reachable = cells.by_birth(where)[: cells.residences] > 0
    out = out * reachable[:, None, None, None]
    arrived = out[home] * (where * (cells.birth < cells.residences))[:, None, None, None]
    people = (state.people + arrived).at[cells.native].add(-out)
    fled = count(arrived)
    standing = joined(state.standing, fled, jnp.zeros_like(fled)).at[:, REFUGEES].add(fled)
    return replace(state, people=people, standing=standing), fled


def _resettle(state: State, cells: Cells, given: Given) -> tuple[State, Array]:
    share = jnp.clip(given.effects.resettled, 0, 1)
    wanted = cells.by_birth(share)
    refugees = state.standing[:, REFUGEES]
    hosting = jnp.where(share > 0, 0, refugees)
    leaving = hosting * jnp.minimum(wanted, 1)[cells.birth]
    gone = ratio(leaving, count(state.people))
    out = state.people * gone[:, None, None, None]
    pool = cells.by_birth(out)
    part = ratio(share, wanted[cells.birth])
    arrived = pool[cells.birth] * part[:, None, None, None]
    came = count(arrived)
    standing = state.standing.at[:, DURATION].multiply((1 - gone)[:, None])
    standing = standing.at[:, REFUGEES].set(refugees - leaving)
    standing = joined(standing, came, jnp.zeros_like(came)).at[:, REFUGEES].add(came)
    leaving_table, part_table = cells.table(leaving), cells.table(part)
    return replace(state, people=state.people - out + arrived, standing=standing), leaving_table @ part_table.T
