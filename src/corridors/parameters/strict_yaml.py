"""YAML from people we do not know: plain values only, one document, no aliases, no duplicate keys, a bounded size."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName

MAX_BYTES = 1_000_000
"""The largest file that is read; a view or a scenario written by hand is a thousand times smaller."""
MAX_DEPTH = 20
"""The deepest nesting that is read, far beyond what a file written by hand has."""


@dataclass(frozen=True, slots=True)
class StrictFile:
    """What a file holds, and the line on which each entry stands.

    `lines` is keyed by the path to an entry: `("choices", "enforcement_inflow")`, or `("levers", 0)` in a list.
    """

    name: str
    content: dict[str, Any]
    lines: dict[tuple[str | int, ...], int]

    def where(self, *path: str | int) -> str:
        """The file and line of an entry, for messages."""
        return f"{self.name}, line {self.lines[path]}" if path in self.lines else self.name

    def check_keys(self, path: tuple[str | int, ...], allowed: Collection[str], required: Collection[str] = ()) -> None:
        """Refuse keys under `path` that are not `allowed`, and the absence of `required` ones.

        Raises:
            UnknownName: an unknown key, with the nearest valid ones and its line.
            InvalidInput: a missing key, or an entry that holds no keys.
        """
        entry = self.at(*path)
        if not isinstance(entry, dict):
            raise InvalidInput(f"{self.where(*path)}: {_spoken(path)} is not a list of keys and values.")
        for key in entry:
            if key not in allowed:
                raise UnknownName(
                    "key", str(key), nearest(str(key), allowed),
                    hint=f"({self.where(*path, key)}; allowed: {', '.join(allowed)}.)",
                )  # fmt: skip
        missing = [key for key in required if key not in entry]
        if missing:
            raise InvalidInput(f"{self.where(*path)}: {_spoken(path)} lacks {', '.join(missing)}.")

    def at(self, *path: str | int) -> Any:
        """The entry at a path."""
        entry: Any = self.content
        for step in path:
            entry = entry[step]
        return entry


def read_strict(path: Path | str) -> StrictFile:
    """Read a YAML file that may come from anybody.

    Args:
        path: a file of at most `MAX_BYTES` that holds one mapping of plain values.

    Raises:
        InvalidInput: no such file, too large, not UTF-8, not YAML, more than one document, an anchor or alias, a
            duplicate key, a tag, nesting beyond `MAX_DEPTH`, or no mapping at the top; with the line where known.

    Source: https://yaml.org/spec/1.2.2/

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "view.yaml"
        >>> _ = path.write_text("view: mine\\nchoices: {a: 1}\\n")
        >>> read_strict(path).lines[("choices", "a")]
        2
    """
    path = Path(path)
    return parse_strict(_text(path), path.name)


def parse_strict(text: str, name: str) -> StrictFile:
    """Read YAML text under the rules of `read_strict`.

    Args:
        text: the YAML.
        name: what to call it in messages.

    Raises:
        InvalidInput: as `read_strict`.

    Example:
        >>> parse_strict("title: Doors\\nyears: [2030, 2040]", "doors.yaml").where("years", 1)
        'doors.yaml, line 2'
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        _refuse_events(YAML(typ="safe", pure=True).parse(text), name)
        node = YAML(typ="safe", pure=True).compose(text)
        content = YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise InvalidInput(f"{name}{_line(error)}: {_problem(error)}.") from None
    except ValueError as error:
        problem = str(error).rstrip(".")
        raise InvalidInput(f"{name}: {problem}.", hint="Put text that looks like a number or date in quotes.") from None
    if not isinstance(content, dict):
        raise InvalidInput(f"{name}: the file holds no keys and values.", hint="Begin with `key: value`.")
    lines: dict[tuple[str | int, ...], int] = {}
    _note_lines(node, (), lines)
    return StrictFile(name, content, lines)


def _text(path: Path) -> str:
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.")
    with path.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise InvalidInput(f"{path.name} is larger than {MAX_BYTES:,} bytes.", hint="No file written by hand is.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name} is not UTF-8 text.", hint="Save it as UTF-8.") from None


def _refuse_events(stream: Any, name: str) -> None:
    from ruamel.yaml import events as kinds

    depth, documents = 0, 0
    for event in stream:
        at = f"{name}, line {event.start_mark.line + 1}"
        if isinstance(event, kinds.AliasEvent) or getattr(event, "anchor", None):
            raise InvalidInput(f"{at}: anchors and aliases (& and *) are not allowed.", hint="Write the value out.")
        if getattr(event, "tag", None):
            raise InvalidInput(f"{at}: tags ({event.tag}) are not allowed.", hint="Write a plain value.")
        depth += isinstance(event, kinds.MappingStartEvent | kinds.SequenceStartEvent)
        depth -= isinstance(event, kinds.MappingEndEvent | kinds.SequenceEndEvent)
        documents += isinstance(event, kinds.DocumentStartEvent)
        if depth > MAX_DEPTH:
            raise InvalidInput(f"{at}: nested deeper than {MAX_DEPTH} levels.")
        if documents > 1:
            raise InvalidInput(f"{at}: a second document begins.", hint="Put one in each file.")


def _note_lines(node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> None:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        for key, value in node.value:
            here = (*path, str(key.value))
            lines[here] = key.start_mark.line + 1
            _note_lines(value, here, lines)
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            lines[(*path, number)] = value.start_mark.line + 1
            _note_lines(value, (*path, number), lines)


def _line(error: Any) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark else ""


def _problem(error: Any) -> str:
    from ruamel.yaml.constructor import DuplicateKeyError

    problem = str(getattr(error, "problem", None) or error).splitlines()[0]
    if isinstance(error, DuplicateKeyError):
        return problem.split(" with value")[0].replace("found duplicate key", "the key stands twice:")
    return f"not YAML ({problem.rstrip('.')})"


def _spoken(path: tuple[str | int, ...]) -> str:
    return repr(path[-1]) if path else "the file"
