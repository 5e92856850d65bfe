"""Where a measure against, or for, people without permission acts, and whose numbers an answer shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corridors.answers.whatif_world import Pair, corridors, estimated_in, in_model, irregular_at_launch
from corridors.content.subject import named, the
from corridors.errors import NotCovered
from corridors.scenarios.places import model_countries, resolve_places
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked

EVERYWHERE = ("world",)


@dataclass(frozen=True, slots=True)
class Reach:
    """A shipped scenario narrowed to what is asked.

    `kind` is world, destination, origin or corridor. `destinations` are the countries where the measure acts and
    residents without permission are estimated; `pairs` the corridors shown one by one, for an origin or a corridor.
    `whom` names the people, `where` the places, for sentences.
    """

    kind: str
    scenario: Scenario
    destinations: tuple[str, ...]
    pairs: tuple[Pair, ...]
    whom: str
    where: str

    @property
    def others(self) -> tuple[str, ...]:
        """All other countries."""
        return tuple(code for code in model_countries() if code not in self.destinations)


def reach(asked: Asked, shipped: str, where: str) -> Reach:
    """Narrow a shipped scenario to the country or corridor that is asked about.

    A country where residents without permission are estimated is asked about as a destination, and pulls the lever
    alone; any other as an origin, under the shipped scenario. In a corridor the lever acts on that corridor only.
    Nobody joins in: who follows is another dispute.

    Args:
        asked: world, country or corridor; shipped: the scenario's name; where: its destinations, for sentences.
    Raises:
        NotCovered: a corridor into a country where nobody has estimated residents without permission, or without
            people in it; a place that the model does not hold.
    """
    whole = Scenario.read(shipped)
    given = replace(whole, levers=tuple(replace(use, joined_by=()) for use in whole.levers))
    if asked.corridor is not None:
        return _corridor(asked, given)
    acts = resolve_places([place for use in given.levers for place in use.destinations])
    known = tuple(code for code in acts if code in irregular_at_launch())
    if asked.country is None:
        return Reach("world", replace(given, destinations=known), known, (), "people from all origins", where)
    code = in_model(asked.country.code)
    if code in irregular_at_launch():
        narrowed = _narrowed(given, code.lower(), EVERYWHERE, code)
        return Reach("destination", narrowed, (code,), (), "people from all origins", the(asked.country))
    pairs = tuple((code, to) for to in known if (code, to) in corridors())
    own = replace(given, name=f"{given.name}-{code.lower()}", origins=(code,))
    return Reach("origin", own, tuple(to for _, to in pairs), pairs, f"people from {the(asked.country)}", where)


def _corridor(asked: Asked, given: Scenario) -> Reach:
    assert asked.corridor is not None
    origin, destination = (in_model(end.code) for end in asked.corridor.ends)
    if destination not in irregular_at_launch():
        raise NotCovered(
            f"Nobody has estimated who lives in {named(destination)} without permission.",
            hint=f"Corridors into {estimated_in()} have an answer.",
        )
    if (origin, destination) not in corridors():
        raise NotCovered(
            f"The migrant stock of {named(destination)} does not name people born in {named(origin)}.",
            hint="`corridors answer stocks` lists the corridors with people in them.",
        )
    narrowed = _narrowed(given, f"{origin}-{destination}".lower(), (origin,), destination)
    whom = f"people from {named(origin)}"
    return Reach(
        "corridor", replace(narrowed, origins=(origin,)), (destination,), ((origin, destination),), whom,
        named(destination),
    )  # fmt: skip


def _narrowed(given: Scenario, name: str, origins: tuple[str, ...], destination: str) -> Scenario:
    first = given.levers[0]
    use = replace(first, origins=origins, destinations=(destination,))
    return replace(given, name=f"{given.name}-{name}", destinations=(destination,), levers=(use,))
