"""What migrants send by years of stay: the equation against the world's, where it turns, and the finding."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as cr
from corridors.answers import whatif
from corridors.answers.integration import tie_tables as tables
from corridors.errors import NotCovered

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def france():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatif, "DRAWS", 1)
        return cr.answer("integration-remittances", origin="MLI", destination="FRA")


def test_the_balance_at_thirty_years_by_hand():
    """Registry: 1 x 0.00625 a year of earnings, -0.025 a year of ties from 7.5 years on."""
    frame = tables.by_class().filter(years=30.0)
    net = dict(frame.select("view", "net").iter_rows())
    assert net["integration-income"] == pytest.approx(np.expm1(0.00625 * 30))
    assert net["integration-attachment"] == pytest.approx(np.expm1(0.00625 * 30 - 0.025 * 22.5))


@given(draw=st.integers(0, tables.DRAWS), view=st.sampled_from(tables.VIEWS))
def test_the_balance_is_nothing_where_it_turns(draw, view):
    """1e-9: one subtraction of products of order one."""
    level = tables.turning(view)[1][draw]
    if np.isfinite(level) and level < 1e6:
        assert tables.parts(view, np.array([level])).net[draw, 0] == pytest.approx(0, abs=1e-9)
        assert level >= tables.turning(view)[0][draw], "the sum turns after the slope"


def test_only_loosening_ties_turn_the_balance():
    assert tables.turn("integration-income").share == 0
    found = tables.turn("integration-attachment")
    assert found.slope == 7.5 and found.level == pytest.approx(10) and 0.5 < found.share < 1
    assert found.lower > 5, "no earlier than ties begin to loosen"


def test_the_parts_multiply_to_the_net():
    for row in tables.by_class().iter_rows(named=True):
        assert (1 + row["income"]) * (1 + row["ties"]) == pytest.approx(1 + row["net"])
        assert row["low"] <= row["high"]


def test_the_view_on_ties_sends_less_under_the_programme(france):
    rows = france.table("programme").frame.filter(outcome="stayers_received")
    value = dict(rows.select("view", "percent").iter_rows())
    assert value["integration-attachment"] < value["integration-income"]
    assert value["integration-income"] > 0


def test_the_finding_says_where_the_sign_flips(france):
    assert "from about year 10 less is sent than on arrival" in france.finding and "France" in france.finding
    assert len(france.figures) == 2 and "nan" not in france.finding
    assert france.table("duration").frame["people"].sum() > 0


def test_an_empty_corridor_is_refused():
    with pytest.raises(NotCovered) as raised:
        cr.answer("integration-remittances", origin="TUV", destination="PRY")
    assert raised.value.hint
