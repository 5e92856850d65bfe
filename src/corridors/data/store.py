"""Where data files lie: the packaged snapshot, and the folder of datasets that the user added."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import DamagedData, DataUnavailable, InvalidInput
from corridors.files import write_whole

if TYPE_CHECKING:
    from corridors.data.source import Source

SNAPSHOT = Path(__file__).parent / "snapshot"
_ADD_AGAIN = "Run `corridors data add FOLDER` again."


def user_folder() -> Path:
    """The folder of the datasets that the user added: `CORRIDORS_DATA`, or the platform's place for user data.

    Raises:
        InvalidInput: `CORRIDORS_DATA` names a file.
    """
    named = os.environ.get("CORRIDORS_DATA")
    if not named:
        from platformdirs import user_data_path

        return user_data_path("corridors", appauthor=False)
    folder = Path(named).expanduser()
    if folder.exists() and not folder.is_dir():
        raise InvalidInput(
            f"CORRIDORS_DATA names {folder}, which is a file.", hint="Let it name a folder, or unset it."
        )
    return folder


def added(name: str) -> dict[str, Any] | None:
    """What is on record about a dataset that the user added (sha256, rows, size, raw_sha256, columns), or None.

    Raises:
        DamagedData: the record cannot be read.
    """
    path = _record(name)
    try:
        facts = json.loads(path.read_bytes())
        return {key: facts[key] for key in ("sha256", "rows", "size", "raw_sha256", "columns")}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a record of an added dataset"
        raise DamagedData(f"The record {path} cannot be read: {reason}.", hint=f"Delete it. {_ADD_AGAIN}") from error


def keep(source: Source, content: bytes, rows: int) -> None:
    """Keep the file of an added dataset and a record of it.

    The file's name bears its hash and the record is written last, so that an interruption, or a second `data add` at
    the same time, leaves the old state or the new one.

    Args:
        source: the dataset as the catalogue describes it.
        content: the Parquet file's bytes.
        rows: its number of rows.

    Raises:
        CannotWrite: the user's folder cannot be written.
    """
    facts = {"sha256": sha256(content), "rows": rows, "size": len(content)}
    described = {"raw_sha256": source.raw_sha256, "columns": list(source.columns)}
    kept = write_whole(_added_file(source.name, facts["sha256"]), content)
    write_whole(_record(source.name), json.dumps({**facts, **described}, indent=1))
    for former in user_folder().glob(f"{source.name}-????????????.parquet"):
        if former != kept:
            former.unlink(missing_ok=True)


def locate(source: Source) -> Path:
    """The dataset's file, after its hash was compared with the one on record.

    Raises:
        DataUnavailable: the package may not carry the dataset and the user has not added it.
        DamagedData: the file is missing or its hash does not match, or it was added for another edition.
    """
    if source.origin == "absent":
        raise DataUnavailable(unavailable(source), hint=how_to_add(source))
    if source.origin == "outdated":
        raise DamagedData(
            f"The dataset {source.name!r} was added for another edition of the catalogue.",
            hint=f"{_ADD_AGAIN} To do without it, delete {_record(source.name)}.",
        )
    packaged = source.origin == "package"
    path = SNAPSHOT / source.file_name if packaged else _added_file(source.name, source.sha256)
    repair = "Reinstall corridors." if packaged else _ADD_AGAIN
    try:
        found = _hash_of(path, *_stamp(path))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DamagedData(f"The data file {path} cannot be read: {reason}.", hint=repair) from error
    if found != source.sha256:
        raise DamagedData(
            f"The data file {path} is damaged: its SHA-256 is {found[:12]}..., expected {source.sha256[:12]}....",
            hint=repair,
        )
    return path


def unavailable(source: Source) -> str:
    """Why a dataset is not in the package, in one sentence."""
    because = {
        "no": "its licence does not permit redistribution",
        "unclear": "its licence does not clearly permit redistribution",
    }.get(source.redistributable, "it was not packaged")
    return f"The dataset {source.name!r} ({source.title}) is not in the package, because {because} ({source.licence})."


def how_to_add(source: Source) -> str:
    """Where to get what the package does not carry of a dataset, and what to type then."""
    pages = {part.url: f"{part.publisher} at {part.url}" for part in source.withheld_parts if part.url}
    places = "; ".join(pages.values()) or f"{source.publisher} at {source.url}"
    return (
        f"Get it from {places}. The edition that can be added was read from: {source.copy}. Put it as "
        f"{source.file_name} into a folder and run `corridors data add FOLDER`; "
        f"`corridors data show {source.name}` lists its columns and its hash."
    )


def sha256(content: bytes) -> str:
    """The SHA-256 of some bytes, in hexadecimal.

    >>> sha256(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(content).hexdigest()


def _record(name: str) -> Path:
    return user_folder() / f"{name}.json"


def _added_file(name: str, hashed: str) -> Path:
    return user_folder() / f"{name}-{hashed[:12]}.parquet"


def _stamp(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


_hashes: dict[tuple[Path, int, int], str] = {}


def _hash_of(path: Path, modified: int, size: int) -> str:
    """The hash of a file, computed once as long as its time and size stay the same."""
    key = (path, modified, size)
    if key not in _hashes:
        with path.open("rb") as stream:
            _hashes[key] = hashlib.file_digest(stream, "sha256").hexdigest()
    return _hashes[key]
