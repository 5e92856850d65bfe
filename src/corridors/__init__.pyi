from . import concepts as concepts
from . import data as data
from . import flows as flows
from . import report as report
from .concepts import resolve
from .report import brief

__version__: str
__all__ = ["brief", "concepts", "data", "flows", "report", "resolve"]
