"""`common-ground`: which packages of policies leave stayers, natives and migrants no worse off under every view."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corridors.answers.answer import Content, ViewRange
from corridors.answers.governance import ground_charts, ground_tables
from corridors.answers.governance import ground_parties as parties
from corridors.answers.governance.ground_content import DATA, DEFINITION, caveats, checked, content
from corridors.answers.governance.ground_parties import SHORT
from corridors.answers.whatif import QUALITY
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import the
from corridors.content.words import listed
from corridors.data import source
from corridors.errors import NotCovered
from corridors.parameters import views
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.common_ground_found import named, shipped_results
from corridors.scenarios.outcomes import PARTIES
from corridors.scenarios.places import resolve_places

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridors.answers.asked import Asked
    from corridors.concepts.countries import Area
    from corridors.content.blocks import Reference, References
    from corridors.scenarios.common_ground_found import Found, Gains

    Pair = tuple[Problem, Found]

FAMILY = {"Americas": "central-america-usa", "Africa": "west-africa-europe", "Europe": "west-africa-europe"}
ELSEWHERE = "south-asia-gulf"
"""The problem whose package is put to a country outside all problems, by its region."""
HIGH = "High income"
YARDSTICK = "one is one yardstick: what weighs as much as one per cent of income"
KEPT = 16


class Rerun(NamedTuple):
    """A package run again: by view the gain of each party, and that in each measure, in points."""

    gains: Gains
    measures: Gains


class Asking(NamedTuple):
    """A shipped problem as a country or corridor is put into it.

    `held` is the problem whose levers are pulled and whose accounts are shown; `moved` says that its levers were moved
    from the places of the problem to those asked about.
    """

    name: str
    held: Problem
    moved: bool


def answer(asked: Asked, cited: References) -> Content:
    """The packages found for the shipped problems, or one of them run for a country or a corridor."""
    references = tuple(cited.cite(source(name)) for name in dict.fromkeys(DATA))
    results = shipped_results()
    if asked.scope == "world":
        return content([(Problem.read(name), found) for name, found in results.items()], references)
    asking = placed(asked)
    found = results[asking.name]
    if found.best is None:
        return _without(asked, Problem.read(asking.name), found, references)
    try:
        made = rerun(asking, tuple(found.best.values))
    except NotCovered as error:
        if asked.corridor:
            raise NotCovered(
                f"Too little is known between {asked.spoken} to say who would gain: {error.message}",
                hint="`corridors answer stocks` lists corridors with people in them.",
            ) from error
        return _uncounted(asked, asking, error, references)
    return _for_place(asked, asking, found, made, references)


def placed(asked: Asked) -> Asking:
    """The shipped problem for a country or corridor: one that it is part of, or that of its region moved there."""
    origin, destination = (area.code if area else None for area in (asked.origin, asked.destination))
    if asked.country:
        return _of_country(asked.country)
    if origin and destination:
        for name, problem in _problems().items():
            if origin in _codes(problem.origins) and destination in _codes(problem.destinations):
                return Asking(name, _shown(problem, origin=origin, destination=destination), moved=False)
        assert asked.origin is not None
        name = FAMILY.get(asked.origin.region or "", ELSEWHERE)
        return Asking(name, _moved(_problems()[name], origin=origin, destination=destination), moved=True)
    place = asked.place
    assert place is not None
    side = "origin" if origin else "destination"
    for name, problem in _problems().items():
        if place.code in _codes(problem.origins if origin else problem.destinations):
            return Asking(name, _shown(problem, **{side: place.code}), moved=False)
    name = FAMILY.get(place.region or "", ELSEWHERE)
    return Asking(name, _moved(_problems()[name], **{side: place.code}), moved=True)


def _of_country(country: Area) -> Asking:
    code = country.code
    for name, problem in _problems().items():
        for side in ("origin", "destination"):
            if code in _codes(getattr(problem, f"{side}s")):
                return Asking(name, _shown(problem, **{side: code}), moved=False)
    name = FAMILY.get(country.region or "", ELSEWHERE)
    rich = code in resolve_places((HIGH,))
    return Asking(name, _moved(_problems()[name], **{"destination" if rich else "origin": code}), moved=True)


def _problems() -> dict[str, Problem]:
    return {name: Problem.read(name) for name in shipped_results()}


def _codes(places: Sequence[str]) -> tuple[str, ...]:
    return resolve_places(places)


def _shown(problem: Problem, *, origin: str = "", destination: str = "") -> Problem:
    """A problem with the accounts of one origin, destination or both; its levers stay where they are."""
    origins = (origin,) if origin else problem.origins
    return replace(problem, origins=origins, destinations=(destination,) if destination else problem.destinations)


def _moved(problem: Problem, *, origin: str = "", destination: str = "") -> Problem:
    """A problem with its levers and accounts at another origin, destination or both."""
    shown = _shown(problem, origin=origin, destination=destination)
    uses = [
        replace(one.use, origins=one.use.origins and shown.origins,
                destinations=one.use.destinations and shown.destinations)
        for one in problem.levers
    ]  # fmt: skip
    levers = tuple(replace(one, use=use) for one, use in zip(problem.levers, uses, strict=True))
    return replace(shown, levers=levers)


def rerun(asking: Asking, values: tuple[float, ...]) -> Rerun:
    """Run a package under every view that bears on it: the central run.

    Raises:
        NotCovered: nothing is known of what a party counts.
    """
    held = asking.held
    return _rerun(asking.name, held.origins, held.destinations, asking.moved, values)


@lru_cache(maxsize=KEPT)
def _rerun(
    name: str,
    origins: tuple[str, ...],
    destinations: tuple[str, ...],
    moved: bool,
    values: tuple[float, ...],
) -> Rerun:
    from corridors.scenarios.common_ground_model import ground

    problem = Problem.read(name)
    own = replace(problem, origins=origins, destinations=destinations)
    if moved:
        pair = {side: places[0] if places != getattr(problem, f"{side}s") else ""
                for side, places in (("origin", origins), ("destination", destinations))}  # fmt: skip
        own = _moved(problem, **pair)
    held = ground(own, merge=False)
    points = held.measures(held.scale.point(np.array(values)))
    gains = named(held.views, tuple(PARTIES), points @ held.measured.weights.T)
    return Rerun(gains, named(held.views, held.measured.names, points))


def _for_place(asked: Asked, asking: Asking, found: Found, made: Rerun, references: tuple[Reference, ...]) -> Content:
    """One place: the package of its problem, run again, with the accounts of the place."""
    assert found.best is not None
    gains = made.gains
    labels = {one.name: one.label for one in views()} | found.labels
    problem = asking.held
    rows = ground_tables.gains(asked.about, gains, labels, problem.tolerance)
    least = parties.least(gains)
    own = ground_tables.measure_rows(asked.about, made.measures, labels)
    tables = ground_tables.data([(Problem.read(asking.name), found)], references, shown=rows, measured=own)
    tables = (tables[1], tables[0], *tables[2:])
    how = "put there in its place" if asking.moved else "of which it is part"
    base = Problem.read(asking.name)
    said = _place_finding(asked, asking, found, made)
    worst = min(least, key=lambda party: least[party])
    return Content(
        finding=said,
        definition=f"{DEFINITION} The package is the one found for “{base.title}”, {how}.",
        data=tables,
        facts=tuple(
            Fact(f"{SHORT[party]}: least gain over {len(gains)} views", least[party], f"{least[party]:.2f}", "points",
                 f"2025-{problem.until}", QUALITY, references)
            for party in PARTIES
        ),
        draw=lambda: [
            ground_charts.by_view(rows, f"Gain of each party under each view: {asked.about}", "The package of "
                                  f"“{base.title}”, means over 2025 to {problem.until}", references)
        ],
        views=ViewRange(
            f"Gain of {SHORT[worst].lower()}", "points", {labels[view]: row[worst] for view, row in gains.items()},
            ground_tables.dispute_of([end(gains, key=lambda view: gains[view][worst]) for end in (min, max)]),
        ),
        uncertainty="Central runs under each view; the package was checked in random draws for the whole of its "
        f"problem only. {checked([(base, found)])}",
        caveats=(
            *(["No search was made here: a package of its own may do better."] if asking.moved else []),
            *caveats([(base, found)]),
        ),
    )  # fmt: skip


def _place_finding(asked: Asked, asking: Asking, found: Found, made: Rerun) -> str:
    assert found.best is not None
    base, tolerance, best, gains = Problem.read(asking.name), asking.held.tolerance, found.best, made.gains
    least, balance = parties.least(gains), parties.balance(base, made.measures)
    seen = parties.views_counted([found])
    what = f"The package found for “{base.title}” ({ground_tables.moved(base, best).lower()})"
    where = f"put to {asked.spoken}" if asking.moved else f"in the accounts of {asked.spoken}"
    each = listed([f"{SHORT[party].lower()} {least[party]:+.2f}" for party in PARTIES])
    lost = {party: sum(row[party] < -tolerance[party] for row in gains.values()) for party in PARTIES}
    if not any(lost.values()):
        return (
            f"{what}, {where}, leaves no party worse off on the whole under any of {seen}: at the least {each} "
            f"points ({YARDSTICK}). {balance}"
        )
    many = {party: "every view" if lost[party] == len(gains) else f"{lost[party]} of them" for party in PARTIES}
    text = listed([f"{SHORT[party].lower()} lose under {many[party]}" for party in PARTIES if lost[party]])
    return (
        f"{what}, {where}, is no common ground under {len(gains)} views, no view taken among them: {text}; at the "
        f"least {each} points ({YARDSTICK}). {balance}"
    )


def _without(asked: Asked, problem: Problem, found: Found, references: tuple[Reference, ...]) -> Content:
    """A place in a problem without common ground."""
    made = content([(problem, found)], references)
    return replace(made, finding=f"For {asked.spoken} there is no package to show. {made.finding}")


def _uncounted(asked: Asked, asking: Asking, error: NotCovered, references: tuple[Reference, ...]) -> Content:
    """A place of whose people too little is known."""
    base = Problem.read(asking.name)
    tables = ground_tables.data([(base, shipped_results()[asking.name])], references, shown=[])
    return Content(
        finding=f"Whether the package found for “{base.title}” would leave anybody worse off in {asked.spoken} is not "
        "known, because too few people there are counted.",
        definition=DEFINITION,
        data=tables[:1],
        missing=(Missing(f"Gains in {the(asked.place) if asked.place else asked.spoken}", error.message, error.hint),),
        caveats=caveats([(base, shipped_results()[asking.name])]),
    )
