"""`coherence`: rules against their own data, published votes, findings at extremes and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.governance import coherence
from corridors.answers.governance import coherence_tables as tables
from corridors.data import load

SIDES = tables.side_by_side().frame
TESTS = tables.tests()


def row(country: str) -> dict[str, object]:
    return SIDES.filter(country=country).row(0, named=True)


def test_the_vote_on_the_compact_is_as_recorded():
    # A/RES/73/195 of 19 December 2018: 152 in favour, 5 against, 12 abstentions (UN press release GA/12113).
    counts = dict(SIDES.drop_nulls("compact")["compact"].value_counts().iter_rows())
    assert (counts["yes"], counts["no"], counts["abstain"]) == (152, 5, 12)
    against = set(SIDES.filter(compact="no")["country"])
    assert against == {"CZE", "HUN", "ISR", "POL", "USA"}


def test_every_state_stands_once():
    assert SIDES["country"].is_unique().all() and SIDES.height == 197
    assert TESTS.select("country", "rule").is_duplicated().sum() == 0


def test_each_result_follows_from_the_two_sides():
    held = {(r["country"], r["rule"]): r["result"] for r in TESTS.to_dicts()}
    for state in SIDES.to_dicts():
        code = state["country"]
        if state["compact"] != "yes":
            assert (code, "compact-workers") not in held and (code, "price-compact") not in held
        elif state["workers"]:
            assert held[code, "compact-workers"] == tables.NO
        if held.get((code, "price-compact")) == tables.YES:
            assert state["price"] > 0.05
        if held.get((code, "agreements-visas")) == tables.YES:
            assert 0 < state["agreements_asked"] <= state["agreements"]
    assert held["PHL", "compact-workers"] == tables.NO
    assert held["ARE", "compact-workers"] == tables.YES


def test_counts_of_rules_add_up():
    table = tables.by_rule(TESTS)
    assert (table["found"] + table["fits"] + table["unknown"] == table["applies"]).all()
    assert table["rule"].to_list() == [rule.name for rule in tables.RULES]


def test_one_sided_visas_add_up_over_both_sides():
    # Every one-sided pair is counted by the side that asks; the pairs that ask both ways are not.
    assert SIDES["one_sided"].drop_nulls().sum() <= SIDES["asks"].drop_nulls().sum()
    assert (SIDES["one_sided"] <= SIDES["asks"]).drop_nulls().all()


def test_partners_come_from_both_ends_of_an_agreement():
    frame = load("labour_agreements").frame.filter(pl.col("year") >= tables.RECENT)
    assert tables.partners()["signed"].sum() == 2 * frame.height


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "Of seven contradictions looked for, the one found most often is"),
        ({"country": "DEU"}, "Germany shows 4 of the"), ({"country": "TUV"}, "Tuvalu shows 2 of the 4"),
        ({"country": "SYR"}, "Syria shows none of the 4"), ({"country": "XKX"}, "do not list Kosovo"),
        ({"country": "PRK"}, "North Korea shows 2 of the 3"), ({"country": "VAT"}, "The Holy See shows"),
        ({"country": "ARE"}, "accepted no convention on migrant workers"),
        ({"country": "HKG"}, "do not list Hong Kong"),
        ({"region": "GCC"}, "in 6 of 6 States"), ({"region": "EU"}, "in “European Union”"),
    ],
)  # fmt: skip
def test_findings(arguments: dict[str, str], words: str):
    assert words in answer("coherence", **arguments).finding  # type: ignore[arg-type]


def test_findings_at_extremes():
    nothing = TESTS.clear()
    assert "the records hold too little" in coherence.country_finding("X", nothing)
    assert "the records hold too little" in coherence.world_finding(tables.by_rule(nothing))
    one = TESTS.filter(country="ARE", rule="compact-workers")
    assert coherence.country_finding("the X", one).startswith("The X shows the one contradiction")
    fits = TESTS.filter(country="PHL", rule="compact-workers")
    assert "shows none of the 1" in coherence.country_finding("X", fits)


def test_a_rule_without_its_data_is_not_known():
    if tables.side_by_side().scored:
        pytest.skip("the integration index was added")
    rows = TESTS.filter(rule="integration-workers")
    assert set(rows["result"]) == {tables.UNCLEAR} and set(rows["quality"]) == {"missing"}
    assert any("MIPEX" in one.what for one in answer("coherence").content.missing)
