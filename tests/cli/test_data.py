"""`corridors data`: what it prints, and that a mistake ends with one line and leaves nothing behind."""

import json
import sys

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridors as cr
from corridors.cli.arguments import years
from corridors.cli.main import main
from corridors.errors import InvalidInput


@pytest.fixture(autouse=True)
def nothing_added(tmp_path, monkeypatch):
    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path / "none"))


@pytest.fixture
def run(monkeypatch, capfd):
    """Run the command line as its entry point does: exit status, standard output, standard error."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corridors", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capfd.readouterr()
        return stopped.value.code or 0, printed.out, printed.err

    return call


def test_list_names_every_dataset_once(run):
    status, out, _ = run("data", "list")
    assert status == 0
    assert [line.split("\t")[0] for line in out.splitlines()] == list(cr.data.names())


def test_list_as_json_marks_what_is_unverified_and_what_is_held(run):
    rows = {row["name"]: row for row in json.loads(run("data", "list", "--json")[1])}
    assert rows["free_movement_to_verify"]["values"] == "unverified"
    assert rows["population"]["values"] == "modelled, projected"
    assert rows["visa_demig"]["held"] == "to be added"
    assert rows["economy"]["held"] == "packaged in part"
    assert rows["visa"]["held"] == "packaged"


def test_list_of_one_theme(run):
    rows = json.loads(run("data", "list", "--theme", "remittances", "--json")[1])
    assert {row["theme"] for row in rows} == {"remittances"}


def test_list_on_a_screen_is_a_table_by_theme(run, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "140")
    out = run("data", "list")[1]
    assert "free_movement_to_verify" in out
    assert "(unverified)" in out


@pytest.mark.parametrize("name", cr.data.names())
def test_show_tells_publisher_licence_caveats_and_columns(run, name):
    source = cr.data.source(name)
    status, out, _ = run("data", "show", name)
    text = " ".join(out.split())
    assert status == 0
    told = (source.title, source.publisher, source.licence, source.definition, *source.caveats, *source.columns)
    assert [one for one in told if " ".join(one.split()) not in text] == []
    assert source.raw_sha256 in text
    for part in source.withheld_parts:
        assert part.url in text
        assert "not in the package: get it from" in text or source.origin == "absent"


def test_show_marks_what_is_unverified(run):
    assert "Values are unverified" in " ".join(run("data", "show", "free_movement_to_verify")[1].split())
    shown = json.loads(run("data", "show", "free_movement_to_verify", "--json")[1])
    assert (shown["quality"], shown["values"]) == ("unverified", ["unverified"])


def test_show_says_which_rows_are_projected_and_which_columns_are_not_held(run):
    assert "projected where it is 'medium'" in " ".join(run("data", "show", "mortality")[1].split())
    assert "Fragile States Index [0-120] (not in the package)" in run("data", "show", "conflict")[1]


def test_export_to_the_screen_is_csv_with_the_source_beside_it(run):
    status, out, err = run("data", "export", "migrant_stock", "--country", "Tonga", "--year", "2024")
    frame = pl.read_csv(out.encode())
    assert status == 0
    assert frame.equals(cr.data.load("migrant_stock", country="TON", year=2024).frame)
    assert err.startswith("Source: United Nations")
    assert "unverified" in run("data", "export", "free_movement_to_verify", "--country", "DEU")[2]


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
def test_export_to_a_file_keeps_rows_dates_and_provenance(run, tmp_path, ending):
    path = tmp_path / "made" / f"visa.{ending}"
    status, out, err = run("data", "export", "visa", "--country", "TON", "--out", path)
    frame = cr.data.load("visa", country="TON").frame
    read = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json}[ending](path)
    read = read.with_columns(pl.col("date").str.to_date() if read.schema["date"] == pl.String else "date")
    assert (status, out) == (0, "")
    assert f"Wrote {frame.height:,} rows" in err
    assert read.equals(frame)
    told = json.loads(path.with_name(f"visa.{ending}.source.json").read_text())
    assert (told["name"], told["values"]) == ("visa", ["observed"])
    assert told["sha256"] == cr.data.source("visa").sha256
    assert len(list(path.parent.iterdir())) == 2


def test_the_provenance_of_an_export_marks_what_is_unverified(run, tmp_path):
    run("data", "export", "free_movement_to_verify", "--out", tmp_path / "areas.csv")
    told = json.loads((tmp_path / "areas.csv.source.json").read_text())
    assert told["quality"] == "unverified"


def test_a_format_that_is_named_wins_over_the_ending(run, tmp_path):
    run("data", "export", "opinion_gallup", "--out", tmp_path / "x")
    run("data", "export", "consultative_processes", "--format", "json", "--out", tmp_path / "list.txt")
    assert json.loads((tmp_path / "list.txt").read_text())[0]


MISTAKES = [
    (["show", "migrnt_stock"], "Unknown dataset 'migrnt_stock'. Did you mean migrant_stock"),
    (["list", "--theme", "stoks"], "Did you mean stocks?"),
    (["export", "visa", "--country", "Mexxico"], "Did you mean Mexico (MEX)?"),
    (["export", "visa", "--year", "1850"], "no rows for 1850. It covers 2019 to 2025."),
    (["export", "visa", "--year", "2024-2020"], "Write 2020-2024."),
    (["export", "visa", "--year", "nan"], "'nan' is not a year."),
    (["export", "visa", "--year", "2024.0"], "is not a year."),
    (["export", "visa", "--country", "Yugoslavia"], "has no rows for Yugoslavia."),
    (["export", "countries", "--year", "2024"], "has no year column."),
    (["export", "visa_demig"], "corridors data add FOLDER"),
    (["export", "outlines_50m"], "is a map"),
    (["add", "nowhere"], "There is no folder nowhere."),
]


@pytest.mark.parametrize(("arguments", "words"), MISTAKES)
def test_a_mistake_ends_with_one_line_and_no_file(run, tmp_path, monkeypatch, arguments, words):
    monkeypatch.chdir(tmp_path)
    out = ["--out", "rows.csv"] if arguments[0] == "export" else []
    status, printed, err = run("data", *arguments, *out)
    assert (status, printed) == (1, "")
    assert err.startswith("Error: ") and err.count("\n") == 1
    assert words in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["/proc/nowhere/rows.csv", "/dev/null/rows.csv"])
def test_a_place_that_cannot_be_written_ends_with_one_line(run, out):
    status, _, err = run("data", "export", "visa", "--country", "TON", "--out", out)
    assert status == 1
    assert err.startswith(f"Error: Cannot write {out}") and err.count("\n") == 1


def test_an_export_onto_a_folder_leaves_no_provenance_behind(run, tmp_path):
    status, _, err = run("data", "export", "visa", "--country", "TON", "--out", tmp_path)
    assert status == 1
    assert "it is a folder" in err
    (tmp_path / "rows.csv.source.json").mkdir()
    assert run("data", "export", "visa", "--country", "TON", "--out", tmp_path / "rows.csv")[0] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv.source.json"]


def test_parquet_does_not_go_to_the_screen(run):
    status, out, err = run("data", "export", "visa", "--country", "TON", "--format", "parquet")
    assert (status, out) == (1, "")
    assert "--out FILE" in err


def test_a_damaged_file_ends_with_one_line(run, tmp_path, monkeypatch):
    (tmp_path / "visa.parquet").write_bytes(b"PAR1")
    monkeypatch.setattr("corridors.data.store.SNAPSHOT", tmp_path)
    status, out, err = run("data", "export", "visa")
    assert (status, out) == (1, "")
    assert "visa.parquet is damaged" in err and err.count("\n") == 1


def test_files_that_are_refused_are_listed_and_nothing_is_kept(run, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "visa_demig.parquet").write_bytes(b"no parquet")
    (raw / "flows_meta.parquet").mkdir()
    status, out, err = run("data", "add", raw)
    assert (status, out) == (1, "")
    assert "2 files were refused" in err
    assert "flows_meta.parquet cannot be read" in err and "visa_demig.parquet is refused" in err
    assert not (tmp_path / "none").exists()


def test_a_data_folder_that_is_a_file_is_said_once(run, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CORRIDORS_DATA", str(tmp_path / "file"))
    for arguments in (["list"], ["add", tmp_path], ["export", "visa"]):
        status, _, err = run("data", *arguments)
        assert status == 1
        assert "which is a file" in err and err.count("\n") == 1


@given(first=st.integers(1000, 9999), last=st.integers(1000, 9999), mark=st.sampled_from(["-", " - ", "–", ":"]))
def test_a_span_of_years_is_read_as_typed(first, last, mark):
    if last < first:
        with pytest.raises(InvalidInput, match=f"Write {last}-{first}"):
            years(f"{first}{mark}{last}")
    else:
        assert years(f"{first}{mark}{last}") == (first, last)
    assert years(f" {first} ") == first


@given(text=st.text(max_size=12))
def test_anything_else_is_no_year(text):
    try:
        found = years(text)
    except InvalidInput as error:
        assert "year" in str(error)
    else:
        assert isinstance(found, int | tuple)


def test_no_year_stays_none():
    assert years(None) is None
