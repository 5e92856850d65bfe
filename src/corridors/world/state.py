"""The state of the world at a date, what moves it in a period, and the ledger of what moved."""

from dataclasses import dataclass

import jax
from jax import Array

SEXES = ("female", "male")
AGES = tuple(range(0, 101, 5))
"""Lower bounds of the age groups, years; the last is open."""
EDUCATION = ("low", "medium", "high")
"""Below upper secondary, upper secondary, post-secondary; everybody under 15 is in the first."""
FERTILE = slice(3, 10)
"""Age groups of mothers, 15-19 to 45-49."""
SCHOOL = slice(3, 6)
"""Age groups at which education is completed, 15-19 to 25-29."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class State:
    """Everybody at a date: `people[C, sex, age, education]`, persons, rows as in `Cells`.

    `women[R, 7]` are those of fertile ages on average over the period, which `survive` leaves behind for `bear`.
    """

    people: Array
    women: Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Moves:
    """Rates of moving per person per year, and how they differ by sex, age and education.

    `native[C]`: of natives of the row's birthplace to the row's residence; `back[C]`: of the row's people to their
    birthplace; `onward[R, R]`: of foreign-born in the first to the second, birthplaces alike. The rows of natives are
    zero in the first two. `native_profile[R, S, A, E]` (by birthplace) and `foreign_profile[R, S, A]` (by residence)
    multiply the rates; over the people at launch each averages one.
    """

    native: Array
    back: Array
    onward: Array
    native_profile: Array
    foreign_profile: Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Inputs:
    """What moves the world in one period (or in T periods, with T as the first axis of every array).

    `survival[R, S, A]`: share of an age group who live to be in the next one, the last two ages into the open one;
    `infant[R, S]`: share of the births of the period who live at its end; `fertility[R, 7]`: births per woman and year
    at ages 15-19 to 45-49; `sex_ratio[R]`: boys per girl at birth; `school[R, S, 3, 2]`: share who step up, low to
    medium and medium to high, when reaching ages 15-19, 20-24, 25-29; `net[R, S, A]`: net migration by age, persons
    over the period, used only where migration is given and not modelled; `moves`, rates used where it is modelled.
    """

    survival: Array
    infant: Array
    fertility: Array
    sex_ratio: Array
    school: Array
    net: Array
    moves: Moves


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Ledger:
    """What happened in a period, persons; every process adds its own entries.

    `births[R]`, `deaths[R]` (infants included); `left[C]`: natives of the row's birthplace who moved to the row's
    residence; `returned[C]`: of the row's people to their birthplace; `onward[R, R]`: foreign-born who moved from the
    first to the second, neither their birthplace; `net[R]`: net migration that was given, not modelled.
    """

    births: Array
    deaths: Array
    left: Array
    returned: Array
    onward: Array
    net: Array

    def __add__(self, other: "Ledger") -> "Ledger":
        """Add two ledgers entry by entry."""
        return jax.tree.map(lambda one, two: one + two, self, other)
