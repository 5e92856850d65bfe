"""A stakeholder's own view, as a YAML file of ten lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters.registry import parameter, parameter_names, sides, view_names
from corridors.parameters.strict_yaml import StrictFile, read_strict
from corridors.parameters.value import DISTRIBUTIONS, Parameter, check
from corridors.parameters.views import View, view

_KEYS = ("view", "label", "statement", "based_on", "choices")
_VALUE_KEYS = ("low", "central", "high", "interval", "distribution", "lag", "source", "link", "note")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_view(path: Path | str) -> View:
    """Read a view from a YAML file, which may come from anybody.

    The file names the view and its label, the shipped views that it starts from (`based_on`, one side of a dispute at
    most) and its `choices`: for a parameter either the name of a side, or its own low, central, high and a source. An
    own value is triangular over a range, unless `interval` and `distribution` say otherwise; a single `central` is
    fixed. What it does not name stays undecided.

    Args:
        path: the file, at most a megabyte.

    Raises:
        UnknownName: an unknown key, view or parameter, with its line and the nearest names.
        InvalidInput: a value that breaks a rule, with its line; and all that `read_strict` refuses.

    Example:
        >>> import tempfile
        >>> path = Path(tempfile.mkdtemp()) / "ministry.yaml"
        >>> _ = path.write_text('''
        ... view: our-ministry
        ... label: What our ministry expects
        ... based_on: [borders-trap, brain-gain]
        ... choices:
        ...   remittance_attachment_decay: integration-income
        ...   enforcement_return: {low: -0.4, central: -0.2, high: -0.1, source: Border police register 2019}
        ... ''')
        >>> mine = read_view(path)
        >>> mine.choices["enforcement_return"].central, mine.choices["schooling_response"].central
        (-0.2, 0.05)
    """
    file = read_strict(path)
    file.check_keys((), _KEYS, required=("view", "label"))
    name = _text(file, "view")
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{file.where('view')}: {name!r} is no name.", hint="Use small letters, digits and hyphens.")
    if name in view_names():
        raise InvalidInput(f"{file.where('view')}: the view {name!r} is shipped.", hint="Choose a name of your own.")
    based_on = _based_on(file)
    choices = {each: value for base in based_on for each, value in view(base).choices.items()}
    if "choices" in file.content:
        file.check_keys(("choices",), parameter_names())
        choices |= {each: _choice(file, name, each) for each in file.content["choices"]}
    if not choices:
        raise InvalidInput(f"{file.name}: the view chooses nothing.", hint="Fill in based_on or choices.")
    statement = _text(file, "statement") if "statement" in file.content else ""
    return View(name, _text(file, "label"), statement, "", based_on, MappingProxyType(choices))


def view_text(given: View) -> str:
    """A view as the YAML that `read_view` reads back, value for value.

    Args:
        given: a view from a file, or a shipped one (which needs a name of its own before it can be read back).

    Example:
        >>> print(view_text(View("mine", "Mine", "", "", ("brain-gain",), view("brain-gain").choices)))
        view: mine
        label: Mine
        based_on:
        - brain-gain
    """
    from io import StringIO

    from ruamel.yaml import YAML

    inherited = {name: value for base in given.based_on for name, value in view(base).choices.items()}
    own = {name: value for name, value in given.choices.items() if inherited.get(name) != value}
    content: dict[str, object] = {"view": given.name, "label": given.label}
    if given.statement:
        content["statement"] = given.statement
    if given.based_on:
        content["based_on"] = list(given.based_on)
    if own:
        content["choices"] = {name: _spelt(value) for name, value in own.items()}
    buffer = StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    writer.width = 120
    writer.dump(content, buffer)
    return buffer.getvalue().strip()


def _spelt(value: Parameter) -> str | dict[str, object]:
    if value.view in sides(value.name):
        return value.view
    kept: Mapping[str, object] = {key: getattr(value, key) for key in _VALUE_KEYS}
    return {key: each for key, each in kept.items() if each not in ("", None)}


def _based_on(file: StrictFile) -> tuple[str, ...]:
    names = file.content.get("based_on", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InvalidInput(f"{file.where('based_on')}: based_on is not a list of views.", hint="Write [brain-gain].")
    taken: dict[str, str] = {}
    for number, name in enumerate(names):
        if name not in view_names():
            raise UnknownName("view", name, nearest(name, view_names()), hint=f"({file.where('based_on', number)}.)")
        dispute = view(name).dispute
        if dispute in taken:
            raise InvalidInput(
                f"{file.where('based_on', number)}: {taken[dispute]!r} and {name!r} are sides of one dispute.",
                hint="Name one of them, and your own values under choices.",
            )
        taken[dispute] = name
    return tuple(names)


def _choice(file: StrictFile, view_name: str, name: str) -> Parameter:
    given = file.content["choices"][name]
    where = file.where("choices", name)
    if isinstance(given, str):
        allowed = [side for side in sides(name) if side]
        if given not in allowed:
            hint = f"({where}.) Sides: {', '.join(allowed)}." if allowed else f"({where}.) Nobody disputes {name}."
            raise UnknownName(f"side of {name}", given, nearest(given, allowed), hint=hint)
        return sides(name)[given]
    if not isinstance(given, dict):
        raise InvalidInput(f"{where}: {name} is neither a side nor low, central, high and source.")
    file.check_keys(("choices", name), _VALUE_KEYS, required=("central", "source"))
    return _own_value(file, view_name, name)


def _own_value(file: StrictFile, view_name: str, name: str) -> Parameter:
    given, where = file.content["choices"][name], file.where("choices", name)
    if ("low" in given) != ("high" in given):
        raise InvalidInput(f"{where}: {name} has one of low and high.", hint="Give both, or central alone.")
    single = "low" not in given
    central = _number(file, name, "central")
    text = {
        key: _text(file, "choices", name, key)
        for key in ("interval", "distribution", "source", "link", "note")
        if key in given
    }
    interval = text.get("interval", "none" if single else "range")
    default = {"none": "fixed", "range": "triangular"}.get(interval, "normal")
    if interval == "judged" or text.get("distribution", default) not in DISTRIBUTIONS:
        raise InvalidInput(
            f"{where}: {name} has interval {interval!r} and distribution {text.get('distribution', default)!r}.",
            hint=f"Intervals: none, range, 80, 95. Distributions: {', '.join(DISTRIBUTIONS)}.",
        )
    base = parameter(name)
    made = replace(
        base,
        view=view_name,
        low=central if single else _number(file, name, "low"),
        central=central,
        high=central if single else _number(file, name, "high"),
        interval=interval,
        distribution=text.get("distribution", default),
        lag=_number(file, name, "lag") if "lag" in given else base.lag,
        population="As the view's author states",
        grade="D",
        known="stated",
        source=text["source"],
        link=text.get("link", ""),
        note=text.get("note", ""),
    )
    check(made, where)
    return made


def _text(file: StrictFile, *path: str) -> str:
    value = file.at(*path)
    if isinstance(value, int) and not isinstance(value, bool) and path[-1] == "interval":
        value = str(value)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{file.where(*path)}: {path[-1]} is {value!r}, not text.", hint="Put it in quotes.")
    return value.strip()


def _number(file: StrictFile, name: str, key: str) -> float:
    value = file.content["choices"][name][key]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidInput(f"{file.where('choices', name, key)}: {key} of {name} is {value!r}, not a number.")
    try:
        return float(value)
    except OverflowError:
        raise InvalidInput(f"{file.where('choices', name, key)}: {key} of {name} is too large.") from None
