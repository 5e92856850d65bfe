"""A scenario: a question, and the dated and sourced changes to policy that one runs to see what they would do."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import View, view, views
from corridors.parameters.strict_yaml import StrictFile
from corridors.scenarios import scenario_file
from corridors.scenarios.scenario_file import ALL, DRAWS, UNTIL, parse_text, read_file

FOLDER = Path(__file__).parent / "shipped"
"""The folder of the scenarios that come with the package."""
_WIDTH, _LONG = 110, 90


@dataclass(frozen=True, slots=True)
class LeverUse:
    """One lever set to a value, somewhere, for somebody, between dates.

    `origins` and `destinations` are places as written, empty for the world; `skills` levels of education, empty for
    all that the lever takes; `start` the year from which and `end` that until which it acts, None for ever; `joined_by`
    places that would follow where a lever moves with others; `source` where the number comes from.
    """

    lever: str
    value: float
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    start: int = scenario_file.LAUNCH
    end: int | None = None
    joined_by: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Levers to pull, the question behind them, and the views under which to look.

    `origins` are the countries whose people the accounts show, `destinations` those whose natives, both as written and
    empty for the world; `views` are names of shipped views, "all", or paths to view files, whose content is in
    `view_files`; without levers the scenario is the baseline.

    Raises:
        InvalidInput, UnknownName, NotCovered: content that a scenario file could not have, as `Scenario.parse`.

    Example:
        >>> cheap = LeverUse("remittance_price", 0.03, start=2026, source="SDG target 10.c")
        >>> Scenario("cheap", "Cheap remittances", "Who gains when sending costs 3%?", levers=(cheap,)).until
        2050
    """

    name: str
    title: str
    question: str
    until: int = UNTIL
    origins: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    levers: tuple[LeverUse, ...] = ()
    views: tuple[str, ...] = (ALL,)
    draws: int = DRAWS
    view_files: Mapping[str, View] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        scenario_file.check(StrictFile(str(self.name), self.content(), {}), self.view_files)
        for text in (self.title, self.question, *(use.source for use in self.levers)):
            if text != _joined(text):
                raise InvalidInput(f"{self.name}: {text!r} holds line breaks or double spaces.", hint="Join the words.")

    @classmethod
    def read(cls, given: Path | str) -> Scenario:
        """Read a scenario from a file, or a shipped one by its name.

        Args:
            given: the path of a YAML file, or a name that `shipped` lists.

        Raises:
            UnknownName: an unknown name, key, lever, place, skill or view, with its line and the nearest names.
            NotCovered: dates outside the model, or a place without people in it.
            InvalidInput: any other rule that the file breaks, with its line; and all that `read_strict` refuses.

        Example:
            >>> Scenario.read("remittance-prices").levers[0].value
            0.03
        """
        path = Path(given)
        if str(given) in shipped_names():
            path = FOLDER / f"{given}.yaml"
        elif path.suffix not in (".yaml", ".yml"):
            hint = "Give the path of a .yaml file, or a shipped name."
            raise UnknownName("scenario", str(given)[:100], nearest(str(given)[:100], shipped_names()), hint=hint)
        return built(*read_file(path))

    @classmethod
    def parse(cls, text: str, name: str = "scenario.yaml", folder: Path | None = None) -> Scenario:
        """Read a scenario from YAML text.

        Args:
            text: at most `MOST_CHARACTERS`; name: what to call it in messages.
            folder: where the view files lie that the text names. Without it, as in an upload, they are refused.

        Raises:
            UnknownName, NotCovered, InvalidInput: as `read`.

        Example:
            >>> Scenario.parse("scenario: base\\ntitle: As it is\\nquestion: What now?\\nlevers: []").draws
            100
        """
        return built(*parse_text(text, name, folder))

    def text(self) -> str:
        """Write the scenario as the YAML that `parse` reads back, value for value.

        Example:
            >>> print(Scenario("base", "As it is", "What if nothing changes?").text())
            scenario: base
            title: As it is
            question: What if nothing changes?
            until: 2050
            levers: []
            views: all
            draws: 100
        """
        from io import StringIO

        from ruamel.yaml import YAML

        buffer, writer = StringIO(), YAML()
        writer.width = 2 * _WIDTH
        writer.indent(mapping=2, sequence=4, offset=2)
        content = self.content()
        levers = [_spelt(use) for use in content["levers"]]
        writer.dump(_spelt(content) | ({"levers": levers} if levers else {}), buffer)
        return buffer.getvalue().strip()

    def content(self) -> dict[str, Any]:
        """The scenario as the keys and values of its file; what is not written is left out.

        >>> sorted(Scenario("base", "As it is", "What if nothing changes?").content())
        ['draws', 'levers', 'question', 'scenario', 'title', 'until', 'views']
        """
        places = {key: list(given) for key, given in (("origins", self.origins), ("destinations", self.destinations))}
        return {
            "scenario": self.name, "title": self.title, "question": self.question, "until": self.until,
            **{key: given for key, given in places.items() if given},
            "levers": [_written(use) for use in self.levers],
            "views": self.views[0] if len(self.views) == 1 else list(self.views), "draws": self.draws,
        }  # fmt: skip

    def chosen_views(self) -> tuple[View, ...]:
        """The views under which the scenario is to be run, one after the other.

        >>> len(Scenario("base", "As it is", "What if nothing changes?").chosen_views()) == len(views())
        True
        """
        found: list[View] = []
        for name in self.views:
            found += views() if name == ALL else [self.view_files[name] if name in self.view_files else view(name)]
        return tuple(found)


def shipped() -> dict[str, str]:
    """The titles of the scenarios that come with the package, by name.

    >>> shipped()["remittance-prices"]
    'Sending money home costs three per cent'
    """
    return {name: Scenario.read(name).title for name in shipped_names()}


@cache
def shipped_names() -> tuple[str, ...]:
    """The names of the scenarios that come with the package.

    >>> "remittance-prices" in shipped_names()
    True
    """
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _written(use: LeverUse) -> dict[str, Any]:
    value = int(use.value) if isinstance(use.value, float) and use.value.is_integer() else use.value
    whole: dict[str, Any] = {
        "lever": use.lever, "value": value, "origins": list(use.origins), "destinations": list(use.destinations),
        "skills": list(use.skills), "from": use.start, "to": use.end, "joined_by": list(use.joined_by),
        "source": use.source,
    }  # fmt: skip
    return {key: each for key, each in whole.items() if each != [] and each is not None}


def _spelt(content: dict[str, Any]) -> dict[str, Any]:
    """Content as it is written: lists on one line, long text folded over several."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import FoldedScalarString

    found: dict[str, Any] = {}
    for key, value in content.items():
        if isinstance(value, list):
            found[key] = CommentedSeq(value)
            found[key].fa.set_flow_style()
        elif isinstance(value, str) and len(value) > _LONG and value.isprintable():
            found[key] = FoldedScalarString(value)
            lines = textwrap.wrap(value, _WIDTH, break_long_words=False, break_on_hyphens=False)
            found[key].fold_pos = [end - 1 for end in itertools.accumulate(len(line) + 1 for line in lines)][:-1]
        else:
            found[key] = value
    return found


def built(file: StrictFile, own: Mapping[str, View]) -> Scenario:
    """The scenario of a file that has been read under all rules.

    Args:
        file: its content; own: the views of the files that it names, by name.
    """
    given = file.content
    named = given.get("views", ALL)
    return Scenario(
        name=given["scenario"],
        title=_joined(given["title"]),
        question=_joined(given["question"]),
        until=given.get("until", UNTIL),
        origins=_places(given, "origins"),
        destinations=_places(given, "destinations"),
        levers=tuple(_use(each) for each in given["levers"]),
        views=(named,) if isinstance(named, str) else tuple(named),
        draws=given.get("draws", DRAWS),
        view_files=own,
    )


def _use(given: dict[str, Any]) -> LeverUse:
    return LeverUse(
        lever=given["lever"],
        value=float(given["value"]),
        origins=_places(given, "origins"),
        destinations=_places(given, "destinations"),
        skills=_places(given, "skills"),
        start=given["from"],
        end=given.get("to"),
        joined_by=_places(given, "joined_by"),
        source=_joined(given["source"]),
    )


def _places(given: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(place) for place in given.get(key, ()))


def _joined(text: str) -> str:
    """Text without the line breaks of the file."""
    return " ".join(text.split())
