"""`regularise`: the stock falls and comes back in part, taxes are people times a tax, findings at extremes."""

import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.labour import regularise
from corridors.errors import NotCovered
from corridors.parameters import parameter

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def spain():
    """Spain regularises alone."""
    before, whatif.DRAWS = whatif.DRAWS, 1
    yield cr.answer("regularise", country="ESP")
    whatif.DRAWS = before


def test_the_stock_falls_at_first_by_no_more_than_is_regularised(spain):
    rows = spain.table("effects").frame.filter(outcome="irregular_stock")
    assert ((rows["percent"] < 0) & (rows["percent"] >= -64)).all()
    later = spain.table("later").frame.filter(outcome="irregular_stock")
    assert (later["percent"] > rows["percent"]).all()


def test_migrants_earn_more_under_every_view(spain):
    rows = spain.table("effects").frame.filter(outcome="migrants_earnings")
    assert (rows["effect"] > 0).all()


def test_taxes_are_people_times_the_tax_of_one(spain):
    row = spain.table("taxes").frame.row(0, named=True)
    tax = parameter(regularise.TAX)
    # the table gives three figures
    assert row["regularised"] == pytest.approx(0.64 * row["stock"], rel=0.01)
    assert row["central"] == pytest.approx(row["regularised"] * tax.central / 1e6, rel=0.01)
    assert row["low"] <= row["central"] <= row["high"]


def test_the_finding_names_wages_taxes_stock_and_inflow(spain):
    for word in ("residents without permission", "entries without permission", "pay of low-educated", "payroll tax"):
        assert word in spain.finding


def test_an_origin_is_shown_where_its_people_live():
    made = cr.answer("regularise", origin="MAR", destination="ESP")
    assert made.table("taxes").frame["place"].to_list() == ["Morocco to Spain"]


def test_a_corridor_into_a_country_without_estimates_is_refused():
    with pytest.raises(NotCovered, match="estimated"):
        cr.answer("regularise", origin="TON", destination="NZL")
