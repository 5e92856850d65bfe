"""The network multiplier: the first step in closed form, the rest against finite differences."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from corridors.drivers.fitting import fit
from corridors.drivers.networks import _followed, network_multiplier
from corridors.errors import InvalidInput, NotCovered, UnknownName


@pytest.fixture(scope="module")
def structural(small):
    return fit("structural", small)


def sharp(fitted, elasticity):
    """The fit with an elasticity known almost without error."""
    known = fitted.coefficients.with_columns(
        estimate=pl.lit(elasticity), std_error=pl.lit(1e-9), std_error_two_way=pl.lit(1e-9)
    )
    return replace(fitted, coefficients=known)


def test_the_first_step_is_elasticity_times_flow_over_stock(small, structural):
    made = network_multiplier(sharp(structural, 0.3), small, origin="MEX", destination="USA", draws=10)
    from corridors.flows.world import table

    born = table("2015-2020", by_birth=True).frame.filter(birth="MEX", origin="MEX", destination="USA")["flow"].item()
    stock = small.frame.filter(origin="MEX", destination="USA", period="2015-2020")["network"].item()
    assert made.frame["median"][0] == pytest.approx(0.3 * born / (1 + stock), rel=1e-5)  # single precision


def test_no_elasticity_no_followers(small, structural):
    made = network_multiplier(sharp(structural, 0.0), small, draws=10)
    assert made.frame["median"].abs().max() < 1e-6


def test_followers_equal_a_finite_difference_of_the_path():
    flow, stock, effect, leaving = 5000.0, 40_000.0, 0.4, 0.2

    def arrivals(extra):
        now, total = stock + extra, []
        for _ in range(6):
            moved = flow * ((1 + now) / (1 + stock)) ** effect
            now = now * (1 - leaving) + moved
            total.append(moved)
        return np.cumsum(total)

    exact = (arrivals(1.0) - arrivals(-1.0)) / 2
    found = _followed(np.array([flow]), np.array([stock]), np.array([effect]), leaving)[0]
    assert found == pytest.approx(exact, rel=1e-3)  # single precision against a difference of two large sums


def test_followers_grow_with_the_years_and_the_interval_holds_the_median(small, structural):
    frame = network_multiplier(structural, small, draws=200).frame
    assert frame["years"].to_list() == [5, 10, 15, 20, 25, 30]
    assert (frame["median"].diff().drop_nulls() > 0).all()
    assert (frame["lower"] <= frame["median"]).all() and (frame["median"] <= frame["upper"]).all()


def test_the_same_seed_gives_the_same_draws(small, structural):
    one, two = (network_multiplier(structural, small, draws=50, seed=4).frame for _ in range(2))
    assert one.equals(two)


def test_bad_input_is_refused(small, structural):
    with pytest.raises(UnknownName, match="term of the fit"):
        network_multiplier(fit("classic", small), small)
    with pytest.raises(InvalidInput, match="draws"):
        network_multiplier(structural, small, draws=1)
    with pytest.raises(InvalidInput, match="cannot leave"):
        network_multiplier(structural, small, leaving=1.5)
    with pytest.raises(InvalidInput, match="needs an origin"):
        network_multiplier(structural, small, origin="MEX")
    with pytest.raises(NotCovered, match="no flow or no network"):
        network_multiplier(structural, small, origin="JPN", destination="USA")
    with pytest.raises(NotCovered, match="who was born where"):
        network_multiplier(structural, replace(small, flows="own frame"))
