"""`corridors parameters`: one line a row when piped, and each value with its source."""

import json

import pytest

from corridors.cli.parameters import parameters as command
from corridors.errors import UnknownName
from corridors.parameters import parameters


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    command(list(arguments), standalone_mode=False)
    return capsys.readouterr().out


def test_list_prints_one_line_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "list").splitlines()
    assert len(lines) == parameters().height
    assert all(line.count("\t") == 9 for line in lines)
    borders = run(capsys, "list", "--theme", "borders").splitlines()
    assert 0 < len(borders) < len(lines)
    trap = run(capsys, "list", "--view", "borders-trap").splitlines()
    assert all("\tborders-trap\t" in line for line in trap)


def test_list_and_show_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(run(capsys, "list", "--json"))
    assert len(rows) == parameters().height
    shown = json.loads(run(capsys, "show", "schooling_response", "--json"))
    assert [one["view"] for one in shown["values"]] == ["brain-gain", "brain-drain"]
    assert shown["dispute"]["name"] == "skilled-emigration"
    assert json.loads(run(capsys, "show", "distance_elasticity", "--json"))["dispute"] is None


def test_show_names_sides_sources_and_what_would_settle_it(capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(run(capsys, "show", "enforcement_inflow").split())
    for part in ("borders-trap:", "borders-deter: -0.27 (-0.35 to -0.15)", "Feigenberg", "Settled by", "Undecided"):
        assert part in text
    undisputed = run(capsys, "show", "asylum_waiting_employment")
    assert "undisputed: -0.045 (-0.05 to -0.04)" in undisputed
    assert "Dispute" not in undisputed


def test_views_lists_every_side(capsys: pytest.CaptureFixture[str]) -> None:
    lines = run(capsys, "views").splitlines()
    assert len(lines) == 24
    assert len(json.loads(run(capsys, "views", "--json"))) == 12


def test_wrong_names_come_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UnknownName, match="distance_elasticity"):
        run(capsys, "show", "distance_elastisity")
    with pytest.raises(UnknownName, match="borders"):
        run(capsys, "list", "--theme", "border")
    with pytest.raises(UnknownName, match="borders-trap"):
        run(capsys, "list", "--view", "border-trap")
