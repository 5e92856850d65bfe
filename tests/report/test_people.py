"""The section on people: known figures, zeros that are not missing values, and missing values that are no zeros."""

import pytest

from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Figure, Missing, Note, References
from corridors.content.subject import Corridor, Direction, country
from corridors.data import load
from corridors.report.sections import people
from corridors.report.sections.people.countries import partners
from corridors.report.sections.people.stocks import stock


def latest(origin: str, destination: str) -> dict[str, int]:
    frame = stock(Direction(country(origin), country(destination)))
    assert frame is not None
    return frame.row(-1, named=True)


@pytest.mark.parametrize(
    ("origin", "destination", "published"),
    [("MEX", "USA", 11_279_561), ("USA", "MEX", 823_502)],  # International Migrant Stock 2024, table 1
)
def test_published_stocks(origin: str, destination: str, published: int) -> None:
    row = latest(origin, destination)
    assert row["both"] == published
    assert row["women"] + row["men"] == published


def test_a_pair_that_is_not_listed_is_a_zero() -> None:
    assert latest("NZL", "TON")["both"] == 0


def test_places_without_rows_are_missing_not_zero() -> None:
    assert stock(Direction(country("XKX"), country("DEU"))) is None
    assert stock(Direction(country("DEU"), country("GGY"))) is None


def test_years_printed_as_zeros_before_a_state_was_reported_are_left_out() -> None:
    frame = stock(Direction(country("UGA"), country("SSD")))
    assert frame is not None
    assert frame["year"].min() == 2010


def test_the_unknown_origin_is_said_to_make_the_figure_a_lower_bound() -> None:
    section = people.corridor(Corridor.named("IND", "GBR"), References())
    notes = [block.text for block in section.blocks if isinstance(block, Note)]
    assert any("unknown" in text and "lower bound" in text for text in notes)


def test_a_corridor_that_no_table_covers_says_so() -> None:
    section = people.corridor(Corridor.named("XKX", "GGY"), References())
    assert sum(isinstance(block, Missing) for block in section.blocks) == 2
    assert section.finding == "No figure exists for either direction."


def test_the_main_origins_and_the_rest_add_up_to_the_known_stock() -> None:
    subject = country("DEU")
    frame, _ = load("migrant_stock", country="DEU")
    ranked = partners(frame, subject, "origin")
    totals, _ = load("migrant_stock_unknown", country="DEU", year=2024)
    known = totals.filter(edition=2024)["stock_known_origin"].sum()
    assert ranked["both"].sum() == known
    assert ranked["both"].is_sorted(descending=True)


@pytest.mark.parametrize("code", ["NPL", "TUV", "XKX", "GGY", "VAT", "SSD", "UKR", "CHN"])
def test_every_kind_of_country_has_a_section(code: str) -> None:
    section = people.country(country(code), References())
    assert section.finding
    assert "None" not in section.finding


def test_a_share_of_a_projected_population_is_projected() -> None:
    section = people.country(country("KEN"), References())
    (share,) = [block for block in section.blocks if isinstance(block, Fact)]
    assert (share.when, share.quality) == ("1 July 2024", Quality.PROJECTED)


def test_only_one_country_is_not_the_first_of_many() -> None:
    titles = [b.title for b in people.country(country("VAT"), References()).blocks if isinstance(b, Figure)]
    assert "People born in the Holy See: the UN's tables name 2 destinations, above all Chile and Slovakia" in titles
