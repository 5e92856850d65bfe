"""Runs in the background: bounded, followed, stopped, and whole on the disk or not there."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corridors.errors import CannotWrite, InvalidInput, UnknownName
from corridors.explorer import job, jobs
from corridors.explorer.given import SCENARIO
from corridors.explorer.jobs import Busy, Runs
from corridors.scenarios.scenario import LeverUse, Scenario

pytestmark = pytest.mark.usefixtures("quick")


def named(name: str) -> Scenario:
    return Scenario(name, "A title", "A question?", draws=3)


@pytest.fixture
def runs(tmp_path: Path):
    made = Runs(tmp_path / "runs")
    yield made
    made.close()


def test_a_run_is_followed_to_its_results_and_is_not_made_twice(runs, until):
    begun = runs.start(named("mine"))
    assert begun.under_way and runs.start(named("mine")).identifier == begun.identifier
    until(lambda: runs.get(begun.identifier).state == "done")
    assert (runs.get(begun.identifier).done, runs.get(begun.identifier).of) == (4, 4)
    assert runs.study(begun.identifier).views[0] == "undecided"
    assert runs.start(named("mine")).state == "done"
    assert sorted(p.name for p in (runs.folder / begun.identifier).iterdir()) == [SCENARIO, job.STUDY]


def test_another_explorer_finds_the_results_of_the_first(runs, until):
    begun = runs.start(named("mine"))
    until(lambda: runs.get(begun.identifier).state == "done")
    assert Runs(runs.folder).get(begun.identifier).state == "done"
    assert [one.identifier for one in Runs(runs.folder).listed()] == [begun.identifier]


def test_two_run_at_a_time_eight_wait_and_the_next_is_refused(runs, until):
    every = [runs.start(named(f"slow-{number}")) for number in range(jobs.MOST_RUNNING + jobs.MOST_WAITING)]
    states = [runs.get(one.identifier).state for one in every]
    assert states == ["running"] * jobs.MOST_RUNNING + ["waiting"] * jobs.MOST_WAITING
    with pytest.raises(Busy, match="8 runs are waiting already"):
        runs.start(named("slow-more"))
    runs.cancel(every[-1].identifier)
    assert runs.get(every[-1].identifier).state == "cancelled"
    runs.cancel(every[0].identifier)
    until(lambda: runs.get(every[2].identifier).state == "running")


def test_a_cancelled_run_leaves_no_part_and_can_be_run_again(runs, until):
    begun = runs.start(named("slow"))
    place = runs.folder / begun.identifier
    until((place / job.PART).exists)
    runs.cancel(begun.identifier)
    until((place / jobs.ENDED).exists)
    assert runs.get(begun.identifier).state == "cancelled" and not (place / job.PART).exists()
    assert Runs(runs.folder).get(begun.identifier).state == "cancelled"
    assert runs.cancel(begun.identifier).state == "cancelled"
    until(lambda: not runs._processes)
    assert runs.start(named("slow")).under_way


@pytest.mark.parametrize(
    ("name", "said"), [("fails", "no space left on device"), ("full", "no space left"), ("breaks", "It broke off")]
)
def test_a_run_that_fails_says_why_and_leaves_no_part(runs, until, name, said):
    begun = runs.start(named(name))
    until(lambda: not runs.get(begun.identifier).under_way)
    ended = runs.get(begun.identifier)
    assert ended.state == "failed" and said in ended.said
    assert sorted(p.name for p in (runs.folder / begun.identifier).iterdir()) == [jobs.ENDED, SCENARIO]
    with pytest.raises(InvalidInput, match="no results: it is failed"):
        runs.study(begun.identifier)


def test_a_run_that_takes_too_long_is_stopped(runs, until, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST", 0.5)
    begun = runs.start(named("slow"))
    until(lambda: not runs.get(begun.identifier).under_way)
    assert "It was stopped after" in runs.get(begun.identifier).said


def test_a_run_of_an_explorer_that_was_killed_ends_and_leaves_nothing_half_written(tmp_path, until):
    code = (
        "import sys, time; from pathlib import Path; from corridors.explorer import jobs;"
        "from corridors.scenarios.scenario import Scenario; jobs.COMMAND = tuple(sys.argv[2:]);"
        "runs = jobs.Runs(Path(sys.argv[1]));"
        "print(runs.start(Scenario('slow', 'T', 'Q?', draws=1)).identifier, flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path), *jobs.COMMAND], stdout=subprocess.PIPE, text=True
    ) as explorer:
        assert explorer.stdout
        place = tmp_path / explorer.stdout.readline().strip()
        until((place / job.PART).exists)
        os.kill(explorer.pid, signal.SIGKILL)
    until(lambda: not (place / job.PART).exists())
    assert Runs(tmp_path).get(place.name).state == "interrupted"


def test_more_than_a_run_may_have_is_refused(runs):
    with pytest.raises(InvalidInput, match="51 draws are too many"):
        runs.start(replace(named("mine"), draws=51))
    levers = tuple(LeverUse("aid", 2.0, start=2026, source="assumed") for _ in range(13))
    with pytest.raises(InvalidInput, match="13 levers are too many"):
        runs.start(replace(named("mine"), levers=levers))
    assert not runs.folder.exists()


@pytest.mark.parametrize("identifier", ["../../etc", "0" * 15, "0" * 16, "", "0123456789abcdeF", "\x00" * 16])
def test_only_identifiers_of_runs_reach_the_folder(runs, identifier):
    with pytest.raises(UnknownName, match="Unknown run"):
        runs.get(identifier)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        Runs(tmp_path / "file").start(named("mine"))


def test_the_oldest_results_make_room(runs, until, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_KEPT", 2)
    for number in range(4):
        begun = runs.start(named(f"mine-{number}"))
        until(lambda: runs.get(begun.identifier).state == "done")  # noqa: B023 - it is waited for here
        os.utime(runs.folder / begun.identifier / SCENARIO, (number, number))
    assert [one.given.name for one in runs.listed()] == ["mine-3", "mine-2"]


def test_what_lies_in_the_folder_by_accident_is_no_run(runs):
    (runs.folder / ("a" * 16)).mkdir(parents=True)
    (runs.folder / "notes.txt").write_text("")
    (runs.folder / ("b" * 16)).mkdir()
    (runs.folder / ("b" * 16) / SCENARIO).write_text("scenario: [")
    assert runs.listed() == []


def test_the_program_says_its_steps_and_its_mistake_in_json(tmp_path, capsys, monkeypatch):
    (tmp_path / SCENARIO).write_text("scenario: [")
    monkeypatch.setattr(sys, "argv", ["job", str(tmp_path)])
    monkeypatch.setattr(os, "nice", lambda _: 0)
    monkeypatch.setattr(job, "_end_with_input", lambda _: None)
    job.main()
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"done": 0, "of": 0} and "scenario.yaml" in lines[1]["error"]
    monkeypatch.setattr(job, "run", lambda _: 1 / 0)
    job.main()
    assert "not your mistake" in json.loads(capsys.readouterr().out)["error"]
