"""`corridors data`: what is in the catalogue, where it comes from, and the rows themselves."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.cli.arguments import years
from corridors.errors import InvalidInput

if TYPE_CHECKING:
    import polars as pl

    from corridors.data import Part, Source

data = typer.Typer(no_args_is_help=True, help="The catalogue of datasets: list, show, export, add.")


class Format(StrEnum):
    """The file formats of an export."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


@data.command("list")
def list_datasets(
    theme: Annotated[str | None, typer.Option(help="Only the datasets of one theme, for example `stocks`.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List every dataset with its years, licence and whether the package carries it.

    [bold]Examples[/bold]

      corridors data list

      corridors data list --theme remittances
    """
    rows = [_line(source) for source in _of_theme(theme)]
    if as_json:
        print(json.dumps(rows, indent=1))
    elif sys.stdout.isatty():
        _print_table(rows)
    else:
        for row in rows:
            print("\t".join(row.values()))


@data.command()
def show(
    name: Annotated[str, typer.Argument(help="A dataset's name, as `corridors data list` prints it.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a dataset's provenance: publisher, licence, definition, parts, columns, caveats.

    [bold]Example[/bold]

      corridors data show migrant_stock
    """
    from corridors.data import source

    found = source(name)
    if as_json:
        print(json.dumps(_as_json(found), indent=1, default=str))
    else:
        _print_source(found)


@data.command()
def export(
    name: Annotated[str, typer.Argument(help="A dataset's name, as `corridors data list` prints it.")],
    file_format: Annotated[
        Format | None, typer.Option("--format", help="File format; without it, that of the file's name, or CSV.")
    ] = None,
    country: Annotated[list[str] | None, typer.Option(help="Code or name; may be given more than once.")] = None,
    year: Annotated[str | None, typer.Option(help="A year or a span: 2024, 2000-2024.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; without it, rows go to the screen.")] = None,
) -> None:
    """Export a dataset, or the rows of some countries and years.

    A file gets a second one beside it, FILE.source.json, with the provenance.

    [bold]Examples[/bold]

      corridors data export migrant_stock --country Mexico --year 2024

      corridors data export population --country TON --out tonga.parquet
    """
    from corridors.data import load
    from corridors.errors import NotCovered
    from corridors.files import write_together

    wanted = years(year)
    frame, source = load(name, country=country or None, year=wanted)
    if frame.is_empty():
        asked = " and ".join(part for part in (", ".join(country or []), year or "") if part)
        raise NotCovered(f"The dataset {name!r} has no rows for {asked}.", hint=f"It covers: {source.coverage}.")
    file_format = file_format or _format_of(out)
    if out is None:
        if file_format is Format.PARQUET:
            raise InvalidInput("Parquet is not text and cannot go to the screen.", hint="Name a file: --out FILE")
        typer.echo(_encoded(frame, file_format), nl=False)
        print(f"Source: {source.cite()}", file=sys.stderr)
        return
    beside = out.with_name(f"{out.name}.source.json")
    write_together({out: _encoded(frame, file_format), beside: json.dumps(_as_json(source), indent=1, default=str)})
    print(f"Wrote {frame.height:,} rows to {out} and their provenance to {beside.name}.", file=sys.stderr)


@data.command()
def add(
    folder: Annotated[Path, typer.Argument(help="A folder with Parquet files named after datasets.")],
) -> None:
    """Add the datasets that the package may not carry, from a folder of yours.

    Each file is compared with the edition in the catalogue, checked, and kept in your own data folder
    (the environment variable CORRIDORS_DATA names another one).

    [bold]Example[/bold]

      corridors data add ~/downloads/migration
    """
    from rich.progress import track

    from corridors.data.add import add as add_file
    from corridors.data.add import candidates
    from corridors.errors import DamagedData

    refused: list[str] = []
    for path in track(candidates(folder), description="Checking", transient=True, disable=not sys.stderr.isatty()):
        try:
            added = add_file(path)
        except (DamagedData, InvalidInput) as error:
            refused.append(str(error))
        else:
            print(f"Added {added.name}: {added.rows:,} rows.")
    if refused:
        how_many = "1 file was" if len(refused) == 1 else f"{len(refused)} files were"
        raise InvalidInput("\n".join([f"{how_many} refused.", *refused]))


def _of_theme(theme: str | None) -> tuple[Source, ...]:
    """All datasets, or those of one theme."""
    from corridors.concepts.nearest import nearest
    from corridors.data import sources
    from corridors.errors import UnknownName

    found = sources()
    if theme is None:
        return found
    themes = sorted({source.theme for source in found})
    if theme not in themes:
        raise UnknownName("theme", theme, nearest(theme, themes), hint=f"Themes: {', '.join(themes)}.")
    return tuple(source for source in found if source.theme == theme)


def _line(source: Source) -> dict[str, str]:
    return {
        "name": source.name,
        "theme": source.theme,
        "years": f"{source.years[0]}-{source.years[1]}" if source.years else "",
        "held": _held(source),
        "values": ", ".join(source.qualities),
        "licence": source.licence,
        "title": source.title,
    }


def _held(source: Source) -> str:
    if source.origin == "package" and source.withheld_parts:
        return "packaged in part"
    words = {"package": "packaged", "added": "added by you", "outdated": "to be added again", "absent": "to be added"}
    return words[source.origin]


def _as_json(source: Source) -> dict[str, object]:
    """The provenance, with the ways in which the values are known and what is not held."""
    import dataclasses

    derived = {
        "values": list(source.qualities),
        "held": _held(source),
        "withheld_parts": [part.name for part in source.withheld_parts],
    }
    return {**dataclasses.asdict(source), **derived}


def _format_of(out: Path | None) -> Format:
    ending = out.suffix.lstrip(".").lower() if out else ""
    return Format(ending) if ending in list(Format) else Format.CSV


def _print_table(rows: list[dict[str, str]]) -> None:
    """The datasets theme by theme; an unverified one says so behind its title."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("name", "years", "held", "title"):
        table.add_column(column, no_wrap=column != "title", overflow="fold")
    theme = ""
    for row in sorted(rows, key=lambda row: (row["theme"], row["name"])):
        if row["theme"] != theme:
            theme = row["theme"]
            table.add_row(f"[bold]{escape(theme)}[/bold]")
        mark = " [bold](unverified)[/bold]" if "unverified" in row["values"] else ""
        table.add_row(f"  {row['name']}", row["years"], row["held"], f"{escape(row['title'])}{mark}")
    Console().print(table)


def _print_source(source: Source) -> None:
    from corridors.data.store import how_to_add

    missing = source.origin != "added" and (source.origin != "package" or source.withheld_parts)
    hashes = {"SHA-256": source.sha256, "SHA-256 as read": source.raw_sha256}
    fields = {
        "Title": source.title,
        "Theme": source.theme,
        "Publisher": source.publisher,
        "Edition": source.edition,
        "Address": source.url,
        "Licence": f"{source.licence} ({source.licence_basis})",
        "Redistributable": source.redistributable,
        "Held": _held(source),
        "To add": how_to_add(source) if missing else "",
        "Citation": source.citation,
        "Read from": f"{source.copy}, on {source.date_read}",
        "Definition": source.definition,
        "Unit": source.unit,
        "One row": source.row,
        "Key": ", ".join(source.keys),
        "Rows": f"{source.rows:,}" if source.rows else "",
        "Coverage": source.coverage,
        "Values are": _how_known(source),
        **hashes,
    }
    print(source.name)
    for label, value in fields.items():
        if value:
            _print_field(label, value)
    for caveat in source.caveats:
        _print_field("Caveat", caveat)
    for part in source.parts:
        _print_part(source, part)
    _print_columns(source)


def _how_known(source: Source) -> str:
    if not source.quality_column:
        return ", ".join(source.qualities)
    marks = "; ".join(f"{quality} where it is {value!r}" for value, quality in source.quality_values.items())
    return f"marked in the column {source.quality_column}: {marks}"


def _print_part(source: Source, part: Part) -> None:
    held = f"not in the package: get it from {part.url or part.publisher}" if part in source.withheld_parts else "held"
    share = f"columns {', '.join(part.columns)}" if part.columns else ""
    if part.where:
        share = f"rows with {part.where[0]} {', '.join(str(value) for value in part.where[1])}"
    known = f"values are {part.quality}" if part.quality else ""
    facts = (f"{part.title}, {part.publisher}", part.edition, part.licence, share, known, part.definition, held)
    _print_field("Part", f"{part.name}: {'; '.join(fact.rstrip('.') for fact in facts if fact)}.")
    for caveat in part.caveats:
        _print_field("", caveat)


def _print_columns(source: Source) -> None:
    from corridors.concepts.variables import variable

    if source.columns:
        print("\nColumns")
    for column, name in source.columns.items():
        meaning = variable(name)
        unit = f" [{meaning.unit}]" if meaning.unit else ""
        absent = "" if column in source.held_columns else " (not in the package)"
        print(f"  {column:28s} {meaning.label}{unit}{absent}")


def _print_field(label: str, value: str) -> None:
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, 120)
    lines = textwrap.fill(
        value, width, initial_indent=f"  {label:16s}", subsequent_indent=" " * 18,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    print(lines)


def _encoded(frame: pl.DataFrame, file_format: Format) -> bytes:
    import io

    buffer = io.BytesIO()
    if file_format is Format.CSV:
        frame.write_csv(buffer)
    elif file_format is Format.JSON:
        frame.write_json(buffer)
    else:
        frame.write_parquet(buffer)
    return buffer.getvalue()
