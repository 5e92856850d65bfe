"""Every answer, whatever its question: its form, its schema, its provenance, and how mistakes are met."""

import json

import jsonschema
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as cr
from corridors.answers import forms, whatif
from corridors.answers.answer import Column, Data
from corridors.answers.asked import Asked
from corridors.answers.cells import UNKNOWN, as_table, written
from corridors.answers.governance import disagreement
from corridors.answers.questions import ARGUMENTS, KINDS, THEMES, question, questions
from corridors.concepts.quality import Quality
from corridors.content.subject import name
from corridors.errors import CorridorsError, InvalidInput, NotCovered, UnknownName

EVERY = questions()
COUNTRIES = ("IND", "TUV", "SYR", "XKX", "SSD", "PRK")
"""A giant, a small island, a country at war, one whose status is disputed, one that split, one with little data."""
FEW_RUNS = ("remittance-finance", "integration-remittances", "protection-cost", "common-ground", "unilateral")
"""What-if questions that run few scenarios for a country or a corridor; the others are slow there."""
CORRIDORS = (("MEX", "USA"), ("TON", "NZL"), ("SYR", "DEU"), ("SSD", "UGA"), ("PHL", "ARE"))


def asked_of(asked_question, country=None, pair=None):
    """The arguments that put a question about a country or a pair, as far as it takes them."""
    if pair and {"origin", "destination"} <= set(asked_question.takes):
        return {"origin": pair[0], "destination": pair[1]}
    if country and "country" in asked_question.takes:
        return {"country": country}
    return None


@pytest.fixture(autouse=True, scope="module")
def few_draws():
    """What-if questions run the model: one draw shows that they work, and their themes' tests try more places."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whatif, "DRAWS", 1)
        patch.setattr(disagreement, "SAMPLES", 4)
        yield


@pytest.fixture(scope="module")
def world():
    """The world's answer to each question."""
    held = {}

    def of(identifier):
        if identifier not in held:
            held[identifier] = cr.answer(identifier)
        return held[identifier]

    return of


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_a_question_is_stated_in_full(q):
    assert q.theme in THEMES and q.kind in KINDS
    assert q.text.endswith("?") and q.settle.endswith(".")
    assert set(q.takes) <= set(ARGUMENTS)
    assert q.method.count(". ") + q.method.endswith(".") >= 3, "the method is told in three sentences"


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_the_worlds_answer_follows_the_schema_and_names_its_sources(q, world):
    made = world(q.id)
    content = json.loads(forms.to_json(made))
    jsonschema.validate(content, forms.schema())
    assert made.finding.strip().endswith((".", ".”"))
    assert "nan" not in made.finding.lower().split() and "None" not in made.finding
    assert content["sources"], "no answer without a source"
    numbers = {source["number"] for source in content["sources"]}
    used = {n for block in (*content["facts"], *content["tables"], *content["figures"]) for n in block["references"]}
    assert used <= numbers and used
    assert all(source["licence"] for source in content["sources"])


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_every_form_holds_the_finding(q, world):
    made = world(q.id)
    assert made.finding in forms.to_markdown(made)
    assert " ".join(made.finding.split()) in " ".join(forms.to_text(made).split())
    page = forms.to_html(made)
    assert "http" not in page.split("<main>")[0], "the page loads nothing from elsewhere"
    assert page.count("<svg ") >= 1, "the world's answer has a chart"
    for data in made.data:
        assert forms.to_csv(made, data.name).startswith(",".join([*data.frame.columns, "sources"]))


@pytest.mark.parametrize("q", [q for q in EVERY if q.kind != "W"], ids=lambda q: q.id)
def test_five_very_different_countries_and_corridors_have_an_answer(q):
    _answers(q, COUNTRIES, CORRIDORS)


@pytest.mark.parametrize(
    "q",
    [pytest.param(q, marks=[pytest.mark.slow] * (q.id not in FEW_RUNS)) for q in EVERY if q.kind == "W"],
    ids=lambda q: q.id,
)
def test_a_what_if_question_is_answered_for_a_giant_and_a_corridor(q):
    _answers(q, COUNTRIES[:1], CORRIDORS[:1])


def _answers(q, countries, corridors):
    subjects = [asked_of(q, country=code) for code in countries] + [asked_of(q, pair=pair) for pair in corridors]
    for arguments in filter(None, subjects):
        try:
            made = cr.answer(q.id, **arguments)
        except NotCovered as error:
            assert "origin" in arguments, f"{arguments}: a country without data gets an answer that says so"
            assert error.hint, f"{arguments}: the message names what there is"
            continue
        assert made.finding and "nan" not in made.finding.lower().split()
        jsonschema.validate(json.loads(forms.to_json(made)), forms.schema())


@pytest.mark.parametrize("q", EVERY, ids=lambda q: q.id)
def test_arguments_that_a_question_does_not_take_are_refused(q):
    for argument in set(ARGUMENTS) - set(q.takes):
        value = 2020 if argument == "year" else "Kenya"
        with pytest.raises(InvalidInput, match=f"takes no {argument}"):
            cr.answer(q.id, **{argument: value})


@pytest.mark.parametrize("q", [q for q in EVERY if "year" in q.takes], ids=lambda q: q.id)
def test_a_year_out_of_range_names_the_nearest(q):
    with pytest.raises(NotCovered, match=r"\d{4}"):
        cr.answer(q.id, year=1066)


@pytest.mark.parametrize("q", [q for q in EVERY if "country" in q.takes], ids=lambda q: q.id)
def test_unknown_places_are_met_with_the_nearest(q):
    with pytest.raises(UnknownName, match="Kenya"):
        cr.answer(q.id, country="Kenyia")


def test_every_module_has_its_question_and_every_question_its_module():
    from importlib.resources import files

    for theme in THEMES:
        folder = files("corridors.answers") / theme
        if folder.is_dir():
            modules = {p.name for p in folder.iterdir()}
            listed = {q.module.rpartition(".")[2] + ".py" for q in questions(theme)}
            assert listed <= modules


def test_a_mistyped_question_gets_the_nearest():
    with pytest.raises(UnknownName, match="stocks"):
        question("stoks")
    with pytest.raises(UnknownName, match="statistics"):
        questions("statistic")


@given(text=st.text(max_size=12), other=st.sampled_from(["country", "origin", "destination", "region"]))
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_leads_to_anything_but_an_answer_or_a_clear_error(text, other):
    try:
        asked = Asked.named(**{"country_name" if other == "country" else other: text})
    except CorridorsError as error:
        assert str(error)
    else:
        assert asked.about


def test_subjects_that_exclude_one_another_are_refused():
    with pytest.raises(InvalidInput, match="country stands beside"):
        Asked.named("Kenya", origin="Uganda")
    with pytest.raises(InvalidInput, match="region stands beside"):
        Asked.named(region="Caribbean", origin="Uganda")
    with pytest.raises(InvalidInput, match="both"):
        Asked.named(origin="Kenya", destination="KEN")


def test_a_group_can_be_asked_about_by_its_code_or_name():
    assert "KWT" in (Asked.named(region="GCC").codes or ())
    assert Asked.named(region="caribbean").about == "Caribbean"


@given(
    value=st.one_of(st.none(), st.floats(), st.integers(-(10**12), 10**12)),
    show=st.sampled_from(["count", "number", "share", "percent", "dollars", "ratio", "year"]),
)
@settings(deadline=None)
def test_every_number_has_a_form(value, show):
    text = written(value, show)
    assert text and "nan" not in text and "inf" not in text


def test_a_table_without_marks_is_refused_and_long_ones_say_what_they_leave_out():
    with pytest.raises(ValueError, match="quality"):
        Data("t", "T", pl.DataFrame({"a": [1]}), {"a": Column("A", "count")}, ())
    frame = pl.DataFrame({"a": range(40), "quality": ["observed"] * 39 + ["modelled"]})
    table = as_table(Data("t", "T", frame, {"a": Column("A", "count")}, ()))
    assert len(table.rows) == 15 and "25 more rows" in table.note
    assert table.columns[-1] == "Known as" and table.quality is Quality.MODELLED


def test_missing_cells_are_said_and_never_marked():
    frame = pl.DataFrame({"a": [None, 2.0], "quality": ["observed", "observed"], "mark": [None, "modelled"]})
    table = as_table(Data("t", "T", frame, {"a": Column("A", "number", quality="mark")}, ()))
    assert table.rows[0][0] == UNKNOWN and table.rows[1][0] == "2 (estimated)"


def test_the_answer_says_how_to_make_it_again():
    made = cr.answer("stocks", region="Sub-Saharan Africa", year=2020)
    assert made.command == 'corridors answer stocks --region "Sub-Saharan Africa" --year 2020'
    assert made.name == "stocks-Sub-Saharan_Africa-2020"
    assert name(Asked.named("KEN").country) == "Kenya"
