"""Two runs on the same luck: the difference of each draw, and so the effect of what differs between them."""

from pathlib import Path
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput
from corridors.scenarios.projection import Projection

if TYPE_CHECKING:
    import xarray as xr


def compare(first: str | Path | Projection, second: str | Path | Projection) -> "xr.Dataset":
    """Give the second run less the first, draw by draw, summarised as a run is.

    Both use common random numbers: draw 7 of one meets the same luck as draw 7 of the other, so that a difference is
    the effect of what differs between the runs, and its interval is much narrower than theirs.

    Args:
        first, second: folders of finished runs, or projections, of one launch and seed.
    Returns: a dataset as `Projection.summary`, of differences, over the times, draws and corridors that both have.
    Raises:
        InvalidInput: launches or seeds differ, so that draws have nothing in common.
    """
    import xarray as xr

    from corridors.scenarios.labels import MEANINGS, statistics

    one, two = (run if isinstance(run, Projection) else Projection.open(run) for run in (first, second))
    for name in ("launch", "seed"):
        here, there = one.record["settings"][name], two.record["settings"][name]
        if here != there:
            raise InvalidInput(
                f"The {name} is {here} in the first run and {there} in the second.",
                hint="Only runs of one launch and seed share their random numbers.",
            )
    a, b = xr.align(one.draws, two.draws, join="inner")
    found = statistics(b - a)
    for name, variable in found.data_vars.items():
        variable.attrs |= {"units": "persons", "long_name": f"Difference: {MEANINGS[str(name)]}"}
    return found
