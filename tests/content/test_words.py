"""Numbers and lists as words: no amount is changed by how it is said."""

import re

from hypothesis import given
from hypothesis import strategies as st

from corridors.content.words import change, dollars, listed, number, people, percent, spoken

MAGNITUDES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}


def meant(text: str) -> float:
    """The number that a reader understands."""
    amount, *unit = text.split()
    return float(amount.replace(",", "")) * (MAGNITUDES[unit[0]] if unit else 1)


@given(st.floats(-1e14, 1e14))
def test_spoken_numbers_are_right_to_their_last_digit(value: float) -> None:
    size = abs(value)
    unit = next((m for m in (1e12, 1e9, 1e6) if size >= 0.9995 * m), 0)
    # Half of the last digit said: a tenth of a million and so on, 1 in 200 below a million, one person below 10,000.
    last_digit = max(unit / 20, 0.005 * size if unit else 0) if unit else max(0.005 * size, 0.5)
    assert abs(meant(spoken(value)) - value) <= 1.001 * last_digit


@given(st.floats(0, 1))
def test_a_positive_share_is_never_said_to_be_zero(share: float) -> None:
    text = percent(share)
    assert (text == "0%") == (share == 0)
    if not text.startswith("under"):
        assert abs(float(text.removesuffix("%")) - 100 * share) <= 0.05 + 1e-9  # half of the last digit shown


def test_extremes_are_said_rightly() -> None:
    assert spoken(999_960) == "1 million"
    assert spoken(9_999) == "9,999"
    assert people(0) == "no people"
    assert people(1) == "1 person"
    assert number(None) == "not known"
    assert dollars(-950) == "-$950"
    assert change(0, 0) == "hardly changed"
    assert change(5, 0) == "fell"


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), max_size=30))
def test_a_list_names_everyone_or_says_how_many_more(names: list[str]) -> None:
    text = listed(names, most=5)
    more = re.search(r"and (\d+) more$", text)
    assert (int(more[1]) if more else 0) == max(len(names) - 5, 0)
