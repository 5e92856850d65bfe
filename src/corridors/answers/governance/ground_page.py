"""A problem of a user's own as an answer: the same text, JSON and page as for the shipped ones."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from corridors import __version__
from corridors.answers.answer import Answer
from corridors.answers.asked import Asked
from corridors.answers.governance.ground_content import DATA, content
from corridors.answers.governance.scenario_answer import ScenarioAnswer
from corridors.answers.questions import question
from corridors.content.blocks import References
from corridors.data import source
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.common_ground_found import Found


@dataclass(frozen=True, slots=True)
class Posed(Asked):
    """A problem as the subject of an answer."""

    title: str = ""

    @property
    def about(self) -> str:
        """The problem's title."""
        return self.title


def answered(problem: Problem, found: Found, command: str) -> Answer:
    """Lay what was found for a problem out as an answer.

    Args:
        problem: as read; found: of `find`; command: that makes it again.
    """
    cited = References()
    references = tuple(cited.cite(source(name)) for name in dict.fromkeys(DATA))
    asked = replace(question("common-ground"), text=problem.question)
    made = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return ScenarioAnswer(
        asked, Posed(title=problem.title), content([(problem, found)], references), cited.listed(), made, __version__,
        line=command,
    )  # fmt: skip
