"""Scenarios: launch a world from data, project it many times, store, compare and cite what comes out.

`project` is the verb: it launches a world, draws its rates as often as wanted and returns a `Projection`.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "citing": ["cite"],
        "comparison": ["compare"],
        "launch": ["World"],
        "places": ["resolve_places"],
        "projection": ["Projection"],
        "running": ["project"],
        "scenario": ["LeverUse", "Scenario", "shipped"],
        "study": ["Study"],
    },
)
