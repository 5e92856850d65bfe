from . import answers as answers
from . import concepts as concepts
from . import data as data
from . import drivers as drivers
from . import flows as flows
from . import parameters as parameters
from . import report as report
from . import scenarios as scenarios
from .answers.ask import answer
from .answers.questions import questions
from .concepts import resolve
from .drivers.forecast import forecast
from .report import brief
from .scenarios import Projection, Scenario, Study, World, compare, project
from .scenarios.study import study

__version__: str
__all__ = [
    "Projection", "Scenario", "Study", "World", "answer", "answers", "brief", "compare", "concepts", "data", "drivers",
    "flows", "forecast", "parameters", "project", "questions", "report", "resolve", "scenarios", "study",
]  # fmt: skip
