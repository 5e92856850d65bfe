"""Prices of a country: medians by quarter against the quotes, and a title that leads with the latest price held."""

import polars as pl
import pytest

from corridors.answers.development import cost_tables, price_charts, prices
from corridors.concepts.countries import resolve


def test_medians_are_those_of_the_corridors_asked():
    found = prices.medians(resolve("IND"))
    row = found.filter(series=prices.TO_MEDIAN, period="2025Q1").row(0, named=True)
    quotes = cost_tables.quotes().filter(source=prices.LATEST, period="2025Q1", origin="IND")["share"]
    assert (row["share"], row["services"]) == (pytest.approx(quotes.median(), rel=1e-12), len(quotes))  # float64


def test_doubtful_prices_are_in_no_median():
    shares = prices.medians(resolve("TUR"))["share"]
    assert shares.is_between(0, prices.HIGHEST).all()


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("IND", "to India cost 4% in the first quarter of 2025 (median of 20 corridors) and sending from India cost"),
        ("UKR", "to Ukraine cost 4.8% in the first quarter of 2025"),
        ("USA", "from the United States cost 5.5% in the first quarter of 2025"),
        ("MEX", "to Mexico cost 4.98% in the first quarter of 2025 (one corridor)"),
        ("TON", "to Tonga cost 9.8% in 2020"),
    ],
)
def test_the_title_leads_with_the_latest_price(code, title):
    area = resolve(code)
    made = price_charts.country_figure(area, prices.yearly(area), [])
    assert made.title.startswith(f"Sending $200 {title}")
    assert "end in 2020" in made.note
    last = made.data.sort("period")["period"][-1]
    assert last == ("2020" if code == "TON" else "2025Q1")
    assert made.data.filter(pl.col("series").is_in([prices.MEAN])).height
