"""Reading a user's file of stocks, demography, prior or cost: CSV or Parquet, its lines counted for messages."""

import hashlib
from pathlib import Path

import polars as pl

from corridors.errors import InvalidInput
from corridors.flows.frames import Table


def read_table(path: Path) -> Table:
    """Read a table whose messages name its lines (CSV, where the head is line 1) or rows (Parquet).

    Every cell of a CSV is read as text, so that no code or number is changed on the way.

    Args:
        path: a file; its suffix .parquet means Parquet, all others CSV in UTF-8 with commas.
    Raises:
        InvalidInput: no such file, an empty one, or one that is no such table.

    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp()) / "demography.csv"
    >>> _ = file.write_text("country,births,deaths\\nA,3,4\\n")
    >>> read_table(file).row(0)
    'Line 2 of demography.csv'
    """
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InvalidInput(f"{path} {what}.", hint="Name a CSV or Parquet file.")
    parquet = path.suffix.lower() == ".parquet"
    try:
        frame = pl.read_parquet(path) if parquet else pl.read_csv(path, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise InvalidInput(f"{path.name} is empty.", hint="It needs a line of column names and rows.") from None
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0].rstrip(".")
        kind = "a Parquet file" if parquet else "a CSV file in UTF-8 with commas"
        raise InvalidInput(f"{path.name} cannot be read as {kind}: {reason}.", hint="Save it anew.") from None
    if parquet:
        return Table(frame, path.name)
    return Table(frame.rename({name: name.strip() for name in frame.columns}), path.name, "line", 2)


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, for the record of what an estimate was made from."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
