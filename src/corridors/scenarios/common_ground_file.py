"""Problems of common ground: the levers that may move, between bounds, and what each party counts as a gain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import View
from corridors.parameters.strict_yaml import StrictFile, parse_strict, read_strict
from corridors.scenarios import common_ground_rules as rules
from corridors.scenarios import scenario_file
from corridors.scenarios.common_ground_measures import TOLERANCE, default_measures, yardsticks
from corridors.scenarios.outcomes import PARTIES
from corridors.scenarios.scenario import LeverUse, Scenario
from corridors.scenarios.scenario_file import ALL, UNTIL

FOLDER = Path(__file__).parent / "problems"
"""The folder of the problems that come with the package."""


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
        uses = tuple(replace(self.levers[i].use, value=float(value)) for i, value in chosen.items())
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


def _built(file: StrictFile, folder: Path | None) -> Problem:
    lowest = rules.checked(file, folder)
    movable = tuple(
        Movable(use, float(each["lowest"]), float(each["highest"]), float(each.get("cost", 0)))
        for use, each in zip(lowest.levers, file.content["levers"], strict=True)
    )
    return Problem(
        lowest.name, lowest.title, lowest.question, movable, lowest.until, lowest.origins, lowest.destinations,
        rules.measures(file), rules.tolerance(file), rules.cost_unit(file), lowest.views, lowest.view_files,
    )  # fmt: skip
