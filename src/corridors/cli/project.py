"""`corridors project`, `compare` and `cite`: carry the world forward, and say what came out and where it comes from."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corridors.errors import InvalidInput, UnknownName

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.projection import Projection

SHOWN = ("world_population", "world_foreign_born", "world_moves")
"""What is printed of a run or of a comparison, for the world; the folder has everything."""


def project(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(help="A scenario file or the name of a shipped one; without it the plain baseline.")
    ] = None,
    *,
    until: Annotated[
        int | None, typer.Option(help="Last year: a fifth year up to 2100; by default 2050 or the scenario's own.")
    ] = None,
    views: Annotated[
        str | None, typer.Option(help="Of a scenario: all, or names and view files with commas between.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="Of a scenario: text, html or json.")] = "text",
    shipped: Annotated[bool, typer.Option("--list", help="List the shipped scenarios, and stop.")] = False,
    launch: Annotated[int, typer.Option(help="First year: a fifth year from 1995 on (2020 on for --net wpp).")] = 2025,
    draws: Annotated[
        int | None,
        typer.Option(
            help="Random draws besides the central run; by default 100, the scenario's own, or 0 for --net wpp."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of all random numbers.")] = 0,
    net: Annotated[
        str, typer.Option(help="bilateral: moves at rates by corridor; wpp: the net migration WPP 2024 assumes.")
    ] = "bilateral",
    step: Annotated[
        int,
        typer.Option(help="Years of a period: 5, or 1 with single ages and an end in any year, 10 to 16 times slower."),
    ] = 5,
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

    With a scenario, run it and its baseline under each of its views and show what changes for people who stay in the
    countries of origin, natives of the destinations, and migrants; the folder then has a page, index.html.

    A run can be stopped at any moment and gone on with by --resume; the same seed gives the same numbers. Fewer than 40
    draws give no intervals: the lowest and the highest of them are printed.

    [bold]Examples[/bold]

      corridors project --until 2050 --draws 100 --out run/

      corridors project --until 2100 --net wpp --out wpp/

      corridors project three-rs --views brain-drain,our-view.yaml --draws 100 --out three/

      corridors project --until 2040 --step 1 --draws 0 --out yearly/

      corridors project --plan
    """
    if shipped:
        from corridors.cli.study import scenario_lines

        print("\n".join(scenario_lines()))
        return
    if scenario is not None:
        _check_baseline_options(context, "with a scenario", ("launch", "net", "cluster", "plan"))
        _scenario(context, scenario, views, until, draws, seed=seed, step=step, out=out, resume=resume, form=form)
        return
    _check_baseline_options(context, "without a scenario", ("views", "form"))
    until = 2050 if until is None else until
    if plan:
        from corridors.scenarios.plan import plan_lines

        print("\n".join(plan_lines(launch, until, net, step)))
        return
    if resume:
        _check_begun(out, of_scenario=False)
    if out is None:
        raise InvalidInput("A run needs a folder.", hint="Add --out run/, or --plan to see the order of its processes.")
    try:
        made = _with_progress(
            f"Projecting {launch} to {until}", launch=launch, until=until, draws=draws, seed=seed, net=net, step=step,
            out=out, resume=resume, cluster=cluster,
        )  # fmt: skip
        moved = bool((made.summary["world_moves"] != 0).any())
        lines = _lines(made.summary, made.draws.sizes["draw"] - 1, moved=moved)
        if not moved:
            lines += ["", "With given net migration nobody moves by corridor: birthplaces and moves are not shown."]
        print("\n".join(lines))
    except KeyboardInterrupt:
        again = _again(context, out, of_scenario=False)
        print(f"Stopped. Nothing that is finished is lost; go on with:\n  {again}", file=sys.stderr)
        raise
    drawn = made.draws.sizes["draw"] - 1
    print(f"Wrote {out}: {drawn:,} draws and the central run, summary.nc and run.json.", file=sys.stderr)


def _scenario(
    context: typer.Context, scenario: str, views: str | None, until: int | None, draws: int | None, *, seed: int,
    step: int, out: Path | None, resume: bool, form: str,
) -> None:  # fmt: skip
    """Run a scenario under its views and print what came out."""
    from corridors.cli.study import FORMATS, PAGE, run_scenario, scenario_of, shown

    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
    if resume:
        _check_begun(out, of_scenario=True)
    given = scenario_of(scenario, views, until, draws)
    try:
        made = run_scenario(given, seed=seed, step=step, out=out, resume=resume)
    except KeyboardInterrupt:
        if out is not None:
            again = _again(context, out, of_scenario=True)
            print(f"Stopped. Finished draws are kept; go on with:\n  {again}", file=sys.stderr)
        raise
    print(shown(made, form))
    if out is not None:
        print(f"Wrote {out}: {PAGE}, the outcomes as NetCDF, scenario.yaml and study.json.", file=sys.stderr)


def _check_begun(out: Path | None, *, of_scenario: bool) -> None:
    """Refuse to go on where nothing was begun: without a folder, or in one that holds no run of the kind wanted."""
    if out is None:
        raise InvalidInput("There is nothing to go on with.", hint="Add --out and the folder of the stopped run.")
    if _begun(out, of_scenario=of_scenario):
        return
    if not out.exists():
        problem, hint = f"there is no folder {out}", "Leave --resume out to begin there"
    elif _begun(out, of_scenario=False):
        problem, hint = f"{out} holds a plain baseline", "Leave the scenario out"
    elif _begun(out, of_scenario=True):
        problem, hint = f"{out} holds the run of a scenario", "Name the scenario"
    else:
        problem, hint = f"{out} holds no run", "Leave --resume out to begin in an empty folder"
    raise InvalidInput(f"There is nothing to go on with: {problem}.", hint=f"{hint}, or give the stopped run's folder.")


def _begun(out: Path, *, of_scenario: bool) -> bool:
    """Whether a folder holds a run, finished or not, of a scenario or of the plain baseline."""
    from corridors.scenarios.draw_store import FOLDER
    from corridors.scenarios.store import MANIFEST
    from corridors.scenarios.study import RECORD

    if not of_scenario:
        return (out / MANIFEST).is_file()
    return (out / RECORD).is_file() or (out / FOLDER / MANIFEST).is_file()


def _check_baseline_options(context: typer.Context, when: str, names: tuple[str, ...]) -> None:
    """Refuse options that mean nothing here, where they were given."""
    for parameter in context.command.params:
        given = context.params.get(str(parameter.name))
        if parameter.name in names and given != parameter.get_default(context):
            raise InvalidInput(f"{max(parameter.opts, key=len)} means nothing {when}.", hint="Leave it out.")


def _with_progress(title: str, **given: Any) -> Projection:
    """Make a run and show how far it is."""
    from rich.console import Console

    with Console(stderr=True).status("Launching the world ...") as status:
        from corridors.scenarios.running import project as run

        def tell(done: int, total: int) -> None:
            status.update(f"{title}: {done:,} of {total:,} draws ...")

        return run(**given, progress=tell)


def _again(context: typer.Context, out: Path, *, of_scenario: bool) -> str:
    """The command that goes on with a stopped run: what was given, and --resume where the folder holds something."""
    words = ["corridors", str(context.info_name)]
    for parameter in context.command.params:
        value = context.params.get(str(parameter.name))
        if parameter.name == "resume" or value is None or value is False or value == parameter.get_default(context):
            continue
        name = max(parameter.opts, key=len)
        if parameter.param_type_name == "argument":
            words.append(str(value))
        else:
            words += [name] if value is True else [name, str(value)]
    return shlex.join([*words, "--resume"] if _begun(out, of_scenario=of_scenario) else words)


def compare(
    first: Annotated[Path, typer.Argument(help="Folder of a finished run.")],
    second: Annotated[Path, typer.Argument(help="Folder of another, of the same launch and seed.")],
    out: Annotated[Path | None, typer.Option(help="NetCDF file for the differences.")] = None,
) -> None:
    """Compare two runs, or two scenarios' studies, draw by draw: the second less the first.

    [bold]Examples[/bold]

      corridors compare wpp/ run/ --out difference.nc
    """
    from corridors.cli.study import compare_folders, is_study
    from corridors.files import write_whole
    from corridors.scenarios.comparison import compare as difference
    from corridors.scenarios.store import to_bytes

    if is_study(first) or is_study(second):
        compare_folders(first, second, out)
        return
    made = difference(first, second)
    drawn = int(made.attrs["draws"])
    print(made.attrs["compared"], "", sep="\n")
    lines = _lines(made, drawn, moved=bool(made.attrs["corridors"]))
    if not made.attrs["corridors"]:
        lines += ["", "In a run with given net migration nobody moves by corridor: birthplaces and moves are left out."]
    print("\n".join([*lines, "", *_countries(made)]))
    if out is not None:
        write_whole(out, to_bytes(made))
        print(f"Wrote {out}.", file=sys.stderr)


def cite(run: Annotated[Path, typer.Argument(help="Folder of a run.")]) -> None:
    """Print how to cite a run or a study: package, settings, and each dataset with its hash.

    [bold]Examples[/bold]

      corridors cite run/
    """
    from corridors.scenarios.citing import cite as text

    print(text(run))


def _lines(summary: xr.Dataset, drawn: int, *, moved: bool) -> list[str]:
    """The world's totals in millions, a row for each year and statistic that is there.

    Args:
        summary: of a run or of a difference; drawn: its random draws; moved: whether people move by corridor, so that
            birthplaces and moves mean something.
    """
    known = ("central", "2.5%", "lowest", "50%", "97.5%", "highest")
    names = [name for name in known if name in summary["statistic"].values]
    lines = []
    if "lowest" in names:
        lines = ["", f"Range: lowest to highest of {drawn:,} draws, too few for an interval."]
    for variable in SHOWN if moved else SHOWN[:1]:
        lines += ["", f"{summary[variable].attrs['long_name']}, millions"]
        lines.append("year" + "".join(f"{name:>12}" for name in names))
        for year in summary["time"].values:
            values = (float(summary[variable].sel(time=year, statistic=name)) / 1e6 for name in names)
            lines.append(f"{year}" + "".join(f"{value:>12,.1f}" for value in values))
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
