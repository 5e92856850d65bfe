"""The Bayesian model of the combined estimate, in NumPyro, and its variational fit. Loaded by the fit alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro
import numpyro.distributions as dist
from numpy.typing import NDArray
from numpyro.infer import SVI, Trace_ELBO
from numpyro.infer.autoguide import AutoNormal
from numpyro.infer.initialization import init_to_value
from numpyro.optim import ClippedAdam

from corridors.flows.combination.design import Regression, regress
from corridors.flows.combination.panel import Panel
from corridors.flows.combination.reports import CITIZENSHIP_IN, GRANT, KINDS, Reports

PERIOD = 5
"""Years of the period that has an effect of its own for a corridor."""
TAIL = 4.0
"""Degrees of freedom of the Student errors: offices err in bursts (breaks of series, codes mixed up)."""
ROUNDING = 0.05
"""Error of `log(1 + report)` that no report falls under."""
LARGEST = 16.0
"""Bound on the log of a flow, so that no step of the fit overflows: nine million people a year."""
SPREADS = {"destination": 0.5, "destination_year": 0.15, "corridor": 0.7, "corridor_period": 0.2}
"""Effects of the flow itself, and the median of the prior of their standard deviation on the log scale. Origins have
none: reports of one office err together over its origins, the fit took that for knowledge of origins and of their
years, and r log of reporters left out fell by 0.02 to 0.06."""
COUNTING = {"system": 0.4, "system_corridor": 0.4, "system_year": 0.15}
"""Effects of how it is counted, likewise: a system's level, of a pair in a system, of a year in a system."""
WIDTH = 0.3
"""Standard deviation of the log of those standard deviations, a priori."""
FLIGHT = (-0.7, 0.7, 0.4)
"""Share of those in flight whom a register counts: prior mean and standard deviation of its log, and the spread of
reporters around it."""


@partial(
    jax.tree_util.register_dataclass,
    data_fields=["prior", "criterion", "kind", "flight", "level", "place"],
    meta_fields=["size"],
)
@dataclass(frozen=True)
class Data:
    """Everything that the model sees, as arrays of the reports' rows."""

    prior: Any
    criterion: Any
    kind: Any
    flight: Any
    level: Any
    place: dict[str, Any]
    size: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Fit:
    """A fitted posterior: means and standard deviations of every site, and how cells find their effects."""

    mean: dict[str, NDArray]
    sd: dict[str, NDArray]
    regression: Regression
    keys: dict[str, NDArray[np.int64]]
    losses: NDArray


def keys_of(rows: Reports, size: int) -> dict[str, NDArray[np.int64]]:
    """The number of each effect that a row has, before numbers that no row has are left out."""
    pair, period = rows.i * size + rows.j, rows.t // PERIOD
    return {
        "destination": rows.j,
        "destination_year": rows.j * 35 + rows.t,
        "corridor": pair,
        "corridor_period": pair * 7 + period,
        "system": rows.system,
        "system_corridor": rows.system * size**2 + pair,
        "system_year": rows.system * 35 + rows.t,
        "reporter": rows.reporter,
    }


def _criterion(kind: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 by residence, 1 by citizenship, 2 grants."""
    return np.where(kind == GRANT, 2, np.where(kind >= CITIZENSHIP_IN, 1, 0))


def prepare(panel: Panel, rows: Reports) -> tuple[Data, Regression, dict[str, NDArray[np.int64]]]:
    """Fit the slopes, and lay the reports out for the model."""
    x, level = panel.x[rows.t, rows.i, rows.j], np.log1p(rows.persons)
    kinds = (rows.kind % 2 == 1, _criterion(rows.kind) == 1, rows.kind == GRANT)
    criterion = np.stack(kinds, axis=1).astype(np.float32)
    regression = regress(panel.names, x, criterion, level)
    found, place, size = {}, {}, {}
    for name, key in keys_of(rows, len(panel.codes)).items():
        found[name], index = np.unique(key, return_inverse=True)
        place[name], size[name] = jnp.asarray(index), len(found[name])
    data = Data(
        jnp.asarray(regression.log_flow(x, criterion), dtype=jnp.float32), jnp.asarray(criterion),
        jnp.asarray(rows.kind), jnp.asarray(panel.flight[rows.t, rows.i, rows.j]),
        jnp.asarray(level, dtype=jnp.float32), place, tuple(size.items()),
    )  # fmt: skip
    return data, regression, found


def model(data: Data) -> None:
    """How reports come about.

    `log(1 + y) ~ t_4(log(1 + lambda), s)`, `lambda = exp(eta + counting) + kappa[reporter] flight`,
    `eta = regression + offset[criterion] + destination + destination's year + corridor + corridor's period`,
    `s^2 = (sigma[kind] lambda / (1 + lambda))^2 + lambda / (1 + lambda)^2 + ROUNDING^2`.
    """

    size = dict(data.size)

    def spread(name: str, middle: float) -> Any:
        return numpyro.sample(f"spread_{name}", dist.LogNormal(jnp.log(middle), WIDTH))

    offset: Any = numpyro.sample("offset", dist.Normal(0.0, 0.5).expand([3]).to_event(1))
    eta = data.prior + data.criterion @ offset
    for name, middle in (SPREADS | COUNTING).items():
        effect: Any = numpyro.sample(name, dist.Normal(0.0, spread(name, middle)).expand([size[name]]).to_event(1))
        eta += effect[data.place[name]]
    kappa: Any = numpyro.sample("kappa", dist.Normal(FLIGHT[0], FLIGHT[1]))
    own: Any = numpyro.sample("own", dist.Normal(0.0, FLIGHT[2]).expand([size["reporter"]]).to_event(1))
    fled = jnp.exp(jnp.clip(kappa + own[data.place["reporter"]], -5, 1)) * data.flight
    flow = jnp.exp(jnp.clip(eta, -8.0, LARGEST)) + fled
    sigma: Any = numpyro.sample("sigma", dist.LogNormal(-1.0, 0.5).expand([len(KINDS)]).to_event(1))
    share = flow / (1 + flow)
    error = jnp.sqrt((sigma[data.kind] * share) ** 2 + share / (1 + flow) + ROUNDING**2)
    numpyro.sample("reports", dist.StudentT(TAIL, jnp.log1p(flow), error), obs=data.level)


def fit(
    panel: Panel, rows: Reports, steps: int, seed: int, *, rate: float = 0.03, note: Callable[[str], None] | None = None
) -> Fit:
    """Fit the posterior by variational inference, every effect and slope a normal of its own, on all reports at once.

    Adam steps with a rate that rises over a twentieth of the steps and falls to a hundredth along a cosine.
    """
    data, regression, keys = prepare(panel, rows)
    warm = max(steps // 20, 1)

    def schedule(step: Any) -> Any:
        rise = jnp.minimum(step / warm, 1.0)
        return rate * rise * (0.01 + 0.99 * 0.5 * (1 + jnp.cos(jnp.pi * jnp.minimum(step / steps, 1.0))))

    guide = AutoNormal(model, init_loc_fn=init_to_value(values=_start(data)), init_scale=0.02)
    svi = SVI(model, guide, ClippedAdam(schedule, clip_norm=1e9), Trace_ELBO())
    state = svi.init(jax.random.PRNGKey(seed), data)
    advance = jax.jit(lambda s, d: jax.lax.scan(lambda c, _: svi.update(c, d), s, None, length=100))
    losses = []
    for _ in range(max(steps // 100, 1)):
        state, loss = advance(state, data)
        losses.append(np.asarray(loss))
        if note:
            note(f"step {100 * len(losses)}: {losses[-1].mean():.0f}")
    found = svi.get_params(state)
    mean, sd = _moments(found)
    return Fit(mean, sd, regression, keys, np.concatenate(losses))


def _start(data: Data) -> dict[str, Any]:
    """Where the fit starts: the regression as it is, every effect none, every spread at its prior's middle."""
    size = dict(data.size)
    start: dict[str, Any] = {"offset": jnp.zeros(3)}
    start |= {"kappa": jnp.float32(FLIGHT[0]), "own": jnp.zeros(size["reporter"]), "sigma": jnp.full(len(KINDS), 0.5)}
    for name, middle in (SPREADS | COUNTING).items():
        start |= {name: jnp.zeros(size[name]), f"spread_{name}": jnp.float32(middle)}
    return start


def _moments(found: dict[str, Any]) -> tuple[dict[str, NDArray], dict[str, NDArray]]:
    """Means and standard deviations of the sites; of positive ones on the log scale, as the guide has them."""
    ends = ("_auto_loc", "_auto_scale")
    return tuple(  # type: ignore[return-value]
        {name.removesuffix(end): np.asarray(v) for name, v in found.items() if name.endswith(end)} for end in ends
    )
