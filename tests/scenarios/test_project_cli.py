"""The commands project, compare and cite, on a tiny world."""

import pytest
import typer
from typer.testing import CliRunner

from corridors.cli.project import cite, compare, project

pytestmark = pytest.mark.usefixtures("tiny")


@pytest.fixture
def run():
    app = typer.Typer()
    for command in (project, compare, cite):
        app.command()(command)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_a_run_is_projected_compared_and_cited(run, tmp_path):
    short = ("--until", "2035", "--seed", "3")
    done = run("project", *short, "--draws", "2", "--out", tmp_path / "a")
    assert done.exit_code == 0, done.output
    assert "People of the world on 1 July, millions" in done.stdout and "97.5%" in done.stdout
    assert run("project", *short, "--net", "wpp", "--out", tmp_path / "b").exit_code == 0
    done = run("compare", tmp_path / "b", tmp_path / "a", "--out", tmp_path / "difference.nc")
    assert "Largest differences of population in 2035" in done.stdout
    assert (tmp_path / "difference.nc").stat().st_size > 1000
    assert "seed 3" in run("cite", tmp_path / "a").stdout


def test_the_plan_lists_the_processes_with_their_times(run):
    text = run("project", "--plan").stdout
    places = [text.index(f"{place}. {name}") for place, name in enumerate(("move", "survive", "bear", "school"), 1)]
    assert places == sorted(places)
    assert text.count(" ms ") == 5


def test_a_run_without_a_folder_is_refused(run):
    failed = run("project", "--until", "2030")
    assert "Add --out" in str(failed.exception)
