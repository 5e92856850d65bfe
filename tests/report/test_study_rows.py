"""An outcome's change by view: against the view's own baseline, in points for shares, in its unit where nothing was."""

from typing import ClassVar

import polars as pl
import pytest

from corridors.report.study_rows import outcome_row, shown_views

VIEWS = ("undecided", "brain-drain")


class Made:
    """A study of two views with given effects."""

    views, bearing = (*VIEWS, "idle"), ("brain-drain",)
    labels: ClassVar = {"undecided": "No view", "brain-drain": "A", "idle": "B"}

    def __init__(self, *rows: tuple[float, float | None, float | None]) -> None:
        keys = ("view", "baseline", "effect", "low", "high")
        every = zip(VIEWS, rows, strict=True)
        self.frame = pl.DataFrame([dict(zip(keys, (v, b, e, low, low), strict=True)) for v, (b, e, low) in every])

    def effects(self, name: str, *, country: str | None = None) -> pl.DataFrame:
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
