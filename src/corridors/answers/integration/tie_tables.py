"""What a migrant sends home by years of stay: earnings that rise, ties that loosen, and where the balance turns."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.quality import Quality
from corridors.parameters import parameter
from corridors.scenarios.assumptions import draw, resolved

Floats = NDArray[np.float64]
VIEWS = ("integration-income", "integration-attachment")
RISE, ELASTICITY = "earnings_convergence", "remittance_income_elasticity"
LOOSENING, ONSET = "remittance_attachment_decay", "remittance_attachment_onset"
STATUS = "remittance_status_response"
PARAMETERS = (RISE, ELASTICITY, LOOSENING, ONSET)
DRAWS = 4000
"""Draws of the parameters: an interval's end moves by less than a hundredth of its width from seed to seed."""
LONGEST = 40
"""Years of stay up to which the balance is followed: a working life."""
LEVELS = (0.025, 0.975)
CLASSES = ("0-4 years", "5-9 years", "10-19 years", "20 years and more")
"""Classes of years since arrival."""


class Parts(NamedTuple):
    """Logarithms of what is sent over what was sent on arrival, `[draw, year]`, draw 0 central."""

    income: Floats
    ties: Floats

    @property
    def net(self) -> Floats:
        """Both together."""
        return self.income + self.ties


@cache
def _values(view: str) -> dict[str, Floats]:
    return draw(resolved(view, PARAMETERS), range(DRAWS + 1), seed=0)


def parts(view: str, years: Floats) -> Parts:
    """Give what rising earnings and loosening ties do to what a migrant sends, by years of stay.

    `ln sent(y) - ln sent(0) = i c y + d max(y - o, 0)`: i `remittance_income_elasticity`, c `earnings_convergence` a
    year, d `remittance_attachment_decay` a year, o `remittance_attachment_onset`, the terms by which the world model
    sends money home.

    Args:
        view: a side of the dispute; years: since arrival, `[y]`.

    >>> made = parts("integration-attachment", np.array([0.0, 20.0]))
    >>> made.net[0].round(4).tolist()
    [0.0, -0.1875]
    """
    held = _values(view)
    column = {name: value[:, None] for name, value in held.items()}
    income = column[ELASTICITY] * column[RISE] * years
    return Parts(income, column[LOOSENING] * np.maximum(years - column[ONSET], 0))


def middles() -> Floats:
    """Years since arrival that stand for each class, as in the world model.

    >>> middles().tolist()
    [2.5, 7.5, 15.0, 30.0]
    """
    from corridors.world.state import CLASS_MIDDLES

    return np.array([*CLASS_MIDDLES, parameter("years_since_arrival_longest").central])


def turning(view: str) -> tuple[Floats, Floats]:
    """Years of stay from which one year more lowers what is sent, and from which less is sent than on arrival.

    The slope turns at the onset o where `i c + d < 0`, and the sum at `d o / (i c + d)`; elsewhere never (infinity).

    Returns: both `[draw]`, draw 0 central.

    >>> [round(float(found[0]), 6) for found in turning("integration-attachment")]
    [7.5, 10.0]
    """
    held = _values(view)
    slope = held[ELASTICITY] * held[RISE] + held[LOOSENING]
    turns = slope < 0
    total = np.full_like(slope, np.inf)
    np.divide(held[LOOSENING] * held[ONSET], slope, out=total, where=turns)
    return np.where(turns, held[ONSET], np.inf), total


def by_class(people: dict[str, float] | None = None) -> pl.DataFrame:
    """The balance at the middle of each class of years since arrival, under each view.

    Args:
        people: migrants by class, where they are to be shown.
    Returns:
        A frame: duration, years, view, income, ties, net (proportional change since arrival), low, high (95% of the
        draws), people, quality.
    """
    years = middles()
    rows = []
    for view in VIEWS:
        made = parts(view, years)
        low, high = np.quantile(np.expm1(made.net[1:]), LEVELS, axis=0)
        for i, (name, middle) in enumerate(zip(CLASSES, years.tolist(), strict=True)):
            rows.append(
                {
                    "duration": name, "years": middle, "view": view, "income": float(np.expm1(made.income[0, i])),
                    "ties": float(np.expm1(made.ties[0, i])), "net": float(np.expm1(made.net[0, i])),
                    "low": float(low[i]), "high": float(high[i]), "people": people[name] if people else None,
                }
            )  # fmt: skip
    order = {name: i for i, name in enumerate(CLASSES)}
    frame = pl.DataFrame(rows, schema_overrides={"people": pl.Float64}).sort(
        pl.col("duration").replace_strict(order), maintain_order=True
    )
    return frame.with_columns(quality=pl.lit(Quality.MODELLED.value))


def curve(step: float = 0.5) -> pl.DataFrame:
    """The balance year by year under each view: years, view, net, low, high (95% of the draws)."""
    years = np.arange(0, LONGEST + step, step)
    frames = []
    for view in VIEWS:
        net = np.expm1(parts(view, years).net)
        low, high = np.quantile(net[1:], LEVELS, axis=0)
        frames.append(pl.DataFrame({"years": years, "view": view, "net": net[0], "low": low, "high": high}))
    return pl.concat(frames)


class Turn(NamedTuple):
    """Where the balance turns under one view: central years, 95% of the draws, and the share of draws that turn."""

    view: str
    slope: float
    level: float
    lower: float
    upper: float
    share: float


def turn(view: str) -> Turn:
    """Where one year more lowers what is sent, and where less is sent than on arrival; within `LONGEST` years.

    >>> turn("integration-income").share
    0.0
    """
    slope, level = turning(view)
    lower, upper = np.quantile(level[1:], LEVELS, method="nearest")
    return Turn(view, float(slope[0]), float(level[0]), float(lower), float(upper),
                float((level[1:] <= LONGEST).mean()))  # fmt: skip


def settled(origin: str | None = None, destination: str | None = None) -> dict[str, float]:
    """Migrants by class of years since arrival, as the world model starts with them.

    Args:
        origin, destination: codes; None for all.
    """
    from corridors.scenarios.ensemble import launched
    from corridors.scenarios.rival_runs import LAUNCH
    from corridors.scenarios.scenario_file import UNTIL
    from corridors.world.state import DURATION

    world = launched(LAUNCH, UNTIL, "bilateral")
    residence, birth = np.asarray(world.cells.residence), np.asarray(world.cells.birth)
    keep = residence != birth
    for code, at in ((origin, birth), (destination, residence)):
        if code is not None:
            keep &= at == world.countries.index(code)
    sums = np.asarray(world.state.standing)[keep, DURATION].sum(axis=0)
    return dict(zip(CLASSES, (float(value) for value in sums), strict=True))
