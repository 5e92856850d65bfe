"""How well a regression fits: the map and the change side by side, beside what persistence alone would say."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LARGE = 1000.0
"""People a period, on average over the periods, from which a corridor counts as large."""


def quality(frame: pl.DataFrame) -> pl.DataFrame:
    """Score fitted and persistent flows on the same rows, pooled and within corridors.

    Flows a year are compared as `log(1 + flow)`. `pooled` correlates them over all corridors and periods: it flatters,
    since corridors differ by many powers of ten. `within` takes from each corridor its own mean over the periods
    before it correlates. `change` is the share of the squared change since the period before that is explained,
    `1 - sum (l - m)^2 / sum (l - p)^2` with l the log of the flow, m that of the model and p that of the period
    before, so that persistence scores 0 and a model worse than it scores below. `error` is the mean absolute error
    of the logs.

    Args:
        frame: pair, years, flow and fitted (persons per period), flow_previous (persons per year); only rows with a
            period before are scored, so that all measures rest on the same ones.
    Returns: corridors (all, large), predictor (model, persistence), rows, pooled, within, change, error.
    Source: Beyer, Schewe and Lotze-Campen (2022), https://doi.org/10.1057/s41599-022-01067-x

    >>> rows = {"pair": ["a"] * 3, "years": [5.0] * 3, "flow": [5.0, 10.0, 20.0], "fitted": [5.0, 10.0, 20.0],
    ...         "flow_previous": [None, 1.0, 2.0]}
    >>> quality(pl.DataFrame(rows)).filter(corridors="all", predictor="model")["error"].item()
    0.0
    """
    scored = frame.filter(pl.col("flow_previous").is_not_null()).with_columns(
        observed=(pl.col("flow") / pl.col("years")).log1p(),
        model=(pl.col("fitted") / pl.col("years")).log1p(),
        persistence=pl.col("flow_previous").log1p(),
    )
    large = scored.filter(pl.col("flow").mean().over("pair") >= LARGE)
    rows = []
    for corridors, part in (("all", scored), ("large", large)):
        for predictor in ("model", "persistence"):
            rows.append(
                {"corridors": corridors, "predictor": predictor, "rows": part.height, **_scores(part, predictor)}
            )
    return pl.DataFrame(rows, schema={"corridors": pl.String, "predictor": pl.String, "rows": pl.Int64,
                                      "pooled": pl.Float64, "within": pl.Float64, "change": pl.Float64,
                                      "error": pl.Float64})  # fmt: skip


def _scores(part: pl.DataFrame, predictor: str) -> dict[str, float | None]:
    centred = part.select(
        o=pl.col("observed") - pl.col("observed").mean().over("pair"),
        p=pl.col(predictor) - pl.col(predictor).mean().over("pair"),
    )
    observed, predicted, before = (part[name].to_numpy() for name in ("observed", predictor, "persistence"))
    moved = float(((observed - before) ** 2).sum())
    missed = float(((observed - predicted) ** 2).sum())
    return {
        "pooled": _correlation(observed, predicted),
        "within": _correlation(centred["o"].to_numpy(), centred["p"].to_numpy()),
        "change": 1.0 - missed / moved if moved > 0 else None,
        "error": float(np.abs(observed - predicted).mean()) if part.height else None,
    }


def _correlation(a: Floats, b: Floats) -> float | None:
    """Pearson's correlation; None where one side does not vary."""
    if len(a) < 2:
        return None
    x, y = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((x @ x) * (y @ y)))
    return float(x @ y) / scale if scale > 0 else None
