"""The margin of one corridor's change: a normal score bent into two tails, each of its own weight, in closed form.

The functions are written for arrays of NumPy and of JAX alike; `np` is whichever module the caller passes. A shape is
`(scale, left, right, skew)`: the scale in logs, the weights of the two tails, and how far the middle leans.
"""

from typing import Any

Shape = tuple[Any, Any, Any, Any]


def score(change: Any, shape: Shape, np: Any) -> Any:
    """Give the normal score of a change of the log.

    Equation: `z = sinh(d asinh(e / (s d)) - k)`, with `d = left` where `e < 0` and `right` elsewhere. With
    `d = 1, k = 0` it is `e / s`, the normal law; a smaller `d` has a heavier tail on its side. Slope and value
    agree at 0.

    Args:
        change: `e`, in logs; shape: `s`, `d` of the left and of the right, and `k`; np: the array module.
    Source: after Jones and Pewsey (2009), Biometrika 96(4), 761-780, https://doi.org/10.1093/biomet/asp053

    >>> import numpy
    >>> float(score(numpy.float64(1.5), (0.5, 1.0, 1.0, 0.0), numpy).round(12))
    3.0
    """
    scale, left, right, skew = shape
    tail = np.where(change < 0, left, right)
    return np.sinh(tail * np.arcsinh(change / (scale * tail)) - skew)


def change(score: Any, shape: Shape, np: Any) -> Any:
    """Give the change of the log that has a normal score: the inverse of `score`.

    Equation: `e = s d sinh((asinh(z) + k) / d)`.

    >>> import numpy
    >>> z = numpy.array([-2.0, 0.3, 2.5])
    >>> there = change(z, (0.4, 0.6, 0.8, 0.2), numpy)
    >>> numpy.allclose(score(there, (0.4, 0.6, 0.8, 0.2), numpy), z)
    True
    """
    scale, left, right, skew = shape
    bent = np.arcsinh(score) + skew
    tail = np.where(bent < 0, left, right)
    return scale * tail * np.sinh(bent / tail)


def log_density(change: Any, shape: Shape, np: Any) -> Any:
    """Give the log density of a change of the log: `log phi(z) + log dz/de`.

    >>> import numpy
    >>> float(log_density(numpy.float64(0.0), (1.0, 1.0, 1.0, 0.0), numpy).round(4))
    -0.9189
    """
    scale, left, right, skew = shape
    tail = np.where(change < 0, left, right)
    inner = change / (scale * tail)
    bent = tail * np.arcsinh(inner) - skew
    log_cosh = np.logaddexp(bent, -bent) - np.log(2.0)
    normal = -0.5 * np.sinh(bent) ** 2 - 0.5 * np.log(2.0 * np.pi)
    return normal + log_cosh - np.log(scale) - 0.5 * np.log1p(inner**2)
