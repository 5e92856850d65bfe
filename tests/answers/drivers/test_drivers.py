"""A change taken apart: contributions add up, the packaged fit is the live one, and the finding at extremes."""

import polars as pl
import pytest

import corridors as cr
from corridors.answers.asked import Asked
from corridors.answers.drivers import driver_tables as tables
from corridors.drivers.results import packaged
from corridors.errors import CorridorsError


@pytest.mark.parametrize(
    "ends", [{}, {"origin": "POL", "destination": "GBR"}, {"destination": "DEU"}, {"origin": "SYR"},
             {"origin": "TON", "destination": "NZL"}]
)  # fmt: skip
def test_contributions_add_up_to_the_change(ends):
    found = tables.apart(Asked.named(**ends))
    assert found is not None
    assert float(found.frame["contribution"].sum()) == pytest.approx(found.change, abs=1e-6)  # rounding of sums
    assert (found.frame["lower"] <= found.frame["contribution"]).all()


def test_the_network_row_is_the_coefficient_times_its_change():
    """Of one corridor: b L dx, with L the logarithmic mean of the two flows."""
    import math

    found = tables.apart(Asked.named(origin="MEX", destination="USA"))
    frame = tables._panel(("MEX", "USA")).frame.filter(origin="MEX", destination="USA").sort("period_start")
    a, b = frame["log_network"]
    mean = (found.end - found.start) / math.log(found.end / found.start)
    value = packaged("change").coefficient("log_network")["estimate"] * mean * (b - a)
    assert found.part("log_network") == pytest.approx(value)


def test_persistence_stands_beside_every_fit_and_beats_gravity():
    """Beyer, Schewe and Lotze-Campen (2022): gravity explains the map and not the change."""
    rows = {row["regression"]: row for row in tables.fits().iter_rows(named=True)}
    still = rows["Persistence, same rows"]
    gravity = rows[tables.FITS["classic"]]
    assert still["change"] == 0 and gravity["change"] < 0 and gravity["pooled"] < still["pooled"]


def test_the_map_has_gravitys_signs():
    rows = {row["term"]: row for row in tables.mapped().iter_rows(named=True)}
    assert rows["log_distance"]["upper"] < 0 < rows["comlang_off"]["lower"]
    assert rows["log_network"]["percent"] is None and rows["log_network"]["lower_network"] > 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [({}, "Estimated moves between all countries rose"), ({"origin": "PRK", "destination": "CHN"}, "cannot be taken"),
     ({"origin": "TUV", "destination": "NZL"}, "too few"), ({"origin": "IND", "destination": "ARE"}, "unexplained"),
     ({"origin": "NRU", "destination": "AUS"}, "fell from"), ({"origin": "FSM", "destination": "USA"}, "moves from"),
     ({"origin": "SYR", "destination": "DEU"}, "conflict in the origin")],
)  # fmt: skip
def test_the_finding_at_extremes(arguments, said):
    made = cr.answer("drivers", **arguments)
    assert said in made.finding and "nan" not in made.finding
    assert bool(made.content.missing) == ("cannot" in said or not arguments)


def test_a_territory_without_flows_is_refused():
    with pytest.raises(CorridorsError, match="No flows"):
        cr.answer("drivers", origin="ALA", destination="SWE")


def test_nothing_is_fitted_for_an_answer():
    """pyfixest takes seconds to import and to fit."""
    import subprocess
    import sys

    code = (
        "import corridors as cr, sys; cr.answer('drivers').finding; "
        "print('pyfixest' in sys.modules, 'jax' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_the_frame_says_how_each_row_is_known():
    assert set(tables.apart(Asked()).frame.select(pl.col("quality"))["quality"]) == {"modelled"}
