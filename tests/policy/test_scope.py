"""Masks over rows, countries and levels of education."""

import jax.numpy as jnp
import numpy as np
import pytest

from corridors.policy import Scope

from .draws import COUNTRIES, EVERYWHERE, PAIRS


def test_natives_at_home_are_in_no_scope():
    assert np.all(np.asarray(EVERYWHERE.corridor)[np.asarray(PAIRS.native)] == 0)
    assert float(EVERYWHERE.corridor.sum()) == PAIRS.count - COUNTRIES


def test_unknown_birthplaces_belong_only_to_the_whole_world():
    some = Scope.between(PAIRS, [True, True, False], [True] * COUNTRIES)
    unknown = np.asarray(PAIRS.birth) == COUNTRIES
    assert np.all(np.asarray(some.corridor)[unknown] == 0)
    assert np.all(np.asarray(EVERYWHERE.corridor)[unknown] == 1)


def test_a_scope_is_the_rows_between_its_origins_and_destinations():
    scope = Scope.between(PAIRS, [True, False, False], [False, True, True])
    rows = [(int(b), int(r)) for b, r, on in zip(PAIRS.birth, PAIRS.residence, scope.corridor, strict=True) if on]
    assert rows == [(0, 1), (0, 2)]
    assert float(PAIRS.by_birth(scope.parts)[0]) == pytest.approx(1)


def test_levels_are_those_of_the_scope_that_are_named():
    scope = Scope.between(PAIRS, [True] * COUNTRIES, [True] * COUNTRIES, [True, True, False])
    changed = scope.levels(jnp.ones(2), ("medium", "high"))
    assert changed.shape == (2, PAIRS.count, 3)
    assert np.asarray(changed).max(axis=(0, 1)).tolist() == [0.0, 1.0, 0.0]
