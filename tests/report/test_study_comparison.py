"""Two studies side by side: what the range of draws is, and scenarios of one title told apart."""

from dataclasses import replace

import pytest

from corridors.report.study_comparison import in_both, lines, told_apart
from corridors.scenarios import Scenario
from corridors.scenarios.comparison import compare_studies
from corridors.scenarios.study import study

PRICES = Scenario.read("remittance-prices")


@pytest.fixture(scope="module")
def made():
    short = replace(PRICES, until=2030)
    other = replace(short, levers=(replace(short.levers[0], value=0.05),))
    return [study(one, views=["remittances-finance"], draws=3) for one in (short, other)]


def test_of_few_draws_low_and_high_are_the_lowest_and_the_highest(made):
    found = compare_studies(*made)
    told = lines(*made, found)
    assert told[1] == in_both(3) and "2.5%" not in told[1]
    one = found["stayers_received"].isel(time=-1).sel(view="undecided", part="difference").values[1:]
    start = next(i for i, line in enumerate(told) if line.startswith("  Remittances received per head"))
    low, high = (float(end) for end in told[start + 2].rpartition("  ")[2].split(" to "))
    # Three figures are shown.
    assert (low, high) == (pytest.approx(one.min(), rel=0.01), pytest.approx(one.max(), rel=0.01))


def test_of_no_draws_and_of_one_there_is_no_range(made):
    for number in (0, 1):
        told = lines(*made, compare_studies(*made).isel(draw=slice(number + 1)))
        assert told[1] == in_both(number) and "low" not in told[1]
        assert not any("low to high" in line for line in told)


def test_many_draws_have_their_outer_points():
    assert "outer 2.5% points of the draws" in in_both(40) and "lowest" in in_both(39)


def test_scenarios_of_one_title_are_told_apart_by_what_differs(made):
    assert told_apart(PRICES, replace(PRICES, title="Other")) == (PRICES.title, "Other")
    places = [replace(PRICES, origins=(place,)) for place in ("Nepal", "Mexico")]
    assert [name.rpartition(", ")[2] for name in told_apart(*places)] == ["for Nepal", "for Mexico"]
    named = told_apart(PRICES, replace(PRICES, name="mine"))
    assert named == (f"{PRICES.title} (remittance-prices)", f"{PRICES.title} (mine)")
    assert told_apart(PRICES, PRICES) == (PRICES.title, PRICES.title)
    fewer = told_apart(PRICES, replace(PRICES, levers=()))
    assert "at most 3%" in fewer[0] and fewer[1].endswith("(without these)")
    first = lines(*made, compare_studies(*made))[0]
    assert "at most 3% " in first and "at most 5% " in first
