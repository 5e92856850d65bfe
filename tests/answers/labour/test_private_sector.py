"""`private-sector`: counts against the published dataset, sentences at the edges, what is not recorded."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.labour import agreements
from corridors.answers.labour import private_tables as tables


def test_the_agreements_are_the_published_ones():
    # Chilton and Woda (2022): 1,222 agreements, 570 with coded provisions.
    assert agreements.agreements().height == 1222
    # One coded agreement has no year within the periods shown at most.
    assert 569 <= tables.recruiters()["agreements"].sum() <= 570


def test_each_agreement_counts_for_both_its_parties():
    assert tables.countries()["agreements"].sum() == 2 * 1222


def test_an_account_costs_less_than_cash():
    # Remittance Prices Worldwide, every recent issue: sending into an account is cheaper than to a cash counter.
    price = dict(tables.payouts().filter(receiving="WLD").select("method", "share").iter_rows())
    assert 0 < price["bank account"] < price["cash"] < 0.1


@pytest.mark.parametrize("code", ["IND", "PHL", "CHN", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "KWT"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("private-sector", code)
    assert "None" not in made.finding[4:] and "nan" not in made.finding.lower().split()
    assert made.finding.endswith("recorded nowhere.")
    assert any("agencies" in missing.what for missing in made.content.missing)


def test_one_agreement_or_none_reads_well():
    assert "The one labour agreement of Tuvalu" in cr.answer("private-sector", "TUV").finding
    assert "o labour agreement of Nauru is listed" in cr.answer("private-sector", "NRU").finding


def test_sponsorship_is_marked_as_unverified():
    rows = tables.countries().drop_nulls("sponsored")
    assert set(rows["unverified"]) == {"unverified"} and "SAU" in rows["country"].to_list()
    assert "(unverified)" in cr.answer("private-sector", "SAU").finding


def test_types_of_firm_stand_apart_from_payout_methods():
    assert tables.firms().columns == ["firm", "points", "error", "services", "quality"]
    assert set(tables.payouts()["method"]) == {"cash", "bank account", "card", "mobile wallet"}
    assert tables.payouts().filter(pl.col("services") < 1).is_empty()
