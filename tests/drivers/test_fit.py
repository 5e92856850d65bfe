"""Regressions: formulas checked, variants right, results whole, mistakes refused with the way out."""

import numpy as np
import polars as pl
import pytest

from corridors.drivers.fitting import fit
from corridors.drivers.quality import quality
from corridors.drivers.specify import SPECIFICATIONS, parse, specification
from corridors.drivers.tables import publication_table, term_label
from corridors.errors import InvalidInput, NotCovered, UnknownName


@pytest.fixture(scope="module")
def simulated():
    """Flows of 30 x 30 countries with known coefficients and a negative-binomial spread of 0.5."""
    random = np.random.default_rng(11)
    codes = [f"C{i:02}" for i in range(30)]
    rows = [(o, d, t) for o in codes for d in codes if o != d for t in (2000, 2005)]
    frame = pl.DataFrame(rows, schema=["origin", "destination", "period_start"], orient="row")
    x = random.normal(size=frame.height)
    z = random.normal(size=frame.height)
    mean = np.exp(2.0 + 0.5 * x - 0.3 * z)
    flow = random.poisson(random.gamma(2.0, mean / 2.0)).astype(float)
    return frame.with_columns(log_network=pl.Series(x), log_distance=pl.Series(z), flow=pl.Series(flow))


def test_named_specifications_are_those_promised():
    promised = {"classic", "network", "structural", "hump", "free-movement", "conflict"}
    assert promised <= set(SPECIFICATIONS)
    for one in SPECIFICATIONS.values():
        assert one.question.endswith("?")


@pytest.mark.parametrize("name", SPECIFICATIONS)
def test_every_named_specification_fits(small, name):
    made = fit(name, small)
    counts = made.counts
    assert counts.rows == small.frame.height
    assert counts.kept == counts.rows - counts.incomplete - counts.separated
    assert made.coefficients["std_error"].is_not_null().all()
    assert made.fitted["fitted"].sum() == pytest.approx(
        made.fitted["observed"].sum(), rel=1e-6
    )  # first-order condition
    assert made.sentences()
    assert set(made.excluded["variable"]) <= set(made.formula.variables)


def test_gravity_explains_the_map_more_than_the_change(small):
    scores = fit("classic", small).quality.filter(corridors="all", predictor="model").row(0, named=True)
    assert scores["pooled"] > scores["within"]
    assert scores["change"] < 0  # worse than saying that nothing changes


def test_variants_find_the_coefficients_they_were_made_with(simulated):
    formula = "flow ~ log_network + log_distance | period_start"
    for model in ("poisson", "negative-binomial"):
        made = fit(formula, simulated, model=model)
        for term, truth in (("log_network", 0.5), ("log_distance", -0.3)):
            row = made.coefficient(term)
            assert abs(row["estimate"] - truth) < 4 * row["std_error"]  # four errors: once in 16,000 by chance
    assert made.facts[0].startswith("The variance is the mean plus 0.5")


def test_negative_binomial_stands_at_the_top_of_its_likelihood(simulated):
    from scipy.optimize import minimize
    from scipy.special import gammaln

    made = fit("flow ~ log_network", simulated, model="negative-binomial")
    y, x = simulated["flow"].to_numpy(), simulated["log_network"].to_numpy()

    def loss(parameters):
        b, c, log_a = parameters
        mean, r = np.exp(b * x + c), np.exp(-log_a)
        return -(gammaln(y + r) - gammaln(r) + y * np.log(mean / (mean + r)) - r * np.log1p(mean / r)).sum()

    brute = minimize(loss, [0.0, 2.0, 0.0], method="BFGS", options={"gtol": 1e-6})
    # BFGS with numerical derivatives is good to about the root of machine precision
    assert made.coefficients["estimate"].to_list() == pytest.approx(brute.x[:2].tolist(), abs=1e-4)


def test_negative_binomial_refuses_many_effects(small, monkeypatch):
    monkeypatch.setattr("corridors.drivers.negative_binomial.MAX_EFFECTS", 500)
    with pytest.raises(InvalidInput, match="888 levels; the negative-binomial variant takes 500"):
        fit("flow ~ log_network | origin_period + destination_period + pair", small, model="negative-binomial")


def test_logs_drop_and_count_zeros(simulated):
    zeros = int((simulated["flow"] == 0).sum())
    assert zeros > 0
    assert fit("flow ~ log_network | period_start", simulated, model="log").counts.zeros_dropped == zeros
    assert fit("flow ~ log_network | period_start", simulated, model="log1p").counts.zeros == zeros


def test_least_squares_equals_the_normal_equations(simulated):
    made = fit("flow ~ log_network + log_distance", simulated, model="log1p")
    x = np.column_stack([np.ones(simulated.height), simulated["log_network"], simulated["log_distance"]])
    exact = np.linalg.lstsq(x, np.log1p(simulated["flow"].to_numpy()), rcond=None)[0]
    assert made.coefficients["estimate"].to_list() == pytest.approx(exact.tolist(), rel=1e-10)


def test_a_zero_corridor_is_separated_and_counted(simulated):
    first = (pl.col("origin") == "C00") & (pl.col("destination") == "C01")
    data = simulated.with_columns(flow=pl.when(first).then(0.0).otherwise(pl.col("flow") + 1))
    made = fit("flow ~ log_network | pair", data)
    assert made.counts.separated == 2
    assert made.counts.kept == data.height - 2


@pytest.mark.parametrize(
    ("formula", "error", "message"),
    [
        ("flow ~ log_distnace | period", UnknownName, "Did you mean log_distance"),
        ("flw ~ log_distance", UnknownName, "Did you mean flow"),
        ("hmp", UnknownName, "Did you mean hump"),
        ("flow ~ log_distance | pair", InvalidInput, "The effect pair absorbs log_distance"),
        ("flow ~ log_income_origin | origin_period", InvalidInput, "absorbs log_income_origin"),
        ("flow ~ log_network + log_income_gap | origin_period + destination_period", InvalidInput, "absorb log_inc"),
        ("flow ~ log_income_gap | origin_period + destination_period + pair", InvalidInput, "absorb"),
        ("flow ~ log_network + log_network | period + ", InvalidInput, "empty effect"),
        ("flow ~ log_income_gap + log_income_origin + log_income_destination | period", InvalidInput, "absorb"),
        ("flow ~ log_network | period | pair", InvalidInput, "3 parts"),
        ("flow ~ ", InvalidInput, "not a formula"),
        ("flow ~ pair", InvalidInput, "pair is text"),
        ("flow ~ log(network) | period", InvalidInput, "A log of zero"),
        ("flow ~ log_disaster_affected_originn | period", UnknownName, "disasters"),
        ("flow ~ __import__('os')", UnknownName, "variable"),
    ],
)  # fmt: skip
def test_a_wrong_formula_is_refused_with_the_way_out(small, formula, error, message):
    with pytest.raises(error, match=message):
        fit(formula, small)


def test_periods_that_do_not_overlap_are_refused(small):
    early = small.frame.filter(pl.col("period_start") < 2000).with_columns(visa_required=pl.lit(None, pl.Int64))
    with pytest.raises(NotCovered, match="visa_required is missing in every row"):
        fit("flow ~ visa_required | period", early)
    half = early.with_columns(
        a=pl.when(pl.col("period_start") == 1990).then(1.0), b=pl.when(pl.col("period_start") == 1995).then(1.0)
    )
    with pytest.raises(NotCovered, match="do not overlap"):
        fit("flow ~ a + b", half)


def test_a_country_missing_from_a_covariate_is_listed(small):
    made = fit("flow ~ log_income_origin | period", small)
    assert made.excluded.filter(variable="log_income_origin", country="GLP")["rows"].item() == 23 * 7
    assert "GLP" not in made.fitted["origin"].to_list()


def test_an_unknown_model_or_term_is_refused(small):
    with pytest.raises(UnknownName, match="Did you mean poisson"):
        fit("classic", small, model="poison")
    with pytest.raises(UnknownName, match="Did you mean log_distance"):
        fit("classic", small).coefficient("log_distanc")
    with pytest.raises(UnknownName, match="Named ones"):
        specification("gravity-of-the-situation")


def test_formula_parts():
    columns = ["flow", "a", "b", "origin", "period"]
    made = parse("flow ~ a + I(a^2) | origin^period", columns)
    assert (made.effects, made.variables) == (("origin^period",), ("flow", "a", "origin", "period"))
    assert made.for_pyfixest == "flow ~ a + I(a**2) | origin^period"
    assert made.term_variables == ("a",)


def test_quality_of_a_perfect_and_of_a_still_model():
    flow = [10.0, 20.0, 40.0, 5.0, 5.0, 10.0]
    frame = pl.DataFrame(
        {"pair": ["a"] * 3 + ["b"] * 3, "years": [1.0] * 6, "flow": flow, "fitted": flow,
         "flow_previous": [None, 10.0, 20.0, None, 5.0, 5.0]}
    )  # fmt: skip
    best = quality(frame).filter(corridors="all", predictor="model").row(0, named=True)
    assert best["pooled"] == best["within"] == pytest.approx(1.0)
    assert (best["change"], best["error"]) == (1.0, 0.0)
    still = frame.with_columns(fitted=pl.col("flow_previous").fill_null(0.0))
    assert quality(still).filter(corridors="all", predictor="model")["change"].item() == 0.0


def test_tables_hold_every_fit_and_term(small):
    fits = [fit("classic", small), fit("network", small)]
    for form in ("md", "html"):
        table = publication_table(fits, form)
        for text in ("Distance, log", "People of the origin in the destination", "Pooled correlation, persistence"):
            assert text in table
    estimate = fits[0].coefficient("log_distance")["estimate"]
    assert f"{estimate:.3f}" in publication_table(fits)
    with pytest.raises(InvalidInput, match="form"):
        publication_table(fits, "pdf")
    with pytest.raises(InvalidInput, match="no fit"):
        publication_table([])


def test_sentences_say_direction_size_and_doubt(small, simulated):
    distance = next(line for line in fit("classic", small).sentences() if line.startswith("Distance"))
    row = fit("classic", small).coefficient("log_distance")
    assert f"{abs(1.1 ** row['estimate'] - 1) * 100:.1f}% lower" in distance
    noise = simulated.with_columns(contig=pl.Series(np.random.default_rng(1).integers(0, 2, simulated.height)))
    assert "no association that differs from zero" in fit("flow ~ contig | period_start", noise).sentences()[0]
    curve = fit("hump", small).sentences()[0]
    assert curve.startswith("GDP per head of the origin") and ("no curve" in curve or "turning at" in curve)


def test_labels_of_terms():
    assert term_label("log_distance") == "Distance, log"
    assert term_label("something_else") == "something_else"
