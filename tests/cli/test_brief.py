"""`corridors brief` as typed: what it writes, and how a mistake ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

CORRIDORS = [sys.executable, "-m", "corridors.cli.main"]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CORRIDORS, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize(
    ("form", "start"), [("html", "<!doctype html>"), ("md", "# Tonga to New Zealand"), ("json", "{")]
)
def test_each_form_is_written(tmp_path: Path, form: str, start: str) -> None:
    ended = run("brief", "Tonga", "new zealand", "--out", "out", "--format", form, folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / f"TON-NZL.{form}").read_text().startswith(start)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"TON-NZL.{form}"]


def test_slides_are_not_taken_for_the_brief_in_html(tmp_path: Path) -> None:
    ended = run("brief", "TON", "NZL", "--format", "slides", folder=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["TON-NZL-slides.html"]
    assert '<section class="slide">' in (tmp_path / "TON-NZL-slides.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["brief", "Mexicoo", "USA"], "Mexico (MEX)"),
        (["brief", "MEX", "mexico"], "both Mexico"),
        (["brief", "Congo"], "COG"),
        (["brief", "Yugoslavia"], "SRB"),
        (["brief", ""], "country"),
        (["brief", "x" * 10_000], "Unknown country"),
        (["brief", "MEX", "USA", "--out", "/proc/no/such"], "Cannot write"),
    ],
)
def test_a_mistake_ends_with_one_sentence(tmp_path: Path, arguments: list[str], says: str) -> None:
    ended = run(*arguments, folder=tmp_path)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert says in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_is_named_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    ended = run("brief", "TON", "NZL", "--out", "out", folder=tmp_path)
    assert ended.returncode != 0
    assert "Cannot write" in ended.stderr
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_an_interrupted_run_leaves_no_file(tmp_path: Path) -> None:
    started = subprocess.Popen([*CORRIDORS, "brief", "NPL"], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    time.sleep(1.0)
    os.kill(started.pid, signal.SIGINT)
    _, words = started.communicate(timeout=60)
    assert started.returncode != 0
    assert "Traceback" not in words
    assert list(tmp_path.iterdir()) == []
