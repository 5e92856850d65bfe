"""The combined estimate: yearly flows between all countries from stocks, demography and reports, with intervals.

Only `packaged` and `intervals` are needed to read it; the other modules fit it (`tools/fit_flows.py`).
"""

from corridors.flows.combination.packaged import KNOWLEDGE, Combined, combined, with_intervals

__all__ = ["KNOWLEDGE", "Combined", "combined", "with_intervals"]
