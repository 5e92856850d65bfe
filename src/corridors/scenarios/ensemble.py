"""Draws of a run: each the world carried once from launch to end, rates drawn by common random numbers."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache, partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import NDArray

from corridors.scenarios.demography import STEP
from corridors.scenarios.launch import World
from corridors.scenarios.programs import keep_programs
from corridors.scenarios.settings import Settings
from corridors.scenarios.vital_luck import projected, vital_luck
from corridors.world.ages import FIVE
from corridors.world.cells import Cells
from corridors.world.order import BILATERAL, NET, Process
from corridors.world.rates import Deviations, drawn
from corridors.world.run import run
from corridors.world.state import Inputs, State
from corridors.world.summary import Summary
from corridors.world.vital import VitalSpread, drawn_vital

CENTRAL = 0
"""The draw whose rates are the base rates themselves; random draws count from one."""
Draws = dict[str, NDArray[np.float32]]


def launched(launch: int, until: int, net: str, step: int = STEP) -> World:
    """The world of a run, launched once for each process, whose compiled programs are kept for the next."""
    return _launched(launch, until, net, step)


@lru_cache(maxsize=2)
def _launched(launch: int, until: int, net: str, step: int) -> World:
    keep_programs()
    return World.at(launch, until=until, net=net, step=step)


def processes(net: str) -> tuple[Process, ...]:
    """The list of processes that a run follows.

    >>> [process.name for process in processes("wpp")]
    ['settle', 'net', 'survive', 'bear', 'school', 'net again']
    """
    return NET if net == "wpp" else BILATERAL


def kept_corridors(world: World) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Corridors whose flows are kept: those with a row of natives abroad, in either direction.

    Moves on other corridors (some onward moves) stay in the totals of emigrants and immigrants.

    Returns: origins and destinations, numbers of countries, sorted.
    """
    residence, birth = np.asarray(world.cells.residence), np.asarray(world.cells.birth)
    known = (birth < len(world.countries)) & (birth != residence)
    pairs = np.unique(np.stack([np.r_[birth[known], residence[known]], np.r_[residence[known], birth[known]]]), axis=1)
    return pairs[0], pairs[1]


def simulate(settings: Settings, draws: Sequence[int], *, batch: int | None = None) -> Draws:
    """Carry the world through some draws; a draw's numbers do not depend on which others are made with it.

    Args:
        settings: of the run; draws: numbers, 0 the central one; batch: draws carried at once, by default one on a
            processor, which is fastest there, and `ACCELERATOR_BATCH` on an accelerator.
    Returns: by name of `Summary`'s fields, arrays `[draw, period, ...]` in single precision.
    """
    world = launched(settings.launch, settings.until, settings.net, settings.step)
    one = partial(trajectory, **given(world), key=jax.random.key(settings.seed), **fixed(world, settings.net))
    at_once = max(ACCELERATOR_BATCH * FIVE.count // world.state.ages.count, 1)
    size = batch or (1 if jax.default_backend() == "cpu" else at_once)
    parts = [_several(one, draws[i : i + size]) for i in range(0, len(draws), size)]
    return {
        field.name: np.concatenate([np.asarray(getattr(part, field.name), np.float32) for part in parts])
        for field in fields(Summary)
    }


def given(world: World) -> dict[str, Any]:
    """The arrays that `trajectory` takes from a world."""
    corridors = tuple(jnp.asarray(index) for index in kept_corridors(world))
    return {
        "cells": world.cells, "state": world.state, "inputs": world.inputs, "spread": world.spread,
        "vital": vital_luck(), "projected": jnp.asarray(projected(world.luck), jnp.result_type(float)),
        "corridors": corridors, "times": jnp.asarray(world.luck),
    }  # fmt: skip


def fixed(world: World, net: str) -> dict[str, Any]:
    """What `trajectory` is compiled for: periods that share luck, and the list of processes."""
    return {"every": world.every, "processes": processes(net)}


ACCELERATOR_BATCH = 64
"""Draws carried at once on an accelerator: some 64 x 5 MB of people and ten times that in between; with single ages, of
which there are five times as many, a fifth of it."""


def _several(one: Any, draws: Sequence[int]) -> Summary:
    if len(draws) == 1:
        return jax.tree.map(lambda value: value[None], jax.device_get(one(jnp.asarray(draws[0]))))
    return jax.device_get(jax.vmap(one)(jnp.asarray(draws)))


@partial(jax.jit, static_argnames=("every", "processes"))
def trajectory(
    draw: Array,
    *,
    cells: Cells,
    state: State,
    inputs: Inputs,
    spread: Deviations | None,
    vital: VitalSpread,
    projected: Array,
    corridors: tuple[Array, Array],
    key: Array,
    times: Array,
    every: int,
    processes: tuple[Process, ...],
) -> Summary:
    """One draw; the central one has deviations of zero, so that its rates are the base to the last bit."""
    own, scale = jax.random.fold_in(key, draw), jnp.where(draw == CENTRAL, 0.0, 1.0)
    inputs = drawn_vital(inputs, vital, own, times=times, scale=scale * projected, every=every)
    if spread is not None:
        moves = drawn(cells, inputs.moves, spread, own, times=times, scale=scale, every=every)
        inputs = replace(inputs, moves=moves)
    _, kept = run(cells, state, inputs, corridors, processes=processes)
    return kept
