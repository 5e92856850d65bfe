"""Drivers: what moves people, from a panel of corridors, and the one rate formula that the world model shares."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["forecast", "rate"],
    submod_attrs={
        "decomposition": ["Decomposition", "decompose"],
        "events": ["EventStudy", "event_study"],
        "fitting": ["Fit", "fit"],
        "lags": ["variable_rows"],
        "networks": ["NetworkMultiplier", "network_multiplier"],
        "panels": ["Panel", "panel"],
        "specify": ["SPECIFICATIONS", "Specification"],
        "tables": ["publication_table"],
    },
)
