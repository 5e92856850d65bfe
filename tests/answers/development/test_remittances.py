"""`remittances`: the fit against its bounds, totals against the World Bank's published ones, sentences at the edges."""

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import corridors as cr
from corridors.answers.development import remittance_tables as tables
from corridors.answers.development.national import latest_amount
from corridors.answers.development.reconcile import MOST_STRETCH, fit_bounded
from corridors.errors import InvalidInput, NotCovered

FOUND = tables.reconciled(2023)
CODES = sorted(set(FOUND.countries["country"]) - {"CHI"})[::4]
"""A quarter of the countries, so that the test stays short; the Channel Islands are no country that one can ask of."""


class TestFit:
    @given(
        arrays(float, (4, 3), elements=st.floats(0.1, 10)),
        arrays(float, (3,), elements=st.floats(1, 100)),
        arrays(float, (4,), elements=st.floats(0, 20)),
    )
    @example(np.ones((4, 3)), np.ones(3), np.array([0.0, 1.0, 1.0, 1.0]))
    @settings(max_examples=60, deadline=None)
    def test_columns_are_exact_and_rows_reach_their_bounds_where_they_can(self, pattern, received, bounds):
        fit = fit_bounded(pattern, received, bounds)
        # One part in a billion is the rounding of sums of a dozen numbers after some hundred multiplications.
        assert np.allclose(fit.matrix.sum(axis=0), received, rtol=1e-9)
        assert (fit.matrix > 0).all()
        free = (pattern * received / pattern.sum(axis=0)).sum(axis=1)
        # A sender is pushed ten-thousandfold at most, so that bounds that leave hardly anything to the others are not
        # reached whole: a thousandth is ten times the part that the least pushed of four keeps.
        left = received.sum() - np.minimum(bounds, MOST_STRETCH * free).sum()
        assert left < 1e-3 * received.sum() or fit.shortfall < 1e-6

    def test_without_bounds_nothing_but_the_columns_is_scaled(self):
        pattern = np.array([[1.0, 2.0], [3.0, 4.0]])
        fit = fit_bounded(pattern, np.array([8.0, 3.0]), np.zeros(2))
        assert np.allclose(fit.matrix, [[2, 1], [6, 2]])

    def test_a_bound_beyond_the_stretch_is_not_followed(self):
        fit = fit_bounded(np.array([[1.0, 1.0], [99.0, 99.0]]), np.array([100.0, 100.0]), np.array([150.0, 0.0]))
        assert fit.matrix[0].sum() == pytest.approx(MOST_STRETCH * 2, rel=1e-6)

    def test_a_receiver_without_senders_is_refused(self):
        with pytest.raises(InvalidInput, match="unknown senders"):
            fit_bounded(np.array([[1.0, 0.0]]), np.array([1.0, 1.0]), np.zeros(1))


class TestReconciled:
    def test_every_receiver_gets_what_it_reports_and_nothing_is_lost(self):
        got = FOUND.pairs.group_by(country="origin").agg(pl.col("usd").sum())
        both = FOUND.countries.filter(pl.col("received").is_not_null()).join(got, on="country", how="left")
        # Both sums are of the same numbers; a millionth covers rounding.
        assert ((both["usd"] / both["received"] - 1).abs() < 1e-6).all()

    def test_totals_are_the_published_ones(self):
        # World Bank, Migration and Development Brief 40 (June 2024): India 120, Mexico 66, Philippines 39 billion
        # dollars received in 2023; printed to the billion, and revised since by less than one.
        received = dict(FOUND.countries.select("country", "received").iter_rows())
        for code, billion in (("IND", 120), ("MEX", 66), ("PHL", 39)):
            assert received[code] / 1e9 == pytest.approx(billion, abs=1)

    def test_senders_pay_at_least_what_they_report_as_far_as_the_stretch_allows(self):
        rows = FOUND.countries.drop_nulls(["paid", "fitted_paid", "receipts_paid"])
        bound = pl.min_horizontal("paid", MOST_STRETCH * pl.col("receipts_paid"))
        # A hundredth of a percent: what the sweeps leave where a neighbour's bound pulls the other way.
        assert rows.select(((pl.col("fitted_paid") / bound) > 1 - 1e-4).all()).item()

    def test_amounts_per_person_never_exceed_the_mean_income_where_they_live(self):
        rows = FOUND.pairs.drop_nulls(["per_person", "income"])
        assert (rows["per_person"] <= rows["income"]).all() and rows.height > 1000


@pytest.mark.parametrize("code", ["IND", "CHN", "TUV", "NRU", "SYR", "SSD", "XKX", "PRK", "ERI", "LBY"])
def test_very_different_countries_have_an_answer(code):
    made = cr.answer("remittances", code)
    assert "nan" not in made.finding and "None" not in made.finding and "$0 " not in made.finding
    assert made.finding[0].isupper()


def test_what_is_missing_is_said():
    made = cr.answer("remittances", "Eritrea")
    assert "No figure is known of what Eritrea receives" in made.finding
    assert any("Eritrea reports" in missing.what for missing in made.content.missing)


@pytest.mark.parametrize(
    ("origin", "destination"),
    [("MEX", "USA"), ("TON", "NZL"), ("IND", "ARE"), ("SSD", "UGA"), ("PHL", "ARE"), ("TUV", "NZL")],
)
def test_corridors(origin, destination):
    made = cr.answer("remittances", origin=origin, destination=destination)
    row = made.table("corridors").frame.row(0, named=True)
    assert (row["origin"], row["destination"]) == (origin, destination) and row["usd"] > 0
    assert made.figures[0].alternative


def test_a_pair_that_no_matrix_has_is_refused_with_others():
    with pytest.raises(NotCovered, match="Most of what Tuvalu receives comes from New Zealand"):
        cr.answer("remittances", origin="TUV", destination="PRK")


def test_a_receiver_that_reports_nothing_is_named():
    with pytest.raises(NotCovered, match="nothing that Syria receives"):
        cr.answer("remittances", origin="SYR", destination="DEU")


def test_a_pair_that_the_publisher_set_to_zero_says_so():
    # The matrix has no cell for it, so that the pair is refused like one that is too small.
    with pytest.raises(NotCovered, match="sets the pair to zero"):
        cr.answer("remittances", origin="IND", destination="PAK")


def test_earlier_years_use_the_matrix_of_their_time():
    assert tables.reconciled(2012).pattern_year == 2012
    assert cr.answer("remittances", "Nepal", year=2015).table("countries").frame["received_year"][0] == 2015


@pytest.mark.parametrize("code", CODES)
def test_a_share_of_a_partner_is_of_the_amount_named(code):
    """Where the matrix has another amount than the report, no share of the one is put on the other."""
    finding = cr.answer("remittances", destination=code).finding
    row = FOUND.countries.filter(country=code).row(0, named=True)
    if row["paid"] is None:
        assert finding.startswith("No figure is ")
    elif "of which" in finding or "by estimate all of it" in finding:
        # Both are shown in two figures at most, and agree in them.
        assert row["fitted_paid"] == pytest.approx(row["paid"], rel=0.1)
    elif row["fitted_paid"]:
        assert "the estimate from what others report receiving is $" in finding


def test_nepals_report_and_the_matrix_are_two_amounts():
    finding = cr.answer("remittances", "Nepal").finding
    assert "it reported paying $108 million in 2023" in finding
    assert "the estimate from what others report receiving is $2.2 billion a year, 96% of that to India" in finding


def test_an_old_report_is_named_where_none_counts_today():
    finding = cr.answer("remittances", "Venezuela").finding
    assert "what Venezuela receives in remittances after 2016, when it was $279 million; " in finding
    assert "what North Korea receives in remittances;" in cr.answer("remittances", "PRK").finding


def test_a_weight_is_in_the_product_of_the_amounts_year_or_names_the_products():
    rows = FOUND.countries.drop_nulls("paid_share")
    other = rows.filter(pl.col("paid_gdp_year") != pl.col("paid_year"))["country"].to_list()
    assert 0 < len(other) < 10
    finding = cr.answer("remittances", "Tonga").finding
    assert "in 2023 (49.1% of the gross domestic product of 2022)" in finding
    assert "in 2022 (3% of gross domestic product)" in cr.answer("remittances", "Tuvalu").finding


def test_a_refused_pair_says_which_way_money_runs_and_what_can_be_asked():
    with pytest.raises(NotCovered, match="How much people in Colombia send to Venezuela is not known") as raised:
        cr.answer("remittances", origin="VEN", destination="COL")
    assert "to their origin, which receives it" in str(raised.value)
    assert "`--origin COL --destination VEN`" in str(raised.value)


def test_a_latest_amount_without_its_own_product_names_both_years():
    rows = pl.DataFrame({"year": [2015, 2023], "paid": [2e6, 3e6], "gdp": [4e7, None]})
    assert latest_amount(rows, "paid") == "$3 million in 2023 (in 2015 $2 million, 5% of gross domestic product)"
    assert latest_amount(rows[:1], "paid") == (
        "$2 million in 2015 (5% of gross domestic product; no later figure is known)"
    )
