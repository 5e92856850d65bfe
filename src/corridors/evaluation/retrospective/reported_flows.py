"""Reported inflows in balanced panels: a pair counts only where both spans of years were reported."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from corridors.data import lazy


def inflows(source: str, partners: Collection[str], years: Collection[int]) -> pl.DataFrame:
    """Immigration by partner as destinations report it to Eurostat: `origin`, `destination`, `year`, `flow`.

    A zero is dropped: an early zero may mean "not available" (see `corridors data show flows_reported`).

    Args:
        source: "eurostat_migr_imm1ctz" (by citizenship) or "eurostat_migr_imm5prv" (by previous residence).
        partners: codes of origins; years: calendar years.
    """
    frame, _ = lazy("flows_reported")
    kept = pl.col("partner").is_in(list(partners)) & pl.col("year").is_in(list(years)) & (pl.col("flow") > 0)
    chosen = frame.filter(kept & (pl.col("source") == source) & (pl.col("reporting_side") == "immigration"))
    return chosen.select(origin="partner", destination="reporter", year="year", flow="flow").collect()


def balanced(flows: pl.DataFrame, years: Collection[int]) -> pl.DataFrame:
    """The pairs that have a flow in every one of these years.

    >>> frame = pl.DataFrame({"origin": "A", "destination": ["B", "B", "C"], "year": [1, 2, 1], "flow": 1.0})
    >>> balanced(frame, [1, 2])["destination"].to_list()
    ['B', 'B']
    """
    chosen = flows.filter(pl.col("year").is_in(list(years)))
    return chosen.filter(pl.col("year").n_unique().over("origin", "destination") == len(set(years)))


def change(flows: pl.DataFrame, by: str, before: Collection[int], after: Collection[int]) -> dict[str, float]:
    """Log change of mean yearly flows of balanced pairs, from `before` to `after`, by origin or by destination.

    Equation: `y_i = log(sum_{after} F_i / n_after) - log(sum_{before} F_i / n_before)`.

    >>> frame = pl.DataFrame({"origin": "A", "destination": "B", "year": [1, 2], "flow": [1.0, 1.0]})
    >>> change(frame, "origin", [1], [2])
    {'A': 0.0}
    """
    means = _means(balanced(flows, [*before, *after]), [by], before, after)
    return dict(means.sort(by).select(by, "change").iter_rows())


def within(
    flows: pl.DataFrame, unit: str, *, others: Collection[str], before: Collection[int], after: Collection[int]
) -> dict[str, float]:
    """Log change of each unit's pairs against that of other units in the same place, every pair counted alike.

    Equation: `y_u = mean_p (D_up - mean_{u' in others} D_u'p)`, `D` the log change of a pair's mean flow; unit and
    partner are origin and destination, or the reverse. What moved all flows of a partner drops out.

    >>> frame = pl.DataFrame({"origin": ["A", "A", "B", "B"], "destination": "X", "year": [1, 2, 1, 2],
    ...                       "flow": [1.0, 3.0, 1.0, 3.0]})
    >>> within(frame, "origin", others=["B"], before=[1], after=[2])
    {'A': 0.0, 'B': 0.0}
    """
    partner = "destination" if unit == "origin" else "origin"
    pairs = _means(balanced(flows, [*before, *after]), [unit, partner], before, after)
    usual = pl.col("change").filter(pl.col(unit).is_in(list(others))).mean().over(partner)
    apart = pairs.with_columns(apart=pl.col("change") - usual).drop_nulls()
    return dict(apart.group_by(unit).agg(pl.col("apart").mean()).sort(unit).iter_rows())


def _means(panel: pl.DataFrame, by: list[str], before: Collection[int], after: Collection[int]) -> pl.DataFrame:
    first, last = (
        pl.col("flow").filter(pl.col("year").is_in(list(years))).sum() / len(years) for years in (before, after)
    )
    return panel.group_by(by).agg(change=(last / first).log())
