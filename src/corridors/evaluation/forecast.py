"""Back-tests: forecasts launched in earlier years with what was known then, scored by what happened after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corridors.concepts.nearest import nearest
from corridors.drivers.forecast.history import History, history, launches
from corridors.errors import NotCovered, UnknownName
from corridors.evaluation import forecast_scores as measures
from corridors.evaluation.forecast_models import MODELS, Prediction
from corridors.evaluation.forecast_net import NET_MODELS, NetPrediction
from corridors.flows.arrays import Method

Floats = NDArray[np.float64]
LARGE, SMALL = 200.0, 0.2
"""Persons a year in the last period before the launch from which a corridor is large (a thousand in five years), and
below which it counts as zero (fewer than one in five years)."""
CLASSES = ("all", "large", "small", "zero")
NET = "net migration"


@dataclass(frozen=True)
class ForecastScore:
    """One figure of a back-test: `value` of a `measure` for a `group` of corridors, from `n` of them.

    `group` is one of `CLASSES` or "net migration" of countries. Errors are in persons a year.
    """

    launch: int
    model: str
    measure: str
    group: str
    value: float
    n: int

    def row(self) -> dict[str, object]:
        """The figure with the column names of the printed list, where the group is called class."""
        return {
            "launch": self.launch, "model": self.model, "measure": self.measure, "class": self.group,
            "value": self.value, "n": self.n,
        }  # fmt: skip


def back_test(
    years: Sequence[int] = (2000, 2005, 2010, 2015, 2020),
    *,
    models: Sequence[str] | None = None,
    draws: int = 1000,
    seed: int = 0,
    method: Method = "pseudo-bayes",
) -> list[ForecastScore]:
    """Launch every model from every year, with the periods that had ended, and score the period after.

    Measures by class of corridor: `mae` and `median_abs_log_error` of the median; `crps`; `coverage80`, `coverage95`;
    `upper_tail`, the quantile score at 95%; `r2_within`; and `mae_skill`, `crps_skill`, one less the ratio to
    persistence. A point forecast's score is its absolute error, and it has no coverage.

    What is known at a launch are the flows of the periods that had ended and the stocks at its date, all by the 2024
    edition of the stocks and World Population Prospects 2024; later revisions of earlier dates are in them, which no
    real forecast of that year had.

    Args:
        years: launch years; models: names of `MODELS` and `NET_MODELS`, None for all; draws: of each distribution;
        seed: of the draws; method: by which the flows were estimated, before and after the launch alike.
    Raises:
        NotCovered: a launch year without two periods before it or one after it; UnknownName: a model.
    """
    names = [*MODELS, *NET_MODELS]
    chosen = names if models is None else list(models)
    for name in chosen:
        if name not in names:
            raise UnknownName("model", name, nearest(name, names), hint=f"Models: {', '.join(names)}.")
    found: list[ForecastScore] = []
    for year in years:
        known, after = outcome(year, method)
        found += score_launch(known, *after, chosen, draws=draws, seed=seed)
    return found


def outcome(launch: int, method: Method = "pseudo-bayes") -> tuple[History, tuple[Floats, float]]:
    """What was known at a launch, and what happened: flows a year `[origin, destination]` and the period's length."""
    with_outcome = launches()[:-1]
    if launch not in with_outcome:
        listed = ", ".join(map(str, with_outcome))
        raise NotCovered(f"A forecast launched in {launch} cannot be scored.", hint=f"Launch years: {listed}.")
    known = history(launch, method=method)
    later = history(launches()[launches().index(launch) + 1], method=method).periods[-1]
    return known, (later.flows.sum(axis=0), later.years)


def score_launch(
    known: History, after: Floats, years: float, models: Iterable[str], *, draws: int, seed: int
) -> list[ForecastScore]:
    """Score the models on one launch.

    Args:
        known: what was known; after: flows a year of the period to come `[origin, destination]`; years: its length;
        models: names; draws, seed: of the distributions.
    """
    past = np.stack([period.flows.sum(axis=0) for period in known.periods])
    groups = classes(past[-1])
    found: list[ForecastScore] = []
    for name in models:
        if name in NET_MODELS:
            found += _net_scores(known.launch, NET_MODELS[name](known, draws, seed), after)
            continue
        prediction = MODELS[name](known, years, draws, seed)
        found += _corridor_scores(known.launch, prediction, after, past, groups)
        found += _net_scores(known.launch, net_of(prediction), after)
    return [*found, *skills(found)]


def classes(last: Floats) -> dict[str, NDArray[np.bool_]]:
    """Part corridors by their flow in the last period, persons a year `[origin, destination]`.

    >>> {name: int(mask.sum()) for name, mask in classes(np.array([[0.0, 500.0], [0.1, 0.0]])).items()}
    {'all': 2, 'large': 1, 'small': 0, 'zero': 1}
    """
    off = ~np.eye(last.shape[0], dtype=np.bool_)
    return {
        "all": off,
        "large": off & (last >= LARGE),
        "small": off & (last >= SMALL) & (last < LARGE),
        "zero": off & (last < SMALL),
    }


def net_of(prediction: Prediction) -> NetPrediction:
    """Net migration of every country in every draw: arrivals less departures, which add up to zero."""
    draws = prediction.draws
    net = draws.sum(axis=1, dtype=np.float64) - draws.sum(axis=2, dtype=np.float64)
    return NetPrediction(prediction.model, net)


def _corridor_scores(
    launch: int, prediction: Prediction, after: Floats, past: Floats, groups: dict[str, NDArray[np.bool_]]
) -> Iterator[ForecastScore]:
    everywhere = groups["all"]
    draws, outcome = prediction.draws[:, everywhere], after[everywhere]
    cells = case_scores(draws, outcome)
    for name, mask in groups.items():
        inside = mask[everywhere]
        if not inside.any():
            continue
        values = {measure: float(column[inside].mean()) for measure, column in cells.items() if measure[0] != "_"}
        middle, truth = cells["_median"][inside], outcome[inside]
        values["median_abs_log_error"] = float(np.median(np.abs(measures.log_gap(middle, truth))))
        values["r2_within"] = measures.within_r2(middle, truth, past[:, everywhere][:, inside])
        for measure, value in values.items():
            if np.isfinite(value):
                yield ForecastScore(launch, prediction.model, measure, name, value, int(inside.sum()))


def case_scores(draws: NDArray[np.floating], outcome: Floats) -> dict[str, Floats]:
    """Scores of every case: mae, crps, upper_tail, coverage where there is a distribution; and `_median`.

    >>> found = case_scores(np.array([[1.0], [2.0], [3.0]]), np.array([2.0]))
    >>> float(found["mae"][0]), float(found["coverage80"][0])
    (0.0, 1.0)
    """
    ends = [0.5 + side * level / 200.0 for level in measures.LEVELS for side in (-1, 1)]
    values = measures.quantiles(draws, (0.5, measures.UPPER, *ends))
    found = {
        "_median": values[0],
        "mae": np.abs(values[0] - outcome),
        "crps": measures.crps(draws, outcome),
        "upper_tail": measures.quantile_score(values[1], outcome),
    }
    if draws.shape[0] > 1:
        for k, level in enumerate(measures.LEVELS):
            inside = measures.covered(values[2 + 2 * k], values[3 + 2 * k], outcome)
            found[f"coverage{level}"] = inside.astype(float)
    return found


def _net_scores(launch: int, prediction: NetPrediction, after: Floats) -> Iterator[ForecastScore]:
    truth = after.sum(axis=0) - after.sum(axis=1)
    for measure, column in case_scores(prediction.draws, truth).items():
        if measure[0] != "_":
            yield ForecastScore(launch, prediction.model, measure, NET, float(column.mean()), len(truth))


def skills(scores: Sequence[ForecastScore]) -> list[ForecastScore]:
    """Skill against persistence, `1 - error / error of persistence`, where persistence is among the models.

    >>> base = ForecastScore(2000, "persistence", "mae", "all", 4.0, 9)
    >>> skills([base, ForecastScore(2000, "x", "mae", "all", 3.0, 9)])[0].value
    0.25
    """
    base = {(s.launch, s.measure, s.group): s.value for s in scores if s.model == "persistence"}
    found = []
    for s in scores:
        reference = base.get((s.launch, s.measure, s.group))
        if s.measure in ("mae", "crps") and s.model != "persistence" and reference:
            value = 1.0 - s.value / reference
            found.append(ForecastScore(s.launch, s.model, f"{s.measure}_skill", s.group, value, s.n))
    return found
