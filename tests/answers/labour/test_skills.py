"""`skills`: shares that add up, published ones, sentences at the edges, the withheld rates when added."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.labour import skill_tables as tables
from corridors.errors import NotCovered


def test_shares_of_education_add_up():
    # Eurostat prints one decimal for each of three shares, and some have no answer: half a point.
    rows = tables.foreigners().drop_nulls(["low", "medium", "high"])
    assert rows.height > 25
    assert rows.select(((pl.col("low") + pl.col("medium") + pl.col("high") - 1).abs() < 0.006).all()).item()
    own = tables.inhabitants().select(pl.sum_horizontal("own_low", "own_medium", "own_high"))
    assert own.to_series().is_between(1 - 1e-9, 1 + 1e-9).all()


def test_the_doors_of_a_passport_are_the_published_ones():
    # Passport Index, 2025: mobility of the passport of the United Arab Emirates 180, of Afghanistan about 40. It
    # counts no electronic visas, which here need no consulate: the doors here are at least as many, the best near all.
    doors = dict(tables.doors().select("country", "doors").iter_rows())
    assert doors["ARE"] == pytest.approx(180, abs=15) and 40 <= doors["AFG"] < doors["IND"] < doors["ARE"]


@pytest.mark.parametrize("code", ["IND", "UKR", "PRK", "USA"])
def test_doors_without_a_consulate_and_without_a_visa_are_told_apart(code):
    free = cr.answer("visas").table("openness").frame.filter(country=code)["opens"][0]
    row = tables.doors().filter(country=code).row(0, named=True)
    assert row["visa_free"] == free <= row["doors"]
    finding = cr.answer("skills", code).finding
    assert f"{row['doors']} of 198 destinations without first asking a consulate" in finding
    assert f"{free} of them without any visa" in finding


def test_ireland_has_the_most_educated_foreigners_and_says_of_when():
    row = tables.hosts().row(0, named=True)
    assert row["country"] in ("IRL", "POL", "LUX") and row["year"] == 2024


@pytest.mark.parametrize("code", ["IND", "CHN", "DEU", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "ERI"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("skills", code)
    assert "None" not in made.finding and "nan" not in made.finding.lower().split()
    assert any("corridor" in missing.what for missing in made.content.missing)


def test_without_the_withheld_rates_the_answer_says_how_to_add_them():
    if tables.rates() is None:
        made = cr.answer("skills", "Guyana")
        assert any("corridors data show" in missing.how for missing in made.content.missing)
        assert "the education of those who left Guyana is not known here" in made.finding


def test_with_the_withheld_rates_the_answer_uses_them(monkeypatch):
    values = {"rate_total": 0.4, "rate_low": 0.3, "rate_medium": 0.4, "rate_high": 0.8}
    rows = pl.DataFrame([{"origin": "GUY"} | values])
    monkeypatch.setattr(tables, "rates", lambda: rows)
    found = tables.origins().filter(country="GUY")
    assert found["selectivity"][0] == pytest.approx(2)
    from corridors.answers.labour.skills import _abroad

    assert _abroad("Guyana", found)[0].startswith("80% of the highly and 30% of the little educated born in Guyana")


@pytest.mark.parametrize(
    ("origin", "destination"), [("IND", "USA"), ("TON", "NZL"), ("SYR", "DEU"), ("SSD", "UGA"), ("PHL", "ARE")]
)
def test_corridors(origin, destination):
    made = cr.answer("skills", origin=origin, destination=destination)
    assert "is not known here" in made.finding and "a tourist from there" in made.finding
    assert made.content.missing


def test_a_pair_of_which_nothing_is_known_is_refused():
    with pytest.raises(NotCovered, match="Greenland"):
        cr.answer("skills", origin="GRL", destination="XKX")
