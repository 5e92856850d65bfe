"""The page of a study: every party, view and lever stands on it, and nothing is added up over parties."""

import json
import re

import polars as pl
import pytest

from corridors.policy.levers import LEVERS
from corridors.report import study_page, study_words
from corridors.report.render import to_json
from corridors.scenarios import Scenario
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.study import study


@pytest.fixture(scope="module")
def made():
    return study(Scenario.read("remittance-prices"), views=["remittances-finance", "borders-trap"], draws=3)


def test_every_outcome_of_a_party_has_a_phrase():
    named = {one.name for one in outcomes().values() if one.of in PARTIES}
    assert named == set(study_words.PHRASES)
    assert all(name in named for told in study_words.TOLD.values() for name in told)


DIRECT = {
    "legal_capacity": "migrants", "visa": "migrants", "visa_refusals": "migrants_irregular",
    "free_movement": "migrants", "resettlement": "migrants",
    "enforcement": "migrants_smuggling_price", "employer_checks": "migrants_irregular",
    "regularisation": "migrants_irregular", "recruitment_cost": "migrants_recruitment_months",
    "recognition": "migrants_income", "integration_services": "migrants_income", "asylum_waiting": "migrants_income",
    "naturalisation": "migrants_income", "remittance_price": "migrants_sending_price", "return_support": "migrants",
    "portability": "migrants", "aid": "migrants", "farm_subsidies": "migrants", "growth": "stayers_income",
    "investment": "stayers_income", "conflict": "migrants", "conflict_intensity": "migrants",
    "ratification": "migrants_covered",
}  # fmt: skip
"""What each lever acts on first, of what parties count."""


def test_a_sentence_tells_what_each_lever_acts_on():
    assert set(DIRECT) == set(LEVERS)
    for lever, outcome in DIRECT.items():
        assert outcome in study_words.TOLD[outcomes()[outcome].of], lever


def test_cheaper_sending_leads_the_sentence_of_migrants_and_trifles_are_none(made):
    frame = study_page.party_frame(made, "migrants")
    said = study_words.sentence(frame, "migrants", 2050)
    assert said.startswith("For migrants by 2050, all views agree that the cost of sending money falls by about")
    assert "points" in said and "smuggler" not in said
    told = study_words.told_of(frame, "migrants")
    size = told.group_by("what", maintain_order=True).agg(pl.col("percent").abs().max())["percent"].to_list()
    assert size == sorted(size, reverse=True)


def test_the_page_shows_each_party_lever_source_and_view(made):
    page = study_page.to_page(made)
    assert page.count("<svg") >= 3
    for text in (*PARTIES.values(), made.scenario.question, made.scenario.levers[0].source[:40], "To cite:"):
        assert text.replace("'", "&#39;") in page, text
    assert "Border control traps" in page, "the view that does not bear is named"
    assert "http" not in page.split("<main>")[0], "the page loads nothing from elsewhere"
    assert not re.search(r"\bnan\b", page.lower().split("<main>")[1])


def test_the_measures_stay_apart_with_their_units(made):
    frame = study_page.party_frame(made, "stayers")
    table = study_page.measures(made, frame, ())
    assert {"Remittances received per head"} <= {row[0] for row in table.rows}
    assert table.columns[0] == "Measure" and all(len(row) == len(table.columns) for row in table.rows)
    assert "draws" in table.note


def test_text_and_json_hold_the_same_sentences(made):
    text, content = study_page.study_text(made), json.loads(to_json(study_page.study_brief(made)))
    for section in content["sections"]:
        assert section["finding"] in text


def test_a_scenario_that_changes_nothing_says_so():
    nothing = Scenario("base", "As it is", "What if nothing changes?", until=2030)
    page = study_page.study_text(study(nothing, views=["brain-drain"], draws=0))
    assert "changes nothing that the model follows" in page and "None of the views bears" in page


def test_the_value_of_a_lever_of_shares_is_in_per_cent(made):
    table = study_page.levers_section(made).blocks[0]
    assert table.columns[1] == "Value (no change at)" and table.rows[0][1] == "3% (100%)"
    assert all("share" not in study_page.lever_value(name, 0.5) for name in LEVERS)
