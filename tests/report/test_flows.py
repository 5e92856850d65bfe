"""The section on flows: what is said at zero, where all agree, and where no estimate exists."""

import polars as pl
import pytest

from corridors.content.blocks import Figure, References
from corridors.content.subject import Corridor, country
from corridors.report.sections import flows
from corridors.report.sections.flows.corridors import finding

WAY = Corridor.named("TON", "NZL").forth
NO_REPORT = pl.DataFrame(schema={"year": pl.Int64, "flow": pl.Float64, "series": pl.String})


def spread(*flow: float, rate: float | None = None) -> pl.DataFrame:
    methods = ["da_min_closed"] * len(flow) + ["mig_rate"] * (rate is not None)
    flows = [*flow, *([] if rate is None else [rate])]
    frame = pl.DataFrame({"flow": flows, "method": methods}, schema={"flow": pl.Float64, "method": pl.String})
    return frame.with_columns(period_start=2015, period_end=2020)


def report(flow: float) -> pl.DataFrame:
    return pl.DataFrame({"year": [2019], "flow": [flow], "series": ["Tonga: departures"]})


@pytest.mark.parametrize(
    ("estimates", "words"),
    [
        ((0.0, 0.0), "No published estimate finds anyone"),
        ((5.0, 5.0), "all give 5."),
        ((0.0, 900.0), "run from 0 to 900, by method."),
    ],
)
def test_estimates_in_words(estimates: tuple[float, ...], words: str) -> None:
    assert words in finding(WAY, spread(*estimates), NO_REPORT)


def test_migration_rates_are_named_apart_where_they_alone_leave_the_range() -> None:
    apart = "run from 500 to 900, by method; migration rates, which leave out how stocks changed, give 3."
    assert apart in finding(WAY, spread(500, 900, rate=3), NO_REPORT)
    assert finding(WAY, spread(500, 900, rate=700), NO_REPORT).endswith("run from 500 to 900, by method.")
    assert finding(WAY, spread(rate=700), NO_REPORT).endswith("all give 700.")


@pytest.mark.parametrize(("flow", "words"), [(0, "Nobody was"), (1, "1 was"), (512, "512 were")])
def test_reports_in_words(flow: int, words: str) -> None:
    text = finding(WAY, spread().clear(), report(flow))
    assert text == f"{words} reported for 2019, the latest report held (Tonga: departures)."


def test_estimates_are_cited_only_where_there_are_any() -> None:
    cited = References()
    section = flows.corridor(Corridor.named("VAT", "ITA"), cited)
    (figure,) = [block for block in section.blocks if isinstance(block, Figure)]
    assert [quality.value for quality in figure.quality] == ["observed"]
    assert "Abel" not in " ".join(reference.text for reference in cited.listed())


@pytest.mark.parametrize("code", ["NPL", "TUV", "XKX", "GGY", "VAT", "NIU"])
def test_every_kind_of_country_has_a_section(code: str) -> None:
    finding = flows.country(country(code), References()).finding
    assert finding.endswith(".") and "None" not in finding
