"""The remittances section: findings at the edges, known figures, and what must hold for any price and volume."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.answers.development import prices
from corridors.answers.development.matrices import Volume, volume_of, volumes
from corridors.answers.development.national import chosen, totals
from corridors.answers.development.prices import LATEST, OLDER, Price
from corridors.answers.development.transfer import Transfer
from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Figure, Missing, References, Table
from corridors.content.subject import Corridor, country
from corridors.report.sections import remittances
from corridors.report.sections.remittances.corridors import finding as corridor_finding
from corridors.report.sections.remittances.countries import finding as country_finding

USA_MEX = Transfer(area("USA"), area("MEX"))
MATRIX = {"sender": pl.String, "receiver": pl.String, "usd": pl.Float64}
NATIONAL = {
    "source": pl.String, "order": pl.Int64, "year": pl.Int64,
    "received": pl.Float64, "paid": pl.Float64, "gdp": pl.Float64,
}  # fmt: skip


def matrix(*rows: tuple[str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=MATRIX, orient="row")


def national(*rows: tuple[int, float | None, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame([("wdi_2025", 1, *row) for row in rows], schema=NATIONAL, orient="row")


def quotes(*rows: tuple[str, str, float]) -> pl.DataFrame:
    columns = {"series": pl.String, "period": pl.String, "share": pl.Float64}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(time=pl.lit(2020.0), services=pl.lit(None, dtype=pl.Int64))


def blocks_of(section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


class TestVolume:
    def test_a_cell_of_the_matrix(self):
        found = volume_of(USA_MEX, 2021, matrix(("USA", "MEX", 5.26e10)))
        assert (found.usd, found.text) == (5.26e10, "$52.6 billion")

    def test_a_small_corridor_is_not_a_missing_one(self):
        both_known = matrix(("USA", "IND", 1e9), ("CAN", "MEX", 1e9))
        assert volume_of(USA_MEX, 2021, both_known).text == "under $0.5 million"
        assert volume_of(USA_MEX, 2017, both_known).text == "nothing listed"

    @pytest.mark.parametrize("rows", [(), (("USA", "IND", 1e9),), (("CAN", "MEX", 1e9),)])
    def test_a_country_outside_the_matrix_has_no_estimate(self, rows):
        found = volume_of(USA_MEX, 2021, matrix(*rows))
        assert (found.usd, found.text) == (None, "no estimate")

    def test_pairs_that_the_publisher_set_to_zero(self):
        way = Transfer(area("PAK"), area("IND"))
        known = matrix(("PAK", "CHN", 1e6), ("ARE", "IND", 1e9))
        assert volume_of(way, 2021, known).text == "set to zero"

    def test_published_figures(self):
        sent = {volume.year: volume.usd for volume in volumes(USA_MEX)}
        assert sent[2021] == pytest.approx(52.6e9, rel=1e-3), "World Bank, Bilateral Remittance Matrix 2021"
        assert sent[2010] == pytest.approx(21.7e9, rel=1e-3), "World Bank, Bilateral Remittance Matrix 2010"


class TestPrice:
    def test_of_two_sources_for_a_quarter_the_complete_dataset_counts(self):
        found = prices.latest(quotes((OLDER, "2020Q3", 0.07), (LATEST, "2020Q3", 0.06), (LATEST, "2019Q1", 0.05)))
        assert found == Price(0.06, "2020Q3", LATEST)

    def test_the_later_quarter_counts_whatever_its_source(self):
        found = prices.latest(quotes((LATEST, "2018Q4", 0.06), (OLDER, "2020Q3", 0.07)))
        assert found is not None
        assert found.period == "2020Q3"

    def test_no_quotes_no_price(self):
        assert prices.latest(quotes()) is None

    def test_published_price(self):
        found = prices.latest(prices.quoted(USA_MEX))
        assert found is not None
        assert (round(found.share, 4), found.period) == (0.0498, "2025Q1")

    def test_sources_are_never_mixed_within_a_line(self):
        frame = prices.quoted(USA_MEX)
        assert set(frame["series"]) == {LATEST, OLDER}
        assert frame.select("series", "period").is_unique().all()

    @given(st.floats(0, 0.45), st.floats(0, 1e12))
    def test_a_saving_is_never_negative_nor_above_the_cost(self, share, volume):
        kept = prices.saving(Price(share, "2025Q1", LATEST), volume)
        assert kept is not None
        assert 0 <= kept <= share * volume + 0.01, "rounded to cents"
        if share <= prices.TARGET:
            assert kept == 0

    @pytest.mark.parametrize("share", [-0.2, 1.04])
    def test_nothing_is_derived_from_a_doubtful_price(self, share):
        price = Price(share, "2025Q1", LATEST)
        assert prices.saving(price, 1e9) is None
        assert "Sending" not in corridor_finding(USA_MEX, [Volume(2021, 1e9)], price, None)


class TestCorridorFinding:
    def test_volume_weight_price_and_saving(self):
        price = Price(0.05, "2025Q1", LATEST)
        text = corridor_finding(USA_MEX, [Volume(2021, 50e9)], price, 1000e9)
        assert text == (
            "An estimated $50 billion was sent from the United States to Mexico in 2021, 5% of the receiving country's "
            "gross domestic product. Sending $200 cost 5% in the first quarter of 2025, above the 3% target but within "
            "the 5% ceiling; at 3% and the same volume, senders would keep about $1 billion a year."
        )

    def test_no_saving_below_the_target(self):
        price = Price(0.02, "2025Q1", LATEST)
        text = corridor_finding(USA_MEX, [Volume(2021, 50e9)], price, None)
        assert text.endswith("below the 3% target.")

    def test_no_saving_without_a_volume(self):
        sent = [Volume(2017, 2e6), Volume(2021, None, "no estimate")]
        text = corridor_finding(USA_MEX, sent, Price(0.1, "2025Q1", LATEST), 1e9)
        assert "that of 2017 was $2 million" in text
        assert "keep" not in text

    @pytest.mark.parametrize(
        ("why", "words"),
        [("no estimate", "No estimate exists"), ("under $0.5 million", "is under"), ("set to zero", "to zero")],
    )
    def test_each_way_of_having_no_number_is_said(self, why, words):
        assert words in corridor_finding(USA_MEX, [Volume(2021, None, why)], None, 1e9)


class TestNationalTotals:
    def test_a_printed_zero_is_missing(self):
        assert totals(area("SYR"))["year"].max() == 2010
        assert totals(area("SYR")).select((pl.col("received", "paid") == 0).any()).row(0) == (False, False)

    def test_known_totals(self):
        mexico = totals(area("MEX")).filter(source="wdi_2026_subset", year=2024)
        assert mexico["received"][0] == pytest.approx(67.6e9, rel=1e-3), "World Development Indicators"

    def test_a_line_has_one_source_the_latest_that_is_long_enough(self):
        line = chosen(totals(area("ARE")), "paid")
        assert line is not None
        assert line["source"].unique().to_list() == ["knomad_2023_05"]
        assert line["year"].is_unique().all()

    def test_a_country_without_figures(self):
        assert chosen(national(), "received") is None
        text = country_finding(area("TWN"), national(), matrix())
        assert text == "No figure is known of what Taiwan receives or pays in remittances."

    def test_one_year_of_one_flow(self):
        text = country_finding(area("TUV"), national((2003, 2e6, None, 2e7)), matrix())
        assert text == (
            "In remittances, Tuvalu received $2 million in 2003 "
            "(10% of gross domestic product; no later figure is known)."
        )

    def test_the_larger_flow_leads(self):
        rows = matrix(("USA", "MEX", 3e9), ("USA", "IND", 1e9), ("MEX", "USA", 1e9))
        text = country_finding(area("USA"), national((2023, 1e9, 5e9, None)), rows)
        assert text == (
            "In remittances, the United States paid $5 billion in 2023 and received $1 billion in 2023. "
            "By estimate, the largest part of this money in 2021 went to Mexico: 75%."
        )


class TestSections:
    def test_a_corridor_shows_charts_first_and_names_what_is_missing(self):
        section = remittances.corridor(Corridor.named("MEX", "USA"), References())
        assert [type(block) for block in section.blocks[:3]] == [Figure, Figure, Table]
        assert any("from Mexico to the United States" in block.what for block in blocks_of(section, Missing))
        saved = next(fact for fact in blocks_of(section, Fact) if "would keep" in fact.label)
        assert saved.value == pytest.approx((0.04978 - 0.03) * 52.595e9, rel=1e-3)
        assert "held constant" in saved.unit
        assert saved.quality is Quality.MODELLED

    def test_a_volume_per_migrant_above_income_per_head_is_not_shown(self):
        section = remittances.corridor(Corridor.named("NGA", "NER"), References())
        assert any("do not fit together" in block.why for block in blocks_of(section, Missing))

    def test_people_whom_the_stock_does_not_show_are_not_called_nobody(self):
        section = remittances.corridor(Corridor.named("XKX", "CHE"), References())
        whys = [block.why for block in blocks_of(section, Missing) if "per person born in Kosovo" in block.what]
        assert whys == ["The migrant stock of 2020 does not show them by origin."]

    def test_a_table_is_as_sure_as_its_least_sure_row(self):
        section = remittances.country(country("KEN"), References())
        totals_table = next(block for block in blocks_of(section, Table) if "latest year of each" in block.title)
        assert {row[-1] for row in totals_table.rows} == {"observed", "estimated"}
        assert totals_table.quality is Quality.MODELLED

    def test_a_doubtful_price_is_marked(self):
        section = remittances.corridor(Corridor.named("BGR", "TUR"), References())
        figure = next(block for block in blocks_of(section, Figure) if block.name == "remittance-prices")
        assert figure.title.endswith("doubtful")
        assert not any("would keep" in fact.label for fact in blocks_of(section, Fact))

    @pytest.mark.parametrize("code", ["NPL", "KEN", "TUV", "SYR", "USA", "XKX", "SRB", "PSE", "VAT"])
    def test_countries_have_whole_tables_with_sources(self, code):
        section = remittances.country(country(code), References())
        assert section.finding
        for table in blocks_of(section, Table):
            assert table.references
            assert len(table.rows) <= 15
            assert all(len(row) == len(table.columns) for row in table.rows)

    @pytest.mark.parametrize("ends", ["TUV-FJI", "SYR-DEU", "SSD-UGA", "KEN-RWA", "IND-PAK"])
    def test_corridors_name_a_source_with_every_number(self, ends):
        section = remittances.corridor(Corridor.named(*ends.split("-")), References())
        assert all(block.references for kind in (Fact, Table, Figure) for block in blocks_of(section, kind))
