"""Corridors: evidence, estimates and answers on the international migration system.

>>> import corridors as cr
>>> frame, source = cr.data.load("migrant_stock", country="TON", year=2024)
>>> source.publisher
'United Nations, Department of Economic and Social Affairs, Population Division'
"""

import lazy_loader

__version__ = "0.1.0"

# Parts load when they are first used, as `__init__.pyi` lists them, so that the import itself stays fast.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
