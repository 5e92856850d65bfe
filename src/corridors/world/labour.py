"""Pay and output by nested constant elasticities of substitution, as deviations from a baseline."""

import jax.numpy as jnp
from jax import Array

from corridors.world.given import Parameters
from corridors.world.status import ratio

PARAMETERS = (
    "ces_substitution_education", "ces_inverse_substitution_low_medium", "ces_inverse_substitution_nativity",
    "capital_share",
)  # fmt: skip
"""What the nest takes from the registry."""


def pay(change: Array, weight: Array, given: Parameters, *, productivity: Array, capital: Array) -> tuple[Array, Array]:
    """Give the log deviations of pay and of output from those of labour, capital and productivity.

    With calibrated shares, `x` the log deviations of labour and weights `t` the baseline's pay bills, the nest of
    nativity n within education e, of low and medium within "lower", and of lower against high is

        Z_e     = ln( sum_n t[n, e] exp(a x[n, e]) / sum_n t[n, e] ) / a,                 a = 1 - inverse(nativity)
        Z_lower = ln( sum_{low, medium} t[e] exp(b Z_e) / sum t[e] ) / b,                 b = 1 - inverse(low, medium)
        Z       = ln( (t[lower] exp(c Z_lower) + t[high] exp(c Z_high)) / sum t ) / c,     c = 1 - 1 / substitution
        Y       = A + s k + (1 - s) Z
        w[n, e] = Y - Z + (1 - c)(Z - Z_group) + (1 - b)(Z_lower - Z_e) + (1 - a)(Z_e - x[n, e]),

    the third term for low and medium alone. Deviations of zero give zero to the last bit.

    Args:
        change: `[R, 2, E]`, log deviations of effective labour by nativity and education; weight: `[R, 2, E]`, pay
        bills
            of the baseline; productivity A, capital k: `[R]`, log deviations.
    Returns: pay `[R, 2, E]` and output `[R]`, log deviations.
    Source: Katz and Murphy (1992), https://doi.org/10.2307/2118323; Ottaviano and Peri (2012),
        https://doi.org/10.1111/j.1542-4774.2011.01052.x; the calibrated share form, Rutherford (2002).
    """
    a = 1 - given["ces_inverse_substitution_nativity"]
    b = 1 - given["ces_inverse_substitution_low_medium"]
    c = 1 - 1 / given["ces_substitution_education"]
    share = given["capital_share"]
    bills = weight.sum(axis=1)
    by_education = _mean(change, weight, a, axis=1)
    lower = _mean(by_education[:, :2], bills[:, :2], b, axis=-1)
    groups = jnp.stack([lower, by_education[:, 2]], axis=-1)
    group_bills = jnp.stack([bills[:, :2].sum(axis=-1), bills[:, 2]], axis=-1)
    labour = _mean(groups, group_bills, c, axis=-1)
    output = productivity + share * capital + (1 - share) * labour
    within = (1 - c) * (labour[:, None] - jnp.stack([lower, lower, groups[:, 1]], axis=-1))
    inner = (1 - b) * (lower[:, None] - by_education)
    inner = inner.at[:, 2].set(0)
    by_group = (output - labour)[:, None] + within + inner
    return by_group[:, None] + (1 - a) * (by_education[:, None] - change), output


def labour_index(change: Array, weight: Array, given: Parameters) -> Array:
    """The log deviation Z of all labour together, `[R]`, as in `pay`."""
    nothing = jnp.zeros(change.shape[0], change.dtype)
    _, output = pay(change, weight, given, productivity=nothing, capital=nothing)
    return output / (1 - given["capital_share"])


def _mean(change: Array, weight: Array, power: Array, *, axis: int) -> Array:
    """Log of the weighted power mean of `exp(change)`, zero where there are no weights."""
    total = weight.sum(axis=axis)
    mean = ratio((weight * jnp.exp(power * change)).sum(axis=axis), total, 1.0)
    return jnp.log(mean) / power
