"""The levers of a scenario as effects on a launched world."""

from collections.abc import Callable
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from corridors.policy.addition import combine
from corridors.policy.dates import Dates
from corridors.policy.lever import Lever
from corridors.policy.levers import LEVERS
from corridors.policy.scope import Scope
from corridors.scenarios.launch import World
from corridors.scenarios.places import resolve_places
from corridors.scenarios.scenario import LeverUse, Scenario
from corridors.world.effects import Effects
from corridors.world.given import Parameters

PARTICIPATION = "lever_participation"
"""The part of a lever that those who would join it adopt: a disputed choice."""
EVERYWHERE = ("world",)


@dataclass(frozen=True)
class Pulled:
    """A lever with its scope and dates laid out on a world; `joined`, for those who would follow."""

    lever: Lever
    value: float
    scope: Scope
    dates: Dates
    joined: bool


def pulled(world: World, uses: tuple[LeverUse, ...]) -> tuple[Pulled, ...]:
    """Lay the levers of a scenario out on a world.

    Those who join a lever (`joined_by`) are further destinations of it or, for a lever on countries, further countries;
    who pulls the same lever anyway does not join.
    """
    found = []
    for use in uses:
        lever = LEVERS[use.lever]
        dates = Dates(tuple(float(year) for year in world.years), float(use.start), use.end and float(use.end))
        skills = [not use.skills or skill in use.skills for skill in ("low", "medium", "high")]
        origins, destinations = (
            resolve_places(use.origins or EVERYWHERE),
            resolve_places(use.destinations or EVERYWHERE),
        )

        def scope(origins: tuple[str, ...], destinations: tuple[str, ...], skills: list[bool] = skills) -> Scope:
            masks = ([code in places for code in world.countries] for places in map(set, (origins, destinations)))
            return Scope.between(world.cells, *masks, skills=skills)

        found.append(Pulled(lever, use.value, scope(origins, destinations), dates, joined=False))
        if use.joined_by:
            more = resolve_places(use.joined_by)
            by_country = lever.scope in ("origin", "country")
            own = origins if by_country else destinations
            acting = {*own, *_acting(uses, lever.name, by_country=by_country)}
            rest = tuple(code for code in more if code not in acting)
            where = (rest, destinations) if by_country else (origins, rest)
            found.append(Pulled(lever, use.value, scope(*where), dates, joined=True))
    return tuple(found)


def _acting(uses: tuple[LeverUse, ...], name: str, *, by_country: bool) -> tuple[str, ...]:
    """Countries that pull a lever by themselves."""
    named = (use.origins if by_country else use.destinations for use in uses if use.lever == name)
    return tuple(code for places in named for code in resolve_places(places or EVERYWHERE))


def needed(scenario_levers: tuple[Pulled, ...]) -> tuple[str, ...]:
    """Names of the parameters that the levers take from the registry."""
    names = [name for each in scenario_levers for name in each.lever.parameters]
    if any(each.joined for each in scenario_levers):
        names.append(PARTICIPATION)
    return tuple(dict.fromkeys(names))


def effects_of(world: World, levers: tuple[Pulled, ...]) -> Callable[[Array, Parameters], Effects]:
    """Give the function from the levers' values, and parameters, to effects; it can be differentiated.

    Its first argument holds a value for each lever of `levers`. Those who join adopt
    `neutral + participation (value - neutral)`.
    """
    periods = len(world.years) - 1

    @jax.jit
    def made(values: Array, given: Parameters) -> Effects:
        increments = []
        for i, each in enumerate(levers):
            value = values[i]
            if each.joined:
                value = each.lever.neutral + given[PARTICIPATION] * (value - each.lever.neutral)
            increments.append(each.lever.effects(value, each.scope, each.dates, given))
        return combine(increments, world.cells, periods)

    return made


def values_of(levers: tuple[Pulled, ...]) -> Array:
    """The values of levers, `[L]`."""
    return jnp.asarray([each.value for each in levers], jnp.result_type(float))


@dataclass(frozen=True)
class Sides:
    """The countries whose accounts a scenario shows: `origins` of the stayers, `destinations` of the hosts."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]


def sides(world: World, given: Scenario) -> Sides:
    """Give the countries whose people the accounts show.

    As the scenario says; else those that its levers name; else, for destinations, the countries where more people live
    who were born abroad than were born there and live abroad, at launch, and for origins all.
    """
    uses = given.levers
    destinations = given.destinations or tuple(p for use in uses for p in use.destinations)
    origins = given.origins or tuple(p for use in uses for p in use.origins)
    hosts = resolve_places(destinations) if destinations else world.countries
    homes = resolve_places(origins) if origins else world.countries
    if len(hosts) == len(world.countries):
        stock = np.asarray(world.state.people.sum(axis=(1, 2, 3))) * np.asarray(world.cells.foreign)
        size = len(world.countries)
        here = np.bincount(np.asarray(world.cells.residence), stock, minlength=size)
        there = np.bincount(np.asarray(world.cells.birth), stock, minlength=size + 1)[:size]
        hosts = tuple(np.array(world.countries)[here > there])
    return Sides(tuple(homes), tuple(str(code) for code in hosts))
