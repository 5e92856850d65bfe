"""Values of the registry's parameters under a view: the central ones, and draws that rival views share."""

import zlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from corridors.parameters import Parameter, View, resolve_values

UNDECIDED = "undecided"
"""The name of no view at all: every dispute is left open, its parameters anywhere between the two sides."""
Values = dict[str, NDArray[np.float64]]


def resolved(view: str | View | None, names: Iterable[str]) -> dict[str, Parameter]:
    """The parameters of some names under one view, or under none."""
    chosen = () if view in (None, UNDECIDED) else (view,)
    values = resolve_values(chosen)
    return {name: values[name] for name in names}


def draw(parameters: Mapping[str, Parameter], draws: Sequence[int], seed: int) -> Values:
    """Draw parameters; draw 0 is the central value, and draw k has the same luck under every view.

    `value[k] = quantile(u[k])`, with `u` the parameter's `luck`.

    Args:
        parameters: by name; draws: their numbers, from 0; seed: of the run.
    Returns: by name, a value for each draw.

    >>> values = draw(resolved("brain-gain", ["schooling_response"]), [0, 1], seed=0)
    >>> float(values["schooling_response"][0])
    0.05
    """
    numbers = np.asarray(draws)
    made = valued(parameters, luck(parameters, draws, seed))
    return {name: np.where(numbers == 0, parameters[name].central, value) for name, value in made.items()}


def luck(names: Iterable[str], draws: Sequence[int], seed: int) -> Values:
    """The luck of parameters in some draws, from 0 to 1.

    It comes from a stream that the seed and the parameter's name alone decide, so that a parameter's luck depends
    neither on which others are drawn nor on how many draws are made.

    Args:
        names: of parameters; draws: their numbers, from 0; seed: of the run.
    Returns: by name, a number for each draw.

    >>> name = "asylum_waiting_employment"
    >>> alone, together = luck([name], [3], 0), luck(["schooling_response", name], [1, 3], 0)
    >>> bool(alone[name][0] == together[name][1])
    True
    """
    numbers = np.asarray(draws)
    found = {}
    for name in names:
        stream = np.random.default_rng([seed, zlib.crc32(name.encode())])
        found[name] = stream.random(int(numbers.max(initial=0)) + 1)[numbers]
    return found


def valued(parameters: Mapping[str, Parameter], given: Mapping[str, NDArray[np.float64]]) -> Values:
    """The values of parameters at some luck, from 0 (the lowest value) to 1 (the highest).

    Args:
        parameters: by name; given: the luck of each by name, of any shape.
    Returns: by name, values of the shape of the luck.

    >>> made = valued(resolved("brain-gain", ["schooling_response"]), {"schooling_response": np.array([0.0, 0.5])})
    >>> made["schooling_response"].round(4).tolist()
    [0.0, 0.05]
    """
    return {
        name: np.asarray(one.quantile(np.clip(given[name], 1e-12, 1 - 1e-12)), float)
        for name, one in parameters.items()
    }
