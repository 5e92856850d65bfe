"""Bilateral flows from what is known of them: row and column totals, net migration, or several tables of sums.

Each fit is the flow table nearest to an offset, in relative entropy, that has the known sums; the offset carries
what is believed of the pattern: last period's flows, stocks abroad, or a function of distance.
"""

from corridors.flows.margins.net import (
    NetFit,
    fit_net,
)
from corridors.flows.margins.sums import (
    TableFit,
    fit_tables,
)
from corridors.flows.margins.totals import (
    MarginFit,
    fit_margins,
)

__all__ = [
    "MarginFit",
    "NetFit",
    "TableFit",
    "fit_margins",
    "fit_net",
    "fit_tables",
]
