"""Shares of responsibility: against UNHCR's Global Trends 2024, and as identities."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.governance import sharing
from corridors.errors import InvalidInput, NotCovered, UnknownName


def test_the_counts_are_those_of_global_trends_2024():
    """UNHCR, Global Trends 2024: 42.7 million refugees, 36.8 of them under its mandate or in need of protection."""
    frame = sharing.hosting(2024, sharing.formula("equal")).frame
    assert frame["hosted"].sum() == pytest.approx(42.7e6, abs=0.3e6)  # UNHCR later revised single countries
    unhcr = dict(zip(frame["country"], frame["hosted"], strict=True))
    published = {"IRN": 3.5e6, "TUR": 2.9e6, "COL": 2.8e6, "DEU": 2.7e6, "UGA": 1.8e6}
    assert {code: round(unhcr[code] / 1e6, 1) for code in published} == pytest.approx(
        {code: value / 1e6 for code, value in published.items()}, abs=0.11
    )  # printed to one decimal, and Türkiye's figure was revised after printing


@pytest.mark.parametrize("name", ["population", "gdp", "equal"])
def test_fair_shares_add_up_to_what_is_hosted_where_they_are_known(name):
    frame = sharing.hosting(2020, sharing.formula(name)).frame
    known = frame.filter(pl.col("fair").is_not_null())
    assert known["fair"].sum() == pytest.approx(known["hosted"].sum())
    assert known["gap"].sum() == pytest.approx(0, abs=1e-3)  # 30 million people in float64
    above = sharing.to_even_out(frame)
    assert above == pytest.approx(-known.filter(pl.col("gap") < 0)["gap"].sum())


def test_a_mixed_formula_lies_between_its_parts():
    parts = {
        name: sharing.hosting(2020, sharing.formula(name)).frame.sort("country")["fair"] for name in sharing.formulas()
    }
    middle = (parts["population"] + parts["gdp"]) / 2
    assert (middle - parts["equal"]).abs().max() == pytest.approx(0, abs=1e-6)


def test_weights_that_are_no_parts_of_one_are_refused():
    with pytest.raises(InvalidInput, match="not parts of one"):
        sharing.Formula("mine", 0.7, 0.7, "", "")
    own = sharing.Formula("mine", 0.25, 0.75, "", "")
    assert sharing.hosting(2020, own).frame["fair"].sum() > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({"country": "TUV"}, "hosted no refugees; its fair share"), ({"country": "PRK"}, "no fair share can be given"),
     ({"region": "EU"}, "the European Union hosted"), ({}, "times those resettled")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    assert said in cr.answer("responsibility", **arguments).finding


def test_places_without_product_are_named_and_their_refugees_kept():
    made = cr.answer("responsibility", year=2024)
    assert any("The fair share of" in missing.what for missing in made.content.missing)
    assert made.table().frame["hosted"].sum() == pytest.approx(42.7e6, abs=0.3e6)


def test_bad_arguments_are_clear():
    with pytest.raises(UnknownName, match="population"):
        cr.answer("responsibility", view="populations")
    with pytest.raises(NotCovered, match="nearest years"):
        cr.answer("responsibility", year=1950)
