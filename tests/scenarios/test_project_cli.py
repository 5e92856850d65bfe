"""The commands project, compare and cite, on a tiny world."""

import shlex

import pytest
import typer
from typer.testing import CliRunner

from corridors.cli.project import cite, compare, project
from corridors.scenarios.ensemble import processes

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
    assert "People of the world on 1 July, millions" in done.stdout
    assert "Range: lowest to highest of 2 draws" in done.stdout and "97.5%" not in done.stdout
    assert run("project", *short, "--net", "wpp", "--out", tmp_path / "b").exit_code == 0
    done = run("compare", tmp_path / "b", tmp_path / "a", "--out", tmp_path / "difference.nc")
    assert done.stdout.startswith("Only the central runs are compared: the second run has 2 random draws")
    assert "Largest differences of population in 2035" in done.stdout
    assert (tmp_path / "difference.nc").stat().st_size > 1000
    assert "seed 3" in run("cite", tmp_path / "a").stdout


def test_the_plan_lists_the_processes_with_their_times(run):
    text = run("project", "--plan").stdout
    names = [process.name for process in processes("bilateral")]
    places = [text.index(f"{place}. {name}") for place, name in enumerate(names, 1)]
    assert places == sorted(places) and {"move", "survive", "bear", "school"} < set(names)
    assert text.count(" ms ") == len(names)
    assert "A trajectory took" in text and "A draw takes" in text


def test_steps_of_one_year_are_an_option(run, tmp_path):
    text = run("project", "--plan", "--step", "1", "--until", "2031").stdout
    assert "2025 to 2031 in 6 periods of 1 year" in text
    done = run("project", "--step", "1", "--until", "2031", "--draws", "0", "--out", tmp_path / "a")
    assert [line.split()[0] for line in done.stdout.splitlines() if line[:2] == "20"][:6] == [
        str(year) for year in range(2026, 2032)
    ]
    cited = run("cite", tmp_path / "a").stdout
    assert "step 1" in cited and "Fritsch and Butland" in cited
    assert "Take 5" in str(run("project", "--step", "3", "--out", tmp_path / "b").exception)


def test_enough_draws_have_intervals(run, tmp_path):
    done = run("project", "--until", "2030", "--draws", "40", "--out", tmp_path / "a")
    assert "97.5%" in done.stdout and "Range" not in done.stdout


@pytest.mark.parametrize("moment", ["launching", "drawing", "summing up", "printing"])
def test_an_interrupted_run_says_how_to_go_on_and_goes_on(run, tmp_path, monkeypatch, moment):
    """Ctrl-C at any moment: what is printed is a command, and the command ends the run."""
    where = {
        "launching": "corridors.scenarios.ensemble.launched",
        "drawing": "corridors.scenarios.ensemble.simulate",
        "summing up": "corridors.scenarios.running._write_summary",
        "printing": "corridors.cli.project._lines",
    }[moment]

    def interrupt(*given, **named):
        raise KeyboardInterrupt

    words = ("project", "--until", "2035", "--seed", "3", "--draws", "2", "--out", tmp_path / "a run")
    with monkeypatch.context() as patched:
        patched.setattr(where, interrupt)
        stopped = run(*words)
    assert stopped.exit_code == 130
    (command,) = [line for line in stopped.stderr.splitlines() if line.startswith("  corridors ")]
    given = shlex.split(command)
    assert given[:2] == ["corridors", "project"]
    begun = (tmp_path / "a run").exists()
    assert ("--resume" in given) == begun, "there is nothing to go on with before the folder is made"
    assert begun == (moment != "launching")
    assert str(tmp_path / "a run") in given and "--net" not in given, "what was not given is not repeated"
    assert run(*given[1:]).exit_code == 0
    assert run("cite", tmp_path / "a run").stdout.startswith("The Corridors developers")


def test_a_run_without_a_folder_is_refused(run):
    failed = run("project", "--until", "2030")
    assert "Add --out" in str(failed.exception)


@pytest.mark.parametrize("scenario", [[], ["three-rs"]])
def test_there_is_nothing_to_go_on_with_where_nothing_was_begun(run, tmp_path, scenario):
    """Of a misspelt folder it is told; nothing is run into it."""
    missing, empty = tmp_path / "nowhere", tmp_path / "empty"
    empty.mkdir()
    words = ("project", *scenario, "--resume", "--until", "2030", "--draws", "0")
    assert "Add --out" in str(run(*words).exception)
    assert f"there is no folder {missing}" in str(run(*words, "--out", missing).exception)
    assert f"{empty} holds no run" in str(run(*words, "--out", empty).exception)
    assert not missing.exists() and not list(empty.iterdir())


def test_a_run_is_not_gone_on_with_as_one_of_another_kind(run, tmp_path):
    baseline, study = tmp_path / "baseline", tmp_path / "study"
    (study / "draws").mkdir(parents=True)
    baseline.mkdir()
    (baseline / "run.json").write_text("{}")
    (study / "draws" / "run.json").write_text("{}")
    assert "Leave the scenario out" in str(run("project", "three-rs", "--resume", "--out", baseline).exception)
    assert "Name the scenario" in str(run("project", "--resume", "--out", study).exception)
