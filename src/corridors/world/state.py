"""The state of the world at a date, what moves it in a period, and the ledger of what moved."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.ages import Ages
from corridors.world.cells import Cells
from corridors.world.given import Given

SEXES = ("female", "male")
EDUCATION = ("low", "medium", "high")
"""Below upper secondary, upper secondary, post-secondary; everybody under 15 is in the first."""
STANDING = ("irregular", "regularised", "refugees", "years_0_4", "years_5_9", "years_10_19", "years_20_more")
"""What is known of the foreign-born of a row besides sex, age and education: without permission; once without it and
since given it; in need of protection; and, which add up to all of them, by years since arrival."""
IRREGULAR, REGULARISED, REFUGEES, DURATION = 0, 1, 2, slice(3, 7)
CLASS_YEARS = (5.0, 5.0, 10.0)
"""Widths of the classes of years since arrival, the last of which is open."""
CLASS_MIDDLES = (2.5, 7.5, 15.0)
"""Years since arrival that stand for each of these; the registry has those of the open class."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class State:
    """Everybody at a date: `people[C, sex, age, education]`, persons, rows as in `Cells`.

    Ages are groups of five years or single ones, 21 or 101 of them (`Ages`), whichever the array has. `women[R, F]` are
    those of fertile ages on average over the period, which `survive` leaves behind for `bear`;
    `standing[C, 7]` are the foreign-born by `STANDING`, zero for natives; `work` is how the economies have moved away
    from the baseline, zero as long as nothing is changed.
    """

    people: Array
    women: Array
    standing: Array
    work: "Work"

    @property
    def ages(self) -> Ages:
        """The age groups of the people; a period is as long as they are wide."""
        return Ages.counted(self.people.shape[-2])


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Work:
    """How far economies and ties have moved away from the baseline, logarithms of ratios unless said otherwise.

    `capital[R]`; `productivity[R]`, what low-skilled work has done to it so far; `wage[R, 2, E]`, by nativity (native,
    foreign) and education; `output[R]`; `income[R]`, of natives at home per head, money from abroad included;
    `received[R]`, US dollars a year per native at home more than in the baseline; `network[C]`, people of the row.
    """

    capital: Array
    productivity: Array
    wage: Array
    output: Array
    income: Array
    received: Array
    network: Array


def no_work(cells: Cells, dtype: jnp.dtype) -> Work:
    """Economies as in the baseline."""
    by_residence = jnp.zeros(cells.residences, dtype)
    wage = jnp.zeros((cells.residences, 2, len(EDUCATION)), dtype)
    return Work(
        by_residence, by_residence, wage, by_residence, by_residence, by_residence, jnp.zeros(cells.count, dtype)
    )


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Moves:
    """Rates of moving per person per year, and how they differ by sex, age and education.

    `native[C]`: of natives of the row's birthplace to the row's residence; `back[C]`: of the row's people to their
    birthplace; `onward[R, R]`: of foreign-born in the first to the second, birthplaces alike. The rows of natives are
    zero in the first two. `native_profile[R, S, A, E]` (by birthplace) and `foreign_profile[R, S, A]` (by residence)
    multiply the rates; over the people at launch each averages one. `doors[C, E]` multiplies the rate of natives by
    education; `without[C, E]`: share of those who arrive without permission; `homesick[C]`: rate of return of people
    without permission over that of all people of the row.
    """

    native: Array
    back: Array
    onward: Array
    native_profile: Array
    foreign_profile: Array
    doors: Array
    without: Array
    homesick: Array


def open_doors(cells: Cells, without: Array) -> dict[str, Array]:
    """The last three fields of `Moves` where no policy changes anything.

    Args:
        without: `[C]`, share of those who arrive without permission.
    """
    by_education = (cells.count, len(EDUCATION))
    return {
        "doors": jnp.ones(by_education, without.dtype),
        "without": jnp.broadcast_to(without[:, None], by_education),
        "homesick": jnp.ones(cells.count, without.dtype),
    }


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Inputs:
    """What moves the world in one period (or in T periods, with T as the first axis of every array).

    `survival[R, S, A]`: share of an age group who live to be in the next one, the last two ages into the open one;
    `infant[R, S]`: share of the births of the period who live at its end; `fertility[R, F]`: births per woman and year
    in the F age groups of 15 to 49; `sex_ratio[R]`: boys per girl at birth; `school[R, S, G, 2]`: share who step up,
    low to medium and medium to high, when reaching each of the G age groups of 15 to 29; `net[R, S, 21]`: net migration
    by groups of five years, persons over the period, used only where migration is given and not modelled; `moves`,
    rates used where it is modelled; `given`, what policies change and what they act on, only in a run of a scenario.
    """

    survival: Array
    infant: Array
    fertility: Array
    sex_ratio: Array
    school: Array
    net: Array
    moves: Moves
    given: Given | None = None


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Ledger:
    """What happened in a period, persons; every process adds its own entries.

    `births[R]`, `deaths[R]` (infants included); `left[C]`: natives of the row's birthplace who moved to the row's
    residence; `returned[C]`: of the row's people to their birthplace; `onward[R, R]`: foreign-born who moved from the
    first to the second, neither their birthplace; `net[R]`: net migration that was given, not modelled;
    `entries[C]`: arrivals without permission.
    """

    births: Array
    deaths: Array
    left: Array
    returned: Array
    onward: Array
    net: Array
    entries: Array

    def __add__(self, other: "Ledger") -> "Ledger":
        """Add two ledgers entry by entry."""
        return jax.tree.map(lambda one, two: one + two, self, other)
