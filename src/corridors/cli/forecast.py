"""`corridors forecast`: who will move from where to where, with intervals."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.drivers.forecast import Forecast


def forecast(
    origin: Annotated[str | None, typer.Argument(help="Country of origin, by name or code; none for all.")] = None,
    destination: Annotated[str | None, typer.Argument(help="Country of destination.")] = None,
    *,
    launch: Annotated[int | None, typer.Option(help="Launch year: a date of the stocks; the last by default.")] = None,
    until: Annotated[int | None, typer.Option(help="Last year; ten after the launch by default.")] = None,
    draws: Annotated[int, typer.Option(help="Draws of the future.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="File to write: .csv or .parquet. FILE.source.json goes beside it.")
    ] = None,
) -> None:
    """Forecast flows, persons a year, with intervals of 80 and 95%: of one corridor, or of all.

    How good such forecasts have been: corridors evaluate forecast.

    [bold]Examples[/bold]

      corridors forecast Tonga "New Zealand" --until 2030

      corridors forecast --until 2035 --draws 1000 --out forecast.parquet
    """
    if (origin is None) != (destination is None):
        raise InvalidInput("A corridor has an origin and a destination.", hint="Give both countries, or none for all.")
    if origin is None and out is None:
        raise InvalidInput("All corridors are too many to print.", hint="Give two countries, or --out FILE.")
    if out is not None and out.suffix.lower() not in (".csv", ".parquet"):
        raise InvalidInput(f"{out} ends neither in .csv nor in .parquet.", hint="The suffix chooses the format.")
    from rich.console import Console

    from corridors.drivers.forecast.answer import forecast as answer

    pairs = None if origin is None or destination is None else [(origin, destination)]
    with Console(stderr=True).status("Fitting the model and drawing ..."):
        made = answer(launch, until, draws=draws, seed=seed, corridors=pairs)
    if out is not None:
        _write(made, out)
    else:
        print("\n".join(lines(made)))


def lines(made: Forecast) -> list[str]:
    """One corridor's years as text."""
    origin, destination = made.corridors[0]
    text = [f"{origin} to {destination}, persons a year, launched {made.launch} (median and intervals; projected)"]
    text.append(f"{'year':6}{'median':>12}{'80% from':>12}{'to':>12}{'95% from':>12}{'to':>12}")
    for row in made.frame.iter_rows(named=True):
        values = (row[name] for name in ("flow", "lower80", "upper80", "lower95", "upper95"))
        text.append(f"{row['year']:<6}" + "".join(f"{value:>12,.0f}" for value in values))
    return text


def _write(made: Forecast, out: Path) -> None:
    import io
    import json

    from corridors.files import write_together

    buffer = io.BytesIO()
    if out.suffix.lower() == ".csv":
        made.frame.write_csv(buffer)
    else:
        made.frame.write_parquet(buffer)
    beside = out.with_name(f"{out.name}.source.json")
    write_together({out: buffer.getvalue(), beside: json.dumps(made.provenance, indent=1)})
    print(f"Wrote {out}: {made.frame.height:,} rows (see {beside.name}).", file=sys.stderr)
