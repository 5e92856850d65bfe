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
def test_levers_change_the_gain_and_the_strongest_is_named():
    found = loop_gain([], country="MEX")
    assert set(found.by_lever) == set(module.TRIED) and all(np.isfinite(v).all() for v in found.by_lever.values())
    best = found.lever("MEX")
    assert best is None or best[1] == min(float(v[0]) for v in found.by_lever.values())
    assert gain_lines(found)[1].startswith("MEX")


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
    lines = gain_lines(LoopGain(("XXX",), ("undecided",), nothing, nothing, {}, ()))
    assert "none of its highly educated natives leave" in lines[1]
