"""The refugees section: findings at the edges, known figures of UNHCR, and what the counts leave out."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.content.blocks import Fact, Figure, Missing, Note, References, Table
from corridors.content.subject import Corridor, country
from corridors.data import load
from corridors.report.sections import refugees
from corridors.report.sections.refugees.claims import applications, decisions
from corridors.report.sections.refugees.evidence import finding
from corridors.report.sections.refugees.stocks import GROUPS, protected
from corridors.report.sections.refugees.views import View

SYR_DEU = View("From Syria in Germany", "from Syria", "in Germany", "SYR", "DEU")
IN_DEU = View("In Germany", "", "in Germany", None, "DEU")
ABROAD = View("From Syria, abroad", "from Syria", "abroad", "SYR", None)
NONE: dict[str, int] = dict.fromkeys(GROUPS, 0)


def blocks_of(section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


def held(refugees_: int = 0, asylum_seekers: int = 0, oip: int = 0) -> dict[str, int]:
    return {"refugees": refugees_, "asylum_seekers": asylum_seekers, "oip": oip}


def applied(*rows: tuple[int, str, str, str, int]) -> pl.DataFrame:
    names = {"year": pl.Int64, "app_type": pl.String, "dec_level": pl.String, "app_pc": pl.String, "applied": pl.Int64}
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(origin=pl.lit("SYR"), asylum=pl.lit("DEU"))


def decided(*rows: tuple[int, str, int, int, int, int]) -> pl.DataFrame:
    names = ("year", "dec_level", "dec_recognized", "dec_other", "dec_rejected", "dec_closed")
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return frame.with_columns(origin=pl.lit("SYR"), asylum=pl.lit("DEU"))


class TestFinding:
    def test_nobody(self):
        text = finding(SYR_DEU, 2025, NONE, {}, None)
        assert text == "UNHCR lists no refugees or asylum seekers from Syria in Germany at the end of 2025."

    def test_one_person_and_one_application(self):
        text = finding(SYR_DEU, 2025, held(1), {"P": 1}, None)
        assert text == (
            "At the end of 2025, 1 refugee from Syria was in Germany. 1 new asylum application was filed in 2025."
        )

    def test_three_groups_in_a_country(self):
        text = finding(IN_DEU, 2025, held(2, 1, 5), {}, None)
        assert text == (
            "At the end of 2025, 2 refugees, 1 asylum seeker and 5 other people in need of protection were in Germany."
        )

    def test_abroad(self):
        assert "4.9 million refugees from Syria were abroad" in finding(ABROAD, 2025, held(4_865_764), {}, None)

    def test_a_rate_needs_enough_decisions(self):
        assert "gave protection" not in finding(SYR_DEU, 2025, NONE, {"P": 50}, (99, 0.5))
        assert "of 100 decisions on the merits, 50% gave" in finding(SYR_DEU, 2025, NONE, {"P": 50}, (100, 0.5))

    @pytest.mark.parametrize(
        ("filed", "words"), [({"C": 5}, "(counted in cases)"), ({"P": 5, "C": 5}, "(persons and cases)")]
    )
    def test_cases_are_not_called_persons(self, filed, words):
        assert words in finding(SYR_DEU, 2025, NONE, filed, None)


class TestCounts:
    def test_own_people_and_sums_over_countries_are_left_out(self):
        frame = pl.DataFrame({"origin": ["SYR", "SYR", "SYR"], "asylum": ["SYR", "DEU", "EU27"]})
        assert ABROAD.of(frame).rows() == [("SYR", "DEU")]

    def test_new_applications_leave_out_appeals_repeats_and_reviews(self):
        frame = applied(
            (2024, "N", "FI", "P", 100), (2024, "R", "RA", "P", 10), (2024, "A", "AR", "P", 20),
            (2024, "J", "JR", "P", 30), (2003, "V", "AR", "P", 7), (2003, "V", "FI", "C", 5),
        )  # fmt: skip
        assert applications(SYR_DEU, frame).rows() == [(2003, "C", 5), (2024, "P", 100)]

    def test_first_claims_before_immigration_courts_are_new(self):
        assert applications(SYR_DEU, applied((2010, "A", "EO", "P", 9)))["applied"].to_list() == [9]

    def test_the_rate_counts_decisions_on_the_merits_once(self):
        frame = decided((2024, "FI", 60, 20, 20, 900), (2024, "AR", 0, 0, 500, 0))
        row = decisions(SYR_DEU, frame).row(0, named=True)
        assert (row["merits"], row["share"], row["closed"]) == (100, 0.8, 900)

    def test_no_rate_without_a_decision_on_the_merits(self):
        assert decisions(SYR_DEU, decided((2024, "FI", 0, 0, 0, 12)))["share"].to_list() == [None]

    @given(*[st.integers(0, 10**6)] * 4)
    def test_a_rate_is_a_share(self, recognised, other, rejected, closed):
        row = decisions(SYR_DEU, decided((2024, "FI", recognised, other, rejected, closed))).row(0, named=True)
        assert row["share"] is None or 0 <= row["share"] <= 1
        assert (row["share"] is None) == (recognised + other + rejected == 0)


class TestPublishedFigures:
    def test_refugees_from_syria(self):
        frame, _ = load("refugees", country="SYR")
        total = dict(protected(ABROAD, frame).select("year", "refugees").iter_rows())
        assert total[2020] == pytest.approx(6.70e6, rel=1e-3), "UNHCR, Refugee Data Finder"
        assert total[2022] == pytest.approx(6.56e6, rel=2e-3), "UNHCR, Refugee Data Finder"

    def test_hosts_of_2022(self):
        germany, _ = load("refugees", country="DEU")
        total = dict(protected(IN_DEU, germany).select("year", "refugees").iter_rows())
        assert total[2022] == pytest.approx(2.08e6, rel=3e-3), "UNHCR, Global Trends 2022"

    def test_new_applications_of_the_world(self):
        frame, _ = load("asylum_applications", year=2024)
        everybody = View("", "", "", None, None)
        total = applications(everybody, frame)["applied"].sum()
        assert total == pytest.approx(3.1e6, rel=0.02), "UNHCR, Global Trends 2024, printed to 0.1 million"


class TestSections:
    def test_kosovo_is_named_as_part_of_serbia(self):
        kosovo = refugees.country(country("XKX"), References())
        assert [block.why for block in blocks_of(kosovo, Missing)] == ["UNHCR counts Kosovo within Serbia."]
        serbia = refugees.country(country("SRB"), References())
        assert any("include Kosovo" in block.text for block in blocks_of(serbia, Note))
        corridor = refugees.corridor(Corridor.named("XKX", "DEU"), References())
        assert corridor.finding == "UNHCR publishes no separate figures for Kosovo."

    def test_small_numbers_are_not_drawn(self):
        assert blocks_of(refugees.country(country("TUV"), References()), Figure) == []
        assert len(blocks_of(refugees.country(country("KEN"), References()), Figure)) == 2

    @pytest.mark.parametrize("code", ["PSE", "JOR", "LBN", "SYR"])
    def test_unrwa_stands_beside_unhcr(self, code):
        section = refugees.country(country(code), References())
        assert "UNRWA" in section.finding
        assert any("UNRWA" in table.title for table in blocks_of(section, Table))

    def test_palestine_refugees_of_a_corridor(self):
        assert "2.4 million people" in refugees.corridor(Corridor.named("PSE", "JOR"), References()).finding
        assert "UNRWA" not in refugees.corridor(Corridor.named("JOR", "PSE"), References()).finding.split("Jordan")[0]

    def test_internal_displacement_says_whose_count_it_is(self):
        section = refugees.country(country("SYR"), References())
        assert "displaced within the country, by UNHCR's count" in section.finding
        others = [*blocks_of(section, Missing), *blocks_of(section, Fact)]
        assert any("All internally displaced people in Syria" in str(block) for block in others)

    def test_commands_stand_between_backticks(self):
        hows = [block.how for block in blocks_of(refugees.country(country("KEN"), References()), Missing)]
        assert any("`corridors data add FOLDER`" in how for how in hows)

    def test_a_source_is_listed_only_where_it_is_used(self):
        cited = References()
        section = refugees.corridor(Corridor.named("PSE", "JOR"), cited)
        used = {one.number for block in section.blocks if not isinstance(block, Missing) for one in block.references}
        assert used == {one.number for one in cited.listed()}

    def test_a_missing_return_is_not_a_zero(self):
        section = refugees.corridor(Corridor.named("SYR", "DEU"), References())
        assert any("who returned from Germany" in block.what for block in blocks_of(section, Missing))
        assert not any(fact.value == 0 for fact in blocks_of(section, Fact))

    def test_per_inhabitant(self):
        facts = blocks_of(refugees.country(country("UGA"), References()), Fact)
        rate = next(fact for fact in facts if "per 1,000 inhabitants" in fact.label)
        assert isinstance(rate.value, float)
        assert 30 < rate.value < 50, "1.9 million for 52 million inhabitants"

    def test_first_time_applicants_in_europe_are_drawn_as_points(self):
        europe = blocks_of(refugees.corridor(Corridor.named("SYR", "DEU"), References()), Figure)[1]
        assert "Eurostat" in europe.note
        assert (
            "Eurostat" not in blocks_of(refugees.corridor(Corridor.named("MEX", "USA"), References()), Figure)[1].note
        )

    @pytest.mark.parametrize("ends", ["MEX-USA", "PHL-ARE", "TON-NZL", "NPL-QAT", "SSD-UGA", "TUV-FJI", "VEN-COL"])
    def test_corridors_have_whole_tables_with_sources(self, ends):
        section = refugees.corridor(Corridor.named(*ends.split("-")), References())
        assert all(block.references for kind in (Fact, Table, Figure) for block in blocks_of(section, kind))
        for table in blocks_of(section, Table):
            assert 0 < len(table.rows) <= 15
            assert all(len(row) == len(table.columns) for row in table.rows)
