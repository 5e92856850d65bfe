"""`unilateral`: who acts with whom, what is diverted and what is left, and where hardly anybody arrives."""

import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.governance import unilateral_runs as runs
from corridors.scenarios.places import model_countries

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def germany():
    """Germany alone, with its region, and with all."""
    return runs.one_state("DEU", 1)


def test_groups_split_the_world_once():
    groups = runs._groups([("DEU",), ("DEU", "FRA"), ("USA",)])
    assert sorted(code for group in groups for code in group) == sorted(model_countries())
    assert ("DEU",) in groups and ("FRA",) in groups and ("USA",) in groups


@pytest.mark.parametrize("code", model_countries())
def test_every_country_has_a_region_that_holds_it(code):
    name, members = runs.region_of(code)
    assert name and code in members


def test_a_state_achieves_less_when_others_turn_people_towards_it(germany):
    own = dict(germany.filter(view="undecided").select("who", "own").iter_rows())
    assert own[runs.ALONE] < own[runs.REGION] < own[runs.TOGETHER] < 0


def test_what_is_left_grows_with_those_who_act(germany):
    left = dict(germany.filter(view="undecided").select("who", "left").iter_rows())
    assert left[runs.TOGETHER] < left[runs.REGION] < left[runs.ALONE] < 0


def test_diversion_is_a_part_of_those_turned_away(germany):
    diverted = germany["diverted"]
    assert ((diverted >= 0) & (diverted < 100)).all()
    assert germany.filter(who=runs.TOGETHER)["diverted"][0] == 0


def test_the_two_views_of_governance_are_the_two_ends(germany):
    own = dict(germany.filter(who=runs.FOLLOWED).select("view", "own").iter_rows())
    cases = dict(germany.filter(view="undecided").select("who", "own").iter_rows())
    # 32-bit runs of the same values
    assert own["global-regime"] == pytest.approx(cases[runs.TOGETHER], abs=1e-3)
    assert own["regional-processes"] == pytest.approx(cases[runs.ALONE], abs=1e-3)


def test_ranges_come_from_draws():
    ranged = runs.one_state("MLT", 2).filter(view="undecided")
    assert (ranged["low"] <= ranged["high"]).all()


def test_the_finding_tells_alone_region_and_together():
    made = cr.answer("unilateral", country="DEU")
    assert "alone" in made.finding and "European Economic Area" in made.finding and "all countries" in made.finding


def test_the_worlds_answer_compares_the_largest():
    made = cr.answer("unilateral")
    assert set(made.table("states").frame["country"]) == set(runs.LARGEST)
