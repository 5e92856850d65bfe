import json

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from corridors.cli.evaluate_forecast import forecast as evaluate_command
from corridors.cli.forecast import forecast as forecast_command
from corridors.errors import CorridorsError, InvalidInput
from corridors.evaluation import forecast_models
from corridors.evaluation.forecast_reported import reported_scores

REPORTED = pl.DataFrame(
    {
        "source": "office", "criterion": "residence", "side": "immigration", "reporter": "NZL",
        "origin": ["TON", "TON", "WSM", "AUS"], "destination": "NZL", "year": [2010, 2011, 2012, 1999],
        "reported": [1200.0, 1300.0, 2000.0, 9000.0],
    }
)  # fmt: skip
ONLY = {"persistence": forecast_models.persistence, "five-year mean": forecast_models.mean_of_periods}


@pytest.fixture(autouse=True)
def light_models(monkeypatch):
    """Commands with the rivals that need no fit."""
    from corridors.evaluation import forecast, forecast_reported

    monkeypatch.setattr(forecast, "MODELS", ONLY)
    monkeypatch.setattr(forecast_reported, "MODELS", ONLY)


def run(*arguments: str):
    app = typer.Typer()
    app.command()(evaluate_command)
    return CliRunner().invoke(app, list(arguments))


def test_reports_are_scored_in_their_period_only():
    scores = reported_scores(REPORTED, [2010])
    mae = next(s for s in scores if (s.model, s.measure, s.group) == ("persistence", "mae", "all"))
    assert mae.n == 3
    with pytest.raises(InvalidInput, match="No reported flow"):
        reported_scores(REPORTED, [2000])


def test_json_is_a_list_of_figures():
    result = run("--launch", "2015", "--json")
    rows = json.loads(result.stdout)
    assert {tuple(row) for row in rows} == {("launch", "model", "measure", "class", "value", "n")}
    assert {row["class"] for row in rows} == {"all", "large", "small", "zero", "net migration"}


def test_tables_name_launch_class_and_models():
    result = run("--launch", "2015")
    assert "launched 2015, large" in result.stdout
    assert "five-year mean" in result.stdout


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        (evaluate_command, ["--launch", "20x5"], "not a year"),
        (evaluate_command, ["--launch", ","], "No launch year"),
        (evaluate_command, ["--launch", "1995"], "Launch years: 2000"),
        (evaluate_command, ["--method", "pseudobayes"], "pseudo-bayes"),
        (forecast_command, ["Tonga"], "both countries"),
        (forecast_command, [], "too many to print"),
        (forecast_command, ["Tonga", "NZL", "--out", "x.xlsx"], "suffix"),
    ],
)
def test_mistakes_end_in_one_sentence(command, arguments, words):
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, arguments)
    assert isinstance(result.exception, CorridorsError)
    assert words in str(result.exception)
