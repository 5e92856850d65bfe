"""Law and agreements: the treaties to which each end is a party, and what both ends have agreed."""

from corridors.report.sections.law.corridors import corridor
from corridors.report.sections.law.countries import country

__all__ = ["corridor", "country"]
