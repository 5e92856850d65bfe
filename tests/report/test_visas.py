"""The section on visas: sentences at extremes, classes that the source merged, and known figures."""

import datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.answers.borders.visa_classes import BAN, CLASSES, GROUPS, changes
from corridors.answers.borders.visa_counts import counts, ranking
from corridors.answers.borders.visa_words import finding, spells
from corridors.content.blocks import Fact, Figure, Missing, Note, References, Table
from corridors.content.subject import Corridor, country
from corridors.data import Source, lazy, load
from corridors.data.load import Loaded
from corridors.errors import DataUnavailable
from corridors.report.sections import visas
from corridors.report.sections.visas import history
from corridors.report.sections.visas.countries import place

DATES = [
    datetime.date(*day)
    for day in ((2019, 11, 23), (2020, 2, 7), (2021, 1, 25), (2022, 1, 5), (2023, 1, 11), (2024, 1, 5), (2025, 1, 12))
]
WAY = Corridor.named("TON", "NZL").forth


def rows(*requirements: str, days: int | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        [(day, code, days) for day, code in zip(DATES, requirements, strict=False)],
        schema={"date": pl.Date, "requirement": pl.String, "days": pl.Int64},
        orient="row",
    )


def test_the_same_rule_on_all_dates_is_said_once():
    assert finding(WAY, rows(*["visa required"] * 7)) == (
        "On 12 January 2025 holders of a passport of Tonga needed a visa before travel for a short visit to "
        "New Zealand, as on all 7 dates since November 2019."
    )


def test_one_date_only_has_no_past():
    assert finding(WAY, rows("visa free", days=30), dated=False) == (
        "Holders of a passport of Tonga needed no visa for a short visit to New Zealand (up to 30 days)."
    )


def test_a_change_of_the_stay_is_said():
    frame = rows("visa free", "visa free").with_columns(days=pl.Series([30, 90]))
    assert finding(WAY, frame).endswith("; the stay allowed went from 30 to 90 days.")


def test_classes_that_the_source_split_are_no_change():
    frame = rows(
        "visa on arrival or e-visa", "visa on arrival or e-visa", "e-visa", "e-visa", "e-visa", "e-visa", "eta"
    )
    assert changes(frame) == []
    assert "only the source's classes, not the rule, are known to have changed" in finding(WAY, frame)


def test_a_pandemic_ban_hides_the_rule_and_is_no_change_of_it():
    frame = rows("visa required", "visa required", BAN, BAN, "visa required")
    assert changes(frame) == []
    assert "apart from a pandemic entry ban on 25 January 2021 and 5 January 2022" in finding(WAY, frame)


def test_a_change_stands_between_the_two_snapshots_that_show_it():
    (found,) = changes(rows("visa required", "visa required", BAN, "visa free"))
    assert (found.last_before, found.first_after) == (DATES[1], DATES[3])
    assert "from visa before travel (7 February 2020) to no visa (5 January 2022)" in finding(
        WAY, rows("visa required", "visa required", BAN, "visa free")
    )


def test_a_stay_that_changed_and_came_back_is_said_in_steps():
    frame = rows("visa free", "visa free", "visa free", "visa free").with_columns(days=pl.Series([30, 60, None, 30]))
    assert finding(WAY, frame).endswith("; the stay allowed went from 30 to 60 and then to 30 days.")


def test_two_dates_are_both():
    assert "as on both dates since November 2019" in finding(WAY, rows("visa required", "visa required"))


def test_a_ban_keeps_from_entering():
    assert "were barred by a pandemic entry ban from entering New Zealand" in finding(WAY, rows(BAN))


def test_no_admission_is_no_short_visit():
    assert "were not admitted to New Zealand" in finding(WAY, rows("no admission"))


@given(st.lists(st.sampled_from(sorted(CLASSES)), min_size=1, max_size=7))
def test_every_history_makes_a_sentence(requirements: list[str]):
    text = finding(WAY, rows(*requirements))
    assert text.startswith("On ") and text.endswith(".") and "None" not in text and ".." not in text
    assert len(changes(rows(*requirements))) < len(requirements)


@given(st.dictionaries(st.integers(1973, 2013), st.sampled_from(["no visa", "visa required"])))
def test_spells_cover_each_year_once(by_year: dict[int, str]):
    frame = pl.DataFrame(list(by_year.items()), schema={"year": pl.Int64, "requirement": pl.String}, orient="row")
    unfolded = [(year, kind) for first, last, kind in spells(frame) for year in range(first, last + 1)]
    assert unfolded == sorted(by_year.items())


def test_mexico_and_the_united_states():
    section = visas.corridor(Corridor.named("MEX", "USA"), References())
    assert section.title == "Visas"
    assert (
        "Mexico needed a visa before travel for a short visit to the United States, as on all 7 dates"
        in section.finding
    )
    assert "needed no visa for a short visit to Mexico (up to 180 days)" in section.finding
    assert isinstance(section.blocks[0], Figure)
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [row[0] for row in table.rows][::6] == ["23 November 2019", "12 January 2025"]


def test_a_missing_history_is_named_with_what_to_do():
    with pytest.raises(DataUnavailable):
        load("visa_demig")
    section = visas.corridor(Corridor.named("MEX", "CAN"), References())
    missing = [block for block in section.blocks if isinstance(block, Missing)]
    assert [block.what for block in missing] == ["Visa requirements from 1973 to 2013 (DEMIG VISA)"]
    assert "corridors data add" in missing[0].how


def test_an_added_history_is_shown_in_spells(monkeypatch: pytest.MonkeyPatch):
    years = [(year, "no visa" if year < 2010 else "visa required") for year in range(1973, 2014)]
    added_rows = pl.DataFrame(years, schema={"year": pl.Int64, "requirement": pl.String}, orient="row")
    added_rows = added_rows.with_columns(passport=pl.lit("MEX"), destination=pl.lit("CAN"))

    def added(name: str, **filters: object) -> Loaded:
        source: Source = lazy("visa")[1]
        return Loaded(added_rows, source) if name == "visa_demig" else load(name, **filters)

    monkeypatch.setattr(history, "load", added)
    section = visas.corridor(Corridor.named("MEX", "CAN"), References())
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert tables[-1].rows == (
        ("Mexico to Canada", "1973 to 2009", "no visa"),
        ("Mexico to Canada", "2010 to 2013", "visa required"),
    )


def test_an_end_without_a_passport_in_the_source_is_missing():
    section = visas.corridor(Corridor.named("PRI", "USA"), References())
    assert "not known" in section.finding
    assert any("Puerto Rico" in block.what for block in section.blocks if isinstance(block, Missing))
    assert not any(isinstance(block, Figure) for block in section.blocks)
    alone = visas.country(country("PRI"), References())
    assert [type(block) for block in alone.blocks] == [Missing]


def test_counts_add_up_to_all_others():
    frame = load("visa", country="NPL").frame
    found = counts(frame.filter(passport="NPL"))
    assert found["all"].to_list() == [198] * 7
    assert found.select(pl.sum_horizontal(GROUPS)).to_series().to_list() == [198] * 7
    assert found["No visa"].to_list()[::6] == [11, 12]


def test_ranks_are_shared():
    opened = pl.Series([5, 5, 9, 1])
    assert place(opened, 9) == (1, "1 (it opens 9; no other passport opens more)")
    assert place(opened, 5) == (2, "2 (it opens 5; 1 opens more, 1 opens as many)")
    assert place(opened, 1)[0] == 4


def test_all_passports_are_ranked():
    ranked = ranking()
    assert ranked.height == 199
    assert ranked["No visa"].sum() == 12_871
    assert (ranked["easy"] >= ranked["No visa"]).all()


@pytest.mark.parametrize("code", ["NPL", "KEN", "TUV", "SYR", "USA", "XKX", "SRB", "PSE", "VAT"])
def test_every_country_has_a_section(code: str):
    section = visas.country(country(code), References())
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert len(tables) == 3 and all(0 < len(table.rows) <= 15 for table in tables)
    assert any(row[0] == country(code).short_name for row in tables[2].rows)
    assert sum(isinstance(block, Fact) for block in section.blocks) == 3


def test_entry_that_became_electronic_is_named():
    section = visas.country(country("KEN"), References())
    notes = [block.text for block in section.blocks if isinstance(block, Note)]
    assert any(
        text.startswith("Kenya asked holders of 42 other passports for no visa on 5 January 2024") for text in notes
    )
