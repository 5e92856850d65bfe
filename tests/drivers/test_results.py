"""Packaged results: fitted to the data at hand, complete, and equal to a fit made anew."""

import numpy as np
import pytest

from corridors.drivers.results import outdated, packaged, table, wider
from corridors.errors import UnknownName


def test_the_tables_rest_on_the_datasets_at_hand():
    assert outdated() == ()


def test_a_fit_made_anew_is_the_packaged_one():
    """1e-6: the fit stops at 1e-10 of the deviance, and the tables keep all digits."""
    from corridors.drivers import fit, panel

    made = fit("classic", panel())
    kept = packaged("classic")
    for name in ("estimate", "std_error", "std_error_two_way"):
        assert made.coefficients[name].to_list() == pytest.approx(kept.coefficients[name].to_list(), rel=1e-6)
    assert made.covariance == pytest.approx(kept.covariance, rel=1e-5, abs=1e-12)
    assert made.counts == kept.counts


@pytest.mark.parametrize("name", ["classic", "network", "structural", "hump", "conflict", "change", "hump-by-income"])
def test_errors_are_the_roots_of_the_covariance(name):
    fitted = packaged(name)
    assert np.sqrt(np.diag(fitted.covariance)) == pytest.approx(fitted.coefficients["std_error"].to_numpy())
    assert (fitted.covariance == fitted.covariance.T).all()
    value, low, high = wider(fitted.coefficients.drop("term").row(0, named=True))
    assert low < value < high


def test_another_name_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match="structural"):
        packaged("strctural")


def test_every_specification_has_its_fit_beside_persistence():
    rows = table("quality").filter(predictor="persistence")
    assert rows["specification"].n_unique() == table("fits").height and (rows["change"] == 0).all()
