"""Visas: what travellers need to enter for a short visit, at seven dates since November 2019."""

from corridors.report.sections.visas.corridors import corridor
from corridors.report.sections.visas.countries import country

__all__ = ["corridor", "country"]
