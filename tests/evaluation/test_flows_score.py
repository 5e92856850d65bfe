"""Scores: known values on tables small enough to work out by hand."""

import math

import polars as pl
import pytest

from corridors.evaluation.flows_score import score_flows
from corridors.evaluation.rivals import Rival

YEARS = range(2000, 2012)
REPORTED = pl.DataFrame(
    {
        "source": "office",
        "criterion": "residence",
        "side": "immigration",
        "reporter": "DEU",
        "origin": ["POL"] * 12,
        "destination": ["DEU"] * 12,
        "year": YEARS,
        "reported": [float(10 * 2**k) for k in range(12)],
    }
)


def scores(frame: pl.DataFrame, **more: bool) -> dict[str, float]:
    found = score_flows(REPORTED, [Rival("mine", frame, **more)])
    return {score.measure: score.value for score in found if score.criterion in ("residence", "all")}


def yearly(flow: pl.Expr, **bounds: pl.Expr) -> pl.DataFrame:
    return REPORTED.select("origin", "destination", start="year", end=pl.col("year") + 1, flow=flow, **bounds)


def test_a_perfect_estimate_scores_perfectly() -> None:
    found = scores(yearly(pl.col("reported")))
    for measure in ("r_count", "r_log", "r_log1p", "r_rate", "ratio_of_sums", "r_count"):
        assert found[measure] == pytest.approx(1, abs=1e-6)
    assert found["median_abs_log_error"] == 0


def test_a_constant_factor_is_an_error_and_not_a_lack_of_correlation() -> None:
    found = scores(yearly(3 * pl.col("reported")))
    assert found["r_log"] == pytest.approx(1)
    assert found["median_abs_log_error"] == pytest.approx(math.log(3), abs=1e-6)
    assert found["ratio_of_sums"] == pytest.approx(3)
    assert found["world_movers"] == pytest.approx(3 * REPORTED["reported"].mean(), abs=0.1)


def test_coverage_counts_the_reports_inside() -> None:
    late = pl.col("year") >= 2003
    upper = pl.when(late).then(pl.col("reported") + 1).otherwise(pl.col("reported") - 2)
    assert scores(yearly(pl.col("reported"), lower80=0 * pl.col("reported"), upper80=upper))["coverage80"] == 0.75


def test_an_absent_pair_is_zero_unless_small_flows_were_left_out() -> None:
    kept = yearly(pl.col("reported")).filter(pl.col("flow") > 15)
    other = pl.concat([kept, yearly(pl.col("reported")).filter(pl.col("flow") <= 15).select(
        origin="destination", destination="origin", start="start", end="end", flow=pl.lit(1.0))])  # fmt: skip
    counted = {s.measure: s.n for s in score_flows(REPORTED, [Rival("mine", other)]) if s.criterion == "residence"}
    assert (counted["r_count"], counted["r_log"]) == (12, 11)
    sparse = score_flows(REPORTED, [Rival("mine", other, sparse=True)])
    assert {s.n for s in sparse if s.measure == "ratio_of_sums" and s.criterion == "residence"} == {11}


def test_a_period_is_spread_over_its_years() -> None:
    frame = pl.DataFrame({"start": [2000], "end": [2005], "origin": ["POL"], "destination": ["DEU"], "flow": [62.0]})
    found = score_flows(REPORTED, [Rival("mine", frame)])
    ratio = next(s for s in found if s.measure == "ratio_of_sums")
    assert (ratio.n, ratio.value) == (5, pytest.approx(1.0))
