"""Contributions that add up to the change, with the intervals of their coefficients."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.drivers.decomposition import PERIOD, REMAINDER, UNCOVERED, decompose, logarithmic_mean
from corridors.drivers.fitting import fit
from corridors.errors import InvalidInput, NotCovered


@pytest.fixture(scope="module")
def change(small):
    return fit("change", small)


def test_a_corridor_adds_up(small, change):
    made = decompose(small, "2000-2005", "2015-2020", origin="MEX", destination="USA", fitted=change)
    # the sum of ten floats of the size of the flow: rounding only
    assert made.contributions["contribution"].sum() == pytest.approx(made.change, rel=1e-12)
    assert made.contributions["share"].sum() == pytest.approx(1.0)


def test_the_world_adds_up_with_what_is_not_covered(small, change):
    made = decompose(small, "1995-2000", "2010-2015", fitted=change)
    assert made.contributions["contribution"].sum() == pytest.approx(made.change, rel=1e-9)
    assert UNCOVERED in made.contributions["driver"].to_list()
    total = small.frame.filter(period="2010-2015")["flow_per_year"].sum()
    assert made.end == pytest.approx(total)


def test_a_contribution_is_its_coefficient_times_the_change_times_the_logarithmic_mean(small, change):
    made = decompose(small, "2000-2005", "2015-2020", origin="POL", destination="DEU", fitted=change)
    rows = small.frame.filter(origin="POL", destination="DEU")
    a, b = (rows.filter(period=p).row(0, named=True) for p in ("2000-2005", "2015-2020"))
    mean = (b["flow_per_year"] - a["flow_per_year"]) / np.log(b["flow_per_year"] / a["flow_per_year"])
    row = change.coefficient("log_network")
    by_hand = mean * (b["log_network"] - a["log_network"])
    found = made.contributions.filter(driver="log_network").row(0, named=True)
    assert found["contribution"] == pytest.approx(by_hand * row["estimate"])
    wider = max(row["std_error"], row["std_error_two_way"])
    assert found["upper"] - found["lower"] == pytest.approx(2 * 1.959964 * abs(by_hand) * wider, rel=1e-6)


def test_reversing_the_periods_reverses_the_contributions(small, change):
    there = decompose(small, "2000-2005", "2015-2020", origin="IND", destination="ARE", fitted=change)
    back = decompose(small, "2015-2020", "2000-2005", origin="IND", destination="ARE", fitted=change)
    gap = there.contributions["contribution"] + back.contributions["contribution"]
    assert gap.abs().max() == pytest.approx(0.0, abs=1e-6 * abs(there.change))


def test_common_and_unexplained_parts_are_shown(small, change):
    names = decompose(small, "2000-2005", "2015-2020", fitted=change).contributions["driver"].to_list()
    assert {PERIOD, REMAINDER} <= set(names)


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e9))
def test_the_logarithmic_mean_lies_between_the_geometric_and_the_arithmetic(a, b):
    mean = logarithmic_mean(np.array([a]), np.array([b]))[0]
    assert np.sqrt(a * b) * (1 - 1e-7) <= mean <= (a + b) / 2 * (1 + 1e-7)  # rounding near a = b


def test_bad_input_is_refused(small, change):
    with pytest.raises(InvalidInput, match="needs an origin and a destination"):
        decompose(small, "2000-2005", "2015-2020", origin="MEX", fitted=change)
    with pytest.raises(NotCovered, match="no period 2001-2006"):
        decompose(small, "2001-2006", "2015-2020", fitted=change)
    with pytest.raises(InvalidInput, match="same"):
        decompose(small, "2015-2020", "2015-2020", fitted=change)
    with pytest.raises(NotCovered, match="no corridor"):
        decompose(small, "2000-2005", "2015-2020", origin="JPN", destination="USA", fitted=change)
    with pytest.raises(NotCovered, match="GLP to FRA lacks"):
        decompose(small, "2000-2005", "2015-2020", origin="GLP", destination="FRA", fitted=change)
    with pytest.raises(InvalidInput, match="taken apart"):
        decompose(small, "2000-2005", "2015-2020", fitted=fit("classic", small))
    with pytest.raises(InvalidInput, match="log1p fit"):
        decompose(small, "2000-2005", "2015-2020", fitted=fit("change", small, model="log1p"))


def test_a_corridor_without_flow_is_all_unexplained(small, change):
    gone = small.frame.with_columns(
        flow_per_year=pl.when((pl.col("pair") == "MEX CAN") & (pl.col("period") == "2000-2005")).then(0.0)
        .otherwise("flow_per_year")
    )  # fmt: skip
    from dataclasses import replace

    made = decompose(
        replace(small, frame=gone), "2000-2005", "2015-2020", origin="MEX", destination="CAN", fitted=change
    )
    assert made.contributions.filter(driver=REMAINDER)["contribution"].item() == pytest.approx(made.change)
