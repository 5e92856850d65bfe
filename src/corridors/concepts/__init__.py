"""Concepts: countries and areas with their dates, variables with their units, and how a value is known."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
