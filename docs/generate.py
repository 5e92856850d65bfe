"""Write the pages of reference that come from the package itself: commands, catalogue, variables, areas."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from enum import EnumType
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from corridors.cli.main import app
from corridors.concepts.countries import KINDS, Area, areas
from corridors.concepts.variables import Variable, variables
from corridors.data import Source, sources
from corridors.files import write_whole

KIND_TITLES = {
    "country": "Countries",
    "territory": "Territories",
    "former": "Former states",
    "special": "Cells that are no place",
    "group": "Groups",
}


def write(folder: Path) -> None:
    """Write all pages of the folder, leaving those that have not changed, so that Sphinx does not build them anew."""
    pages = {
        "cli.md": commands(),
        "catalogue.md": catalogue(),
        "variables.md": variable_table(),
        "areas.md": areas_page(),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_whole(path, text)


def commands() -> str:
    """Every command with its usage, arguments, options and examples, from the program itself."""
    root = typer.main.get_command(app)
    return "\n".join(_command(root, "corridors", 2)) + "\n"


def _command(command: Any, name: str, level: int) -> Iterator[str]:
    children = getattr(command, "commands", {})
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    words = [
        name,
        *(_placeholder(p) for p in arguments),
        *(["[OPTIONS]"] if options else []),
        *(["COMMAND"] if children else []),
    ]
    yield f"{'#' * level} `{name}`\n"
    text, examples = _help(command.help or "")
    yield f"{text}\n"
    yield f"```text\n{' '.join(words)}\n```\n"
    if arguments or options:
        yield "| Argument or option | Meaning |\n|---|---|"
        for parameter in (*arguments, *options):
            yield _table_row(_spelling(parameter), _meaning(parameter))
        yield ""
    if examples:
        yield "Examples:\n\n```sh\n" + "\n".join(examples) + "\n```\n"
    for child_name, child in children.items():
        yield from _command(child, f"{name} {child_name}", level + 1)


def _help(text: str) -> tuple[str, list[str]]:
    before, _, after = re.sub(r"\[bold\](Examples?)\[/bold\]", "\0", text).partition("\0")
    examples = [line.strip() for line in after.splitlines() if line.strip()]
    return html.unescape(before.strip()), examples


def _placeholder(parameter: Any) -> str:
    name = parameter.name.upper()
    return name if parameter.required else f"[{name}]"


def _spelling(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"`{parameter.name.upper()}`"
    kind = parameter.type_descriptor.annotation if parameter.type_descriptor else None
    choices = "|".join(str(choice.value) for choice in kind) if isinstance(kind, EnumType) else ""
    value = "" if parameter.is_flag else f" {choices or parameter.opts[0].strip('-').upper()}"
    return ", ".join(f"`{spelling}{value}`" for spelling in (*parameter.opts, *parameter.secondary_opts))


def _meaning(parameter: Any) -> str:
    default = parameter.default
    if default in (None, False, ...) or parameter.required or callable(default):
        return parameter.help or ""
    return f"{parameter.help} Default: `{getattr(default, 'value', default)}`."


def catalogue() -> str:
    """Every dataset, theme by theme, from the sidecars."""
    every = sorted(sources(), key=lambda source: (source.theme, source.name))
    rows = [(f"[`{s.name}`](#dataset-{s.name})", s.title, _years(s), _held(s)) for s in sources()]
    blocks = [_table(("Dataset", "Title", "Years", "In the package"), rows)]
    for theme, group in groupby(every, key=lambda source: source.theme):
        blocks.append(f"## {theme.capitalize()}\n")
        blocks.extend(_dataset(source) for source in group)
    return "\n".join(blocks)


def _dataset(source: Source) -> str:
    fields = {
        "Publisher": source.publisher,
        "Edition": source.edition,
        "Address": f"<{source.url}>" if source.url else "",
        "Licence": f"{source.licence} ({source.licence_basis})",
        "In the package": _held(source),
        "One row": source.row,
        "Definition": source.definition,
        "Unit": source.unit,
        "Coverage": source.coverage,
        "Years": _years(source),
        "Values are": _quality(source),
        "Columns": ", ".join(f"`{column}`" for column in source.columns),
        "Parts": "; ".join(f"{p.name} ({p.publisher}; {p.licence}; {_may(p.redistributable)})" for p in source.parts),
        "Caveats": " ".join(source.caveats),
    }
    rows = "\n".join(_table_row(label, value) for label, value in fields.items() if value)
    title = f"(dataset-{source.name})=\n### `{source.name}`: {source.title}\n"
    return f"{title}\n| | |\n|---|---|\n{rows}\n"


def _years(source: Source) -> str:
    if not source.years:
        return ""
    first, last = source.years
    return f"`{first}`" if first == last else f"`{first}-{last}`"


def _held(source: Source) -> str:
    return {"yes": "yes", "partly": "in part"}.get(source.redistributable, "no")


def _quality(source: Source) -> str:
    if not source.quality_column:
        return source.quality
    marks = sorted(set(source.quality_values.values()))
    return f"{' or '.join(marks)}, row by row, told by the column `{source.quality_column}`"


def _may(redistributable: str) -> str:
    return "in the package" if redistributable == "yes" else "not in the package"


def variable_table() -> str:
    """The one table of variables."""
    rows = [(f"`{v.name}`", v.label, _measure(v), v.definition, v.source) for v in variables().values()]
    return _table(("Name", "Label", "Kind, unit, axes", "Definition", "Source"), rows)


def _measure(variable: Variable) -> str:
    axes = f"by {', '.join(variable.axes)}" if variable.axes else ""
    return "; ".join(part for part in (variable.kind, variable.unit, axes) if part)


def areas_page() -> str:
    """Every area, by kind."""
    blocks = []
    for kind in KINDS:
        rows = [
            (f"`{a.code}`", a.iso2 or "", f"{a.m49:03d}" if a.m49 is not None else "", a.name, a.subregion or "",
             _dates(a), a.note) for a in areas(kind)
        ]  # fmt: skip
        blocks += [
            f"## {KIND_TITLES[kind]}\n",
            _table(("Code", "ISO2", "M49", "Name", "Subregion", "Dates", "Note"), rows),
        ]
    return "\n".join(blocks)


def _dates(area: Area) -> str:
    dates = [f"from `{area.start}`" if area.start else "", f"to `{area.end}`" if area.end else ""]
    after = f"followed by {', '.join(area.successors)}" if area.successors else ""
    return "; ".join(part for part in (" ".join(date for date in dates if date), after) if part)


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(columns)
    lines = [_table_row(*columns), f"|{'---|' * len(columns)}", *(_table_row(*row) for row in rows)]
    return "\n".join([*lines, ""])


def _table_row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"
