"""Shares of a disagreement: exact where the answer is known, plain where nothing is disputed, the same for a seed."""

import json
from dataclasses import dataclass, replace
from types import SimpleNamespace

import jsonschema
import numpy as np
import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from typer.testing import CliRunner

from corridors.answers.forms import schema
from corridors.answers.governance.disagreement_tables import content_of
from corridors.cli.disagree import disagree
from corridors.content.blocks import References
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import View, parameter_names, resolve_values, view
from corridors.scenarios import disagreement as module
from corridors.scenarios import disagreement_words as words
from corridors.scenarios.bench import Bench, Made, nothing
from corridors.scenarios.disagreement import disagreement, people_of
from corridors.scenarios.disagreement_words import finding, settling
from corridors.scenarios.forks import OWN, between, recorded, shared
from corridors.scenarios.outcomes import outcomes
from corridors.scenarios.scenario import LeverUse, Scenario
from corridors.scenarios.variance import contrasts, exact_shares, parts_of_difference, sobol

NAMES = parameter_names()
USE = LeverUse("enforcement", 2.0, start=2026, source="A test")
SCENARIO = Scenario("toy", "A toy", "What would it do?", levers=(USE,))
COUNTRIES = ("AUT", "USA")


@dataclass(frozen=True)
class Toy:
    """A bench whose runs are a formula, so that shares are known."""

    formula: object
    given: Scenario = SCENARIO
    year: int = 2050
    seed: int = 0

    @property
    def held(self):
        return SimpleNamespace(parameters=NAMES, world=SimpleNamespace(countries=COUNTRIES, datasets=("population",)))

    def parameters(self, choices):
        return resolve_values(()) | dict(choices)

    def central(self, choices):
        return self.run(None, 0, {name: one.central for name, one in self.parameters(choices).items()})

    def centrals(self, choices):
        return [self.central(one) for one in choices]

    def row(self, number):
        return number

    def run(self, row, number, values):
        effect = float(self.formula(values, number))
        places = {name: np.array([0.0, effect]) for name, one in outcomes().items() if one.of == "country"}
        parties = {name: np.array(effect) for name, one in outcomes().items() if one.of != "country"}
        base = {name: np.full(np.shape(value), 1000.0) for name, value in (places | parties).items()}
        return Made(base, places | parties)


def borders_and_money(values, number):
    """Two disputes, one three times as large as the other."""
    return 30 * np.sign(values["enforcement_return"] + 0.2) + 10 * values["fiscal_public_goods_share"]


def analysed(formula, **more):
    return disagreement(more.pop("given", SCENARIO), "stayers", bench=Toy(formula), **{"samples": 16} | more)


@given(arrays(float, (2, 2, 2), elements=st.floats(-1e6, 1e6)))
@settings(max_examples=50, deadline=None)
def test_the_shares_of_a_factorial_add_up_to_one_and_its_parts_to_the_difference(values):
    shares = exact_shares(values)
    varies = np.any(contrasts(values).ravel()[1:] ** 2)
    # Shares are quotients of one sum: 1e-9 is far above their rounding.
    assert sum(shares.values()) == pytest.approx(1 if varies else 0, abs=1e-9)
    assert min(shares.values()) >= 0
    gap = values[1, 1, 1] - values[0, 0, 0]
    # Sums of eight numbers up to 1e6 in double precision.
    assert parts_of_difference(values).sum() == pytest.approx(gap, abs=1e-8)


def test_an_interaction_is_told_from_main_effects():
    both = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert exact_shares(both) == {(0,): 0.0, (1,): 0.0, (0, 1): 1.0}
    assert parts_of_difference(both).tolist() == [0.0, 0.0]


def test_an_additive_function_gives_its_known_indices():
    rng = np.random.default_rng(1)
    weights = np.array([3.0, 2.0, 1.0])
    first, second = rng.random((2, 8192, 3))
    swapped = np.array([np.where(np.arange(3) == j, second, first) @ weights for j in range(3)])
    found = sobol(first @ weights, second @ weights, swapped, seed=0)
    known = weights**2 / (weights**2).sum()
    # The standard error of an index from 8192 rows is about 0.01.
    np.testing.assert_allclose(found.first, known, atol=0.04)
    np.testing.assert_allclose(found.total, known, atol=0.04)
    assert np.all(found.first_range[:, 0] <= found.first) and np.all(found.first <= found.first_range[:, 1])


def test_a_constant_has_no_indices():
    same = np.ones(8)
    found = sobol(same, same, np.ones((2, 8)), seed=0)
    assert not found.first.any() and not found.total_range.any()


def test_rows_are_resampled_within_their_stratum():
    strata = np.repeat([0, 1], 8)
    first = np.where(strata, 1.0, -1.0)
    found = sobol(first, -first, np.array([-first]), seed=0, strata=strata)
    assert found.total[0] == 2.0 and np.ptp(found.total_range) == 0


def test_every_dispute_has_two_sides_that_differ():
    for fork in recorded():
        first, second = (dict(side.choices) for side in fork.sides)
        assert first and second and first != second and fork.settled_by.endswith(".")


def test_the_shares_of_known_disputes_are_exact():
    found = analysed(borders_and_money)
    assert [fork.name for fork in found.forks] == ["border-control", "public-money"]
    assert found.share("border-control") == pytest.approx(30**2 / (30**2 + 5**2))
    assert sum(found.shares.values()) == pytest.approx(1)
    assert len(found.idle) == len(recorded()) - 2
    first = found.sampled.factors[0]
    assert first.name == "border-control" and first.total_low <= found.share("border-control") <= first.total_high
    effect = {one.name: one.effect for one in found.views}
    assert effect["borders-deter"] - effect["borders-trap"] == pytest.approx(60)
    text = finding(found)
    assert text.startswith("These views agree") and "Does border control deter" in text and settling(found) in text


def test_an_outcome_that_no_dispute_touches_gives_zeros_and_says_so():
    found = analysed(lambda values, number: 5.0)
    assert not found.forks and not found.shares and found.combined.shape == () and not found.sampled.factors
    assert finding(found) == (
        "These views agree that the scenario “A toy” raises “natives at home” of those who stay (2050), by 5 people "
        "against 1,000 people without it: no disputed assumption touches it."
    )
    assert "does not change" in finding(analysed(lambda values, number: 0.0))


def test_chance_and_the_numbers_of_a_theme_are_told_apart():
    def formula(values, number):
        return 50 * np.sin(number) + 100 * values["asylum_waiting_employment"]

    kinds = {one.name: one for one in analysed(formula, samples=64).sampled.factors}
    assert set(kinds) <= {"chance", "numbers-public"} and kinds["chance"].total > 0.5


def test_the_seed_decides_everything():
    first, second = (analysed(borders_and_money, samples=16) for _ in range(2))
    assert first.sampled == second.sampled and np.array_equal(first.combined, second.combined)
    other = disagreement(SCENARIO, "stayers", samples=16, bench=Toy(borders_and_money, seed=1))
    assert other.sampled != first.sampled and other.shares == first.shares


def test_at_most_six_disputes_are_combined_and_the_others_are_named(monkeypatch):
    monkeypatch.setattr(module, "MOST_FORKS", 1)
    found = analysed(borders_and_money, samples=0)
    assert [fork.name for fork in found.forks] == ["border-control"]
    assert [(fork.name, abs(gap)) for fork, gap in found.left_out] == [("public-money", 10.0)]


def test_a_dispute_that_moves_next_to_nothing_is_named_and_not_combined():
    found = analysed(lambda values, number: borders_and_money(values, number) + 0.1 * values["lever_participation"])
    assert "governance" not in [fork.name for fork in found.forks]
    assert [fork.name for fork, _ in found.left_out] == ["governance"]


def own(name, *based_on, **choices):
    chosen = {key: one for base in based_on for key, one in view(base).choices.items()} | choices
    return View(name, name.title(), "", "", based_on, chosen)


def with_people(*people):
    files = {f"{one.name}.yaml": one for one in people}
    return Scenario("toy", "A toy", "What would it do?", levers=(USE,), views=tuple(files), view_files=files)


ANNA, BEN = own("anna", "borders-deter", "brain-gain", "newcomers-pay"), own("ben", "borders-trap", "brain-gain")


def test_two_people_see_where_they_part_and_where_they_agree():
    given = with_people(ANNA, BEN)
    found = disagreement(given, "stayers", samples=16, bench=Toy(borders_and_money, given))
    assert found.people == (ANNA, BEN)
    assert {fork.name for fork in found.forks} == {"border-control", "public-money"}
    effect = {one.name: one.effect for one in found.views}
    assert sum(found.parts.values()) == pytest.approx(effect["ben"] - effect["anna"])
    assert found.combined[0, 0] == pytest.approx(effect["anna"]) and found.combined[1, 1] == pytest.approx(
        effect["ben"]
    )
    assert found.sampled.factors[0].name == "whose-view"
    agreed = {dispute.name: held for dispute, held in shared(ANNA, BEN)}
    assert agreed["skilled-emigration"] == "Skilled emigration gains" and agreed["conflict"] == ""
    assert finding(found).startswith("“Anna” and “Ben” agree")


def test_many_forks_between_two_people_are_taken_together_so_that_the_corners_stay_the_people(monkeypatch):
    monkeypatch.setattr(module, "MOST_FORKS", 1)
    anna = own("anna", "borders-deter", "brain-gain", "newcomers-pay")
    ben = own("ben", "borders-trap", "brain-drain", "newcomers-cost")
    given = with_people(anna, ben)

    def formula(values, number):
        return borders_and_money(values, number) + 100 * values["schooling_response"]

    found = disagreement(given, "stayers", samples=0, bench=Toy(formula, given))
    effect = {one.name: one.effect for one in found.views}
    assert found.combined[0, 0] == pytest.approx(effect["anna"]) and found.combined[1, 1] == pytest.approx(
        effect["ben"]
    )
    assert found.forks[1].name == module.REST and "2 further questions" in found.forks[1].question


def test_a_number_of_ones_own_outside_every_dispute_is_a_fork_of_its_theme():
    value = resolve_values(())["asylum_waiting_employment"]
    other = own("ben", "borders-deter", asylum_waiting_employment=replace(value, low=-0.5, high=0.0, central=-0.25))
    forks = between(own("anna", "borders-deter"), other, NAMES)
    assert [fork.name for fork in forks] == [f"{OWN}-public"]
    assert "-0.25 (-0.5 to 0)" in forks[0].stance(1)


def test_more_than_two_people_are_refused():
    three = with_people(ANNA, BEN, own("carla", "brain-drain"))
    with pytest.raises(InvalidInput, match="too many"):
        people_of(three)
    assert people_of(with_people(ANNA)) is None


def test_wrong_samples_and_names_are_refused():
    with pytest.raises(InvalidInput, match="power of two"):
        analysed(borders_and_money, samples=12)
    with pytest.raises(UnknownName, match="irregular_stock"):
        disagreement(SCENARIO, "irregular_stok", country="USA", bench=Toy(borders_and_money))
    with pytest.raises(UnknownName, match="country"):
        disagreement(SCENARIO, "irregular_stock", country="QQQ", bench=Toy(borders_and_money), samples=0)


def test_rounding_is_no_effect():
    assert nothing(0.001, 1e6) and not nothing(100.0, 1e6)


@pytest.fixture
def command(monkeypatch):
    """The command on a toy in place of the world."""
    monkeypatch.setattr(Bench, "laid", classmethod(lambda cls, given, **_: Toy(borders_and_money, given)))
    app = typer.Typer()
    app.command()(disagree)

    def run(*words):
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


def test_the_command_writes_every_form(command, tmp_path):
    asked = ("borders-doubled", "--outcome", "emigrants", "--country", "USA", "--samples", 32)
    made = json.loads(command(*asked, "--format", "json").stdout)
    jsonschema.validate(made, schema())
    shares = next(table for table in made["tables"] if table["name"] == "shares")
    assert [row["dispute"] for row in shares["rows"]] == ["border-control", "public-money"]
    assert made["interval"]["level"] == 95 and made["command"].startswith(
        "corridors disagree borders-doubled --outcome"
    )
    assert command(*asked, "--format", "csv", "--table", "effects").stdout.startswith("view,label,question,effect")
    page = tmp_path / "page.html"
    assert command(*asked, "--format", "html", "--out", page).exit_code == 0
    assert page.read_text().count("<svg ") == 3 and "Does border control deter" in page.read_text()
    assert "These views agree" in command(*asked).stdout


def test_the_page_of_two_people_says_where_they_stand(command, tmp_path):
    for name, side in (("anna", "borders-deter"), ("ben", "borders-trap")):
        label = name.title()
        (tmp_path / f"{name}.yaml").write_text(f"view: {name}\nlabel: {label}\nbased_on: [{side}, brain-gain]\n")
    shipped = Scenario.read("borders-doubled").text()
    (tmp_path / "ours.yaml").write_text(shipped.replace("views: all", "views: [anna.yaml, ben.yaml]"))
    made = command(tmp_path / "ours.yaml", "--outcome", "stayers", "--samples", 16, "--format", "json")
    people = json.loads(made.stdout)["tables"][0]
    assert people["name"] == "people"
    assert people["rows"][0]["first"] == "Border control deters" and people["rows"][0]["part"].startswith("-")
    agreed = {row["question"]: row["first"] for row in people["rows"] if row["part"] == "they agree"}
    assert agreed["Does skilled emigration drain or gain?"] == "Skilled emigration gains"
    assert any(row["part"] == "both leave it open" for row in people["rows"])


def test_the_command_refuses_a_table_without_csv(command):
    refused = command("borders-doubled", "--outcome", "stayers", "--table", "effects")
    assert isinstance(refused.exception, InvalidInput)


def test_ends_are_told_in_three_figures_and_a_small_one_as_up_to():
    found = analysed(lambda values, number: 7852.4 * np.sign(values["enforcement_return"] + 0.2) - 50)
    assert "from -7,900 people to +7,800 people against 1,000 people" in finding(found)
    one = found.agreements[0]
    told = [words._by(replace(one, base=1000.0, low=low, high=high)) for low, high in ((4, 8), (2, 3), (8, 30))]
    assert told == ["(by up to 1%)", "(by under 1%)", "(by 1% to 3%)"]


def test_less_than_one_person_is_no_change_and_an_end_of_less_is_up_to():
    assert "does not change" in finding(analysed(lambda values, number: 0.4))
    side = np.sign
    little = analysed(lambda values, number: 0.3 + 0.1 * side(values["enforcement_return"] + 0.2))
    assert "hardly changes “natives at home” of those who stay (2050), and differ on how little" in finding(little)
    more = analysed(lambda values, number: 5 + 4.6 * side(values["enforcement_return"] + 0.2))
    assert "by up to 9.6 people against 1,000 people" in finding(more)


def test_the_effects_of_a_share_stand_in_percentage_points_in_three_figures():
    def formula(values, number):
        return 0.51234 * np.sign(values["enforcement_return"] + 0.2)

    found = disagreement(SCENARIO, "hosts_irregular", bench=Toy(formula), samples=0)
    data = next(one for one in content_of(found, References()).data if one.name == "effects")
    assert data.columns["effect"].heading == "Effect, percentage points"
    assert data.frame.filter(view="borders-deter")["effect"].abs().item() == 51.2
    people = disagreement(SCENARIO, "stayers", bench=Toy(formula), samples=0)
    data = next(one for one in content_of(people, References()).data if one.name == "effects")
    assert data.columns["low"].heading == "Lowest, persons" and not (data.frame["effect"] != 0).any()
