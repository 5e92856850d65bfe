"""Replacement migration: against the arithmetic's own identities, and the finding at extremes."""

import numpy as np
import polars as pl
import pytest

import corridors as cr
from corridors.answers.drivers import cohorts as arithmetic
from corridors.answers.drivers import demography_tables as tables

ROUGH = {"KWT", "QAT", "ARE", "TKL", "OMN", "SAU", "BHR", "SHN", "BLM"}
"""Where WPP's migration by age implies that more survive than there were, in part: a note of the answer names them."""


def of(code):
    return tables.demography().frame.filter(country=code).row(0, named=True)


def test_with_wpps_own_migration_the_arithmetic_returns_wpps_population():
    """1.2%: where survival would exceed one, among young immigrants and in rounded figures, it is cut off at one."""
    held = arithmetic.cohorts()
    off = dict(zip(held.countries, np.abs(tables.returned(held) - 1), strict=True))
    assert max(value for code, value in off.items() if code not in ROUGH) < 0.012
    assert off["DEU"] < 0.01 and off["IND"] < 1e-6 and off["NGA"] < 1e-6


@pytest.mark.parametrize("first_last", [(0, None), (15, 65)])
def test_the_migrants_found_hold_the_number(first_last):
    """Closed form: the number never falls below its start, and stays at it where migrants come."""
    held = arithmetic.cohorts()
    weights = np.broadcast_to(arithmetic.ages(*first_last), held.population[:, 0].shape)
    target = (weights * held.population[:, 0]).sum(axis=1)
    migrants, path = arithmetic.needed(held, weights, target)
    held_at = (weights[:, None] * path).sum(axis=2)[:, 1:] / target[:, None]
    assert (held_at > 1 - 1e-8).all()  # rounding of double precision, most in the smallest places
    assert np.abs(held_at[migrants > 0] - 1).max() < 1e-8


def test_the_support_ratio_is_held_where_migrants_come():
    held = arithmetic.cohorts()
    start = held.population[:, 0]
    work, old = arithmetic.ages(15, 65), arithmetic.ages(65)
    ratio = (start @ work) / (start @ old)
    migrants, path = arithmetic.needed(held, work[None] - ratio[:, None] * old[None], np.zeros(len(start)))
    korea = held.countries.index("KOR")
    assert (migrants[korea] > 0).all()
    assert (path[korea] @ work / (path[korea] @ old)) == pytest.approx(ratio[korea])


def test_the_order_of_the_aims_is_that_of_the_united_nations_in_2000():
    """UN (2000), Replacement Migration, table 1: population < working age < support ratio in Germany, Italy, Japan."""
    for code in ("DEU", "ITA", "JPN", "KOR"):
        row = of(code)
        assert 0 < row["hold_population"] < row["hold_working"] < row["hold_ratio"]
    assert of("KOR")["hold_ratio"] * 25 > 0.5 * of("KOR")["population"]  # absurd there as well, in its own words


def test_ratios_and_projected_migration_are_wpps():
    people = cr.data.load("population", country="DEU", year=2025).frame
    working = people.filter(pl.col("age").is_between(15, 64))["population"].sum()
    assert of("DEU")["ratio"] == pytest.approx(working / people.filter(pl.col("age") >= 65)["population"].sum())
    net = cr.data.load("net_migration_age", country="DEU").frame.filter(pl.col("period_start").is_between(2025, 2045))
    assert of("DEU")["projected"] == pytest.approx(net["net_migration"].sum() / 25)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "in the world; to hold the number of 15 to 64"), ({"country": "TUV"}, "would not fall if nobody moved"),
     ({"country": "QAT"}, "Qatar had 49.0 people"), ({"country": "UKR"}, "Ukraine"), ({"country": "CHN"}, "China had"),
     ({"country": "PRK"}, "North Korea"), ({"region": "EU"}, "European Union"),
     ({"origin": "NGA", "destination": "ITA"}, "and Italy"), ({"origin": "TON", "destination": "NZL"}, "Tonga")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("demography", **arguments)
    assert said in made.finding and "nan" not in made.finding and made.content.views is not None
    assert set(made.data[0].frame["quality"]) == {"projected"}


def test_the_gulfs_rough_figures_are_said_to_be_rough():
    assert any("Kuwait" in note.text for note in cr.answer("demography", country="KWT").content.notes)
    assert not cr.answer("demography", country="DEU").content.notes
