"""The sections on ties and on the future of both ends: short distances, unknown history, places without figures."""

import pytest

from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, References
from corridors.content.subject import Corridor, country
from corridors.report.sections import future, ties


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ("VAT-ITA", "Fewer than 10 km lie between the Holy See and Italy; they share a border"),
        ("XKX-GGY", "they share no border and no official language, and their colonial ties are not known here."),
        ("JPN-BOL", "they share no border, official language or colonial tie in the published measure."),
    ],
)
def test_distance_and_ties_in_words(ends: str, text: str) -> None:
    assert text in ties.corridor(Corridor.named(*ends.split("-")), References()).finding


def test_values_that_we_added_are_estimates() -> None:
    blocks = ties.corridor(Corridor.named("SRB", "XKX"), References()).blocks
    marks = {block.quality for block in blocks if isinstance(block, Fact)}
    assert marks == {Quality.MODELLED, Quality.MISSING}


def test_a_place_without_projections_says_so() -> None:
    text = future.country(country("VAT"), References()).finding
    assert text == "Neither population by age nor income is known here for the Holy See."


def test_incomes_of_different_years_are_dated() -> None:
    text = future.corridor(Corridor.named("NRU", "TUV"), References()).finding
    assert "Income per head in Nauru in 2024 is 2.1 times that in Tuvalu in 2023" in text
