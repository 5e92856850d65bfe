"""`flows`: identities of the estimates, published totals, and reports beside them."""

import types

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.answers.asked import Asked
from corridors.answers.statistics import flow_tables as tables
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("flows", year=2015)


def test_the_worlds_moves_are_near_the_published_ones(world):
    """Abel and Cohen (2022), pseudo-Bayes, closed, 2015-2020 from the stocks of 2020: 105.3 million in five years.

    The stocks here are the edition of 2024, so that only the size can agree: within a tenth.
    """
    published = tables.mirror_tables.load("flows_published").frame.filter(
        source="abel_cohen_2022", method="da_pb_closed", period_start=2015, sex="both", move_type="all"
    )
    total = 5 * world.table("methods").frame.filter(method="pseudo-Bayes")["all"][0]
    assert total == pytest.approx(published["flow"].sum(), rel=0.1)


def test_outward_return_and_onward_moves_add_up(world):
    frame = world.table("corridors").frame
    gap = (frame["outward"] + frame["return"] + frame["onward"] - frame["flow"]).abs().max()
    assert gap < 1e-6, "sums of three doubles of up to half a million"
    shares = [fact.value for fact in world.content.facts[:3]]
    assert sum(shares) == pytest.approx(1.0, abs=1e-9)


def test_the_main_estimate_lies_within_the_range_of_methods(world):
    frame = world.table("corridors").frame  # `flow` is pseudo-Bayes, whatever gives the main number
    assert (frame["low"] <= frame["flow"]).all() and (frame["flow"] <= frame["high"]).all()
    assert frame["share_women"].drop_nulls().is_between(0, 1).all()


def test_pairs_add_up_to_the_method_and_a_country_to_its_net(world):
    frame = world.table("corridors").frame
    methods = world.table("methods").frame
    assert frame["flow"].sum() == pytest.approx(methods.filter(method="pseudo-Bayes")["all"][0], rel=1e-12)
    made = cr.answer("flows", country="Germany", year=2015)
    into, out = made.table("into").frame["main"].sum(), made.table("out").frame["main"].sum()
    assert made.content.facts[0].label == "Net migration"
    assert made.content.facts[0].value == pytest.approx(into - out, rel=1e-9)


def test_net_migration_is_the_same_by_every_closed_method():
    """Closed demographic accounting meets each country's net migration, whoever moved: pseudo-Bayes and fewest."""
    period = (2015, 2020)
    net = [
        tables.estimated(period, m).sum(0) - tables.estimated(period, m).sum(1) for m in ("pseudo-bayes", "min-closed")
    ]
    assert np.abs(net[0] - net[1]).max() < 1.0, "persons a year; the fits stop within rounding of their margins"


def test_a_region_counts_moves_within_apart():
    sums = tables.totals((2015, 2020), "min-closed", Asked.named(region="Oceania"))
    flow = tables.estimated((2015, 2020), "min-closed")
    inside = np.isin(tables.places((2015, 2020)), Asked.named(region="Oceania").codes)
    assert sums["into"] + sums["out"] <= sums["all"]
    assert sums["all"] == pytest.approx(flow[inside].sum() + flow[:, inside].sum() - flow[inside][:, inside].sum())


def test_reports_stand_only_beside_periods_that_they_cover():
    """Destatis ends in 2021: two years do not stand for mid-2020 to mid-2024."""
    assert tables.reported((2020, 2024)).filter(destination="DEU", origin="UKR").is_empty()
    row = tables.reported((2015, 2020)).filter(origin="TUR", destination="DEU").row(0, named=True)
    yearly = tables.mirror_tables.reports().filter(
        source="destatis_12711_0008", origin="TUR", destination="DEU", coverage="both", reporting_side="immigration"
    )
    assert row["arrivals"] == yearly.filter(yearly["year"].is_between(2015, 2020))["flow"].mean()
    found, span = tables.against_reports(Asked(), (2020, 2024))
    assert span == (2015, 2020) and not found.is_empty()


@pytest.fixture
def combined(monkeypatch):
    """A combined estimate of two corridors in the place of the packaged one, over four years."""
    frame = pl.DataFrame({
        "origin": ["MEX", "TON"], "destination": ["USA", "NZL"], "flow": [400.0, 40.0], "lower95": [200.0, 0.0],
        "upper95": [800.0, 80.0], "quality": ["modelled", "extrapolated"],
    })  # fmt: skip
    cached = (tables.combined_of, tables.corridors)
    for one in cached:
        one.cache_clear()
    monkeypatch.setattr(tables, "combined", lambda period: types.SimpleNamespace(frame=frame))
    yield
    for one in cached:
        one.cache_clear()


def test_the_combined_estimate_gives_the_main_number_and_the_interval(combined):
    pairs = tables.corridors((2020, 2024))
    assert pairs["main"].sum() == 110.0, "persons a year: a quarter of four years"
    row = pairs.filter(origin="MEX", destination="USA").row(0, named=True)
    assert (row["lower"], row["upper"], row["known"]) == (50.0, 200.0, "modelled")
    methods = tables.by_method(Asked(), (2020, 2024))
    assert methods.filter(method=tables.COMBINED)["all"][0] == 110.0
    assert tables.combined_totals((2020, 2024), Asked.named("Tonga")) == {"into": 0.0, "out": 10.0, "all": 10.0}


def test_a_corridor_without_a_combined_flow_is_near_zero(combined):
    pairs = tables.corridors((2020, 2024))
    row = pairs.filter(origin="MEX", destination="NZL").row(0, named=True)
    assert row["main"] == 0 and row["known"] == "extrapolated" and row["flow"] > 0
    assert pairs.filter(origin="UKR", destination="POL")["main"][0] is None, "places that it lacks are not zero"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "IND"}, "moved to India"),
        ({"country": "TUV"}, "moved to Tuvalu"),
        ({"country": "SSD", "year": 2014}, "Between 2010 and 2015"),
        ({"country": "PRK"}, "North Korea"),
        ({"country": "XKX"}, "moved to Kosovo and"),
        ({"origin": "XKX", "destination": "DEU"}, "No rival method names the place."),
        ({"origin": "PHL"}, "a year left the Philippines"),
        ({"destination": "ARE"}, "a year moved to the United Arab Emirates"),
        ({"origin": "MEX", "destination": "USA"}, "from Mexico to the United States"),
        ({"origin": "TON", "destination": "NZL"}, "from Tonga to New Zealand"),
        ({"origin": "TUV", "destination": "BOL"}, "a year moved from Tuvalu to Bolivia"),
        ({"region": "Caribbean"}, "the group Caribbean"),
    ],
)
def test_the_finding_says_of_whom(asked, said):
    made = cr.answer("flows", **asked)
    assert said in made.finding and made.finding.endswith(".") and "nan" not in made.finding


@pytest.mark.parametrize(
    "asked",
    [{}, *({"country": code} for code in ("IND", "TUV", "UKR", "SSD", "PRK", "VEN")), {"region": "Caribbean"},
     {"origin": "PHL"}, {"origin": "MEX", "destination": "USA"}, {"origin": "VEN", "destination": "COL"}],
)  # fmt: skip
def test_no_range_of_other_methods_stands_in_the_sentence_of_the_main_number(asked):
    main, _, rivals = cr.answer("flows", **asked).finding.partition(" Methods that count only who lives elsewhere ")
    assert " by method" not in main and "migration rates" not in main and rivals.endswith(" a year.")
    assert "(" not in main.replace("(with 95% probability", "")


def test_migration_rates_stand_apart_where_they_alone_leave_the_range():
    finding = cr.answer("flows", origin="VEN", destination="COL", year=2017).finding
    # The stocks of Venezuelans in Colombia rose by 1.7 million in these five years; the rates do not see that.
    assert "340,000 to 364,000 moves (2,104 by migration rates, which leave out how stocks changed)" in finding
    assert "migration rates" not in cr.answer("flows", country="IND").finding


def test_a_corridor_that_no_estimate_has_is_refused(combined):
    """The stand-in for the combined estimate has no Kosovo, as the stocks have none."""
    with pytest.raises(NotCovered, match="Serbia"):
        cr.answer("flows", origin="XKX", destination="DEU")
    assert cr.answer("flows", country="XKX").finding.startswith("No flows from or to Kosovo")


def test_a_year_outside_the_periods_names_the_nearest():
    with pytest.raises(NotCovered, match="1990"):
        cr.answer("flows", year=1985)


def test_charts(world):
    names = {figure.name: figure for figure in world.figures}
    assert set(names) == {"largest", "periods"}
    assert names["periods"].data.height == 21
