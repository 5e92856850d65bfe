"""`corridors drivers`: what explains a corridor: the panel, regressions, event studies and decompositions."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    import polars as pl

    from corridors.drivers.fitting import Fit
    from corridors.drivers.panels import Panel

drivers = typer.Typer(no_args_is_help=True, help="What explains a corridor: panel, regressions, event studies.")

Flows = Annotated[str, typer.Option(help="Method of the flows: pseudo-bayes, min-closed, rate and so on.")]
Periods = Annotated[
    list[str] | None, typer.Option("--period", help="A period, such as 2000-2005; repeat for more. All by default.")
]


@drivers.command()
def panel(
    *,
    out: Annotated[Path, typer.Option(help="File to write: .csv or .parquet. FILE.missing.csv goes beside it.")],
    flows: Flows = "pseudo-bayes",
    period: Periods = None,
) -> None:
    """Write the panel of corridors and periods, with a list of what is missing where.

    [bold]Examples[/bold]

      corridors drivers panel --out panel.parquet

      corridors drivers panel --flows min-closed --period 2010-2015 --period 2015-2020 --out panel.csv
    """
    import io

    from corridors.cli.flows import _check_out
    from corridors.files import write_together

    _check_out(out)
    made = _panel(flows, period)
    buffer = io.BytesIO()
    if out.suffix.lower() == ".csv":
        made.frame.write_csv(buffer)
    else:
        made.frame.write_parquet(buffer)
    beside = out.with_name(f"{out.name}.missing.csv")
    record = out.with_name(f"{out.name}.source.json")
    files: dict[Path, Any] = {out: buffer.getvalue(), beside: made.missing.write_csv(), record: _provenance(made)}
    write_together(files)
    print(
        f"Wrote {out}: {made.frame.height:,} rows, {len(made.frame.columns)} columns; {made.missing.height:,} lines of "
        f"missing values in {beside.name}, sources in {record.name}.", file=sys.stderr
    )  # fmt: skip
    for note in made.notes:
        print(note, file=sys.stderr)


@drivers.command()
def fit(
    spec: Annotated[str, typer.Argument(help="A named specification, or a formula 'outcome ~ terms | effects'.")],
    *,
    flows: Flows = "pseudo-bayes",
    period: Periods = None,
    model: Annotated[str, typer.Option(help="poisson, log, log1p or negative-binomial.")] = "poisson",
    form: Annotated[str, typer.Option("--format", help="md, csv, json or html.")] = "md",
) -> None:
    """Fit a regression and print its table, one sentence for each coefficient, and what was left out.

    Named specifications: classic, network, structural, hump, free-movement, conflict, change.

    [bold]Examples[/bold]

      corridors drivers fit classic

      corridors drivers fit "flow ~ log_network + young_share_origin | destination_period + pair" --format csv
    """
    from corridors.drivers.fitting import checked_model
    from corridors.drivers.fitting import fit as fit_panel
    from corridors.drivers.specify import specification

    _check_form(form)
    specification(spec)
    made = fit_panel(spec, _panel(flows, period), model=checked_model(model))
    if form == "csv":
        print(made.coefficients.write_csv(), end="")
    elif form == "json":
        print(json.dumps(_fit_record(made), indent=1))
    elif form == "html":
        print(made.table("html"), end="")
    else:
        print(made.table("md"))
        print("\n".join(f"- {sentence}" for sentence in made.sentences()))
    _say_left_out(made)


@drivers.command()
def events(
    *,
    region: Annotated[
        list[str] | None,
        typer.Option(help="european-union, schengen, ecowas, mercosur, gcc or eaeu; repeat for more. All by default."),
    ] = None,
    flows: Flows = "pseudo-bayes",
    form: Annotated[str, typer.Option("--format", help="md, csv or json.")] = "md",
) -> None:
    """Show what happened to corridors around the year in which their countries opened to one another.

    [bold]Examples[/bold]

      corridors drivers events --region european-union

      corridors drivers events --region mercosur --format csv
    """
    from typing import get_args

    from corridors.concepts.nearest import nearest
    from corridors.drivers.events import Region, event_study
    from corridors.errors import UnknownName

    _check_form(form, ("md", "csv", "json"))
    known: tuple[Region, ...] = get_args(Region)
    for name in region or []:
        if name not in known:
            raise UnknownName("region", name, nearest(name, known), hint=f"Regions: {', '.join(known)}.")
    data = _panel(flows, None)
    studies = [event_study(known[known.index(name)], data) for name in region or known]
    if form == "json":
        keys = ("region", "title", "after", "trend_before", "verdict", "corridors", "rows", "notes")
        print(json.dumps([{key: getattr(study, key) for key in keys} | {"effects": study.effects.to_dicts()}
                          for study in studies], indent=1))  # fmt: skip
        return
    if form == "csv":
        import polars as pl

        print(
            pl.concat([s.effects.select(pl.lit(s.region).alias("region"), pl.all()) for s in studies]).write_csv(),
            end="",
        )
        return
    for study in studies:
        print(f"{study.verdict}\n")
        if study.effects.height:
            print(_markdown(study.effects.drop("lower", "upper")))
        print("".join(f"- {note}\n" for note in study.notes))


@drivers.command()
def decompose(
    origin: Annotated[str | None, typer.Argument(help="Origin; leave out both countries for the world.")] = None,
    destination: Annotated[str | None, typer.Argument(help="Destination.")] = None,
    *,
    start: Annotated[str, typer.Option("--from", help="First period, such as 2000-2005.")],
    end: Annotated[str, typer.Option("--to", help="Second period, such as 2015-2020.")],
    flows: Flows = "pseudo-bayes",
    form: Annotated[str, typer.Option("--format", help="md, csv or json.")] = "md",
) -> None:
    """Take apart the change of a corridor, or of the world, between two periods; the parts add up.

    [bold]Examples[/bold]

      corridors drivers decompose MEX USA --from 2000-2005 --to 2015-2020

      corridors drivers decompose --from 2000-2005 --to 2015-2020
    """
    from corridors.concepts.countries import resolve
    from corridors.drivers.decomposition import decompose as take_apart

    _check_form(form, ("md", "csv", "json"))
    for name in (origin, destination):
        if name is not None:
            resolve(name)
    made = take_apart(_panel(flows, None), start, end, origin=origin, destination=destination)
    if form == "csv":
        print(made.contributions.write_csv(), end="")
    elif form == "json":
        keys = ("title", "periods", "start", "end")
        record = {key: getattr(made, key) for key in keys} | {"unit": "persons per year"}
        print(json.dumps(record | {"contributions": made.contributions.to_dicts()}, indent=1))
    else:
        print(
            f"{made.title}: {made.start:,.0f} people a year in {start}, {made.end:,.0f} in {end}, "
            f"a change of {made.change:+,.0f}.\n"
        )
        print(_markdown(made.contributions, decimals=0))


def _panel(flows: str, periods: list[str] | None) -> Panel:
    from rich.console import Console

    from corridors.drivers.panels import panel as make_panel

    with Console(stderr=True).status("Putting the panel together ..."):
        return make_panel(flows, periods)


def _check_form(form: str, valid: tuple[str, ...] = ("md", "csv", "json", "html")) -> None:
    if form not in valid:
        raise InvalidInput(f"{form!r} is not a format.", hint=f"Choose {', '.join(valid)}.")


def _fit_record(made: Fit) -> dict[str, Any]:
    return {
        "specification": made.name,
        "question": made.specification.question,
        "formula": made.formula.text,
        "model": made.model,
        "flows": made.flows,
        "periods": made.periods,
        "coefficients": made.coefficients.to_dicts(),
        "counts": vars(made.counts),
        "pseudo_r2": made.pseudo_r2,
        "quality": made.quality.to_dicts(),
        "sentences": made.sentences(),
        "facts": made.facts,
    }


def _say_left_out(made: Fit) -> None:
    """What the fit did without, on standard error: rows by variable, and what the fit reported."""
    counts = made.counts
    print(
        f"{counts.kept:,} of {counts.rows:,} rows: {counts.incomplete:,} lack a variable, {counts.separated:,} are "
        f"zeros that the effects predict, {counts.zeros_dropped:,} zeros have no log.", file=sys.stderr
    )  # fmt: skip
    for variable in made.excluded["variable"].unique(maintain_order=True):
        lost = made.excluded.filter(variable=variable)
        some = ", ".join(lost.sort("rows", descending=True)["country"].head(10))
        print(
            f"Without {variable}: {lost['rows'].sum():,} rows, {lost.height} countries ({some} ...).", file=sys.stderr
        )
    for fact in made.facts:
        print(fact, file=sys.stderr)


def _provenance(made: Panel) -> str:
    from corridors import __version__

    return json.dumps(
        {
            "title": "Panel of corridors and periods",
            "made_by": f"corridors {__version__}",
            "flows": made.flows,
            "periods": made.periods,
            "rows": made.frame.height,
            "columns": made.frame.columns,
            "notes": made.notes,
            "sources": [{"name": s.name, "publisher": s.publisher, "edition": s.edition, "licence": s.licence,
                         "sha256": s.sha256} for s in made.sources],
        },
        indent=1, default=str,
    )  # fmt: skip


def _markdown(frame: pl.DataFrame, decimals: int = 2) -> str:
    """A frame as a Markdown table."""
    lines = [f"| {' | '.join(frame.columns)} |", f"|{'---|' * len(frame.columns)}"]
    for row in frame.iter_rows():
        cells = [_text(name, value, decimals) for name, value in zip(frame.columns, row, strict=True)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _text(name: str, value: object, decimals: int) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:.0%}" if name == "share" else f"{value:,.{decimals}f}"
