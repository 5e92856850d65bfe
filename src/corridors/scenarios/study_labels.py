"""Labels, units and statistics of what a study's runs give."""

from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.scenarios.labels import LEVELS
from corridors.scenarios.outcomes import outcomes
from corridors.world.ages import FIVE

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.rival_runs import Runs, Setting

MEASURES = ("baseline", "scenario", "effect")
STATISTICS = ("central", "mean", *LEVELS)
ROWS = {
    "stock": "People born in the origin who live in the destination",
    "irregular_stock": "Of them, residents without permission",
    "arrivals": "Natives of the origin who arrive in five years",
    "returns": "Returns to the origin in five years",
    "received": "Remittances received from them, US dollars a year",
}
"""Outcomes of single corridors."""
FIVE_YEARS = "in five years"
"""What labels say of what happened in a period."""


def labelled(
    held: "Setting", names: tuple[str, ...], runs: "Runs", draws: int
) -> tuple["xr.Dataset", "xr.Dataset", "xr.Dataset"]:
    """Put labels, units and statistics on the arrays of a study."""
    import xarray as xr

    times = np.array(held.world.years[1:], dtype=np.int32)
    by_view: list[dict[str, Any]] = [{}, {}, {}]
    for part in range(3):
        for key in runs.base[names[0]][part]:
            own = {
                n: _measures(runs.base[n][part][key], runs.scenario[n][part][key], summed=part == 0)
                for n in names
                if n not in runs.same
            }
            by_view[part][key] = np.stack([own[runs.same.get(n, n)] for n in names], axis=1)
    common = {"measure": list(MEASURES), "view": list(names), "time": times}
    country = {"statistic": list(STATISTICS), "country": list(held.world.countries)}
    pairs = [f"{origin}>{destination}" for origin, destination in held.corridors]
    numbers = {"draw": np.arange(draws + 1, dtype=np.int32)}

    def made(values: dict[str, Any], dimensions: tuple[str, ...], coordinates: dict[str, Any]) -> "xr.Dataset":
        variables = {key: (dimensions, value, _about(key, held.world.step)) for key, value in values.items()}
        return xr.Dataset(variables, coords=common | coordinates)

    drawn = ("measure", "view", "draw", "time")
    own_rows = numbers | {"corridor": pairs} if pairs else numbers
    return (
        made(by_view[0], ("measure", "view", "statistic", "time", "country"), country),
        made(by_view[1], drawn, numbers),
        made(by_view[2] if pairs else {}, (*drawn, "corridor"), own_rows),
    )


def _about(name: str, step: int) -> dict[str, str]:
    """What an outcome is called, and its unit; what happened in a period, in five years or in one."""
    known = outcomes().get(name)
    label = known.label if known else ROWS[name]
    unit = known.unit if known else "US dollars a year" if name == "received" else "persons"
    return {"long_name": label if step == FIVE.width else label.replace(FIVE_YEARS, "in a year"), "units": unit}


def _measures(base: Any, changed: Any, *, summed: bool) -> Any:
    """Baseline, scenario and effect of `[draw, time, ...]`; summarised over draws where asked for."""
    parts = [base, changed, changed - base]
    return np.stack([_statistics(part) for part in parts] if summed else parts).astype(np.float32)


def _statistics(values: Any) -> Any:
    """Central, mean and quantiles of `[draw, ...]`; not a number where there are too few draws."""
    central, random = values[0], values[1:]
    if len(random) < 2:
        return np.stack([central, *(np.full_like(central, np.nan) for _ in range(1 + len(LEVELS)))])
    return np.stack([central, random.mean(axis=0), *np.quantile(random, list(LEVELS.values()), axis=0)])
