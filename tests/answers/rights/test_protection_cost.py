"""`protection-cost`: costs are sums of duties, packages cover, and what is not estimated is left out by name."""

import pytest

import corridors as cr
from corridors.answers.rights import protection_runs as runs

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def italy():
    """What the packages meet in Italy."""
    return runs.sums(("ITA",))


def test_every_duty_states_a_range_and_how_it_is_known():
    items = runs.items()
    assert ((items["low"] <= items["central"]) & (items["central"] <= items["high"])).all()
    assert set(items["known"]) <= {"read", "recalled", "assumed"} and set(items["of"]) <= {"irregular", "worker"}


def test_the_cost_is_the_sum_of_the_duties(italy):
    parts = {"irregular": italy.irregular, "worker": italy.workers}
    by_hand = sum(row["central"] * italy.gdp * parts[row["of"]] for row in runs.items().iter_rows(named=True))
    assert runs.cost(italy, "central") == pytest.approx(by_hand)
    assert runs.cost(italy, "low") < runs.cost(italy, "central") < runs.cost(italy, "high")


def test_every_package_covers_everybody_and_pensions_that_move_raise_returns(italy):
    assert all(covered == pytest.approx(1, abs=1e-5) for covered, _, _ in italy.after.values())
    assert italy.after["portable"][2] > italy.after["convention"][2]


def test_a_migrant_pays_less_than_he_earns_in_taxes(italy):
    assert 0 < italy.taxes < italy.earnings and 0 < italy.workers < 1


def test_the_balance_is_higher_where_public_goods_are_not_charged(italy):
    assert italy.balance["newcomers-pay"] > italy.balance["newcomers-cost"]


def test_a_party_to_the_convention_is_said_to_be_one():
    made = cr.answer("protection-cost", country="TUR")
    assert any("in force already" in note.text for note in made.content.notes)


def test_duties_to_people_whom_nobody_has_estimated_are_left_out_by_name():
    made = cr.answer("protection-cost", country="TUV")
    assert "left out" in made.finding
    assert any("without permission" in one.what for one in made.content.missing)
