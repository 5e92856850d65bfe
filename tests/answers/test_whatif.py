"""What answers of kind W share: sentences at every shape of agreement, rows that add up, what is refused."""

import numpy as np
import polars as pl
import pytest

from corridors.answers import whatif, whatif_charts, whatif_numbers, whatif_reach, whatif_words, whatif_world
from corridors.answers.asked import Asked
from corridors.answers.whatif import Shown
from corridors.errors import NotCovered

VIEWS = ("borders-deter", "borders-trap")


def rows(*changes, what="Entries", phrase="entries", plural=True, unit="persons", baseline=100.0):
    """Rows of one outcome under the two views, with changes in per cent of a baseline of 100."""
    return pl.DataFrame(
        [
            {
                "outcome": what, "what": what, "phrase": phrase, "plural": plural, "view": view, "label": label,
                "baseline": baseline, "effect": float(change), "low": None, "high": None, "percent": float(change),
                "unit": unit, "bears": True, "year": 2050, "quality": "projected",
            }
            for view, label, change in zip(VIEWS, ("Deters", "Traps"), changes, strict=True)
        ],
        schema_overrides={"low": pl.Float64, "high": pl.Float64},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [((-27, -2.5), "entries fall under every view, by 2.5% (Traps) to 27% (Deters)"),
     ((-20, -20.5), "entries fall by about 20% under every view"),
     ((-15, 9.6), "entries fall by 15% (Deters) but rise by 9.6% (Traps)"),
     ((0.01, 0), "entries hardly change under any view"),
     ((0.01, -3), "entries fall by 3% (Traps) but hardly change (Deters)")],
)  # fmt: skip
def test_a_verdict_says_direction_size_and_view(changes, said):
    assert whatif_words.verdict(rows(*changes)) == said


def test_a_finding_tells_agreement_first_and_names_the_dispute():
    frame = pl.concat(
        [rows(-27, -2), rows(-15, 10, what="Stock", phrase="the stock", plural=False),
         rows(0, 0, what="Pay", phrase="pay", plural=False)]
    )  # fmt: skip
    text = whatif_words.finding(frame, "If so")
    assert text.startswith(
        "If so, the views “Deters” and “Traps” (in this order) agree that entries fall by 27% and 2%"
    )
    assert "pay hardly changes; they disagree: the stock falls by 15% or rises by 10%" in text
    assert text.endswith("“Does border control deter, or does it trap?”.")


def test_a_finding_leads_with_its_first_outcome_where_the_views_disagree_on_it():
    frame = pl.concat([rows(-15, 10, what="Stock", phrase="the stock", plural=False), rows(-27, -2)])
    text = whatif_words.finding(frame, "If so")
    assert "(in this order) disagree: the stock falls by 15% or rises by 10%; they agree that entries fall" in text


def test_less_than_a_person_is_no_finding():
    deaths = rows(-0.23, 0.28, what="Deaths", phrase="deaths", unit="persons a year")
    few = deaths.with_columns(effect=pl.Series([-0.03, 0.04]), baseline=pl.lit(13.9))
    assert whatif_words.finding(few, "If so").endswith("agree that deaths hardly change.")
    assert whatif_words.moving(few).is_empty() and whatif_words.moving(rows(3, 0)).height == 2
    many = deaths.with_columns(effect=pl.Series([-30.0, 40.0]), baseline=pl.lit(13_900.0))
    assert "deaths (13,900 a year without it) fall by 0.23% or rise by 0.28%" in whatif_words.finding(many, "If so")


def test_a_direction_that_no_draws_tell_is_said_to_be_open():
    wide = rows(-3, 4).with_columns(low=pl.lit(-9.0), high=pl.lit(8.0))
    assert whatif_words.unclear(wide) and not whatif_words.unclear(rows(-3, 4))
    text = whatif_words.finding(pl.concat([rows(-20, -20, what="Price"), wide], how="vertical_relaxed"), "If so")
    assert "; the draws do not tell whether entries rise or fall (between 3% less and 4% more)." in text


def test_the_range_of_few_draws_is_their_lowest_to_their_highest():
    assert whatif_numbers.spread([2.0, 9.0, 1.0]) == (1.0, 9.0)
    low, high = whatif_numbers.spread(np.arange(101.0))
    assert low == 2.5 and high == 97.5
    assert whatif_numbers.spread([]) == (None, None)


def test_tables_round_amounts_and_say_changes_of_shares_in_points():
    made = whatif_numbers.rounded(rows(-163_358_720, 0, baseline=1.0))
    assert made["effect"].to_list() == [-163_000_000, 0] and made["told"][1] == "no change"
    assert whatif_numbers.rounded(rows(-1.05, 2, unit=whatif.POINTS))["told"].to_list() == ["-1.1 points", "+2 points"]


def test_shares_are_told_in_points_and_other_amounts_in_their_unit():
    assert whatif_words.amount({"percent": 0.62, "effect": 0.62, "unit": whatif.POINTS}) == "0.62 percentage points"
    assert whatif_words.amount({"percent": None, "effect": -3.4, "unit": "dollars"}) == "3.4 dollars"
    assert whatif_words.amount({"percent": None, "effect": 3400.0, "unit": "dollars"}) == "3,400 dollars"


def test_outcomes_of_which_nothing_is_recorded_are_named_and_left_out():
    empty = rows(0, 0, what="Deaths", baseline=0.0)
    kept, left = whatif.with_numbers(pl.concat([rows(-1, -2), empty]))
    assert left == ["Deaths"] and kept["what"].unique().to_list() == ["Entries"]


def test_a_chart_shows_every_view_and_says_it_in_words():
    figure = whatif_charts.by_view(rows(-27, 3), "T", "S", ())
    assert figure.data["change"].to_list() == [-27, 3]
    assert "Entries, Deters: down 27%" in figure.alternative and "Entries, Traps: up 3%" in figure.alternative


def test_few_draws_are_not_called_an_interval():
    assert "lowest to highest of 8 random draws" in whatif.spread_note(8)
    assert "too few for an interval" in whatif.spread_note(8) and "too few" not in whatif.spread_note(100)
    assert "Central runs only" in whatif.spread_note(1)


def test_the_dispute_behind_a_difference_is_the_one_whose_sides_lie_apart():
    assert whatif.main_dispute(rows(-27, -2)).name == "border-control"
    assert whatif.main_dispute(rows(-2, -2)) is None


def test_assumptions_hold_both_sides_of_a_dispute_and_other_numbers_once():
    frame = whatif.assumptions(VIEWS, ["enforcement_inflow", "smuggling_price_elasticity"], ()).frame
    assert frame["view"].to_list() == ["borders-deter", "borders-trap", "all"]
    assert (frame["low"] <= frame["high"]).all()


def test_sums_over_countries_and_pairs_are_the_sums_of_their_parts():
    from corridors.scenarios.scenario import Scenario

    pairs = (("MEX", "USA"), ("IND", "USA"))
    study = whatif.rivals(Scenario.read("borders-doubled"), views=("borders-deter",), draws=1, corridors=pairs)
    one, other, both = (
        whatif.effects(study, [Shown("irregular_entries", "entries", codes)])["effect"].to_list()
        for codes in (("USA",), ("DEU",), ("USA", "DEU"))
    )
    # 32-bit sums
    assert both == pytest.approx([a + b for a, b in zip(one, other, strict=True)], rel=1e-5)
    parts = [whatif.effects(study, [Shown("stock", "people", pairs=(pair,))])["baseline"][0] for pair in pairs]
    whole = whatif.effects(study, [Shown("stock", "people", pairs=pairs)])["baseline"][0]
    assert whole == pytest.approx(sum(parts), rel=1e-5)


def test_the_levers_at_their_neutral_values_give_the_baseline_to_the_last_bit():
    from corridors.scenarios.scenario import Scenario

    base, (same,) = whatif_world.over_values(Scenario.read("remittance-prices"), [[1.0]], None)
    assert (base[0]["emigrants"] == same[0]["emigrants"]).all()


def test_a_country_with_estimates_acts_and_any_other_is_an_origin():
    assert whatif_reach.reach(Asked.named("Italy"), "borders-doubled", "X").kind == "destination"
    syria = whatif_reach.reach(Asked.named("Syria"), "borders-doubled", "X")
    assert syria.kind == "origin" and ("SYR", "DEU") in syria.pairs
    assert not any(use.joined_by for use in syria.scenario.levers)


@pytest.mark.parametrize(
    ("origin", "destination", "said"),
    [("Tonga", "New Zealand", "estimated"), ("Albania", "United States", "does not name")],
)
def test_corridors_without_estimates_or_people_are_refused_with_what_there_is(origin, destination, said):
    with pytest.raises(NotCovered, match=said) as caught:
        whatif_reach.reach(Asked.named(origin=origin, destination=destination), "borders-doubled", "X")
    assert caught.value.hint


def test_a_corridor_that_a_study_cannot_follow_is_not_covered():
    from corridors.scenarios.scenario import Scenario

    with pytest.raises(NotCovered):
        whatif.rivals(Scenario.read("remittance-prices"), views=(), draws=0, corridors=(("ALB", "USA"),))
