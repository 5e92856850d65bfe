"""A problem of common ground as the text of a file, which the strict reader of problems reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.scenarios.common_ground_file import Movable, Problem


def text(problem: Problem) -> str:
    """A problem as the YAML that `Problem.parse` reads back.

    >>> from corridors.scenarios.common_ground_file import Problem
    >>> given = Problem.read("south-asia-gulf")
    >>> Problem.parse(text(given)) == given
    True
    """
    return dumped(content(problem))


def content(problem: Problem) -> dict[str, Any]:
    """A problem as the keys and values of its file; what a file means that does not say it is left out."""
    from corridors.scenarios.common_ground_measures import TOLERANCE, default_measures

    weights = {party: dict(given) for party, given in problem.measures.items()}
    own = {party: given for party, given in weights.items() if given != default_measures()[party]}
    tolerance = {party: each for party, each in problem.tolerance.items() if each != TOLERANCE}
    views = problem.views[0] if len(problem.views) == 1 else list(problem.views)
    whole: dict[str, Any] = {
        "problem": problem.name, "title": problem.title, "question": problem.question, "until": problem.until,
        "origins": list(problem.origins), "destinations": list(problem.destinations), "cost_unit": problem.cost_unit,
        "levers": [_lever(each) for each in problem.levers], "measures": own, "tolerance": tolerance, "views": views,
    }  # fmt: skip
    return {key: value for key, value in whole.items() if value not in ([], {}) and (key, value) != ("cost_unit", "")}


def dumped(given: Mapping[str, Any]) -> str:
    """The keys and values of a problem as YAML: lists on one line, long text folded over several.

    >>> print(dumped({"problem": "mine", "origins": ["Nepal", "India"]}))
    problem: mine
    origins: [Nepal, India]
    """
    from io import StringIO

    from ruamel.yaml import YAML

    from corridors.scenarios.scenario import _WIDTH, _spelt

    levers = [_spelt(each) for each in given.get("levers", [])]
    buffer, writer = StringIO(), YAML()
    writer.width = 2 * _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.dump(_spelt(dict(given)) | ({"levers": levers} if levers else {}), buffer)
    return buffer.getvalue().strip()


def _lever(one: Movable) -> dict[str, Any]:
    use = one.use
    whole: dict[str, Any] = {
        "lever": use.lever, "lowest": plain(one.lowest), "highest": plain(one.highest), "cost": plain(one.cost),
        "origins": list(use.origins), "destinations": list(use.destinations), "skills": list(use.skills),
        "from": use.start, "to": use.end, "joined_by": list(use.joined_by), "source": use.source,
    }  # fmt: skip
    return {key: each for key, each in whole.items() if each not in ([], None) and (key, each) != ("cost", 0)}


def plain(value: float) -> float | int:
    """A number as one writes it: whole where it is.

    >>> plain(3.0), plain(0.25)
    (3, 0.25)
    """
    return int(value) if float(value).is_integer() else value
