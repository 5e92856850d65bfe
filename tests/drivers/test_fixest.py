"""Equal to R's fixest on a real panel: the same numbers from the same rows.

Coefficients to 1e-8 relative and errors to 1e-6 at the tolerance of the reference, 1e-12 (measured: 2e-12 and 7e-9; the
rest is room for other machines). At the default tolerance, which stops one step of the reweighting earlier,
coefficients agree to 1e-6 (measured: 2e-7).
"""

from pathlib import Path

import polars as pl
import pytest

from corridors.drivers.fitting import fit

HERE = Path(__file__).parent / "reference"
REFERENCE = pl.read_csv(HERE / "fixest.csv")


@pytest.fixture(scope="module")
def gravity():
    frame = pl.read_parquet(HERE / "panel.parquet").with_columns(
        pl.col("flow").cast(pl.Float64), period_start=pl.col("period").cast(pl.Int64)
    )
    start = pl.col("period").cast(pl.String)
    # the reference read single-precision columns from text, that is with their shortest digits
    single = [name for name, kind in frame.schema.items() if kind == pl.Float32]
    frame = frame.with_columns(pl.col(single).cast(pl.String).cast(pl.Float64))
    return frame.with_columns(
        ot=pl.col("origin") + " " + start, dt=pl.col("destination") + " " + start, years=pl.lit(5.0)
    )


@pytest.mark.parametrize("name", REFERENCE["spec"].unique(maintain_order=True).to_list())
def test_poisson_equals_fixest(gravity, name):
    expected = REFERENCE.filter(spec=name)
    made = fit(expected["formula"][0], gravity, tolerance=1e-12)
    suffix = "_two_way" if name == "hump_twoway" else ""
    assert made.coefficients["term"].to_list() == [term.replace("^", " ** ") for term in expected["term"]]
    assert made.counts.kept == expected["n_obs"][0]
    assert made.coefficients["estimate"].to_list() == pytest.approx(expected["estimate"].to_list(), rel=1e-8)
    assert made.coefficients[f"std_error{suffix}"].to_list() == pytest.approx(expected["std_error"].to_list(), rel=1e-6)
    assert made.pseudo_r2 == pytest.approx(expected["pseudo_r2"][0], rel=1e-9)
    assert made.deviance == pytest.approx(expected["deviance"][0], rel=1e-9)


def test_the_default_tolerance_is_close_enough_for_any_table(gravity):
    expected = REFERENCE.filter(spec="classic")
    made = fit(expected["formula"][0], gravity)
    assert made.coefficients["estimate"].to_list() == pytest.approx(expected["estimate"].to_list(), rel=1e-6)


def test_zeros_stay_and_separated_rows_are_counted(gravity):
    made = fit("flow ~ log_network | ot + dt + pair", gravity)
    never = gravity.filter((pl.col("flow").max().over("origin", "destination")) == 0).height
    assert made.counts.rows == made.counts.kept + made.counts.separated
    assert made.counts.separated >= never > 0
    assert made.counts.zeros > 0


def test_the_panel_holds_what_the_reference_holds(gravity):
    """The package's own panel, from published flows: the same covariates, to the six places they are rounded to."""
    from corridors.data import load
    from corridors.drivers.panels import panel

    flows = load("flows_published").frame.filter(
        pl.col("source") == "abel_cohen_2022", pl.col("method") == "da_pb_closed", pl.col("period_end") <= 2020
    )
    sexes = flows.filter(pl.col("sex") == "both") if "sex" in flows.columns else flows
    kept = gravity["origin"].unique().to_list()
    chosen = sexes.filter(pl.col("origin").is_in(kept), pl.col("destination").is_in(kept))
    if "type" in chosen.columns:
        chosen = chosen.filter(pl.col("type") == "all")
    keys = ["origin", "destination", "period_start", "period_end"]
    made = panel(chosen.group_by(keys).agg(pl.col("flow").sum())).frame
    joined = gravity.join(made, on=["origin", "destination", "period_start"], suffix="_made")
    assert joined.height == gravity.height
    for name in ("log_distance", "contig", "comlang_off", "colony", "log_population_origin",
                 "log_population_destination", "log_income_origin", "log_income_destination"):  # fmt: skip
        worst = joined.select((pl.col(name) - pl.col(f"{name}_made")).abs().max()).item()
        assert worst < 1e-5, name  # single precision of the reference's distances, six places of the others
    # GeoDist and the incomes are the same edition; stocks of the reference may be of another edition, so they correlate
    assert joined.select(pl.corr("log_network", "log_network_made")).item() > 0.95


def test_persistence_stands_beside_the_model(gravity):
    made = fit("flow ~ log_network | ot + dt + pair", gravity)
    assert made.quality["predictor"].to_list() == ["model", "persistence"] * 2
    assert made.quality.filter(predictor="persistence")["change"].to_list() == [0.0, 0.0]
