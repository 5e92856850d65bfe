"""What carries a party's gain: shipped results against their own tables, and small cases by hand."""

import pytest

from corridors.answers.governance import ground_content, ground_parties, ground_tables
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.common_ground_found import shipped_results
from corridors.scenarios.outcomes import outcomes

PROBLEM = "central-america-usa"


@pytest.fixture(scope="module")
def shipped():
    return Problem.read(PROBLEM), shipped_results()[PROBLEM]


def test_the_means_of_the_points_are_the_gains(shipped):
    """1e-3: the results are kept in 32-bit floats, and yardsticks are of the middle view's baseline."""
    problem, found = shipped
    made = ground_parties.points(found, found.best)
    for view, row in found.best.gains.items():
        own = [made[view][name] for name in problem.measures["hosts"] if name in made[view]]
        assert sum(own) / len(own) == pytest.approx(row["hosts"], abs=1e-3)


def test_natives_would_lose_but_for_one_measure_and_the_finding_names_it(shipped):
    problem, found = shipped
    hosts = ground_parties.carried_by(problem, ground_parties.points(found, found.best), "hosts")
    assert hosts is not None and hosts.most == "hosts_irregular" and hosts.alone
    text = ground_content.finding(problem, found)
    assert "natives of destinations would lose but for a fall of residents without permission" in text
    for row in ground_tables.measures(problem, found, found.best):
        if row["verdict"] == ground_tables.VERDICTS["falls"]:
            assert ground_parties.plain(row["measure"]) in text


def test_views_that_give_another_s_numbers_are_counted_once_and_said(shipped):
    assert ground_parties.views_counted([shipped[1]]).startswith("the 17 of 24 views that differ here and with none")
    assert "12 to 17 of 24" in ground_parties.views_counted(list(shipped_results().values()))


def test_a_party_of_which_nothing_is_counted_is_left_out(shipped):
    made = {"undecided": {"hosts_income": 1.0, "hosts_wage_low": -0.2, "hosts_wage_high": 0.3}}
    assert ground_parties.carried_by(shipped[0], made, "migrants") is None
    text = ground_parties.balance(shipped[0], made)
    assert text == (
        "On the yardsticks chosen, natives of destinations gain most by a rise of income per head, and lose in every "
        "view on pay of the low-educated."
    )


def test_every_measure_has_a_direction():
    assert all(outcomes()[name].better for name in Problem.read(PROBLEM).measures["migrants"])


def test_notes_explain_cost_yardstick_and_what_a_mean_hides(shipped):
    tables = {one.name: one for one in ground_tables.data([shipped], (), shown=[])}
    assert "points of political effort: what the problem's file sets" in tables["packages"].note
    assert "one yardstick" in tables["packages"].note and "paid less than those who are there" in tables["carried"].note


def test_a_package_without_measures_has_no_rows_and_no_sentence(shipped):
    assert ground_tables.measure_rows("Nowhere", {}, {}) == [] and ground_parties.balance(shipped[0], {}) == ""
