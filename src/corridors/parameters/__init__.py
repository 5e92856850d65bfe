"""Parameters: every coefficient with its source, the views that disagree about some, and the evaluated practices.

>>> from corridors.parameters import parameter
>>> found = parameter("asylum_waiting_employment")
>>> found.low, found.high, found.unit, found.known
(-0.05, -0.04, 'share points per year', 'read')
"""

from corridors.parameters.practices import practices
from corridors.parameters.registry import UNDECIDED, parameter, parameter_names, parameters, sides
from corridors.parameters.value import Parameter, quantile
from corridors.parameters.view_file import read_view, view_text
from corridors.parameters.views import Dispute, View, dispute_over, disputes, resolve_values, view, views

__all__ = [
    "UNDECIDED",
    "Dispute",
    "Parameter",
    "View",
    "dispute_over",
    "disputes",
    "parameter",
    "parameter_names",
    "parameters",
    "practices",
    "quantile",
    "read_view",
    "resolve_values",
    "sides",
    "view",
    "view_text",
    "views",
]
