"""Rogers-Castro age schedules, the published sets of them, and the indices of an age profile.

Sources: Rogers, A. & Castro, L. J. (1981), Model Migration Schedules, IIASA RR-81-30,
http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf; United Nations (1992), Preparing Migration Data
for Subnational Population Projections; Bernard, A., Bell, M. & Charles-Edwards, E. (2014), Population Studies
68(2), 179-195, https://doi.org/10.1080/00324728.2014.890243.
"""

import csv
import difflib
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput, UnknownName

Floats = NDArray[np.float64]

BASE = ("a1", "alpha1", "a2", "alpha2", "mu2", "lambda2", "c")
RETIREMENT = ("a3", "alpha3", "mu3", "lambda3")
ELDERLY = ("a4", "lambda4")
PARAMETERS = {7: BASE, 9: BASE + ELDERLY, 11: BASE + RETIREMENT, 13: BASE + RETIREMENT + ELDERLY}
"""The four forms of the schedule, by their number of parameters."""


@dataclass(frozen=True)
class RogersCastro:
    """A migration rate as a function of age, in the form of Rogers and Castro (1981).

    `m(x) = a1 exp(-alpha1 x) + a2 exp(-alpha2 (x - mu2) - exp(-lambda2 (x - mu2)))
    + a3 exp(-alpha3 (x - mu3) - exp(-lambda3 (x - mu3))) + a4 exp(lambda4 x) + c`:
    children, labour force, retirement, the oldest, and a constant. Seven parameters without the third and fourth
    terms, nine with the fourth, eleven with the third, thirteen with both.

    Args:
        a1, a2, a3, a4, c: levels, per person per year, none negative.
        alpha1, alpha2, lambda2, alpha3, lambda3, lambda4: slopes, per year of age, positive.
        mu2, mu3: locations, years of age.
    Raises:
        InvalidInput: a value out of its range, or a third or fourth term given in part.
    Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf

    >>> schedule = RogersCastro(a1=0.02, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20, lambda2=0.4, c=0.003)
    >>> schedule.evaluate([0, 1, 25]).round(5).tolist()
    [0.023, 0.0211, 0.03643]
    """

    a1: float
    alpha1: float
    a2: float
    alpha2: float
    mu2: float
    lambda2: float
    c: float
    a3: float | None = None
    alpha3: float | None = None
    mu3: float | None = None
    lambda3: float | None = None
    a4: float | None = None
    lambda4: float | None = None

    def __post_init__(self) -> None:
        for part, names in (("retirement", RETIREMENT), ("elderly", ELDERLY)):
            missing = [name for name in names if getattr(self, name) is None]
            if 0 < len(missing) < len(names):
                raise InvalidInput(
                    f"The {part} term of a Rogers-Castro schedule lacks {', '.join(missing)}.",
                    hint=f"Give all of {', '.join(names)} or none.",
                )
        for name, value in self.parameters().items():
            _check_parameter(name, value)

    def parameters(self) -> dict[str, float]:
        """Give the parameters that the schedule uses, in the order of Rogers and Castro.

        >>> len(published("fund").parameters())
        7
        """
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: float(value) for name, value in values.items() if value is not None}

    def evaluate(self, ages: ArrayLike) -> Floats:
        """Give the migration rate at each age.

        Args:
            ages: any shape, years of age, none negative; the published schedules take whole years.
        Returns: per person per year, in the shape of `ages`.
        Raises:
            InvalidInput: an age that is negative or not finite, or a rate too large for a float.

        >>> float(published("ws_male").evaluate(0).round(4))
        0.0243
        """
        x = np.asarray(ages, dtype=np.float64)
        if not np.all(np.isfinite(x)) or np.any(x < 0):
            raise InvalidInput("Ages must be finite and not negative.", hint="Give ages in years, 0 or more.")
        rates = self.a1 * np.exp(-self.alpha1 * x) + self.c
        rates = rates + self.a2 * _double_exponential(x, self.alpha2, self.mu2, self.lambda2)
        if self.a3 is not None and self.alpha3 is not None and self.mu3 is not None and self.lambda3 is not None:
            rates = rates + self.a3 * _double_exponential(x, self.alpha3, self.mu3, self.lambda3)
        if self.a4 is not None and self.lambda4 is not None:
            with np.errstate(over="ignore"):
                rates = rates + self.a4 * np.exp(self.lambda4 * x)
        if not np.all(np.isfinite(rates)):
            raise InvalidInput("The schedule gives a rate beyond the largest float.", hint="Check a2, alpha2 and a4.")
        return rates

    def standard(self, ages: ArrayLike | None = None) -> Floats:
        """Give the schedule scaled to a sum of one over the ages: only its shape.

        `s(x) = m(x) / sum_y m(y)`; over single years of age the gross migraproduction rate of `s` is 1.

        Args:
            ages: single years of age, shape (ages,); 0 to 100 where none are given.
        Returns: shares, shape (ages,).
        Raises:
            InvalidInput: every rate is zero.
        Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf

        >>> shares = published("fund").standard()
        >>> len(shares), float(shares.sum().round(12))
        (101, 1.0)
        """
        rates = self.evaluate(np.arange(101) if ages is None else ages)
        total = rates.sum()
        if total <= 0:
            raise InvalidInput("A schedule of zero rates has no shape.", hint="Give a positive a1, a2 or c.")
        return rates / total

    def group_means(self, edges: ArrayLike) -> Floats:
        """Give the mean rate over the single years of each age group.

        `m_g = mean of m(x) over x = edges[g], ..., edges[g + 1] - 1`.

        Args:
            edges: shape (groups + 1,), whole years, rising: `[0, 5, 10]` means 0-4 and 5-9.
        Returns: per person per year, shape (groups,).
        Raises:
            InvalidInput: edges that are not whole and rising.

        >>> published("fund").group_means([0, 5, 10]).round(5).tolist()
        [0.01954, 0.01303]
        """
        bounds = np.asarray(edges, dtype=np.float64)
        if bounds.ndim != 1 or len(bounds) < 2 or np.any(bounds != np.round(bounds)) or np.any(np.diff(bounds) <= 0):
            raise InvalidInput("Edges of age groups must be two or more whole years of age, rising.")
        whole = bounds.astype(np.int64)
        rates = self.evaluate(np.arange(whole[0], whole[-1]))
        return np.add.reduceat(rates, whole[:-1] - whole[0]) / np.diff(whole)

    @property
    def labour_peak_age(self) -> float:
        """Age at which the labour-force term alone peaks: `mu2 + log(lambda2 / alpha2) / lambda2`, in years.

        >>> round(published("fund").labour_peak_age, 3)
        23.466
        """
        return self.mu2 + math.log(self.lambda2 / self.alpha2) / self.lambda2


@dataclass(frozen=True)
class ScheduleRatios:
    """Ratios that describe a schedule, from `schedule_ratios`; the last two are None without a retirement term."""

    peaking: float
    child_dependency: float
    labour_dependency: float
    labour_asymmetry: float
    regularity: float
    retirement_dependency: float | None
    retirement_asymmetry: float | None


def schedule_ratios(schedule: RogersCastro) -> ScheduleRatios:
    """Describe a schedule by the ratios of Rogers and Castro.

    `peaking = mu2`, `child_dependency = a1 / a2`, `labour_dependency = a2 / a1`, `labour_asymmetry = lambda2 / alpha2`,
    `regularity = alpha1 / alpha2` (parental shift), `retirement_dependency = a3 / a2`,
    `retirement_asymmetry = lambda3 / alpha3`.

    Returns: `peaking` in years of age, the others without unit.
    Raises:
        InvalidInput: a1 or a2 is zero, so that a ratio does not exist.
    Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf

    >>> ratios = schedule_ratios(published("fund"))
    >>> ratios.peaking, round(ratios.labour_dependency, 9), ratios.labour_asymmetry, ratios.regularity
    (20.0, 3.0, 4.0, 1.0)
    """
    if schedule.a1 == 0 or schedule.a2 == 0:
        raise InvalidInput("The dependency ratios of a schedule need a positive a1 and a2.")
    retirement_asymmetry = None
    if schedule.lambda3 is not None and schedule.alpha3 is not None:
        retirement_asymmetry = schedule.lambda3 / schedule.alpha3
    return ScheduleRatios(
        peaking=schedule.mu2,
        child_dependency=schedule.a1 / schedule.a2,
        labour_dependency=schedule.a2 / schedule.a1,
        labour_asymmetry=schedule.lambda2 / schedule.alpha2,
        regularity=schedule.alpha1 / schedule.alpha2,
        retirement_dependency=schedule.a3 / schedule.a2 if schedule.a3 is not None else None,
        retirement_asymmetry=retirement_asymmetry,
    )


def published(name: str) -> RogersCastro:
    """Give a published model schedule by its code.

    `fund` is the fundamental set of Rogers and Castro (1981); `ws`, `ld`, `hd`, `ylfe`, `olfe` and `ldllfe`, each with
    `_male` or `_female`, are those of the United Nations (1992). Sources stand in `tables/rogers_castro.csv`.

    Raises:
        UnknownName: no such schedule.

    >>> published("ld_female").mu2
    20.632
    """
    tabled = _published_parameters()
    if name not in tabled:
        nearest = difflib.get_close_matches(name, tabled, 3)
        raise UnknownName("published schedule", name, nearest, hint=f"There are {', '.join(tabled)}.")
    return RogersCastro(**tabled[name])


def published_names() -> tuple[str, ...]:
    """List the codes of the published schedules.

    >>> published_names()[:2]
    ('fund', 'ws_male')
    """
    return tuple(_published_parameters())


def gross_migraproduction_rate(rates: ArrayLike, width: float = 1.0) -> float:
    """Sum the migration rates over age: moves in a life lived through at these rates.

    `GMR = width * sum_x m(x)`.

    Args:
        rates: shape (ages,), per person per year; width: years in an age group.
    Returns: moves per person.
    Raises:
        InvalidInput: rates that are negative, not finite or not a vector; a width that is not positive.
    Source: Rogers, A. (1975), Introduction to Multiregional Mathematical Demography, Wiley.

    >>> gross_migraproduction_rate([0.01, 0.03, 0.02], width=5)
    0.3
    """
    return float(_check_width(width) * _check_rates(rates).sum())


def mean_age(ages: ArrayLike, rates: ArrayLike, width: float = 1.0) -> float:
    """Average the age at migration over a schedule, free of the population's age structure.

    `sum_x (x + width / 2) m(x) / sum_x m(x)`.

    Args:
        ages: shape (ages,), lower bound of each age group, years; rates: shape (ages,), per person per year;
        width: years in an age group.
    Returns: years of age.
    Raises:
        InvalidInput: lengths that differ, rates that are negative or all zero.
    Source: http://webarchive.iiasa.ac.at/Admin/PUB/Documents/RR-81-030.pdf

    >>> mean_age([20, 25], [0.03, 0.01], width=5)
    23.75
    """
    x, m = _check_profile(ages, rates)
    return float(np.sum((x + _check_width(width) / 2) * m) / m.sum())


@dataclass(frozen=True)
class AgeProfile:
    """Indices of an age profile, from `age_profile`. Intensities are normalised: the profile sums to 100."""

    peak_age: float
    peak_intensity: float
    peak_share: float
    upward_rate: float
    upward_age: float
    downward_rate: float
    downward_age: float
    asymmetry: float


def age_profile(
    ages: ArrayLike, rates: ArrayLike, *, lowest: float = 5, highest: float = 65, breadth: float = 5
) -> AgeProfile:
    """Describe an observed age profile by its peak and by its steepest rise and fall.

    With `n(x) = 100 m(x) / sum m`: the peak is the largest `n` between the ages `lowest` and `highest`; `peak_share` is
    the sum of `n` within `breadth` years of the peak (Bell and Muhidin 2009); `upward_rate` is the largest rise of `n`
    per year of age between neighbours up to the peak, `downward_rate` the largest fall after it, up to `highest`, each
    with the age it starts from; `asymmetry` is the rise over the fall (Bernard, Bell and Charles-Edwards 2014).

    Args:
        ages: shape (ages,), single years or lower bounds, rising; rates: shape (ages,), per person per year;
        lowest, highest: ages between which the peak is looked for, which keeps infants and the oldest out.
    Returns: ages in years, intensities in per cent of the profile, rates of change in per cent per year of age;
        `asymmetry` is infinite where the profile never falls after its peak.
    Raises:
        InvalidInput: fewer than three ages in range, all rates zero, ages not rising.
    Source: https://doi.org/10.1080/00324728.2014.890243; Bell, M. & Muhidin, S. (2009), UNDP HDRP 2009/30.

    >>> profile = age_profile([10, 11, 12, 13, 14], [1, 1, 5, 2, 1])
    >>> profile.peak_age, profile.peak_intensity, profile.upward_rate, profile.downward_rate
    (12.0, 50.0, 40.0, 30.0)
    """
    x, m = _check_profile(ages, rates)
    inside = np.flatnonzero((x >= lowest) & (x <= highest))
    if len(inside) < 3:
        raise InvalidInput(f"The profile has {len(inside)} ages between {lowest} and {highest}; a peak needs three.")
    normal = 100 * m / m.sum()
    peak = int(inside[np.argmax(normal[inside])])
    change = np.diff(normal) / np.diff(x)
    rises, falls = np.arange(inside[0], peak), np.arange(peak, inside[-1])
    up = int(rises[np.argmax(change[rises])]) if len(rises) else peak
    down = int(falls[np.argmin(change[falls])]) if len(falls) else peak
    rise = float(max(change[up], 0.0)) if len(rises) else 0.0
    fall = float(max(-change[down], 0.0)) if len(falls) else 0.0
    return AgeProfile(
        peak_age=float(x[peak]),
        peak_intensity=float(normal[peak]),
        peak_share=float(normal[np.abs(x - x[peak]) <= breadth].sum()),
        upward_rate=rise,
        upward_age=float(x[up]),
        downward_rate=fall,
        downward_age=float(x[down]),
        asymmetry=rise / fall if fall > 0 else math.inf,
    )


def _double_exponential(x: Floats, alpha: float, mu: float, rise: float) -> Floats:
    with np.errstate(over="ignore"):
        return np.exp(-alpha * (x - mu) - np.exp(-rise * (x - mu)))


def _check_parameter(name: str, value: float) -> None:
    if not math.isfinite(value):
        raise InvalidInput(f"Parameter {name} of a Rogers-Castro schedule is {value}; it must be finite.")
    if name in ("a1", "a2", "a3", "a4", "c") and value < 0:
        raise InvalidInput(f"Level {name} of a Rogers-Castro schedule is {value}; a level cannot be negative.")
    if name.startswith(("alpha", "lambda")) and value <= 0:
        raise InvalidInput(f"Slope {name} of a Rogers-Castro schedule is {value}; a slope must be positive.")


@cache
def _published_parameters() -> Mapping[str, dict[str, float]]:
    text = (files("corridors.flows") / "tables" / "rogers_castro.csv").read_text(encoding="utf-8")
    tabled: dict[str, dict[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        tabled.setdefault(row["schedule"], {})[row["parameter"]] = float(row["value"])
    return tabled


def _check_width(width: float) -> float:
    if not math.isfinite(width) or width <= 0:
        raise InvalidInput(f"The width of an age group is {width}; it must be a positive number of years.")
    return width


def _check_rates(rates: ArrayLike) -> Floats:
    m = np.asarray(rates, dtype=np.float64)
    if m.ndim != 1 or m.size == 0:
        raise InvalidInput(f"Rates by age must be one vector; these have shape {m.shape}.")
    if not np.all(np.isfinite(m)) or np.any(m < 0):
        at = int(np.flatnonzero(~np.isfinite(m) | (m < 0))[0])
        raise InvalidInput(f"The rate in place {at} is {m[at]}; rates must be finite and not negative.")
    return m


def _check_profile(ages: ArrayLike, rates: ArrayLike) -> tuple[Floats, Floats]:
    x, m = np.asarray(ages, dtype=np.float64), _check_rates(rates)
    if x.shape != m.shape:
        raise InvalidInput(f"There are {x.size} ages and {m.size} rates; each age needs one rate.")
    if not np.all(np.isfinite(x)) or np.any(x < 0) or np.any(np.diff(x) <= 0):
        raise InvalidInput("Ages must be finite, not negative, and rising without repeats.")
    if m.sum() <= 0:
        raise InvalidInput("Every rate is zero, so that the profile has no shape.")
    return x, m
