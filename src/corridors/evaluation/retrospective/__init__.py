"""Retrospective checks: where history made the experiment, which view does the record support, and by how much.

>>> list(CHECKS)
['enlargement', 'balkans', 'border', 'venezuela', 'prices', 'spain']
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from corridors.concepts.nearest import nearest
from corridors.errors import UnknownName
from corridors.evaluation.retrospective import balkans, border, enlargement, prices, spain, venezuela
from corridors.evaluation.retrospective.check import Check, Comparison, Observed, Prediction

__all__ = ["CHECKS", "Check", "Comparison", "Observed", "Prediction", "made"]

CHECKS: Mapping[str, Callable[[], Check]] = MappingProxyType(
    {
        "enlargement": enlargement.check,
        "balkans": balkans.check,
        "border": border.check,
        "venezuela": venezuela.check,
        "prices": prices.check,
        "spain": spain.check,
    }
)
"""The checks by name, each computed from the packaged data when called."""


def made(name: str) -> Check:
    """Compute one check.

    Args:
        name: a name in `CHECKS`.

    Raises:
        UnknownName: no such check, with the nearest names.

    Example:
        >>> made("spain").comparisons[0].decided
        False
    """
    if name not in CHECKS:
        raise UnknownName("check", name, nearest(name, list(CHECKS)), hint=f"There are {', '.join(CHECKS)}.")
    return CHECKS[name]()
