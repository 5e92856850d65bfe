"""What answers of kind W share: a scenario under rival views as rows and sentences, with its sources and limits."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from corridors.answers.answer import Column, Data, ViewRange
from corridors.answers.whatif_numbers import FEW, POINTS, rounded, spread
from corridors.concepts.quality import Quality
from corridors.data import source as find_source
from corridors.errors import InvalidInput, NotCovered
from corridors.parameters import Dispute, disputes, parameter, sides, view
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import outcomes
from corridors.scenarios.scenario import Scenario
from corridors.scenarios.study_labels import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corridors.content.blocks import Reference, References
    from corridors.scenarios.study import Study

DRAWS = 8
"""Random draws beside the central run: few, so that an answer comes within a minute. Tests lower it."""
SEED = 0
QUALITY = Quality.PROJECTED
"""How every number of a scenario is known: a statement about the future under stated assumptions."""
NEGLIGIBLE = 1e-5
"""Changes below this part of the baseline are below the precision of the runs (32-bit floats) and shown as none."""
KEPT = 24
"""Studies kept in memory: one takes some megabytes."""
PERCENT = 100
LEVELS_SHOWN = ("2.5%", "97.5%")
UNITS = {"share": POINTS, "proportional change": "%"}
"""Units that are shown times 100; the baseline of a proportional change is zero."""
EFFECTS = {
    "what": Column("Outcome"),
    "label": Column("View"),
    "baseline": Column("Without the change", "number"),
    "effect": Column("Change", "number"),
    "low": Column("Low", "number"),
    "high": Column("High", "number"),
    "unit": Column("Unit of these"),
    "told": Column("Change against it"),
}
CAVEATS = (
    "The world model holds everything else at its baseline: no party reacts beyond the responses named, and no "
    "government answers the measure with another.",
    "Most responses were measured in one corridor or country, often between Mexico and the United States, and are "
    "taken here for all.",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """An outcome to show: its name in a study, how a sentence names it, and whose it is.

    `phrase` stands before a verb, `plural` or not: "entries without permission". `countries` are those over which an
    outcome by country is summed, `pairs` the corridors over which one of single corridors is; without either it is an
    outcome of a party or of the world. `label` heads tables and charts, by default the study's own. `absolute` is for
    amounts that may be near zero or below, of which no percentage is made.
    """

    outcome: str
    phrase: str
    countries: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    plural: bool = True
    label: str = ""
    absolute: bool = False

    @property
    def title(self) -> str:
        """What tables and charts call it."""
        if self.label:
            return self.label
        return ROWS[self.outcome] if self.pairs else outcomes()[self.outcome].label

    @property
    def unit(self) -> str:
        """The unit in the study."""
        if self.pairs:
            return outcomes()["received"].unit if self.outcome == "received" else "persons"
        return outcomes()[self.outcome].unit


def rivals(
    scenario: Scenario | str, *, views: Sequence[str], draws: int | None = None,
    corridors: Sequence[tuple[str, str]] = (),
) -> Study:  # fmt: skip
    """Run a scenario under some views and under none, with few draws; the same question is run once.

    Args:
        scenario: a scenario, or the name of a shipped one; views: names; "undecided" always comes first; draws: besides
            the central run, `DRAWS` by default; corridors: origins and destinations kept one by one.
    Raises:
        NotCovered: a corridor in which nobody lives or moves; UnknownName: no such view or scenario.
    """
    given = Scenario.read(scenario) if isinstance(scenario, str) else scenario
    return _rivals(given.text(), tuple(views), DRAWS if draws is None else draws, tuple(corridors))


@lru_cache(maxsize=KEPT)
def _rivals(text: str, views: tuple[str, ...], draws: int, corridors: tuple[tuple[str, str], ...]) -> Study:
    from corridors.scenarios.study import study

    given = Scenario.parse(text)
    try:
        return study(given, views=views, draws=draws, seed=SEED, corridors=corridors)
    except InvalidInput as error:
        if not corridors:
            raise
        raise NotCovered(error.message, hint=error.hint) from error


def effects(study: Study, shown: Iterable[Shown], year: int | None = None) -> pl.DataFrame:
    """Give the changes of some outcomes under each view, as a row for each outcome and view.

    Shares and proportional changes are multiplied by 100. `percent` is the change over the baseline, or of a share in
    percentage points. `low` and `high` are the range of the draws, `whatif_numbers.spread`; of one country they are the
    2.5% and 97.5% points. They are empty without draws and for sums over several countries.

    Args:
        study: of `rivals`; shown: the outcomes; year: the end of a period, by default the last.
    Returns: `outcome, what, phrase, plural, view, label, baseline, effect, low, high, percent, unit, bears, year,
        quality`.
    """
    when = study.years[-1] if year is None else year
    rows = [row | {"year": when, "quality": QUALITY.value} for one in shown for row in _rows(study, one, when)]
    return pl.DataFrame(rows, infer_schema_length=None)


def through_years(study: Study, shown: Shown) -> pl.DataFrame:
    """The rows of `effects` for one outcome at the end of every period."""
    return pl.concat([effects(study, [shown], year) for year in study.years], how="vertical_relaxed")


def with_numbers(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Split off outcomes that are zero with and without the measure, because nothing is recorded of them.

    Returns: the other rows, and the titles of the outcomes left out.
    """
    empty = (pl.col("baseline") == 0) & (pl.col("effect") == 0) & (pl.col("unit") != "%")
    marked = frame.with_columns(empty=empty.all().over("what"))
    left = marked.filter("empty")["what"].unique(maintain_order=True).to_list()
    return marked.filter(~pl.col("empty")).drop("empty"), left


def _rows(study: Study, shown: Shown, year: int) -> list[dict[str, Any]]:
    scale = PERCENT if shown.unit in UNITS else 1
    rows = []
    for one in study.views:
        base, effect, low, high = (None if part is None else scale * part for part in _numbers(study, shown, one, year))
        base = 0.0 if shown.unit == "proportional change" else float(base or 0)
        effect = float(effect or 0)
        small = abs(effect) <= NEGLIGIBLE * (scale if scale > 1 else abs(base))
        effect = 0.0 if small else effect
        percent = effect if scale > 1 else (PERCENT * effect / abs(base) if base and not shown.absolute else None)
        rows.append(
            {
                "outcome": shown.outcome, "what": shown.title, "phrase": shown.phrase, "plural": shown.plural,
                "view": one, "label": study.labels[one], "baseline": base, "effect": effect, "low": low, "high": high,
                "percent": percent, "unit": UNITS.get(shown.unit, shown.unit),
                "bears": one in study.bearing and not small,
            }
        )  # fmt: skip
    return rows


def _numbers(study: Study, shown: Shown, one: str, year: int) -> tuple[float | None, ...]:
    """Baseline, central effect, low and high of one view."""
    at = {"view": one, "time": year}
    if shown.countries:
        found = study.country[shown.outcome].sel(at).sel(country=list(shown.countries))
        central = found.sel(statistic="central").sum("country")
        ends: list[float | None] = [None, None]
        if len(shown.countries) == 1:
            levels = [float(found.sel(measure="effect", statistic=key)[0]) for key in LEVELS_SHOWN]
            ends = [value if math.isfinite(value) else None for value in levels]
        return float(central.sel(measure="baseline")), float(central.sel(measure="effect")), *ends
    if shown.pairs:
        names = [f"{origin}>{destination}" for origin, destination in shown.pairs]
        found = study.corridors[shown.outcome].sel(at).sel(corridor=names).sum("corridor")
    else:
        found = study.parties[shown.outcome].sel(at)
    effect = np.asarray(found.sel(measure="effect").values, float)
    return float(found.sel(measure="baseline", draw=0)), float(effect[0]), *spread(effect[1:])


def effects_data(
    name: str, title: str, frame: pl.DataFrame, references: tuple[Reference, ...], *, draws: int | None = None,
    note: str = "",
) -> Data:  # fmt: skip
    """Lay the rows of `effects` out as an answer's table."""
    return Data(name, title, rounded(frame), EFFECTS, references, note=f"{spread_note(draws)} {note}".strip(), most=40)


def spread_note(draws: int | None = None) -> str:
    """What low and high are, in a sentence."""
    number = DRAWS if draws is None else draws
    points = "Changes of shares are in percentage points."
    if number < 2:
        return f"Central runs only. {points}"
    kind = "95% interval" if number >= FEW else "lowest to highest"
    few = "; too few for an interval of probability" if number < FEW else ""
    return (
        f"Low and high: {kind} of {number:,} random draws within one view{few}; of one country a little within them, "
        "and none for sums over countries. The change is that of the run with every number at its middle, and may lie "
        f"outside. {points}"
    )


def assumptions(views: Sequence[str], names: Sequence[str], references: tuple[Reference, ...]) -> Data:
    """A table of the registry's values behind an answer: the sides of disputes for the views, other values once."""
    found = []
    for name in names:
        chosen = [view(one).choices[name] for one in views if name in view(one).choices] if sides(name) else []
        found += chosen or [parameter(name)]
    frame = pl.DataFrame(
        {
            "what": [one.label for one in found], "view": [one.view or "all" for one in found],
            "low": [one.low for one in found], "central": [one.central for one in found],
            "high": [one.high for one in found], "unit": [one.unit for one in found],
            "known": [one.known for one in found], "grade": [one.grade for one in found],
            "population": [one.population for one in found], "source": [one.source for one in found],
            "link": [one.link for one in found], "note": [one.note for one in found],
        }
    ).with_columns(quality=pl.lit(Quality.EXTRAPOLATED.value))  # fmt: skip
    columns = {
        "what": Column("Assumption"), "view": Column("View"), "low": Column("Low", "number"),
        "central": Column("Middle", "number"), "high": Column("High", "number"), "unit": Column("Unit"),
        "known": Column("Number is"), "grade": Column("Grade"),
        "source": Column("Source"),
    }  # fmt: skip
    note = "Grades: A experiment, B panel or quasi-experiment, C correlation or accounting, D recalled or assumed."
    return Data("assumptions", "The numbers that the answer rests on", frame, columns, references, note=note, most=30)


def references_of(cited: References, study: Study) -> tuple[Reference, ...]:
    """Cite every dataset that a study's runs are made from."""
    return tuple(cited.cite(find_source(name)) for name in study.record["data"])


def main_dispute(rows: pl.DataFrame) -> Dispute | None:
    """The dispute whose two sides lie furthest apart in one outcome, or None where no two sides differ."""
    value = dict(rows.select("view", "effect").iter_rows())
    apart = {
        one.name: abs(value[one.views[0]] - value[one.views[1]])
        for one in disputes()
        if all(side in value for side in one.views)
    }
    if not apart or max(apart.values()) == 0:
        return None
    widest = max(apart, key=lambda name: apart[name])
    return next(one for one in disputes() if one.name == widest)


def view_range(rows: pl.DataFrame) -> ViewRange | None:
    """One outcome's central change under each view that moves it away from no view's, and what they disagree about.

    Nothing where the outcome is not known of the places asked about.
    """
    if not rows.height:
        return None
    first = rows.row(0, named=True)
    relative = first["percent"] is not None and first["unit"] != POINTS
    column, unit = ("percent", "%") if relative else ("effect", first["unit"])
    values = {row["label"]: float(row[column]) for row in rows.iter_rows(named=True)}
    widest = main_dispute(rows)
    said = widest.question if widest else "The views do not disagree on it."
    return ViewRange(f"Change of {first['phrase']} by {first['year']}", unit, values, said)


def open_questions(views: Sequence[str]) -> str:
    """What is disputed between some views, in the words of the registry."""
    found = [one for one in disputes() if set(one.views) & set(views)]
    return " ".join(f"{one.question} {one.disputed}" for one in found)


def decided(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of views proper, without the run that takes no view."""
    found = frame.filter(pl.col("view") != UNDECIDED)
    return found if found.height else frame
