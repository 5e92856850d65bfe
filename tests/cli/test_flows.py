"""`corridors flows`: a file and its provenance, or one sentence, exit status 1 and no file."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from corridors.cli.main import app
from corridors.errors import CorridorsError

STOCKS = """birth,residence,time,stock
A,A,2015,1000
A,B,2015,100
B,A,2015,50
B,B,2015,700
A,A,2020,980
A,B,2020,130
B,A,2020,60
B,B,2020,690
"""
DEMOGRAPHY = "country,births,deaths\nA,50,60\nB,30,10\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "stocks.csv").write_text(STOCKS)
    (tmp_path / "demography.csv").write_text(DEMOGRAPHY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> None:
    app(["flows", *arguments], standalone_mode=False)


def refused(*arguments: str) -> str:
    """The sentence of a command that must fail and leave nothing behind."""
    before = sorted(Path().iterdir())
    with pytest.raises(CorridorsError) as caught:
        run(*arguments)
    assert sorted(Path().iterdir()) == before
    return str(caught.value)


def test_own_tables_to_csv_with_provenance(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(
        "estimate",
        "--stocks",
        "stocks.csv",
        "--demography",
        "demography.csv",
        "--method",
        "min-closed",
        "--out",
        "f.csv",
    )
    frame = pl.read_csv("f.csv")
    assert frame.columns == ["origin", "destination", "flow"] and frame.height
    record = json.loads((folder / "f.csv.source.json").read_text())
    assert record["method"] == "min-closed" and record["converged"] and record["years"] == 5
    assert record["options"]["files"]["stocks"].startswith("stocks.csv, SHA-256 ")
    assert record["rows"] == frame.height and record["repairs"] == []
    assert capsys.readouterr().err.startswith("Wrote f.csv: ")


def test_birthplaces_sexes_years_and_parquet(folder: Path) -> None:
    rows = pl.read_csv("stocks.csv")
    both = pl.concat([rows.with_columns(sex=pl.lit(sex)) for sex in ("female", "male")])
    both.write_parquet("both.parquet")
    run(
        "estimate",
        "--stocks",
        "both.parquet",
        "--method",
        "min-open",
        "--by-birth",
        "--years",
        "4",
        "--out",
        "new/f.parquet",
    )
    frame = pl.read_parquet("new/f.parquet")
    assert frame.columns == ["birth", "origin", "destination", "flow", "move", "sex"]
    assert json.loads((folder / "new/f.parquet.source.json").read_text())["years"] == 4


def test_prior_and_cost_files(folder: Path) -> None:
    (folder / "prior.csv").write_text("origin,destination,prior\nA,B,1\nB,A,3\n")
    (folder / "cost.csv").write_text("origin,destination,cost\nA,B,1\nB,A,inf\n")
    run("estimate", "--stocks", "stocks.csv", "--method", "min-open", "--prior", "prior.csv", "--out", "p.csv")
    (folder / "cost.csv").write_text("origin,destination,cost\nA,B,1\nB,A,2\n")
    run("estimate", "--stocks", "stocks.csv", "--method", "transport", "--cost", "cost.csv", "--epsilon", "0.5",
        "--out", "t.csv")  # fmt: skip
    assert pl.read_csv("t.csv").height == 2


def test_world_table_with_sources_and_areas_left_out(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("table", "--period", "2020-2024", "--method", "min-closed", "--sex", "female", "--out", "w.parquet")
    record = json.loads((folder / "w.parquet.source.json").read_text())
    assert record["years"] == 4 and record["sex"] == "female" and record["edition"] == 2024
    assert record["sources"][0]["name"] == "migrant_stock"
    assert all(source["sha256"] for source in record["sources"])
    assert {area["country"] for area in record["left_out"]} == {"BES", "BLM", "MAF", "VAT", "XKX"}
    frame = pl.read_parquet("w.parquet")
    assert frame["flow"].sum() == pytest.approx(record["total"])
    assert "all margins met" in capsys.readouterr().err


LINES = STOCKS.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "stocks.csv is empty"),
        (LINES[0], "stocks.csv has no rows"),
        (STOCKS.replace("A,B,2015,100", "A,B,2015,-7"), "Line 3 of stocks.csv: the stock is negative (-7)"),
        (STOCKS.replace("A,B,2015,100", "A,B,2015,"), "Line 3 of stocks.csv: the stock is missing"),
        (STOCKS.replace("A,B,2015,100", 'A,B,2015,"1,000"'), "Line 3 of stocks.csv: the stock is '1,000'"),
        (STOCKS + LINES[2], "Line 10 of stocks.csv repeats line 3: birth A, residence B, time 2015, with stock 100"),
        ("".join(LINES[:5]), "stocks.csv has stocks of one time only (2015)"),
        (STOCKS + "A,A,2025,5\n", "3 times"),
        (STOCKS.replace("residence", "recidence", 1), "'recidence'. Did you mean residence"),
        (STOCKS.replace(",B,2020", ",C,2020"), "stocks.csv has no stocks of C at 2015"),
        ("birth;residence;time;stock\nA;A;2015;3\n", "Unknown column of stocks.csv"),
        (STOCKS + "A,A\n", "Line 10 of stocks.csv has no time"),
        (STOCKS + "C,A,2015,1,2,3\n", "cannot be read as a CSV file"),
    ],
)  # fmt: skip
def test_bad_files_end_in_one_sentence(folder: Path, text: str, match: str) -> None:
    (folder / "stocks.csv").write_text(text)
    message = refused("estimate", "--stocks", "stocks.csv", "--method", "min-closed", "--out", "f.csv")
    assert match in message and "\n" not in message


def test_other_mistakes_end_in_one_sentence(folder: Path) -> None:
    own = ("estimate", "--stocks", "stocks.csv", "--out", "f.csv", "--method")
    assert "Did you mean min-closed" in refused(*own, "min-close")
    assert "was given no cost and no epsilon" in refused(*own, "transport")
    assert "absent.csv does not exist" in refused(*own, "rate", "--demography", "absent.csv")
    assert "ends neither in .csv nor in .parquet" in refused(*own, "rate", "--out", "f.xlsx")
    (folder / "demography.csv").write_text(DEMOGRAPHY.replace("B,30,10\n", ""))
    assert "no births and deaths of B" in refused(*own, "min-closed", "--demography", "demography.csv")
    (folder / "demography.csv").write_text(DEMOGRAPHY.replace("A,50,60", "A,50,9000"))
    assert "Deaths of A (9,000) exceed" in refused(*own, "min-open", "--demography", "demography.csv")
    (folder / "stocks.csv").write_bytes(b"\xff\xfe\x00bad")
    assert "stocks.csv" in refused(*own, "rate")
    world = ("table", "--out", "f.csv", "--period")
    assert "1990-1995, 1995-2000" in refused(*world, "2015-2025")
    assert "Did you mean" in refused(*world, "2015-2020", "--method", "pseudo-baies")
    assert "male" in refused(*world, "2015-2020", "--sex", "males")
    (folder / "afile").write_text("")
    assert "Cannot write" in refused(*world, "2015-2020", "--out", "afile/f.csv")


def test_the_program_exits_with_one_and_no_traceback(folder: Path) -> None:
    command = [sys.executable, "-m", "corridors.cli.main", "flows", "table", "--period", "2015", "--out", "f.csv"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Unknown period '2015'.") and "Traceback" not in done.stderr
    assert not (folder / "f.csv").exists()
