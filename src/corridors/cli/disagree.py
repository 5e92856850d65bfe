"""`corridors disagree`: which assumptions make views differ on what a scenario does, and where they agree."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.cli.answer import Form
from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.scenarios.disagreement import Disagreement


def disagree(
    context: typer.Context,
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file, or a shipped scenario's name.")],
    *,
    outcome: Annotated[str, typer.Option(help="What the scenario acts on, for example irregular_stock.")],
    country: Annotated[
        str | None, typer.Option(help="Of which country; a code or a name. Without it, of a party.")
    ] = None,
    year: Annotated[int | None, typer.Option(help="The end of a period of five years; the last without it.")] = None,
    samples: Annotated[
        int, typer.Option(help="Rows of the random samples: a power of two, or 0 for the disputes alone.")
    ] = 32,
    seed: Annotated[int, typer.Option(help="Seed of all random numbers.")] = 0,
    form: Annotated[Form | None, typer.Option("--format", help="Form of the result; text without it.")] = None,
    table: Annotated[str | None, typer.Option(help="With --format csv: which table; the main one without it.")] = None,
    out: Annotated[Path | None, typer.Option(help="File to write; without it, the result goes to the screen.")] = None,
) -> None:
    """Show on what views differ about a scenario, by how much, because of which assumption, and where they agree.

    A scenario that names two view files of your own compares those two. Outcomes are listed where one is misspelt.

    [bold]Examples[/bold]

      corridors disagree borders-doubled --outcome irregular_stock --country USA

      corridors disagree ours.yaml --outcome stayers_income --format html --out page.html
    """
    if table is not None and form is not Form.CSV:
        raise InvalidInput("--table chooses the table of a CSV.", hint="Add --format csv, or leave --table out.")
    from corridors.answers import forms
    from corridors.answers.governance.scenario_answer import answered
    from corridors.scenarios.places import resolve_place

    _check_outcome(outcome, country)
    code = resolve_place(country)[0] if country else None
    asked = {"country": code, "year": year, "samples": samples, "seed": seed}
    found = _with_progress(scenario, outcome, **asked)
    made = answered(found, _line(context))
    writers = {Form.MD: forms.to_markdown, Form.JSON: forms.to_json, Form.HTML: forms.to_html}
    text = forms.to_csv(made, table) if form is Form.CSV else writers.get(form or Form.TEXT, forms.to_text)(made)
    if out is None:
        sys.stdout.write(text)
        return
    from corridors.files import write_whole

    print(f"Wrote {write_whole(out, text)} ({len(text.encode()) / 1e6:.1f} MB).", file=sys.stderr)


def _check_outcome(outcome: str, country: str | None) -> None:
    """Refuse an outcome by country where none is named, one of a party or the world where one is, and unknown ones.

    Raises:
        InvalidInput: the country is missing or too many; UnknownName: no such outcome, with the nearest of all.
    """
    from corridors.concepts.nearest import nearest
    from corridors.errors import UnknownName
    from corridors.scenarios.outcomes import PARTIES, outcomes

    known = outcomes()
    fitting = [name for name, one in known.items() if (one.of == "country") == bool(country)]
    if outcome in fitting:
        return
    if outcome not in known:
        near = nearest(outcome, known)
        hint = "" if near else f"Outcomes {'by country' if country else 'without --country'}: {', '.join(fitting)}."
        raise UnknownName("outcome", outcome, near, hint=hint)
    like = [name for name in nearest(outcome, fitting) if outcome in name or name in outcome]
    also = f", or ask for {' or '.join(like)}" if like else ""
    what = known[outcome]
    if what.of == "country":
        problem = f"{outcome} ({what.label.lower()}) is an outcome by country."
        raise InvalidInput(problem, hint=f"Add --country and a code or a name{also}.")
    whose = PARTIES[what.of].lower() if what.of in PARTIES else "the world"
    problem = f"{outcome} ({what.label.lower()}) is an outcome of {whose}, not of one country."
    raise InvalidInput(problem, hint=f"Leave --country out{also}.")


def _with_progress(scenario: str, outcome: str, **asked: Any) -> Disagreement:
    """Analyse, and show how far it is."""
    from rich.console import Console

    from corridors.scenarios.scenario import Scenario

    given = Scenario.read(scenario)
    doing = {"views": "Running each view ...", "combinations": "Running combinations of views ..."}
    with Console(stderr=True).status("Launching the world ...") as status:
        from corridors.scenarios.disagreement import disagreement

        def tell(what: str, done: int, total: int) -> None:
            status.update(doing.get(what, f"Sampling: {done:,} of {total:,} runs ..."))

        return disagreement(given, outcome, **asked, progress=tell)


def _line(context: typer.Context) -> str:
    """The command as it was given."""
    words = ["corridors", str(context.info_name)]
    for parameter in context.command.params:
        value = context.params.get(str(parameter.name))
        if value is None or value == parameter.get_default(context) or parameter.name in ("form", "out"):
            continue
        argument = parameter.param_type_name == "argument"
        words += [str(value)] if argument else [max(parameter.opts, key=len), str(value)]
    return shlex.join(words)
