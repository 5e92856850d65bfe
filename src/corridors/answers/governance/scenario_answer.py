"""An analysis of a disagreement about any scenario, with the parts and forms of an answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corridors.answers.answer import Answer
from corridors.answers.asked import Asked
from corridors.answers.governance.disagreement_tables import content_of
from corridors.answers.questions import question
from corridors.content.blocks import References

if TYPE_CHECKING:
    from corridors.scenarios.disagreement import Disagreement


@dataclass(frozen=True, eq=False)
class ScenarioAnswer(Answer):
    """An answer about a scenario or a problem from a file, with the command that makes it."""

    line: str = ""

    @property
    def command(self) -> str:
        """The command that makes it."""
        return self.line


def answered(found: Disagreement, line: str) -> ScenarioAnswer:
    """Write an analysis out as an answer to the scenario's own question.

    Args:
        found: the analysis; line: the command that makes it.
    """
    from corridors import __version__

    cited = References()
    content = content_of(found, cited)
    made = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    asked = replace(question("disagreement"), text=found.scenario.question)
    return ScenarioAnswer(asked, Asked.named(found.country), content, cited.listed(), made, __version__, line=line)
