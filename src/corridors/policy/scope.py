"""Where a lever acts, and for whom: masks over the rows, countries and levels of education of a world."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import ArrayLike

from corridors.policy.lever import ALL_SKILLS
from corridors.world.cells import Cells


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Scope:
    """Masks, 1.0 where a lever acts and 0.0 elsewhere.

    `corridor[C]`: rows, never those of natives; `origins[R]`: countries of origin; `skills[E]`: levels of education;
    `parts[C]`: each row's equal part among the rows of its birthplace in the scope.
    """

    corridor: Array
    origins: Array
    skills: Array
    parts: Array

    @classmethod
    def between(
        cls, cells: Cells, origins: ArrayLike, destinations: ArrayLike, skills: ArrayLike = (True, True, True)
    ) -> "Scope":
        """Lay masks of countries out over the rows of a world.

        People of unknown birthplace belong to the scope only where every country is an origin.

        Args:
            cells: the rows; origins, destinations: `[R]`; skills: `[E]`, low, medium, high; true where the lever acts.

        >>> from corridors.world.cells import cells as list_cells
        >>> pairs = list_cells([[True, True, True], [True, True, True]])
        >>> Scope.between(pairs, origins=[True, False], destinations=[True, True]).corridor.tolist()
        [0.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        """
        dtype = cells.inhabited.dtype
        leaving, arriving, trained = (jnp.asarray(np.asarray(mask), dtype) for mask in (origins, destinations, skills))
        unknown = jnp.full(cells.birthplaces - cells.residences, leaving.min(), dtype)
        born = jnp.concatenate([leaving, unknown])
        corridor = cells.foreign * born[cells.birth] * arriving[cells.residence]
        rows = cells.by_birth(corridor)[cells.birth]
        return cls(corridor, leaving, trained, corridor / jnp.maximum(rows, 1))

    def rows(self, change: Array) -> Array:
        """Apply a change `[T]` to the rows in scope: `[T, C]`."""
        return change[:, None] * self.corridor

    def levels(self, change: Array, names: tuple[str, ...] = ALL_SKILLS) -> Array:
        """Apply a change `[T]` to the rows and the levels of education in scope, of those named: `[T, C, E]`."""
        named = jnp.asarray([name in names for name in ALL_SKILLS], self.skills.dtype)
        return self.rows(change)[..., None] * (self.skills * named)

    def countries(self, change: Array) -> Array:
        """Apply a change `[T]` to the origins in scope: `[T, R]`."""
        return change[:, None] * self.origins
