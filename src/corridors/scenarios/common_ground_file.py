"""Problems of common ground: the levers that may move, between bounds, and what each party counts as a gain."""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import View
from corridors.parameters.strict_yaml import StrictFile, parse_strict, read_strict
from corridors.scenarios import scenario_file
from corridors.scenarios.entries import At, check_keys, listed, plain, shown
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.scenario import LeverUse, Scenario
from corridors.scenarios.scenario_file import ALL, UNTIL, known_levers

FOLDER = Path(__file__).parent / "problems"
"""The folder of the problems that come with the package."""
TOLERANCE = 0.01
"""The loss that a file allows which names none, in yardsticks: a hundredth of what counts as a gain of one."""
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


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What counts as a gain of one in a measure: `size` of the baseline of `of`, or `size` where `of` is empty."""

    measure: str
    size: float
    of: str
    reason: str


@cache
def yardsticks() -> Mapping[str, Yardstick]:
    """The yardstick of every measure that a party may count, by name.

    >>> yardsticks()["stayers_income"].size, yardsticks()["migrants_irregular"].of
    (0.01, '')
    """
    text = (files("corridors.scenarios") / "tables" / "yardsticks.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {row["measure"]: Yardstick(row["measure"], float(row["size"]), row["of"], row["reason"]) for row in rows}
    return MappingProxyType(found)


def default_measures() -> dict[str, dict[str, float]]:
    """Every measure of each party of which more, or less, is better, with equal weights.

    >>> list(default_measures()["migrants"])[0]
    'migrants_earnings'
    """
    return {
        party: {one.name: 1.0 for one in outcomes().values() if one.of == party and one.better} for party in PARTIES
    }


@dataclass(frozen=True, slots=True)
class Movable:
    """A lever that may be set from `lowest` to `highest`; `use` says where, when and for whom, at any value.

    `cost` is what moving it fully costs, from its neutral value to the further of its bounds.
    """

    use: LeverUse
    lowest: float
    highest: float
    cost: float = 0.0

    @property
    def name(self) -> str:
        """The lever's name."""
        return self.use.lever


@dataclass(frozen=True, slots=True)
class Problem:
    """Levers that may move, and whose gain counts by what: the question for which common ground is sought.

    `measures` are the weights of each party's measures; `tolerance` is the loss that each party would bear, in
    yardsticks; views, origins, destinations and `view_files` as in a scenario.
    """

    name: str
    title: str
    question: str
    levers: tuple[Movable, ...]
    until: int = UNTIL
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    measures: Mapping[str, Mapping[str, float]] = field(default_factory=default_measures)
    tolerance: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(PARTIES, TOLERANCE))
    cost_unit: str = ""
    views: tuple[str, ...] = (ALL,)
    view_files: Mapping[str, View] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def read(cls, given: Path | str) -> Problem:
        """Read a problem from a file, or a shipped one by its name.

        Args:
            given: the path of a YAML file, or a name that `problem_names` lists.
        Raises:
            UnknownName, NotCovered, InvalidInput: what is wrong, with its line; the rules of levers, places, dates and
                views are those of `Scenario.read`.

        Example:
            >>> len(Problem.read("south-asia-gulf").levers)
            8
        """
        path = Path(given)
        if str(given) in problem_names():
            path = FOLDER / f"{given}.yaml"
        elif path.suffix not in (".yaml", ".yml"):
            hint = "Give the path of a .yaml file, or a shipped name."
            raise UnknownName("problem", str(given)[:100], nearest(str(given)[:100], problem_names()), hint=hint)
        return _built(read_strict(path), path.parent)

    @classmethod
    def parse(cls, text: str, name: str = "problem.yaml", folder: Path | None = None) -> Problem:
        """Read a problem from YAML text.

        Args:
            text: as in a file; name: what to call it in messages; folder: where view files lie that it names.
        Raises:
            UnknownName, NotCovered, InvalidInput: as `read`.
        """
        if len(text) > scenario_file.MOST_CHARACTERS:
            raise InvalidInput(f"{name} is longer than {scenario_file.MOST_CHARACTERS:,} characters.")
        return _built(parse_strict(text, name), folder)

    def scenario(
        self, values: Mapping[int, float] | None = None, *, name: str = "", views: tuple[str, ...] = ()
    ) -> Scenario:
        """The scenario in which levers stand at some values, by their number; a lever without one is left out.

        Args:
            values: by the number of a lever; all at their lowest without them. name: of the scenario; views: in place
                of the problem's own.
        """
        chosen = {i: one.lowest for i, one in enumerate(self.levers)} if values is None else values
        uses = tuple(_at(self.levers[i].use, value) for i, value in chosen.items())
        return Scenario(
            name or self.name, self.title, self.question, self.until, self.origins, self.destinations, uses,
            views or self.views, view_files=self.view_files,
        )  # fmt: skip

    def hash(self) -> str:
        """The SHA-256 of all that the problem states, with the yardsticks and the views' numbers that it uses."""
        used = {name for party in self.measures.values() for name in party}
        whole = {
            "levers": [asdict(one) for one in self.levers],
            "rest": [self.until, self.origins, self.destinations, self.tolerance, self.views],
            "measures": {party: dict(weights) for party, weights in self.measures.items()},
            "yardsticks": [asdict(yardsticks()[name]) for name in sorted(used)],
        }
        return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()


@cache
def problem_names() -> tuple[str, ...]:
    """The names of the problems that come with the package.

    >>> problem_names()
    ('central-america-usa', 'south-asia-gulf', 'west-africa-europe')
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _at(use: LeverUse, value: float) -> LeverUse:
    return LeverUse(
        use.lever,
        float(value),
        use.origins,
        use.destinations,
        use.skills,
        use.start,
        use.end,
        use.joined_by,
        use.source,
    )


def _built(file: StrictFile, folder: Path | None) -> Problem:
    given = file.content
    check_keys(file, (), KEYS, _REQUIRED)
    levers = given["levers"]
    if not isinstance(levers, list) or not 0 < len(levers) <= _MOST_LEVERS:
        raise InvalidInput(
            f"{file.where('levers')}: levers is not a list of 1 to {_MOST_LEVERS} levers.",
            hint="A search over more would take too long.",
        )
    for number in range(len(levers)):
        _check_bounds(file, number)
    lowest = _scenario(file, folder, "lowest")
    _scenario(file, folder, "highest")
    movable = tuple(
        Movable(use, float(each["lowest"]), float(each["highest"]), float(each.get("cost", 0)))
        for use, each in zip(lowest.levers, levers, strict=True)
    )
    if any(one.cost for one in movable) and "cost_unit" not in given:
        raise InvalidInput(f"{file.name}: levers have costs, and cost_unit is missing.", hint="Say what costs count.")
    return Problem(
        lowest.name, lowest.title, lowest.question, movable, lowest.until, lowest.origins, lowest.destinations,
        _measures(file), _tolerance(file), _cost_unit(file), lowest.views, lowest.view_files,
    )  # fmt: skip


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
    own = scenario_file.with_views(checked, folder)[1]
    return Scenario(
        name=content["scenario"],
        title=_joined(content["title"]),
        question=_joined(content["question"]),
        until=content.get("until", UNTIL),
        origins=_names(content, "origins"),
        destinations=_names(content, "destinations"),
        levers=tuple(_use(each) for each in content["levers"]),
        views=_views(content),
        view_files=own,
    )


def _set(entry: Mapping[str, Any], bound: str) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if key not in ("lowest", "highest", "cost")}
    return kept | {"value": entry[bound]}


def _renamed(path: At, bound: str) -> At:
    if path == ("problem",):
        return ("scenario",)
    return (*path[:-1], "value") if len(path) == 3 and path[-1] == bound else path


def _use(given: Mapping[str, Any]) -> LeverUse:
    return LeverUse(
        given["lever"], float(given["value"]), _names(given, "origins"), _names(given, "destinations"),
        _names(given, "skills"), given["from"], given.get("to"), _names(given, "joined_by"), _joined(given["source"]),
    )  # fmt: skip


def _views(content: Mapping[str, Any]) -> tuple[str, ...]:
    named = content.get("views", ALL)
    return (named,) if isinstance(named, str) else tuple(named)


def _names(given: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(name) for name in given.get(key, ()))


def _joined(text: str) -> str:
    return " ".join(text.split())


def _measures(file: StrictFile) -> dict[str, dict[str, float]]:
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


def _tolerance(file: StrictFile) -> dict[str, float]:
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


def _cost_unit(file: StrictFile) -> str:
    if "cost_unit" not in file.content:
        return ""
    unit = file.content["cost_unit"]
    if not isinstance(unit, str) or not 0 < len(unit.strip()) <= 60:
        raise InvalidInput(f"{file.where('cost_unit')}: cost_unit is {shown(unit)}, not a few words.")
    return _joined(plain(StrictFile(file.name, {"title": unit}, {("title",): file.lines[("cost_unit",)]}), ("title",)))


def _number(file: StrictFile, path: At) -> float:
    value = file.at(*path)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidInput(f"{file.where(*path)}: {path[-1]} is {shown(value)}, not a number.")
    return float(value)
