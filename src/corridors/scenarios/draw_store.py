"""Finished draws of a study under way: a file for each, written whole and known by its hash."""

import hashlib
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corridors.errors import DamagedData, InvalidInput
from corridors.files import write_together, write_whole
from corridors.scenarios.store import check_chunk

FOLDER = "draws"
MANIFEST = "run.json"
Kept = tuple[dict[str, NDArray[Any]], ...]
"""A run's outcomes by country, of the parties and of single rows."""
Draw = dict[str, Kept]
"""The runs of one draw by name."""


@dataclass(frozen=True)
class DrawStore:
    """The folder of finished draws; one that is not as it was written is an error and never read."""

    folder: Path

    def read(self, number: int) -> Draw | None:
        """One draw, or None where it has not been made.

        Raises:
            DamagedData: it is not as it was written.
        """
        path = self._path(number)
        if not path.is_file():
            return None
        check_chunk(path)
        found: dict[str, list[dict[str, NDArray[Any]]]] = {}
        with np.load(path, allow_pickle=False) as arrays:
            for key in arrays.files:
                run, part, name = key.rsplit("|", 2)
                parts = found.setdefault(run, [{}, {}, {}])
                parts[int(part)][name] = arrays[key]
        return {run: tuple(parts) for run, parts in found.items()}

    def write(self, number: int, made: Draw) -> None:
        """Keep one draw, whole or not at all."""
        arrays: dict[str, Any] = {
            f"{run}|{part}|{name}": np.asarray(value)
            for run, parts in made.items()
            for part, outcomes in enumerate(parts)
            for name, value in outcomes.items()
        }
        buffer = io.BytesIO()
        np.savez(buffer, **arrays)
        content, path = buffer.getvalue(), self._path(number)
        digest = hashlib.sha256(content).hexdigest() + "\n"
        write_together({path.with_suffix(".sha256"): digest, path: content})

    def done(self) -> int:
        """How many draws lie in the folder."""
        return len(list(self.folder.glob("draw-*.npz")))

    def discard(self) -> None:
        """Take the draws away: the study that was made of them is written."""
        shutil.rmtree(self.folder)

    def _path(self, number: int) -> Path:
        return self.folder / f"draw-{number:06d}.npz"


def open_draws(study: Path, record: dict[str, Any], *, resume: bool) -> DrawStore:
    """Open the folder of finished draws within a study's folder: a new one or, with `resume`, that of a stopped run.

    Args:
        study: the folder; record: what decides the run's numbers.
    Raises:
        InvalidInput: the folder holds something else or another run, or this one and `resume` is not set.
    """
    path = study / FOLDER / MANIFEST
    text = json.dumps(record, sort_keys=True, indent=1) + "\n"
    if path.is_file():
        changed = _differences(path, record)
        if changed:
            raise InvalidInput(
                f"{study} holds another run: {', '.join(changed)} differ.", hint="Choose another folder."
            )
        if not resume:
            raise InvalidInput(
                f"{study} holds this run, not finished.",
                hint="Add --resume to go on with it, or choose another folder.",
            )
    elif study.exists() and (not study.is_dir() or any(study.iterdir())):
        raise InvalidInput(f"{study} holds something else.", hint="Choose an empty or a new folder.")
    else:
        write_whole(path, text)
    return DrawStore(path.parent)


def _differences(path: Path, record: dict[str, Any]) -> list[str]:
    """What differs between a run's manifest and a record, by name.

    Raises:
        DamagedData: the manifest cannot be read.
    """
    try:
        there = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        there = None
    if not isinstance(there, dict):
        raise DamagedData(f"{path} is not the manifest of a run.", hint="Run the scenario into a new folder.")
    return [name for name, value in record.items() if there.get(name) != value]
