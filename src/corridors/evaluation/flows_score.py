"""How near estimates of flows come to what statistical offices report, by source and criterion."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from corridors.data import load
from corridors.evaluation.rivals import Rival

FEWEST = 10
"""Fewest pairs from which a correlation is printed."""
SPAN = 5
"""Years of the longer comparison, which evens out single years; five years is the usual period of stocks."""
LEVELS = (80, 95)
"""Intervals whose coverage is scored, in per cent."""


@dataclass(frozen=True)
class Score:
    """One figure of the scoreboard: `value` of a `measure`, from `n` comparisons.

    `source` is a reporting source, "wpp_2024" for net migration, or "world" for its total.
    """

    method: str
    source: str
    criterion: str
    measure: str
    value: float
    n: int


def score_flows(reported: pl.DataFrame, estimates: Iterable[Rival]) -> list[Score]:
    """Score estimates against reported flows, each source and criterion by itself.

    Measures over pairs of countries and years with both countries covered: Pearson's `r_count`; `r_log`, of logs,
    both above zero; `r_log1p`, of `log(1 + flow)`, zeros kept; `r_proportion`, of shares in the reporter's total of
    the year; `r_rate`, per inhabitant of the origin; `median_abs_log_error`, both above zero; `ratio_of_sums`,
    estimated over reported; `coverage80`, `coverage95`, the share of reports within the interval. `r_log_5y`,
    `r_count_5y` and `median_abs_log_error_5y` compare sums over five calendar years (from 1990 on) of the years
    reported. Criterion "residence" is scored as a whole and by side. Besides, `r_net_annual` and `r_net_5y` against
    WPP 2024, and `world_movers`, mean persons a year over the estimate's years.

    Arguments: `reported` as from `read_reported`; `estimates` as from `rivals`.
    Source of the measures: Abel and Cohen (2019), https://doi.org/10.1038/s41597-019-0089-3 .

    >>> reported = pl.DataFrame({"source": "office", "criterion": "residence", "side": "immigration",
    ...     "reporter": "MEX", "origin": ["USA"] * 10, "destination": ["MEX"] * 10, "year": range(2000, 2010),
    ...     "reported": range(10, 20)})
    >>> doubled = {"flow": 2.0 * pl.col("reported"), "start": pl.col("year"), "end": pl.col("year") + 1}
    >>> twice = reported.select("origin", "destination", **doubled)
    >>> found = score_flows(reported, [Rival("twice", twice)])
    >>> [s.value for s in found if s.measure in ("r_count", "ratio_of_sums")][:2]
    [1.0, 2.0]
    """
    population = _population()
    scores: list[Score] = []
    for rival in estimates:
        pairs = paired(reported, rival).join(population, on=["origin", "year"], how="left")
        for source, criterion, rows in groups(pairs):
            for measure, (value, n) in measures(rows).items():
                if np.isfinite(value):
                    scores.append(Score(rival.name, source, criterion, measure, round(float(value), 6), n))
        scores += _whole_world(rival)
    return scores


def groups(pairs: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """The pairs of each source and criterion; those by residence as a whole and by side."""
    for (source, criterion), rows in pairs.group_by("source", "criterion", maintain_order=True):
        yield str(source), str(criterion), rows
        if criterion == "residence":
            for (side,), part in rows.group_by("side", maintain_order=True):
                yield str(source), f"residence, {side}", part


def paired(reported: pl.DataFrame, rival: Rival) -> pl.DataFrame:
    """Reported rows with the estimate for the same pair and year; absent pairs are zero unless unknown."""
    spans = rival.frame.select("start", "end").unique()
    years = pl.concat(
        [
            pl.DataFrame({"start": a, "year": range(a, b)}, schema={"start": pl.Int64, "year": pl.Int64})
            for a, b in spans.rows()
        ]
    )
    rows = reported.join(years, on="year")
    sides = pl.concat([rival.frame.select("start", place=side) for side in ("origin", "destination")]).unique()
    for side in ("origin", "destination"):
        rows = rows.join(sides, left_on=["start", side], right_on=["start", "place"], how="semi")
    joined = rows.join(rival.frame.drop("end", "year", strict=False), on=["start", "origin", "destination"], how="left")
    if rival.sparse:
        return joined.filter(pl.col("flow").is_not_null())
    return joined.with_columns(pl.col("flow").fill_null(0.0))


def measures(rows: pl.DataFrame) -> dict[str, tuple[float, int]]:
    """Every measure of rows of `paired`, with the number of comparisons."""
    x, y = rows["reported"].to_numpy().astype(float), rows["flow"].to_numpy().astype(float)
    both = (x > 0) & (y > 0)
    logs = np.log(x[both]), np.log(y[both])
    total = rows.select(
        pl.col("reported", "flow").sum().over("reporter", "side", "year").name.suffix("_all"),
    )
    share = x / np.maximum(total["reported_all"].to_numpy(), 1e-9), y / np.maximum(total["flow_all"].to_numpy(), 1e-9)
    people = rows["population"].to_numpy().astype(float)
    lived = np.isfinite(people) & (people > 0)
    found = {
        "r_count": (_pearson(x, y), len(x)),
        "r_log": (_pearson(*logs), int(both.sum())),
        "r_log1p": (_pearson(np.log1p(x), np.log1p(y)), len(x)),
        "r_proportion": (_pearson(*share), len(x)),
        "r_rate": (_pearson(x[lived] / people[lived], y[lived] / people[lived]), int(lived.sum())),
        "median_abs_log_error": (_median_gap(*logs), int(both.sum())),
        "ratio_of_sums": (y.sum() / x.sum() if x.sum() else np.nan, len(x)),
    }
    for level in LEVELS:
        if f"lower{level}" in rows.columns:
            low, high = (rows[f"{end}{level}"].to_numpy().astype(float) for end in ("lower", "upper"))
            known = np.isfinite(low) & np.isfinite(high)
            inside = (x >= low - 0.5) & (x <= high + 0.5)  # reports are whole persons
            found[f"coverage{level}"] = (float(inside[known].mean()) if known.any() else np.nan, int(known.sum()))
    return found | _longer(rows)


def _longer(rows: pl.DataFrame) -> dict[str, tuple[float, int]]:
    """The comparison of sums over five years."""
    sums = rows.group_by("side", "origin", "destination", pl.col("year") // SPAN).agg(pl.col("reported", "flow").sum())
    x, y = sums["reported"].to_numpy(), sums["flow"].to_numpy()
    both = (x > 0) & (y > 0)
    logs = np.log(x[both]), np.log(y[both])
    return {
        "r_count_5y": (_pearson(x, y), len(x)),
        "r_log_5y": (_pearson(*logs), int(both.sum())),
        "median_abs_log_error_5y": (_median_gap(*logs), int(both.sum())),
    }


def _pearson(x: np.ndarray, y: np.ndarray) -> float:
    if len(x) < FEWEST or x.std() == 0 or y.std() == 0:
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])


def _median_gap(x: np.ndarray, y: np.ndarray) -> float:
    return float(np.median(np.abs(x - y))) if len(x) else float("nan")


def _population() -> pl.DataFrame:
    frame = load("demography_totals").frame
    return frame.select("year", origin="country", population="pop_midyear").unique(["origin", "year"], keep="first")


def _whole_world(rival: Rival) -> list[Score]:
    """Correlation of implied net migration with WPP 2024, by year and over five years, and the world's movers."""
    wpp = load("demography_totals").frame.select("country", "year", "net_migration").drop_nulls()
    frame = rival.frame.select("start", "end", "origin", "destination", "flow").with_columns(
        year=pl.int_ranges("start", "end")
    )
    into = frame.group_by("start", "end", "year", country="destination").agg(net=pl.col("flow").sum())
    out = frame.group_by("start", "end", "year", country="origin").agg(net=-pl.col("flow").sum())
    net = pl.concat([into, out]).group_by("start", "end", "year", "country").agg(pl.col("net").sum()).explode("year")
    both = net.join(wpp, on=["country", "year"])
    wide = both.group_by("country", pl.col("year") // SPAN).agg(pl.col("net", "net_migration").sum())
    scores = [
        (measure, _pearson(f["net"].to_numpy(), f["net_migration"].to_numpy().astype(float)), f.height)
        for measure, f in (("r_net_annual", both), ("r_net_5y", wide))
    ]
    length = (pl.col("end") - pl.col("start")).cast(pl.Float64)
    movers = frame.select((pl.col("flow") * length).sum()).item()
    years = sum(end - start for start, end in frame.select("start", "end").unique().rows())
    found = [Score(rival.name, "wpp_2024", "net migration", m, round(v, 6), n) for m, v, n in scores if np.isfinite(v)]
    return [*found, Score(rival.name, "world", "all", "world_movers", round(float(movers) / years, 1), years)]
