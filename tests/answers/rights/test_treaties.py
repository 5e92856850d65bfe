"""`treaties`: parties against the depositaries' own numbers, findings at extremes, and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.rights import instruments, treaties, treaty_tables, weights
from corridors.answers.rights.standings import NONE, PARTY, SIGNED, UNKNOWN, UNVERIFIED
from corridors.errors import NotCovered


@pytest.mark.parametrize(
    ("code", "states"),
    [
        # UNHCR, "States Parties, including Reservations and Declarations, to the 1951 Refugee Convention": 146;
        # to the Protocol 147 (since South Sudan's accession of December 2018).
        ("REFUGEE1951", 146),
        ("REFUGEE1967", 147),
        # OHCHR, status of ratification: 196 parties to the CRC, all but the United States.
        ("CRC", 196),
        # UN Treaty Collection IV.13: Chad (February 2022) was the 57th party; Malawi followed in September 2022.
        ("ICRMW", 57),
    ],
)
def test_parties_are_those_that_the_depositary_counts(code: str, states: int):
    assert len(instruments.parties(instruments.standings(), code)) == states


def test_convention_97_has_54_parties_with_the_unverified_ones():
    # NORMLEX counts 54 ratifications of C097; eight of them stand in the list that is to be verified.
    rows = instruments.standings().filter(instrument="ILO-C97")
    assert rows.filter(pl.col("state").is_in([PARTY, UNVERIFIED])).height == 54
    assert set(rows.filter(state=UNVERIFIED)["quality"]) == {"unverified"}


def test_five_standings_add_up_to_all_states():
    table = treaty_tables.by_instrument(instruments.standings(), 2024)
    assert set(table.select(pl.sum_horizontal("party", "unverified", "signed", "none", "unknown")).to_series()) == {197}


def test_the_share_of_migrants_keeps_unknown_origin_and_territories():
    stock = weights.by_destination(2024)
    assert stock["stock"].sum() == 304_021_813  # International Migrant Stock 2024: 304 million
    inside = stock.filter(pl.col("destination").is_in(instruments.parties(instruments.standings(), "ICRMW")))
    row = treaty_tables.by_instrument(instruments.standings(), 2024).filter(instrument="ICRMW").row(0, named=True)
    assert row["share"] == pytest.approx(inside["stock"].sum() / 304_021_813, rel=1e-12)  # the same sum, other order


@pytest.mark.parametrize(
    ("country", "year", "state"),
    [
        ("MEX", 1998, SIGNED), ("MEX", 1999, PARTY), ("TUR", 2003, SIGNED), ("IDN", 2012, PARTY), ("USA", 2010, NONE),
        ("VAT", 2010, UNKNOWN),
    ],
)  # fmt: skip
def test_a_past_year_shows_the_standing_of_that_year(country: str, year: int, state: str):
    assert instruments.at(year).filter(country=country, instrument="ICRMW")["state"][0] == state


def test_parties_by_year_never_fall_and_end_at_the_dated_parties():
    series = treaty_tables.by_year(2024)
    for code in ("ICRMW", "CRC", "ILO-C143"):
        counts = series.filter(instrument=code).sort("year")["parties"]
        assert counts.diff().drop_nulls().min() >= 0  # type: ignore[operator]
        held = instruments.standings().filter(instrument=code, state=PARTY)
        assert counts[-1] == held["since"].drop_nulls().len()


def test_no_instrument_stands_in_a_year_before_it_was_opened():
    assert "ICRMW" not in instruments.at(1989)["instrument"].to_list()
    assert all(one.adopted <= one.opened <= one.in_force for one in instruments.dates().values())
    first = treaty_tables.by_instrument(instruments.standings(), 2024).drop_nulls("first")
    assert (first["first"] >= first["opened"]).all()


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("PHL", "party to 8 (1 more unverified)"), ("TUV", "Tuvalu is known to be a party to 2"),
        ("PRK", "North Korea is known to be a party to none"), ("SSD", "South Sudan is known to be a party to 2"),
        ("XKX", "do not list Kosovo"), ("HKG", "do not list Hong Kong"),
    ],
)  # fmt: skip
def test_findings_of_countries(country: str, words: str):
    found = answer("treaties", country)
    assert words in found.finding
    assert bool(found.content.missing) == (country in {"XKX", "HKG"})


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"country": "IND"}, "Where India stands on 6 of them is not known today."),
     ({"origin": "MEX", "destination": "USA"},
      "Where Mexico stands on 3 and the United States on 6 of them is not known today.")],
)  # fmt: skip
def test_what_is_not_known_is_said_of_the_country(asked: dict, words: str):
    assert words in answer("treaties", **asked).finding


def test_the_finding_at_extremes():
    table = treaty_tables.by_instrument(instruments.standings(), 2024)
    none = table.with_columns(party=pl.when(pl.col("instrument") == "ICRMW").then(0).otherwise("party"), share=0.0)
    assert "no State was party" in treaties.world_finding(none, 2022, 2024, dated=False)
    one = table.with_columns(party=pl.lit(1))
    assert "one State was party" in treaties.world_finding(one, 2022, 2024, dated=True)
    assert "not yet open" in treaties.world_finding(table.filter(instrument="CRC"), 1960, None, dated=True)
    empty = instruments.standings().filter(country="ARE")
    assert treaties.region_finding("X", empty, 2024, dated=False).count("none of the 1") == 1


def test_a_corridor_shows_both_ends_and_a_year_out_of_range_names_the_nearest():
    found = answer("treaties", origin="TUV", destination="NZL")
    assert set(found.table().frame["country"]) == {"TUV", "NZL"}
    with pytest.raises(NotCovered, match="2024 and 2023"):
        answer("treaties", year=2030)
