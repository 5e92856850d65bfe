"""Arrays of draws as labelled datasets, and their summary over draws."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.scenarios.ensemble import CENTRAL, Draws, kept_corridors
from corridors.scenarios.launch import World
from corridors.scenarios.vital_luck import PROJECTED_FROM
from corridors.world.state import EDUCATION, SEXES, STANDING

if TYPE_CHECKING:
    import xarray as xr

DIMENSIONS: dict[str, tuple[str, ...]] = {
    "population": ("country", "sex", "age"),
    "education": ("country", "education_level"),
    "stock": ("pair",),
    "standing": ("country", "status"),
    "flow": ("corridor",),
    "emigrants": ("country",),
    "immigrants": ("country",),
    "births": ("country",),
    "deaths": ("country",),
    "net": ("country",),
}
"""Dimensions of each variable after draw and time."""
MEANINGS = {
    "population": "People on 1 July by residence, sex and age (lower bound of the group, 100 open)",
    "education": "People aged 25 or more on 1 July by level of education",
    "stock": "People on 1 July by residence and birthplace, natives included; UNK is unknown birthplace",
    "standing": "Foreign-born on 1 July without permission, given it, under protection, and by years since arrival",
    "flow": "Moves of the period that ends at the time, by origin and destination, whoever moves",
    "emigrants": "Moves out of the country over the period, to anywhere",
    "immigrants": "Moves into the country over the period, from anywhere",
    "births": "Births of the period",
    "deaths": "Deaths of the period",
    "net": "Net migration of the period",
    "population_total": "People on 1 July, both sexes and all ages",
    "foreign_born": "People on 1 July born elsewhere than they live, or at an unknown place",
    "world_population": "People of the world on 1 July",
    "world_foreign_born": "People of the world born elsewhere than they live, or at an unknown place",
    "world_moves": "Moves between countries over the period that ends at the time",
}
VITAL = f"Births and deaths from {PROJECTED_FROM} on are drawn around those of World Population Prospects."
"""The note of a run with random draws."""
ARROW = ">"
"""Between birthplace and residence, and between origin and destination, in the label of a pair."""
LEVELS = {"2.5%": 0.025, "10%": 0.1, "50%": 0.5, "90%": 0.9, "97.5%": 0.975}
"""Quantiles over draws that a summary has: the median and the bounds of the 80% and 95% intervals."""
RANGE = {"lowest": 0.0, "50%": 0.5, "highest": 1.0}
"""What it has instead where there are few draws."""
FEWEST_DRAWS = 40
"""Random draws below which the ends of a 95% interval mean nothing: with fewer, the ends are single draws."""


def coordinates(world: World) -> dict[str, Any]:
    """Labels of every dimension but the draws; pairs and corridors as "MEX>USA", birthplace or origin first."""
    places, births = np.array(world.countries), np.array(world.birthplaces)
    origins, destinations = (places[index] for index in kept_corridors(world))
    residence, birth = places[np.asarray(world.cells.residence)], births[np.asarray(world.cells.birth)]
    return {
        "time": np.array(world.years[1:], dtype=np.int32),
        "country": places,
        "sex": list(SEXES),
        "age": np.array(world.state.ages.starts, dtype=np.int32),
        "education_level": list(EDUCATION),
        "status": list(STANDING),
        "pair": np.char.add(np.char.add(birth, ARROW), residence),
        "residence": ("pair", residence),
        "birth": ("pair", birth),
        "corridor": np.char.add(np.char.add(origins, ARROW), destinations),
        "origin": ("corridor", origins),
        "destination": ("corridor", destinations),
    }


def labelled(world: World, draws: Sequence[int], values: Draws) -> "xr.Dataset":
    """Put labels and units on the arrays of some draws."""
    import xarray as xr

    variables = {
        name: (("draw", "time", *dimensions), values[name], {"units": "persons", "long_name": MEANINGS[name]})
        for name, dimensions in DIMENSIONS.items()
    }
    return xr.Dataset(variables, coords={"draw": np.array(draws, dtype=np.int32), **coordinates(world)})


def summary(world: World, draws: "xr.Dataset", attributes: dict[str, Any]) -> "xr.Dataset":
    """Summarise draws: the central run, and over the random ones the mean and quantiles.

    Returns: a dataset with the dimension `statistic` ("central", "mean", "2.5%", "10%", "50%", "90%", "97.5%"; of fewer
        than 40 random draws "central", "mean", "lowest", "50%", "highest"; of none "central" alone) in place of draws,
        with totals by country and of the world besides, and `population_at_launch` and `stock_at_launch`.
    """
    found = statistics(draws)
    living = np.asarray(world.cells.by_residence(world.state.people)).sum(axis=-1)
    found["population_at_launch"] = (("country", "sex", "age"), living)
    found["stock_at_launch"] = (("pair",), np.asarray(world.state.people.sum(axis=(1, 2, 3))))
    for name, variable in found.data_vars.items():
        base = str(name).removesuffix("_at_launch")
        variable.attrs |= {"units": "persons", "long_name": MEANINGS[base]}
    drawn = (VITAL,) if draws.sizes["draw"] > 1 else ()
    return found.assign_attrs(attributes | {"launch": world.years[0], "notes": " ".join((*world.notes, *drawn))})


def with_totals(draws: "xr.Dataset") -> "xr.Dataset":
    """Add totals by country and of the world to draws, so that intervals are those of sums and not sums of intervals.

    Pairs are sorted by residence, as `Cells` lists them, and every country has at least its natives.
    """
    abroad = draws["stock"].where(draws["residence"] != draws["birth"], 0).transpose(..., "pair")
    starts = np.searchsorted(draws["residence"].values, draws["country"].values)
    by_country = np.add.reduceat(abroad.values, starts, axis=-1)
    found = draws.assign(
        population_total=draws["population"].sum(["sex", "age"]),
        foreign_born=((*abroad.dims[:-1], "country"), by_country),
    )
    return found.assign(
        world_population=found["population_total"].sum("country"),
        world_foreign_born=found["foreign_born"].sum("country"),
        world_moves=found["emigrants"].sum("country"),
    )


def statistics(draws: "xr.Dataset") -> "xr.Dataset":
    """The central draw, and mean and quantiles over the random ones, period by period so that memory holds one."""
    import xarray as xr

    periods = [_of_period(draws.isel(time=[i]).load()) for i in range(draws.sizes["time"])]
    return xr.concat(periods, dim="time", data_vars="minimal", coords="minimal", compat="override", join="override")


def _of_period(draws: "xr.Dataset") -> "xr.Dataset":
    import xarray as xr

    whole = with_totals(draws)
    parts, names = [whole.sel(draw=CENTRAL, drop=True)], ["central"]
    random = whole.isel(draw=np.flatnonzero(whole["draw"].values != CENTRAL))
    if random.sizes["draw"]:
        wanted = LEVELS if random.sizes["draw"] >= FEWEST_DRAWS else RANGE
        levels = random.quantile(list(wanted.values()), dim="draw").astype(np.float32)
        parts += [random.mean("draw"), *(levels.isel(quantile=i, drop=True) for i in range(len(wanted)))]
        names += ["mean", *wanted]
    joined = xr.concat(parts, dim="statistic", coords="minimal", compat="override", join="override", data_vars="all")
    return joined.assign_coords(statistic=names)
