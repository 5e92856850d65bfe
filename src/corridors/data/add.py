"""Adding the datasets that the package may not carry, from a folder that the user names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

import polars as pl

from corridors.data import store
from corridors.data.catalogue import names, sidecar, source
from corridors.data.harmonise import harmonise
from corridors.data.load import load
from corridors.data.validate import validate
from corridors.errors import DamagedData, InvalidInput


class Added(NamedTuple):
    """One dataset that was added: its name, number of rows and the file it came from."""

    name: str
    rows: int
    path: Path


def candidates(folder: Path) -> tuple[Path, ...]:
    """The Parquet files of a folder that the catalogue knows and the package does not carry whole.

    Raises:
        InvalidInput: there is no such folder, or nothing in it that could be added, or nowhere to keep it.
    """
    store.user_folder()
    if not folder.is_dir():
        raise InvalidInput(f"There is no folder {folder}.", hint="Name a folder that holds Parquet files.")
    missing = {name for name in names() if sidecar(name).redistributable != "yes"}
    try:
        found = tuple(sorted(path for path in folder.iterdir() if path.suffix == ".parquet" and path.stem in missing))
    except OSError as error:
        raise InvalidInput(f"The folder {folder} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    if not found:
        raise InvalidInput(
            f"The folder {folder} holds no file that could be added.",
            hint=f"Files are named after datasets, for example {min(missing)}.parquet; see: corridors data list",
        )
    return found


def add(path: Path) -> Added:
    """Add one dataset: compare its hash with the catalogue's, clean, check and keep it.

    Args:
        path: a Parquet file named after its dataset, in the edition that the catalogue describes.

    Raises:
        DamagedData: the file's hash is not the one of the edition in the catalogue.
        InvalidInput: it cannot be read, or its content breaks a rule.
        UnknownName: its name is not a dataset's.
        CannotWrite: the user's folder cannot be written.
    """
    described = source(path.stem)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error
    found = store.sha256(content)
    if found != described.raw_sha256:
        raise DamagedData(
            f"{path} is refused: its SHA-256 is {found[:12]}..., and the catalogue's edition of {described.name!r} "
            f"({described.edition}) has {described.raw_sha256[:12]}....",
            hint=f"It is damaged or another edition; the catalogue's was read from: {described.copy}.",
        )
    frame = harmonise(pl.read_parquet(io.BytesIO(content)), described)
    validate(frame, described, lambda name: load(name).frame)
    store.keep(described, to_parquet(frame), frame.height)
    return Added(described.name, frame.height, path)


def to_parquet(frame: pl.DataFrame) -> bytes:
    """A frame as compressed Parquet, in row groups small enough for a country's rows to be found fast.

    Args:
        frame: sorted by country.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, row_group_size=100_000, statistics=True)
    return buffer.getvalue()
