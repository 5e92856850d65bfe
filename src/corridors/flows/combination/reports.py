"""The reported flows that the combined estimate learns from, as arrays, each with the system that counted it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.data import load
from corridors.flows.combination.panel import YEARS

KINDS = (
    "residence, immigration",
    "residence, emigration",
    "citizenship, immigration",
    "citizenship, emigration",
    "grant of residence",
)
"""What an office counts: moves by previous or next residence, by citizenship, or grants of permanent residence."""
RESIDENCE_IN, RESIDENCE_OUT, CITIZENSHIP_IN, CITIZENSHIP_OUT, GRANT = range(5)
PACKAGED = (
    "eurostat_migr_imm5prv", "eurostat_migr_imm1ctz", "destatis_12711_0008", "ircc_pr_citizenship",
    "us_dhs_lpr_birth", "us_dhs_lpr_residence",
)  # fmt: skip
"""Sources that the package carries; the fit uses no others unless it is asked to."""
WITHHELD = ("un_desa_imf_2015",)
"""Sources that can be used when they have been added, which changes the estimate."""
GRANTS = ("us_dhs_lpr_birth", "us_dhs_lpr_residence", "ircc_pr_citizenship")


@dataclass(frozen=True)
class Reports:
    """Reported flows: index of the year, of origin and destination, kind, reporter, system, persons.

    A system is a reporter's way of counting: the reporter with the kind of count and the source.
    """

    t: NDArray[np.int64]
    i: NDArray[np.int64]
    j: NDArray[np.int64]
    kind: NDArray[np.int64]
    reporter: NDArray[np.int64]
    system: NDArray[np.int64]
    source: NDArray[np.int64]
    persons: NDArray[np.float64]

    def of(self, kept: NDArray[np.bool_]) -> Reports:
        """Some of the rows."""
        return Reports(*(getattr(self, field.name)[kept] for field in fields(self)))

    def __len__(self) -> int:
        return len(self.t)


def read(codes: tuple[str, ...], sources: tuple[str, ...] = PACKAGED) -> Reports:
    """Read the reports on pairs of places, 1990-2024, of the sources; a source that is not there has no rows.

    Own citizens alone, totals and areas that are no place of the panel are left out. Reports by country of birth exist
    from the United States alone, as grants.
    """
    frame = pl.concat([load(name).frame for name in ("flows_reported", "flows_reported2")], how="diagonal_relaxed")
    grant = pl.col("source").is_in(GRANTS) | (pl.col("criterion") == "birth")
    counted = pl.concat_str("criterion", pl.lit(", "), "reporting_side")
    kept = frame.filter(
        pl.col("source").is_in(sources), pl.col("year").is_in(YEARS), pl.col("origin") != pl.col("destination"),
        pl.col("origin").is_in(codes), pl.col("destination").is_in(codes), pl.col("criterion") != "total",
        pl.col("flow").is_not_null(), pl.col("coverage") != "citizens",
        (pl.col("coverage") == "both") | (pl.col("criterion") != "residence"),
    ).with_columns(kind=pl.when(grant).then(pl.lit(KINDS[GRANT])).otherwise(counted))  # fmt: skip
    keys = ["source", "kind", "reporter", "origin", "destination", "year"]
    one = kept.group_by(keys).agg(pl.col("flow").mean()).sort(keys)
    place = {code: k for k, code in enumerate(codes)}
    i, j, reporter = (np.array([place[c] for c in one[side]], int) for side in ("origin", "destination", "reporter"))
    kind = np.array([KINDS.index(k) for k in one["kind"]], int)
    listed = (*PACKAGED, *WITHHELD)
    source = np.array([listed.index(s) for s in one["source"]], int)
    system = (reporter * len(KINDS) + kind) * len(listed) + source
    years = one["year"].to_numpy() - YEARS[0]
    return Reports(years, i, j, kind, reporter, system, source, one["flow"].to_numpy().astype(float))
