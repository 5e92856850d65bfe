"""What each coefficient says, in one plain sentence with its interval."""

from typing import TYPE_CHECKING

import numpy as np

from corridors.concepts.variables import variables

if TYPE_CHECKING:
    from corridors.drivers.fitting import Fit

STEP = 0.10
"""The relative change of a driver in logs that a sentence speaks of."""
SHARE_STEP = 0.10
"""The change of a share or an index, on its scale of 0 to 1, that a sentence speaks of."""
WHOLE = ("contig", "comlang_off", "comlang_ethno", "colony", "visa_required", "free_movement",
         "free_movement_unrestricted")  # fmt: skip
"""Drivers whose whole range, from no to yes, a sentence speaks of."""


def sentences(fit: "Fit") -> list[str]:
    """One sentence for each coefficient, with the wider of the two intervals; a square goes with its first power.

    Example:
        >>> from corridors.drivers import fit, panel
        >>> made = panel(periods=["2010-2015", "2015-2020"], countries=["MEX", "USA", "GTM", "CAN", "ESP", "FRA"])
        >>> print(sentences(fit("flow ~ log_network | period", made))[0])
        People of the origin in the destination 10% more: flows 6.7% higher (95% interval 5.5 to 8.0%), all else in the
        specification equal.
    """
    made = []
    terms = fit.coefficients["term"].to_list()
    squares = {term: _square_of(term) for term in terms}
    curved = {name for name in squares.values() if name}
    for term in terms:
        if term in curved and _square_name(term, terms):
            continue
        base = squares[term]
        made.append(_curve(fit, base, term) if base in terms else _sentence(fit, term))
    return made


def _square_of(term: str) -> str:
    plain = term.replace(" ", "")
    return plain[2:-4] if plain.startswith("I(") and plain.endswith("**2)") else ""


def _square_name(term: str, terms: list[str]) -> str:
    return next((other for other in terms if _square_of(other) == term), "")


def _interval(row: dict[str, float]) -> tuple[float, float]:
    """The wider of the intervals by the two clusterings."""
    low, high = row["lower"], row["upper"]
    if row["std_error_two_way"] is not None and row["std_error_two_way"] > row["std_error"]:
        low, high = row["lower_two_way"], row["upper_two_way"]
    return low, high


def _sentence(fit: "Fit", term: str) -> str:
    row = fit.coefficient(term)
    low, high = _interval(row)
    subject, scale = _subject(term)
    values = [float(np.expm1(scale * value) * 100) for value in (row["estimate"], low, high)]
    direction = "higher" if values[0] >= 0 else "lower"
    shown = sorted((values[1], values[2]), key=abs) if low > 0 or high < 0 else [values[1], values[2]]
    if low <= 0 <= high:
        return (
            f"{subject}: no association that differs from zero; flows {abs(values[0]):.1f}% {direction} "
            f"(95% interval {shown[0]:+.1f} to {shown[1]:+.1f}%)."
        )
    return (
        f"{subject}: flows {abs(values[0]):.1f}% {direction} (95% interval {abs(shown[0]):.1f} to "
        f"{abs(shown[1]):.1f}%), all else in the specification equal."
    )


def _subject(term: str) -> tuple[str, float]:
    """What changes, in words, and by how much on the scale of the coefficient."""
    from corridors.drivers.tables import term_label

    label = term_label(term)
    found = variables().get(term)
    if "::" in term:
        return f"{label}, against the first", 1.0
    if term.startswith("log_") and found is not None:
        plain = label.removesuffix(", log of one more").removesuffix(", log")
        return f"{plain} {STEP:.0%} {'wider' if 'gap' in term else 'more'}", float(np.log1p(STEP))
    if term in WHOLE:
        return f"{label}, where it is so against where not", 1.0
    if found is not None and found.kind in ("share", "index"):
        return f"{label}, {SHARE_STEP:g} more", SHARE_STEP
    return f"{label}, one more", 1.0


def _curve(fit: "Fit", base: str, square: str) -> str:
    """The turning point of a curve in a log, `exp(-b / 2c)`, with an interval by the delta method."""
    from corridors.drivers.tables import term_label

    terms = fit.coefficients["term"].to_list()
    place = [terms.index(base), terms.index(square)]
    b, c = (fit.coefficients["estimate"][index] for index in place)
    low, high = _interval(fit.coefficient(square))
    label = term_label(base).removesuffix(", log")
    if low <= 0 <= high:
        return (
            f"{label}: no curve that differs from zero (the square's coefficient is {c:.3f}, 95% interval {low:.3f} "
            f"to {high:.3f})."
        )
    shape = "rise, then fall" if c < 0 else "fall, then rise"
    covariances = [cov[np.ix_(place, place)] for cov in (fit.covariance, fit.covariance_two_way)]
    slope = np.array([-1 / (2 * c), b / (2 * c * c)])
    error = float(np.sqrt(max(float(slope @ cov @ slope) for cov in covariances)))
    turn = -b / (2 * c)
    bounds = [float(np.exp(turn + z * error)) for z in (0.0, -1.96, 1.96)]
    return f"{label}: flows {shape}, turning at {bounds[0]:,.0f} (95% interval {bounds[1]:,.0f} to {bounds[2]:,.0f})."
