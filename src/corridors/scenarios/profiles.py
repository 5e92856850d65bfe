"""How the rate of moving differs by sex, age and education, scaled so that corridor rates stay what they are."""

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from corridors.flows.schedules import published
from corridors.scenarios.grids import Floats
from corridors.world.ages import Ages
from corridors.world.state import EDUCATION, SEXES

SCHEDULE = "ws"
"""The published age schedule of moves, by sex: the United Nations' Western standard."""
OLDEST = 105
"""Upper bound of the open age group for the mean of the schedule."""


@cache
def by_age(ages: Ages) -> Floats:
    """The schedule of moves by sex and age group, `[S, A]`, per person per year, of no particular level."""
    edges = [*ages.starts, OLDEST]
    return np.stack([published(f"{SCHEDULE}_{sex}").group_means(edges) for sex in SEXES])


@cache
def by_education(ages: Ages) -> Floats:
    """How often natives of each level of education have left, relative to the lowest: `[A, E]`, one under 25.

    Below 25 education is not completed, so that the young of all levels leave alike.
    """
    text = (files("corridors.scenarios") / "tables" / "moves.csv").read_text(encoding="utf-8")
    (row,) = (row for row in csv.DictReader(text.splitlines()) if row["name"] == "leave_by_education")
    level = np.array([float(row[name]) for name in EDUCATION])
    adult = np.array(ages.starts) >= ADULT
    return np.where(adult[:, None], level / level[0], 1.0)


ADULT = 25
"""Age from which emigration rates are published by level of education."""


def profiles(natives: Floats, foreign: Floats) -> tuple[Floats, Floats]:
    """Give the multipliers of leaving (natives) and of returning and moving on (foreign-born).

    `profile = w / mean of w over the people at launch`, with w the age schedule, for natives times the selectivity of
    education. So a corridor's rate stays the mean over its people at launch, and falls as they grow old. Among adults
    of one age the selectivity is that between the levels; returns are alike by education.

    Args:
        natives, foreign: `[R, S, A, E]`, people at launch.
    Returns: arrays `[R, S, A, E]` and `[R, S, A]`.
    Source: United Nations (1992), Preparing Migration Data for Subnational Population Projections;
        Docquier and Marfouk (2006), `tables/moves.csv`.
    """
    groups = Ages.counted(natives.shape[-2])
    age = by_age(groups)[None, :, :, None]
    leaving = _scaled(age * by_education(groups)[None, None], natives)
    return leaving, _scaled(age, foreign.sum(axis=-1, keepdims=True))[..., 0]


def _scaled(weight: Floats, people: Floats) -> Floats:
    total = people.sum(axis=(1, 2, 3))
    weighted = (weight * people).sum(axis=(1, 2, 3))
    world = (weight * people.sum(axis=0)).sum() / max(people.sum(), 1)
    mean = np.divide(weighted, total, out=np.full_like(total, world), where=weighted > 0)
    return weight / mean[:, None, None, None]
