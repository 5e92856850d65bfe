"""The packaged frames: each keeps its rules, and the totals are those that publishers print."""

from functools import lru_cache

import polars as pl
import pytest

import corridors as cr
from corridors.concepts.countries import STATELESS, UNKNOWN, area, areas, resolve
from corridors.concepts.variables import variable
from corridors.data.catalogue import names, sidecar, source
from corridors.data.validate import validate
from corridors.errors import UnknownName

WORLD_STOCK_2024 = 304_021_813
"""International Migrant Stock 2024, table 1."""


@pytest.fixture(autouse=True)
def nothing_added(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path / "none"))


@lru_cache(maxsize=6)
def frame_of(name: str) -> pl.DataFrame:
    return cr.data.load(name).frame


def packaged() -> list[str]:
    return [name for name in names() if sidecar(name).format == "parquet" and sidecar(name).redistributable in KEPT]


KEPT = ("yes", "partly")
OLD_BORDERS = ("economy",)
"""Datasets that keep past states within their old borders, as their sidecars say."""
NAMED = {
    "countries": ("iso3", "name"),
    "flows_reported": ("partner", "partner_name"),
    "flows_reported2": ("partner", "partner_name"),
}
"""Datasets that print a name beside the code."""
OTHERWISE_NAMED = {("WLD", "Total")}
"""Eurostat's line of all partners, which our table calls the world."""


def area_columns(name: str) -> list[str]:
    return [c for c in source(name).held_columns if variable(sidecar(name).columns[c]).kind == "area"]


@pytest.mark.parametrize("name", packaged())
def test_frame_is_valid(name):
    validate(frame_of(name), source(name), frame_of)


@pytest.mark.parametrize("name", packaged())
def test_every_area_code_is_known_and_filters_act_on_area_columns(name):
    ours = {one.code for one in areas()}
    for column in area_columns(name):
        assert set(frame_of(name)[column].drop_nulls().unique()) <= ours, column
    assert set(sidecar(name).country) <= set(area_columns(name))


@pytest.mark.parametrize("name", [name for name in packaged() if sidecar(name).year and name not in OLD_BORDERS])
def test_a_state_that_has_ended_has_no_rows_long_after(name):
    """A code that is used again for another area (as CSK or ANT might be) would show as a row out of its time."""
    found = source(name)
    frame = frame_of(name)
    year = pl.col(found.year).dt.year() if frame.schema[found.year] == pl.Date else pl.col(found.year)
    for column in found.country:
        last = frame.group_by(column).agg(last=year.max()).drop_nulls()
        for code, latest in last.rows():
            end = area(code).end
            assert end is None or area(code).kind != "former" or latest <= end.year + GRACE.get(name, 1), (code, latest)


GRACE = {
    "flows_reported": 40, "flows_reported2": 80, "refugees": 40, "asylum_applications": 40, "asylum_decisions": 40,
    "refugee_flows": 40, "refugee_solutions": 40, "irregular": 40,
    "regimes": 3, "remittance_prices": 5, "remittances_bilateral": 2, "trade_bilateral": 3,
}  # fmt: skip
"""Years by which a code may outlive its state: people keep a past citizenship or country of birth, and three
publishers went on with the Netherlands Antilles (ANT) after October 2010, one with Serbia and Montenegro to 2009."""


@pytest.mark.parametrize("name", NAMED)
def test_one_code_means_one_area_by_the_names_that_the_dataset_prints(name):
    code, printed = NAMED[name]
    resolved = 0
    for given, text in frame_of(name).select(code, printed).drop_nulls().unique().rows():
        try:
            meant = resolve(text).code
        except UnknownName:
            continue
        resolved += 1
        assert meant == given or (given, text) in OTHERWISE_NAMED, (given, text, meant)
    assert resolved > 100


def test_world_stock_2024_is_the_published_one():
    latest = frame_of("migrant_stock_unknown").filter(edition=2024, year=2024)
    assert latest["stock_total"].sum() == WORLD_STOCK_2024
    by_sex = dict(latest.group_by("sex").agg(pl.col("stock_total").sum()).rows())
    assert set(by_sex) == {"male", "female"}
    assert by_sex["male"] + by_sex["female"] == WORLD_STOCK_2024


def test_named_and_unknown_origins_are_the_total():
    unknown = frame_of("migrant_stock_unknown").filter(edition=2024, year=2024)
    named = frame_of("migrant_stock").filter(year=2024)["stock"].sum()
    assert named == unknown["stock_known_origin"].sum()
    assert named + unknown["stock_unknown_origin"].sum() == WORLD_STOCK_2024
    assert unknown["stock_unknown_origin"].sum() > 22e6


def test_the_cells_of_south_sudan_before_2010_are_unknown_and_no_zeros():
    unknown = frame_of("migrant_stock_unknown").filter(edition=2024, destination="SSD", year=2000)
    assert unknown["stock_total"].sum() == unknown["stock_unknown_origin"].sum() == 652_365
    assert any("South Sudan" in caveat for caveat in sidecar("migrant_stock").caveats)


@pytest.mark.parametrize(
    ("name", "columns", "value", "cell"),
    [
        ("refugees", ("origin",), "refugees", UNKNOWN),
        ("refugees", ("origin",), "stateless", STATELESS),
        ("asylum_applications", ("origin",), "applied", UNKNOWN),
        ("eu_asylum_first_time", ("origin",), "first_time_applicants", UNKNOWN),
        ("flows_reported", ("origin", "destination"), "flow", UNKNOWN),
        ("flows_reported2", ("origin", "destination"), "flow", UNKNOWN),
    ],
)
def test_unknown_and_stateless_are_cells_like_any_other(name, columns, value, cell):
    """The cell is there with people in it, and loading it by name gives exactly these rows."""
    frame = frame_of(name)
    rows = frame.filter(pl.any_horizontal(pl.col(column) == cell for column in columns))
    assert rows[value].sum() > 0
    assert cr.data.load(name, country=area(cell).name).frame.height >= rows.height
    others = frame.filter(~pl.any_horizontal(pl.col(column) == cell for column in columns))
    assert others[value].sum() + rows[value].sum() == pytest.approx(frame[value].sum())


@pytest.mark.parametrize("name", packaged())
def test_no_origin_or_destination_is_empty(name):
    """Who comes from nobody knows where has a code of its own."""
    frame = frame_of(name)
    ends = [column for column in ("origin", "destination", "asylum") if column in frame.columns]
    if name in NULL_ENDS:
        return
    assert frame.select(pl.col(ends).null_count()).sum_horizontal().sum() == 0 if ends else True


NULL_ENDS = {
    "recruitment_costs_published": "an average over origins or destinations has none",
    "unauthorized_population": "a total over twelve unnamed countries has no destination",
    "missing_migrants": "an accident at sea has no country",
}
