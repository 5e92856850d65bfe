"""The launched world behind answers of kind W: who stands where at launch, and scenarios over a grid of values."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from corridors.content.blocks import Missing
from corridors.content.subject import named
from corridors.content.words import listed
from corridors.scenarios.assumptions import draw, resolved
from corridors.scenarios.places import resolve_place
from corridors.scenarios.scenario import UNTIL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.scenarios.launch import World
    from corridors.scenarios.rival_runs import Outcomes, Setting
    from corridors.scenarios.scenario import Scenario

SEED = 0
LAUNCH = 2025
"""The year in which scenarios start."""
Pair = tuple[str, str]


def world() -> World:
    """The world at launch, made once in a process."""
    from corridors.scenarios.ensemble import launched

    return launched(LAUNCH, UNTIL, "bilateral")


@cache
def irregular_at_launch() -> Mapping[str, float]:
    """Residents without permission at launch by residence, persons; residences that nobody has estimated are left out.

    >>> sorted(irregular_at_launch())
    ['DEU', 'ESP', 'FIN', 'FRA', 'GBR', 'ITA', 'USA']
    """
    from corridors.world.state import IRREGULAR

    held = world()
    people = np.asarray(held.state.standing[:, IRREGULAR], float)
    total = np.bincount(np.asarray(held.cells.residence), people, minlength=len(held.countries))
    return {code: float(value) for code, value in zip(held.countries, total, strict=True) if value > 0}


@cache
def irregular_by_pair() -> Mapping[Pair, float]:
    """Residents without permission at launch by origin and destination, persons; unknown origins are left out."""
    from corridors.world.state import IRREGULAR

    held = world()
    people = np.asarray(held.state.standing[:, IRREGULAR], float)
    ends = zip(np.asarray(held.cells.birth), np.asarray(held.cells.residence), people, strict=True)
    names = held.countries
    return {(names[b], names[r]): float(n) for b, r, n in ends if n > 0 and b < len(names)}


@cache
def corridors() -> frozenset[Pair]:
    """Origins and destinations that the model follows one by one."""
    held = world()
    names = held.countries
    ends = zip(np.asarray(held.cells.birth), np.asarray(held.cells.residence), strict=True)
    return frozenset((names[b], names[r]) for b, r in ends if b < len(names) and b != r)


def in_model(code: str) -> str:
    """The code under which the model holds a country; the Channel Islands are one.

    Raises:
        NotCovered: a place without people in the model.
    """
    return resolve_place(code)[0]


def not_estimated(name: str) -> Missing:
    """Say that residents without permission are not estimated in a place."""
    return Missing(
        f"Residents and entries without permission in {name}",
        f"The catalogue holds estimates for {estimated_in()} only; zero elsewhere means that nobody has estimated "
        "them.",
    )


def estimated_in() -> str:
    """The places where residents without permission are estimated, in words."""
    return listed([named(code) for code in sorted(irregular_at_launch())])


@lru_cache(maxsize=4)
def _laid_out(text: str) -> Setting:
    from corridors.scenarios.rival_runs import setting
    from corridors.scenarios.scenario import Scenario

    return setting(Scenario.parse(text))


def over_values(
    scenario: Scenario, values: Sequence[Sequence[float]], view: str | None, number: int = 0
) -> tuple[Outcomes, list[Outcomes]]:
    """Run a scenario's levers at many values under one view, on the luck of one draw.

    Args:
        scenario: its levers in their order; values: for each run a value for each lever; view: a name, or None;
            number: of the draw, 0 for the central run.
    Returns: outcomes (by country, of the parties) of the baseline, and of each run, as arrays by name, time first.
    """
    import jax
    import jax.numpy as jnp

    from corridors.scenarios.rival_runs import chosen, lucky_inputs, one_baseline, one_scenario

    held = _laid_out(scenario.text())
    inputs = lucky_inputs(held.world, number, SEED)
    given = chosen(draw(resolved(view, held.parameters), [number], SEED), 0)
    base, reference = one_baseline(held, inputs, given)
    made: list[Outcomes] = [
        jax.device_get(one_scenario(held, inputs, given, reference, jnp.asarray(each, jnp.result_type(float))))
        for each in values
    ]
    return jax.device_get(base), made
