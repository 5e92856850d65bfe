"""What one more arrival brings after it: the fitted effect of networks, simulated over the years."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.countries import resolve
from corridors.drivers.fitting import CONFIDENCE, Fit
from corridors.drivers.panels import Panel
from corridors.errors import InvalidInput, NotCovered
from corridors.flows.arrays import METHODS
from corridors.flows.labelled import Flows
from corridors.flows.world import table

Floats = NDArray[np.float64]
STEP = 5
"""Years of a step: the length of the periods to which the network effect is fitted."""
HORIZON = 30
TERM = "log_network"


@dataclass(frozen=True)
class NetworkMultiplier:
    """Further arrivals per additional arrival, by years since: `years`, `median`, `lower`, `upper` (95%).

    `elasticity` and its error are those of the fit, `leaving` the share of a stock that dies or moves on in a step,
    `corridors` how many it is averaged over, weighted by stock.
    """

    title: str
    frame: pl.DataFrame
    elasticity: float
    std_error: float
    leaving: float
    corridors: int


def network_multiplier(
    fitted: Fit,
    data: Panel,
    *,
    origin: str | None = None,
    destination: str | None = None,
    leaving: float | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> NetworkMultiplier:
    """Simulate how many follow one additional arrival over 5 to 30 years, with the fit's uncertainty.

    From the stock S of people born in the origin and the flow F of people born there in the last period of five
    years, a step moves `rate(F, e, log(1 + S') - log(1 + S))` people, with e the elasticity of the flow to the
    network, and keeps `1 - leaving` of the stock. The derivative of the arrivals by the stock is what follows one
    arrival more: through reunion, information and help, whatever the legal channel. The world's is the mean over
    corridors weighted by stock: one person more, placed where people live abroad now.

    Args:
        fitted: with the term log_network, such as that of "structural" (whose estimate is within corridors);
        data: a panel of a method of `corridors.flows`, whose last period of five years gives F and S;
        origin, destination: codes or names of one corridor, or neither for the world;
        leaving: share of a stock that moves on or dies in five years; by default what the flows and stocks of the
            world in that period imply (`leaving_share`); draws, seed: of the elasticity, normal.
    Raises:
        UnknownName: the fit has no log_network; NotCovered: no such corridor, or no one lives there.
        InvalidInput: a share outside 0 to 1, or fewer than two draws.
    Source: Beine, Docquier and Özden (2011), for the effect, https://doi.org/10.1016/j.jdeveco.2009.11.004
    """
    row = fitted.coefficient(TERM)
    if draws < 2:
        raise InvalidInput(f"{draws} draws give no interval.", hint="Ask for 1,000.")
    period = _last_whole(data)
    born = _by_birth(data, period)
    share = leaving_share(born) if leaving is None else leaving
    if not 0 <= share <= 1:
        raise InvalidInput(f"A share of {share} cannot leave.", hint="Give a number from 0 to 1.")
    outward = born.frame.filter(pl.col("birth") == pl.col("origin")).select("origin", "destination", outward="flow")
    corridors = data.frame.filter(pl.col("period_start") == period[0], pl.col("network") > 0).join(
        outward, on=["origin", "destination"]
    )
    title = "World"
    if origin is not None or destination is not None:
        if origin is None or destination is None:
            raise InvalidInput("A corridor needs an origin and a destination.", hint="Give both, or neither.")
        codes = resolve(origin).code, resolve(destination).code
        corridors = corridors.filter(origin=codes[0], destination=codes[1])
        title = f"{codes[0]} to {codes[1]}"
    if corridors.is_empty():
        raise NotCovered(f"{title}: no flow or no network in {period[0]}-{period[1]}.", hint="Choose another corridor.")
    error = max(row["std_error"], row["std_error_two_way"] or 0.0)
    drawn = np.random.default_rng(seed).normal(row["estimate"], error, draws)
    followed = _followed(corridors["outward"].to_numpy(), corridors["network"].to_numpy(), drawn, share)
    low, middle, high = np.quantile(followed, [(1 - CONFIDENCE) / 2, 0.5, (1 + CONFIDENCE) / 2], axis=0)
    years = list(range(STEP, HORIZON + 1, STEP))
    frame = pl.DataFrame({"years": years, "median": middle, "lower": low, "upper": high})
    return NetworkMultiplier(title, frame, row["estimate"], error, share, corridors.height)


def _last_whole(data: Panel) -> tuple[int, int]:
    whole = [period for period in data.periods if period[1] - period[0] == STEP]
    if not whole:
        raise NotCovered(f"The panel has no period of {STEP} years.", hint="Make it with more periods.")
    return whole[-1]


def _by_birth(data: Panel, period: tuple[int, int]) -> Flows:
    if data.flows not in METHODS:
        raise NotCovered("Flows of one's own do not say who was born where.",
                         hint=f"Make the panel by one of {', '.join(METHODS)}.")  # fmt: skip
    return table(period, METHODS[METHODS.index(data.flows)], by_birth=True)


def leaving_share(flows: Flows) -> float:
    """Share of the people living outside their birthplace who die or move on within a period.

    `1 - (sum S1 - A) / sum S0`, with A the arrivals of people in places other than that of their birth and S the
    stocks at both ends.

    Args:
        flows: of the world, by birthplace.

    >>> from corridors.flows.world import table
    >>> 0.1 < leaving_share(table("2015-2020", by_birth=True)) < 0.4
    True
    """
    if flows.stocks is None or "birth" not in flows.frame.columns:
        raise InvalidInput("The flows are not of the world by birthplace.", hint="Use table(..., by_birth=True).")
    arrived = float(flows.frame.filter(pl.col("birth") != pl.col("destination"))["flow"].sum())
    abroad = flows.stocks.stocks.filter(pl.col("birth") != pl.col("residence"))
    start, end = (float(abroad.filter(time=time)["stock"].sum()) for time in flows.stocks.period)
    return min(max(1.0 - (end - arrived) / start, 0.0), 1.0)


def _followed(flow: Floats, stock: Floats, elasticity: Floats, leaving: float) -> Floats:
    """Arrivals that follow one more arrival, `[draws, steps]`, averaged over corridors by their stocks."""
    import jax
    import jax.numpy as jnp

    from corridors.drivers.rate import rate

    steps = HORIZON // STEP

    def simulate(effect: jax.Array, base: jax.Array, start: jax.Array) -> jax.Array:
        """The derivative of arrivals by the stock, which is what one arrival more brings where many live already."""

        def path(first: jax.Array) -> jax.Array:
            def advance(now: jax.Array, _: None) -> tuple[jax.Array, jax.Array]:
                change = (jnp.log1p(now) - jnp.log1p(start))[None]
                moved = rate(base, effect[None], change)
                return now * (1 - leaving) + moved, moved

            return jax.lax.scan(advance, first, None, length=steps)[1]

        return jnp.cumsum(jax.jvp(path, (start,), (jnp.ones_like(start),))[1])

    each = jax.vmap(simulate, in_axes=(None, 0, 0))
    weight = jnp.asarray(stock / stock.sum())
    base, start = jnp.asarray(flow), jnp.asarray(stock)
    # one draw after another: all at once would hold draws x corridors in memory
    total = jax.jit(lambda effects: jax.lax.map(lambda effect: weight @ each(effect, base, start), effects))
    return np.asarray(total(jnp.asarray(elasticity)), dtype=np.float64)
