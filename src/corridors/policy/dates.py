"""When a lever acts, as the part of each period that feels it."""

import math
from dataclasses import dataclass

import jax.numpy as jnp
import numpy as np
from jax import Array
from jax.typing import ArrayLike

from corridors.errors import InvalidInput


@dataclass(frozen=True)
class Dates:
    """The start and the end of a lever, and the periods of the run.

    Args:
        edges: `[T + 1]`, years at which the periods begin, and the last ends; start: year from which the lever acts;
        end: year until which it does, None for ever.
    Raises:
        InvalidInput: periods that do not follow each other, a start outside them, or an end that is not after it.

    >>> dates = Dates((2025, 2030, 2035), start=2030)
    >>> print(dates.exposure(0.0), dates.exposure(5.0))
    [0. 1.] [0.  0.5]
    """

    edges: tuple[float, ...]
    start: float
    end: float | None = None

    def __post_init__(self) -> None:
        if len(self.edges) < 2 or any(late <= early for early, late in zip(self.edges, self.edges[1:], strict=False)):
            raise InvalidInput(f"The periods {self.edges} do not follow each other.", hint="Give years that rise.")
        if not self.edges[0] <= self.start < self.edges[-1]:
            raise InvalidInput(
                f"The lever starts in {self.start:g}, but the run goes from {self.edges[0]:g} to {self.edges[-1]:g}.",
                hint="Start it within the run; what was in force before is part of the baseline.",
            )
        if self.end is not None and not self.start < self.end < math.inf:
            raise InvalidInput(
                f"The lever ends in {self.end:g} and starts in {self.start:g}.",
                hint="Give a later end, or none for a lever that stays.",
            )

    @property
    def lengths(self) -> Array:
        """Length of each period, years, `[T]`."""
        return jnp.asarray(np.diff(self.edges), jnp.result_type(float))

    def exposure(self, lag: ArrayLike, fading: ArrayLike | None = None) -> Array:
        """Give the mean over each period of a ramp from 0 to 1 and back.

        `f(t) = r((min(t, end) - start) / lag) (1 - r((t - end) / fading))` with `r(x)` held between 0 and 1: a straight
        rise from the start, complete after `lag` years, and a straight fall from the end, from what was reached, over
        `fading` years. With a lag of zero the ramp is a step. The mean is exact, from the closed form of the integral.

        Args:
            lag: years of the rise, zero or more; fading: years of the fall, None for those of the rise.
        Returns: `[T]`, from 0 to 1.
        """
        rise = jnp.asarray(lag, jnp.result_type(float))
        since = self._since(self.start)
        if self.end is None:
            return jnp.diff(_area(since, rise)) / self.lengths
        fall = rise if fading is None else jnp.asarray(fading, jnp.result_type(float))
        after = self._since(self.end)
        span = self.end - self.start
        reached = jnp.where(rise > span, span / jnp.where(rise > span, rise, 1), 1)
        left = jnp.maximum(after, 0) - _area(after, fall)
        return jnp.diff(_area(jnp.minimum(since, span), rise) + reached * left) / self.lengths

    @property
    def parts(self) -> Array:
        """The part of the lever's years that falls in each period, `[T]`; for ever counts as the period of the start.

        >>> print(Dates((2025, 2030, 2035), start=2028, end=2033).parts)
        [0.4 0.6]
        """
        after = next(edge for edge in self.edges[1:] if edge > self.start)
        end = after if self.end is None else self.end
        done = np.clip((np.asarray(self.edges, float) - self.start) / (end - self.start), 0, 1)
        return jnp.asarray(np.diff(done), jnp.result_type(float))

    def parts_of(self, share: ArrayLike) -> Array:
        """Split a share over the lever's years, so that the periods together take exactly that share of a stock.

        The same number is taken every year: with `u` the part of the years before a period and `w` in it,
        `share w / (1 - share u)` of what is left.

        Args:
            share: from 0 to 1.
        Returns: `[T]`, shares of what is left at the start of each period.

        >>> print(Dates((2025, 2030, 2035), start=2025, end=2035).parts_of(1.0))
        [0.5 1. ]
        """
        whole = jnp.asarray(share, jnp.result_type(float))
        parts = self.parts
        before = jnp.cumsum(parts) - parts
        left = jnp.where(parts > 0, 1 - whole * before, 1)
        return whole * parts / left

    def _since(self, year: float) -> Array:
        return jnp.asarray(np.asarray(self.edges, float) - year, jnp.result_type(float))


def _area(since: Array, lag: Array) -> Array:
    """Area under a ramp from 0 to 1 over `lag` years, up to each of `since` years from its start."""
    years = jnp.maximum(since, 0)
    rising = years < lag
    return jnp.where(rising, years**2 / (2 * jnp.where(rising, lag, 1)), years - lag / 2)
