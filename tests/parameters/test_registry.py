"""The registry: complete, consistent, and found by name."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import UNDECIDED, Parameter, parameter, parameter_names, parameters, sides
from corridors.parameters.registry import TABLES, parameter_from_row, read_table, units
from corridors.parameters.value import GRADES, check

ROWS = [(path.name, row) for path in sorted(TABLES.glob("parameters_*.csv")) for row in read_table(path)]
GOOD = next(row for _, row in ROWS if row["name"] == "asylum_waiting_employment")


def test_every_row_has_unit_source_link_note_and_says_how_it_is_known() -> None:
    assert len(ROWS) == parameters().height > 100
    for file, row in ROWS:
        for column in ("name", "label", "unit", "population", "source", "link", "note", "grade", "known"):
            assert row[column].strip(), (file, row["name"], column)


def test_recalled_and_assumed_rows_have_no_grade_and_read_ones_do() -> None:
    for _, row in ROWS:
        assert (row["grade"] == "D") == (row["known"] != "read"), row["name"]


def test_shares_lie_between_nothing_and_all_and_nothing_falls_by_more_than_itself() -> None:
    for row in parameters().iter_rows(named=True):
        if row["unit"] == "share":
            assert 0 <= row["low"] <= row["high"] <= 1, row["name"]
        if row["unit"].startswith("proportional change"):
            assert row["low"] >= -1, row["name"]


def test_units_and_judged_widths_are_used_and_sourced() -> None:
    assert {row["unit"] for _, row in ROWS} == set(units())
    widths = read_table(TABLES / "judged_widths.csv")
    assert [row["grade"] for row in widths] == list(GRADES)
    assert all(row["source"] for row in widths)


@pytest.mark.parametrize("column", ["name", "label", "unit", "population", "source", "link", "note", "known", "grade"])
def test_a_row_without_one_of_its_words_is_refused(column: str) -> None:
    with pytest.raises((InvalidInput, UnknownName), match=r"table\.csv, row 2"):
        parameter_from_row(GOOD | {column: ""}, "table.csv, row 2")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"low": "0.1"}, "do not rise"),
        ({"central": "-0.049"}, "not the middle"),
        ({"interval": "95"}, "is uniform with interval '95'"),
        ({"interval": "90"}, "Allowed: none, range"),
        ({"distribution": "beta"}, "Allowed: fixed, uniform"),
        ({"high": "nan"}, "not a finite number"),
        ({"low": "minus one"}, "low is 'minus one', not a number"),
        ({"interval": "judged"}, "low and high must be empty"),
        ({"unit": "share point per year"}, "share points per year"),
        ({"view": "brain-gian"}, "brain-gain"),
        ({"link": "ftp://x"}, "https"),
        ({"lag": "-1"}, "zero or more"),
        ({"distribution": "fixed", "interval": "none"}, "differ"),
        ({"distribution": "lognormal", "interval": "95", "high": "0.1"}, "one sign"),
        ({"low": "-0.045", "high": "-0.045"}, "without width"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(change: dict[str, str], said: str) -> None:
    with pytest.raises((InvalidInput, UnknownName), match=said):
        parameter_from_row(GOOD | change, "table.csv, row 2")


def test_values_against_the_texts_they_were_read_in() -> None:
    """Hainmueller and others: -4 to -5 points a year; Feigenberg: -27, -15, -35%; Clemens: 0.35 and 0.74."""
    waiting = parameter("asylum_waiting_employment")
    assert (waiting.low, waiting.high, waiting.grade) == (-0.05, -0.04, "A")
    fence = parameter("enforcement_inflow", "borders-deter")
    assert (fence.low, fence.central, fence.high) == (-0.35, -0.27, -0.15)
    climb = parameter("origin_income_elasticity", "development-enables")
    assert (climb.low, climb.high) == (0.35, 0.74)


def test_arithmetic_of_the_notes() -> None:
    """Each tolerance is half of the last digit that the table prints."""
    assert parameter("smuggling_price_elasticity").low == pytest.approx(math.log(1.17) / math.log(3), abs=5e-4)
    assert parameter("smuggling_price_elasticity").high == pytest.approx(math.log(1.3) / math.log(3), abs=5e-4)
    assert parameter("enforcement_years_abroad_elasticity").central == pytest.approx(
        math.log(0.93) / math.log(1.5), abs=5e-4
    )
    assert parameter("aid_emigration_elasticity").low == pytest.approx(math.log(0.85) / math.log(2), abs=5e-4)
    assert parameter("aid_emigration_elasticity").high == pytest.approx(math.log(1.05) / math.log(2), abs=5e-4)
    assert parameter("smuggling_price_entry_elasticity").low == pytest.approx(math.log(0.9) / math.log(1.3), abs=5e-3)
    legalised = parameter("remittance_status_response", "integration-attachment")
    assert legalised.central == pytest.approx(0.95 * 0.74 - 1, abs=5e-4)
    stock = parameter("enforcement_irregular_stock", "borders-trap")
    assert stock.high == pytest.approx((12 / 3) ** (math.log(2) / math.log(5)) - 1, abs=5e-3)
    assert parameter("enforcement_irregular_stock", "borders-deter").low == pytest.approx(-0.3 / 5.7, abs=5e-4)
    cash = parameter("liquidity_emigration_response_low_income", "remittances-finance")
    assert cash.central == pytest.approx(0.38 / 3.2, abs=5e-4)


def test_a_judged_width_is_that_of_its_grade() -> None:
    naturalised = parameter("naturalisation_earnings")
    assert (naturalised.grade, naturalised.low, naturalised.high) == ("A", 3750, 6250)


def test_a_disputed_parameter_without_a_view_spans_its_sides() -> None:
    for name in parameter_names(disputed=True):
        open_question = parameter(name)
        held = sides(name).values()
        assert open_question.view == UNDECIDED
        assert open_question.low == min(one.low for one in held)
        assert open_question.high == max(one.high for one in held)
        assert len(held) >= 2
        check(open_question, name)


def test_undisputed_parameters_stay_the_same_under_every_view() -> None:
    assert parameter("distance_elasticity", "brain-gain") == parameter("distance_elasticity")


def test_unknown_names_come_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="network_elasticity"):
        parameter("netwrok_elasticity")
    with pytest.raises(UnknownName, match="brain-gain"):
        parameter("schooling_response", "brain-gian")


def made(low: float, central: float, high: float, interval: str, distribution: str) -> Parameter:
    base = parameter("distance_elasticity")
    return dataclasses.replace(base, low=low, central=central, high=high, interval=interval, distribution=distribution)


ALL = [parameter(name, view or None) for name in parameter_names() for view in sides(name)]
TAILED = [
    made(-0.2, 0.1, 0.7, "95", "normal"),
    made(-0.2, 0.1, 0.7, "80", "normal"),
    made(0.5, 1.0, 4.0, "80", "lognormal"),
    made(-4.0, -1.0, -0.5, "95", "lognormal"),
]


@pytest.mark.parametrize("one", [*ALL, *TAILED], ids=lambda one: f"{one.name}-{one.view}-{one.distribution}")
@settings(deadline=None, max_examples=15)
@given(pair=st.tuples(*[st.floats(0.001, 0.999)] * 2))
def test_quantiles_never_fall(one: Parameter, pair: tuple[float, float]) -> None:
    lower, upper = one.quantile(sorted(pair))
    # Two roundings of one expression may differ in the last bits of a value of that size.
    assert lower <= upper + 1e-12 * max(1, abs(upper))


@pytest.mark.parametrize("one", ALL, ids=lambda one: f"{one.name}-{one.view}")
def test_a_range_ends_at_low_and_high(one: Parameter) -> None:
    """The tolerance is the rounding of double precision."""
    np.testing.assert_allclose(one.quantile([0, 1]), [one.low, one.high], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("one", TAILED, ids=lambda one: f"{one.distribution}-{one.interval}")
def test_an_interval_holds_its_share_between_low_and_high(one: Parameter) -> None:
    """The tolerance is that of the normal quantile in double precision."""
    tail = (1 - float(one.interval) / 100) / 2
    expected = [one.low, one.central, one.high]
    np.testing.assert_allclose(one.quantile([tail, 0.5, 1 - tail]), expected, rtol=1e-10)


def test_quantiles_against_scipy() -> None:
    """scipy.stats has the same families under other names; both are exact up to rounding."""
    from scipy import stats

    u = np.linspace(0.01, 0.99, 37)
    triangle = made(-1.0, -0.7, 0.5, "range", "triangular")
    np.testing.assert_allclose(triangle.quantile(u), stats.triang.ppf(u, 0.2, loc=-1, scale=1.5), rtol=1e-10)
    bell = made(-0.5, 0.1, 0.7, "95", "normal")
    np.testing.assert_allclose(bell.quantile(u), stats.norm.ppf(u, 0.1, 0.6 / stats.norm.ppf(0.975)), rtol=1e-10)
    skew = made(0.5, 1.0, 2.0, "80", "lognormal")
    scale = math.log(2) / stats.norm.ppf(0.9)
    np.testing.assert_allclose(skew.quantile(u), stats.lognorm.ppf(u, scale), rtol=1e-10)


def test_a_quantile_keeps_the_shape_and_refuses_what_is_no_probability() -> None:
    assert parameter("distance_elasticity").quantile(np.full((2, 3), 0.5)).shape == (2, 3)
    assert parameter("regularisation_further_entry").quantile(np.full((2, 3), 0.5)).shape == (2, 3)
    for one, u in [(ALL[0], 1.01), (ALL[0], -0.01), (ALL[0], math.nan), (TAILED[0], 0.0), (TAILED[2], 1.0)]:
        with pytest.raises(InvalidInput, match="probability"):
            one.quantile(u)
