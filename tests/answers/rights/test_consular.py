"""`consular`: shares that add up, the source's own counts, findings at extremes and very different countries."""

import polars as pl
import pytest

from corridors.answers.ask import answer
from corridors.answers.rights import consular, weights
from corridors.answers.rights import consular_tables as tables
from corridors.errors import NotCovered


def test_shares_add_up_and_nobody_is_lost():
    known = tables.pairs()
    whole = weights.stocks().frame.filter(year=tables.YEAR)["stock"].sum()
    assert known.frame["stock"].sum() + known.silent["stock"].sum() == whole
    for table in (tables.by_origin(known.frame), tables.by_destination(known.frame)):
        total = table.select(pl.sum_horizontal(list(tables.SHORT.values()))).to_series()
        assert (total - 1).abs().max() < 1e-9  # type: ignore[operator]  # sums of five rounded quotients


def test_the_record_has_the_counts_that_its_sources_state():
    # The source's own check values (SOURCES-law.md): 8,285 pairs with a resident embassy.
    assert tables.missions()["resident_embassy"] == 8285


@pytest.mark.parametrize(
    ("origin", "destination", "words"),
    [
        ("MEX", "USA", "has a resident embassy of Mexico"),
        ("TON", "NZL", "no representation of Tonga, which does not prove"),
        ("VEN", "COL", "no representation of Venezuela"),
        ("AFG", "IRN", "no embassy of Afghanistan, but a consulate"),
        ("TUV", "FJI", "428 people born in Tuvalu live in Fiji"),
        ("CHN", "HKG", "may be served through its State"),
    ],
)
def test_corridors(origin: str, destination: str, words: str):
    assert words in answer("consular", origin=origin, destination=destination).finding


@pytest.mark.parametrize(
    ("country", "words"),
    [
        ("CHN", "largest group without one"), ("TUV", "0% of the 1,239 people"), ("SYR", "from Syria in"),
        ("SSD", "from South Sudan in Sudan"), ("PRK", "people born in North Korea"), ("XKX", "is not known here"),
        ("HKG", "is not known here"),
    ],
)  # fmt: skip
def test_countries(country: str, words: str):
    found = answer("consular", country)
    assert words in found.finding
    assert bool(found.content.missing) == (country in {"XKX", "HKG"})


def test_findings_say_that_the_record_is_thin():
    assert answer("consular").finding.startswith("In a record that lacks many posts")


def test_the_finding_at_extremes():
    frame = tables.pairs().frame
    assert consular.finding("people", frame.clear()) == "No people are counted."
    served = frame.filter(reach=tables.EMBASSY)
    assert "100% of the" in consular.finding("people", served) and "0% no" in consular.finding("people", served)


def test_a_pair_that_the_stocks_do_not_name_is_refused():
    with pytest.raises(NotCovered, match="nobody born in Tuvalu"):
        answer("consular", origin="TUV", destination="TKM")
