"""A file is written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridors.errors import CannotWrite
from corridors.files import write_together, write_whole


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=st.binary(max_size=200), new=st.binary(max_size=200))
def test_what_is_written_is_what_is_read(tmp_path, old, new):
    path = tmp_path / "a" / "b.bin"
    write_whole(path, old)
    assert write_whole(path, new).read_bytes() == new
    assert names_in(path.parent) == ["b.bin"]


def test_text_is_utf8_and_the_file_has_the_usual_rights(tmp_path):
    path = write_whole(tmp_path / "a.txt", "Türkiye")
    assert path.read_bytes() == "Türkiye".encode()
    plain = tmp_path / "plain"
    plain.touch()
    assert path.stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize("failure", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")])
def test_an_interrupted_write_leaves_the_old_content(tmp_path, monkeypatch, step, failure):
    path = write_whole(tmp_path / "a.txt", "old")

    def fail(*_, **__):
        raise failure

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(CannotWrite if isinstance(failure, OSError) else KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["a.txt"]


def test_files_that_belong_together_are_written_together(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(CannotWrite, match="taken: it is a folder"):
        write_together({tmp_path / "a": b"1", tmp_path / "taken": b"2"})
    assert names_in(tmp_path) == ["taken"]
    write_together({tmp_path / "a": b"1", tmp_path / "b": b"2"})
    assert names_in(tmp_path) == ["a", "b", "taken"]


@pytest.mark.parametrize(
    ("path", "reason"), [("/proc/x/a", "no such file"), ("/dev/null/a", "a file stands where its folder should be")]
)
def test_a_place_that_cannot_be_written_is_said_by_name(path, reason):
    with pytest.raises(CannotWrite, match=f"Cannot write {path}: ({reason})") as caught:
        write_whole(Path(path), "x")
    assert "Choose a folder" in str(caught.value)
