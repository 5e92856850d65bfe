"""Flows: how many people move, by rival published estimates, beside what either side reports."""

from corridors.report.sections.flows.corridors import corridor
from corridors.report.sections.flows.countries import country

__all__ = ["corridor", "country"]
