"""Two runs, or studies, on the same luck: the difference of each draw, and so the effect of what differs."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput
from corridors.scenarios.projection import Projection, record_text
from corridors.world.ages import FIVE

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.study import Study


def compare(first: str | Path | Projection, second: str | Path | Projection) -> "xr.Dataset":
    """Give the second run less the first, draw by draw, summarised as a run is.

    Both use common random numbers: draw 7 of one meets the same luck as draw 7 of the other, so that a difference is
    the effect of what differs between the runs, and its interval is much narrower than theirs.

    Args:
        first, second: folders of finished runs, or projections, of one launch, seed, step, version and data.
    Returns: a dataset as `Projection.summary`, of differences, over the times, draws and corridors that both have; its
        attribute `compared` says which draws those are, `draws` how many, `corridors` whether people move by corridor
        in both (1 or 0), `first` and `second` are the runs' records.

    Raises:
        InvalidInput: launches, seeds or steps differ, so that draws have nothing in common, or versions or data differ,
            so that the difference would be theirs.
    """
    import xarray as xr

    from corridors.scenarios.labels import MEANINGS, statistics

    one, two = (run if isinstance(run, Projection) else Projection.open(run) for run in (first, second))
    _check_comparable(one.record, two.record)
    a, b = xr.align(one.draws, two.draws, join="inner")
    found = statistics(b - a)
    for name, variable in found.data_vars.items():
        variable.attrs |= {"units": "persons", "long_name": f"Difference: {MEANINGS[str(name)]}"}
    both = a.sizes["draw"] - 1
    corridors = all(run.record["settings"]["net"] == "bilateral" for run in (one, two))
    return found.assign_attrs(
        compared=compared(one, two, both), draws=both, corridors=int(corridors), first=record_text(one.record),
        second=record_text(two.record),
    )  # fmt: skip


def compared(one: Projection, two: Projection, both: int) -> str:
    """Say which draws of two runs a difference rests on.

    Args:
        one, two: the runs; both: random draws that they have in common.
    """
    drawn = tuple(run.draws.sizes["draw"] - 1 for run in (one, two))
    if not any(drawn):
        return "The central runs are compared; neither run has random draws."
    if not both:
        there, count = ("second", drawn[1]) if drawn[1] else ("first", drawn[0])
        return (
            f"Only the central runs are compared: the {there} run has {count:,} random draws, the other has none. "
            "The difference has no interval."
        )
    rest = f"; the others of the longer run ({max(drawn) - both:,}) are left out" if max(drawn) > both else ""
    return f"The central runs and {both:,} random draws are compared{rest}."


def compare_studies(first: "Study", second: "Study") -> "xr.Dataset":
    """Give the effects of the second study's scenario less those of the first's, for the three parties and the world.

    Both meet the same luck draw by draw and take the same parameters under a view.

    Args:
        first, second: studies of one seed, step, version and data.
    Returns: a variable for each outcome with the dimensions part (first, second, difference), view, draw and time, over
        the views, draws and times that both have.

    Raises:
        InvalidInput: seeds, steps, versions or data differ, or no year is in both.
    """
    import xarray as xr

    _check_same_luck(first.record, second.record)
    effects = [one.parties.sel(measure="effect", drop=True) for one in (first, second)]
    a, b = xr.align(*effects, join="inner")
    if not a.sizes["time"]:
        raise InvalidInput("The studies have no year in common.", hint="Run one of them to the other's end.")
    parts = ["first", "second", "difference"]
    found = xr.concat([a, b, b - a], dim="part").assign_coords(part=parts).drop_encoding()
    for name, variable in found.data_vars.items():
        variable.attrs |= first.parties[name].attrs
    return found.assign_attrs(first=record_text(dict(first.record)), second=record_text(dict(second.record)))


def _check_same_luck(one: Mapping[str, Any], two: Mapping[str, Any]) -> None:
    """Refuse two studies whose difference would not be that of their scenarios."""
    if one["seed"] != two["seed"]:
        raise InvalidInput(
            f"The seed is {one['seed']} in the first study and {two['seed']} in the second.",
            hint="Only studies of one seed share their random numbers.",
        )
    steps = [record.get("step", FIVE.width) for record in (one, two)]
    if steps[0] != steps[1]:
        raise InvalidInput(
            f"The first study has steps of {steps[0]} and the second of {steps[1]} years.",
            hint="Make both with one step: a difference would hold that of the steps.",
        )
    _check_made_alike(one, two)


def _check_comparable(one: dict[str, Any], two: dict[str, Any]) -> None:
    """Refuse two runs whose difference would not be the effect of their scenarios."""
    for name in ("launch", "seed", "step"):
        here, there = (record["settings"].get(name, FIVE.width) for record in (one, two))
        if here != there:
            raise InvalidInput(
                f"The {name} is {here} in the first run and {there} in the second.",
                hint="Only runs of one launch, seed and step share their random numbers and their ages.",
            )
    _check_made_alike(one, two)


def _check_made_alike(one: Mapping[str, Any], two: Mapping[str, Any]) -> None:
    if one["made_by"] != two["made_by"]:
        raise InvalidInput(
            f"The first run was made by {one['made_by']}, the second by {two['made_by']}.",
            hint="Make both with one version: a difference would hold that of the versions.",
        )
    changed = [name for name in one["data"] if two["data"].get(name, one["data"][name]) != one["data"][name]]
    if changed:
        raise InvalidInput(
            f"The runs rest on different data: {', '.join(changed)}.",
            hint="Make both with the same data: a difference would hold that of the data.",
        )
