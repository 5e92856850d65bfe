"""A scenario beside its baseline: two runs of one program on the same luck, so that what differs is the scenario."""

from dataclasses import replace

import jax.numpy as jnp

from corridors.world import accounts, labour, outcome
from corridors.world.cells import Cells
from corridors.world.effects import Effects, no_effects
from corridors.world.given import Economies, Given, Parameters, Reference
from corridors.world.outcome import Outcome, Watched
from corridors.world.processes import displace, react, work
from corridors.world.run import run_scenario
from corridors.world.state import Inputs, State

PARAMETERS = tuple(
    dict.fromkeys(name for module in (react, displace, labour, work, accounts, outcome) for name in module.PARAMETERS)
)
"""Every parameter of the registry that the processes of a scenario take."""
ACCOUNTING = outcome.PARAMETERS
"""Those of them that change accounts and nobody's move."""


def baseline(
    cells: Cells, state: State, inputs: Inputs, *, economies: Economies, given: Parameters, watched: Watched
) -> tuple[tuple[Outcome, Outcome, Outcome], Reference]:
    """Run the world with nothing changed.

    Returns: outcomes by country, of the parties and of single rows, and the reference of every period. People do not
        depend on the parameters, which only act on deviations; accounts of public money do.
    """
    periods = inputs.fertility.shape[0]
    nothing = Given(
        no_effects(cells, periods), empty_reference(cells, periods), given, economies, jnp.zeros((), state.people.dtype)
    )
    _, (*outcomes, reference) = run_scenario(cells, state, replace(inputs, given=nothing), watched)
    return tuple(outcomes), reference


def scenario(
    cells: Cells, state: State, inputs: Inputs, *, economies: Economies, given: Parameters, watched: Watched,
    effects: Effects, reference: Reference,
) -> tuple[Outcome, Outcome, Outcome]:  # fmt: skip
    """Run the world under a scenario, measured against the baseline's reference.

    With effects that change nothing the outcomes are the baseline's to the last bit.
    """
    whole = Given(effects, reference, given, economies, jnp.ones((), state.people.dtype))
    _, (*outcomes, _) = run_scenario(cells, state, replace(inputs, given=whole), watched)
    return tuple(outcomes)


def empty_reference(cells: Cells, periods: int) -> Reference:
    """A reference that nothing is measured from."""
    dtype = jnp.result_type(float)
    by_country, by_row = jnp.zeros((periods, cells.residences), dtype), jnp.zeros((periods, cells.count), dtype)
    work_force = jnp.zeros((periods, cells.residences, 2, 3), dtype)
    return Reference(
        labour=work_force, low=by_country, high=by_country, stock=by_row, settled=by_row, onset=by_row, earned=by_row,
        income=by_country, received=by_country, prospect=by_country, entries=by_country,
    )  # fmt: skip
