"""Main destinations by flow that the stocks do not name: found for any country, said in one note, never invented."""

import pytest

import corridors as cr
from corridors.answers.statistics import flow_tables, stock_gaps, stock_tables
from corridors.concepts.countries import resolve
from corridors.errors import DataUnavailable


@pytest.mark.parametrize(
    ("code", "absent"), [("TUV", ["NZL"]), ("PRK", ["KOR", "KAZ"]), ("IND", []), ("UKR", []), ("SSD", []), ("VEN", [])]
)
def test_main_destinations_without_a_stock(code, absent):
    assert stock_gaps.unnamed_partners(resolve(code), 2024) == absent


def test_every_destination_named_is_one_without_a_stock():
    frame = stock_tables.bilateral().frame.filter(year=2024)
    for code in ("TON", "SWE", "KEN", "BRA", "MEX"):
        held = frame.filter(origin=code)["destination"].to_list()
        assert not set(held) & set(stock_gaps.unnamed_partners(resolve(code), 2024))


@pytest.mark.parametrize("asked", [{"country": "TUV"}, {"origin": "TUV"}])
def test_the_answer_on_stocks_says_so(asked):
    notes = [note.text for note in cr.answer("stocks", **asked).content.notes]
    assert sum("New Zealand is among the main destinations from Tuvalu" in text for text in notes) == 1


def test_without_estimates_nothing_is_said(monkeypatch):
    def absent(name: str):
        raise DataUnavailable(f"{name} is not here.", hint="Add it.")

    monkeypatch.setattr(stock_gaps, "lazy", absent)
    monkeypatch.setattr(flow_tables, "combined_of", lambda period: None)
    assert stock_gaps.note(resolve("TUV"), 2024, ()) == ()
