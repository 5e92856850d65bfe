"""The catalogue: every dataset that Corridors knows, packaged or not."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any

from corridors.concepts.nearest import nearest
from corridors.data import store
from corridors.data.source import Source, read_sidecar
from corridors.errors import UnknownName

SIDECARS = Path(__file__).parent / "sidecars"


@cache
def names() -> tuple[str, ...]:
    """The names of all datasets, in alphabetical order.

    Example:
        >>> "migrant_stock" in names()
        True
    """
    return tuple(sorted(path.stem for path in SIDECARS.glob("*.toml")))


def source(name: str) -> Source:
    """The provenance of one dataset, with the state of the file that would be loaded.

    Raises:
        UnknownName: with the nearest names.
        DamagedData: the user added the dataset, and the record of it cannot be read.

    Example:
        >>> source("migrant_stock").licence
        'CC BY 3.0 IGO'
    """
    if name not in names():
        raise UnknownName("dataset", str(name), nearest(str(name), names()), hint="See: corridors data list")
    packaged = _packaged_index().get(name, {})
    described = dataclasses.replace(sidecar(name), raw_sha256=packaged.get("raw_sha256", ""))
    if added := store.added(name):
        fits = (added["raw_sha256"], added["columns"]) == (described.raw_sha256, list(described.columns))
        return dataclasses.replace(described, origin="added" if fits else "outdated", **_file_facts(added))
    if packaged.get("sha256"):
        return dataclasses.replace(described, origin="package", **_file_facts(packaged))
    return described


def sources() -> tuple[Source, ...]:
    """The provenance of every dataset."""
    return tuple(source(name) for name in names())


@cache
def sidecar(name: str) -> Source:
    """What a dataset's sidecar says, whatever file is there.

    >>> sidecar("migrant_stock").years
    (1990, 2024)
    """
    return read_sidecar(SIDECARS / f"{name}.toml")


@cache
def _packaged_index() -> dict[str, dict[str, Any]]:
    return json.loads((store.SNAPSHOT / "index.json").read_text(encoding="utf-8"))


def _file_facts(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("sha256", "rows", "size")}
