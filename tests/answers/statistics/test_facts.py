"""`facts`: a sheet of published figures, each with its source, and what is not known named."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.statistics import fact_tables as tables


def facts_of(made):
    return {row["fact"]: row for row in made.table("facts").frame.iter_rows(named=True)}


def test_the_worlds_facts_are_the_published_ones():
    """UN DESA 2024: 304 million, 3.7 per cent; KNOMAD: $831 billion received in 2022."""
    found = facts_of(cr.answer("facts"))
    assert found["Born elsewhere, living there"]["text"] == "304 million people"
    assert found["Their share of the population"]["text"] == "3.7%"
    assert found["Remittances received"]["text"] == "$831 billion"
    assert found["Recorded dead and missing"]["text"].startswith("at least")


def test_germanys_facts_are_the_published_ones():
    """Eurostat, lfsa_ergan 2024: 66.0 per cent of foreigners and 80.0 of nationals employed; Ipsos MORI 2014: 23."""
    found = facts_of(cr.answer("facts", country="DEU"))
    assert found["Employment rate, ages 15 to 64"]["text"] == "66% of foreigners, 80% of nationals"
    assert found["Share of immigrants as people guess it"]["value"] == 0.23
    assert "23% on average in 2014" in cr.answer("facts", country="DEU").finding


def test_every_fact_has_a_source_of_the_list():
    made = cr.answer("facts", country="MEX")
    numbers = {f"[{reference.number}]" for reference in made.references}
    assert set(made.table("facts").frame["source"]) <= numbers
    order = [tables.THEMES.index(theme) for theme in made.table("facts").frame["theme"]]
    assert order == sorted(order)


def test_emigrants_are_those_of_the_stocks():
    row = facts_of(cr.answer("facts", country="TON"))["Born there, counted abroad"]
    assert row["value"] == cr.answer("stocks", origin="TON").table().frame["stock"].sum()


def test_a_place_that_a_source_does_not_name_has_no_zero():
    """Kosovo stands inside Serbia in UNHCR's tables and in the migrant stocks."""
    made = cr.answer("facts", country="XKX")
    assert not any("Refugees" in fact for fact in facts_of(made))
    assert made.finding.startswith("No migrant stock is published for Kosovo; ")
    assert any("Serbia" in missing.how for missing in made.content.missing)


def test_a_figure_repeated_by_the_source_is_no_trend():
    """South Sudan's stock of 1990 to 2005 is one figure repeated, which the publisher's caveat calls no observation."""
    assert "rose from 2.4% in 2010" in cr.answer("facts", country="SSD").finding
    steady = pl.DataFrame({"year": [1990, 1995], "stock": [4, 9]})
    assert tables.observed_from(steady).height == 2


@pytest.mark.parametrize("code", ["IND", "TUV", "SYR", "PRK", "GUY", "USA"])
def test_what_is_not_known_is_named(code):
    made = cr.answer("facts", country=code)
    whats = " ".join(missing.what for missing in made.content.missing)
    assert "taxes" in whats, "no dataset gives it for any country"
    assert ("right to stay" in whats) == (code != "USA")
    assert made.finding.endswith(".") and "nan" not in made.finding and "None" not in made.finding


def test_the_fiscal_note_holds_the_registrys_values():
    note = cr.answer("facts").content.notes[0].text
    assert "recalled, grade D" in note and "-1 to +1" in note


def test_the_chart_sets_a_country_beside_the_world():
    figure = cr.answer("facts", country="TUV").figures[0]
    assert set(figure.data["place"]) == {"Tuvalu", "World"}
    assert not cr.answer("facts", country="XKX").figures


def test_a_share_that_reads_the_same_at_both_ends_did_not_rise():
    """North Korea: 0.15% in 1990 and 0.19% in 2024, both read as 0.2%."""
    assert "the share hardly changed from 0.2% in 1990" in cr.answer("facts", "PRK").finding
