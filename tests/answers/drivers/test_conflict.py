"""Displacement: against UNHCR's printed totals, a slope against a library's, and the finding at extremes."""

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.answers.drivers import conflict_tables as tables
from corridors.errors import NotCovered


def test_origins_and_hosts_of_2024_are_those_of_global_trends():
    """UNHCR, Global Trends 2024: Venezuela 6.2, Syria 6.0, Afghanistan 5.8, Ukraine 5.1 million refugees and others."""
    frame = tables.by_origin(2024)
    million = dict(zip(frame["country"], frame["displaced"] / 1e6, strict=True))
    # asylum seekers stand beside the refugees here, so each number is the printed one or more, at most by half
    for code, printed in {"VEN": 6.2, "SYR": 6.0, "AFG": 4.5, "UKR": 5.1}.items():
        assert printed - 0.2 <= million[code] <= 1.5 * printed, code


def test_what_leaves_arrives():
    abroad = tables.displaced().abroad.filter(year=2020)
    assert tables.by_origin(2020)["displaced"].sum() == abroad["displaced"].sum()
    assert tables.by_host(2020)["displaced"].sum() == abroad["displaced"].sum()
    syria = tables.yearly("SYR", None).filter(year=2020)["displaced"][0]
    assert tables.by_host(2020, "SYR")["displaced"].sum() == syria


def test_the_slope_is_that_of_least_squares_with_dummies():
    """The same regression written out in full, dummies and regressor in one system."""
    panel = tables._panel()
    origin = panel["origin"].to_dummies().to_numpy().astype(float)
    year = panel["year"].to_dummies(drop_first=True).to_numpy().astype(float)
    x, y = panel["deaths"].log1p().to_numpy(), panel["new"].log1p().to_numpy()
    full, *_ = np.linalg.lstsq(np.column_stack([x, origin, year]), y, rcond=None)
    found = tables.slope()
    assert found.value == pytest.approx(full[0], rel=1e-8)  # two least-squares paths in float64
    assert found.lower < found.value < found.upper
    assert found.origins == panel["origin"].n_unique()


def test_new_displacement_counts_nobody_twice():
    """A pair's claims and its other arrivals may be the same people: their larger number is taken, not their sum."""
    panel = tables._panel()
    both = cr.data.load("refugee_flows").frame.filter(pl.col("origin") != pl.col("asylum"))
    every = pl.sum_horizontal(pl.col("refugees", "refugee_like", "oip", "asylum_seekers").fill_null(0))
    assert panel["new"].sum() <= both.select(every.sum()).item()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"country": "TUV"}, "from Tuvalu were displaced abroad"), ({"country": "XKX"}, "UNHCR counts it with Serbia"),
     ({"origin": "SYR", "destination": "DEU"}, "were in Germany"),
     ({"region": "GCC"}, "the Gulf Cooperation Council hosted"),
     ({"destination": "UGA"}, "per 1,000 inhabitants"), ({}, "displaced across borders")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    assert said in cr.answer("conflict", **arguments).finding


def test_a_pair_without_anybody_names_where_they_are():
    with pytest.raises(NotCovered, match="People from there are in"):
        cr.answer("conflict", origin="Tonga", destination="Holy See")


def test_deaths_that_are_not_known_are_named_and_no_zero():
    made = cr.answer("conflict", country="Palestine", year=2023)
    assert made.table("origins").frame["deaths"].null_count() == 1
    assert "Palestine" in made.content.missing[0].what
    assert any("under Israel" in note.text for note in made.content.notes)
