"""Write the packaged results of the drivers' regressions: `python tools/drivers_results.py` (some minutes).

Fits take seconds each, so that the answers read these tables; `corridors drivers fit` and `events` measure them anew.
`manifest.csv` holds the SHA-256 of each dataset behind the panel: where one has changed, the tables are out of date.
"""

from pathlib import Path

import polars as pl

from corridors.drivers.events import EventStudy, event_study
from corridors.drivers.fitting import Fit, fit
from corridors.drivers.free_movement import AREAS
from corridors.drivers.networks import network_multiplier
from corridors.drivers.panels import Panel, panel
from corridors.parameters import parameter

OUT = Path(__file__).parent.parent / "src/corridors/drivers/tables"
LARGEST = 30
"""Corridors, by the people living in the destination, whose network multiplier is packaged beside the world's."""
SPECIFICATIONS = ("classic", "network", "structural", "hump", "conflict", "change")
BY_INCOME = "flow ~ income_low + income_middle + income_high + log_income_destination + log_network | pair + period"
"""The slope of the outflow on the origin's income within countries, by the country's mean income over the periods."""


def income_groups(made: Panel) -> pl.DataFrame:
    """The panel's rows with the origin's log income in the column of its group and zero in the others."""
    cuts = [parameter(name).central for name in ("origin_income_slowing_point", "origin_income_turning_point")]
    mean = pl.col("log_income_origin").mean().over("origin").exp()
    group = {"income_low": mean < cuts[0], "income_middle": (mean >= cuts[0]) & (mean < cuts[1]),
             "income_high": mean >= cuts[1]}  # fmt: skip
    return made.frame.with_columns(
        pl.when(inside).then(pl.col("log_income_origin")).when(inside.is_not_null()).then(0.0).alias(name)
        for name, inside in group.items()
    )


def covariances(name: str, made: Fit) -> pl.DataFrame:
    """Both covariances, one row for each two terms (the lower triangle)."""
    terms = made.coefficients["term"].to_list()
    rows = [
        {"specification": name, "term": a, "other": b, "by_pair": float(made.covariance[i, j]),
         "two_way": float(made.covariance_two_way[i, j])}
        for i, a in enumerate(terms) for j, b in enumerate(terms) if j <= i
    ]  # fmt: skip
    return pl.DataFrame(rows)


def studies(made: Panel) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Effects by event time, and one row of summary for each area."""
    found = [event_study(region, made) for region in AREAS]  # type: ignore[arg-type]
    effects = [study.effects.select(pl.lit(study.region).alias("region"), pl.all()) for study in found]
    return pl.concat(effects), pl.DataFrame([summary(study) for study in found], infer_schema_length=None)


def summary(study: EventStudy) -> dict[str, object]:
    """One area's mean effect after opening, test of trends before, and verdict."""
    after, before = study.after or {}, study.trend_before or {}
    names = ("estimate", "std_error", "lower", "upper", "percent", "percent_lower", "percent_upper")
    return {
        "region": study.region, "title": study.title, **{name: after.get(name) for name in names},
        "trend_p": before.get("p"), "trend_degrees": before.get("degrees"), "countries": " ".join(study.countries),
        "corridors": study.corridors, "rows": study.rows, "verdict": study.verdict, "notes": " ".join(study.notes),
    }  # fmt: skip


def multipliers(fitted: Fit, made: Panel) -> pl.DataFrame:
    """What follows one arrival more in the world and in its largest corridors, by years since; of the last period."""
    last = made.frame.filter(period="2015-2020").sort("network", descending=True).head(LARGEST)
    pairs = [(None, None), *last.select("origin", "destination").iter_rows()]
    found = [(a, b, network_multiplier(fitted, made, origin=a, destination=b)) for a, b in pairs]
    return pl.concat(
        one.frame.select(pl.lit(a, pl.String).alias("origin"), pl.lit(b, pl.String).alias("destination"), pl.all(),
                         pl.lit(one.leaving).alias("leaving"), pl.lit(one.corridors).alias("corridors"))
        for a, b, one in found
    )  # fmt: skip


def main() -> None:
    """Fit everything once and write the tables."""
    OUT.mkdir(exist_ok=True)
    made = panel()
    fits = {name: fit(name, made) for name in SPECIFICATIONS}
    fits["hump-by-income"] = fit(BY_INCOME, income_groups(made))
    named = [(name, one, pl.lit(name).alias("specification")) for name, one in fits.items()]
    tables = {
        "coefficients": pl.concat([one.coefficients.select(label, pl.all()) for _, one, label in named]),
        "covariance": pl.concat([covariances(name, one) for name, one, _ in named]),
        "quality": pl.concat([one.quality.select(label, pl.all()) for _, one, label in named]),
        "fits": pl.DataFrame([
            {"specification": name, "formula": one.formula.text, "pseudo_r2": one.pseudo_r2, **vars(one.counts)}
            for name, one, _ in named
        ]),
        "manifest": pl.DataFrame([{"dataset": s.name, "sha256": s.sha256} for s in made.sources]),
    }  # fmt: skip
    for name, frame in tables.items():
        frame.write_csv(OUT / f"{name}.csv", float_precision=None)
    multipliers(fits["structural"], made).write_csv(OUT / "multipliers.csv")
    effects, areas = studies(made)
    effects.write_csv(OUT / "event_effects.csv")
    areas.write_csv(OUT / "events.csv")


if __name__ == "__main__":
    main()
