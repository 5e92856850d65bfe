"""Forecasts of who will move from where to where: the rates of every corridor, with intervals, and their history.

>>> from corridors.drivers.forecast import launches
>>> launches()
(2000, 2005, 2010, 2015, 2020, 2024)
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["draws", "history", "margins", "model", "packaged", "rates", "reversion"],
    submod_attrs={
        "answer": ["Forecast", "forecast"],
        "history": ["History", "history", "launches"],
        "rates": ["Rates", "base_rates"],
    },
)
