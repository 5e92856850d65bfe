"""The loop of skilled emigration: its derivative against finite differences, its root, and what groups leave out."""

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest

from corridors.cli.vicious_circle import gain_lines
from corridors.scenarios import loop_gain as module
from corridors.scenarios.assumptions import draw, resolved
from corridors.scenarios.loop_gain import LoopGain, _root, loop_gain
from corridors.scenarios.rival_runs import chosen
from corridors.world.effects import no_effects
from corridors.world.given import Given
from corridors.world.processes.react import HIGH
from corridors.world.run import run_scenario
from corridors.world.scenario import PARAMETERS, baseline


@pytest.fixture
def small(monkeypatch, tiny):
    """The tiny world of three countries."""
    from corridors.scenarios import ensemble

    monkeypatch.setattr(module, "launched", ensemble.launched)


@pytest.mark.usefixtures("small")
def test_the_gain_is_the_finite_difference_of_the_whole_model():
    """A change of 0.05 in logarithms: 32-bit rates tell some 1e-6 of them, 2% of the gain."""
    loop = module._loop()
    world = loop.world
    given = chosen(draw(resolved("brain-drain", PARAMETERS), [0], 0), 0)
    _, reference = baseline(
        world.cells, world.state, world.inputs, economies=loop.economies, given=given, watched=loop.watched
    )
    nothing = no_effects(world.cells, module.PERIODS)
    mexico = np.asarray(world.cells.birth) == world.countries.index("MEX")

    def log_rates(size):
        effects = replace(nothing, legal=nothing.legal.at[0, :, HIGH].add(size * jnp.asarray(mexico)))
        whole = Given(effects, reference, given, loop.economies, jnp.ones(()))
        _, (_, _, _, found) = run_scenario(world.cells, world.state, replace(world.inputs, given=whole), loop.watched)
        return np.log(np.asarray(found.prospect, float))[:, world.countries.index("MEX")]

    change = log_rates(0.05) - log_rates(-0.05)
    found = loop_gain(["brain-drain"], country="MEX", levers=False)
    assert found.gain[1, 0] == pytest.approx(change[1] / change[0], rel=0.02, abs=2e-4)


@pytest.mark.usefixtures("small")
def test_levers_change_the_gain_and_the_strongest_is_named(monkeypatch):
    found = loop_gain([], country="MEX")
    assert set(found.by_lever) == set(module.TRIED) and all(np.isfinite(v).all() for v in found.by_lever.values())
    strongest = min(float(v[0]) for v in found.by_lever.values())
    monkeypatch.setattr(module, "NOTHING", 0.0)
    best = found.lever("MEX")
    assert best is None or best[1] == strongest
    assert gain_lines(found)[1].startswith("Mexico (MEX)")


def made_up(countries, gains, changes, ranked):
    """Gains of no view by country, and what one lever does to them."""
    gain = np.array([gains])
    return LoopGain(
        countries, ("undecided",), gain, gain, {"growth": np.array(changes)}, (), np.array(ranked, dtype=bool)
    )  # fmt: skip


def test_a_lever_whose_effect_prints_as_nothing_is_not_named():
    """0.0005 is the least change that three decimals show, by rounding."""
    found = made_up(("MEX", "USA"), [0.02, 0.03], [-0.0004, -0.0006], [True, True])
    assert found.lever("MEX") is None and found.lever("USA") == ("growth", -0.0006)
    usa, mexico = gain_lines(found)[1:]
    assert usa.endswith("Growth of productivity (0.1): -0.001") and mexico.endswith("0.020  none")


def test_no_gain_is_printed_as_a_negative_zero():
    assert module.told(-0.0004) == "0.000" and module.told(-0.0006) == "-0.001"
    assert "-0.000" not in gain_lines(made_up(("MEX",), [-0.0002], [0.0], [True]))[1]


def test_the_worlds_list_ranks_large_countries_and_names_them():
    found = made_up(("LIE", "MEX", "USA"), [0.9, 0.02, 0.03], [0.0, 0.0, 0.0], [False, True, True])
    assert [line.partition(" (")[0].strip() for line in gain_lines(found, 2)[1:]] == ["United States", "Mexico"]
    head, *lines = gain_lines(found)
    assert "No view taken" in head and "undecided" not in head
    assert lines[-2].startswith("Not ranked") and lines[-1].startswith("Liechtenstein (LIE)")
    alone = made_up(("LIE",), [0.9], [0.0], [False])
    assert gain_lines(alone, 20)[1].startswith("Liechtenstein"), "a country that is asked about needs no rank"


def test_ranked_are_countries_of_a_million_people_with_known_remittances():
    loop = module._loop()
    ranked = dict(zip(loop.world.countries, module._ranked(loop), strict=True))
    assert ranked["MEX"] and ranked["PHL"] and not ranked["LIE"], "forty thousand people"
    assert not ranked["PRK"], "no remittances to North Korea are known"


def test_the_root_is_that_of_a_known_recursion():
    """`x[t] = 0.5 x[t-1] + 0.24 x[t-2]` has the roots 0.8 and -0.3; its responses are 0.5 and 0.49."""
    assert _root(np.array([0.5]), np.array([0.49]))[0] == pytest.approx(0.8)


def test_countries_in_groups_are_near_to_countries_alone():
    """Others of the group touch a country through pay in shared destinations alone, a second-order effect."""
    world = loop_gain([], levers=False)
    for code in ("PHL", "TON"):
        alone = loop_gain([], country=code, levers=False)
        grouped = world.gain[0, world.countries.index(code)]
        assert grouped == pytest.approx(alone.gain[0, 0], abs=0.01)


def test_a_country_that_nobody_leaves_is_said_to_have_no_loop():
    nothing = np.full((1, 1), np.nan)
    lines = gain_lines(LoopGain(("MAF",), ("undecided",), nothing, nothing, {}, (), np.array([True])))
    assert "none of its highly educated natives leave" in lines[1]
