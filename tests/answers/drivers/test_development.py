"""Emigration against income: against published values, slopes on made data, and the finding at extremes."""

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.answers.drivers import development_tables as tables
from corridors.errors import NotCovered


def test_mexicos_share_is_its_stock_over_stock_and_inhabitants():
    """UN DESA, International Migrant Stock 2024: 11.6 million people born in Mexico live elsewhere; 1% for rounding."""
    row = tables.development().frame.filter(country="MEX", year=2024).row(0, named=True)
    assert row["emigrants"] == pytest.approx(11.6e6, rel=0.02)
    assert row["share"] == pytest.approx(row["emigrants"] / (row["emigrants"] + row["population"]))


def test_a_slope_within_countries_ignores_what_sets_them_apart():
    """Rich countries have more abroad, and each one's share falls as it grows: the slope is that of the fall."""
    rows = [(code, year, 1000.0 * 4**place * 2**step, 0.01 * 8**place * 2.0**-step)
            for place, code in enumerate("ABC") for step, year in enumerate((1990, 2000, 2010))]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["country", "year", "income", "share"], orient="row")
    dummies = frame["country"].to_dummies().to_numpy().astype(float)
    assert tables._slope(frame, frame["country"], [dummies]).value == pytest.approx(-1)
    assert tables._slope(frame, frame["country"], [np.ones((9, 1))]).value > 0


def test_the_share_abroad_is_lowest_in_the_poorest_countries():
    """Clemens (2020): emigration rises with income among poor countries, across countries."""
    bands = tables.by_band(2024)
    assert bands["share"][0] == bands["share"].min() and bands["countries"].sum() > 150


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "the published views take"), ({"country": "PRK"}, "cannot be set against income"),
     ({"country": "TUV"}, "Tuvalu had"), ({"country": "SYR"}, "income fell"), ({"country": "XKX"}, "cannot be set"),
     ({"country": "CHN"}, "China had"), ({"view": "development-reduces"}, "Development reduces")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("development", **arguments)
    assert said in made.finding and "nan" not in made.finding
    assert made.content.views.values["development-reduces"] < 0 < made.content.views.values["development-enables"]


def test_another_disputes_view_is_refused():
    with pytest.raises(NotCovered, match="nothing on income"):
        cr.answer("development", view="brain-drain")
