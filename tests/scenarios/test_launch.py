"""The world as it is launched from data: nobody lost, nobody made up."""

import jax
import numpy as np
import pytest

from corridors.data import load
from corridors.errors import DamagedData, NotCovered
from corridors.flows.stocks import world_stocks
from corridors.scenarios import demography, education, grids, profiles, stocks
from corridors.scenarios.corridor_rates import corridor_rates, reachable_onward
from corridors.scenarios.ensemble import kept_corridors, launched
from corridors.scenarios.spread import shared
from corridors.world import identities
from corridors.world.ages import FIVE
from corridors.world.order import BILATERAL, step

PERSON = 0.5


@pytest.fixture(scope="module")
def world():
    return launched(2025, 2030, "wpp")


@pytest.fixture(scope="module")
def moving():
    """A past launch, whose forecast model has little history and is fitted fast."""
    return launched(2005, 2010, "bilateral")


@pytest.fixture(scope="module")
def people(world):
    return np.asarray(world.state.people, np.float64)


def test_everybody_of_the_population_data_is_in_the_world(world, people):
    frame = load("population").frame.filter(year=2025)
    assert people.sum() == pytest.approx(frame["population"].sum(), rel=1e-6), "single precision"
    by_age = np.asarray(world.cells.by_residence(world.state.people)).sum(axis=3)
    tonga = frame.filter(country="TON", sex="female").sort("age")["population"].to_numpy()
    assert np.allclose(by_age[world.countries.index("TON"), 0], tonga, atol=PERSON)
    assert people.min() >= 0


def test_the_foreign_born_are_the_published_ones_carried_to_launch(world, people):
    foreign = people.sum(axis=(1, 2, 3))[np.asarray(world.cells.residence != world.cells.birth)].sum()
    published = load("migrant_stock_unknown").frame.filter(edition=2024, year=2024)["stock_total"].sum()
    assert 1.0 < foreign / published < 1.02, "a year of the growth of populations"
    frame = load("migrant_stock").frame.filter(origin="MEX", destination="USA", year=2024)
    totals = load("demography_totals").frame.filter(country="USA")
    growth = load("population").frame.filter(country="USA", year=2025)["population"].sum() / (
        totals.filter(year=2024)["pop_midyear"].item()
    )
    row = world.cells.table(world.state.people.sum(axis=(1, 2, 3)))
    mexicans = float(row[world.countries.index("USA"), world.countries.index("MEX")])
    assert mexicans == pytest.approx(frame["stock"].sum() * growth, rel=1e-4)
    assert float(row[world.countries.index("GBR"), -1]) > 2e6, "unknown birthplaces are kept apart"


def test_a_past_launch_agrees_with_the_stocks_that_flows_use():
    ours = stocks.stock_table(demography.countries(), 2015).sum(axis=2)
    theirs = world_stocks("2015-2020")
    codes = demography.countries()
    for birth, residence in (("MEX", "USA"), ("IND", "ARE"), ("UNK", "GBR"), ("SYR", "TUR")):
        row = (*codes, "UNK").index(birth)
        there = theirs.start[theirs.birthplaces.index(birth), theirs.countries.index(residence)]
        assert ours[codes.index(residence), row] == pytest.approx(there)


def test_the_real_world_keeps_its_identities(moving):
    world = moving
    first = jax.tree.map(lambda value: value[0], world.inputs)
    after, ledger = jax.jit(step, static_argnames=("processes",))(world.cells, world.state, first, processes=BILATERAL)
    off = np.abs(np.asarray(identities.imbalance(world.cells, world.state, after, ledger)))
    total = np.asarray(world.cells.by_residence(world.state.people)).sum(axis=(1, 2, 3))
    assert (off <= 1e-5 * total + PERSON).all(), "single precision: 6e-8 for each of some hundred sums"
    assert float(after.people.min()) >= 0
    assert np.isfinite(np.asarray(after.people)).all()


def test_flows_at_launch_are_rates_times_people(moving):
    """The profiles change who moves, not how many: over a short time native movers are rate x natives."""
    from corridors.world.processes.move import move_half

    world = moving
    first = jax.tree.map(lambda value: value[0], world.inputs)
    years = 0.02
    _, entries = jax.jit(move_half)(world.cells, world.state, first, years)
    natives = np.asarray(world.state.people.sum(axis=(1, 2, 3)))[np.asarray(world.cells.native)]
    birth = np.minimum(np.asarray(world.cells.birth), len(world.countries) - 1)
    expected = np.asarray(first.moves.native) * natives[birth] * years / 2
    large = expected > 1
    assert np.allclose(np.asarray(entries["left"])[large], expected[large], rtol=0.02), "hazard against probability"


def test_onward_rates_refer_to_those_who_can_follow_them():
    onward = np.array([[0.0, 0.1, 0.2], [0.3, 0.0, 0.1], [0.0, 0.2, 0.0]])
    stock = np.array([[9.0, 2, 3, 1], [4, 9, 5, 1], [6, 1, 9, 1]])
    inhabited = np.ones((3, 4), bool)
    assert np.allclose(reachable_onward(onward, stock, inhabited), onward)
    inhabited[1, 3] = False
    changed = reachable_onward(onward, stock, inhabited)
    assert changed[0, 1] == pytest.approx(0.1 * (3 + 1) / 3), "the unknown of the first cannot go to the second"
    assert changed[0, 2] == pytest.approx(0.2)


def test_schooling_reproduces_the_shares_of_a_cohort():
    shares, _ = education.shares(("BRA",), (2025, 2030))
    up = education.progression(shares)[0, 0]
    for place, age in enumerate((3, 4, 5)):
        low, medium, high = shares[0, 0, :, age - 1].T
        first, second = up[:, place].T
        then = np.stack(
            [low * (1 - first), (medium + low * first) * (1 - second), high + (medium + low * first) * second], -1
        )
        held = np.clip(shares[1, 0, :, age], 0, 1)
        assert np.allclose(then, held, atol=0.02), "exact but where a cohort of the source loses education"


def test_the_foreign_born_never_fill_an_age_group(world):
    by_age = np.asarray(world.cells.by_residence(world.state.people)).sum(axis=3)
    natives = np.asarray(world.state.people)[np.asarray(world.cells.native)].sum(axis=3)
    share = 1 - natives / np.maximum(by_age, 1e-9)
    assert share[by_age > 1].max() <= stocks.MOST_FOREIGN + 1e-4


def test_room_is_found_for_the_foreign_born_of_a_full_age():
    population = np.array([[[100.0, 100.0, 100.0]]])
    placed, capped = stocks._placed(np.array([[[150.0, 20.0, 0.0]]]), population)
    assert placed.sum() == pytest.approx(170)
    assert placed[0, 0, 0] == pytest.approx(98)
    assert capped == 0
    _, over = stocks._placed(np.array([[[400.0, 0.0, 0.0]]]), population)
    assert over == pytest.approx(400 - 294)


def test_profiles_average_one_over_the_people_at_launch():
    rng = np.random.default_rng(1)
    natives, foreign = rng.gamma(1.0, 100.0, (2, 4, 2, 21, 3))
    foreign[2] = 0
    leave, move = profiles.profiles(natives, foreign)
    assert np.allclose((leave * natives).sum(axis=(1, 2, 3)) / natives.sum(axis=(1, 2, 3)), 1)
    moved = (move * foreign.sum(axis=3)).sum(axis=(1, 2))[[0, 1, 3]] / foreign.sum(axis=(1, 2, 3))[[0, 1, 3]]
    assert np.allclose(moved, 1)
    assert np.isfinite(move).all() and (move > 0).all(), "a country without foreign-born has a profile too"
    young, old = FIVE.starts.index(20), FIVE.starts.index(70)
    assert (leave[:, :, young] > leave[:, :, old]).all()
    assert (leave[:, :, FIVE.starts.index(40), 2] > leave[:, :, FIVE.starts.index(40), 0]).all()


def test_kept_corridors_have_both_directions(world):
    origins, destinations = kept_corridors(world)
    pairs = set(zip(origins.tolist(), destinations.tolist(), strict=True))
    assert pairs == {(d, o) for o, d in pairs}
    assert all(o != d for o, d in pairs)


def test_a_rate_that_is_missing_is_named():
    rows = load("mortality").frame.filter(country="TON", period_start=2025, sex="male").head(3)
    with pytest.raises(DamagedData, match="no death rate for age 10"):
        grids.mean_grid(rows, {"age": (0, 1, 5, 10)}, "mx", "death rate")


def test_rates_return_to_their_long_run_mean_and_the_path_ends_there(moving):
    """Of the cells' own corridors: the first period has the launch's rates less a part of the gap."""
    rates = corridor_rates(moving.countries, 2005)
    native, back, onward = rates.changes(moving.cells, 40)
    origin, destination = moving.countries.index("MEX"), moving.countries.index("USA")
    residence, birth = np.asarray(moving.cells.residence), np.asarray(moving.cells.birth)
    row = np.flatnonzero((residence == destination) & (birth == origin))[0]
    stays = rates.persistence
    assert native[:2, row] == pytest.approx((1 - stays[0] ** np.array([1, 2])) * rates.gap[0][origin, destination])
    assert back[-1, row] == pytest.approx(rates.gap[1][destination, origin], rel=1e-6)
    assert onward[-1][origin, destination] == pytest.approx(rates.gap[2][origin, destination], rel=1e-6)
    assert not native[:, residence == birth].any() and not back[:, birth == len(moving.countries)].any()
    first = rates.native[origin, destination] * np.exp(native[0, row])
    assert float(moving.inputs.moves.native[0, row]) == pytest.approx(first, rel=1e-5)


def test_the_flight_from_ukraine_does_not_last():
    rates = corridor_rates(("DEU", "POL", "UKR"), 2025)
    assert (rates.gap[0][2, :2] < np.log(0.5)).all(), "the last period's rates are more than twice the long-run mean"
    assert (rates.persistence > 0).all() and (rates.persistence < 1).all()


def test_a_launch_in_1995_has_the_rates_of_the_one_period_it_knows():
    rates = corridor_rates(("MEX", "USA"), 1995)
    assert rates.launch == 1995 and rates.native[0, 1] > 0
    assert not rates.gap.any(), "one period shows no mean"
    assert [part.shape for part in shared(1995)] == [(3,), (3,), (6, 6), (3,)]
    with pytest.raises(NotCovered, match="Launch a world of 1995 or later"):
        corridor_rates(("MEX", "USA"), 1990)
