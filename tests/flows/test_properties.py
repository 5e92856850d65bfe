"""Identities that every flow estimate obeys, on tables made up by hypothesis."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corridors.flows.arrays import METHODS, FlowEstimate, Method, estimate_arrays
from corridors.flows.fitting import fit_batch, starved_rows

Floats = NDArray[np.float64]
Case = dict[str, Floats]

ACCOUNTING: list[Method] = ["min-open", "min-closed", "independence", "pseudo-bayes", "transport"]
CLOSED: list[Method] = ["min-closed", "independence", "pseudo-bayes", "transport"]
NEAR = 1e-8  # the fits stop at 1e-11 of a row; a thousand times that, as a share of the world's people


@st.composite
def worlds(draw: st.DrawFn, *, events: bool = True) -> Case:
    """Two stock tables of two to six countries, perhaps with an unknown birthplace, natives the many."""
    size = draw(st.integers(2, 6))
    extra = draw(st.integers(0, 1))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    scale = draw(st.sampled_from([1.0, 1e3, 1e6]))

    def stock() -> Floats:
        table = scale * seed.lognormal(0, 1, (size + extra, size)) * (seed.random((size + extra, size)) > 0.15)
        table[np.arange(size), np.arange(size)] = 50 * scale * (1 + seed.random(size))
        table[-1, 0] += scale  # an unknown birthplace holds somebody at both dates
        ring = np.arange(size)
        table[ring, (ring + 1) % size] += 0.5 * scale  # everywhere somebody is foreign-born, so that totals can meet
        return table

    start, end = stock(), stock()
    births = 0.2 * start.sum(axis=0) * seed.random(size) if events else np.zeros(size)
    deaths = 0.2 * start.sum(axis=0) * seed.random(size) if events else np.zeros(size)
    if events:
        end[np.arange(size), np.arange(size)] += births
    return {"start": start, "end": end, "births": births, "deaths": deaths, "cost": seed.random((size, size)) * 3}


def estimate(world: Case, method: Method, *, by_birth: bool = True, **options: object) -> FlowEstimate:
    if method == "transport":
        cost = world["cost"].copy()
        np.fill_diagonal(cost, 0.0)
        options |= {"cost": cost, "epsilon": 0.5}
    return estimate_arrays(
        world["start"], world["end"], world["births"], world["deaths"],
        method=method, years=5, by_birth=by_birth, **options,  # type: ignore[arg-type]
    )  # fmt: skip


def size_of(world: Case) -> float:
    return float(world["start"].sum() + world["end"].sum())


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=25, deadline=None)
@given(world=worlds())
def test_flows_are_never_negative_and_the_pieces_sum_to_the_whole(method: Method, world: Case) -> None:
    result = estimate(world, method)
    assert result.converged and result.by_birth is not None
    assert result.flow.min() >= 0 and result.by_birth.min() >= 0
    assert not np.diagonal(result.flow).any()
    # Sums of at most seven terms: float64 rounding of the world's size.
    tolerance = 1e-13 * size_of(world) + 1e-12 * result.flow.max()
    np.testing.assert_allclose(result.by_birth.sum(axis=0), result.flow, rtol=0, atol=tolerance)
    np.testing.assert_allclose(sum(result.pieces().values()), result.flow, rtol=0, atol=tolerance)


@pytest.mark.parametrize("method", ACCOUNTING)
@settings(max_examples=25, deadline=None)
@given(world=worlds())
def test_stocks_births_deaths_and_flows_balance_in_every_cell(method: Method, world: Case) -> None:
    result = estimate(world, method)
    tables, flow = result.accounting, result.by_birth
    assert tables is not None and flow is not None and result.stayers is not None
    inward, outward = flow.sum(axis=1), flow.sum(axis=2)
    outside = tables.from_outside[0] - tables.to_outside[0]
    near = NEAR * size_of(world)
    # With a closed world the fit moves cells between start_after_deaths and start_matched, columns kept.
    np.testing.assert_allclose(tables.start_matched[0] + inward - outward, tables.end_matched[0], rtol=0, atol=near)
    np.testing.assert_allclose(result.stayers + outward, tables.start_matched[0], rtol=0, atol=near)
    np.testing.assert_allclose(
        (tables.start_balanced + tables.births - tables.deaths)[0].sum(axis=0)
        + (inward - outward + outside).sum(axis=0),
        tables.end_balanced[0].sum(axis=0),
        rtol=0,
        atol=near,
    )
    if method == "min-open":
        np.testing.assert_allclose(
            tables.start_balanced[0] + tables.births[0] - tables.deaths[0] + inward - outward + outside,
            tables.end_balanced[0],
            rtol=0,
            atol=near,
        )


@pytest.mark.parametrize("method", CLOSED)
@settings(max_examples=15, deadline=None)
@given(world=worlds())
def test_a_closed_world_neither_gains_nor_loses(method: Method, world: Case) -> None:
    result = estimate(world, method, by_birth=False)
    tables = result.accounting
    assert tables is not None and not tables.to_outside.any() and not tables.from_outside.any()
    np.testing.assert_allclose(tables.births.sum(), world["births"].sum(), rtol=1e-12)  # sums of six terms
    change = tables.end_balanced.sum() - tables.start_balanced.sum()
    natural = world["births"].sum() - world["deaths"].sum()
    np.testing.assert_allclose(change, natural, rtol=0, atol=1e-12 * size_of(world))  # rounding of the world's sum


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15, deadline=None)
@given(world=worlds(), seed=st.integers(0, 10**6))
def test_relabelling_countries_permutes_the_result(method: Method, world: Case, seed: int) -> None:
    size = world["start"].shape[1]
    order = np.random.default_rng(seed).permutation(size)
    rows = np.concatenate([order, np.arange(size, len(world["start"]))])
    turned = {
        "start": world["start"][np.ix_(rows, order)],
        "end": world["end"][np.ix_(rows, order)],
        "births": world["births"][order],
        "deaths": world["deaths"][order],
        "cost": world["cost"][np.ix_(order, order)],
    }
    expected, found = estimate(world, method).flow, estimate(turned, method).flow
    np.testing.assert_allclose(found, expected[np.ix_(order, order)], rtol=0, atol=NEAR * size_of(world))


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=15, deadline=None)
@given(world=worlds(), factor=st.floats(1e-3, 1e3))
def test_scaling_all_inputs_scales_the_flows(method: Method, world: Case, factor: float) -> None:
    scaled = {name: values if name == "cost" else values * factor for name, values in world.items()}
    expected, found = estimate(world, method).flow * factor, estimate(scaled, method).flow
    np.testing.assert_allclose(found, expected, rtol=0, atol=NEAR * factor * size_of(world))


@pytest.mark.parametrize("method", ["difference-drop", "difference-reverse", "rate", "min-open", "min-closed"])
@settings(max_examples=15, deadline=None)
@given(world=worlds(events=False))
def test_identical_tables_without_births_and_deaths_give_no_moves(method: Method, world: Case) -> None:
    """Independence, and what blends or tends to it, moves people even then: that is its assumption."""
    still = world | {"end": world["start"]}
    result = estimate(still, method)
    assert not result.flow.any() and result.iterations == 0


@settings(max_examples=25, deadline=None)
@given(world=worlds(), seed=st.integers(0, 10**6))
def test_a_prior_keeps_the_margins_of_every_birthplace(world: Case, seed: int) -> None:
    size = world["start"].shape[1]
    prior = np.random.default_rng(seed).lognormal(0, 3, (size, size))
    plain, fitted = estimate(world, "min-closed"), estimate(world, "min-closed", prior=prior)
    assert plain.by_birth is not None and fitted.by_birth is not None and fitted.converged
    assert fitted.by_birth.min() >= 0
    for axis in (1, 2):
        np.testing.assert_allclose(
            fitted.by_birth.sum(axis=axis), plain.by_birth.sum(axis=axis), rtol=0, atol=NEAR * size_of(world)
        )


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6), height=st.integers(1, 8), width=st.integers(1, 8), share=st.floats(0.2, 1.0))
def test_every_fit_converges_or_has_a_proof_that_none_exists(seed: int, height: int, width: int, share: float) -> None:
    draw = np.random.default_rng(seed)
    table = draw.lognormal(0, 3, (height, width)) * (draw.random((height, width)) < share)
    columns = table.sum(axis=0)
    rows = draw.random(height) + 0.1
    rows *= columns.sum() / rows.sum()
    fit = fit_batch(table[None], rows[None], columns[None])
    starved, short = starved_rows(table > 0, rows, columns, fit.potential[0])
    if fit.converged[0]:
        # A row is met to 1e-9 of itself and 1e-12 of the whole at the loosest.
        np.testing.assert_allclose(fit.table[0].sum(axis=1), rows, rtol=0, atol=2e-9 * columns.sum())
        np.testing.assert_allclose(fit.table[0].sum(axis=0), columns, rtol=0, atol=1e-12 * columns.sum())
    else:
        assert starved.size and short > 0
        reachable = columns[(table[starved] > 0).any(axis=0)].sum()
        np.testing.assert_allclose(rows[starved].sum() - reachable, short, rtol=1e-6)  # sums of a few terms
