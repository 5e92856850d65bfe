"""`mirror`: both ends' reports of one definition, their ratios, and corridors that only one end reports."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import mirror_tables as tables
from corridors.errors import NotCovered


@pytest.fixture(scope="module")
def world():
    return cr.answer("mirror")


def test_germany_to_spain_is_as_both_offices_published_it():
    """Destatis: 20,324 moved from Germany to Spain in 2013; Eurostat (INE): 9,208 arrived in Spain from Germany."""
    row = tables.both_sides().filter(origin="DEU", destination="ESP", year=2013).row(0, named=True)
    assert (row["departures"], row["arrivals"]) == (20_324, 9_208)
    assert row["ratio"] == pytest.approx(9_208 / 20_324, rel=1e-12)  # one division in doubles


def test_only_one_definition_is_compared(world):
    held = tables.both_sides()
    assert held.select("origin", "destination", "year").is_unique().all(), "one pair of reports a year"
    kept = tables.reports().filter(pl.col("criterion") == "residence", pl.col("coverage") == "both")
    for side, name in (("immigration", "arrivals"), ("emigration", "departures")):
        both = held.join(
            kept.filter(reporting_side=side),
            left_on=["origin", "destination", "year", name, f"{name}_by"],
            right_on=["origin", "destination", "year", "flow", "source"],
            how="anti",
        )
        assert both.is_empty()


def test_the_gap_has_no_side_and_the_widest_comes_first(world):
    frame = world.table("corridors").frame.drop_nulls("gap")
    assert frame["gap"].is_sorted(descending=True) and frame["gap"].min() >= 1
    for row in frame.iter_rows(named=True):
        assert row["gap"] == pytest.approx(max(row["ratio"], 1 / row["ratio"]), rel=1e-12)


def test_strict_receivers_report_less_than_loose_ones(world):
    """Offices that count settlement for good must report less of Germany's departures than those of twelve months."""
    median = {row["receiver_counts"]: row["median"] for row in world.table("definitions").frame.iter_rows(named=True)}
    assert median["for good"] < median["12 months"] < 1.2


def test_an_office_has_one_criterion_at_a_time():
    held = tables.criteria()
    years = pl.DataFrame({"year": range(1980, 2020)})
    spans = held.join(years, how="cross").filter(
        (pl.col("first_year") <= pl.col("year")) & (pl.col("year") <= pl.col("last_year").fill_null(3000))
    )
    assert spans.select("reporter", "year").is_unique().all()
    assert set(held["arrivals"]) <= set(tables.OFFICES)
    assert held["quality"].unique().to_list() == ["unverified"]


def test_a_side_that_counts_nobody_has_no_ratio():
    rows = pl.DataFrame({
        "origin": ["AAA"], "destination": ["BBB"], "year": [2000], "arrivals": [5.0], "departures": [0.0],
        "receiver_counts": ["any stay"], "sender_counts": ["any stay"], "quality": ["observed"],
    })  # fmt: skip
    row = tables.by_corridor(rows).row(0, named=True)
    assert row["ratio"] is None and row["gap"] is None
    assert tables.ranked(tables.by_corridor(rows)).is_empty()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"country": "POL"}, "Poland reports 2,776 arrivals a year and Germany 97,300 departures"),
        ({"country": "DEU"}, "receivers count"),
        ({"country": "TUV"}, "No corridor of Tuvalu is reported by both ends"),
        ({"country": "PRK"}, "No corridor of North Korea"),
        ({"country": "SSD"}, "South Sudan"),
        ({"origin": "DEU", "destination": "NLD"}, "1 arrivals for each departure"),
        ({"origin": "MEX", "destination": "USA"}, "only the United States reports"),
        ({"destination": "USA"}, "Germany to the United States"),
        ({"year": 2014}, "in 2014"),
    ],
)
def test_the_finding_says_which_corridors(asked, said):
    made = cr.answer("mirror", **asked)
    assert said in made.finding and made.finding.endswith(".") and "None" not in made.finding


def test_a_corridor_that_nobody_reports_names_some_that_both_do():
    with pytest.raises(NotCovered, match="Germany to"):
        cr.answer("mirror", origin="TON", destination="KIR")


def test_a_year_without_mirrors_names_the_nearest():
    with pytest.raises(NotCovered, match="2016"):
        cr.answer("mirror", year=2023)


def test_charts(world):
    assert world.figures[0].name == "gaps" and world.figures[0].data.height == 25
    assert cr.answer("mirror", origin="DEU", destination="ESP").figures[0].name == "years"
