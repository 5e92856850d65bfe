"""Reaction: policies, ties, pay and money from abroad change the rates of the period that begins."""

from dataclasses import replace

import jax.numpy as jnp
from jax import Array

from corridors.world.cells import Cells
from corridors.world.given import Given
from corridors.world.state import IRREGULAR, Inputs, Moves, State
from corridors.world.status import count, ratio

HIGH = 2
"""The highest level of education."""
LOW = 0
"""The lowest."""
HUNDRED_DOLLARS = 100.0
"""The unit of the liquidity response."""
PARAMETERS = (
    "network_elasticity", "destination_income_elasticity", "origin_income_elasticity",
    "origin_income_elasticity_slowing", "origin_income_elasticity_above_turn", "origin_income_slowing_point",
    "origin_income_turning_point", "irregular_entry_demand_elasticity", "origin_wage_years_abroad_elasticity",
    "liquidity_emigration_response_low_income", "liquidity_emigration_response_middle_income",
    "liquidity_transfer_measured", "visa_diversion_share", "schooling_response",
)  # fmt: skip
"""What the process takes from the registry."""


def react(cells: Cells, state: State, inputs: Inputs, years: float) -> Inputs:
    """Give the inputs of the period as policies and the deviations of the world so far change them.

    Lawful entries are multiplied by `L = exp(legal + emigration + push + pull + n z)` and entries without permission by
    `I = exp(irregular + emigration + push + pull' + n z)`, with z the log deviation of the row's people from the
    baseline and n `network_elasticity`; `pull`, the destination's pay of the education times
    `destination_income_elasticity`; `pull'`, its lowest pay times `irregular_entry_demand_elasticity`; `push`, income
    at home times the origin's elasticity at its level, plus the liquidity response times money received `m` a head,
    which levels off at the largest sum `s` on which it was measured, `s tanh(m / s)`.
    With q the share of entries without permission, `doors = 1 + (1 - q)(L - 1) + q (I - 1)`, and
    `without = q I (1 - lawful) / doors`. What policies of one corridor take away, or add, moves other corridors of the
    origin the other way (`diverted`). Returns are multiplied by `exp(back - e w)`, with w the income at home and e the
    elasticity of years abroad, those without permission further by `exp(back_irregular)`. Where more of the highly
    educated leave, more of the young study: the last step of schooling is multiplied by
    `exp(schooling_response log2(prospect / baseline))`.

    Where nothing is changed every factor is one, and the inputs come back to the last bit.
    """
    given = inputs.given
    if given is None:
        return inputs
    moves, doors, without = inputs.moves, *_doors(cells, state, given, inputs.moves)
    back, homesick = _returns(cells, state, given)
    moves = replace(moves, doors=moves.doors * doors, without=without, back=moves.back * back, homesick=homesick)
    reference = given.reference.prospect
    own = prospect(cells, moves)
    ahead = jnp.log2(jnp.where(given.scenario * reference > 0, ratio(own, reference, 1.0), 1.0))
    up = jnp.exp(given.parameters["schooling_response"] * ahead)
    school = inputs.school.at[..., 1].multiply(up[:, None, None])
    return replace(inputs, moves=moves, school=jnp.minimum(school, 1))


def prospect(cells: Cells, moves: Moves) -> Array:
    """Rate at which highly educated natives of each country leave, `[R]`, per year."""
    return cells.by_birth(moves.native * moves.doors[:, HIGH])[: cells.residences]


def _doors(cells: Cells, state: State, given: Given, moves: Moves) -> tuple[Array, Array]:
    effects, p, work = given.effects, given.parameters, state.work
    home = jnp.minimum(cells.birth, cells.residences - 1)
    of_origin = effects.emigration + _push(given, state)
    shared = of_origin[home] + p["network_elasticity"] * work.network
    pull = p["destination_income_elasticity"] * work.wage[:, 1][cells.residence]
    demand = p["irregular_entry_demand_elasticity"] * work.wage[:, 1, LOW][cells.residence]
    q = given.economies.without[:, None]
    irregular = (effects.irregular + shared + demand)[:, None]
    doors = 1 + (1 - q) * jnp.expm1(effects.legal + shared[:, None] + pull) + q * jnp.expm1(irregular)
    without = q * jnp.exp(irregular) * (1 - effects.lawful[:, None]) / doors
    policy = 1 + (1 - q) * jnp.expm1(effects.legal) + q * jnp.expm1(effects.irregular)[:, None]
    return doors * diverted(cells, moves.native, policy, p["visa_diversion_share"]), without


def diverted(cells: Cells, native: Array, policy: Array, share: Array) -> Array:
    """How moves turned away from some corridors of an origin raise the others, a factor `[C, E]`.

    Corridor k loses `d[k] = native[k] (1 - policy[k])`, of which the part `share` goes to the origin's other corridors
    in proportion to their rates: `x[c] = share sum_{k != c} d[k] / sum_{j != k} native[j]`. The factor is `1 + x` for
    what is turned away (x > 0) and `exp(x)` for what is drawn in, which cannot go below zero.

    Args:
        native: `[C]`, rates; policy: `[C, E]`, factors of policies on them; share: from zero to one.
    """
    home = jnp.minimum(cells.birth, cells.residences - 1)
    others = cells.by_birth(native)[home] - native
    lost = ratio(native[:, None] * (1 - policy), jnp.broadcast_to(others[:, None], policy.shape))
    x = share * (cells.by_birth(lost)[home] - lost)
    return jnp.where(x > 0, 1 + x, jnp.exp(jnp.minimum(x, 0)))


def _push(given: Given, state: State) -> Array:
    """Log change of leaving by what people earn and receive at home, `[R]`."""
    p, level, income = given.parameters, given.economies.level, given.economies.income
    slowing, turning = p["origin_income_slowing_point"], p["origin_income_turning_point"]
    elasticity = jnp.where(
        income < slowing,
        p["origin_income_elasticity"],
        jnp.where(income < turning, p["origin_income_elasticity_slowing"], p["origin_income_elasticity_above_turn"]),
    )
    low = jnp.log1p(p["liquidity_emigration_response_low_income"])
    middle = jnp.log1p(p["liquidity_emigration_response_middle_income"])
    liquidity = jnp.where(level == 0, low, jnp.where(level == 1, middle, 0))
    largest = p["liquidity_transfer_measured"]
    cash = largest * jnp.tanh(state.work.received / largest)
    return elasticity * state.work.income + liquidity * cash / HUNDRED_DOLLARS


def _returns(cells: Cells, state: State, given: Given) -> tuple[Array, Array]:
    """Factor of all returns of a row, and the rate of those without permission over it, `[C]`."""
    effects = given.effects
    home = jnp.minimum(cells.birth, cells.residences - 1)
    drawn = given.parameters["origin_wage_years_abroad_elasticity"] * state.work.income[home]
    log = jnp.where(cells.birth < cells.residences, effects.back - drawn, effects.back)
    share = ratio(state.standing[:, IRREGULAR], count(state.people))
    own = jnp.expm1(log + effects.back_irregular)
    factor = 1 + (1 - share) * jnp.expm1(log) + share * own
    return factor, (1 + own) / factor
