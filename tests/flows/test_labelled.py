"""A user's own tables: any codes, labelled results, and one clear sentence for whatever cannot be used."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridors as cr
from corridors.errors import CorridorsError, InvalidInput, UnknownName
from corridors.flows.arrays import METHODS, Method

REFERENCE = Path(__file__).parent / "reference"
CODES = ["A", "B", "C", "D"]


def worked(case: str = "bd") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The worked example of Abel (2013) as a user would have it: stocks and demography."""
    rows = []
    for time, name in ((2000, "start"), (2010, "end")):
        wide = pl.read_csv(REFERENCE / f"dr2013_{case}_stock_{name}.csv")
        for birth, *stocks in wide.iter_rows():
            rows += [(birth, r, time, float(s)) for r, s in zip(wide.columns[1:], stocks, strict=True)]
    events = pl.read_csv(REFERENCE / f"dr2013_{case}_births_deaths.csv")
    events.columns = ["country", "births", "deaths"]
    return pl.DataFrame(rows, ["birth", "residence", "time", "stock"], orient="row"), events


STOCKS, EVENTS = worked()


@pytest.mark.parametrize("method", [m for m in METHODS if m != "transport"])
def test_frames_give_what_arrays_give(method: Method) -> None:
    flows = cr.flows.estimate(STOCKS, EVENTS, method=method, by_birth=True)
    tables = [STOCKS.filter(time=t)["stock"].to_numpy().reshape(4, 4) for t in (2000, 2010)]
    events = [EVENTS[name].to_numpy() for name in ("births", "deaths")]
    direct = cr.flows.estimate_arrays(*tables, *events, method=method, years=10, by_birth=True)
    np.testing.assert_array_equal(flows.estimate.flow, direct.flow)
    assert (flows.years, flows.converged, flows.iterations) == (10.0, direct.converged, direct.iterations)
    assert flows.frame.columns == ["birth", "origin", "destination", "flow", "move"]
    # The rows hold every flow above zero once: sums of a few terms.
    assert flows.frame["flow"].sum() == pytest.approx(direct.flow.sum(), rel=1e-12)
    moved = {name: array.sum() for name, array in direct.pieces().items()}
    for (name,), part in flows.frame.group_by("move"):
        assert part["flow"].sum() == pytest.approx(moved[name], rel=1e-9)  # type: ignore[index]


def test_order_of_rows_and_codes_do_not_matter() -> None:
    names = {"A": "x y", "B": "42", "C": "é", "D": "D"}
    renamed = STOCKS.with_columns(pl.col("birth", "residence").replace(names)).sample(fraction=1, shuffle=True, seed=1)
    events = EVENTS.with_columns(pl.col("country").replace(names)).reverse()
    flows = cr.flows.estimate(renamed, events, method="pseudo-bayes").frame.sort("origin", "destination")
    plain = cr.flows.estimate(STOCKS, EVENTS, method="pseudo-bayes").frame
    expected = plain.with_columns(pl.col("origin", "destination").replace(names)).sort("origin", "destination")
    assert flows.drop("flow").equals(expected.drop("flow"))
    # Sums in another order: the fit's tolerance.
    np.testing.assert_allclose(flows["flow"], expected["flow"], rtol=1e-8)


def test_each_sex_is_estimated_by_itself() -> None:
    stocks = pl.concat(
        [STOCKS.with_columns(sex=pl.lit("female")), STOCKS.with_columns(pl.col("stock") * 2, sex=pl.lit("male"))]
    )
    events = pl.concat(
        [
            EVENTS.with_columns(sex=pl.lit("female")),
            EVENTS.with_columns(pl.col("births", "deaths") * 2, sex=pl.lit("male")),
        ]
    )
    frame = cr.flows.estimate(stocks, events, method="min-closed").frame
    assert frame.columns == ["origin", "destination", "flow", "sex"]
    female, male = (frame.filter(sex=sex)["flow"].to_numpy() for sex in ("female", "male"))
    np.testing.assert_allclose(male, 2 * female, rtol=1e-8)  # the fit's tolerance
    too_many = events.with_columns(deaths=pl.when(country="B", sex="male").then(9e6).otherwise("deaths"))
    with pytest.raises(InvalidInput, match=r"Deaths of B \(male\)"):
        cr.flows.estimate(stocks, too_many, method="min-open")


def test_a_prior_and_a_cost_are_used_and_a_length_may_be_given() -> None:
    pairs = [(o, d) for o in CODES for d in CODES if o != d]
    prior = pl.DataFrame({"origin": [o for o, _ in pairs], "destination": [d for _, d in pairs], "prior": range(1, 13)})
    plain = cr.flows.estimate(STOCKS, EVENTS, method="min-closed", years=4)
    fitted = cr.flows.estimate(STOCKS, EVENTS, method="min-closed", prior=prior)
    assert plain.years == 4 and np.abs(plain.estimate.flow - fitted.estimate.flow).max() > 1
    cost = prior.rename({"prior": "cost"})
    assert cr.flows.estimate(STOCKS, EVENTS, method="transport", cost=cost, epsilon=2.0).converged
    with pytest.raises(InvalidInput, match="no use for a prior"):
        cr.flows.estimate(STOCKS, EVENTS, method="rate", prior=prior)


def test_pairs_of_one_date_only_are_reported_and_natives_needed() -> None:
    gone = STOCKS.filter(~((pl.col("birth") == "A") & (pl.col("residence") == "B") & (pl.col("time") == 2010)))
    flows = cr.flows.estimate(gone, method="min-open")
    assert "1 pairs" in flows.repairs[0] and "born in A, living in B, absent at 2010" in flows.repairs[0]
    no_natives = STOCKS.filter(pl.col("birth") != pl.col("residence"))
    assert cr.flows.estimate(no_natives, method="difference-drop").frame.height
    with pytest.raises(InvalidInput, match="no natives of A at 2000"):
        cr.flows.estimate(no_natives, method="min-open")


def bad(**columns: object) -> pl.DataFrame:
    return STOCKS.with_columns(**columns)


ROW = pl.int_range(pl.len()) == 6
TEXT = pl.col("stock").cast(pl.String)
BAD_STOCKS = [
    (bad(stock=pl.when(ROW).then(-4.0).otherwise("stock")), r"Row 7 of the stocks: the stock is negative \(-4\)"),
    (bad(stock=pl.when(ROW).then(None).otherwise("stock")), "Row 7 of the stocks: the stock is missing"),
    (bad(stock=pl.when(ROW).then(pl.lit("many")).otherwise(TEXT)), "'many', which is no number"),
    (bad(stock=pl.when(ROW).then(float("nan")).otherwise("stock")), "Row 7"),
    (bad(stock=pl.when(ROW).then(float("inf")).otherwise("stock")), "Row 7 of the stocks: the stock is infinite"),
    (bad(birth=pl.when(ROW).then(None).otherwise("birth")), "Row 7 of the stocks has no birth"),
    (pl.concat([STOCKS, STOCKS[6:7].with_columns(stock=pl.lit(3.0))]), r"Row 33 .* repeats row 7: .*stock 3 after"),
    (STOCKS.filter(time=2000), "one time only"),
    (pl.concat([STOCKS, STOCKS[:1].with_columns(time=pl.lit(2020, pl.Int64))]), "3 times"),
    (bad(time=pl.col("time").replace_strict({2000: "before", 2010: "after"})), "'before' is neither a year nor a date"),
    (STOCKS.rename({"birth": "brith"}), "Unknown column of the stocks 'brith'. Did you mean birth"),
    (STOCKS.drop("time"), "no column 'time'"),
    (STOCKS.head(0), "has no rows"),
    (STOCKS.filter(~((pl.col("residence") == "C") & (pl.col("time") == 2010))), "no stocks of C at 2010"),
]  # fmt: skip


@pytest.mark.parametrize(("stocks", "match"), BAD_STOCKS)
def test_bad_stocks_are_refused_with_row_and_value(stocks: pl.DataFrame, match: str) -> None:
    with pytest.raises((InvalidInput, UnknownName), match=match):
        cr.flows.estimate(stocks, method="min-closed")


BAD_EVENTS = [
    (EVENTS.head(3), "no births and deaths of D, a residence"),
    (EVENTS.with_columns(country=pl.col("country").replace({"D": "DD"})), r"Row 4 .*: the country 'DD' is none"),
    (pl.concat([EVENTS, EVENTS[:1]]), "Row 5 of the demography repeats row 1"),
    (EVENTS.with_columns(births=-pl.col("births")), "births is negative"),
    (EVENTS.with_columns(deaths=pl.lit(1e6)), r"Deaths of A \(1,000,000\) exceed|exceeds all"),
    (EVENTS.with_columns(deaths=pl.lit("x")), "'x', which is no number"),
    (EVENTS.with_columns(sex=pl.lit("male")), "Unknown column of the demography 'sex'"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "match"), BAD_EVENTS)
def test_bad_demography_is_refused(events: pl.DataFrame, match: str) -> None:
    for method in ("min-open", "min-closed"):
        with pytest.raises((InvalidInput, UnknownName), match=match):
            cr.flows.estimate(STOCKS, events, method=method)  # type: ignore[arg-type]


def test_priors_need_every_pair() -> None:
    prior = pl.DataFrame({"origin": ["A"], "destination": ["B"], "prior": [1.0]})
    with pytest.raises(InvalidInput, match="no prior from A to C"):
        cr.flows.estimate(STOCKS, EVENTS, method="min-closed", prior=prior)


def test_ten_thousand_countries_are_refused_before_any_table_is_laid_out() -> None:
    codes = [f"c{i}" for i in range(10_000)]
    natives = {
        "birth": codes * 2,
        "residence": codes * 2,
        "time": [2000] * 10_000 + [2005] * 10_000,
        "stock": [5] * 20_000,
    }
    with pytest.raises(InvalidInput, match=r"10,000 countries .* GiB"):
        cr.flows.estimate(pl.DataFrame(natives), method="min-closed")


def test_a_birthplace_whose_margins_cannot_meet_is_named() -> None:
    more = pl.DataFrame({"birth": "E", "residence": "A", "time": [2000, 2010], "stock": [0.0, 40.0]})
    with pytest.raises(InvalidInput, match=r"birthplace E cannot meet: .* 0 at the start and 40 at the end"):
        cr.flows.estimate(pl.concat([STOCKS, more]), EVENTS, method="min-closed")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=4),
    st.integers(-5, 2000).map(str),
    st.sampled_from(["A", "B", "2000", "2010", "nan", "1e999"]),
)


@settings(max_examples=80, deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 31), st.sampled_from(STOCKS.columns), CELLS), min_size=1, max_size=3))
def test_whatever_stands_in_the_cells_ends_in_flows_or_one_sentence(changes: list[tuple[int, str, str | None]]) -> None:
    table = {name: STOCKS[name].cast(pl.String).to_list() for name in STOCKS.columns}
    for row, column, cell in changes:
        table[column][row] = cell
    try:
        flows = cr.flows.estimate(pl.DataFrame(table, dict.fromkeys(table, pl.String)), EVENTS, method="min-open")
    except CorridorsError as error:
        assert len(str(error)) < 600
    else:
        assert flows.frame["flow"].min() > 0
