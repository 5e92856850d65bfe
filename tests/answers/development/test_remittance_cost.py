"""`remittance-cost`: prices against the World Bank's published mean, savings as identities, sentences at the edges."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.development import cost_tables as tables
from corridors.answers.development.prices import CEILING, TARGET
from corridors.errors import NotCovered
from corridors.parameters import parameter

ROWS = tables.priced()
GOOD = ROWS.filter("usable", "fresh").drop_nulls("usd")


def test_the_mean_is_the_published_one():
    # Remittance Prices Worldwide, issue 35 (September 2020): global average 6.75% in the third quarter of 2020. The
    # publisher averages over services, we over corridors: half a point apart is what that can make.
    mean = tables.quotes().filter(source="rpw_databank_corridor_2020", period="2020Q3")["share"].mean()
    assert mean == pytest.approx(0.0675, abs=0.005)


def test_south_africa_is_the_dearest_large_sender():
    # Remittance Prices Worldwide names South Africa the costliest of the G20 to send from in every recent issue.
    g20 = [
        "ARG",
        "AUS",
        "BRA",
        "CAN",
        "DEU",
        "FRA",
        "GBR",
        "IND",
        "ITA",
        "JPN",
        "KOR",
        "RUS",
        "SAU",
        "TUR",
        "USA",
        "ZAF",
    ]
    means = GOOD.filter(pl.col("destination").is_in(g20)).group_by("destination").agg(pl.col("share").mean())
    assert means.sort("share")["destination"][-1] == "ZAF"


def test_savings_are_zero_at_the_target_and_rise_with_the_price():
    assert (GOOD["saving_3"] >= GOOD["saving_5"]).all() and (GOOD["saving_5"] >= 0).all()
    assert GOOD.filter(pl.col("share") <= TARGET)["saving_3"].sum() == 0
    assert GOOD.filter(pl.col("share") <= CEILING)["saving_5"].sum() == 0


def test_a_response_of_minus_one_would_pass_the_whole_saving_on():
    # With elasticity -1, V'(1 + t) = V (1 + p): what senders spend stays, so that more = V (p - t)/(1 + t).
    response = parameter(tables.RESPONSE)
    assert response.low < -1 < response.high
    whole = GOOD["usd"] * ((1 + GOOD["share"]) / (1 + GOOD["share"].clip(upper_bound=TARGET)) - 1)
    assert (GOOD["more_3_high"] >= whole - 1e-6).all() and (GOOD["more_3_low"] <= whole + 1e-6).all()


def test_nothing_is_derived_from_old_or_doubtful_prices():
    rest = ROWS.filter(~(pl.col("usable") & pl.col("fresh")))
    assert rest.height > 50 and rest["saving_3"].null_count() == rest.height


@pytest.mark.parametrize("code", ["IND", "CHN", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "ZAF", "SDN"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("remittance-cost", code)
    assert "nan" not in made.finding and "None" not in made.finding and "  " not in made.finding
    assert made.data or made.content.missing


def test_a_country_without_any_price_says_so():
    made = cr.answer("remittance-cost", "North Korea")
    assert made.finding == "The World Bank asks no price of sending to or from North Korea."
    assert len(made.content.missing) == 2 and not made.data


def test_an_old_price_is_called_old():
    assert (
        "is old: 13% from Australia to Tuvalu in the third quarter of 2011"
        in cr.answer("remittance-cost", "TUV").finding
    )


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [("MEX", "USA", "in the first quarter of 2025"), ("TON", "NZL", "the last price there is"), ("PHL", "ARE", "3.04%"),
     ("PAK", "KWT", "below the 3% target"), ("SDN", "ARE", "hardly what senders pay"), ("TUV", "AUS", "of 2011")],
)  # fmt: skip
def test_corridors(origin, destination, said):
    made = cr.answer("remittance-cost", origin=origin, destination=destination)
    assert said in made.finding
    assert made.table().frame.height == 1 and made.figures


def test_a_corridor_without_price_names_priced_ones():
    with pytest.raises(NotCovered, match="Priced to South Sudan from"):
        cr.answer("remittance-cost", origin="SSD", destination="UGA")


def test_an_earlier_year_shows_that_years_prices():
    made = cr.answer("remittance-cost", year=2012)
    assert set(made.table().frame["year"]) <= {2011, 2012}
