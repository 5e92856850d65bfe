from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from corridors.content.marks import ROW, marks, spans


def cited(numbers):
    return [SimpleNamespace(number=number) for number in numbers]


def test_rows_of_numbers_are_shortened_and_others_are_not():
    assert marks(cited([1, 2, 3, 7, 9, 10])) == "[1–3][7][9][10]"
    assert marks(cited([])) == ""


@given(st.lists(st.integers(1, 40)))
def test_every_number_stands_in_one_mark_and_no_other_does(numbers):
    found = spans(cited(numbers))
    assert [n for first, last in found for n in range(first, last + 1)] == sorted(set(numbers))
    assert all(first == last or last - first + 1 >= ROW for first, last in found)
