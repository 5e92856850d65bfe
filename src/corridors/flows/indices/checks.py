"""What an index may be given: flow tables, populations and distances, each guard naming its place."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from corridors.errors import InvalidInput

Floats = NDArray[np.float64]


def check_flow(flow: ArrayLike) -> Floats:
    """A flow table as float64: square, finite, nobody negative, nobody on the diagonal."""
    movers = np.asarray(flow, dtype=np.float64)
    if movers.ndim != 2 or movers.shape[0] != movers.shape[1] or len(movers) < 2:
        raise InvalidInput(f"A flow table is square with two places or more; this one has shape {movers.shape}.")
    bad = np.argwhere(~np.isfinite(movers) | (movers < 0))
    if len(bad):
        o, d = bad[0]
        raise InvalidInput(f"The flow from {o} to {d} is {movers[o, d]}; flows must be finite and not negative.")
    stays = np.flatnonzero(np.diag(movers))
    if len(stays):
        raise InvalidInput(
            f"The diagonal holds {movers[stays[0], stays[0]]:g} at place {stays[0]}; people who stay are no flow.",
            hint="Set the diagonal to zero.",
        )
    return movers


def check_movers(flow: ArrayLike) -> Floats:
    """A flow table in which somebody moves."""
    movers = check_flow(flow)
    if movers.sum() == 0:
        raise InvalidInput("Nobody moves in this table, so that its index does not exist.")
    return movers


def check_population(population: ArrayLike, places: int) -> Floats:
    """One population for each place, none negative and not all zero."""
    people = np.asarray(population, dtype=np.float64)
    if people.shape != (places,):
        raise InvalidInput(f"The population has shape {people.shape}; the flows have {places} places.")
    if not np.all(np.isfinite(people)) or np.any(people < 0) or people.sum() == 0:
        raise InvalidInput("Populations must be finite, not negative, and not all zero.")
    return people


def check_distance(distance: ArrayLike, movers: Floats) -> Floats:
    """Distances in the shape of the flows, finite and none negative."""
    far = np.asarray(distance, dtype=np.float64)
    if far.shape != movers.shape:
        raise InvalidInput(f"The distances have shape {far.shape}; the flows have {movers.shape}.")
    if not np.all(np.isfinite(far)) or np.any(far < 0):
        raise InvalidInput("Distances must be finite and not negative.")
    return far


def corridor_cells(table: Floats) -> Floats:
    """The cells off the diagonal, row by row."""
    return table[~np.eye(len(table), dtype=np.bool_)]
