"""Every method against the worked tables of Abel (2013), intermediate steps included, and against brute force."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import minimize

from corridors.errors import InvalidInput, UnknownName
from corridors.flows import methods
from corridors.flows.accounting import account, births_table, deaths_table
from corridors.flows.arrays import METHODS, FlowEstimate, Method, estimate_arrays
from corridors.flows.inputs import Labels
from corridors.flows.matching import match_closed

REFERENCE = Path(__file__).parent / "reference"
PLACES = "ABCD"
FOUR = Labels(tuple(PLACES), 4, 4)
EXACT = 1e-9  # nothing was rounded: only the reference's own convergence to 1e-11 and float64 remain
ROUNDED = 0.15  # the reference rounds rescaled natives to whole persons (its README)


def table(name: str) -> NDArray[np.float64]:
    with (REFERENCE / f"dr2013_{name}.csv").open() as file:
        return np.array([[float(cell) for cell in row[1:]] for row in list(csv.reader(file))[1:]])


def moves_and_stayers(name: str) -> NDArray[np.float64]:
    """`[birth, origin, destination]`, stayers on the diagonal."""
    array = np.zeros((4, 4, 4))
    with (REFERENCE / f"dr2013_{name}__array.csv").open() as file:
        for row in csv.DictReader(file):
            array[tuple(PLACES.index(row[key]) for key in ("birth", "orig", "dest"))] = float(row["flow"])
    return array


def inputs(case: str) -> tuple[NDArray[np.float64], ...]:
    births, deaths = table(f"{case}_births_deaths").T
    return table(f"{case}_stock_start"), table(f"{case}_stock_end"), births, deaths


def estimate(case: str, method: Method, **options: object) -> FlowEstimate:
    return estimate_arrays(*inputs(case), method=method, years=10, **options)  # type: ignore[arg-type]


def with_stayers(result: FlowEstimate) -> NDArray[np.float64]:
    assert result.by_birth is not None and result.stayers is not None
    array = result.by_birth.copy()
    array[:, np.arange(4), np.arange(4)] = result.stayers
    return array


@pytest.mark.parametrize(
    ("case", "method", "name", "tolerance"),
    [
        ("nobd", "min-closed", "rescale_min", EXACT),
        ("nobd", "independence", "rescale_indep", EXACT),
        ("nobd", "min-open", "open-dr_min", EXACT),
        ("bd", "min-open", "open-dr_min", EXACT),
        ("bd", "min-closed", "rescale_min", ROUNDED),
        ("bd", "independence", "rescale_indep", ROUNDED),
    ],
)
def test_worked_tables_by_birthplace(case: str, method: Method, name: str, tolerance: float) -> None:
    result = estimate(case, method, by_birth=True)
    assert result.converged
    np.testing.assert_allclose(with_stayers(result), moves_and_stayers(f"{case}__{name}"), rtol=0, atol=tolerance)


@pytest.mark.parametrize(("case", "tolerance"), [("nobd", EXACT), ("bd", ROUNDED)])
def test_worked_pseudo_bayes(case: str, tolerance: float) -> None:
    result = estimate(case, "pseudo-bayes")
    np.testing.assert_allclose(result.flow, table(f"{case}__pb_w0.87"), rtol=0, atol=tolerance)


@pytest.mark.parametrize("case", ["nobd", "bd"])
def test_open_independence_of_the_worked_tables(case: str) -> None:
    start, end, births, deaths = (array[None] for array in inputs(case))
    tables = account(start, end, births, deaths, closed=False, labels=FOUR)
    moves = methods.independence(tables.start_matched, tables.end_matched, by_birth=True)
    assert moves.by_birth is not None and moves.stayers is not None
    array = moves.by_birth[0]
    array[:, np.arange(4), np.arange(4)] = moves.stayers[0]
    np.testing.assert_allclose(array, moves_and_stayers(f"{case}__open-dr_indep"), rtol=0, atol=EXACT)


def test_every_accounting_step_from_the_reference_own_rounded_tables() -> None:
    after_deaths, after_births = table("bd__rescale__start_after_deaths"), table("bd__rescale__end_after_births")
    dead, born = table("bd__rescale__deaths"), table("bd__rescale__births")
    births, deaths = table("bd_births_deaths").T
    np.testing.assert_allclose(
        deaths_table((after_deaths + dead)[None], deaths[None], FOUR)[0], dead, rtol=0, atol=EXACT
    )
    np.testing.assert_allclose(births_table((after_births + born)[None], births[None], FOUR)[0], born, rtol=0, atol=0)
    matched = match_closed(after_deaths[None], after_births[None], FOUR)
    np.testing.assert_allclose(matched.start[0], table("bd__rescale__start_matched"), rtol=0, atol=EXACT)
    np.testing.assert_allclose(matched.end[0], table("bd__rescale__end_matched"), rtol=0, atol=EXACT)
    fewest = methods.minimum(matched.start, matched.end, FOUR, prior=None, by_birth=True)
    loosest = methods.independence(matched.start, matched.end, by_birth=True)
    for moves, name in ((fewest, "min"), (loosest, "indep")):
        assert moves.by_birth is not None and moves.stayers is not None
        array = moves.by_birth[0].copy()
        array[:, np.arange(4), np.arange(4)] = moves.stayers[0]
        np.testing.assert_allclose(array, moves_and_stayers(f"bd__rescale_{name}"), rtol=0, atol=EXACT)
    blended = methods.blend(fewest, loosest, 0.87).flow[0]
    np.testing.assert_allclose(blended, table("bd__pb_w0.87"), rtol=0, atol=EXACT)


def test_accounting_end_to_end_is_the_reference_but_for_its_rounding() -> None:
    accounting = estimate("bd", "min-closed").accounting
    assert accounting is not None
    # A native cell is off by its rounding alone, at most half a person; deaths by their share of that.
    for ours, name in (
        (accounting.deaths, "deaths"),
        (accounting.births, "births"),
        (accounting.start_after_deaths, "start_after_deaths"),
        (accounting.end_after_births, "end_after_births"),
        (accounting.start_matched, "start_matched"),
        (accounting.end_matched, "end_matched"),
    ):
        np.testing.assert_allclose(ours[0], table(f"bd__rescale__{name}"), rtol=0, atol=0.5)


def test_difference_methods_by_hand() -> None:
    start, end = [[50, 5, 1], [9, 50, 0], [2, 2, 50]], [[40, 8, 0], [9, 70, 4], [1, 2, 50]]
    dropped = estimate_arrays(start, end, method="difference-drop", years=5)
    assert dropped.flow.tolist() == [[0, 3, 0], [0, 0, 4], [0, 0, 0]]
    kept = estimate_arrays(start, end, method="difference-reverse", years=5, by_birth=True)
    assert kept.flow.tolist() == [[0, 3, 1], [0, 0, 4], [1, 0, 0]]
    assert kept.pieces()["return"].tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
    assert not kept.pieces()["onward"].any()


def test_rate_spreads_net_migration_or_a_given_world_total() -> None:
    start, end, births, deaths = inputs("bd")
    net = end.sum(axis=0) - start.sum(axis=0) - births + deaths
    result = estimate("bd", "rate")
    # One division and one product per cell: float64 rounding.
    np.testing.assert_allclose(result.flow.sum(), np.abs(net).sum(), rtol=1e-14)
    np.testing.assert_allclose(result.flow[0, 1] / result.flow[2, 0], start[0, 1] / start[2, 0], rtol=1e-14)
    np.testing.assert_allclose(estimate("bd", "rate", world_moves=500.0).flow.sum(), 500.0, rtol=1e-14)


def test_weight_of_pseudo_bayes_is_an_argument() -> None:
    fewest, loosest = estimate("nobd", "min-closed").flow, estimate("nobd", "independence").flow
    np.testing.assert_array_equal(estimate("nobd", "pseudo-bayes", weight=1.0).flow, fewest)
    np.testing.assert_array_equal(estimate("nobd", "pseudo-bayes", weight=0.0).flow, loosest)


@pytest.mark.parametrize("method", ["min-closed", "min-open", "pseudo-bayes"])
def test_a_prior_changes_the_table_and_keeps_every_margin(method: Method) -> None:
    prior = np.random.default_rng(1).random((4, 4)) + 0.05
    plain, fitted = estimate("bd", method, by_birth=True), estimate("bd", method, by_birth=True, prior=prior)
    assert plain.by_birth is not None and fitted.by_birth is not None and fitted.converged
    assert np.abs(fitted.flow - plain.flow).max() > 1
    for axis in (1, 2):
        # Margins are met to the fit's relative tolerance, on totals of about a thousand.
        np.testing.assert_allclose(fitted.by_birth.sum(axis=axis), plain.by_birth.sum(axis=axis), rtol=0, atol=1e-8)


def test_a_flat_prior_collapses_to_the_closed_form() -> None:
    plain, flat = estimate("bd", "min-closed"), estimate("bd", "min-closed", prior=np.full((4, 4), 3.0))
    # The same fit by two routes, to the relative tolerance of the Newton fit.
    np.testing.assert_allclose(flat.flow, plain.flow, rtol=0, atol=1e-8)


def test_a_prior_gives_the_nearest_table_in_relative_entropy() -> None:
    """Odds ratios of the fitted block are those of the prior: the defining property of the fit."""
    start = np.array([[500.0, 60, 50, 0, 0], *(np.eye(5)[1:] * 900)])
    end = np.array([[500.0, 0, 0, 70, 40], *(np.eye(5)[1:] * 900)])
    births, deaths = np.array([0, 0, 0, 0, 0.0]), np.zeros(5)
    prior = np.random.default_rng(2).random((5, 5)) + 0.1
    result = estimate_arrays(start, end, births, deaths, method="min-closed", years=5, prior=prior)
    block, weight = result.flow[1:3, 3:5], prior[1:3, 3:5]
    odds, expected = (m[0, 0] * m[1, 1] / m[0, 1] / m[1, 0] for m in (block, weight))
    np.testing.assert_allclose(odds, expected, rtol=1e-9)  # the fit holds them exactly; products of four roundings


def test_transport_is_the_entropic_optimum_found_by_brute_force() -> None:
    start, end = np.array([[6.0, 3.0, 1.0], *np.eye(3)[1:] * 9]), np.array([[5.0, 2.0, 3.0], *np.eye(3)[1:] * 9])
    cost, epsilon = np.array([[0, 2.0, 5.0], [2.0, 0, 1.0], [4.0, 1.0, 0]]), 0.8
    result = estimate_arrays(start, end, method="transport", years=5, cost=cost, epsilon=epsilon, by_birth=True)
    assert result.by_birth is not None and result.stayers is not None and result.converged
    plan = result.by_birth[0] + np.diag(result.stayers[0])

    def objective(flat: NDArray[np.float64]) -> float:
        moves = np.maximum(flat, 1e-12).reshape(3, 3)
        return float((moves * cost).sum() + epsilon * (moves * (np.log(moves) - 1)).sum())

    margins = [{"type": "eq", "fun": lambda x, i=i: x.reshape(3, 3)[i].sum() - start[0, i]} for i in range(3)]
    margins += [{"type": "eq", "fun": lambda x, i=i: x.reshape(3, 3)[:, i].sum() - end[0, i]} for i in range(2)]
    guess = np.outer(start[0], end[0]).ravel() / 10
    found = minimize(objective, guess, constraints=margins, bounds=[(1e-9, None)] * 9, options={"ftol": 1e-14})
    np.testing.assert_allclose(plan.ravel(), found.x, rtol=0, atol=1e-4)  # the brute-force search's own accuracy


def test_transport_tends_to_independence_and_to_the_fewest_moves() -> None:
    cost = 1.0 - np.eye(4)
    loose = estimate("bd", "transport", cost=cost, epsilon=1e9)
    np.testing.assert_allclose(loose.flow, estimate("bd", "independence").flow, rtol=1e-6)  # of order cost / epsilon
    tight = estimate("bd", "transport", cost=cost, epsilon=0.03)
    fewest = estimate("bd", "min-closed")
    np.testing.assert_allclose(tight.flow.sum(), fewest.flow.sum(), rtol=1e-6)  # excess moves shrink as exp(-1/epsilon)


def test_one_call_for_several_tables_equals_one_call_each() -> None:
    first, second = inputs("nobd"), inputs("bd")
    stacked = [np.stack([a, b]) for a, b in zip(first, second, strict=True)]
    prior = np.random.default_rng(3).random((4, 4)) + 0.05
    for method in ("min-closed", "min-open", "pseudo-bayes"):
        both = estimate_arrays(*stacked, method=method, years=5, by_birth=True, prior=prior)
        assert both.by_birth is not None and both.by_birth.shape == (2, 4, 4, 4)
        for k, single in enumerate((first, second)):
            alone = estimate_arrays(*single, method=method, years=5, by_birth=True, prior=prior)
            np.testing.assert_allclose(both.by_birth[k], alone.by_birth, rtol=0, atol=1e-8)  # fit tolerance


def test_an_unknown_birthplace_moves_too_and_is_named_where_it_cannot() -> None:
    start = np.array([[90.0, 5], [10, 95], [6, 2]])
    end = np.array([[88.0, 7], [10, 95], [3, 5]])
    result = estimate_arrays(start, end, method="min-closed", years=5, by_birth=True)
    assert result.pieces()["onward"][0, 1] == pytest.approx(3.0)
    left_out = estimate_arrays(start, end, method="difference-drop", years=5, labels=["Chile", "Peru", "unknown"])
    assert any("unknown" in repair and "8" in repair for repair in left_out.repairs)


def test_annual_flows_divide_by_the_period_and_methods_are_listed() -> None:
    four_years = estimate_arrays([[9, 4], [1, 8]], [[7, 6], [1, 8]], method="min-closed", years=4)
    assert four_years.per_year[0, 1] == 0.5
    assert len(METHODS) == 8
    with pytest.raises(UnknownName, match="min-closed"):
        estimate_arrays([[9, 4], [1, 8]], [[7, 6], [1, 8]], method="min-close", years=4)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="by_birth"):
        four_years.pieces()


def test_a_transport_too_sharp_to_fit_says_so() -> None:
    draw = np.random.default_rng(0)
    start, end = (draw.lognormal(0, 3, (6, 6)) + 1e6 * np.eye(6) for _ in range(2))
    cost = 3 * draw.random((6, 6)) * (1 - np.eye(6))
    assert estimate_arrays(start, end, method="transport", years=5, cost=cost, epsilon=0.02).converged
    sharp = estimate_arrays(start, end, method="transport", years=5, cost=cost, epsilon=0.001)
    assert not sharp.converged and sharp.residual > 1


def test_a_singular_newton_step_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def singular(*_: object) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr(np.linalg, "solve", singular)
    result = estimate("bd", "min-closed")
    expected = moves_and_stayers("bd__rescale_min").sum(axis=0)
    if result.converged:
        np.testing.assert_allclose(result.flow, expected * (1 - np.eye(4)), rtol=0, atol=ROUNDED)
    else:
        assert result.residual > 0
