"""Packages of protection in the world model, and the costs of the duties in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from corridors.answers import whatif
from corridors.answers.whatif_world import irregular_at_launch, over_values, world
from corridors.concepts.quality import Quality
from corridors.parameters import parameter
from corridors.scenarios.scenario import LeverUse, Scenario

if TYPE_CHECKING:
    from corridors.scenarios.rival_runs import Outcomes

LEVERS = ("ratification", "recruitment_cost", "portability")
VALUES = {"convention": (1.0, 1.0, 0.0), "no-fees": (1.0, 0.01, 0.0), "portable": (1.0, 0.01, 1.0)}
"""For each package the value of each lever; 0.01 stands for next to nothing paid for the job."""
LABELS = {
    "convention": "Migrant Workers Convention",
    "no-fees": "and no fees for the job (ILO 181)",
    "portable": "and pensions that move along (ILO 118 and 157)",
}
VIEWS = ("newcomers-cost", "newcomers-pay")
START = 2026
SOURCE = "United Nations (1990), Migrant Workers Convention; ILO conventions 118, 157 and 181"
FIRST = 0
"""The period that ends in 2030."""


@dataclass(frozen=True)
class Sums:
    """What the packages meet in some countries by 2030, amounts in international dollars a year.

    `migrants`: people born elsewhere; `earnings`: of one at work; `workers`: share at work; `taxes`: of a migrant;
    `gdp`: per head, weighted by migrants; `irregular`: share without permission, counted where estimated, else None;
    `covered`: share covered without a package; `months`: paid for the job, 0 where not published; `balance`: public
    balance of a migrant by view; `after`: share covered and months once in force, and change of returns
    in % in the first period, for each package.
    """

    migrants: float
    earnings: float
    workers: float
    taxes: float
    gdp: float
    irregular: float | None
    covered: float
    months: float
    balance: Mapping[str, float]
    after: Mapping[str, tuple[float, float, float]]


@lru_cache(maxsize=whatif.KEPT)
def sums(codes: tuple[str, ...]) -> Sums:
    """Run the packages in some countries, central runs without a view, and read what the costs stand against."""
    name = "protection-" + (codes[0].lower() if len(codes) == 1 else "largest")
    uses = tuple(
        LeverUse(lever, value, destinations=codes, start=START, source=SOURCE)
        for lever, value in zip(LEVERS, VALUES["portable"], strict=True)
    )
    scenario = Scenario(name, "Protection", "What would protecting migrants cost?", destinations=codes, levers=uses)
    base, made = over_values(scenario, list(VALUES.values()), None)
    parties = {key: float(value[FIRST]) for key, value in base[1].items()}
    born_abroad = _of("foreign_born", base, codes)
    known = tuple(code for code in codes if code in irregular_at_launch())
    balance = {}
    for one in VIEWS:
        charged, _ = over_values(scenario, [], one)
        balance[one] = _of("fiscal", charged, codes) / born_abroad if born_abroad else 0.0
    income = parties["migrants_income"]
    return Sums(
        migrants=born_abroad,
        earnings=parties["migrants_earnings"],
        workers=income / parties["migrants_earnings"] if parties["migrants_earnings"] else 0.0,
        taxes=parameter("fiscal_tax_share").central * income,
        gdp=_gdp(codes, base),
        irregular=_of("irregular_stock", base, known) / born_abroad if known else None,
        covered=parties["migrants_covered"],
        months=parties["migrants_recruitment_months"],
        balance=balance,
        after={key: _after(base, run, codes) for key, run in zip(VALUES, made, strict=True)},
    )


def _after(base: Outcomes, run: Outcomes, codes: tuple[str, ...]) -> tuple[float, float, float]:
    before, now = _of("returns", base, codes), _of("returns", run, codes)
    found = run[1]
    change = 100 * (now / before - 1) if before else 0.0
    return float(found["migrants_covered"][-1]), float(found["migrants_recruitment_months"][-1]), change


def _of(name: str, run: Outcomes, codes: tuple[str, ...]) -> float:
    at = np.isin(world().countries, codes)
    return float(np.asarray(run[0][name][FIRST], float)[at].sum())


def _gdp(codes: tuple[str, ...], base: Outcomes) -> float:
    """GDP per head at launch, weighted by residents born abroad."""
    from corridors.scenarios.economies import known

    at = np.isin(world().countries, codes)
    weights = np.asarray(base[0]["foreign_born"][FIRST], float)[at]
    return float(np.average(known(world().countries).gdp_ppp[at], weights=weights)) if weights.sum() else 0.0


@cache
def items() -> pl.DataFrame:
    """What each duty costs: item, of (whom), low, central, high (shares of GDP per head), known, source and note."""
    text = (files("corridors.answers.rights") / "protection_costs.csv").read_text(encoding="utf-8")
    return pl.read_csv(text.encode()).with_columns(quality=pl.lit(Quality.EXTRAPOLATED.value))


def cost(held: Sums, side: str) -> float:
    """Public cost a year of the convention's duties for each migrant, at the low, central or high numbers.

    `sum over duties of share * GDP per head * part of the migrants whom the duty concerns`; duties to residents without
    permission are left out where those are not estimated.
    """
    parts = {"irregular": held.irregular or 0.0, "worker": held.workers}
    return sum(row[side] * held.gdp * parts[row["of"]] for row in items().iter_rows(named=True))


def packages(held: Sums) -> pl.DataFrame:
    """A row for each package: label, covered, low, central, high, of_earnings, of_taxes, months, returns, quality."""
    sides = {side: cost(held, side) for side in ("low", "central", "high")}
    rows = [
        {
            "label": LABELS[key], "covered": covered, **sides,
            "of_earnings": sides["central"] / held.earnings if held.earnings else None,
            "of_taxes": sides["central"] / held.taxes if held.taxes else None,
            "months": months if held.months else None, "returns": returns,
        }
        for key, (covered, months, returns) in held.after.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(quality=pl.lit(whatif.QUALITY.value))
