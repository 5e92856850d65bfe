"""`corridors flows`: who moved from where to where, for the world or from a user's own stocks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.errors import CannotWrite, InvalidInput

if TYPE_CHECKING:
    from corridors.flows.labelled import Flows

flows = typer.Typer(
    no_args_is_help=True, help="Bilateral flows from the stocks of two dates: world, or your own tables."
)

Method = Annotated[
    str,
    typer.Option(
        help="difference-drop, difference-reverse, rate, min-open, min-closed, independence, pseudo-bayes or transport."
    ),
]
AnyMethod = Annotated[str, typer.Option(help="combined, for the estimate with intervals; or a method of `estimate`.")]
Out = Annotated[Path, typer.Option(help="File to write: .csv or .parquet. FILE.source.json goes beside it.")]
ByBirth = Annotated[bool, typer.Option("--by-birth", help="Keep the birthplace of the movers and label each move.")]
Prior = Annotated[Path | None, typer.Option(help="File with origin, destination, prior for every pair.")]
Cost = Annotated[Path | None, typer.Option(help="For transport: file with origin, destination, cost for every pair.")]
Epsilon = Annotated[float | None, typer.Option(help="For transport: its smoothing, in the unit of the cost.")]


@flows.command()
def table(
    *,
    out: Out,
    period: Annotated[
        str | None, typer.Option(help="1990-1995, 1995-2000 and so on to 2015-2020, or 2020-2024.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="For combined: one year, 1990 to 2024, in place of a period.")
    ] = None,
    method: AnyMethod = "pseudo-bayes",
    sex: Annotated[str, typer.Option(help="male, female or both.")] = "both",
    by_birth: ByBirth = False,
    edition: Annotated[int, typer.Option(help="Edition of the United Nations' stocks: 2024 or 2020.")] = 2024,
    unknown: Annotated[str, typer.Option(help="People of unknown origin: apart, or proportional.")] = "apart",
    prior: Prior = None,
    cost: Cost = None,
    epsilon: Epsilon = None,
) -> None:
    """Estimate the flows between all countries in one period.

    The combined estimate comes with intervals and says of each flow how it is known; it also has single years.
    For transport the cost is a constant plus the distance in km, unless a file is given with an epsilon of its own.

    [bold]Examples[/bold]

      corridors flows table --period 2015-2020 --method pseudo-bayes --sex both --out flows.parquet

      corridors flows table --period 2020-2024 --method min-closed --by-birth --out flows.csv

      corridors flows table --year 2019 --method combined --out flows.csv
    """
    _check_out(out)
    if method == "combined":
        unused = {"--by-birth": by_birth, "--prior": prior, "--cost": cost, "--epsilon": epsilon}
        return _combined(_one_span(period, year), sex, out, unused)
    if period is None:
        raise InvalidInput(f"The method {method} needs --period.", hint="Single years exist for combined alone.")
    if year is not None:
        raise InvalidInput(f"The method {method} has no single years.", hint="Give --period, or --method combined.")
    from corridors.flows import reading, world

    chosen: dict[str, Any] = {"by_birth": by_birth, "epsilon": epsilon}
    given = {name: path for name, path in (("prior", prior), ("cost", cost)) if path}
    tables = {name: reading.read_table(path) for name, path in given.items()}
    with _working("Estimating the flows of the world ..."):
        made = world.table(period, method, sex, edition=edition, unknown=unknown, **chosen, **tables)  # type: ignore[arg-type]
        if method == "transport" and cost is None:
            chosen["epsilon"] = world.TRANSPORT_EPSILON if epsilon is None else epsilon
            chosen["cost"] = f"{world.MOVING_COST:g} + distance of main cities, km (datasets gravity and geography)"
        _write(made, out, chosen | _files(given))


def _one_span(period: str | None, year: int | None) -> int | str:
    """The year or the period, exactly one of which is given."""
    given = [span for span in (period, year) if span is not None]
    if len(given) != 1:
        raise InvalidInput("Give --period or --year, one of the two.", hint="For instance: --period 2015-2020.")
    return given[0]


def _combined(when: int | str, sex: str, out: Path, unused: dict[str, Any]) -> None:
    """Write the packaged estimate of a span, with the record of its source."""
    import io

    from corridors.files import write_together
    from corridors.flows.combination import combined
    from corridors.flows.combination.packaged import record

    refused = [name for name, value in unused.items() if value]
    if refused:
        raise InvalidInput(f"The combined estimate takes no {', '.join(refused)}.", hint="Leave it out.")
    found, buffer = combined(when, sex=sex), io.BytesIO()
    if out.suffix.lower() == ".csv":
        found.frame.write_csv(buffer)
    else:
        found.frame.write_parquet(buffer)
    beside = out.with_name(f"{out.name}.source.json")
    write_together({out: buffer.getvalue(), beside: json.dumps(record(found), indent=1, default=str)})
    print(
        f"Wrote {out}: {found.total:,.0f} people on {found.frame.height:,} rows (see {beside.name}).", file=sys.stderr
    )


@flows.command()
def estimate(
    *,
    stocks: Annotated[Path, typer.Option(help="File with birth, residence, time (two), stock, perhaps sex.")],
    out: Out,
    method: Method,
    demography: Annotated[
        Path | None, typer.Option(help="File with country, births, deaths, and sex as above.")
    ] = None,
    by_birth: ByBirth = False,
    years: Annotated[
        float | None, typer.Option(help="Length of the period, if not the time between the dates.")
    ] = None,
    prior: Prior = None,
    cost: Cost = None,
    epsilon: Epsilon = None,
) -> None:
    """Estimate the flows between the countries of your own tables; any codes will do.

    Stocks have a row for each birthplace, residence and time, natives included.

    [bold]Examples[/bold]

      corridors flows estimate --stocks stocks.csv --demography demography.csv --method min-closed --out flows.csv

      corridors flows estimate --stocks stocks.csv --method transport --cost km.csv --epsilon 500 --out flows.csv
    """
    _check_out(out)
    from corridors.flows import labelled, reading
    from corridors.flows.arrays import METHODS
    from corridors.flows.inputs import checked_choice

    given = {"stocks": stocks, "demography": demography, "prior": prior, "cost": cost}
    paths = {name: path for name, path in given.items() if path}
    tables: dict[str, Any] = {name: reading.read_table(path) for name, path in paths.items()}
    chosen: dict[str, Any] = {"by_birth": by_birth, "years": years, "epsilon": epsilon}
    with _working("Estimating the flows ..."):
        made = labelled.estimate(**tables, method=checked_choice("method", method, METHODS), **chosen)
        _write(made, out, chosen | _files(paths))


def _check_out(out: Path) -> None:
    """Refuse a file that cannot be written before any work is done."""
    import os

    if out.suffix.lower() not in (".csv", ".parquet"):
        raise InvalidInput(f"{out} ends neither in .csv nor in .parquet.", hint="The suffix chooses the format.")
    if out.is_dir():
        raise CannotWrite(f"Cannot write {out}: it is a folder.", hint="Name a file in it.")
    parent = next(folder for folder in out.absolute().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise CannotWrite(f"Cannot write {out}: permission denied.", hint="Choose a folder that you may write to.")


def _files(paths: dict[str, Path]) -> dict[str, dict[str, str]]:
    from corridors.flows.reading import file_hash

    return {"files": {name: f"{path.name}, SHA-256 {file_hash(path)}" for name, path in paths.items()}}


def _working(message: str) -> Any:
    from rich.console import Console

    return Console(stderr=True).status(message)


def _write(made: Flows, out: Path, options: dict[str, Any]) -> None:
    import io

    from corridors.files import write_together
    from corridors.flows.inputs import people
    from corridors.flows.provenance import provenance

    buffer = io.BytesIO()
    if out.suffix.lower() == ".csv":
        made.frame.write_csv(buffer)
    else:
        made.frame.write_parquet(buffer)
    beside = out.with_name(f"{out.name}.source.json")
    record = json.dumps(provenance(made, options), indent=1, default=str)
    write_together({out: buffer.getvalue(), beside: record})
    met = "all margins met" if made.converged else f"NOT CONVERGED, margins missed by {people(made.residual)} people"
    counted = (
        "nobody moves"
        if made.frame.is_empty()
        else f"{made.estimate.flow.sum():,.0f} people on {made.frame.height:,} rows"
    )
    repairs = f", {len(made.repairs)} repairs and notes" if made.repairs else ""
    print(
        f"Wrote {out}: {counted}, {met} in {made.iterations} iterations{repairs} (see {beside.name}).", file=sys.stderr
    )
