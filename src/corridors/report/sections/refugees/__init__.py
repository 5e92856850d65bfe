"""Refugees and asylum: who is under protection where, who applies, what is decided, who returns or is resettled."""

from corridors.report.sections.refugees.corridors import corridor
from corridors.report.sections.refugees.countries import country

__all__ = ["corridor", "country"]
