"""`vicious-circle`: what the answer must show, and that its numbers are those of the loop's derivative."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.skilled import circle_tables as tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kenya():
    return cr.answer("vicious-circle", "Kenya")


def test_a_country_has_its_gain_under_each_view_and_the_lever_that_lowers_it_most(kenya):
    views = kenya.table("views").frame
    assert set(views["view"]) == {"undecided", *tables.VIEWS}
    held = tables.gains("KEN")
    assert views.filter(view="brain-gain")["gain"].item() == pytest.approx(held.gain[held.views.index("brain-gain"), 0])
    levers = kenya.table("levers").frame
    assert levers.height == len(held.by_lever)
    best = levers.sort("change").row(0, named=True)
    assert (best["lever"].lower() in kenya.finding) == (best["change"] < 0)


def test_the_finding_says_whether_it_runs_away(kenya):
    runaway = kenya.table("views").frame.filter(pl.col("gain") >= 1)
    assert ("does not run away under any view" in kenya.finding) == runaway.is_empty()


def test_the_summary_names_the_lowest_and_highest_view():
    views = pl.DataFrame(
        {
            "country": ["AAA"] * 3, "view": ["undecided", "brain-drain", "brain-gain"],
            "label": ["No view taken", "drains", "gains"], "gain": [0.2, 0.3, 0.1], "root": [0.2] * 3,
            "quality": ["projected"] * 3,
        }
    )  # fmt: skip
    levers = pl.DataFrame(
        {"country": ["AAA"] * 2, "lever": ["a", "b"], "change": [0.1, -0.2], "quality": ["projected"] * 2}
    )
    row = tables.summary(views, levers).row(0, named=True)
    assert (row["lowest_view"], row["highest_view"], row["lever"]) == ("gains", "drains", "b")
