"""Free movement: the packaged studies, their verdicts, and the finding at extremes."""

import pytest

import corridors as cr
from corridors.answers.borders import free_movement_tables as tables
from corridors.errors import NotCovered


def test_no_effect_is_claimed_where_trends_before_differ():
    rows = tables.areas()
    apart = rows.filter(judged=tables.TREND)
    assert set(apart["region"]) == {"european-union", "mercosur"} and (apart["trend_p"] < 0.05).all()
    assert all("no effect can be claimed" in verdict for verdict in apart["verdict"])


def test_every_area_of_the_studies_is_there_once():
    from corridors.drivers.free_movement import AREAS

    assert tables.areas()["region"].to_list() == list(AREAS) == list(tables.SHORT)


def test_effects_are_measured_from_the_period_before():
    rows = tables.effects(["eaeu"])
    zero = rows.filter(event=-1).row(0, named=True)
    assert zero["percent"] == 0 and rows["event"].is_sorted()
    assert rows.filter(event=0)["percent_lower"].item() < rows.filter(event=0)["percent_upper"].item()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "no free movement can be shown"), ({"region": "EU"}, "no effect can be claimed"),
     ({"region": "GCC"}, "-74%"), ({"country": "SEN"}, "cannot be judged"), ({"country": "JPN"}, "in none of"),
     ({"country": "POL"}, "Schengen"), ({"country": "KGZ"}, "Eurasian"), ({"country": "TUV"}, "in none")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("free-movement", **arguments)
    assert said in made.finding and "nan" not in made.finding


def test_a_region_that_is_not_studied_is_refused_with_those_that_are():
    with pytest.raises(NotCovered, match="European Union"):
        cr.answer("free-movement", region="Caribbean")
