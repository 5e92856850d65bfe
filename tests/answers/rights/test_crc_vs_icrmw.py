"""`crc-vs-icrmw`: the estimator against a published worked example and identities, findings at extremes."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.answers.ask import answer
from corridors.answers.rights import crc_vs_icrmw, response_tables, survival
from corridors.answers.rights.survival import Waiting, kaplan_meier

# Freireich et al. (1963), weeks of remission with 6-mercaptopurine, the standard worked example of the estimator
# (Kleinbaum and Klein, Survival Analysis, table 2.2; Cox and Oakes 1984, table 1.1); False is a censored week.
FREIREICH = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False),
    (32, False), (34, False), (35, False),
]  # fmt: skip
PUBLISHED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_the_estimator_gives_the_published_worked_example():
    curve = kaplan_meier(Waiting(*row) for row in FREIREICH)
    for week, remaining in PUBLISHED.items():
        # Four decimals are printed.
        assert 1 - survival.after(curve, week)["accepted"] == pytest.approx(remaining, abs=6e-5)  # type: ignore[index]


def test_the_interval_is_that_of_the_worked_example():
    # Greenwood's standard error after 10 weeks is 0.0963 (Kleinbaum and Klein, table 2.2 continued): on the scale
    # log(-log S) the limits follow from it in closed form; four figures of the standard error are printed.
    import math

    row = survival.after(kaplan_meier(Waiting(*one) for one in FREIREICH), 10)
    assert row is not None
    remaining = 1 - row["accepted"]
    half = survival.Z * 0.0963 / (remaining * abs(math.log(remaining)))
    assert 1 - row["upper"] == pytest.approx(remaining ** math.exp(half), abs=1e-3)
    assert 1 - row["lower"] == pytest.approx(remaining ** math.exp(-half), abs=1e-3)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60))
def test_without_censoring_the_curve_is_the_share_that_joined(years: list[int]):
    curve = kaplan_meier(Waiting(year, accepted=True) for year in years)
    for row in curve.iter_rows(named=True):
        share = sum(year <= row["years"] for year in years) / len(years)
        assert row["accepted"] == pytest.approx(share, abs=1e-9)  # products of up to 60 rounded factors
    assert curve["joined"].sum() == len(years)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60))
def test_curves_rise_within_their_interval(rows: list[tuple[int, bool]]):
    curve = kaplan_meier(Waiting(*row) for row in rows)
    assert curve["accepted"].is_sorted()
    assert curve["joined"].sum() + curve["left"].sum() == len(rows)
    known = curve.drop_nulls()
    assert (known["lower"] <= known["accepted"] + 1e-12).all() and (known["accepted"] <= known["upper"] + 1e-12).all()


def test_parties_are_those_of_the_depositaries():
    rows = response_tables.by_state()
    # OHCHR: 196 parties to the Child Convention, the United States alone has only signed; 57 to the other by 2022.
    assert rows.filter(child="Party").height == 196
    assert rows.filter(child="Signed only")["country"].to_list() == ["USA"]
    assert rows.filter(workers="Party").height == 57
    assert rows["lag"].drop_nulls().min() == 0  # nobody accepted the Migrant Workers Convention first


def test_groups_add_up_to_all_states():
    table = response_tables.groups(response_tables.by_state())
    for kind in ("Region", "Income"):
        assert table.filter(kind=kind)["states"].sum() == 197
        assert table.filter(kind=kind)["workers_parties"].sum() == 57


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "196 of 197 States had accepted the Child Convention and 57 of them"),
        ({"country": "MEX"}, "in 1990 and the Migrant Workers Convention in 1999, 9 years later"),
        ({"country": "USA"}, "has not accepted the Child Convention"),
        ({"country": "SRB"}, "signed the Migrant Workers Convention in 2004"),
        ({"country": "TUV"}, "neither signed nor accepted"),
        ({"country": "PSE"}, "not known after March 2015"),
        ({"country": "XKX"}, "do not list Kosovo"),
        ({"country": "EGY"}, "1990 and the Migrant Workers Convention in 1993"),
        ({"region": "GCC"}, "6 of 6 States of the group “Gulf Cooperation Council” had accepted the Child"),
        ({"region": "EU"}, "and none of them the Migrant Workers Convention too; none had"),
    ],
)
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("crc-vs-icrmw", **arguments).finding  # type: ignore[arg-type]


def test_the_finding_of_no_state():
    none = response_tables.by_state().filter(pl.lit(value=False))
    assert crc_vs_icrmw.finding(none, "X") == "The records name no State of the group “X”."
