"""Policies abroad that act on poor countries' incomes: their scenarios, and how much of a range is disagreement."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.answers import whatif
from corridors.answers.whatif import Shown
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.places import model_countries, resolve_places
from corridors.scenarios.scenario import LeverUse, Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.scenarios.study import Study

Floats = NDArray[np.float64]
FARM = "farm"
"""The policy on farm subsidies."""
POOR = ("Low income",)
"""Whose capital grows where the world is asked about."""
ABROAD = "migrants"
"""The outcome whose runs are compared one by one: people of the origins who live elsewhere."""
FEWEST = 2
"""Draws of a view below which nothing can be said of how far they spread."""


@dataclass(frozen=True, slots=True)
class Part:
    """One policy: its name, what it is called, its scenario, the views that part over it, and who is its subject."""

    name: str
    label: str
    subject: str
    scenario: Scenario
    views: tuple[str, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """The codes of the countries on which it acts."""
        return resolve_places(self.scenario.origins)


@dataclass(frozen=True, slots=True)
class Economy:
    """What decides which policies can reach a country; `cotton`: whether the study of cotton subsidies is of it."""

    agriculture: float
    aid: float
    cotton: bool


@cache
def policies() -> tuple[dict[str, str], ...]:
    """The rows of the table of policies: part, label, scenario or lever and value, dates, views, source."""
    text = (files("corridors.answers.drivers") / "policies.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def economy(code: str) -> Economy:
    """A country's share of agriculture in output, aid received in US dollars a year, and whether it is studied."""
    from corridors.scenarios.economies import known

    held = known(model_countries())
    at = model_countries().index(code)
    return Economy(float(held.agriculture[at]), float(held.aid_usd[at]), code in resolve_places(studied()))


def studied() -> tuple[str, ...]:
    """The countries whose cotton households the shipped scenario on farm subsidies is of.

    >>> studied()
    ('Benin', 'Burkina Faso', 'Chad', 'Mali')
    """
    (row,) = (row for row in policies() if row["part"] == FARM)
    return Scenario.read(row["scenario"]).origins


def reaches(part: str, of: Economy) -> bool:
    """Whether a policy can be tried on a country: cotton subsidies where they were studied, aid where it is received.

    >>> reaches("farm", Economy(0.01, 0.0, False)), reaches("trade", Economy(0.01, 0.0, False))
    (False, True)
    """
    return {FARM: of.cotton, "aid": of.aid > 0}.get(part, True)


def parts(country: str | None = None) -> tuple[Part, ...]:
    """The policies as scenarios, for the origins of the shipped ones or for one country.

    The accounts show people of the origins wherever else they live.
    """
    held = economy(country) if country else None
    return tuple(_part(row, country) for row in policies() if held is None or reaches(row["part"], held))


def _part(row: Mapping[str, str], country: str | None) -> Part:
    shipped = Scenario.read(row["scenario"]) if row["scenario"] else None
    use = shipped.levers[0] if shipped else LeverUse(
        row["lever"], float(row["value"]), start=int(row["from"]), end=int(row["to"]), source=row["source"]
    )  # fmt: skip
    origins = (country,) if country else shipped.origins if shipped else POOR
    inside = set(resolve_places(origins))
    others = tuple(code for code in model_countries() if code not in inside)
    given = Scenario(
        f"{row['part']}-abroad", row["label"], f"What would it change: {row['label'].lower()}?", origins=origins,
        destinations=others, levers=(replace(use, origins=origins),),
    )  # fmt: skip
    return Part(row["part"], row["label"], row["subject"], given, tuple(row["views"].split()))


def run(part: Part) -> Study:
    """The policy under its views and none."""
    return whatif.rivals(part.scenario, views=part.views)


def rows(part: Part, shown: tuple[Shown, ...]) -> pl.DataFrame:
    """Its effects on some outcomes, as `whatif.effects`, with the policy in `part` and `policy`."""
    found = whatif.effects(run(part), shown)
    return found.with_columns(part=pl.lit(part.name), policy=pl.lit(part.label))


@dataclass(frozen=True, slots=True)
class Division:
    """A range of runs, in % of the baseline, taken apart: all of it, that of the views' middles, and the share of the
    variance that lies between the views; None without draws, or where nothing varies."""

    lowest: float
    highest: float
    middle_lowest: float
    middle_highest: float
    between: float | None


def divided(study: Study, views: tuple[str, ...], outcome: str = ABROAD) -> Division:
    """Take the range of an outcome's change in the last year apart.

    Args:
        study: of `run`; views: the two sides of a dispute; outcome: of a party or the world.
    """
    last = study.parties[outcome].isel(time=-1)
    base = float(last.sel(measure="baseline", view=UNDECIDED, draw=0))
    runs = {name: np.asarray(last.sel(measure="effect", view=name).values, float) for name in views}
    share = {name: 100 * values / base if base else values for name, values in runs.items()}
    middles = [float(values[0]) for values in share.values()]
    every = np.concatenate([*share.values()])
    draws = [values[1:] for values in share.values()]
    return Division(float(every.min()), float(every.max()), min(middles), max(middles), between(draws))


def between(draws: list[Floats]) -> float | None:
    """Share of a variance that lies between groups of equal size, each as likely as the others.

    `var(all) = var(means) + mean(var within)`; the first over the sum.

    >>> between([np.array([0.0, 2.0]), np.array([4.0, 6.0])])
    0.8
    """
    if any(len(values) < FEWEST for values in draws):
        return None
    apart = float(np.var([values.mean() for values in draws]))
    within = float(np.mean([values.var() for values in draws]))
    return apart / (apart + within) if apart + within > 0 else None
