"""The economies of a launched world, laid out on its cells."""

from functools import lru_cache

import numpy as np

from corridors.scenarios.economics import Economy, economy
from corridors.scenarios.grids import Floats
from corridors.scenarios.launch import World
from corridors.scenarios.remittances import calibrate
from corridors.world.given import Economies


@lru_cache(maxsize=2)
def known(countries: tuple[str, ...]) -> Economy:
    """The economies of countries from data, read once."""
    return economy(countries)


def economies(world: World) -> Economies:
    """Give what a scenario's run holds of each economy at launch.

    `unit = GDP per head * people / sum_{n, e} ratio[e] employed[n] people of working age[n, e]`, so that output at
    launch is the country's own. Those who flee go where people of their birthplace lived at launch, among neighbours
    and among other countries; an origin without neighbours, or without people in either, sends all to the other.
    Amounts of remittances per person are those of `remittances.calibrate`.

    Source: see `economics.economy` and `remittances.calibrate`.
    """
    import jax.numpy as jnp

    held, money = known(world.countries), calibrate(world.countries)
    cells = world.cells
    residence, birth = np.asarray(cells.residence), np.asarray(cells.birth)
    people = np.asarray(world.state.people, float)
    foreign = (residence != birth).astype(int)
    working = people[:, :, world.state.ages.working].sum(axis=(1, 2)) * held.employed[residence, foreign][:, None]
    labour = np.zeros(len(world.countries))
    np.add.at(labour, residence, (working * held.wage_ratio[residence]).sum(axis=1))
    total = np.bincount(residence, people.sum(axis=(1, 2, 3)), minlength=len(world.countries))
    near, far = _flight(world, people.sum(axis=(1, 2, 3)), held.neighbours)
    float_type = jnp.result_type(float)

    def whole(value: Floats) -> "jnp.ndarray":
        return jnp.asarray(np.asarray(value, float), dtype=float_type)

    return Economies(
        unit=whole(np.divide(held.gdp_ppp * total, labour, out=np.zeros_like(labour), where=labour > 0)),
        ratio=whole(held.wage_ratio),
        employed=whole(held.employed),
        income=whole(held.gdp_ppp),
        dollar=whole(held.gdp_ppp / held.gdp_usd),
        level=jnp.asarray(held.income_class),
        per_person=whole(money.per_person[residence, birth]),
        price=whole(money.price[residence, birth]),
        without=world.inputs.moves.without[0, :, 0],
        near=whole(near),
        far=whole(far),
        months=whole(np.nan_to_num(held.recruitment[residence, birth])),
        covered=whole(held.covered[residence]),
        deaths=whole(held.deaths),
    )


def _flight(world: World, stock: Floats, neighbours: Floats) -> tuple[Floats, Floats]:
    """Where those who flee go, neighbours and others: shares by row that add up to one over each birthplace."""
    residence, birth = np.asarray(world.cells.residence), np.asarray(world.cells.birth)
    size = len(world.countries)
    abroad = (residence != birth) & (birth < size)
    border = abroad & (neighbours[np.minimum(birth, size - 1), residence] > 0)
    parts = [np.where(mask, stock, 0) for mask in (border, abroad & ~border)]
    totals = [np.bincount(birth, part, minlength=size + 1)[birth] for part in parts]
    shares = [np.divide(p, t, out=np.zeros_like(p), where=t > 0) for p, t in zip(parts, totals, strict=True)]
    near, far = (
        np.where(totals[i] > 0, shares[i], shares[1 - i])  # the other group where this one is empty
        for i in (0, 1)
    )
    return near, far
