"""Rows of the loop of skilled emigration: gains by country and view, and what each lever does to them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.whatif import QUALITY
from corridors.parameters import disputes, view
from corridors.scenarios.assumptions import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Collection

    from corridors.scenarios.loop_gain import LoopGain

VIEWS = (
    "brain-drain", "brain-gain", "development-reduces", "development-enables", "remittances-finance",
    "remittances-replace",
)  # fmt: skip
KEPT = 300
"""Results kept in memory: a few numbers for each country asked about."""


@lru_cache(maxsize=KEPT)
def gains(country: str | None) -> LoopGain:
    """The gains of one country, disturbed alone, or of all."""
    from corridors.scenarios.loop_gain import loop_gain

    return loop_gain(VIEWS, country=country)


def by_view(found: LoopGain) -> pl.DataFrame:
    """A row for each country and view: `country, view, label, gain, root, quality`; null where nobody leaves."""
    rows = [
        (code, name, _label(name), float(found.gain[v, r]), float(found.root[v, r]), QUALITY.value)
        for r, code in enumerate(found.countries)
        for v, name in enumerate(found.views)
    ]
    frame = pl.DataFrame(rows, schema=["country", "view", "label", "gain", "root", "quality"], orient="row")
    return frame.with_columns(pl.col("gain", "root").fill_nan(None))


def by_lever(found: LoopGain) -> pl.DataFrame:
    """A row for each country and lever: `country, lever, change, quality`, the strongest damping first."""
    from corridors.scenarios.loop_gain import lever_label

    rows = [
        (code, lever_label(name), float(change[r]), QUALITY.value)
        for name, change in found.by_lever.items()
        for r, code in enumerate(found.countries)
    ]
    frame = pl.DataFrame(rows, schema=["country", "lever", "change", "quality"], orient="row")
    return frame.with_columns(pl.col("change").fill_nan(None)).drop_nulls("change").sort("country", "change")


def ranked(found: LoopGain) -> tuple[str, ...]:
    """The countries that are ranked: large enough, with known remittances."""
    return tuple(code for code, yes in zip(found.countries, found.ranked, strict=True) if yes)


def summary(views: pl.DataFrame, levers: pl.DataFrame, ranks: Collection[str] | None = None) -> pl.DataFrame:
    """A row for each country: gain and root where no view is taken, lowest and highest over views, the best lever.

    Args:
        views, levers: of `by_view` and `by_lever`; ranks: the countries that are ranked, which stand first, by default
            all.
    Returns: `country, ranked, gain, root, quality, lowest, lowest_view, highest, highest_view, lever, change`; the last
        two are null where no lever lowers the gain by `loop_gain.NOTHING`.
    """
    from corridors.scenarios.loop_gain import NOTHING

    base = views.filter(view=UNDECIDED).select("country", "gain", "root", "quality")
    ends = (
        views.sort("gain")
        .group_by("country", maintain_order=True)
        .agg(
            lowest=pl.col("gain").first(), lowest_view=pl.col("label").first(),
            highest=pl.col("gain").last(), highest_view=pl.col("label").last(),
        )
    )  # fmt: skip
    felt = levers.filter(pl.col("change") <= -NOTHING)
    best = felt.sort("change").group_by("country", maintain_order=True).first()
    joined = base.join(ends, on="country").join(best.drop("quality"), on="country", how="left")
    stands = pl.lit(True) if ranks is None else pl.col("country").is_in(list(ranks))
    return joined.with_columns(ranked=stands).sort("ranked", "gain", "country", descending=[True, True, False])


def dispute() -> str:
    """The question that the views on skilled emigration part over."""
    return next(one.question for one in disputes() if one.name == view("brain-drain").dispute)


def _label(name: str) -> str:
    return "No view taken" if name == UNDECIDED else view(name).label
