"""`corridors drivers`: files whole, formats that parse, and one sentence for a mistake."""

import json

import polars as pl
import pytest

from corridors.cli.drivers import drivers
from corridors.errors import CorridorsError, InvalidInput, NotCovered, UnknownName


def run(*arguments: str) -> None:
    drivers(list(arguments), standalone_mode=False)


@pytest.fixture
def at_hand(small, monkeypatch):
    monkeypatch.setattr("corridors.cli.drivers._panel", lambda *_: small)


def test_panel_writes_the_panel_what_is_missing_and_its_sources(tmp_path, capsys):
    run("panel", "--period", "2015-2020", "--out", str(tmp_path / "panel.parquet"))
    frame = pl.read_parquet(tmp_path / "panel.parquet")
    assert frame.height == 231 * 230
    missing = pl.read_csv(tmp_path / "panel.parquet.missing.csv")
    assert {"variable", "country", "rows"} <= set(missing.columns)
    record = json.loads((tmp_path / "panel.parquet.source.json").read_text())
    assert record["flows"] == "pseudo-bayes" and len(record["sources"]) > 8
    assert "53,130 rows" in capsys.readouterr().err


def test_fit_prints_table_sentences_and_what_is_left_out(at_hand, capsys):
    run("fit", "classic")
    printed = capsys.readouterr()
    assert "| Distance, log |" in printed.out and "\n- Distance 10% more: " in printed.out
    assert "lack a variable" in printed.err and "GLP" in printed.err


def test_fit_in_every_format(at_hand, capsys):
    run("fit", "flow ~ log_network | pair + period", "--format", "json")
    record = json.loads(capsys.readouterr().out)
    assert record["coefficients"][0]["term"] == "log_network" and record["quality"]
    run("fit", "structural", "--format", "csv")
    assert capsys.readouterr().out.startswith("term,estimate,std_error")
    run("fit", "structural", "--format", "html")
    assert capsys.readouterr().out.startswith("<table>")
    run("fit", "flow ~ log_network | period", "--model", "log1p")
    assert "(log1p)" in capsys.readouterr().out


def test_events_print_verdicts(at_hand, capsys):
    run("events", "--region", "ecowas", "--region", "european-union")
    printed = capsys.readouterr().out
    assert "ECOWAS: cannot be judged" in printed and "| event |" in printed
    run("events", "--region", "european-union", "--format", "json")
    assert json.loads(capsys.readouterr().out)[0]["effects"]
    run("events", "--region", "european-union", "--format", "csv")
    assert capsys.readouterr().out.startswith("region,event")


def test_decompose_prints_parts_that_add_up(at_hand, capsys):
    run("decompose", "Mexico", "USA", "--from", "2000-2005", "--to", "2015-2020", "--format", "json")
    record = json.loads(capsys.readouterr().out)
    total = sum(row["contribution"] for row in record["contributions"])
    assert total == pytest.approx(record["end"] - record["start"])
    run("decompose", "--from", "2000-2005", "--to", "2015-2020")
    assert capsys.readouterr().out.startswith("World:")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["fit", "clasic"], UnknownName),
        (["fit", "classic", "--format", "pdf"], InvalidInput),
        (["fit", "classic", "--model", "probit"], UnknownName),
        (["events", "--region", "asean"], UnknownName),
        (["decompose", "MEX", "--from", "2000-2005", "--to", "2015-2020"], InvalidInput),
        (["decompose", "MEX", "Atlantiss", "--from", "2000-2005", "--to", "2015-2020"], UnknownName),
        (["decompose", "MEX", "USA", "--from", "1900-1905", "--to", "2015-2020"], NotCovered),
        (["panel", "--out", "panel.txt"], InvalidInput),
    ],
)
def test_a_mistake_is_one_sentence(at_hand, arguments, error):
    with pytest.raises(error) as raised:
        run(*arguments)
    assert isinstance(raised.value, CorridorsError) and "\n" not in str(raised.value)
