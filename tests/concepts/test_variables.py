"""The variable table: every column has a variable, every variable a column, and all of them say what they are."""

import pytest

from corridors.concepts.variables import KINDS, variable, variables
from corridors.data.catalogue import names, sidecar
from corridors.drivers.lags import lags
from corridors.errors import InvalidInput, UnknownName

USED = {name for dataset in names() for name in sidecar(dataset).columns.values()}
NOT_IN_A_DATASET = frozenset(lags())
"""Variables that are not a column of any dataset: those that the drivers' panel makes from them, each with its lag."""


def test_every_column_of_every_dataset_has_a_variable():
    missing = {name for name in USED if name not in variables()}
    assert missing == set()


def test_no_variable_is_unused():
    assert set(variables()) - USED == NOT_IN_A_DATASET


@pytest.mark.parametrize("name", variables())
def test_a_variable_says_what_it_is(name):
    found = variable(name)
    assert name.isascii() and name == name.lower().replace(" ", "_")
    assert found.label == found.label.strip() != ""
    assert len(found.definition) >= len("A day")
    assert found.source
    assert found.kind in KINDS
    assert found.lower is None or found.upper is None or found.lower < found.upper
    if found.kind in ("area", "date", "period", "category", "text", "identifier"):
        assert (found.lower, found.upper) == (None, None), "bounds are for numbers"
    if found.kind in ("count", "share"):
        assert found.lower is None or found.lower >= 0
    if found.kind == "year":
        assert found.lower is not None and found.lower >= 1500
        assert found.upper is not None and found.upper <= 2150
    if found.kind in ("amount", "count", "rate", "percent", "net"):
        assert found.unit, "a number of this kind needs a unit"


def test_labels_with_units_tell_variables_of_one_dataset_apart():
    for dataset in names():
        titles = [variable(name).axis_title for name in set(sidecar(dataset).columns.values())]
        assert len(titles) == len(set(titles)), dataset


def test_axes_are_variables_or_known_words():
    axes = {axis for found in variables().values() for axis in found.axes}
    assert {axis for axis in axes if not axis.replace("_", "").isalpha()} == set()


def test_an_unknown_variable_is_refused_with_the_nearest_names():
    with pytest.raises(UnknownName, match="Did you mean migrant_stock"):
        variable("migrant_stok")


def test_an_unknown_kind_is_refused(tmp_path, monkeypatch):
    from corridors.concepts import variables as module

    row = {"name": "x", "label": "X", "unit": "", "axes": "", "kind": "wild", "lower": "", "upper": "",
           "definition": "x", "source": "x"}  # fmt: skip
    with pytest.raises(InvalidInput, match="variable 'x' has kind 'wild'"):
        module._variable(row, tmp_path)
