"""An outcome's change by view: against the view's own baseline, in points for shares, in its unit where nothing was."""

from typing import ClassVar

import polars as pl
import pytest
import xarray as xr

from corridors.report.study_rows import outcome_row, shown_views
from corridors.scenarios.outcomes import outcomes

VIEWS = ("undecided", "brain-drain")


class Made:
    """A study of two views with given effects."""

    views, bearing = (*VIEWS, "idle"), ("brain-drain",)
    labels: ClassVar = {"undecided": "No view", "brain-drain": "A", "idle": "B"}

    years = (2050,)

    def __init__(self, *rows: tuple[float, float | None, float | None]) -> None:
        keys = ("view", "baseline", "effect", "low", "high")
        every = zip(VIEWS, rows, strict=True)
        self.frame = pl.DataFrame([dict(zip(keys, (v, b, e, low, low), strict=True)) for v, (b, e, low) in every])

        draws = [[[[0.0 if low is None else low]] * 4 for *_, low in rows]]
        at = {"measure": ["effect"], "view": list(VIEWS), "time": [2050]}
        of = xr.DataArray(draws, at, ("measure", "view", "draw", "time"))
        self.parties = {name: of.copy() for name in outcomes()}

    def effects(self, name: str, *, country: str | None = None, year: int | None = None) -> pl.DataFrame:
        return self.frame


def test_a_change_is_against_the_baseline_of_its_own_view():
    row = outcome_row(Made((200.0, 2.0, 1.0), (100.0, 2.0, None)), "stayers_income", VIEWS)
    assert row.kind == "relative" and row.baseline == 200.0
    assert [(one.effect, one.low) for one in row.changes] == [(1.0, 0.5), (2.0, None)]
    assert row.highest.view == "brain-drain" and row.agreement == "up"


def test_a_share_changes_by_points_and_what_is_measured_against_the_baseline_by_per_cent():
    made = Made((0.2, 0.01, None), (0.1, -0.01, None))
    assert [one.effect for one in outcome_row(made, "hosts_irregular", VIEWS).changes] == [1.0, -1.0]
    wage = outcome_row(Made((0.0, 0.01, None), (0.0, -0.01, None)), "hosts_wage_low", VIEWS)
    assert (wage.kind, wage.baseline, wage.agreement) == ("relative", None, "differ")
    assert [one.effect for one in wage.changes] == [1.0, -1.0]


def test_where_nothing_was_a_change_keeps_its_unit():
    row = outcome_row(Made((0.0, 3.0, None), (2.0, 1.0, None)), "migrants_deaths", VIEWS)
    assert row.kind == "amount" and [one.effect for one in row.changes] == [3.0, 1.0]


def test_what_the_runs_cannot_tell_from_nothing_is_nothing():
    row = outcome_row(Made((1e6, 1.0, None), (1e6, -1.0, None)), "hosts", VIEWS)
    assert [one.effect for one in row.changes] == [0.0, 0.0] and row.agreement == "none"


@pytest.mark.parametrize("lacking", [None, float("nan")])
def test_an_outcome_without_numbers_has_no_row(lacking):
    assert outcome_row(Made((1.0, lacking, None), (1.0, 1.0, None)), "migrants_sending_price", VIEWS) is None


def test_views_that_make_no_difference_are_named_apart():
    bear, silent = shown_views(Made((1.0, 1.0, None), (1.0, 1.0, None)))
    assert bear == {"undecided": "No view", "brain-drain": "A"} and silent == ("B",)


def test_few_draws_range_from_the_lowest_to_the_highest():
    made = Made((100.0, 1.0, 1.0), (100.0, 1.0, 1.0))
    made.parties["hosts"][0, :, :, 0] = [1.0, -2.0, 0.0, 5.0]
    assert [(one.low, one.high) for one in outcome_row(made, "hosts", VIEWS).changes] == [(-2.0, 5.0)] * 2


def test_what_is_zero_with_and_without_the_measures_is_not_known():
    nothing = Made((0.0, 0.0, None), (0.0, 0.0, None))
    assert outcome_row(nothing, "migrants_recruitment_months", VIEWS).unknown
    assert outcome_row(nothing, "hosts_irregular", VIEWS).unknown
    assert not outcome_row(nothing, "hosts_wage_low", VIEWS).unknown
    assert not outcome_row(Made((0.0, 0.0, None), (0.0, 2.0, None)), "migrants_deaths", VIEWS).unknown


def test_less_than_one_person_and_a_sliver_of_a_per_cent_are_no_change():
    people = outcome_row(Made((0.0, -0.449, None), (0.0, 0.2, None)), "migrants", VIEWS)
    assert people.none(-0.449) and not people.none(-1.2)
    income = outcome_row(Made((9000.0, 20.0, None), (9000.0, 20.0, None)), "stayers_income", VIEWS)
    assert income.money and income.changes[0].amount == 20.0 and income.none(0.001) and not income.none(0.2)


def test_views_that_move_less_than_one_person_agree_on_none():
    deaths = outcome_row(Made((13.0, 0.03, None), (13.0, -0.03, None)), "migrants_deaths", VIEWS)
    assert deaths.kind == "relative" and deaths.highest.effect > 0.2 and deaths.agreement == "none"
    assert outcome_row(Made((13.0, 2.0, None), (13.0, -2.0, None)), "migrants_deaths", VIEWS).agreement == "differ"
