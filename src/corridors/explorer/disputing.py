"""What views differ on about one outcome of a scenario, as a run in the background: an answer in its forms."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING

from corridors.explorer.given import SAMPLES
from corridors.files import write_together

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from corridors.explorer.given import Dispute

    Told = Callable[..., None]

FRAGMENT = "part.html"
"""In a run's results: the answer as a part of a page; beside it the whole answer by the names of `FORMS`."""
FORMS = {"html": "answer.html", "md": "answer.md", "json": "answer.json", "csv": "answer.csv"}
STEPS = {"views": 1, "combinations": 2}
OF = 3
"""Steps that the bar of progress shows: each view, the combinations of views, the writing."""


def dispute(given: Dispute, place: Path, told: Told) -> None:
    """Analyse, and write the answer down.

    Args:
        given: the scenario and the outcome; place: a folder for the results, which is made; told: called with `done`
            and `of`.
    Raises:
        UnknownName, InvalidInput: no such outcome or country; CannotWrite: no space.
    """
    from corridors.answers import forms
    from corridors.answers.governance.scenario_answer import answered
    from corridors.content.page import page
    from corridors.explorer.drawing import picture
    from corridors.explorer.narrow import both
    from corridors.scenarios.disagreement import disagreement

    def tell(what: str, done: int, of: int) -> None:
        told(done=STEPS.get(what, OF - 1), of=OF)

    found = disagreement(given.scenario, given.outcome, country=given.country, samples=SAMPLES, progress=tell)
    made = answered(found, command(given))
    write_together(
        {
            place / FRAGMENT: page(
                "corridors.explorer", "dispute_part.html", answer=made, svg=partial(both, draw=picture)
            ),
            place / FORMS["html"]: forms.to_html(made),
            place / FORMS["md"]: forms.to_markdown(made),
            place / FORMS["json"]: forms.to_json(made),
            place / FORMS["csv"]: forms.to_csv(made),
        }
    )
    told(done=OF, of=OF)


def command(given: Dispute) -> str:
    """The command that makes the analysis from the scenario's file."""
    country = ["--country", given.country] if given.country else []
    line = ["corridors", "disagree", f"{given.name}.yaml", "--outcome", given.outcome, *country]
    return shlex.join([*line, "--samples", str(SAMPLES)])
