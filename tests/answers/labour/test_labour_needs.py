"""Gaps of working age: against the projection, as identities, and the finding at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.labour import need_tables as tables


def of(code):
    return tables.needs().frame.filter(country=code).row(0, named=True)


def test_working_age_is_wpps():
    people = cr.data.load("population", country="KOR", year=2050).frame
    assert of("KOR")["working_end"] == people.filter(pl.col("age").is_between(20, 64))["population"].sum()


def test_with_the_gap_of_support_filled_each_old_person_has_as_many_as_today():
    row = of("ITA")
    ages = tables.by_age()[0].filter(country="ITA")
    old = dict(ages.select("year", "old").iter_rows())
    filled = (row["working_end"] + row["gap_support"]) / old[2050]
    assert filled == pytest.approx(row["working"] / old[2025])


def test_gaps_and_growth_add_up_to_the_worlds_change():
    rows = tables.needs().frame
    assert rows["change"].sum() == rows.filter(pl.col("change") > 0)["change"].sum() - rows["gap"].sum()


def test_corridors_lead_from_growth_into_a_gap():
    """Those who grow only through immigration, such as the United States, close nobody's gap."""
    found = tables.corridors(["SRB", "ITA", "KOR", "CAN"])
    assert (found["growth"] > 0).all() and (found["gap"] > 0).all() and "CAN" not in set(found["destination"])
    assert "USA" not in set(found["origin"]) and found["stock"].is_sorted(descending=True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "most in China, Japan and South Korea"), ({"country": "KOR"}, "fewer than in 2025"),
     ({"country": "TUV"}, "no gap"), ({"country": "CAN"}, "thanks to the immigration"), ({"country": "SYR"}, "no gap"),
     ({"country": "PRK"}, "fewer"), ({"country": "UKR"}, "fewer"), ({"region": "EU"}, "European Union")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("labour-needs", **arguments)
    assert said in made.finding and "nan" not in made.finding
    assert made.content.views is not None and set(made.data[0].frame["quality"]) == {"projected"}
