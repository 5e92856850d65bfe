"""The registry of evaluated practices: complete, found by question and country, extended by a file."""

import csv
from pathlib import Path

import pytest

from corridors.errors import InvalidInput, UnknownName
from corridors.parameters import practices
from corridors.parameters.practices import COLUMNS

QUESTIONS = """stocks flows intensity mirror gender irregular regions facts concepts drivers demography family conflict
    development gaps trade shocks skills labour-needs recruitment private-sector three-rs regularise social-security
    brain-drain vicious-circle health borders channels visas free-movement treaties protection-gap crc-vs-icrmw
    protection-cost consular exploitation women-children remittances remittance-cost remittance-finance diaspora
    host-gain integration integration-remittances social-protection segregation perceptions fora unilateral coherence
    responsibility practices common-ground disagreement"""
ROW = {
    "policy": "Pre-departure course",
    "kind": "integration services",
    "country": "PHL ARE",
    "years": "2018-2020",
    "population": "Domestic workers",
    "outcome": "contracts kept",
    "effect": "0.12",
    "low": "0.02",
    "high": "0.22",
    "unit": "share points",
    "finding": "Twelve points more.",
    "method": "randomised",
    "grade": "A",
    "questions": "recruitment exploitation",
    "source": "Own evaluation",
    "link": "",
    "known": "read",
}


def written(folder: Path, row: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "own.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore", restval="x")
        writer.writeheader()
        writer.writerow(row)
    return path


def test_every_row_says_what_came_of_it_on_what_evidence() -> None:
    frame = practices()
    assert frame.height > 90
    for row in frame.iter_rows(named=True):
        assert set(row["questions"]) <= set(QUESTIONS.split()), row["policy"]
        assert row["link"].startswith("https://")
        assert (row["grade"] == "D") == (row["known"] == "recalled"), row["policy"]
        assert (row["effect"] is None and row["low"] is None) == (row["unit"] == "")


def test_no_row_stands_twice() -> None:
    frame = practices()
    assert frame.select("policy", "population", "outcome", "source", "known").is_duplicated().sum() == 0


def test_found_by_question_and_country_in_any_spelling() -> None:
    assert set(practices(country="Switzerland")["outcome"]) == set(practices(country="CHE")["outcome"])
    swiss = practices(question="integration", country="CHE")
    assert swiss["effect"].to_list() == [None, 0.11, 5000]
    assert practices(country="Tonga").height == 3
    assert practices(country="Nauru").is_empty()


def test_an_unknown_question_or_country_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="regularise"):
        practices(question="regularize")
    with pytest.raises(UnknownName, match="Tonga"):
        practices(country="Tongaa")


def test_one_file_adds_rows(tmp_path: Path) -> None:
    frame = practices(extra=written(tmp_path, ROW))
    assert frame.height == practices().height + 1
    assert frame["country"].to_list()[-1] == ["PHL", "ARE"]
    assert practices(question="exploitation", extra=tmp_path / "own.csv")["policy"].to_list()[-1] == ROW["policy"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grade": "E"}, "row 2: grade is 'E'. Allowed: A, B, C, D"),
        ({"known": "guessed"}, "known is 'guessed'"),
        ({"source": " "}, "row 2: source is empty"),
        ({"finding": ""}, "finding is empty"),
        ({"country": "PHL Dubai"}, "'Dubai' is no ISO3 code"),
        ({"years": "2020-2018"}, "years is '2020-2018'"),
        ({"years": "lately"}, "years is 'lately'"),
        ({"effect": "much"}, "effect is 'much', not a number"),
        ({"effect": "nan"}, "effect is 'nan'"),
        ({"low": ""}, "one of low and high"),
        ({"low": "0.5"}, "do not rise"),
        ({"unit": ""}, "needs a unit"),
        ({"effect": "", "low": "", "high": ""}, "a unit an effect"),
        ({"questions": "Brain Drain!"}, "no question's id"),
        ({"link": "javascript:alert(1)"}, "link is"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused_with_row_and_value(
    change: dict[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=said.replace("(", r"\(").replace(")", r"\)")):
        practices(extra=written(tmp_path, ROW | change))


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"Did you mean country"):
        practices(extra=written(tmp_path, ROW, (*COLUMNS, "contry")))
    with pytest.raises(InvalidInput, match="lacks the columns link, known"):
        practices(extra=written(tmp_path, ROW, COLUMNS[:-2]))
    short = tmp_path / "short.csv"
    short.write_text(",".join(COLUMNS) + "\nonly,two\n")
    with pytest.raises(InvalidInput, match="row 2: the row has not 17 values"):
        practices(extra=short)
    with pytest.raises(InvalidInput, match="no file"):
        practices(extra=tmp_path / "none.csv")
