"""`vicious-circle`: what the answer must show, and that its numbers are those of the loop's derivative."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.skilled import circle_tables as tables
from corridors.answers.skilled import vicious_circle as question
from corridors.scenarios.loop_gain import NOTHING

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kenya():
    return cr.answer("vicious-circle", "Kenya")


def test_a_country_has_its_gain_under_each_view_and_the_lever_that_lowers_it_most(kenya):
    views = kenya.table("views").frame
    assert set(views["view"]) == {"undecided", *tables.VIEWS}
    held = tables.gains("KEN")
    assert views.filter(view="brain-gain")["gain"].item() == pytest.approx(held.gain[held.views.index("brain-gain"), 0])
    assert kenya.table("levers").frame.height == len(held.by_lever)
    best = tables.by_lever(held).sort("change").row(0, named=True)
    assert (best["lever"].lower() in kenya.finding) == (best["change"] <= -NOTHING)
    assert "-0.000" not in kenya.finding and "by 0.000" not in kenya.finding
    changes = kenya.table("levers").frame["change"]
    assert not any(str(value) == "-0.0" for value in changes) and changes.abs().max() > 0


def test_the_finding_says_whether_it_runs_away(kenya):
    runaway = kenya.table("views").frame.filter(pl.col("gain") >= 1)
    assert ("does not run away under any view" in kenya.finding) == runaway.is_empty()


def frames(**changes):
    """Views and levers of made-up countries, each with a gain of 0.2 and one lever that changes it by so much."""
    views = pl.DataFrame(
        [(code, "undecided", "No view taken", 0.2, 0.2, "projected") for code in changes],
        schema=["country", "view", "label", "gain", "root", "quality"], orient="row",
    )  # fmt: skip
    rows = [(code, "Aid received (1.1)", change, "projected") for code, change in changes.items()]
    return views, pl.DataFrame(rows, schema=["country", "lever", "change", "quality"], orient="row")


def test_a_lever_that_prints_as_nothing_is_no_best_lever():
    """0.0005 is the least change that three decimals show, by rounding."""
    summary = tables.summary(*frames(MEX=-0.0004, USA=-0.0006))
    assert dict(summary.select("country", "lever").iter_rows()) == {"MEX": None, "USA": "Aid received (1.1)"}
    assert question._best_levers(summary).endswith("but for aid received (1.1) in the United States")
    none = tables.summary(*frames(MEX=-0.0004, USA=0.3))
    assert question._best_levers(none) == "no lever that was tried lowers it anywhere by as much as 0.0005"


def test_countries_that_are_not_ranked_stand_last():
    summary = tables.summary(*frames(LIE=0.0, MEX=0.0), ranks=["MEX"])
    assert summary["country"].to_list() == ["MEX", "LIE"]
    assert question._ranked(summary)["country"].to_list() == ["MEX"]
    alone = tables.summary(*frames(LIE=0.0), ranks=["MEX"])
    assert question._ranked(alone)["country"].to_list() == ["LIE"], "where none is ranked, all are shown"


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
