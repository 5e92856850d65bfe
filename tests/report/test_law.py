"""The section on law: what a missing row means, unverified rows, free movement by pair, and known figures."""

import polars as pl
import pytest

from corridors.answers.governance.joint_areas import joint_areas
from corridors.answers.rights import standing_words
from corridors.answers.rights.standings import MAIN, OTHERS, records, standing
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Figure, Missing, Note, References, Table
from corridors.content.subject import Corridor, country
from corridors.report.sections import law
from corridors.report.sections.law import relations

BY_CODE = {one.code: one for one in (*MAIN, *OTHERS)}


def stand(code: str, treaty: str) -> tuple[str, str]:
    found = standing(area(code), BY_CODE[treaty], *records([area(code)]))
    return found.state, found.text


def section_of(origin: str, destination: str):
    return law.corridor(Corridor.named(origin, destination), References())


def table(section: object, start: str) -> Table | None:
    blocks = section.blocks  # type: ignore[attr-defined]
    return next((block for block in blocks if isinstance(block, Table) and block.title.startswith(start)), None)


def fact(section: object, start: str) -> Fact:
    blocks = section.blocks  # type: ignore[attr-defined]
    return next(block for block in blocks if isinstance(block, Fact) and block.label.startswith(start))


@pytest.mark.parametrize(
    ("code", "treaty", "expected"),
    [
        ("MEX", "ICRMW", ("Party", "party, since 1999 [2022]")),
        ("USA", "ICRMW", ("No action", "none [2022]")),
        ("USA", "CRC", ("Signed only", "signed 1995 [2022]")),
        ("NPL", "TRAFFICKING2000", ("Not known", "none by March 2015, then not known")),
        ("SSD", "REFUGEE1951", ("Party", "party, since 2018 [2020]")),
        ("NPL", "ILO-C143", ("Not known", "not known")),
        ("NPL", "ILO-C189", ("No action", "none [October 2020]")),
        ("USA", "ILO-C97", ("No action", "none [2024], unverified")),
        ("PHL", "ILO-C97", ("Party, unverified", "since 2009, unverified")),
        ("TZA", "ILO-C97", ("Party", "party, Zanzibar only [2006]")),
        ("COD", "ILO-C97", ("Not known", "sources differ")),
        ("COG", "ILO-C97", ("Party", "party, since 2023 [2024]")),
        ("NPL", "ILO-C29", ("Party", "party, year not given [2007]")),
        ("PSE", "ICCPR", ("Party", "party, since 2014 [2015]")),
        ("PSE", "ICRMW", ("Not known", "none by March 2015, then not known")),
        ("XKX", "CERD", ("Not known", "not in the records")),
        ("PRI", "ILO-C97", ("Not known", "not in the records")),
    ],
)
def test_what_is_known_of_a_country(code: str, treaty: str, expected: tuple[str, str]):
    assert stand(code, treaty) == expected


def test_all_instruments_of_the_data_are_shown_once():
    frame, _ = records([area("DEU"), area("MEX"), area("TUV"), area("PHL")])
    assert len(BY_CODE) == len(MAIN) + len(OTHERS) == 27
    assert set(frame["treaty"]) <= set(BY_CODE)


def test_a_finding_never_calls_the_unverified_known():
    held = records([area("PHL")])
    text = standing_words.finding([area("PHL")], *held)
    assert "is known to be a party to 8 (1 more unverified)" in text
    assert len(standing_words.counted(area("PHL"), *held)["Party"]) == 8


def test_a_finding_without_any_record():
    assert standing_words.finding([area("XKX")], *records([area("XKX")])) == "The treaty records do not list Kosovo."


def test_mexico_and_the_united_states():
    section = section_of("MEX", "USA")
    assert section.title == "Law and agreements"
    assert "Mexico is known to be a party to 8 and the United States to 3; 3 bind both." in section.finding
    assert section.finding.endswith("lists 31 labour agreements between them, signed from 1947 to 1961.")
    assert isinstance(section.blocks[0], Figure)
    labour = table(section, "Labour agreements")
    assert labour and len(labour.rows) == 12 and "19 older ones are left out" in labour.note
    votes = table(section, "Votes")
    assert votes and votes.rows[1][1:] == ("19 December 2018", "yes", "no")
    processes = table(section, "Regional consultative processes")
    assert processes and processes.rows[0][0].startswith("Regional Conference on Migration")
    assert fact(section, "Social security agreement of the United States").text == "none in force"
    assert fact(section, "Embassy of Mexico in the United States").text == "resident embassy"


def test_figures_and_tables_come_before_facts_notes_and_gaps():
    kinds = [type(block) for block in section_of("PHL", "ARE").blocks]
    order = [Figure, Table, Fact, Note, Missing]
    assert kinds == sorted(kinds, key=order.index)


def test_unverified_free_movement_is_marked_as_such():
    found = table(section_of("POL", "GBR"), "Areas of free movement")
    assert found and found.quality is Quality.UNVERIFIED and "(unverified)" in found.title
    assert ("EU", "residence and work", "2004 to 2020 (ended)", "2011") in found.rows


@pytest.mark.parametrize(
    ("origin", "destination", "areas"),
    [
        ("NOR", "DEU", ["EU and EEA", "Schengen"]),
        ("CHE", "FRA", ["EU and Switzerland", "Schengen"]),
        ("FSM", "USA", ["Compacts of Free Association with the USA"]),
        ("FSM", "MHL", None),
        ("CHE", "NOR", ["Schengen"]),
        ("NPL", "QAT", None),
    ],
)
def test_areas_of_free_movement_that_hold_both(origin: str, destination: str, areas: list[str] | None):
    found = table(section_of(origin, destination), "Areas of free movement")
    assert (found and [row[0] for row in found.rows]) == areas


def test_memberships_that_never_met_are_no_joint_area():
    schema = ["area", "right", "entry_year", "full_rights_year", "exit_year"]
    left = pl.DataFrame([("A", "work", 1990, 1990, 2000)], schema=schema, orient="row")
    later = pl.DataFrame([("A", "work", 2001, 2002, None)], schema=schema, orient="row")
    assert joint_areas(left, later, ["X", "Y"]) == []
    (joint,) = joint_areas(left, left, ["X", "Y"])
    assert (joint.entry, joint.exit) == (1990, 2000)


def test_social_security_is_unknown_where_no_list_was_found():
    missing = [block.what for block in section_of("NPL", "QAT").blocks if isinstance(block, Missing)]
    assert missing == ["Social security agreements between Nepal and Qatar"]
    found = table(section_of("ITA", "USA"), "Social security agreements")
    assert found and found.rows[0][3] == "1 November 1978"
    notes = [block.text for block in section_of("DEU", "FRA").blocks if isinstance(block, Note)]
    assert any("883/2004" in text for text in notes)


def test_agreements_of_a_former_state_are_named_apart():
    section = section_of("SRB", "DEU")
    assert "lists no labour agreement between them up to 2020" in section.finding
    notes = [block.text for block in section.blocks if isinstance(block, Note)]
    assert "The dataset also lists 5 labour agreements of Germany with Yugoslavia, of which Serbia was part." in notes
    after_1992 = "1 labour agreement of Germany with Serbia and Montenegro, of which Serbia was part."
    assert f"The dataset also lists {after_1992}" in notes


def test_an_embassy_that_is_not_recorded_may_exist():
    assert relations.representation(None) == "none recorded (one may exist)"
    assert relations.representation({"resident_embassy": 0, "non_resident_accreditation": 1}).startswith("none;")


@pytest.mark.parametrize("code", ["NPL", "KEN", "TUV", "SYR", "USA", "XKX", "SRB", "PSE", "PRI", "TWN", "VAT", "CHN"])
def test_every_country_has_a_section(code: str):
    section = law.country(country(code), References())
    assert section.finding.endswith(".") and "None" not in section.finding
    assert all(len(block.rows) <= 15 for block in section.blocks if isinstance(block, Table))


def test_a_country_that_no_list_names_has_no_chart_and_says_so():
    section = law.country(country("XKX"), References())
    assert not any(isinstance(block, Figure) for block in section.blocks)
    missing = [block.what for block in section.blocks if isinstance(block, Missing)]
    assert missing == ["Treaties that apply in Kosovo", "Votes of Kosovo on the compacts"]


def test_who_votes_and_who_was_absent():
    assert not relations.is_member(area("PSE")) and not relations.is_member(area("TWN"))
    votes = table(law.country(country("TKM"), References()), "Votes")
    assert votes and {row[2] for row in votes.rows} == {"absent"}


def test_a_territory_has_no_count_of_treaties_in_the_title() -> None:
    (figure,) = [block for block in section_of("GUF", "FRA").blocks if isinstance(block, Figure)]
    assert figure.title == "The records name states: none stands on its own for French Guiana"
