"""Ratios, verdicts, placebo errors and predictions on numbers worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.errors import NotCovered, UnknownName
from corridors.evaluation.retrospective.check import BARE_MENTION, Comparison, Observed, Prediction
from corridors.evaluation.retrospective.facts import border_agents, facts
from corridors.evaluation.retrospective.inference import MOST, assignments, contrast, slope
from corridors.evaluation.retrospective.predicted import nothing, predicted
from corridors.parameters import parameter

numbers = st.floats(-5, 5)
widths = st.floats(0.05, 3)


def view(central: float, spread: float, label: str = "one") -> Prediction:
    return Prediction("", label, central, central - 2 * spread, central + 2 * spread, spread, "", ())


cases = st.tuples(numbers, widths, numbers, widths, numbers, widths)
Case = tuple[float, float, float, float, float, float]


def compared(*case: float) -> Comparison:
    x, error, a, s, b, t = case
    return Comparison("m", "u", Observed(x, error, ""), view(a, s), view(b, t, "other"))


@given(cases)
def test_the_ratio_is_that_of_two_normal_densities(case: Case) -> None:
    x, e, a, s, b, t = case

    def density(m: float, w: float) -> float:
        return math.exp(-0.5 * ((x - m) / w) ** 2) / w

    first, second = density(a, math.hypot(s, e)), density(b, math.hypot(t, e))
    if min(first, second) < 1e-200:
        return
    made = compared(*case)
    assert made.ratio == pytest.approx(max(first, second) / min(first, second), rel=1e-9)
    assert made.ratio >= 1


@given(cases)
def test_the_order_of_the_views_does_not_matter(case: Case) -> None:
    x, e, a, s, b, t = case
    one, turned = compared(*case), Comparison("m", "u", Observed(x, e, ""), view(b, t, "other"), view(a, s))
    assert one.ratio == turned.ratio
    assert one.ratio == 1 or one.better.label == turned.better.label


@given(numbers, widths, numbers, numbers)
def test_a_record_without_precision_cannot_tell(x: float, s: float, a: float, b: float) -> None:
    assert not compared(x, 100.0, a, s, b, s).decided


def test_verdicts_say_support_doubt_and_misfit() -> None:
    assert compared(0, 0.1, 0, 0, 1, 0).verdict == "supports 'one' over 'other' by a factor of more than 1,000"
    assert "cannot tell 'one' from 'other'" in compared(0.5, 1, 0, 0, 1, 0).verdict
    assert compared(5, 0.5, 0, 0, 1, 0).verdict.endswith("neither fits: the better one is 8.0 standard errors off")
    assert BARE_MENTION == 3


def test_the_contrast_is_the_difference_of_means_and_counts_its_placebos() -> None:
    change = {"a": 3.0, "b": 1.0, "c": 0.0, "d": 1.0, "e": -1.0, "f": 0.0}
    made = contrast(change, ["a"])
    assert made.value == pytest.approx(3.0 - 0.2)
    assert (made.placebos, made.p) == (6, pytest.approx(1 / 6))


@given(st.floats(-3, 3), st.lists(st.floats(-1, 1), min_size=8, max_size=8))
def test_the_error_does_not_grow_with_the_effect(effect: float, noise: list[float]) -> None:
    plain = {str(i): value for i, value in enumerate(noise)}
    moved = plain | {"0": plain["0"] + effect, "1": plain["1"] + effect}
    assert contrast(moved, ["0", "1"]).error == pytest.approx(contrast(plain, ["0", "1"]).error, abs=1e-9)
    assert contrast(moved, ["0", "1"]).value == pytest.approx(contrast(plain, ["0", "1"]).value + effect, abs=1e-9)


def test_placebos_reject_no_effect_as_often_as_they_say() -> None:
    """200 data sets without effect: p at or below 0.1 in about a tenth, within three binomial errors (13)."""
    rng = np.random.default_rng(1)
    low = sum(
        (contrast({str(i): v for i, v in enumerate(rng.normal(size=12))}, ["0", "1"]).p or 0) <= 0.1 for _ in range(200)
    )
    assert abs(low - 20) <= 13


def test_many_assignments_are_drawn_and_few_are_all() -> None:
    assert len(assignments(6, 3)) == 20
    drawn = assignments(40, 10)
    assert drawn.shape == (MOST, 40)
    assert set(drawn.sum(axis=1)) == {10}


def test_a_contrast_without_treated_or_with_few_others_is_refused() -> None:
    with pytest.raises(NotCovered, match="0 treated units"):
        contrast({"a": 1.0, "b": 2.0}, ["z"])
    with pytest.raises(NotCovered, match="1 treated units with 3 others"):
        contrast(dict.fromkeys("abcd", 1.0), ["a"])


def test_the_slope_is_that_of_least_squares_and_its_error_covers() -> None:
    """Coefficient 2 with unit noise on 60 countries: within four standard errors, the error near 1/sqrt(60) = 0.129."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=(60, 2))
    y = 2 * x[:, 0] - x[:, 1] + rng.normal(size=60)
    made = slope(y.tolist(), x, [str(i) for i in range(60)])
    assert abs(made.value - 2) < 4 * made.error
    assert made.error == pytest.approx(0.129, rel=0.4)


def test_a_slope_over_few_countries_is_refused() -> None:
    with pytest.raises(NotCovered, match="9 groups"):
        slope([1.0] * 9, np.arange(9.0)[:, None], list("abcdefghi"))


def test_predictions_follow_the_registry() -> None:
    number = parameter("visa_inflow_response")
    made = predicted("", "visa", ["visa_inflow_response"], lambda r: r, "")
    middle = (number.low + number.high) / 2
    assert made.central == pytest.approx(middle, abs=1e-3)  # a uniform's mean; midpoints of 4,000 shares
    assert number.low <= made.low < made.high <= number.high
    trap, deter = (predicted(v, v, ["enforcement_return"], lambda r: r, "") for v in ("borders-trap", "borders-deter"))
    assert trap.central < deter.central < 0
    assert nothing("none", "").spread == 0


def test_facts_have_a_source_and_an_unknown_check_is_refused() -> None:
    for name in ("enlargement", "balkans", "border", "venezuela", "prices", "spain"):
        assert all("http" in fact and fact.endswith(("read)", "recalled)")) for fact in facts(name))
    with pytest.raises(UnknownName, match="'moon'"):
        facts("moon")


def test_border_agents_are_every_year_from_1992_to_2018() -> None:
    assert sorted(border_agents()) == list(range(1992, 2019))
