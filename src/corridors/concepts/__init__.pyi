from . import countries as countries
from . import variables as variables
from .countries import Area, area, areas, resolve
from .quality import Quality
from .variables import Variable, variable

__all__ = ["Area", "Quality", "Variable", "area", "areas", "countries", "resolve", "variable", "variables"]
