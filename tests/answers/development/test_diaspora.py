"""`diaspora`: the regression against one with dummies, its size against the literature, sentences at the edges."""

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.answers.development import diaspora_tables as tables
from corridors.errors import NotCovered


def test_taking_means_out_is_the_regression_with_an_effect_for_each_country():
    rng = np.random.default_rng(1)
    exporter, importer = (side.ravel() for side in np.meshgrid(np.arange(8), np.arange(7), indexing="ij"))
    x = rng.normal(size=56) + exporter
    y = 0.3 * x + exporter - 0.5 * importer + rng.normal(size=56)
    dummies = np.column_stack([x, *(exporter == k for k in range(8)), *(importer == k for k in range(1, 7))])
    expected = np.linalg.lstsq(dummies.astype(float), y, rcond=None)[0][0]
    a, b = tables.within(x, exporter, importer), tables.within(y, exporter, importer)
    # Both solve the same least squares; a billionth is what the passes leave.
    assert (a @ b) / (a @ a) == pytest.approx(expected, abs=1e-8)


def test_the_elasticity_lies_where_the_literature_has_it():
    # Felbermayr and Toubal (2012), World Development 40(5): about 0.1 for exports in a cross-section of OECD hosts;
    # Gould (1994): 0.02 (exports) to 0.2. The band is the span of those.
    found = tables.association()
    assert 0.02 < found.elasticity < 0.2 and found.bounds[0] > 0
    assert found.pairs > 15_000


def test_dollars_of_2014_match_a_known_total():
    # US Census Bureau, trade in goods with Mexico: imports of 294.1 billion dollars in 2014.
    exports = dict(tables.recent().filter(destination="USA").select("origin", "exports_recent").iter_rows())
    assert exports["MEX"] / 1e9 == pytest.approx(294, abs=3)


@pytest.mark.parametrize("code", ["IND", "CHN", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "TON"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("diaspora", code)
    assert "None" not in made.finding and "nan" not in made.finding
    assert any("investment" in missing.what for missing in made.content.missing)


def test_a_country_that_the_stock_does_not_name_says_so():
    assert "names nobody born in Kosovo" in cr.answer("diaspora", "XKX").finding


@pytest.mark.parametrize(
    ("origin", "destination"), [("MEX", "USA"), ("TON", "NZL"), ("SYR", "DEU"), ("SSD", "UGA"), ("PHL", "ARE")]
)
def test_corridors(origin, destination):
    made = cr.answer("diaspora", origin=origin, destination=destination)
    row = made.table().frame.row(0, named=True)
    assert row["people"] > 0
    if row["tenth"] is not None:
        assert row["tenth_low"] <= row["tenth"] <= row["tenth_high"]


def test_a_pair_without_emigrants_names_where_they_are():
    with pytest.raises(NotCovered, match="Most of those born in Tuvalu live in Fiji"):
        cr.answer("diaspora", origin="TUV", destination="PRK")


def test_rates_of_few_researchers_are_left_out():
    assert tables.countries(2024)["scholar_rate"].drop_nulls().max() < 0.5
    assert tables.countries(2024).filter(pl.col("people") == 0).is_empty()
