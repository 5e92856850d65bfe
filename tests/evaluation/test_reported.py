"""Files of reported flows: what is kept, and what is refused with the row named."""

from pathlib import Path

import polars as pl
import pytest

from corridors.errors import InvalidInput
from corridors.evaluation import read_reported

ROW = {
    "source": "office",
    "year": 2005,
    "reporter": "DEU",
    "partner": "POL",
    "origin": "POL",
    "destination": "DEU",
    "reporting_side": "immigration",
    "criterion": "residence",
    "coverage": "both",
    "flow": 10.0,
}


def write(folder: Path, *changes: dict, name: str = "reported.csv") -> Path:
    frame = pl.DataFrame([ROW | change for change in changes], infer_schema_length=None, strict=False)
    file = folder / name
    if name.endswith("parquet"):
        frame.write_parquet(file)
    else:
        frame.write_csv(file)
    return file


@pytest.mark.parametrize("name", ["reported.csv", "reported.parquet"])
def test_only_pairs_of_countries_are_scored(tmp_path: Path, name: str) -> None:
    others = [
        {"origin": "WLD"},
        {"year": 1985},
        {"criterion": "total", "year": 2001},
        {"coverage": "citizens", "year": 2002},
    ]
    found = read_reported(write(tmp_path, {}, *others, name=name))
    assert found.rows() == [("office", "residence", "immigration", "DEU", "POL", "DEU", 2005, 10.0)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"flow": -1.0}, "negative flow in row 2"),
        ({"flow": "many"}, "missing or no number in row 2"),
        ({"flow": None}, "missing or no number in row 2"),
        ({"year": "soon"}, "year that is no whole number in row 2"),
        ({"reporting_side": "both"}, "reporting_side other than"),
        ({"criterion": "religion"}, "criterion other than"),
        ({}, "same flow twice"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, change: dict, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        read_reported(write(tmp_path, {}, change))


def test_a_bad_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no file"):
        read_reported(tmp_path / "absent.csv")
    text = tmp_path / "reported.txt"
    text.write_text("x")
    with pytest.raises(InvalidInput, match=r"neither \.parquet nor \.csv"):
        read_reported(text)
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR?")
    with pytest.raises(InvalidInput, match="cannot be read as parquet"):
        read_reported(broken)
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(InvalidInput, match="cannot be read as csv"):
        read_reported(empty)
    pl.DataFrame({"year": [2000]}).write_csv(tmp_path / "short.csv")
    with pytest.raises(InvalidInput, match="lacks the column"):
        read_reported(tmp_path / "short.csv")
    with pytest.raises(InvalidInput, match="no row to score"):
        read_reported(write(tmp_path, {"origin": "WLD"}))
