"""Event studies: known effects found although cohorts differ and effects grow, trends before flagged."""

import numpy as np
import polars as pl
import pytest

from corridors.drivers.events import event_study
from corridors.drivers.free_movement import AREAS, pairs
from corridors.errors import InvalidInput, UnknownName

MEMBERS = ["ARG", "BOL", "BRA", "CHL", "COL", "ECU", "PER", "PRY", "URY"]
OTHERS = ["USA", "MEX", "JPN", "IND", "NGA", "EGY"]


def made(effect, noise=0.0, seed=3):
    """Yearly flows 2004 to 2016 with origin-, destination- and pair-specific levels, times exp(effect(cohort, k))."""
    random = np.random.default_rng(seed)
    codes = [*MEMBERS, *OTHERS]
    entry = {
        (o, d): year for o, d, year in pairs(AREAS["mercosur"]).select("origin", "destination", "entry").iter_rows()
    }
    years = range(2004, 2017)
    out = {(c, t): random.normal() for c in codes for t in years}
    into = {(c, t): random.normal() for c in codes for t in years}
    rows = []
    for o in codes:
        for d in codes:
            if o == d:
                continue
            level = 6 + random.normal()
            for t in years:
                log_flow = level + out[o, t] + into[d, t] + noise * random.normal()
                if (year := entry.get((o, d))) is not None:
                    log_flow += effect(year, t - year)
                rows.append((o, d, t, t + 1, float(np.exp(log_flow))))
    names = ["origin", "destination", "period_start", "period_end", "flow"]
    return pl.DataFrame(rows, schema=names, orient="row")


def test_effects_that_grow_and_differ_between_cohorts_are_found():
    study = event_study("mercosur", made(lambda cohort, k: 0.1 * (k + 1) * (cohort == 2009) if k >= 0 else 0.0))
    found = study.effects.filter(pl.col("event") >= 0, pl.col("cohorts") == 3)
    share = found["estimate"] / (0.1 * (found["event"] + 1))
    assert share.std() < 1e-6  # the average over cohorts is a fixed share of the effect of the one that has it
    assert 0 < share[0] < 1
    before = study.effects.filter(pl.col("event") < -1)["estimate"].abs().max()
    assert before < 1e-5  # without noise the fit is exact up to its tolerance of 1e-8 in the deviance


def test_a_constant_effect_is_found_with_its_interval_and_verdict():
    study = event_study("mercosur", made(lambda _, k: 0.5 if k >= 0 else 0.0, noise=0.2))
    assert abs(study.after["estimate"] - 0.5) < 4 * study.after["std_error"]
    assert study.trend_before["p"] > 0.01
    assert "grew more" in study.verdict and "only 9 countries" in study.verdict


def test_a_trend_before_is_flagged():
    study = event_study("mercosur", made(lambda _, k: 0.3 * k, noise=0.2))
    assert study.trend_before["p"] < 0.05
    assert "no effect can be claimed" in study.verdict


def test_an_area_older_than_the_data_cannot_be_judged(small):
    study = event_study("ecowas", small)
    assert "cannot be judged" in study.verdict
    assert study.effects.is_empty()


def test_an_area_without_corridors_to_compare_with_cannot_be_judged():
    founders = ["ARG", "BOL", "BRA", "CHL", "PRY", "URY"]  # all of them entered in 2009
    flows = made(lambda _, k: 0.5 if k >= 0 else 0.0)
    study = event_study(
        "mercosur", flows.filter(pl.col("origin").is_in(founders), pl.col("destination").is_in(founders))
    )
    assert "too few corridors" in study.verdict


def test_groups_without_any_flow_are_left_out():
    flows = made(lambda _, k: 0.5 if k >= 0 else 0.0)
    empty = flows.with_columns(flow=pl.when((pl.col("origin") == "NGA") & (pl.col("period_start") == 2005)).then(0.0)
                               .otherwise("flow"))  # fmt: skip
    study = event_study("mercosur", empty)
    assert study.rows == flows.height - 14
    assert study.effects.filter(event=0)["estimate"].item() == pytest.approx(0.5, abs=1e-5)


def test_corridors_open_from_the_start_are_no_comparison(small):
    study = event_study("european-union", small)
    assert any("open in the first period" in note for note in study.notes)  # France, Germany, Spain, Britain
    assert study.effects["event"].min() < -1 < study.effects["event"].max()


def test_bad_input_is_refused(small):
    with pytest.raises(UnknownName, match="Did you mean mercosur"):
        event_study("mercosul", small)
    with pytest.raises(InvalidInput, match="no column 'flow'"):
        event_study("gcc", small.frame.drop("flow"))
