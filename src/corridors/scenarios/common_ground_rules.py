"""The strict reader of problems: every rule that a problem of common ground obeys, with the line that broke it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters.strict_yaml import StrictFile
from corridors.scenarios import scenario_file
from corridors.scenarios.common_ground_measures import TOLERANCE, default_measures
from corridors.scenarios.entries import At, check_keys, listed, plain, shown
from corridors.scenarios.outcomes import PARTIES
from corridors.scenarios.scenario import Scenario, built
from corridors.scenarios.scenario_file import known_levers

KEYS = (
    "problem", "title", "question", "until", "origins", "destinations", "levers", "measures", "tolerance", "cost_unit",
    "views",
)  # fmt: skip
LEVER_KEYS = (
    "lever", "lowest", "highest", "cost", "origins", "destinations", "skills", "from", "to", "joined_by", "source",
)  # fmt: skip

_REQUIRED = ("problem", "title", "question", "levers")
_LEVER_REQUIRED = ("lever", "lowest", "highest", "from", "source")
_MOST_LEVERS = 12


def checked(file: StrictFile, folder: Path | None) -> Scenario:
    """Refuse what is no problem, at the first rule that it breaks.

    Args:
        file: the content with its lines; folder: where the views' files lie that it names, None where there is none.
    Returns: the scenario in which every lever stands at its lowest, read under the rules of scenarios.
    Raises:
        InvalidInput, UnknownName, NotCovered: what is wrong, with its line.
    """
    check_keys(file, (), KEYS, _REQUIRED)
    levers = file.content["levers"]
    if not isinstance(levers, list) or not 0 < len(levers) <= _MOST_LEVERS:
        raise InvalidInput(
            f"{file.where('levers')}: levers is not a list of 1 to {_MOST_LEVERS} levers.",
            hint="A search over more would take too long.",
        )
    for number in range(len(levers)):
        _check_bounds(file, number)
    lowest = _scenario(file, folder, "lowest")
    _scenario(file, folder, "highest")
    if "cost_unit" not in file.content and any(each.get("cost") for each in levers):
        raise InvalidInput(f"{file.name}: levers have costs, and cost_unit is missing.", hint="Say what costs count.")
    return lowest


def _check_bounds(file: StrictFile, number: int) -> None:
    path = ("levers", number)
    check_keys(file, path, LEVER_KEYS, _LEVER_REQUIRED)
    for key in ("lowest", "highest", "cost"):
        if key in file.at(*path):
            _number(file, (*path, key))
    entry = file.at(*path)
    if not entry["lowest"] < entry["highest"]:
        raise InvalidInput(
            f"{file.where(*path, 'highest')}: highest, {shown(entry['highest'])}, is not above lowest, "
            f"{shown(entry['lowest'])}.",
            hint="Give the lever some room, or set it in a scenario.",
        )
    if entry.get("cost", 0) < 0:
        raise InvalidInput(f"{file.where(*path, 'cost')}: a cost is below zero.", hint="Leave out what saves money.")
    lever = known_levers().get(entry["lever"]) if isinstance(entry["lever"], str) else None
    if lever is not None and lever.unit == "ratio" and entry["lowest"] <= 0:
        raise InvalidInput(f"{file.where(*path, 'lowest')}: a ratio of zero cannot be reached.", hint="Give 0.05.")


def _scenario(file: StrictFile, folder: Path | None, bound: str) -> Scenario:
    """The scenario with every lever at one of its bounds, read under all the rules of scenarios."""
    left_out = ("measures", "tolerance", "cost_unit", "problem")
    content = {"scenario": file.content["problem"]} | {k: v for k, v in file.content.items() if k not in left_out}
    content["levers"] = [_set(each, bound) for each in file.content["levers"]]
    lines = {_renamed(path, bound): line for path, line in file.lines.items()}
    checked = StrictFile(file.name, content, lines)
    return built(checked, scenario_file.with_views(checked, folder)[1])


def _set(entry: Mapping[str, Any], bound: str) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key not in ("lowest", "highest", "cost")}
    return kept | {"value": entry[bound]}


def _renamed(path: At, bound: str) -> At:
    if path == ("problem",):
        return ("scenario",)
    return (*path[:-1], "value") if len(path) == 3 and path[-1] == bound else path


def measures(file: StrictFile) -> dict[str, dict[str, float]]:
    """The weights of each party's measures: a list of names counts them alike, a mapping gives weights."""
    found = default_measures()
    if "measures" not in file.content:
        return found
    check_keys(file, ("measures",), tuple(PARTIES), ())
    for party, given in file.content["measures"].items():
        path = ("measures", party)
        names = list(given) if isinstance(given, dict) else listed(file, path)
        for place, name in enumerate(names):
            if name not in found[party]:
                where = file.where(*path, name if isinstance(given, dict) else place)
                raise UnknownName("measure", str(name)[:60], nearest(str(name), found[party]), hint=f"({where}.)")
        weights = {name: _number(file, (*path, name)) if isinstance(given, dict) else 1.0 for name in names}
        if not weights or min(weights.values()) < 0 or sum(weights.values()) <= 0:
            raise InvalidInput(f"{file.where(*path)}: the weights of {party} are not above zero.", hint="Give 1.")
        found[party] = weights
    return found


def tolerance(file: StrictFile) -> dict[str, float]:
    """The loss that each party would bear: one number for all of them, or a mapping."""
    found = dict.fromkeys(PARTIES, TOLERANCE)
    if "tolerance" not in file.content:
        return found
    given = file.content["tolerance"]
    if isinstance(given, dict):
        check_keys(file, ("tolerance",), tuple(PARTIES), ())
        found |= {party: _number(file, ("tolerance", party)) for party in given}
    else:
        found = dict.fromkeys(PARTIES, _number(file, ("tolerance",)))
    if min(found.values()) < 0:
        raise InvalidInput(f"{file.where('tolerance')}: a tolerance is below zero.", hint="Give 0 for no loss at all.")
    return found


def cost_unit(file: StrictFile) -> str:
    """What costs count, in a few words; nothing where the file does not say."""
    if "cost_unit" not in file.content:
        return ""
    unit = file.content["cost_unit"]
    if not isinstance(unit, str) or not 0 < len(unit.strip()) <= 60:
        raise InvalidInput(f"{file.where('cost_unit')}: cost_unit is {shown(unit)}, not a few words.")
    text = plain(StrictFile(file.name, {"title": unit}, {("title",): file.lines[("cost_unit",)]}), ("title",))
    return " ".join(text.split())


def _number(file: StrictFile, path: At) -> float:
    value = file.at(*path)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInput(f"{file.where(*path)}: {path[-1]} is {shown(value)}, not a number.")
    return float(value)
