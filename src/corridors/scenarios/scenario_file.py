"""The strict reader of scenario files: every rule that a scenario obeys, with the line on which it was broken."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, NotCovered, UnknownName
from corridors.parameters import View, read_view, views
from corridors.parameters.strict_yaml import StrictFile, parse_strict, read_strict
from corridors.scenarios.entries import (
    MOST_NAMES,
    At,
    check_allowed,
    check_keys,
    check_plain,
    check_present,
    cut,
    listed,
    plain,
    shown,
    whole,
)
from corridors.scenarios.places import resolve_place

if TYPE_CHECKING:
    from corridors.policy import Lever

LAUNCH, LAST = 2025, 2100
"""The year in which a scenario's world is launched, and the last to which it can run."""
STEP = 5
"""Years of a period: a run ends at a fifth year."""
UNTIL, DRAWS, ALL = 2050, 100, "all"
"""What a file means that does not say until when, with how many draws and under which views."""
MOST_DRAWS = 10_000
MOST_CHARACTERS = 100_000
"""The longest text that is read: a scenario written by hand has two thousand characters."""
KEYS = ("scenario", "title", "question", "until", "origins", "destinations", "levers", "views", "draws")
LEVER_KEYS = ("lever", "value", "origins", "destinations", "skills", "from", "to", "joined_by", "source")

_REQUIRED = ("scenario", "title", "question", "levers")
_LEVER_REQUIRED = ("lever", "value", "from", "source")
_MOST_LEVERS, _MOST_VIEWS = 40, 50
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAKES = {"corridor": ("origins", "destinations"), "destination": ("destinations",)}
_SUFFIXES = (".yaml", ".yml")


def read_file(path: Path) -> tuple[StrictFile, Mapping[str, View]]:
    """Read and check a scenario file, and the view files beside it that it names.

    Args:
        path: the file.
    Returns: the content with its lines, and the views from files by the path under which the scenario names them.

    Raises:
        InvalidInput, UnknownName, NotCovered: what is wrong, with the line; the rules stand in `check`.

    Example:
        >>> from corridors.scenarios.scenario import FOLDER
        >>> read_file(FOLDER / "remittance-prices.yaml")[0].content["until"]
        2050
    """
    try:
        if path.is_file() and path.stat().st_size > 4 * MOST_CHARACTERS:
            raise _too_long(path.name)
        file = read_strict(path)
    except OSError as error:
        raise InvalidInput(f"Cannot read {path.name}: {(error.strerror or 'no such file').lower()}.") from None
    return with_views(file, path.parent)


def parse_text(text: str, name: str, folder: Path | None = None) -> tuple[StrictFile, Mapping[str, View]]:
    """Read and check a scenario from text, as `read_file`.

    Args:
        text: YAML of at most `MOST_CHARACTERS`.
        name: what to call it in messages.
        folder: where the view files lie that the text names; without it, as in an upload, files are refused.

    Raises:
        InvalidInput, UnknownName, NotCovered: as `read_file`.

    Example:
        >>> parse_text("scenario: s\\ntitle: T\\nquestion: Q?\\nlevers: []\\ndrawz: 1", "s.yaml")
        Traceback (most recent call last):
        ...
        corridors.errors.UnknownName: Unknown key 'drawz'. Did you mean draws? (s.yaml, line 5; allowed: scenario,
        title, question, until, origins, destinations, levers, views, draws.)
    """
    if not isinstance(text, str):
        raise InvalidInput(f"{name}: a scenario is parsed from text, not from {type(text).__name__}.")
    if len(text) > MOST_CHARACTERS:
        raise _too_long(name)
    return with_views(parse_strict(text, name), folder)


def check(file: StrictFile, own: Collection[str] = ()) -> None:
    """Refuse content that is no scenario, at the first rule that it breaks.

    Args:
        file: the content, with lines where it comes from a file.
        own: the paths of view files that could be read.

    Raises:
        UnknownName: an unknown key, lever, place, skill or view, with the nearest names.
        NotCovered: dates outside the model, or a place without people in it.
        InvalidInput: a missing key or source, a value out of range or of the wrong kind, places that a lever does not
            take, or text that is empty, too long or not plain.
    """
    check_keys(file, (), KEYS, _REQUIRED)
    if not _NAME.fullmatch(plain(file, ("scenario",))):
        raise InvalidInput(
            f"{file.where('scenario')}: {shown(file.content['scenario'])} is no name.",
            hint="Use small letters, digits and hyphens.",
        )
    plain(file, ("title",))
    plain(file, ("question",))
    until = _check_until(file)
    for key in ("origins", "destinations"):
        _check_places(file, (key,))
    levers = file.content["levers"]
    if not isinstance(levers, list) or len(levers) > _MOST_LEVERS:
        problem = f"has more than {_MOST_LEVERS} entries" if isinstance(levers, list) else "is not a list"
        raise InvalidInput(f"{file.where('levers')}: levers {problem}.", hint="Write [] for the baseline.")
    for number in range(len(levers)):
        _check_lever(file, number, until)
    _check_number_of_places(file)
    _check_views(file, own)
    _check_draws(file)


def with_views(file: StrictFile, folder: Path | None) -> tuple[StrictFile, Mapping[str, View]]:
    """Check a scenario's file, and read the files of views that it names.

    Args:
        file: as read; folder: in which the views' files lie, None where there is none.
    Returns: the file, and its own views by path.
    Raises:
        InvalidInput: any rule that the file or one of its views breaks, with its line.
    """
    own: dict[str, View] = {}
    for number, path in enumerate(_view_list(file)):
        if path.endswith(_SUFFIXES):
            own[path] = _own_view(_view_line(file, number), path, folder)
    check(file, own)
    names = [view.name for view in own.values()]
    twice = next((name for name in names if name == ALL or names.count(name) > 1), None)
    if twice is not None:
        raise InvalidInput(
            f"{file.where('views')}: two views are called {twice!r}.", hint="Give each a name of its own."
        )
    return file, MappingProxyType(own)


def _own_view(where: str, path: str, folder: Path | None) -> View:
    if folder is None:
        raise InvalidInput(
            f"{where}: {shown(path)} names a file, and this text lies in no folder.", hint="Name shipped views, or all."
        )
    check_plain(where, "views", path)
    try:
        found = (folder / path).resolve()
        if found.is_relative_to(folder.resolve()):
            return read_view(found)
    except OSError as error:
        raise InvalidInput(f"{where}: cannot read {path}: {(error.strerror or 'no such file').lower()}.") from None
    raise InvalidInput(f"{where}: {path} lies outside the folder of the scenario.", hint="Put the view beside it.")


def _check_until(file: StrictFile) -> int:
    until = whole(file, ("until",)) if "until" in file.content else UNTIL
    if until % STEP or not LAUNCH < until <= LAST:
        close = min(max(round(until / STEP) * STEP, LAUNCH + STEP), LAST) if abs(until) < 10**6 else LAST
        raise NotCovered(
            f"{file.where('until')}: a run cannot end in {shown(until)}.",
            hint=f"It ends at a fifth year after {LAUNCH}, up to {LAST}; nearest: {close}.",
        )
    return until


def _check_lever(file: StrictFile, number: int, until: int) -> None:
    path = ("levers", number)
    check_allowed(file, path, LEVER_KEYS)
    name, known = file.at(*path).get("lever"), known_levers()
    if "lever" in file.at(*path) and (not isinstance(name, str) or name not in known):
        given = cut(name) if isinstance(name, str) else shown(name)
        raise UnknownName("lever", given, nearest(given, known), hint=f"({file.where(*path, 'lever')}.)")
    check_present(file, path, _LEVER_REQUIRED)
    lever = known[name]
    _check_value(file, (*path, "value"), lever)
    for key in ("origins", "destinations", "joined_by"):
        _refuse_untaken(file, (*path, key), lever)
        _check_places(file, (*path, key))
    _refuse_untaken(file, (*path, "skills"), lever)
    if "skills" in file.at(*path):
        for place, skill in enumerate(listed(file, (*path, "skills"))):
            if skill not in lever.skills:
                hint = f"({file.where(*path, 'skills', place)}; {name} takes {', '.join(lever.skills)}.)"
                raise UnknownName("skill", cut(skill), nearest(skill[:60], lever.skills), hint=hint)
    _check_dates(file, path, until)
    plain(file, (*path, "source"))


def known_levers() -> Mapping[str, Lever]:
    """The levers of `corridors.policy` by name, loaded when first asked for.

    >>> known_levers()["remittance_price"].neutral
    1.0
    """
    from corridors.policy.levers import LEVERS

    return LEVERS


def _check_value(file: StrictFile, path: At, lever: Lever) -> None:
    value, where = file.at(*path), file.where(*path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(f"{where}: the value of {lever.name} is {shown(value)}, not a number.")
    if not lever.lowest <= value <= lever.highest:
        raise InvalidInput(
            f"{where}: the value of {lever.name} is {shown(value)}, outside {lever.lowest:g} to {lever.highest:g}.",
            hint=f"Its unit is {lever.unit}; {lever.neutral:g} changes nothing.",
        )


def _refuse_untaken(file: StrictFile, path: At, lever: Lever) -> None:
    key = str(path[-1])
    if key not in file.at(*path[:-1]):
        return
    takes = [*_TAKES.get(lever.scope, ("origins",)), *(["skills"] if lever.takes_skills else []), "joined_by"]
    if key not in takes:
        raise InvalidInput(
            f"{file.where(*path)}: the lever {lever.name} takes no {key}.", hint=f"It takes {' and '.join(takes)}."
        )


def _check_dates(file: StrictFile, path: At, until: int) -> None:
    start = whole(file, (*path, "from"))
    if not LAUNCH <= start < until:
        raise NotCovered(
            f"{file.where(*path, 'from')}: the lever starts in {shown(start)}, outside the run.",
            hint=f"Let it start from {LAUNCH} to {until - 1}.",
        )
    if "to" not in file.at(*path):
        return
    end = whole(file, (*path, "to"))
    if not start < end <= LAST:
        raise InvalidInput(
            f"{file.where(*path, 'to')}: the lever ends in {shown(end)} and starts in {start}.",
            hint=f"Let it end after its start, by {LAST}, or leave `to` out.",
        )


def _check_places(file: StrictFile, path: At) -> None:
    if path[-1] not in file.at(*path[:-1]):
        return
    for number, place in enumerate(listed(file, path)):
        resolve_place(place, file.where(*path, number))


def _check_number_of_places(file: StrictFile) -> None:
    entries = [file.content, *file.content["levers"]]
    keys = ("origins", "destinations", "joined_by")
    if sum(len(entry.get(key, ())) for entry in entries for key in keys) > MOST_NAMES:
        raise InvalidInput(f"{file.name}: more than {MOST_NAMES} places are listed.", hint="Name regions or groups.")


def _check_views(file: StrictFile, own: Collection[str]) -> None:
    shipped = [view.name for view in views()]
    seen: set[str] = set()
    for number, name in enumerate(_view_list(file)):
        where = _view_line(file, number)
        if name != ALL and name not in shipped and name not in own:
            hint = f"({where}; a view of your own is a path that ends in .yaml.)"
            raise UnknownName("view", cut(name), nearest(name[:200], (ALL, *shipped)), hint=hint)
        if name in seen or (ALL in seen and name in shipped) or (name == ALL and seen & set(shipped)):
            raise InvalidInput(
                f"{where}: the view {name!r} stands twice.", hint="Name each view once; all has the shipped."
            )
        seen.add(name)


def _check_draws(file: StrictFile) -> None:
    if "draws" in file.content and not 0 <= whole(file, ("draws",)) <= MOST_DRAWS:
        raise InvalidInput(
            f"{file.where('draws')}: {shown(file.content['draws'])} draws cannot be made.",
            hint=f"Choose from 0 (the central run) to {MOST_DRAWS:,}.",
        )


def _view_list(file: StrictFile) -> list[str]:
    given = file.content.get("views", ALL)
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list) or not 0 < len(given) <= _MOST_VIEWS or not all(isinstance(n, str) for n in given):
        raise InvalidInput(
            f"{file.where('views')}: views is not a list of at most {_MOST_VIEWS} names.",
            hint="Write all, or [borders-trap].",
        )
    return given


def _view_line(file: StrictFile, number: int) -> str:
    return file.where("views", number) if ("views", number) in file.lines else file.where("views")


def _too_long(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name} is longer than {MOST_CHARACTERS:,} characters.", hint="No scenario written by hand is."
    )
