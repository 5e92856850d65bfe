"""`corridors common-ground`: its forms, its files, and how mistakes are met."""

import json
import re
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from corridors.cli import common_ground as command
from corridors.scenarios import common_ground, common_ground_model
from corridors.scenarios.common_ground_file import Problem, problem_names
from corridors.scenarios.common_ground_found import Found
from corridors.scenarios.scenario import Scenario

from ..scenarios.test_common_ground import PROBLEM, toy

TWO = PROBLEM.partition("  - lever: remittance_price")[0] + "views: [borders-deter]\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The command on a problem of two levers, with a toy in place of the world."""
    import typer

    app = typer.Typer()
    app.command()(command.common_ground)
    path = tmp_path / "doors.yaml"
    path.write_text(TWO)
    harm = [0.0]
    monkeypatch.setattr(common_ground_model, "ground", lambda problem: toy(harm[0]))
    monkeypatch.setattr(common_ground, "verified", lambda held, found, **_: found)

    def with_options(*options, harmful=0.0, problem=path):
        harm[0] = harmful
        return CliRunner().invoke(app, [*([str(problem)] if problem else []), *options])

    return with_options


def test_the_page_the_text_and_the_scenarios_say_the_same(run, tmp_path):
    page, folder = tmp_path / "page.html", tmp_path / "packages"
    made = run("--page", str(page), "--out", str(folder), "--compare")
    assert made.exit_code == 0, made.output
    said = " ".join(made.stdout.split())
    assert re.search(r"every party gains[^.;]* of 2 views", said)
    html = page.read_text()
    assert "Which doors?" in html and html.count("<svg ") == 4
    assert f"corridors common-ground {tmp_path}" in html
    written = sorted(folder.glob("*.yaml"))
    assert Scenario.read(written[0]).levers[0].lever == "legal_capacity"


def test_json_holds_the_whole_and_a_page_can_be_printed(run):
    found = json.loads(run("--format", "json").stdout)
    assert found["packages"][0]["goal"] == "even" and Found.of(found).best is not None
    assert run("--format", "html").stdout.startswith("<!doctype html>")


def test_where_there_is_no_common_ground_it_says_so_and_writes_no_scenario(run, tmp_path):
    made = run("--out", str(tmp_path / "none"), harmful=1.0)
    assert made.exit_code == 0 and "no common ground was found" in " ".join(made.stdout.split())
    assert "no package to write" in made.stderr and not (tmp_path / "none").exists()


def test_it_says_how_long_it_takes_and_what_it_does(run):
    first, *lines = run("--starts", "1", "--steps", "1").stderr.splitlines()
    assert first.startswith("At most ") and "minute" in first
    assert any(line.startswith("Searching 2 levers under 2 views: run 0 of at most ") for line in lines)


@pytest.mark.parametrize("settings", [{"starts": 1, "steps": 1}, {"starts": 3, "steps": 5}])
@pytest.mark.parametrize("compare", [False, True])
def test_a_search_takes_no_more_runs_than_it_said(settings, compare):
    held = toy()
    given = Problem.parse(TWO)
    most = command.most_runs(given, **settings, draws=0, compare=compare)
    common_ground.sought(replace(held, problem=given), **settings, compare=False)
    done = len(held.tally.runs) + command.worth() * len(held.tally.slopes)
    assert 4 * command.worth() < done <= command.most_runs(given, **settings, draws=0, compare=False) <= most


def test_a_problem_that_there_is_not_is_told_what_lists_them(run):
    for name in ("nowhere", "south-asia-golf"):
        said = str(run(problem=name).exception)
        assert f"Unknown problem {name!r}." in said and "`corridors common-ground --list` lists" in said
    assert "Did you mean south-asia-gulf?" in said


def test_shipped_problems_are_listed(run):
    made = run("--list", problem=None)
    assert [line.partition(":")[0] for line in made.stdout.splitlines()] == list(problem_names())


@pytest.mark.parametrize("options", [["--starts", "0"], ["--steps", "0"], ["--draws", "1"], ["--draws", "-1"]])
def test_options_out_of_range_are_refused(run, options):
    assert "1 or more" in str(run(*options).exception)


def test_without_a_problem_it_asks_for_one(run):
    assert "Which problem" in str(run(problem=None).exception)


def test_the_command_and_the_search_have_the_same_defaults():
    names = ("STARTS", "STEPS", "DRAWS")
    assert [getattr(command, n) for n in names] == [getattr(common_ground, n) for n in names]
