"""The registry of evaluated practices as an answer's tables, with a source of its own."""

from __future__ import annotations

import datetime
import hashlib
from functools import cache

import polars as pl

from corridors.answers.questions import questions
from corridors.concepts.quality import Quality
from corridors.content.subject import named
from corridors.content.words import listed
from corridors.data import Source
from corridors.parameters import practices
from corridors.parameters.practices import COLUMNS
from corridors.parameters.registry import TABLES

READ = datetime.date(2026, 11, 22)
"""The day on which the evaluations were read."""
NO_POLICY = ("statistics",)
"""Themes whose questions ask what is, so that no policy answers them."""
ITSELF = "practices"
"""The question that the registry answers as a whole."""
DECIMALS = 3


@cache
def registry() -> Source:
    """The registry as a source that an answer cites."""
    path = TABLES / "practices.csv"
    frame = practices()
    return Source(
        name="practices",
        title="Registry of evaluated practices on migration",
        publisher="Corridors, from the studies named in each row",
        edition="",
        url="",
        licence="Apache-2.0; facts from studies that each row cites",
        licence_basis="compiled by ourselves",
        redistributable="yes",
        citation="The study named in the row",
        copy="parameters/tables/practices.csv",
        date_read=READ,
        unit="as the row says",
        definition="One result of an evaluated policy: its effect on one outcome, with the design behind it.",
        coverage=f"{frame.height} results",
        row="one effect of one policy on one outcome in one study",
        quality=Quality.MODELLED.value,
        theme="policy",
        caveats=(
            "A selection of studies, not a systematic review: what was never evaluated, or not read, is not in it.",
            "Results with a sharp finding are published more often than those without one.",
        ),
        keys=("policy", "outcome", "source"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        rows=frame.height,
    )


def results(country: str | None = None) -> pl.DataFrame:
    """Results of all places or of one, the best graded first, lists written out.

    Columns: those of the registry with `places` (names), `size` (the effect in words of its unit), quality (estimated
    where the study was read, unverified where it was recalled).
    """
    frame = practices(country=country)
    places = [listed([named(code) for code in codes]) if len(codes) else "many countries" for codes in frame["country"]]
    size = [_size(row) for row in frame.select("effect", "low", "high", "unit").iter_rows(named=True)]
    read = pl.col("known") == "read"
    mark = pl.when(read).then(pl.lit(Quality.MODELLED.value)).otherwise(pl.lit(Quality.UNVERIFIED.value))
    return (
        frame.with_columns(pl.Series("places", places, pl.String), pl.Series("size", size, pl.String), quality=mark)
        .with_columns(pl.col("country", "questions").list.join(" "))
        .sort("grade", "kind", "policy", maintain_order=True)
        .select(*COLUMNS, "places", "size", "quality")
    )


def _size(row: dict) -> str:
    """An effect with its range: "-0.27 (proportional change)", "0.2 to 0.4 (elasticity)"; empty without a size.

    >>> _size({"effect": None, "low": 0.2, "high": 0.4, "unit": "elasticity"})
    '0.2 to 0.4 (elasticity)'
    """
    effect, low, high = row["effect"], row["low"], row["high"]
    if effect is None and low is None:
        return "sign only"
    span = "" if low is None else f"{_number(low)} to {_number(high)}"
    middle = span if effect is None else _number(effect) + (f", {span}" if span else "")
    return f"{middle} ({row['unit']})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{round(value, DECIMALS):g}"


def by_kind() -> pl.DataFrame:
    """Results by kind of policy: kind, results, a, b, c_d (by grade), sized (with a size), quality."""
    frame = practices()
    grade = pl.col("grade")
    return (
        frame.group_by("kind")
        .agg(
            results=pl.len(),
            a=(grade == "A").sum(),
            b=(grade == "B").sum(),
            c_d=grade.is_in(["C", "D"]).sum(),
            sized=(pl.col("effect").is_not_null() | pl.col("low").is_not_null()).sum(),
        )
        .with_columns(quality=pl.lit(Quality.OBSERVED.value))
        .sort("results", "kind", descending=[True, False])
    )


def by_question() -> pl.DataFrame:
    """Results by question, those without any last: question, theme, results, best (grade), quality."""
    frame = practices().explode("questions").group_by(question="questions").agg(
        results=pl.len(), best=pl.col("grade").min()
    )  # fmt: skip
    asked = pl.DataFrame({"question": [q.id for q in questions()], "theme": [q.theme for q in questions()]})
    found = asked.filter(~pl.col("theme").is_in(NO_POLICY) & (pl.col("question") != ITSELF)).join(
        frame, on="question", how="full", coalesce=True
    )
    return (
        found.with_columns(
            pl.col("results").fill_null(0), pl.col("best").fill_null("none"), pl.col("theme").fill_null("not built yet")
        )
        .with_columns(quality=pl.lit(Quality.OBSERVED.value))
        .sort("results", "question", descending=[True, False])
    )


def without() -> list[str]:
    """Questions that are answered here and to which no evaluated policy speaks, apart from those that ask what is."""
    return by_question().filter(results=0)["question"].sort().to_list()


def by_place() -> pl.DataFrame:
    """Results by place: country, results; those of studies of many countries at once are in none."""
    frame = practices().explode("country").drop_nulls("country")
    return frame.group_by("country").agg(results=pl.len()).sort("results", "country", descending=[True, False])
