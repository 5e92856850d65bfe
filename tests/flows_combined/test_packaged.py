"""The packaged estimate keeps its promises: identities, nested intervals, marks, and nearness to net migration."""

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.errors import InvalidInput, NotCovered, UnknownName
from corridors.flows.combination import KNOWLEDGE, with_intervals


@pytest.fixture(scope="module")
def year() -> pl.DataFrame:
    return cr.flows.combined(2010).frame


def test_bounds_hold_one_another(year: pl.DataFrame) -> None:
    ends = year.select("lower95", "lower80", "flow", "upper80", "upper95").to_numpy()
    assert (np.diff(ends, axis=1) >= -1e-9).all()
    assert (ends >= 0).all()


def test_pairs_are_there_once_and_nobody_stays(year: pl.DataFrame) -> None:
    assert year.select("origin", "destination").is_unique().all()
    assert year.filter(pl.col("origin") == pl.col("destination")).is_empty()
    assert year["origin"].n_unique() > 230


def test_men_and_women_are_all(year: pl.DataFrame) -> None:
    men, women = (cr.flows.combined(2010, sex=sex).frame for sex in ("male", "female"))
    both = men.join(women, on=["origin", "destination"]).join(year, on=["origin", "destination"], suffix="_both")
    # flows of a sex are products of the same two numbers: only rounding of floats is left
    assert np.allclose(both["flow"] + both["flow_right"], both["flow_both"], rtol=1e-12)
    assert both.height == year.height


def test_a_sex_is_less_certain_than_both(year: pl.DataFrame) -> None:
    men = cr.flows.combined(2010, sex="male").frame
    wide = men.join(year, on=["origin", "destination"], suffix="_both").filter(pl.col("flow") > 100)
    relative = (wide["upper95"] / wide["flow"]) - (wide["upper95_both"] / wide["flow_both"])
    assert (relative > -0.02).all()  # 1 + flow in place of the flow makes up to 1 in 100 of it


def test_a_period_is_the_sum_of_its_years() -> None:
    period = cr.flows.combined("2015-2020", origin="MEX", destination="USA").frame
    years = [cr.flows.combined(y, origin="MEX", destination="USA").frame for y in range(2015, 2020)]
    for column in ("flow", "lower80", "upper80", "lower95", "upper95"):
        assert period[column][0] == pytest.approx(sum(frame[column][0] for frame in years), rel=1e-12)


def test_marks_follow_what_is_known(year: pl.DataFrame) -> None:
    def mark(origin: str, destination: str) -> str:
        return year.filter(origin=origin, destination=destination)["quality"][0]

    assert mark("FRA", "NOR") == Quality.OBSERVED  # Norway reports arrivals by residence
    assert mark("IND", "NOR") == Quality.MODELLED  # Norway reports arrivals by citizenship
    assert mark("TCD", "NER") == Quality.EXTRAPOLATED
    assert set(load("flows_combined").frame["knowledge"]) <= set(KNOWLEDGE)


def test_the_less_is_known_the_wider_the_interval() -> None:
    rows = [{"flow": 1000.0, "knowledge": name} for name in KNOWLEDGE]
    wide = with_intervals(pl.DataFrame(rows))
    ratio = (wide["upper95"] / wide["lower95"].clip(1)).to_list()
    assert ratio[1] < ratio[3] < ratio[5]


@pytest.mark.parametrize("when", [1991, 2000, 2010, 2015, 2022])
def test_net_migration_is_near_that_of_the_united_nations(when: int) -> None:
    frame = cr.flows.combined(when).frame
    into = frame.group_by(country="destination").agg(net=pl.col("flow").sum())
    out = frame.group_by(country="origin").agg(net=-pl.col("flow").sum())
    net = pl.concat([into, out]).group_by("country").agg(pl.col("net").sum())
    both = net.join(load("demography_totals", year=when).frame, on="country")
    # the aim is 0.97 over all years; single years lie around it, because no cell moves further than what is known of it
    assert np.corrcoef(both["net"], both["net_migration"])[0, 1] > 0.95


def test_no_one_country_is_left_by_more_than_live_there() -> None:
    frame = load("flows_combined").frame
    left = frame.group_by("origin", "year").agg(pl.col("flow").sum())
    people = load("demography_totals").frame.select("year", "pop_midyear", origin="country")
    both = left.join(people, on=["origin", "year"])
    assert both.filter(pl.col("flow") > pl.col("pop_midyear")).is_empty()


def test_what_is_not_covered_is_refused() -> None:
    with pytest.raises(NotCovered, match="1990 to 2024"):
        cr.flows.combined(1985)
    with pytest.raises(UnknownName, match="sex"):
        cr.flows.combined(2010, sex="men")
    with pytest.raises(InvalidInput, match="neither a year nor a period"):
        cr.flows.combined("lately")
    with pytest.raises(InvalidInput, match="no years"):
        cr.flows.combined("2015-2010")


def test_net_migration_over_all_years_reaches_the_aim() -> None:
    moves = load("flows_combined").frame
    into = moves.group_by("year", country="destination").agg(net=pl.col("flow").sum())
    out = moves.group_by("year", country="origin").agg(net=-pl.col("flow").sum())
    net = pl.concat([into, out]).group_by("year", "country").agg(pl.col("net").sum())
    both = net.join(load("demography_totals").frame, on=["country", "year"])
    assert np.corrcoef(both["net"], both["net_migration"])[0, 1] > 0.97  # the project's aim for net migration
