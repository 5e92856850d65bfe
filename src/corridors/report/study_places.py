"""The places of a study: for which it was asked, and the countries whose people its accounts show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.content.words import listed

if TYPE_CHECKING:
    from corridors.scenarios.scenario import Scenario
    from corridors.scenarios.study import Study

MOST_TITLED = 3
"""Places that a title names."""
EVERYWHERE = "world"
"""The group of all countries."""
MOST = 400
"""Countries in a list of all."""
RULE = "where, at the start, more people live who were born abroad than were born there and live abroad"
"""Which countries are the hosts where neither a scenario nor its levers name a destination."""


def asked_for(scenario: Scenario) -> str:
    """The places that a scenario asks about, as a title ends with them.

    Empty where it names none or very many, or where its title names one already.

    >>> from corridors.scenarios.scenario import Scenario
    >>> asked_for(Scenario("mine", "Cheaper remittances", "What?", origins=("Nepal",)))
    'for Nepal'
    >>> asked_for(Scenario("mine", "More places", "What?", origins=("Nepal",), destinations=("Qatar",)))
    'from Nepal to Qatar'
    >>> asked_for(Scenario("mine", "What helps Nepal", "What?", origins=("Nepal",)))
    ''
    """
    origins, destinations = places_asked(scenario)
    if origins and destinations:
        return f"from {listed(origins)} to {listed(destinations)}"
    return f"for {listed((*origins, *destinations))}" if origins or destinations else ""


def places_asked(scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The origins and destinations that a title ends with; none where it names one already, or where there are many."""
    sides = _named(scenario, "origins"), _named(scenario, "destinations")
    every = (*sides[0], *sides[1])
    if not 0 < len(every) <= MOST_TITLED or any(name.casefold() in scenario.title.casefold() for name in every):
        return (), ()
    return sides


def titled(scenario: Scenario) -> str:
    """A scenario's title with the places that it asks about.

    >>> from corridors.scenarios.scenario import Scenario
    >>> titled(Scenario("mine", "Cheaper remittances", "What?", origins=("Nepal",)))
    'Cheaper remittances, for Nepal'
    """
    places = asked_for(scenario)
    return f"{scenario.title}, {places}" if places else scenario.title


def countries(study: Study) -> dict[str, tuple[str, ...]]:
    """The names of the countries whose people a study's accounts show, as `stayers` and as `hosts`."""
    from corridors.content.subject import named

    sides = {"stayers": "origins", "hosts": "destinations"}
    return {
        party: tuple(sorted(map(named, study.record.get(side, ())), key=lambda name: name.removeprefix("the ")))
        for party, side in sides.items()
    }


def by_rule(scenario: Scenario) -> bool:
    """Whether neither a scenario nor its levers name a destination, so that the hosts are those of `RULE`."""
    return not _named(scenario, "destinations")


def in_short(study: Study) -> str:
    """Whose accounts a study shows: "people who stay in Nepal, natives of 112 countries"."""
    held = countries(study)
    return f"people who stay in {_counted(held['stayers'])}, natives of {_counted(held['hosts'])}"


def in_full(study: Study, most: int = MOST) -> str:
    """Whose accounts a study shows, country by country.

    Args:
        study: of `corridors.scenarios.study`; most: countries of each side that are named.
    """
    held = countries(study)
    why = f", those {RULE}" if by_rule(study.scenario) else ""
    return (
        f"People who stay are those of {_every(held['stayers'], most)}. Natives of the destinations are those of "
        f"{_every(held['hosts'], most, why)}."
    )


def _named(scenario: Scenario, side: str) -> tuple[str, ...]:
    """The places of one side that the scenario names, or its levers where it does not; everywhere is none."""
    from corridors.content.subject import named

    own = getattr(scenario, side) or tuple(place for use in scenario.levers for place in getattr(use, side))
    return tuple(dict.fromkeys(named(place) for place in own if place != EVERYWHERE))


def _counted(names: tuple[str, ...]) -> str:
    return listed(names) if len(names) <= MOST_TITLED else f"{len(names)} countries"


def _every(names: tuple[str, ...], most: int, why: str = "") -> str:
    counted = f"{len(names)} countries{why}: " if len(names) > MOST_TITLED else ""
    return counted + listed(names, most)
