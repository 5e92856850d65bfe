"""`borders` and `channels`: claims that hold under each view, what is named as missing, findings at extremes."""

import pytest

import corridors as cr
from corridors.answers import whatif
from corridors.answers.asked import Asked
from corridors.answers.borders import borders, channels
from corridors.answers.whatif_reach import reach
from corridors.errors import NotCovered

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr(whatif, "DRAWS", 1)


@pytest.fixture(scope="module")
def mexico():
    """The corridor from Mexico to the United States, whose numbers the registry holds."""
    whatif_draws, whatif.DRAWS = whatif.DRAWS, 1
    yield cr.answer("borders", origin="MEX", destination="USA")
    whatif.DRAWS = whatif_draws


def effect(made, outcome, view):
    """The change of one outcome under one view."""
    return made.table("effects").frame.filter(outcome=outcome, view=view)["effect"][0]


def test_controls_lower_entries_and_returns_and_raise_price_and_deaths_under_both_views(mexico):
    for view in borders.VIEWS:
        assert effect(mexico, "arrivals", view) < 0 and effect(mexico, "returns", view) < 0
        assert effect(mexico, "migrants_smuggling_price", view) > 0 and effect(mexico, "migrants_deaths", view) > 0


def test_deaths_are_told_in_numbers_beside_their_percentage(mexico):
    assert "a year without it) rise by" in mexico.finding
    assert "more under “Border control deters”" in mexico.finding and "an upper end" in mexico.finding


def test_the_views_differ_on_the_stock(mexico):
    assert effect(mexico, "irregular_stock", "borders-deter") < 0 < effect(mexico, "irregular_stock", "borders-trap")
    assert "Does border control deter, or does it trap?" in mexico.finding


def test_part_of_those_kept_out_go_elsewhere(mexico):
    shares = borders.diverted(mexico.table("effects").frame)
    assert set(shares) >= {"Border control deters"} and all(0 < share < 1 for share in shares.values())


def test_the_price_rises_by_the_registrys_elasticity(mexico):
    from corridors.parameters import parameter

    elasticity = parameter("smuggling_price_elasticity").central
    # the mean over people whose weights move a little
    assert effect(mexico, "migrants_smuggling_price", "undecided") == pytest.approx(100 * (2**elasticity - 1), rel=0.02)


def test_an_origin_without_estimates_says_so():
    made = cr.answer("borders", country="South Sudan")
    assert "South Sudan" in made.finding
    assert any("South Sudan" in one.what for one in made.content.missing)


@pytest.mark.parametrize("question", ["borders", "channels"])
def test_a_corridor_into_a_country_without_estimates_is_refused(question):
    with pytest.raises(NotCovered, match="estimated") as caught:
        cr.answer(question, origin="PHL", destination="ARE")
    assert "the United States" in caught.value.hint


@pytest.fixture(scope="module")
def grid():
    """The grid of Italy."""
    return channels.cells(reach(Asked.named("Italy"), channels.SHIPPED, channels.WHERE))


def test_the_grid_has_every_cell_and_the_middle_is_the_baseline(grid):
    assert grid.height == 3 * len(channels.PLACES) * len(channels.GUARD)
    middle = {channels.cell(grid, view, 1, 1)["share"] for view in (*channels.VIEWS, "undecided")}
    assert len(middle) == 1


def test_entries_without_permission_fall_as_lawful_places_grow(grid):
    for view in channels.VIEWS:
        entries = grid.filter(view=view, guard=1.0).sort("places")["entries"].to_list()
        assert entries == sorted(entries, reverse=True)


def test_the_views_differ_on_what_guarding_does_to_the_share(grid):
    before = channels.cell(grid, "undecided", 1, 1)["share"]
    deters, traps = (channels.cell(grid, view, 1, 2)["share"] for view in channels.VIEWS)
    assert deters < before < traps
