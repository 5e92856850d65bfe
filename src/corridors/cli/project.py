"""`corridors project`, `compare` and `cite`: carry the world forward, and say what came out and where it comes from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    import xarray as xr

SHOWN = ("world_population", "world_foreign_born", "world_moves")
"""What is printed of a run or of a comparison, for the world; the folder has everything."""


def project(
    *,
    until: Annotated[int, typer.Option(help="Last year: a fifth year up to 2100.")] = 2050,
    launch: Annotated[int, typer.Option(help="First year: a fifth year from 2000 on (2020 on for --net wpp).")] = 2025,
    draws: Annotated[
        int | None, typer.Option(help="Random draws besides the central run; by default 100, or 0 for --net wpp.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of all random numbers.")] = 0,
    net: Annotated[
        str, typer.Option(help="bilateral: moves at rates by corridor; wpp: the net migration WPP 2024 assumes.")
    ] = "bilateral",
    out: Annotated[Path | None, typer.Option(help="Folder to keep the run in.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the stopped run in the folder.")] = False,
    cluster: Annotated[
        str | None, typer.Option(help="Dask: local for one machine, or a scheduler's address, tcp://...")
    ] = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print the order of the processes with their times, and stop.")
    ] = False,
) -> None:
    """Project the world's population by residence and birthplace, with the moves of every corridor.

    A run can be stopped at any moment and gone on with by --resume; the same seed gives the same numbers.

    [bold]Examples[/bold]

      corridors project --until 2050 --draws 100 --out run/

      corridors project --until 2100 --net wpp --out wpp/

      corridors project --plan
    """
    from rich.console import Console

    if plan:
        from corridors.scenarios.plan import plan_lines

        print("\n".join(plan_lines(launch, until, net)))
        return
    if out is None:
        raise InvalidInput("A run needs a folder.", hint="Add --out run/, or --plan to see the order of its processes.")
    from corridors.scenarios.running import project as run

    with Console(stderr=True).status("Launching the world ...") as status:

        def tell(done: int, total: int) -> None:
            status.update(f"Projecting {launch} to {until}: {done:,} of {total:,} draws ...")

        made = run(
            launch=launch, until=until, draws=draws, seed=seed, net=net, out=out, resume=resume, cluster=cluster,
            progress=tell,
        )  # fmt: skip
    print("\n".join(_lines(made.summary)))
    drawn = made.draws.sizes["draw"] - 1
    print(f"Wrote {out}: {drawn:,} draws and the central run, summary.nc and run.json.", file=sys.stderr)


def compare(
    first: Annotated[Path, typer.Argument(help="Folder of a finished run.")],
    second: Annotated[Path, typer.Argument(help="Folder of another, of the same launch and seed.")],
    out: Annotated[Path | None, typer.Option(help="NetCDF file for the differences.")] = None,
) -> None:
    """Compare two runs draw by draw: the second less the first.

    [bold]Examples[/bold]

      corridors compare wpp/ run/ --out difference.nc
    """
    from corridors.files import write_whole
    from corridors.scenarios.comparison import compare as difference
    from corridors.scenarios.store import to_bytes

    made = difference(first, second)
    print("\n".join([*_lines(made), "", *_countries(made)]))
    if out is not None:
        write_whole(out, to_bytes(made))
        print(f"Wrote {out}.", file=sys.stderr)


def cite(run: Annotated[Path, typer.Argument(help="Folder of a run.")]) -> None:
    """Print how to cite a run: package, settings, and each dataset with its hash.

    [bold]Examples[/bold]

      corridors cite run/
    """
    from corridors.scenarios.citing import cite as text

    print(text(run))


def _lines(summary: xr.Dataset) -> list[str]:
    """The world's totals in millions, a row for each year and statistic that is there; moves where there are some."""
    names = [name for name in ("central", "2.5%", "50%", "97.5%") if name in summary["statistic"].values]
    lines = []
    moved = bool((summary["world_moves"] != 0).any())
    for variable in SHOWN if moved else SHOWN[:1]:
        lines += ["", f"{summary[variable].attrs['long_name']}, millions"]
        lines.append("year" + "".join(f"{name:>12}" for name in names))
        for year in summary["time"].values:
            values = (float(summary[variable].sel(time=year, statistic=name)) / 1e6 for name in names)
            lines.append(f"{year}" + "".join(f"{value:>12,.1f}" for value in values))
    if not moved:
        lines += ["", "With given net migration nobody moves by corridor, so that birthplaces and moves are not shown."]
    return lines[1:]


def _countries(difference: xr.Dataset, count: int = 10) -> list[str]:
    """The countries whose population differs most at the end."""
    last = difference["population_total"].isel(time=-1)
    central = last.sel(statistic="central")
    order = abs(central).argsort().values[::-1][:count]
    lines = [f"Largest differences of population in {int(last['time'])}, thousands"]
    for index in order:
        one: Any = last.isel(country=int(index))
        lines.append(f"{one['country'].item()}" + f"{float(one.sel(statistic='central')) / 1e3:>12,.0f}")
    return lines
