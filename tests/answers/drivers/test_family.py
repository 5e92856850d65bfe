"""The network multiplier: against the live simulation, in its order, and the finding at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.drivers import family_tables as tables
from corridors.drivers.results import table
from corridors.errors import NotCovered


def test_the_packaged_row_is_the_simulations():
    """1e-6: the same draws and the same panel; single precision of the simulation leaves less."""
    packaged = table("multipliers").filter(origin="MEX", destination="USA")
    live = tables.of_corridor("MEX", "USA")
    for name in ("median", "lower", "upper"):
        assert live[name].to_list() == pytest.approx(packaged[name].to_list(), rel=1e-5)


def test_the_first_step_is_elasticity_times_flow_over_stock():
    """d rate / d S = e F / (1 + S), the definition, at the median draw; 5%: the median of 1,000 draws is not "
    "the mean."""
    from corridors.drivers import features
    from corridors.flows.world import table as flows

    born = flows((2015, 2020), by_birth=True).frame.filter(origin="PHL", destination="CAN", birth="PHL")
    stock = features.network([(2015, 2020)]).filter(origin="PHL", destination="CAN")["network"].item()
    expected = tables.elasticities()["estimate"][0] * born["flow"].sum() / (1 + stock)
    assert tables.of_corridor("PHL", "CAN")["median"][0] == pytest.approx(expected, rel=0.05)


def test_more_follow_in_more_years_within_the_interval():
    world = tables.world()
    assert world["years"].to_list() == [5, 10, 15, 20, 25, 30]
    assert world["median"].is_sorted() and (world["lower"] < world["median"]).all()
    assert (world["median"] < world["upper"]).all() and 0 < world["leaving"][0] < 1


def test_networks_across_corridors_weigh_more_than_within():
    """Beine, Docquier and Ozden (2011) against panels with pair effects: the cross-section is the larger."""
    rows = dict(tables.elasticities().select("specification", "estimate").iter_rows())
    across = rows[tables.COMPARED["network"]]
    assert all(value <= across for value in rows.values())


@pytest.mark.parametrize("ends", [("TON", "AUS"), ("PHL", "CAN"), ("SYR", "TUR"), ("WSM", "NZL")])
def test_the_finding_of_a_corridor(ends):
    made = cr.answer("family", origin=ends[0], destination=ends[1])
    assert "arrivals more from" in made.finding and "nan" not in made.finding
    assert made.content.interval.lower < made.content.interval.value < made.content.interval.upper


def test_the_world_and_what_is_refused():
    assert "people live abroad now" in cr.answer("family").finding
    with pytest.raises(NotCovered, match="Places with people born there"):
        cr.answer("family", origin="TUV", destination="NZL")
    with pytest.raises(NotCovered, match="one end"):
        cr.answer("family", origin="TUV")


def test_each_row_says_how_it_is_known():
    assert all(set(data.frame["quality"]) == {"modelled"} for data in cr.answer("family").data)
    assert cr.answer("family").table("corridors").frame.select(pl.col("ten") < pl.col("thirty")).to_series().all()
