"""What a change of flows is made of, what goes with the map of flows, and how well each regression fits."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import polars as pl

from corridors.concepts.quality import Quality
from corridors.drivers.decomposition import PERIOD, REMAINDER, UNCOVERED, decompose
from corridors.drivers.panels import Panel, panel
from corridors.drivers.results import packaged, wider
from corridors.errors import NotCovered, UnknownName

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.data import Source

BEFORE, AFTER = "2000-2005", "2015-2020"
LABELS = {
    "log_network": "Networks and family: people of the origin already there",
    "log_income_origin": "Income of the origin",
    "log_income_destination": "Income of the destination",
    "log_population_origin": "Population of the origin",
    "log_population_destination": "Population of the destination",
    "log_conflict_deaths_origin": "Conflict in the origin",
    "free_movement": "Free movement between the two",
    PERIOD: "What all corridors share",
    REMAINDER: "Unexplained remainder",
    UNCOVERED: "Corridors that lack a driver",
}
MAP = {
    "log_distance": ("10% farther apart", 1.1),
    "contig": ("A common border", None),
    "comlang_off": ("A common official language", None),
    "colony": ("A colonial tie, past or present", None),
    "log_income_origin": ("10% more income in the origin", 1.1),
    "log_income_destination": ("10% more income in the destination", 1.1),
    "log_population_origin": ("10% more people in the origin", 1.1),
    "log_population_destination": ("10% more people in the destination", 1.1),
    "log_network": ("10% more people of the origin already there", 1.1),
}
"""Differences between corridors that the map is read by, and the ratio that a log's coefficient is scaled to."""
FITS = {"classic": "Gravity: distance, ties, population, income", "network": "Gravity with networks",
        "change": "The regression taken apart here, with an effect of each corridor",
        "structural": "Networks, with all effects of places and periods"}  # fmt: skip


class Apart(NamedTuple):
    """A change of flows taken apart: persons a year before and after, and the contributions, which add up."""

    start: float
    end: float
    frame: pl.DataFrame
    sources: tuple[Source, ...]

    @property
    def change(self) -> float:
        """Change of the flow, persons a year."""
        return self.end - self.start

    def part(self, driver: str) -> float:
        """The contribution of one driver; zero where it is not in the table."""
        found = self.frame.filter(driver=driver)["contribution"]
        return float(found[0]) if len(found) else 0.0


def apart(asked: Asked) -> Apart | None:
    """The change between 2000-2005 and 2015-2020 of a corridor, of all out of or into a country, or of the world.

    Returns:
        None where no corridor has all drivers.

    Raises:
        NotCovered: the flows are not estimated for one of the countries.
    """
    try:
        made = _panel(asked.codes if asked.corridor else None)
    except UnknownName as unknown:
        raise NotCovered(f"No flows are estimated for {asked.spoken}.", hint="Ask about a country.") from unknown
    if not asked.corridor:
        inside = [
            pl.col(side) == place.code
            for side, place in (("origin", asked.origin), ("destination", asked.destination))
            if place is not None
        ]
        made = replace(made, frame=made.frame.filter(*inside)) if inside else made
    ends = (asked.corridor.origin.code, asked.corridor.destination.code) if asked.corridor else (None, None)
    if made.frame.is_empty():
        raise NotCovered(f"No flows are estimated for {asked.spoken}.", hint="Ask about a country.")
    try:
        found = decompose(made, BEFORE, AFTER, origin=ends[0], destination=ends[1], fitted=packaged("change"))
    except NotCovered:
        return None
    frame = found.contributions.with_columns(
        label=pl.col("driver").replace_strict(LABELS),
        quality=pl.lit(Quality.MODELLED.value),
    )
    if "share" not in frame.columns:
        frame = frame.with_columns(share=pl.lit(None, pl.Float64))
    return Apart(found.start, found.end, frame, made.sources)


@cache
def _panel(countries: tuple[str, ...] | None) -> Panel:
    return panel(periods=[BEFORE, AFTER], countries=countries)


def lacking(asked: Asked) -> list[str]:
    """The drivers, in words, that a corridor or a country lacks in one of the two periods."""
    frame = _panel(asked.codes if asked.corridor else None).frame
    if not asked.corridor:
        frame = frame.filter(pl.any_horizontal(pl.col("origin", "destination").is_in(asked.codes or ())))
    return [LABELS[name] for name in LABELS if name in frame.columns and frame[name].null_count()]


def mapped() -> pl.DataFrame:
    """How flows differ between corridors, by gravity and by gravity with networks.

    Returns:
        A frame: term, difference, percent, lower and upper (95%, the wider clustering) of `classic`, and the same with
        the ending `_network` of `network`; null where a regression lacks the term; quality.
    """
    rows = []
    for term, (label, ratio) in MAP.items():
        row: dict[str, object] = {"term": term, "difference": label}
        for suffix, name in (("", "classic"), ("_network", "network")):
            fitted = packaged(name)
            known = term in fitted.coefficients["term"].to_list()
            scale = 1.0 if ratio is None else float(np.log(ratio))
            values = wider(fitted.coefficient(term)) if known else (None, None, None)
            for part, value in zip(("percent", "lower", "upper"), values, strict=True):
                row[f"{part}{suffix}"] = None if value is None else float(np.expm1(scale * value)) * 100
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(quality=pl.lit(Quality.MODELLED.value))


def fits() -> pl.DataFrame:
    """Fit over the map, within corridors, and beyond persistence, of each regression and of persistence."""
    rows = []
    for name, label in FITS.items():
        scored = packaged(name).quality.filter(corridors="all")
        rows += [
            {"regression": label if who == "model" else "Persistence, same rows", **_scores(scored, who)}
            for who in ("model", "persistence")
            if who == "model" or name == "change"
        ]
    return pl.DataFrame(rows).with_columns(quality=pl.lit(Quality.MODELLED.value))


def _scores(scored: pl.DataFrame, predictor: str) -> dict[str, float]:
    row = scored.filter(predictor=predictor).row(0, named=True)
    return {name: row[name] for name in ("pooled", "within", "change", "error")}
