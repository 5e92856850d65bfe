"""The search among questions: all words or any, the closest first, without places, whatever the ending."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.answers.questions import questions
from corridors.explorer.question_search import search, stem


@pytest.mark.parametrize(
    ("typed", "first", "left"),
    [
        ("cheaper remittances Nepal", "remittance-cost", ("Nepal",)),
        ("What would cheaper remittances do for Nepal?", "remittance-cost", ("Nepal",)),
        ("brain drains India", "brain-drain", ("India",)),
        ("visa Germany France", "visas", ("Germany", "France")),
        ("doctors leaving", "brain-drain", ()),
    ],
)
def test_a_reader_finds_the_question_by_other_words(typed, first, left):
    found = search(typed)
    assert found.questions[0].id == first and found.left == left


def test_words_that_all_stand_in_a_question_are_found_as_before():
    assert search("who lives where").questions == questions(search="who lives where")


def test_where_no_question_has_all_words_those_with_some_are_shown_and_it_is_said():
    found = search("remittances zebra")
    assert found.questions and not found.whole and not search("zebra").questions
    assert search("remittances", "development").questions[0].theme == "development"


@pytest.mark.parametrize(
    ("one", "other"), [("cheaper", "cheap"), ("visas", "visa"), ("cities", "city"), ("job", "jobs")]
)
def test_endings_do_not_part_words(one, other):
    assert stem(one) == stem(other)


@given(text=st.text(max_size=60))
def test_whatever_is_typed_is_searched_for(text):
    found = search(text)
    assert len(set(found.questions)) == len(found.questions)
