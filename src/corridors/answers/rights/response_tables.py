"""States' responses to two conventions as tables: standing and lag by State, waiting times, groups of States."""

from __future__ import annotations

import polars as pl

from corridors.answers.rights import instruments
from corridors.answers.rights.standings import NONE, PARTY, SIGNED
from corridors.answers.rights.survival import Waiting, kaplan_meier
from corridors.concepts.countries import area, income_group
from corridors.concepts.quality import Quality

CHILD, WORKERS = "CRC", "ICRMW"
NAMES = {CHILD: "Child Convention (1989)", WORKERS: "Migrant Workers Convention (1990)"}
INCOME_YEAR = 2024
"""The latest year of the World Bank's income groups."""
END_OF_2015 = 2015
"""Where no row stands for a State, the copy of March 2015 shows that it had not acted by then."""


def by_state() -> pl.DataFrame:
    """Each State's standing to both conventions.

    Columns: country, child, child_since, workers, workers_since, workers_signed, lag (years from one to the other),
    quality (missing where the standing to the Migrant Workers Convention is not known).
    """
    frame = instruments.standings()
    child = frame.filter(instrument=CHILD).select("country", child="state", child_since="since")
    workers = frame.filter(instrument=WORKERS).select(
        "country", workers="state", workers_since="since", workers_signed="signed", quality="quality"
    )
    joined = child.join(workers, on="country")
    return joined.with_columns(lag=pl.col("workers_since") - pl.col("child_since")).sort(
        "workers_since", "country", nulls_last=True
    )


def waits(code: str, states: list[str] | None = None) -> list[Waiting]:
    """Years from the opening of an instrument, or from a State's beginning if later, to acceptance or the record's end.

    Args:
        code: the instrument.
        states: the States to follow; all by default.
    """
    opened = instruments.dates()[code].opened
    rows = instruments.standings().filter(instrument=code)
    if states is not None:
        rows = rows.filter(pl.col("country").is_in(states))
    found = []
    for row in rows.iter_rows(named=True):
        born = area(row["country"]).start
        start = max(opened, born.year if born else opened)
        since = row["since"] if row["state"] == PARTY else None
        end = since if since is not None else row["as_of"] or END_OF_2015
        # A State that succeeded to a predecessor's acceptance is party from its first day.
        found.append(Waiting(max(0, end - start), since is not None))
    return found


def curves(states: list[str] | None = None) -> pl.DataFrame:
    """The waiting times of both conventions: instrument, label, the columns of `kaplan_meier`, quality."""
    found = [
        kaplan_meier(waits(code, states)).with_columns(instrument=pl.lit(code), label=pl.lit(label))
        for code, label in NAMES.items()
    ]
    return pl.concat(found).with_columns(quality=pl.lit(Quality.MODELLED.value))


def groups(rows: pl.DataFrame) -> pl.DataFrame:
    """Parties by region and by income group: kind, group, states, child, workers, signed, none, share, quality."""
    labelled = rows.with_columns(
        Region=pl.col("country").map_elements(lambda code: area(code).region or "not given", return_dtype=pl.String),
        Income=pl.col("country").map_elements(
            lambda code: income_group(code, INCOME_YEAR) or "not classified", return_dtype=pl.String
        ),
    )
    counts = [
        pl.len().alias("states"),
        (pl.col("child") == PARTY).sum().alias("child_parties"),
        (pl.col("workers") == PARTY).sum().alias("workers_parties"),
        (pl.col("workers") == SIGNED).sum().alias("signed"),
        (pl.col("workers") == NONE).sum().alias("none"),
    ]
    tables = [
        labelled.group_by(group=kind).agg(*counts).with_columns(kind=pl.lit(kind)) for kind in ("Region", "Income")
    ]
    share = pl.col("workers_parties") / pl.col("states")
    found = pl.concat(tables).with_columns(share=share, quality=pl.lit(Quality.OBSERVED.value))
    return found.sort(["kind", "share", "group"], descending=[True, True, False])
