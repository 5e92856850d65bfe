"""People: how many born in one country live in another, by sex and year, and what is not known."""

from corridors.report.sections.people.corridors import corridor
from corridors.report.sections.people.countries import country

__all__ = ["corridor", "country"]
