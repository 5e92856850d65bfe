"""`corridors evaluate flows` as a user runs it, on a file of a few reports."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from corridors.cli.evaluate import evaluate
from corridors.evaluation import rivals as module
from corridors.evaluation.rivals import Rival


@pytest.fixture
def file(tmp_path: Path) -> Path:
    years = range(2000, 2015)
    frame = pl.DataFrame({"year": years, "flow": [float(10 + y % 7) for y in years]}).with_columns(
        source=pl.lit("office"), reporter=pl.lit("DEU"), partner=pl.lit("POL"), origin=pl.lit("POL"),
        destination=pl.lit("DEU"), reporting_side=pl.lit("immigration"), criterion=pl.lit("residence"),
    )  # fmt: skip
    frame.write_parquet(tmp_path / "reported.parquet")
    return tmp_path / "reported.parquet"


@pytest.fixture(autouse=True)
def one_rival(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"start": range(2000, 2015)}).with_columns(
        end=pl.col("start") + 1, origin=pl.lit("POL"), destination=pl.lit("DEU"), flow=pl.col("start") % 7 + 12.0
    )
    monkeypatch.setattr(module, "rivals", lambda: iter([Rival("combined", frame)]))


def test_json_has_every_field(file: Path) -> None:
    result = CliRunner().invoke(evaluate, ["flows", "--reported", str(file), "--json"])
    rows = json.loads(result.stdout)
    assert set(rows[0]) == {"method", "source", "criterion", "measure", "value", "n"}
    assert {row["value"] for row in rows if row["measure"] == "r_count"} == {1.0}


def test_the_table_names_the_method(file: Path) -> None:
    result = CliRunner().invoke(evaluate, ["flows", "--reported", str(file)])
    assert "combined" in result.stdout
    assert "office, residence" in result.stdout
