"""The world's flows by any method, from the packaged stocks."""

from collections.abc import Sequence

import polars as pl

from corridors.data import lazy
from corridors.errors import InvalidInput
from corridors.flows import inputs
from corridors.flows.arrays import MAX_MEMORY, METHODS, PSEUDO_BAYES_WEIGHT, Method
from corridors.flows.demography import Sex
from corridors.flows.labelled import Flows, estimate
from corridors.flows.stocks import Edition, UnknownOrigin, world_stocks

TRANSPORT_EPSILON = 1000.0
"""Smoothing of `transport` over the world, km. Our own choice: a move 1,000 km farther is e times rarer, all else
equal. With much less, almost all moves are swaps between neighbours and fits need hundreds of steps; with much more,
distance hardly counts."""
MOVING_COST = 3000.0
"""What leaving at all costs in `transport` over the world, added to the distance, km. Our own choice: with it 106
million people move in 2015-2020, near the 109 million of `pseudo-bayes`, whose level its authors set by
reported flows; without it, 288 million, most of them between neighbours."""
STANDS_FOR = {"CHI": "JEY", "SUD": "SDN", "SCG": "SRB"}
"""The largest part of areas that are counted together, whose distances stand for the whole."""
EARTH_RADIUS = 6371.0088
"""Mean radius of the Earth, km: IUGG, https://doi.org/10.1007/s001900050278 ."""


def table(
    period: str | tuple[int, int],
    method: Method = "pseudo-bayes",
    sex: Sex = "both",
    *,
    by_birth: bool = False,
    edition: Edition = 2024,
    unknown: UnknownOrigin = "apart",
    prior: pl.DataFrame | None = None,
    cost: pl.DataFrame | None = None,
    epsilon: float | None = None,
    weight: float = PSEUDO_BAYES_WEIGHT,
    world_moves: float | None = None,
    max_memory: float = MAX_MEMORY,
) -> Flows:
    """Estimate the flows between all countries in one period, by one method.

    The stocks are those of `world_stocks`; the methods those of `estimate`. For `transport` the cost is the distance
    between the main cities (`world_distances`) plus `MOVING_COST`, and epsilon is `TRANSPORT_EPSILON`, unless a cost
    is given, which needs its own epsilon.

    Args:
        period: "2015-2020" or (2015, 2020), one of `periods()`; method: one of `METHODS`;
        sex: "male", "female" or "both" (the table of both together: not the sum of two estimates);
        others: as in `world_stocks` and `estimate`.
    Raises:
        UnknownName: a period, method, sex or edition that is not one of these.

    >>> flows = table("2020-2024", "min-closed")
    >>> flows.years, flows.converged, flows.frame.filter(origin="UKR", destination="POL")["flow"][0] > 1e5
    (4.0, True, True)
    """
    inputs.checked_choice("method", method, METHODS)
    world = world_stocks(period, sex, edition, unknown)
    if method == "transport" and cost is None:
        cost = world_distances(world.countries).with_columns(pl.col("cost") + MOVING_COST)
        epsilon = TRANSPORT_EPSILON if epsilon is None else epsilon
    return estimate(
        world, method=method, by_birth=by_birth, prior=prior, cost=cost, epsilon=epsilon, weight=weight,
        world_moves=world_moves, max_memory=max_memory,
    )  # fmt: skip


def world_distances(countries: Sequence[str]) -> pl.DataFrame:
    """Give the distance between the main cities of every two countries, for `transport` or as an offset of a fit.

    GeoDist's `dist`; where the pair is missing, the great circle between the two coordinates of `geography`:
    `R arccos(sin a sin b + cos a cos b cos(l - m))`.

    Args:
        countries: codes.
    Returns: origin, destination, cost (km), every pair of two different countries.
    Raises:
        InvalidInput: a code without coordinates.
    Source: Mayer and Zignago (2011), CEPII Working Paper 2011-25

    >>> world_distances(["FRA", "DEU"]).rows()
    [('DEU', 'FRA', 439.8984), ('FRA', 'DEU', 439.8984)]
    """
    names = pl.DataFrame({"code": list(countries)}).with_columns(place=pl.col("code").replace(STANDS_FOR))
    places = lazy("geography")[0].select(place="country", lat=pl.col("lat").radians(), lon=pl.col("lon").radians())
    known = names.lazy().join(places, on="place", how="left")
    lost = known.filter(pl.col("lat").is_null()).collect()["code"]
    if len(lost):
        raise InvalidInput(f"{lost[0]} has no coordinates.", hint="Give a cost of your own for each pair.")
    pairs = known.join(known, how="cross", suffix="_d").filter(pl.col("code") != pl.col("code_d"))
    published = lazy("gravity")[0].select(place="origin", place_d="destination", published="dist")
    lat, lon, lat_d, lon_d = (pl.col(c) for c in ("lat", "lon", "lat_d", "lon_d"))
    cosine = lat.sin() * lat_d.sin() + lat.cos() * lat_d.cos() * (lon - lon_d).cos()
    circle = EARTH_RADIUS * cosine.clip(-1.0, 1.0).arccos()
    return (
        pairs.join(published, on=["place", "place_d"], how="left")
        .select(origin="code", destination="code_d", cost=pl.coalesce("published", circle))
        .sort("origin", "destination")
        .collect()
    )
