"""Where views agree on every outcome: levels in three figures, shares in points, trifles as no change."""

from types import SimpleNamespace

import pytest

from corridors.answers.governance.disagreement_rows import agreed_rows
from corridors.scenarios.outcomes import outcomes
from corridors.scenarios.readings import Agreement


def rows(*given, asked="stayers"):
    every = outcomes()
    found = SimpleNamespace(
        outcome=every[asked], country=None, agreements=[Agreement(every[name], *rest) for name, *rest in given]
    )
    return {row["outcome"]: row for row in agreed_rows(found)}


@pytest.mark.parametrize(
    ("given", "low", "high", "base"),
    [
        (("hosts", 163_358_720.0, -9523.0, 12_345.0, "differ"), "-9,520 people", "+12,300 people",
         "163 million people"),
        (("migrants", 900.0, -0.449, 12.0, "differ"), "no change", "+12 people", "900 people"),
        (("migrants_sending_price", 0.0692, -0.0105, -0.0105, "less"), "-1.05 percentage points",
         "-1.05 percentage points", "6.92%"),
        (("hosts_wage_low", 0.0, -0.000324, -0.0000159, "less"), "-0.0324%", "-0.00159%", "0%"),
        (("hosts_wage_low", 0.0, -0.0123, 1e-7, "differ"), "-1.23%", "no change", "0%"),
    ],
)  # fmt: skip
def test_effects_and_levels_are_told_in_their_units(given, low, high, base):
    row = rows(given)[given[0]]
    assert (row["low"], row["high"], row["base"]) == (low, high, base)


def test_trifles_are_no_change_and_come_last_unless_asked_about():
    trifle, people = ("hosts_irregular", 0.01, -0.00001, 0.00002, "differ"), ("stayers", 1e6, 20.0, 9000.0, "more")
    made = rows(trifle, ("hosts", 0.0, -0.4, 0.4, "differ"), people)
    assert list(made) == ["stayers", "hosts_irregular", "hosts"]
    assert made["hosts_irregular"]["verdict"] == made["hosts"]["verdict"] == "all: no change"
    assert made["stayers"]["verdict"] == "all: rises" and made["stayers"]["low"] == "+20 people"
    asked = rows(trifle, asked="hosts_irregular")["hosts_irregular"]
    assert asked["verdict"] == "they differ" and asked["high"] == "+0.002 percentage points"
