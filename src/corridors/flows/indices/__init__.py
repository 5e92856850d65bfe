"""Indices of a flow table: how much, with what effect, between whom, how concentrated, how far.

`flow[o, d]` is people from origin o to destination d in the period, with a zero diagonal. The indices of age stand in
`schedules`.
"""

from corridors.flows.indices.distance import (
    DistanceDecay,
    distance_decay,
    mean_distance,
    median_distance,
)
from corridors.flows.indices.focus import (
    GiniShares,
    aggregate_coefficient_of_variation,
    coefficient_of_variation,
    diversity,
    gini_fields,
    gini_shares,
    gini_total,
    inequality,
)
from corridors.flows.indices.intensity import (
    PlaceRates,
    aggregate_net_migration_rate,
    connectivity,
    crude_migration_intensity,
    migration_effectiveness_index,
    place_rates,
    within_region_share,
)

__all__ = [
    "DistanceDecay",
    "GiniShares",
    "PlaceRates",
    "aggregate_coefficient_of_variation",
    "aggregate_net_migration_rate",
    "coefficient_of_variation",
    "connectivity",
    "crude_migration_intensity",
    "distance_decay",
    "diversity",
    "gini_fields",
    "gini_shares",
    "gini_total",
    "inequality",
    "mean_distance",
    "median_distance",
    "migration_effectiveness_index",
    "place_rates",
    "within_region_share",
]
