"""Which pairs of residence and birthplace are inhabited: the sparse support on which the world is stored."""

from dataclasses import dataclass, field

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Cells:
    """The inhabited pairs (residence, birthplace), one row of the state each.

    Of 235 x 236 pairs about one in six holds anybody, so that a list of pairs is a sixth of the work. Birthplace i is
    residence i for i < residences; further birthplaces (unknown origin) have no residence of their own.

    Fields, C pairs: `residence[C]`, `birth[C]`; `native[R]`, the row of each residence's own natives;
    `inhabited[R, B]`, 1.0 where the pair has a row; the number of residences and of birthplaces.
    """

    residence: Array
    birth: Array
    native: Array
    inhabited: Array
    residences: int = field(metadata={"static": True})
    birthplaces: int = field(metadata={"static": True})

    @property
    def count(self) -> int:
        """Number of pairs."""
        return self.residence.shape[0]

    def by_residence(self, values: Array) -> Array:
        """Add values `[C, ...]` up over birthplaces: `[R, ...]`."""
        return jax.ops.segment_sum(values, self.residence, self.residences, indices_are_sorted=True)

    def by_birth(self, values: Array) -> Array:
        """Add values `[C, ...]` up over residences: `[B, ...]`."""
        return jax.ops.segment_sum(values, self.birth, self.birthplaces)

    def table(self, values: Array) -> Array:
        """Lay values `[C]` out as a table `[residence, birth]`, zero where nobody lives."""
        return jnp.zeros(self.inhabited.shape, values.dtype).at[self.residence, self.birth].set(values)

    @property
    def foreign(self) -> Array:
        """Whether a row is of people born elsewhere than they live, or at an unknown place: `[C]`, 0.0 or 1.0."""
        return (self.residence != self.birth).astype(self.inhabited.dtype)


def cells(inhabited: ArrayLike) -> Cells:
    """List the inhabited pairs of a table; the natives of every residence always have a row.

    Args:
        inhabited: `[residence, birth]`, true where people live or may come to live; at least as many birthplaces as
            residences, in the same order.
    Raises:
        InvalidInput: a table of another shape.

    >>> pairs = cells([[True, True, False], [False, True, True]])
    >>> pairs.residence.tolist(), pairs.birth.tolist(), pairs.native.tolist()
    ([0, 0, 1, 1], [0, 1, 1, 2], [0, 2])
    """
    table: NDArray[np.bool_] = np.array(inhabited, dtype=bool)
    if table.ndim != 2 or table.shape[0] > table.shape[1] or 0 in table.shape:
        raise InvalidInput(
            f"A table of inhabited pairs has shape {table.shape}.",
            hint="Give [residence, birth], every residence among the birthplaces, in the same order.",
        )
    index = np.arange(table.shape[0])
    table[index, index] = True
    residence, birth = np.nonzero(table)
    native = np.flatnonzero(residence == birth)
    whole = jnp.asarray
    return Cells(
        whole(residence), whole(birth), whole(native), whole(table, jnp.result_type(float)), *map(int, table.shape)
    )
