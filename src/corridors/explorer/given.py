"""What may be run in the background: a scenario, a search for common ground, or what the views of a scenario differ on.

Each is kept in its run's folder as one file, from which it can be read again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corridors.errors import DamagedData, InvalidInput

if TYPE_CHECKING:
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.scenario import Scenario

MOST_DRAWS, MOST_LEVERS = 50, 12
"""Draws and levers of one run of a scenario."""
MOST_CLIMBS, MOST_STEPS, MOST_CHECKS, LAST_YEAR = 3, 5, 8, 2060
"""Climbs of a search, runs of each, draws that check what it finds, and the last year to which it looks: the largest
takes some ten minutes on two cores."""
SAMPLES = 0
"""Rows of the random samples behind a disagreement: the disputes alone, which takes half a minute."""
SCENARIO, SEARCH, DISPUTE = "scenario.yaml", "search.json", "dispute.json"
"""In a run's folder: what is run, by its kind."""
Kind = Literal["scenario", "search", "dispute"]


@dataclass(frozen=True, slots=True)
class Search:
    """A search for common ground: the problem, how many climbs of how many steps, and draws that check what is found.

    Raises:
        InvalidInput: more than a search may be here, with the bound.
    """

    problem: Problem
    climbs: int = 2
    steps: int = 4
    draws: int = 4

    def __post_init__(self) -> None:
        bounds = (("climbs", self.climbs, 1, MOST_CLIMBS), ("steps", self.steps, 1, MOST_STEPS))
        for what, value, low, high in bounds:
            if not low <= value <= high:
                raise InvalidInput(f"{value} {what} are not from {low} to {high}.", hint="The command line takes more.")
        if self.draws not in (0, *range(2, MOST_CHECKS + 1)):
            hint = "The command line makes more."
            raise InvalidInput(f"{self.draws} draws are neither 0 nor from 2 to {MOST_CHECKS}.", hint=hint)
        if self.problem.until > LAST_YEAR:
            raise InvalidInput(f"A search looks no further than {LAST_YEAR} here.", hint="The command line does.")

    @property
    def name(self) -> str:
        """The problem's name."""
        return self.problem.name

    @property
    def title(self) -> str:
        """The problem's title."""
        return self.problem.title

    @property
    def question(self) -> str:
        """The problem's question."""
        return self.problem.question

    def yaml(self) -> str:
        """The problem as the text of a file."""
        from corridors.explorer.ground_text import text

        return text(self.problem)

    def text(self) -> str:
        """The whole as it is kept."""
        settings = {"climbs": self.climbs, "steps": self.steps, "draws": self.draws}
        return json.dumps({"problem": self.yaml(), **settings}, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Dispute:
    """What views differ on about one outcome of a scenario; of a country by its code, or of a party or the world."""

    scenario: Scenario
    outcome: str
    country: str | None = None

    @property
    def name(self) -> str:
        """The scenario's name."""
        return self.scenario.name

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self.scenario.title

    @property
    def question(self) -> str:
        """The scenario's question."""
        return self.scenario.question

    def yaml(self) -> str:
        """The scenario as the text of a file."""
        return self.scenario.text()

    def text(self) -> str:
        """The whole as it is kept."""
        about = {"outcome": self.outcome, "country": self.country}
        return json.dumps({"scenario": self.yaml(), **about}, indent=1) + "\n"


def kind_of(given: Scenario | Search | Dispute) -> Kind:
    """The kind of what is run."""
    return "search" if isinstance(given, Search) else "dispute" if isinstance(given, Dispute) else "scenario"


def file_of(given: Scenario | Search | Dispute) -> str:
    """The name of the file in which it is kept."""
    return {"scenario": SCENARIO, "search": SEARCH, "dispute": DISPUTE}[kind_of(given)]


def yaml_of(given: Scenario | Search | Dispute) -> str:
    """The scenario or the problem as the text of a file."""
    return given.yaml() if isinstance(given, (Search, Dispute)) else given.text()


def kept_file(folder: Path) -> Path | None:
    """The file in a run's folder that says what is run; None where there is none."""
    return next((folder / name for name in (SCENARIO, SEARCH, DISPUTE) if (folder / name).is_file()), None)


def read_given(folder: Path) -> Scenario | Search | Dispute:
    """What a run's folder asks for.

    Raises:
        DamagedData: no such file, or not as it was written; InvalidInput, UnknownName, NotCovered: as the strict
            readers say.
    """
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.scenario import Scenario

    path = kept_file(folder)
    if path is None:
        raise DamagedData(f"{folder.name} says nothing of what is to be run.", hint="Start it again.")
    if path.name == SCENARIO:
        return Scenario.read(path)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        if path.name == SEARCH:
            return Search(Problem.parse(kept["problem"]), kept["climbs"], kept["steps"], kept["draws"])
        return Dispute(Scenario.parse(kept["scenario"]), kept["outcome"], kept["country"])
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedData(f"{path} is not as it was written.", hint="Start it again.") from error
