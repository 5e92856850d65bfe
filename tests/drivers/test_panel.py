"""The panel: every pair and period once, known values, nothing dropped in silence."""

import polars as pl
import pytest

from corridors.concepts.variables import variables
from corridors.drivers.free_movement import pairs, shares
from corridors.drivers.lags import lags
from corridors.drivers.panels import KEYS, panel
from corridors.errors import InvalidInput, UnknownName
from corridors.flows.world import table


def test_every_pair_and_period_once(small):
    frame = small.frame
    assert frame.height == 24 * 23 * 7
    assert frame.select(pl.struct("pair", "period").is_duplicated().any()).item() is False
    assert frame.filter(pl.col("origin") == pl.col("destination")).is_empty()


def test_flows_are_those_of_the_method(small):
    world = table("2010-2015").frame.filter(origin="MEX", destination="USA")["flow"].item()
    row = small.frame.filter(origin="MEX", destination="USA", period="2010-2015")
    assert row["flow"].item() == world
    assert row["flow_per_year"].item() == pytest.approx(world / 5)
    after = small.frame.filter(origin="MEX", destination="USA", period="2015-2020")
    assert after["flow_previous"].item() == row["flow_per_year"].item()


def test_the_last_period_has_four_years(small):
    assert small.frame.filter(period="2020-2024")["years"].unique().to_list() == [4.0]


def test_drivers_have_their_published_values(small):
    row = small.frame.filter(origin="SYR", destination="TUR", period="2015-2020").row(0, named=True)
    assert row["network"] > 1e6  # refugees are in the UN's stock of 2015
    assert row["refugee_network"] == pytest.approx(1_557_899, rel=0.01)  # UNHCR, end of 2014
    assert row["contig"] == 1
    assert row["conflict_deaths_origin"] > 10_000
    poland = small.frame.filter(origin="POL", destination="DEU").sort("period_start")
    assert poland["free_movement"].to_list() == [0, 0, 0.2, 1, 1, 1, 1]  # member of the Union from 2004
    assert poland["free_movement_unrestricted"].to_list() == [0, 0, 0, 0, 0.8, 1, 1]  # Germany opened in 2011


def test_ages_add_up_to_the_population(small):
    ages = ["0_14", "15_34", "35_64", "65_over"]
    kept = small.frame.drop_nulls("population_origin")
    gap = kept.select(
        (pl.sum_horizontal(*(f"population_{a}_origin" for a in ages)) / pl.col("population_origin") - 1).abs().max()
    )
    assert gap.item() < 1e-4  # ages are rounded to persons and the totals come from another table of the edition


def test_missing_values_are_listed_by_variable_and_country(small):
    listed = small.missing
    income = listed.filter(variable="log_income_origin")
    assert "GLP" in income["country"].to_list()
    for name in small.frame.columns:
        if name != "flow_previous":
            assert listed.filter(variable=name)["rows"].sum() == small.frame[name].null_count(), name
    assert small.missing_by_variable["share"].max() <= 1


def test_what_is_not_at_hand_is_said(small):
    if not any(name.startswith("disaster") for name in small.frame.columns):
        assert any("disasters has not been added" in note for note in small.notes)


def test_every_column_is_a_row_of_the_variable_table_with_unit_lag_and_source(small):
    for name in small.frame.columns:
        assert name in variables(), name
        if name not in (*KEYS, "flow", "pair", "origin_period", "destination_period"):
            assert lags()[name], name
            assert variables()[name].source


def test_values_lie_within_the_bounds_of_the_table(small):
    for name in lags():
        if name in small.frame.columns and small.frame[name].dtype.is_numeric():
            found = variables()[name]
            low, high = small.frame[name].min(), small.frame[name].max()
            assert found.lower is None or low is None or low >= found.lower, name
            assert found.upper is None or high is None or high <= found.upper, name


def test_own_flows_take_the_place_of_a_method():
    rows = {"origin": ["MEX"], "destination": ["USA"], "period_start": [2010], "period_end": [2015], "flow": [7.0]}
    made = panel(pl.DataFrame(rows))
    assert made.flows == "own frame"
    assert dict(zip(made.frame["pair"], made.frame["flow"], strict=True)) == {"MEX USA": 7.0, "USA MEX": 0.0}


def test_bad_input_is_refused():
    rows = pl.DataFrame(
        {"origin": ["MEX"], "destination": ["USA"], "period_start": [2010], "period_end": [2015], "flow": [7.0]}
    )
    with pytest.raises(UnknownName, match="Did you mean pseudo-bayes"):
        panel("pseudo-bayse")
    with pytest.raises(UnknownName, match="period '2011-2016'"):
        panel(periods=["2011-2016"])
    with pytest.raises(UnknownName, match="country"):
        panel(countries=["Atlantiss", "USA"])
    with pytest.raises(InvalidInput, match="no column 'flow'"):
        panel(rows.drop("flow"))
    with pytest.raises(InvalidInput, match="twice"):
        panel(pl.concat([rows, rows]))
    with pytest.raises(InvalidInput, match="negative"):
        panel(rows.with_columns(flow=-1.0))


def test_one_sided_and_partner_agreements():
    found = pairs()
    compacts = found.filter(pl.col("area").str.contains("Compacts"))
    assert set(compacts["destination"]) == {"USA"}
    swiss = found.filter(area="EU-Switzerland AFMP")
    assert all("CHE" in row for row in swiss.select("origin", "destination").iter_rows())
    norway = found.filter(origin="NOR", destination="FRA")
    assert norway["entry"].to_list() == [1994]


def test_a_country_that_leaves_no_longer_counts():
    assert shares([(2020, 2024)]).filter(origin="POL", destination="GBR").is_empty()
