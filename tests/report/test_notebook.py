"""The notebook: it follows the format, holds its results, and its cells make them again."""

import contextlib
import io
import json
import re

import pytest

from corridors.report import brief, handout, to_notebook

CELL_KEYS = {
    "markdown": {"cell_type", "id", "metadata", "source"},
    "code": {"cell_type", "id", "metadata", "source", "execution_count", "outputs"},
}


@pytest.fixture(scope="module")
def made():
    return brief("TON", "NZL")


@pytest.fixture(scope="module")
def notebook(made):
    return json.loads(to_notebook(made))


def test_it_follows_the_format(notebook):
    assert set(notebook) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    identifiers = [cell["id"] for cell in notebook["cells"]]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", identifier) for identifier in identifiers)
    for cell in notebook["cells"]:
        assert set(cell) == CELL_KEYS[cell["cell_type"]]
        assert all(isinstance(line, str) for line in cell["source"])
        for output in cell.get("outputs", []):
            if output["output_type"] == "stream":
                assert set(output) == {"output_type", "name", "text"}
            else:
                assert set(output) == {"output_type", "execution_count", "data", "metadata"}
                assert "text/plain" in output["data"]


def test_each_finding_has_a_cell_with_its_chart_and_the_data_behind_it(made, notebook):
    short = handout(made, every_chart=True)
    cells = {cell["id"]: cell for cell in notebook["cells"]}
    for place, finding in enumerate(short.findings):
        printed, *drawn = cells[f"make-{place}"]["outputs"]
        assert "".join(printed["text"]) == f"{finding.text}\n"
        assert bool(drawn) == (finding.figure is not None) == (f"data-{place}" in cells)
        for result in drawn:
            assert "".join(result["data"]["image/svg+xml"]).startswith("<svg")
    assert sum(finding.figure is not None for finding in short.findings) >= 3


def test_its_cells_run_and_make_what_they_hold(notebook):
    known: dict = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        *body, last = "".join(cell["source"]).splitlines()
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec("\n".join(body), known)
            if cell["id"] == "start" or last.startswith("print"):
                exec(last, known)
                result = None
            else:
                result = eval(last, known)
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                assert "".join(output["text"]) == said.getvalue()
            elif "image/svg+xml" in output["data"]:
                assert result.data == "".join(output["data"]["image/svg+xml"])
            else:
                assert str(result) == "".join(output["data"]["text/plain"])
