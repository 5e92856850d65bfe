"""The world's flows, and how near they come to the published ones."""

import numpy as np
import pytest

import corridors as cr
from corridors.errors import InvalidInput, UnknownName
from corridors.flows.arrays import METHODS, Method


@pytest.mark.parametrize("method", METHODS)
def test_every_method_makes_the_latest_table(method: Method) -> None:
    flows = cr.flows.table("2020-2024", method)
    assert flows.converged and flows.years == 4
    assert 15e6 < flows.frame["flow"].sum() < 6e8  # from the fewest moves to those of independence
    assert flows.residual < 0.1  # persons, of billions


@pytest.mark.parametrize(("first", "last"), cr.flows.periods())
@pytest.mark.parametrize("sex", ["male", "female"])
def test_every_period_and_sex_is_closed(first: int, last: int, sex: str) -> None:
    flows = cr.flows.table((first, last), "min-closed", sex)  # type: ignore[arg-type]
    tables = flows.estimate.accounting
    assert flows.converged and tables is not None
    net = flows.estimate.flow.sum(axis=0) - flows.estimate.flow.sum(axis=1)
    change = (tables.end_balanced - tables.start_balanced)[0].sum(axis=0)
    natural = (tables.births - tables.deaths)[0].sum(axis=0)
    np.testing.assert_allclose(change, natural + net, rtol=0, atol=1.0)  # a person, of up to 1.5 billion a country


def test_birthplaces_are_kept_and_each_move_labelled() -> None:
    flows = cr.flows.table("2015-2020", "min-closed", by_birth=True)
    frame = flows.frame
    assert set(frame["move"]) == {"outward", "return", "onward"}
    assert (frame.filter(move="outward")["birth"] == frame.filter(move="outward")["origin"]).all()
    assert frame["flow"].sum() == pytest.approx(cr.flows.table("2015-2020", "min-closed").frame["flow"].sum(), rel=1e-9)


def test_distances_are_complete_and_published_where_they_are() -> None:
    world = cr.flows.world_stocks("2020-2024")
    far = cr.flows.world_distances(world.countries)
    assert far.height == len(world.countries) * (len(world.countries) - 1)
    assert far["cost"].null_count() == 0 and far["cost"].min() > 0  # type: ignore[operator]
    assert far["cost"].max() < 20_100  # half of the Earth's circumference, km  # type: ignore[operator]
    with pytest.raises(InvalidInput, match="no coordinates"):
        cr.flows.world_distances(["FRA", "???"])


# The published tables rest on the same stocks (edition 2020): differences of stocks are the same to rounding; the
# others also use populations, births and deaths, which Prospects 2024 revised since.
@pytest.mark.parametrize(
    ("method", "r", "log_r", "ratio"),
    [
        ("difference-drop", 0.99999, 0.9999, 0.001),
        ("difference-reverse", 0.99999, 0.9999, 0.001),
        ("rate", 0.9999, 0.999, 0.3),
        ("min-open", 0.99, 0.98, 0.05),
        ("min-closed", 0.87, 0.87, 0.25),
        ("pseudo-bayes", 0.94, 0.94, 0.11),
    ],
)
def test_published_flows_are_reproduced_as_the_editions_allow(
    method: Method, r: float, log_r: float, ratio: float
) -> None:
    found = cr.flows.published_agreement("2015-2020", method).to_dicts()[0]
    assert found["r"] > r and found["log_r"] > log_r and abs(found["ratio"] - 1) < ratio


def test_agreement_by_type_of_move() -> None:
    found = cr.flows.published_agreement("2015-2020", "min-open", by_move=True)
    assert found["move"].to_list() == ["all", "outward", "return", "onward"]
    assert found.filter(move="outward")["r"][0] > 0.99
    with pytest.raises(UnknownName, match="Unknown method"):
        cr.flows.published_agreement("2015-2020", "transport")
    with pytest.raises(InvalidInput, match="No flows"):
        cr.flows.published_agreement("2015-2020", "min-open", "male")
