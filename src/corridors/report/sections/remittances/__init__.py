"""Remittances: what migrants are estimated to send, what it costs, what countries receive and pay."""

from corridors.report.sections.remittances.corridors import corridor
from corridors.report.sections.remittances.countries import country

__all__ = ["corridor", "country"]
