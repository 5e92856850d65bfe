"""Forecasts held against the yearly flows that statistical offices reported after the launch."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from corridors.errors import InvalidInput
from corridors.evaluation.forecast import CLASSES, ForecastScore, case_scores, classes, outcome, skills
from corridors.evaluation.forecast_models import MODELS
from corridors.evaluation.forecast_scores import log_gap

CRITERION = "residence"
"""The only criterion with a true origin and destination."""


def reported_scores(
    reported: pl.DataFrame,
    years: Sequence[int] = (2000, 2005, 2010, 2015, 2020),
    *,
    models: Sequence[str] | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> list[ForecastScore]:
    """Score forecasts by reported flows of the years of each period, each report a case of its own.

    A report counts what its country calls a move; the forecast, who changed residence over a period. The
    difference of level is in every score, so what tells is the comparison of the models with each other.

    Args:
        reported: as from `read_reported`; years: launch years; models, draws, seed: as in `back_test`.
    Raises:
        InvalidInput: when no report falls into a period forecast.
    """
    chosen = list(MODELS) if models is None else [name for name in models if name in MODELS]
    found: list[ForecastScore] = []
    for launch in years:
        known, (_, length) = outcome(launch)
        cases = _cases(reported, launch, int(length), known.countries)
        if cases.is_empty():
            continue
        rows, columns = cases["row"].to_numpy(), cases["column"].to_numpy()
        truth = cases["reported"].to_numpy().astype(float)
        groups = classes(known.periods[-1].flows.sum(axis=0))
        launched: list[ForecastScore] = []
        for name in chosen:
            prediction = MODELS[name](known, length, draws, seed)
            scores = case_scores(prediction.draws[:, rows, columns], truth)
            for group in CLASSES:
                inside = groups[group][rows, columns]
                launched += _group((launch, name, group), scores, truth, inside)
        found += [*launched, *skills(launched)]
    if not found:
        raise InvalidInput(
            "No reported flow falls into a period that was forecast.",
            hint=f"Needed are flows by {CRITERION} between countries, after {min(years)}.",
        )
    return found


def _cases(reported: pl.DataFrame, launch: int, length: int, countries: tuple[str, ...]) -> pl.DataFrame:
    """Reports of a period, with the places of their countries in the arrays."""
    position = {code: i for i, code in enumerate(countries)}
    return reported.filter(
        pl.col("criterion") == CRITERION,
        pl.col("year").is_between(launch, launch + length - 1),
        pl.col("origin").is_in(countries) & pl.col("destination").is_in(countries),
    ).with_columns(
        row=pl.col("origin").replace_strict(position, default=-1, return_dtype=pl.Int64),
        column=pl.col("destination").replace_strict(position, default=-1, return_dtype=pl.Int64),
    )


def _group(
    case: tuple[int, str, str], scores: dict[str, np.ndarray], truth: np.ndarray, inside: np.ndarray
) -> list[ForecastScore]:
    """Scores of one launch, model and class."""
    if not inside.any():
        return []
    values = {name: float(column[inside].mean()) for name, column in scores.items() if name[0] != "_"}
    values["median_abs_log_error"] = float(np.median(np.abs(log_gap(scores["_median"][inside], truth[inside]))))
    launch, model, group = case
    return [ForecastScore(launch, model, name, group, value, int(inside.sum())) for name, value in values.items()]
