"""The catalogue: every dataset has one publisher's module, a complete sidecar, and a file that is what it says."""

import json
from collections import Counter

import polars as pl
import pytest

import corridors as cr
from corridors.concepts.quality import Quality
from corridors.concepts.variables import variable
from corridors.data import store
from corridors.data.catalogue import SIDECARS, names, sidecar, source
from corridors.data.publishers import PUBLISHERS, steps
from corridors.data.store import SNAPSHOT
from corridors.errors import UnknownName

INDEX = json.loads((SNAPSHOT / "index.json").read_text())
TABLES = tuple(name for name in names() if sidecar(name).format == "parquet")
PACKAGED = tuple(name for name in TABLES if INDEX[name].get("sha256"))
WITHOUT_KEY = {
    "missing_migrants": "the publisher's list of incidents repeats some",
    "policy_demig_deu_tur": "several changes of a kind in one year",
    "trafficking_glotip": "some rows share all labels with different values",
}
MEGABYTES_OF_WHEEL = 45


@pytest.fixture(autouse=True)
def nothing_added(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path / "none"))


def test_every_dataset_stands_in_exactly_one_publishers_module():
    listed = Counter(name for module in PUBLISHERS for name in module.DATASETS)
    maps = {name for name in names() if sidecar(name).format != "parquet"}
    assert set(listed) == set(names()) - maps
    assert set(listed.values()) == {1}


def test_every_publishers_module_is_listed():
    folder = SIDECARS.parent / "publishers"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == {module.__name__.rsplit(".", 1)[1] for module in PUBLISHERS}
    assert all(module.__doc__ for module in PUBLISHERS)


def test_every_dataset_can_be_cleaned_and_checked():
    for name in TABLES:
        assert callable(steps(name).clean)
        assert callable(steps(name).check)


@pytest.mark.parametrize("name", names())
def test_sidecar_is_complete(name):
    found = sidecar(name)
    told = ("title", "publisher", "edition", "licence", "licence_basis", "citation", "copy", "unit", "definition",
            "coverage", "row", "theme")  # fmt: skip
    assert [field for field in told if not getattr(found, field).strip()] == []
    assert found.caveats
    assert found.url.startswith("http") or found.copy.startswith("none: written for this package")
    assert found.date_read.year == 2026
    assert found.years is None or found.years[0] <= found.years[1]
    if found.format == "parquet":
        assert found.keys or name in WITHOUT_KEY, "a table needs a key"
        assert all(variable(meaning) for meaning in found.columns.values())


@pytest.mark.parametrize("name", names())
def test_each_share_that_is_withheld_says_where_to_get_it(name):
    found = source(name)
    assert all(part.url.startswith("http") for part in found.withheld_parts)
    if found.withheld_parts or found.origin == "absent":
        assert "http" in store.how_to_add(found)


def test_every_part_of_a_partly_redistributable_dataset_covers_all_rows_or_columns():
    for name in TABLES:
        found = sidecar(name)
        if found.redistributable == "partly":
            kinds = {bool(part.where) for part in found.parts}
            assert len(kinds) == 1, name
            parted = [value for part in found.parts for value in (part.where[1] if part.where else part.columns)]
            assert len(parted) == len(set(parted)), name


@pytest.mark.parametrize("name", PACKAGED)
def test_sidecar_is_true_to_its_file(name):
    found = source(name)
    content = (SNAPSHOT / found.file_name).read_bytes()
    assert (store.sha256(content), len(content)) == (found.sha256, found.size)
    frame = pl.scan_parquet(SNAPSHOT / found.file_name)
    schema = frame.collect_schema()
    assert tuple(schema.names()) == found.held_columns
    assert set(schema.dtypes()) <= {pl.String(), pl.Int64(), pl.Float64(), pl.Date(), pl.Boolean()}
    assert frame.select(pl.len()).collect().item() == found.rows
    if found.year and found.redistributable == "yes":
        column = pl.col(found.year).dt.year() if schema[found.year] == pl.Date else pl.col(found.year)
        ends = frame.select(first=column.min(), last=column.max()).collect().row(0)
        assert ends == found.years


def test_the_package_carries_what_the_licence_permits_and_nothing_else():
    for name in names():
        carried = bool(INDEX[name].get("sha256"))
        assert carried == (sidecar(name).redistributable in ("yes", "partly")), name
    files = {path.name for path in SNAPSHOT.iterdir()} - {"index.json"}
    assert files == {sidecar(name).file_name for name in names() if INDEX[name].get("sha256")}


@pytest.mark.parametrize("name", [name for name in PACKAGED if sidecar(name).redistributable == "partly"])
def test_withheld_rows_and_columns_are_absent(name):
    frame, found = cr.data.load(name)
    assert found.withheld_parts
    for part in found.withheld_parts:
        assert set(part.columns).isdisjoint(frame.columns)
        if part.where:
            column, values = part.where
            assert set(values).isdisjoint(frame[column].unique())
    for part in found.packaged_parts:
        assert set(part.columns) <= set(frame.columns)
        if part.where:
            assert set(part.where[1]) & set(frame[part.where[0]].unique()), f"{part.name} has no rows"


def test_un_flow_reports_of_2015_stay_out():
    """UN DESA's 2015 flow reports are all rights reserved."""
    frame, found = cr.data.load("flows_reported")
    assert "un_desa_imf_2015" not in set(frame["source"].unique())
    withheld = {value for part in found.withheld_parts for value in part.where[1]}
    assert "un_desa_imf_2015" in withheld


def test_the_snapshot_leaves_room_in_the_wheel():
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) < (MEGABYTES_OF_WHEEL - 5) * 1e6


def test_what_is_unverified_says_so_wherever_its_source_is_shown():
    found = cr.data.load("free_movement_to_verify").source
    assert found.quality == Quality.UNVERIFIED
    assert found.qualities == ("unverified",)
    assert "unverified" in found.cite()
    assert "unverified" in source("treaties_to_verify").cite()
    assert "unverified" not in source("treaties").cite()


def test_projected_rows_are_marked():
    for name, last in (("demography_totals", 2023), ("population", 2023), ("fertility", 2023), ("education", 2015)):
        found = sidecar(name)
        marks = cr.data.lazy(name)[0].select(found.year, found.quality_column).unique().collect()
        known = marks.with_columns(pl.col(found.quality_column).replace_strict(found.quality_values).alias("known"))
        assert set(known.filter(pl.col(found.year) <= last)["known"]) == {"modelled"}, name
        assert set(known.filter(pl.col(found.year) > last)["known"]) == {"projected"}, name
    for name in ("education_scenarios", "net_migration_age"):
        assert sidecar(name).qualities == ("projected",)


@pytest.mark.parametrize("name", ["demography_totals_5y", "fertility_5y", "mortality"])
def test_a_period_that_lies_partly_in_the_future_counts_as_projected(name):
    marks = cr.data.lazy(name)[0].select("period_start", "variant").unique().collect().sort("period_start")
    by_start = dict(marks.rows())
    assert len(by_start) == marks.height
    assert {start: by_start[start] for start in (1950, 2015, 2020, 2025, 2095)} == {
        1950: "estimates", 2015: "estimates", 2020: "estimates and medium", 2025: "medium", 2095: "medium",
    }  # fmt: skip
    assert sidecar(name).quality_values["estimates and medium"] == "projected"


def test_an_unknown_dataset_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownName, match="Did you mean migrant_stock") as caught:
        cr.data.source("migrnt_stock")
    assert "corridors data list" in str(caught.value)


def test_every_dataset_is_listed_with_its_source():
    assert [found.name for found in cr.data.sources()] == list(cr.data.names())
