"""Runs in which one state, its region, or all countries halve lawful places."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from corridors.answers import whatif
from corridors.answers.whatif_numbers import FEWEST as FEWEST_RUNS
from corridors.answers.whatif_numbers import spread
from corridors.answers.whatif_world import over_values, world
from corridors.concepts.countries import area
from corridors.errors import NotCovered, UnknownName
from corridors.parameters import resolve_values, view
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.places import model_countries, resolve_place
from corridors.scenarios.scenario import LeverUse, Scenario

if TYPE_CHECKING:
    from corridors.scenarios.rival_runs import Outcomes

LEVER, VALUE, START = "legal_capacity", 0.5, 2026
ALONE, REGION, TOGETHER, FOLLOWED = "the state alone", "the state and its region", "all countries", "others follow"
VIEWS = ("regional-processes", "global-regime")
PARTICIPATION = "lever_participation"
AREAS = (
    "European Economic Area", "Gulf Cooperation Council", "ECOWAS", "Mercosur", "CARICOM", "CEMAC",
    "East African Community", "Eurasian Economic Union",
)  # fmt: skip
"""Areas of free movement that count as a state's region; elsewhere it is the UN's subregion."""
LARGEST = ("USA", "DEU", "SAU", "GBR", "FRA", "ESP", "CAN", "ARE", "AUS", "RUS", "ITA", "IND")
"""Destinations that the world's answer compares: those with most residents born abroad, and India."""
FEWEST = 50.0
"""Arrivals in five years below which no change of them is told."""
SOURCE = "Our own: a halving, the same for one state, its region and all."


@cache
def region_of(code: str) -> tuple[str, tuple[str, ...]]:
    """The name and members of a state's region: its area of free movement, else its subregion of the UN.

    >>> region_of("DEU")[0], region_of("USA")[0]
    ('European Economic Area', 'Northern America')
    """
    for name in AREAS:
        if code in (members := resolve_place(name)):
            return name, members
    named = area(code)
    for name in (named.subregion, named.region):
        if name:
            try:
                return name, resolve_place(name)
            except (UnknownName, NotCovered):
                continue
    return named.short_name, (code,)


def one_state(code: str, draws: int) -> pl.DataFrame:
    """The lever pulled by a state, by its region, by all, and by those who follow it under either view of governance.

    Args:
        code: of the state; draws: besides the central run, for the ranges without a view.
    Returns: a row for each case: country, who, view, label, own, low, high, diverted, elsewhere, left, quality; no row
        where hardly anybody arrives.
    """
    return _one_state(code, draws)


@lru_cache(maxsize=whatif.KEPT)
def _one_state(code: str, draws: int) -> pl.DataFrame:
    _, members = region_of(code)
    groups = _groups([(code,), members])
    scenario = _scenario(f"alone-{code.lower()}", groups)
    sets = {ALONE: {code}, REGION: {*members, code}, TOGETHER: set(model_countries())}
    if len(sets[REGION]) == 1:
        del sets[REGION]
    pulled = {name: [VALUE if set(group) <= acting else 1.0 for group in groups] for name, acting in sets.items()}
    rows = []
    base, made = over_values(scenario, list(pulled.values()), None)
    if _arrivals(base, {code}) < FEWEST:
        return pl.DataFrame()
    central = dict(zip(pulled, made, strict=True))
    spread = _spread(scenario, pulled, code, draws)
    for name, acting in sets.items():
        rows.append(_row(code, name, base, central[name], acting) | spread[name]
                    | {"view": UNDECIDED, "label": "No view taken"})  # fmt: skip
    for one in VIEWS:
        part = resolve_values([one])[PARTICIPATION].central
        values = [VALUE if group == (code,) else 1 + part * (VALUE - 1) for group in groups]
        base, (followed,) = over_values(scenario, [values], one)
        acting = sets[TOGETHER] if part > 0 else {code}
        rows.append(_row(code, FOLLOWED, base, followed, acting) | {"low": None, "high": None, "view": one,
                                                                    "label": view(one).label})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(quality=pl.lit(whatif.QUALITY.value))


def _spread(
    scenario: Scenario, pulled: dict[str, list[float]], code: str, draws: int
) -> dict[str, dict[str, float | None]]:
    """The range of the own effect over random draws, empty where there are too few."""
    own: dict[str, list[float]] = {name: [] for name in pulled}
    for number in range(1, draws + 1) if draws + 1 >= FEWEST_RUNS else ():
        base, made = over_values(scenario, list(pulled.values()), None, number)
        for name, run in zip(pulled, made, strict=True):
            own[name].append(_percent(_arrivals(run, {code}), _arrivals(base, {code})) or 0.0)
    return {name: dict(zip(("low", "high"), spread(values), strict=True)) for name, values in own.items()}


@cache
def largest() -> pl.DataFrame:
    """The lever pulled by each of the largest destinations alone, with its region, and by all: central runs."""
    regions = {code: {*region_of(code)[1], code} for code in LARGEST}
    groups = _groups([*((code,) for code in LARGEST), *(tuple(sorted(one)) for one in regions.values())])
    scenario = _scenario("alone-largest", groups)
    everybody = set(model_countries())
    cases = [(code, ALONE, {code}) for code in LARGEST]
    cases += [(code, REGION, regions[code]) for code in LARGEST if len(regions[code]) > 1]
    values = [[VALUE if set(group) <= acting else 1.0 for group in groups] for _, _, acting in cases]
    base, made = over_values(scenario, [*values, [VALUE] * len(groups)], None)
    rows = [_row(code, who, base, run, acting) for (code, who, acting), run in zip(cases, made[:-1], strict=True)]
    rows += [_row(code, TOGETHER, base, made[-1], everybody) for code in LARGEST]
    order = {code: i for i, code in enumerate(LARGEST)}
    rows.sort(key=lambda row: order[row["country"]])
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(
        view=pl.lit(UNDECIDED), label=pl.lit("No view taken"), quality=pl.lit(whatif.QUALITY.value)
    )


def _groups(sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The countries of the world in groups that lie wholly inside or outside each of some sets."""
    kept: dict[tuple[bool, ...], list[str]] = {}
    for code in model_countries():
        kept.setdefault(tuple(code in one for one in sets), []).append(code)
    return [tuple(codes) for codes in kept.values()]


def _scenario(name: str, groups: list[tuple[str, ...]]) -> Scenario:
    uses = tuple(LeverUse(LEVER, VALUE, destinations=group, start=START, source=SOURCE) for group in groups)
    return Scenario(name, "Lawful places are halved", "What can a state achieve alone?", levers=uses)


def _row(code: str, who: str, base: Outcomes, run: Outcomes, acting: set[str]) -> dict[str, Any]:
    everybody = set(model_countries())
    others = everybody - acting
    here = _arrivals(run, acting) - _arrivals(base, acting)
    leaving = _of("emigrants", run, others) - _of("emigrants", base, others)
    world_change = _percent(_arrivals(run, everybody), _arrivals(base, everybody))
    return {
        "country": code, "who": who, "own": _percent(_arrivals(run, {code}), _arrivals(base, {code})),
        "diverted": (100 * (1 - leaving / here) if others else 0.0) if here < 0 else None,
        "elsewhere": _percent(_arrivals(run, everybody - {code}), _arrivals(base, everybody - {code})),
        "left": world_change,
    }  # fmt: skip


def _arrivals(run: Outcomes, codes: set[str]) -> float:
    return _of("immigrants", run, codes)


def _of(name: str, run: Outcomes, codes: set[str]) -> float:
    """A country outcome of the first period, summed over countries."""
    at = np.isin(world().countries, sorted(codes))
    return float(np.asarray(run[0][name][0], float)[at].sum())


def _percent(after: float, before: float) -> float | None:
    return 100 * (after / before - 1) if before > 0 else None
