"""Common ground: the search finds known optima, says where there is none, and its slopes are the model's."""

import json
from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.errors import CorridorsError, DamagedData, InvalidInput, NotCovered, UnknownName
from corridors.policy import LEVERS, Dates, Scope, combine
from corridors.scenarios import common_ground_found, common_ground_model
from corridors.scenarios.common_ground import CHECKED, check, scenario_of, sought
from corridors.scenarios.common_ground_file import FOLDER, Problem, problem_names
from corridors.scenarios.common_ground_found import EVEN, Found, shipped_results
from corridors.scenarios.common_ground_measures import default_measures, yardsticks
from corridors.scenarios.common_ground_model import Scale, Seen, ground, laid_out, measured
from corridors.scenarios.common_ground_search import Archive, Box, Goal, at_random, climb, extend, search
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.world.outcome import Watched
from corridors.world.scenario import PARAMETERS, baseline, scenario

from ..world.worlds import economies, parameters, periods, small

PROBLEM = """problem: doors
title: Doors
question: Which doors?
until: 2035
origins: [MEX]
destinations: [USA]
cost_unit: points
levers:
  - lever: legal_capacity
    lowest: 0.5
    highest: 2
    cost: 2
    origins: [MEX]
    destinations: [USA]
    from: 2025
    source: Assumed
  - lever: enforcement
    lowest: 0.5
    highest: 2
    cost: 1
    origins: [MEX]
    destinations: [USA]
    from: 2025
    source: Assumed
  - lever: remittance_price
    lowest: 0.01
    highest: 0.06
    origins: [MEX]
    destinations: [USA]
    from: 2025
    source: Assumed
tolerance: {hosts: 0.1}
measures:
  stayers: [stayers_income]
  migrants: {migrants_income: 2, migrants_sending_price: 1}
views: [borders-deter, borders-trap]
"""
NAMES = tuple(PARTIES)


def goal(size=3, tolerance=0.0, budget=np.inf):
    """The main goal over parties."""
    return Goal(EVEN, 1.0, np.full(size, 0.02), np.full(size, tolerance), budget)


def tent(peak, steep=1.0):
    """Three parties under two views, best for the worst-off at `peak`: each party has its own optimum around it."""
    pulls = np.array([[1.0, 0.0], [-0.5, 0.8], [-0.5, -0.8]])

    def scores(point):
        move = point - peak
        gain = 1 - steep * (move @ move) + pulls @ move
        return np.stack([gain, gain + 0.1])

    def slopes(point):
        move = point - peak
        rows = np.stack([pulls - 2 * steep * move] * 2)
        return scores(point), rows

    return scores, slopes


@settings(max_examples=20, deadline=None)
@given(st.floats(0.2, 0.8), st.floats(0.2, 0.8), st.integers(0, 5))
def test_the_search_finds_a_known_optimum(x, y, seed):
    # The parties' pulls add to zero, so that no move from the peak helps all three: the least gain there is 1.
    scores, slopes = tent(np.array([x, y]))
    box = Box(np.zeros(2), np.ones(2))
    archive = search(scores, slopes, box, goal(), seed=seed)
    best = archive.best(goal(), box)
    assert archive.scores[best].min() == pytest.approx(1, abs=2e-3)  # of a gain that is 1; steps end at 0.01
    assert np.allclose(archive.points[best], [x, y], atol=0.02)


def test_a_budget_is_kept_and_costs_what_is_gained():
    scores, slopes = tent(np.array([0.8, 0.8]))
    box, tight = Box(np.zeros(2), np.array([1.0, 2.0])), goal(budget=0.9)
    archive = search(scores, slopes, box, goal())
    extend(scores, archive, box, tight, steps=10)
    cheap = archive.points[archive.best(tight, box)]
    assert box.price(cheap) <= 0.9 + 1e-9
    assert archive.scores[archive.best(tight, box)].min() < 0.9


def test_where_every_move_harms_somebody_the_neutral_point_is_best():
    def scores(point):
        return np.array([[point[0], -point[0], 0.0]])

    def slopes(point):
        return scores(point), np.array([[[1.0], [-1.0], [0.0]]])

    box = Box(np.zeros(1), np.ones(1))
    archive = search(scores, slopes, box, goal())
    assert archive.points[archive.best(goal(), box)] == pytest.approx(0)


def test_a_climb_needs_slopes_or_a_known_point():
    scores, _ = tent(np.array([0.5, 0.5]))
    with pytest.raises(ValueError, match="needs slopes"):
        climb(scores, Archive(), goal(), Box(np.zeros(2), np.ones(2)), np.zeros(2), steps=1)


def test_random_search_only_ever_gets_better():
    scores, _ = tent(np.array([0.3, 0.6]))
    line = at_random(scores, goal(), 2, runs=30, seed=1)
    assert len(line) == 30 and line == sorted(line)


def toy(harm=0.0, views=2):
    """A ground of one lever on four made-up accounts; with `harm` natives lose by every move."""
    problem = Problem.parse(PROBLEM)
    problem = replace(
        problem, levers=problem.levers[:2], tolerance=dict.fromkeys(PARTIES, 0.0),
        measures={party: {f"{party}_income": 1.0} for party in PARTIES},
    )  # fmt: skip
    base = {f"{party}_income": jnp.full(2, 100.0) for party in PARTIES}

    def run(values, given, inputs, reference):
        wide, hard = jnp.log(values[0]), jnp.log(values[1])
        good = 3 * wide - 2 * wide**2 - 0.1 * hard**2
        hosts = -harm * (wide**2 + hard**2) if harm else good + given["doubt"] * hard
        return {
            "stayers_income": base["stayers_income"] + good,
            "hosts_income": base["hosts_income"] + hosts,
            "migrants_income": base["migrants_income"] + good - 0.2 * hard,
        }

    seen = {f"view {v}": Seen({"doubt": jnp.asarray(0.2 * (-1.0) ** v)}, None, base) for v in range(views)}
    return laid_out(problem, run, None, seen, labels={name: name for name in seen}, same={})


def test_packages_their_levers_and_what_is_split_are_found():
    found = sought(toy(), compare=True)
    best = found.best
    assert best.goal == EVEN
    # 3 x - 2 x^2 is greatest at x = 0.75 > ln 2, so that the first lever stands at its highest and the second still.
    assert best.values[0] == pytest.approx(2, rel=0.01)
    assert min(best.least().values()) == pytest.approx(3 * np.log(2) - 2 * np.log(2) ** 2, abs=0.02)
    assert best.carried["0"]["stayers"] > 1 > abs(best.carried["1"]["stayers"])
    assert [(each["lever"], each["party"]) for each in found.split] == [(1, "hosts")]
    assert found.trail["random"][-1][1] <= found.trail["search"][-1][1]
    assert Found.of(json.loads(found.to_json())) == found


def test_where_natives_lose_by_every_move_there_is_no_common_ground():
    found = sought(toy(harm=1.0))
    assert found.packages == () and found.best is None


def test_a_ground_without_anything_known_for_a_party_is_refused():
    names = ("stayers_income", "hosts_irregular", "migrants_income")
    problem = replace(Problem.parse(PROBLEM), measures={p: {m: 1.0} for p, m in zip(PARTIES, names, strict=True)})
    base = {"stayers_income": 1.0, "hosts_irregular": 0.0, "migrants_income": 2.0}
    with pytest.raises(NotCovered, match="natives of the destinations"):
        measured(problem, base, base)
    known = measured(problem, base | {"hosts_irregular": 0.1}, base)
    assert known.unit.tolist() == [0.01, 0.01, 0.02]


@pytest.fixture
def double(monkeypatch):
    """Double precision; views one after the other, because it holds in one thread."""
    monkeypatch.setattr(common_ground_model, "together", lambda work, views: [work(view) for view in views])
    with jax.enable_x64(True):
        yield


def world_ground(seed):
    """The problem's levers on a small random world of three countries, under two views."""
    pairs, state, inputs = small(seed)
    held, steps = economies(pairs, seed), 2
    moving = periods(inputs, steps)
    watched = Watched(jnp.array([1.0, 0, 0]), jnp.array([0, 1.0, 1.0]), jnp.zeros(1, int))
    problem = replace(Problem.parse(PROBLEM), measures=default_measures())
    names = (*PARAMETERS, *(p for one in problem.levers for p in LEVERS[one.name].parameters))
    scope = Scope.between(pairs, [True, False, False], [False, True, True], skills=[True] * 3)
    dates = Dates((2025.0, 2030.0, 2035.0), 2025.0, None)

    def run(values, given, given_inputs, reference):
        parts = [LEVERS[one.name].effects(values[i], scope, dates, given) for i, one in enumerate(problem.levers)]
        effects = combine(parts, pairs, steps)
        return scenario(
                pairs, state, given_inputs, economies=held, given=given, watched=watched, effects=effects,
                reference=reference,
            )[1]  # fmt: skip

    seen = {}
    for view in ("borders-deter", "borders-trap"):
        given = parameters(names, view)
        made, reference = baseline(pairs, state, moving, economies=held, given=given, watched=watched)
        seen[view] = Seen(given, reference, made[1])
    return laid_out(problem, run, moving, seen, labels={}, same={})


@pytest.mark.parametrize("seed", [1, 2])
def test_slopes_are_finite_differences(seed, double):
    held = world_ground(seed)
    point, step = np.array([0.4, 0.6, 0.3]), 1e-5
    value, slopes = held.slopes(point)
    assert np.allclose(value, held.scores(point), atol=1e-9)
    for i, one in enumerate(np.eye(3)):
        around = (held.scores(point + step * one) - held.scores(point - step * one)) / (2 * step)
        assert np.allclose(slopes[..., i], around, rtol=1e-4, atol=1e-5)  # central differences at 1e-5 in 64 bits


def test_the_neutral_point_gains_nothing_to_the_last_bit():
    held = world_ground(3)
    prices = held.scale.point(np.array([1.0, 1.0, 1.0]))
    assert np.array_equal(held.measures(prices), np.zeros_like(held.measures(prices)))


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0.1, 1), st.floats(1.1, 5))
def test_a_coordinate_and_its_value_come_back(u, low, high):
    scale = Scale(np.array([low, low]), np.array([high, high]), np.array([True, False]))
    values = np.asarray(scale.values(np.array([u, u])), float)
    assert np.allclose(scale.point(values), u, atol=1e-4)  # values in 32 bits


def test_a_problem_is_read_as_written():
    found = Problem.parse(PROBLEM)
    assert [(one.name, one.lowest, one.highest, one.cost) for one in found.levers] == [
        ("legal_capacity", 0.5, 2, 2), ("enforcement", 0.5, 2, 1), ("remittance_price", 0.01, 0.06, 0)
    ]  # fmt: skip
    assert found.measures["stayers"] == {"stayers_income": 1} and len(found.measures["hosts"]) == 7
    assert found.measures["migrants"] == {"migrants_income": 2, "migrants_sending_price": 1}
    assert found.tolerance == {"stayers": 0.01, "hosts": 0.1, "migrants": 0.01}
    package = scenario_of(found, [2.0, 1.0, 0.03], name="package")
    assert [(use.lever, use.value) for use in package.levers] == [("legal_capacity", 2), ("remittance_price", 0.03)]
    assert package.parse(package.text()) == package


@pytest.mark.parametrize(
    ("old", "new", "error", "words"),
    [
        ("lowest: 0.5", "lowest: 3", InvalidInput, "line 11.*not above lowest"),
        ("lowest: 0.5", "lowest: 0.01", InvalidInput, "line 10.*outside"),
        ("highest: 2", "highest: 99", InvalidInput, "line 11.*outside"),
        ("highest: 2", "highest: two", InvalidInput, "line 11.*not a number"),
        ("cost: 2", "cost: -2", InvalidInput, "below zero"),
        ("cost: 2", "costs: 2", UnknownName, "Did you mean cost"),
        ("lever: enforcement", "lever: enforcment", UnknownName, "enforcement"),
        ("origins: [MEX]", "origins: [Mexxico]", UnknownName, "Mexico"),
        ("from: 2025", "from: 1990", NotCovered, "starts in 1990"),
        ("cost_unit: points", "cost_unit: []", InvalidInput, "not a few words"),
        ("cost_unit: points\n", "", InvalidInput, "cost_unit is missing"),
        ("{hosts: 0.1}", "{host: 0.1}", UnknownName, "hosts"),
        ("{hosts: 0.1}", "-1", InvalidInput, "below zero"),
        ("[stayers_income]", "[stayers_incom]", UnknownName, "stayers_income"),
        ("[stayers_income]", "[hosts_income]", UnknownName, "measure"),
        ("migrants_income: 2", "migrants_income: -2", InvalidInput, "not above zero"),
        ("borders-trap]", "borders-trip]", UnknownName, "borders-trap"),
        ("problem: doors", "problem: Doors!", InvalidInput, "no name"),
        ("title: Doors", "titel: Doors", UnknownName, "title"),
    ],
)
def test_what_breaks_a_rule_is_refused_with_its_reason(old, new, error, words):
    with pytest.raises(error, match=words):
        Problem.parse(PROBLEM.replace(old, new, 1))


def test_no_or_too_many_levers_are_refused():
    head, _, rest = PROBLEM.partition("levers:\n")
    tail = "views: all\n"
    one = rest.partition("  - lever: enforcement")[0]
    for levers in (" []\n", "\n" + one * 13):
        with pytest.raises(InvalidInput, match="1 to 12"):
            Problem.parse(f"{head}levers:{levers}{tail}")


def test_a_ratio_cannot_reach_zero():
    text = PROBLEM.replace("legal_capacity", "recruitment_cost", 1).replace("lowest: 0.5", "lowest: 0", 1)
    with pytest.raises(InvalidInput, match=r"ratio of zero|outside"):
        Problem.parse(text)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_or_clearly_refused(text):
    with pytest.raises(CorridorsError):
        Problem.parse(text)


def test_files_and_names_that_are_not_there_are_named(tmp_path):
    with pytest.raises(UnknownName, match="south-asia-gulf"):
        Problem.read("south-asia-gulff")
    with pytest.raises(InvalidInput, match="no file"):
        Problem.read(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="longer than"):
        Problem.parse("#" * 200_000)


def test_a_package_without_its_results_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(common_ground_found, "RESULTS", tmp_path / "results.json")
    with pytest.raises(DamagedData, match="common_ground_results"):
        shipped_results()


def test_a_check_needs_two_draws():
    with pytest.raises(InvalidInput, match="check nothing"):
        check(Problem.parse(PROBLEM), toy(), [1.0, 1.0, 1.0], draws=1, seed=0)


def test_every_measure_has_a_yardstick_and_every_yardstick_a_reason():
    wanted = {name for weights in default_measures().values() for name in weights}
    assert set(yardsticks()) == wanted
    assert all(one.size > 0 and one.reason and (not one.of or one.of in outcomes()) for one in yardsticks().values())


@pytest.mark.parametrize("name", problem_names())
def test_shipped_problems_have_sources_and_results_that_are_theirs(name):
    problem = Problem.read(FOLDER / f"{name}.yaml")
    assert 6 <= len(problem.levers) <= 10 and all(one.use.source for one in problem.levers)
    kept = shipped_results()[name]
    assert kept.record["inputs"] == problem.hash(), "run tools/common_ground_results.py"
    for one in kept.packages:
        least = one.least()
        assert all(least[party] >= -problem.tolerance[party] - 1e-6 for party in PARTIES), "rounded when stored"
    assert all(one.check is not None for one in kept.packages[:CHECKED]), "the first are run again in draws"


def test_a_kept_package_is_what_the_model_gives():
    name = problem_names()[0]
    kept = shipped_results()[name]
    held = ground(Problem.read(name), views=["undecided", "borders-trap"])
    point = held.scale.point(np.array(kept.best.values))
    made = held.scores(point)
    for row, view in zip(made, held.views, strict=True):
        # Values are kept in 32 bits and the world runs in them: a thousandth of a yardstick.
        assert np.allclose(row, [kept.best.gains[view][party] for party in PARTIES], atol=1e-3, rtol=1e-3)
