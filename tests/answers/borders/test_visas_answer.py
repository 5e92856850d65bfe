"""`visas`: sums that hold, what is known of single rules, both codings apart, findings at extremes."""

import datetime

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.borders import visa_tables as tables
from corridors.answers.borders import visas
from corridors.answers.borders.visa_classes import NO_VISA
from corridors.data.load import Loaded, lazy
from corridors.errors import DataUnavailable, NotCovered, UnknownName

LAST = datetime.date(2025, 1, 12)
NOW = tables.snapshots().frame.filter(date=LAST)


def test_every_pair_counts_once_from_both_sides():
    table = tables.openness(NOW)
    free = NOW.filter(group=NO_VISA).height
    assert table["admits"].sum() == table["opens"].sum() == free
    assert table["balance"].sum() == 0
    assert NOW.height == 199 * 198


def test_shares_are_parts_of_one():
    series = tables.by_year(tables.snapshots().frame)
    assert series.filter(
        (pl.col("free") + pl.col("simpler").fill_null(0) + pl.col("banned").fill_null(0)) > 1
    ).is_empty()
    assert tables.openness(NOW)["people"].is_between(0, 1).all()


def test_known_rules():
    # European Union: no visas among members (free movement). Henley and Passport Index, January 2025: Micronesia
    # and the Seychelles ask nobody, or next to nobody, for a visa; Afghanistan asks everybody.
    table = {row["country"]: row for row in tables.openness(NOW).to_dicts()}
    assert table["FSM"]["admits"] == 198 and table["AFG"]["admits"] == 0
    within = answer("visas", region="EU").table("pairs").frame
    assert set(within["requirement"]) == {"visa free"}


def test_one_sided_pairs_are_counted_once_either_way():
    pairs = pl.DataFrame(
        {"passport": ["A", "B", "A", "C"], "destination": ["B", "A", "C", "A"],
         "group": [NO_VISA, "Visa before travel", NO_VISA, NO_VISA]}
    )  # fmt: skip
    assert tables.one_sided(pairs) == 0.5


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "of the 39,402 pairs of passport and destination"),
        ({"country": "IND"}, "India admitted 3 of 198 other passports"),
        ({"country": "TUV"}, "Tuvalu admitted 31 of 198"), ({"country": "SYR"}, "its own passport opened 7 of 198"),
        ({"country": "XKX"}, "Kosovo admitted 109"), ({"country": "PRK"}, "North Korea admitted none of 198"),
        ({"country": "PRI"}, "for Puerto Rico are not known"), ({"destination": "KEN"}, "Kenya admitted 7"),
        ({"origin": "TUV", "destination": "NZL"}, "Tuvalu needed a visa before travel"),
        ({"origin": "MEX", "destination": "CAN"}, "from electronic visa (5 January 2024) to visa before travel"),
        ({"origin": "SYR", "destination": "DEU"}, "Holders of a passport of Germany"),
        ({"origin": "TON", "destination": "AUS"}, "needed an electronic visa"),
        ({"origin": "ZAF", "destination": "ZWE"}, "South Africa"),
        ({"region": "EU"}, "in 100% of the 702 pairs"), ({"year": 2021}, "On 25 January 2021"),
    ],
)  # fmt: skip
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("visas", **arguments).finding  # type: ignore[arg-type]


def test_the_finding_at_extremes():
    table = tables.openness(NOW)
    assert "lists no pair" in visas.world_finding(table, NOW.clear(), LAST, 0.0, "X")
    row = {"admits": 0, "opens": 0, "simpler": 0}
    assert "admitted none of 198" in visas.country_finding("X", row, row, LAST, LAST)


def test_what_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(NotCovered, match="2019 and 2020"):
        answer("visas", year=2000)
    with pytest.raises(NotCovered, match="does not list Puerto Rico"):
        answer("visas", origin="PRI", destination="ESP")
    with pytest.raises(UnknownName):
        answer("visas", region="Atlantis")


def test_an_added_history_stays_a_coding_of_its_own(monkeypatch: pytest.MonkeyPatch):
    rows = pl.DataFrame(
        {"passport": ["MEX", "MEX", "CAN"], "destination": ["CAN", "CAN", "MEX"], "year": [2009, 2010, 2010],
         "code": [0, 1, 0], "requirement": ["no visa", "visa required", "no visa"]}
    )  # fmt: skip
    source = tables.snapshots().source
    held = lazy

    def added(name: str) -> object:
        return (rows.lazy(), source) if name == "visa_demig" else held(name)

    monkeypatch.setattr(tables, "lazy", added)
    series = tables.by_year(tables.snapshots().frame)
    older = series.filter(coding=tables.TO_2013)
    assert older["year"].to_list() == [2009, 2010] and older["free"].to_list() == [1.0, 0.5]
    assert older["simpler"].null_count() == 2
    found = answer("visas", origin="MEX", destination="CAN")
    assert found.table("past").frame.height == 3


def test_without_the_history_the_answer_says_how_to_add_it(monkeypatch: pytest.MonkeyPatch):
    held = lazy

    def absent(name: str) -> Loaded | object:
        if name == "visa_demig":
            raise DataUnavailable("not carried")
        return held(name)

    monkeypatch.setattr(tables, "lazy", absent)
    assert set(tables.by_year(tables.snapshots().frame)["coding"]) == {tables.SINCE_2019}
