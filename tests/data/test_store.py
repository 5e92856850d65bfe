"""The files: a hash that does not match is refused, and adding keeps the old state or the new one."""

import json
import os
import shutil
import threading
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import corridors as cr
from corridors.data import store
from corridors.data.add import add, candidates
from corridors.data.catalogue import sidecar
from corridors.data.store import SNAPSHOT
from corridors.errors import CannotWrite, DamagedData, DataUnavailable, InvalidInput, UnknownName

NAME = "free_movement_to_verify"
CONTENT = (SNAPSHOT / f"{NAME}.parquet").read_bytes()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder for added data, and the packaged table of free movement as if it had to be added."""
    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path / "added"))
    return tmp_path / "added"


@pytest.fixture
def raw(tmp_path, monkeypatch):
    """A raw file that the catalogue takes for the one of `free_movement_to_verify`."""
    path = tmp_path / "raw" / f"{NAME}.parquet"
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    entry = {"raw_sha256": store.sha256(CONTENT)}
    monkeypatch.setattr("corridors.data.catalogue._packaged_index", lambda: {NAME: entry})
    return path


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, len(CONTENT) - 1), flip=st.integers(1, 255))
def test_a_damaged_byte_anywhere_is_refused(tmp_path_factory, place, flip):
    packaged = tmp_path_factory.mktemp("snapshot")
    damaged = bytearray(CONTENT)
    damaged[place] ^= flip
    (packaged / f"{NAME}.parquet").write_bytes(damaged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corridors.data.store.SNAPSHOT", packaged)
        with pytest.raises(DamagedData, match=r"is damaged: its SHA-256 is .* Reinstall corridors"):
            cr.data.load(NAME)


@pytest.mark.parametrize("content", [b"", CONTENT[:-1], CONTENT + b"\0"])
def test_a_file_that_is_cut_or_has_grown_is_refused(content, tmp_path, monkeypatch):
    (tmp_path / f"{NAME}.parquet").write_bytes(content)
    monkeypatch.setattr("corridors.data.store.SNAPSHOT", tmp_path)
    with pytest.raises(DamagedData):
        cr.data.load(NAME)


def test_a_missing_or_unreadable_file_is_said_by_name(tmp_path, monkeypatch):
    monkeypatch.setattr("corridors.data.store.SNAPSHOT", tmp_path)
    with pytest.raises(DamagedData, match=r"free_movement_to_verify\.parquet cannot be read: no such file"):
        cr.data.load(NAME)
    (tmp_path / f"{NAME}.parquet").mkdir()
    with pytest.raises(DamagedData, match="cannot be read: is a directory"):
        cr.data.load(NAME)


def test_the_hash_is_read_again_when_the_file_changes(tmp_path, monkeypatch):
    path = tmp_path / f"{NAME}.parquet"
    path.write_bytes(CONTENT)
    monkeypatch.setattr("corridors.data.store.SNAPSHOT", tmp_path)
    assert cr.data.load(NAME).frame.height > 0
    path.write_bytes(bytes(len(CONTENT)))
    os.utime(path, ns=(1, 1))
    with pytest.raises(DamagedData):
        cr.data.load(NAME)


def test_adding_keeps_the_rows_and_says_so(raw, folder):
    with pytest.raises(DataUnavailable):
        cr.data.load(NAME)
    added = add(raw)
    frame, source = cr.data.load(NAME)
    assert (added.name, added.rows) == (NAME, frame.height)
    assert source.origin == "added"
    assert source.withheld_parts == ()
    assert frame.equals(pl.read_parquet(raw))
    assert {path.suffix for path in folder.iterdir()} == {".parquet", ".json"}


def test_adding_twice_changes_nothing(raw, folder):
    add(raw)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    add(raw)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_an_added_file_that_is_damaged_later_is_refused(raw, folder):
    add(raw)
    (kept,) = folder.glob("*.parquet")
    kept.write_bytes(kept.read_bytes()[:-5])
    with pytest.raises(DamagedData, match=r"is damaged.*data add FOLDER"):
        cr.data.load(NAME)
    kept.unlink()
    with pytest.raises(DamagedData, match=r"cannot be read: no such file.*data add FOLDER"):
        cr.data.load(NAME)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"sha256": 1}'])
def test_a_record_that_is_damaged_is_refused_and_others_are_not_touched(raw, folder, content):
    add(raw)
    (folder / f"{NAME}.json").write_text(content)
    with pytest.raises(DamagedData, match=r"free_movement_to_verify\.json cannot be read.*Delete it"):
        cr.data.source(NAME)
    add_again = json.loads(json.dumps({"sha256": "x", "rows": 1, "size": 1, "raw_sha256": "", "columns": []}))
    (folder / f"{NAME}.json").write_text(json.dumps(add_again))
    assert cr.data.source(NAME).origin == "outdated"


def test_what_was_added_in_another_edition_is_to_be_added_again(raw, folder):
    add(raw)
    record = folder / f"{NAME}.json"
    facts = json.loads(record.read_text())
    record.write_text(json.dumps(facts | {"columns": facts["columns"][1:]}))
    assert cr.data.source(NAME).origin == "outdated"
    with pytest.raises(DamagedData, match=r"another edition of the catalogue.*delete"):
        cr.data.load(NAME)
    add(raw)
    assert cr.data.load(NAME).frame.height > 0


@pytest.mark.parametrize("step", [0, 1])
def test_an_interrupted_adding_leaves_the_old_state(raw, folder, monkeypatch, step):
    """The two files of a dataset are put in place one after the other; stop before either."""
    calls = iter(range(10))
    replace = os.replace

    def interrupted(source, target, **more):
        if next(calls) == step:
            raise KeyboardInterrupt
        return replace(source, target, **more)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(raw)
    monkeypatch.undo()
    os.environ["CORRIDORS_DATA"] = str(folder)
    try:
        assert store.added(NAME) is None
        assert [path for path in folder.iterdir() if path.name.endswith(".part")] == []
    finally:
        del os.environ["CORRIDORS_DATA"]


def test_adding_many_at_once_loses_none(folder):
    """Every dataset has a record of its own, so that two `data add` cannot overwrite each other's list."""
    chosen = [sidecar(name) for name in cr.data.names()[:30]]
    threads = [threading.Thread(target=store.keep, args=(one, one.name.encode(), 1)) for one in chosen for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(store.added(one.name)["sha256"] == store.sha256(one.name.encode()) for one in chosen)
    assert len(list(folder.iterdir())) == 2 * len(chosen)


def test_another_edition_is_refused(raw, folder):
    raw.write_bytes(CONTENT[::-1])
    with pytest.raises(DamagedData, match=r"is refused: its SHA-256 .* another edition"):
        add(raw)
    assert not folder.exists()


def test_a_file_that_cannot_be_read_or_is_no_dataset_is_refused(tmp_path, folder):
    (tmp_path / "visa_demig.parquet").mkdir()
    with pytest.raises(InvalidInput, match="cannot be read: is a directory"):
        add(tmp_path / "visa_demig.parquet")
    with pytest.raises(UnknownName, match="Did you mean visa_demig"):
        add(tmp_path / "visa_demigg.parquet")


def test_a_folder_must_be_there_and_hold_something_to_add(tmp_path, folder):
    with pytest.raises(InvalidInput, match="There is no folder"):
        candidates(tmp_path / "nowhere")
    shutil.copy(SNAPSHOT / "visa.parquet", tmp_path)
    with pytest.raises(InvalidInput, match=r"holds no file that could be added.*data list"):
        candidates(tmp_path)


def test_the_users_folder_may_not_be_a_file(tmp_path, monkeypatch):
    place = tmp_path / "file"
    place.touch()
    monkeypatch.setenv("CORRIDORS_DATA", str(place))
    with pytest.raises(InvalidInput, match=r"CORRIDORS_DATA names .*file, which is a file"):
        cr.data.load("population")


def test_a_users_folder_that_cannot_be_written_is_said_by_name(raw, monkeypatch):
    monkeypatch.setenv("CORRIDORS_DATA", "/proc/corridors")
    with pytest.raises(CannotWrite, match="Cannot write /proc/corridors"):
        add(raw)


def test_without_a_setting_data_lie_in_the_platforms_place(monkeypatch):
    monkeypatch.delenv("CORRIDORS_DATA", raising=False)
    assert store.user_folder().name == "corridors"
    monkeypatch.setenv("CORRIDORS_DATA", "~/migration")
    assert store.user_folder() == Path.home() / "migration"
