"""Charts of a party: outcomes that change by a trifle get no panel."""

import polars as pl

from corridors.report.study_charts import party
from corridors.report.study_handout import that_matter

KEYS = ("outcome", "what", "phrase", "plural", "baseline", "effect", "percent", "unit")
ROWS = (
    ("migrants_deaths", "Deaths on the way", "deaths", True, 13.0, 0.03, 0.23, "persons a year"),
    ("migrants", "People abroad", "people", True, 1e6, 10_000.0, 1.0, "persons"),
)


def frame(*rows):
    given = {"low": None, "high": None, "bears": True, "year": 2050, "quality": "projected"}
    told = [dict(zip(KEYS, row, strict=True)) | given for row in rows]
    views = (("undecided", "No view taken"), ("borders-trap", "A"))
    return pl.DataFrame([row | {"view": name, "label": label} for row in told for name, label in views])


def test_less_than_one_death_gets_no_panel():
    made = party(frame(*ROWS), "migrants", ())
    assert made is not None and made.data["what"].unique().to_list() == ["People abroad"]
    assert party(frame(ROWS[0]), "migrants", ()) is None


def test_what_hardly_changes_comes_last_in_a_brief_although_its_per_cent_is_more():
    slight = (*ROWS[0][:6], 5.0, ROWS[0][7])
    assert that_matter(frame(slight, ROWS[1]), "migrants")["what"].to_list()[0] == "People abroad"
