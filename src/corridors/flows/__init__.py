"""Flows: how many people moved from where to where, estimated from who lives where, and the tools of the field.

>>> import corridors as cr
>>> moves = cr.flows.table("2015-2020", "min-closed")
>>> moves.frame.columns, moves.converged
(['origin', 'destination', 'flow'], True)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["combination", "indices", "intervals", "margins", "schedule_fit", "schedules"],
    submod_attrs={
        "agreement": ["published_agreement"],
        "chord": ["chord_diagram"],
        "combination": ["Combined", "combined"],
        "arrays": ["METHODS", "PSEUDO_BAYES_WEIGHT", "FlowEstimate", "Method", "estimate_arrays"],
        "labelled": ["Flows", "estimate"],
        "margins": ["fit_margins", "fit_net", "fit_tables"],
        "schedule_fit": ["fit_counts", "fit_rates"],
        "schedules": ["RogersCastro"],
        "stocks": ["LeftOut", "WorldStocks", "periods", "world_stocks"],
        "world": ["MOVING_COST", "TRANSPORT_EPSILON", "table", "world_distances"],
    },
)
