"""The entry point: puts the commands together and turns a user's mistake into one clear sentence."""

import sys
from typing import Annotated

import typer

from corridors import __version__
from corridors.cli.answer import answer, answers
from corridors.cli.brief import brief
from corridors.cli.commands import Commands
from corridors.cli.common_ground import common_ground
from corridors.cli.data import data
from corridors.cli.disagree import disagree
from corridors.cli.drivers import drivers
from corridors.cli.evaluate import evaluate
from corridors.cli.explore import explore
from corridors.cli.flows import flows
from corridors.cli.forecast import forecast
from corridors.cli.parameters import parameters
from corridors.cli.project import cite, compare, project
from corridors.cli.vicious_circle import vicious_circle
from corridors.errors import CorridorsError

app = typer.Typer(
    cls=Commands,
    name="corridors",
    help="Evidence and estimates on international migration, for every country and corridor.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(brief)
app.command()(answer)
app.command()(answers)
app.command()(explore)
app.command()(forecast)
app.command()(project)
app.command()(compare)
app.command()(cite)
app.command()(disagree)
app.command(name="common-ground")(common_ground)
app.command(name="vicious-circle")(vicious_circle)
app.add_typer(data, name="data")
app.add_typer(flows, name="flows")
app.add_typer(drivers, name="drivers")
app.add_typer(parameters, name="parameters")
app.add_typer(evaluate, name="evaluate")


INTERRUPTED = 130
"""The exit status of a command that the user stopped (128 + SIGINT)."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"corridors {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Evidence and estimates on international migration, for every country and corridor."""


def main() -> None:
    """Run the command line; an error of the user's ends with one sentence and exit status 1."""
    try:
        app()
    except CorridorsError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        print(f"Error: {error.filename or 'A file'}: {(error.strerror or str(error)).lower()}.", file=sys.stderr)
        sys.exit(1)
    except SystemExit as stop:
        if stop.code == INTERRUPTED:
            print("Interrupted; no file was left half-written.", file=sys.stderr)
        raise


if __name__ == "__main__":
    main()
