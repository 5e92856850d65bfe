"""`corridors answer` and `corridors answers`: the questions of the founding documents, one command each."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.going import Going
from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.answers.answer import Answer


WHAT_IF = "W"
"""The kind of the questions for which the world model runs."""


class Form(StrEnum):
    """The forms of an answer."""

    TEXT = "text"
    MD = "md"
    JSON = "json"
    HTML = "html"
    CSV = "csv"


def answer(
    name: Annotated[str, typer.Argument(metavar="ID", help="The question, as `corridors answers` lists it.")] = "",
    *,
    country: Annotated[str | None, typer.Option(help="One country or area; a code or a name.")] = None,
    origin: Annotated[str | None, typer.Option(help="Origin; a code or a name.")] = None,
    destination: Annotated[str | None, typer.Option(help="Destination; a code or a name.")] = None,
    region: Annotated[str | None, typer.Option(help="A region of the UN's M49, a development group, EU, GCC.")] = None,
    year: Annotated[int | None, typer.Option(help="A year; the latest without it.")] = None,
    view: Annotated[str | None, typer.Option(help="A view of a disputed question.")] = None,
    form: Annotated[Form | None, typer.Option("--format", help="Form of the answer; text without it.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    table: Annotated[str | None, typer.Option(help="With --format csv: which table; the main one without it.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; without it, the answer goes to the screen.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON schema of every answer and stop.")] = False,
) -> None:
    """Answer a question from data: for the world, a country, a corridor or a region.

    Each answer has a finding, tables, charts, how sure it is, its sources and what would settle what stays open.

    [bold]Examples[/bold]

      corridors answer stocks --country Tonga

      corridors answer remittance-cost --origin PHL --destination ARE --format html --out cost.html

      corridors answer responsibility --format csv
    """
    from corridors.answers import forms

    if schema:
        print(json.dumps(forms.schema(), indent=1))
        return
    if not name:
        raise InvalidInput(
            "Which question?", hint="`corridors answers` lists them; `corridors answer stocks` asks one."
        )
    chosen = _form(form, as_json, table)

    made = _asked(name, country, origin=origin, destination=destination, region=region, year=year, view=view)
    if chosen is Form.CSV:
        text = forms.to_csv(made, table)
    else:
        writers = {Form.MD: forms.to_markdown, Form.JSON: forms.to_json, Form.HTML: forms.to_html}
        text = writers.get(chosen, forms.to_text)(made)
    if out is None:
        sys.stdout.write(text)
        return
    from corridors.files import write_whole

    print(f"Wrote {write_whole(out, text)} ({len(text.encode()) / 1e6:.1f} MB).", file=sys.stderr)


def _asked(name: str, country: str | None, **given: Any) -> Answer:
    """Ask, and where the world model runs for it say so and for how long."""
    from corridors.answers.questions import question

    if question(name).kind != WHAT_IF:
        from corridors.answers.ask import answer as ask

        return ask(name, country, **given)
    from rich.console import Console

    with Console(stderr=True).status(Going("Running the world model for this question (a minute or more)")):
        from corridors.answers.ask import answer as ask

        return ask(name, country, **given)


def _form(form: Form | None, as_json: bool, table: str | None) -> Form:
    if as_json and form not in (None, Form.JSON):
        raise InvalidInput(f"--json stands beside --format {form}.", hint="Give one of them.")
    if table is not None and form is not Form.CSV:
        raise InvalidInput("--table chooses the table of a CSV.", hint="Add --format csv, or leave --table out.")
    return Form.JSON if as_json else form or Form.TEXT


def answers(
    theme: Annotated[str | None, typer.Option(help="Only the questions of one theme, for example `borders`.")] = None,
    search: Annotated[str, typer.Option(help="Only questions with these words.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the questions that have an answer, by theme, with what each can be asked about.

    [bold]Examples[/bold]

      corridors answers

      corridors answers --theme development

      corridors answers --search visa
    """
    from itertools import groupby

    from corridors.answers.questions import KINDS, THEMES, questions

    found = questions(theme, search)
    if as_json:
        rows = [{"id": q.id, "theme": q.theme, "kind": KINDS[q.kind], "question": q.text, "takes": q.takes}
                for q in found]  # fmt: skip
        print(json.dumps(rows, indent=1))
    elif sys.stdout.isatty():
        for name, group in groupby(found, key=lambda q: q.theme):
            print(f"\n{THEMES[name]}")
            for q in group:
                print(f"  {q.id:24}{q.text}")
    else:
        for q in found:
            print("\t".join((q.id, q.theme, KINDS[q.kind], q.text, " ".join(q.takes))))
    if not found:
        print("No question has these words.", file=sys.stderr)
