"""Build the packaged snapshot from a folder of raw files: clean, check, keep what may be redistributed.

    python tools/snapshot.py FOLDER [NAME ...]

Every dataset of the catalogue must lie in FOLDER. Nothing is written unless all of them pass their checks.
"""

import io
import json
import sys
from functools import cache
from pathlib import Path

import polars as pl

from corridors.data import store
from corridors.data.add import to_parquet
from corridors.data.catalogue import names, sidecar
from corridors.data.harmonise import harmonise, only_packaged
from corridors.data.source import Source
from corridors.data.validate import validate
from corridors.files import write_together


def build(folder: Path, wanted: list[str]) -> None:
    """Package the wanted datasets, all of them where none is named."""

    @cache
    def cleaned(name: str) -> pl.DataFrame:
        return harmonise(pl.read_parquet(folder / f"{name}.parquet"), sidecar(name))

    index_path = store.SNAPSHOT / "index.json"
    index = json.loads(index_path.read_text()) if index_path.exists() else {}
    files: dict[str, bytes] = {}
    problems = []
    for name in wanted or names():
        source = sidecar(name) if name in names() else sys.exit(f"No dataset {name}. Nothing was written.")
        try:
            raw = (folder / source.file_name).read_bytes()
            content, rows = (raw, 0) if source.format != "parquet" else packaged(source, cleaned)
        except Exception as error:
            problems.append(f"{name}: {error}")
            continue
        index[name] = {"raw_sha256": store.sha256(raw)}
        if content:
            files[source.file_name] = content
            index[name] |= {"sha256": store.sha256(content), "rows": rows, "size": len(content)}
        print(f"{name:35s} {rows:>9,d} rows {len(content) / 1e6:7.2f} MB  {source.redistributable}", flush=True)
    if problems:
        sys.exit("\n".join(["Nothing was written.", *problems]))
    written = {store.SNAPSHOT / file_name: content for file_name, content in files.items()}
    write_together({**written, index_path: json.dumps(dict(sorted(index.items())), indent=1).encode()})
    for stray in store.SNAPSHOT.iterdir():
        if stray.name != "index.json" and not index.get(stray.stem, {}).get("sha256"):
            stray.unlink()
    print(f"{sum(entry.get('size', 0) for entry in index.values()) / 1e6:.1f} MB in all")


def packaged(source: Source, cleaned) -> tuple[bytes, int]:
    """The file that the package carries, empty where it may carry none of the dataset."""
    frame = cleaned(source.name)
    validate(frame, source, cleaned)
    if source.redistributable in ("no", "unclear"):
        return b"", 0
    kept = only_packaged(frame, source)
    validate(kept, source, cleaned)
    content = to_parquet(kept)
    if not pl.read_parquet(io.BytesIO(content)).equals(kept):
        raise ValueError("the written file does not read back the same")
    return content, kept.height


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build(Path(sys.argv[1]), sys.argv[2:])
