"""Who a brief is about: names in sentences, and mistakes that teach."""

import pytest

from corridors.concepts.countries import areas
from corridors.content.subject import Corridor, country, the
from corridors.errors import InvalidInput, NotCovered, UnknownName


def test_both_ends_by_name_or_code() -> None:
    pair = Corridor.named("syria", "Deutschland")
    assert pair.codes == ["SYR", "DEU"]
    assert pair.back.label == "Germany to Syria"


def test_the_same_country_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="both Mexico"):
        Corridor.named("MEX", "mexico")


def test_an_unknown_end_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Mexico"):
        Corridor.named("Mexiko City State", "USA")


def test_a_former_state_names_its_successors() -> None:
    with pytest.raises(NotCovered, match=r"Czechia \(CZE\) or Slovakia"):
        country("Czechoslovakia")


def test_no_special_cell_is_a_country() -> None:
    with pytest.raises(UnknownName):
        country("UNK")


@pytest.mark.parametrize("code", ["USA", "ARE", "GBR", "NLD", "PHL", "SLB", "DOM", "CAF", "COM", "BHS", "VIR", "VAT"])
def test_names_with_an_article(code: str) -> None:
    assert the(country(code)).startswith("the ")


def test_every_living_area_has_a_name_for_sentences() -> None:
    assert all(the(area).strip() for area in areas(("country", "territory")))
