"""Evaluated practices: rows as the registry has them, counts as identities, the sentences at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.governance import practice_tables as tables
from corridors.answers.questions import questions
from corridors.parameters import practices


def test_a_result_is_that_of_its_study():
    """Bazzi and others (2021): penalties at the border cut new apprehensions by 4.6 to 6.1 points; randomised, A."""
    row = tables.results().filter(outcome="new apprehension within 18 months").row(0, named=True)
    assert (row["low"], row["high"], row["grade"], row["known"]) == (-0.061, -0.046, "A", "read")
    assert row["size"] == "-0.061 to -0.046 (share points)"


def test_nothing_is_lost_between_the_tables():
    everything = practices()
    assert tables.results().height == everything.height == tables.by_kind()["results"].sum()
    kinds = tables.by_kind()
    assert (kinds["a"] + kinds["b"] + kinds["c_d"] == kinds["results"]).all()
    assert tables.by_question()["results"].sum() == everything["questions"].list.len().sum()
    assert tables.by_place()["results"].sum() == everything["country"].list.len().sum()


def test_what_was_recalled_is_unverified():
    frame = tables.results()
    assert set(frame.filter(known="recalled")["quality"]) == {"unverified"}
    assert set(frame.filter(known="read")["quality"]) == {"modelled"}


def test_the_best_evidence_comes_first():
    grades = tables.results()["grade"].to_list()
    assert grades == sorted(grades)


def test_questions_without_an_evaluation_are_named():
    silent = set(tables.without())
    spoken = set(practices().explode("questions")["questions"])
    expected = {q.id for q in questions() if q.theme not in tables.NO_POLICY} - spoken - {tables.ITSELF}
    assert silent == expected and "segregation" in silent
    said = " ".join(missing.what for missing in cr.answer("practices").content.missing)
    assert all(name in said for name in silent)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({}, "kinds of policy"),
        ({"country": "USA"}, "results concern the United States, the best graded (grade A)"),
        ({"country": "PHL"}, "one result concerns the Philippines (grade A)"),
        ({"country": "TON"}, "results concern Tonga"),
        ({"country": "TUV"}, "No evaluated policy in the registry concerns Tuvalu"),
        ({"country": "SYR"}, "No evaluated policy in the registry concerns Syria"),
        ({"country": "XKX"}, "No evaluated policy in the registry concerns Kosovo"),
    ],
)
def test_the_finding_at_extremes(arguments, said):
    assert said in cr.answer("practices", **arguments).finding


@pytest.mark.parametrize("code", ["USA", "NZL", "CHE", "COM", "GTM"])
def test_a_country_gets_exactly_the_rows_that_name_it(code):
    shown = cr.answer("practices", country=code).table("results").frame
    expected = practices().filter(pl.col("country").list.contains(code))
    assert shown.height == expected.height > 0
    assert sorted(shown["finding"]) == sorted(expected["finding"])


def test_the_registry_is_cited_with_its_hash():
    reference = cr.answer("practices").references[0]
    assert reference.source.name == "practices" and len(reference.source.sha256) == 64


@pytest.mark.parametrize("arguments", [{}, {"country": "USA"}])
def test_charts_say_what_they_show(arguments):
    figures = cr.answer("practices", **arguments).figures
    assert figures and all(figure.alternative for figure in figures)
    assert all(figure.data.height for figure in figures)


def test_a_chart_without_sizes_is_not_drawn():
    assert cr.answer("practices", country="TUV").figures == ()
