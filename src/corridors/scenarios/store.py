"""The folder of a run: a manifest and chunks of draws, each file written whole and known by its hash."""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import CannotWrite, DamagedData, InvalidInput, NotCovered
from corridors.files import write_together, write_whole

if TYPE_CHECKING:
    import xarray as xr

MANIFEST = "run.json"
CHUNK = re.compile(r"draws-(\d{6})-(\d{6})\.nc$")
IDENTITY = ("made_by", "settings", "data")
"""The entries of a manifest that decide a run's numbers."""
MARGIN = 1.1
"""Free space asked for, over the size of the draws: the summary and the file system take their part."""


@dataclass(frozen=True)
class Store:
    """A run's folder. Chunks that are not whole, or are not this run's, are errors and never read."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def draws(self) -> int:
        """Number of random draws asked for so far; the central one comes besides."""
        return int(self.manifest["draws"])

    def chunks(self) -> dict[Path, range]:
        """The chunks that lie in the folder, with the draws in each."""
        found = {}
        for path in sorted(self.folder.glob("draws-*.nc")):
            if match := CHUNK.search(path.name):
                found[path] = range(int(match[1]), int(match[2]) + 1)
        return found

    def missing(self) -> list[int]:
        """Draws, the central one included, that no chunk holds; every chunk is checked.

        Raises:
            DamagedData: a chunk that is not as it was written.
        """
        held = {draw for path, draws in self.chunks().items() if check_chunk(path) for draw in draws}
        return [draw for draw in range(self.draws + 1) if draw not in held]

    def write(self, draws: Sequence[int], dataset: "xr.Dataset") -> Path:
        """Write one chunk whole, with its hash beside it."""
        content = to_bytes(dataset)
        path = self.folder / f"draws-{draws[0]:06d}-{draws[-1]:06d}.nc"
        write_together({_beside(path): hashlib.sha256(content).hexdigest() + "\n", path: content})
        return path

    def read(self) -> "xr.Dataset":
        """All draws, in order, read from disk as they are used.

        Raises:
            NotCovered: draws are missing; DamagedData: a chunk is not as it was written.
        """
        import xarray as xr

        if missing := self.missing():
            raise NotCovered(
                f"{self.folder} lacks {len(missing)} of its {self.draws + 1} draws.",
                hint="Finish the run first: corridors project --resume with the same options.",
            )
        parts = [xr.open_dataset(path, engine="scipy") for path in self.chunks()]
        return xr.concat(parts, dim="draw", data_vars="minimal", coords="minimal", compat="override", join="override")


def create(folder: Path, record: dict[str, Any], draws: int, size: int, *, resume: bool) -> Store:
    """Open the folder of a run: a new one, or with `resume` one of the same settings.

    Args:
        folder: where; record: from `settings.record`; draws: wanted; size: bytes of one draw; resume: go on with what
            lies there.
    Raises:
        InvalidInput: the folder holds another run, or this one and `resume` is not set; CannotWrite: too little space.
    """
    folder = Path(folder)
    path = folder / MANIFEST
    if path.exists():
        store = open_store(folder)
        _check_same(store, record, resume)
        draws = max(draws, store.draws)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidInput(f"{folder} is not empty and holds no run.", hint="Choose an empty or a new folder.")
    manifest = record | {"draws": draws}
    store = Store(folder, manifest)
    _check_space(folder, int(size * len(store.missing()) * MARGIN))
    write_whole(path, json.dumps(manifest, indent=1) + "\n")
    return store


def open_store(folder: Path) -> Store:
    """Open the folder of a run for reading.

    Raises:
        InvalidInput: there is no run; DamagedData: its manifest cannot be read.
    """
    path = Path(folder) / MANIFEST
    if not path.is_file():
        raise InvalidInput(
            f"{folder} holds no run.", hint="A run's folder has a file run.json: corridors project --out."
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not {*IDENTITY, "draws", "identity"} <= set(manifest):
        raise DamagedData(f"{path} is not the manifest of a run.", hint="Project into a new folder.")
    return Store(Path(folder), manifest)


def check_chunk(path: Path) -> bool:
    """Compare a chunk with the hash that was written beside it.

    Raises:
        DamagedData: it differs, or there is no hash.
    """
    beside = _beside(path)
    written = beside.read_text(encoding="utf-8").strip() if beside.exists() else ""
    if hashlib.sha256(path.read_bytes()).hexdigest() != written:
        raise DamagedData(
            f"{path} is not as it was written.",
            hint="Delete it and run the same command with --resume: it is made again.",
        )
    return True


def to_bytes(dataset: "xr.Dataset") -> bytes:
    """A dataset as the content of a NetCDF file (version 3, 64-bit), which every tool of the field reads."""
    buffer = io.BytesIO()
    dataset.to_netcdf(buffer, engine="scipy", format="NETCDF3_64BIT")
    return bytes(buffer.getbuffer())


def spans(draws: Iterable[int], size: int) -> list[list[int]]:
    """Put draws into chunks of neighbours, none longer than `size`.

    >>> spans([0, 1, 2, 3, 7, 8], 3)
    [[0, 1, 2], [3], [7, 8]]
    """
    found: list[list[int]] = []
    for draw in draws:
        if found and draw == found[-1][-1] + 1 and len(found[-1]) < size:
            found[-1].append(draw)
        else:
            found.append([draw])
    return found


def _beside(path: Path) -> Path:
    return path.with_suffix(".sha256")


def _check_same(store: Store, record: dict[str, Any], resume: bool) -> None:
    changed = [
        f"{name} {store.manifest['settings'].get(name)} there and {value} here"
        for name, value in record["settings"].items()
        if store.manifest["settings"].get(name) != value
    ]
    changed += [
        f"dataset {name}" for name, value in record["data"].items() if store.manifest["data"].get(name) != value
    ]
    if store.manifest["made_by"] != record["made_by"]:
        changed.append(f"{store.manifest['made_by']} there and {record['made_by']} here")
    if changed:
        raise InvalidInput(f"{store.folder} holds another run: {'; '.join(changed)}.", hint="Choose another folder.")
    if not resume:
        raise InvalidInput(
            f"{store.folder} already holds this run.", hint="Add --resume to go on with it, or choose another folder."
        )


def _check_space(folder: Path, needed: int) -> None:
    parent = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    free = shutil.disk_usage(parent).free
    if free < needed:
        raise CannotWrite(
            f"The run needs about {needed / 2**30:.2g} GiB in {folder}, where {free / 2**30:.2g} GiB are free.",
            hint="Take fewer draws, an earlier end, or another folder.",
        )


def draw_size(dataset_shapes: Iterable[tuple[int, ...]]) -> int:
    """Bytes of one draw in single precision, from the shapes of its variables."""
    return int(sum(np.prod(shape) for shape in dataset_shapes) * np.dtype(np.float32).itemsize)
