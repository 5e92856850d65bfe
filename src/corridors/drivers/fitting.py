"""One door for a regression on the panel: a name or a formula in, coefficients, counts and scores out."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from corridors.concepts.nearest import nearest
from corridors.drivers.panels import Panel, panel
from corridors.drivers.ppml import Estimated, least_squares, poisson
from corridors.drivers.quality import quality
from corridors.drivers.specify import Formula, Specification, parse, refuse_absorbed, specification
from corridors.errors import InvalidInput, NotCovered, UnknownName
from corridors.flows.arrays import Method

Floats = NDArray[np.float64]
Model = Literal["poisson", "log", "log1p", "negative-binomial"]
CONFIDENCE = 0.95
"""Coverage of the intervals."""


@dataclass(frozen=True)
class Counts:
    """What happened to the rows of the panel: all, without a variable, separated, other zeros dropped, kept.

    `zeros` are the zero flows among the kept; `zeros_dropped` those that a log of the flow cannot take.
    """

    rows: int
    incomplete: int
    separated: int
    zeros_dropped: int
    kept: int
    zeros: int
    pairs: int


@dataclass(frozen=True)
class Fit:
    """A fitted regression.

    `coefficients` has a row for each term: estimate, std_error, lower and upper (95%) and p, clustered by pair, and
    the same with `_two_way`, clustered by origin and by destination. `covariance` and `covariance_two_way` follow
    its order. `excluded` counts the rows that a missing value took, by variable and country; `quality` compares the
    model with persistence, pooled and within corridors; `fitted` has the kept rows with observed and fitted flows.
    """

    specification: Specification
    formula: Formula
    model: Model
    flows: str
    periods: tuple[tuple[int, int], ...]
    coefficients: pl.DataFrame
    covariance: Floats
    covariance_two_way: Floats
    counts: Counts
    pseudo_r2: float | None
    deviance: float | None
    excluded: pl.DataFrame
    quality: pl.DataFrame
    fitted: pl.DataFrame
    facts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the specification."""
        return self.specification.name

    def coefficient(self, term: str) -> dict[str, float]:
        """The row of one term.

        Raises:
            UnknownName: no such term, with the nearest ones.
        """
        terms = self.coefficients["term"].to_list()
        if term not in terms:
            raise UnknownName("term of the fit", term, nearest(term, terms), hint=f"Terms: {', '.join(terms)}.")
        return self.coefficients.drop("term").row(terms.index(term), named=True)

    def table(self, form: Literal["md", "html"] = "md") -> str:
        """The fit as a table for a publication."""
        from corridors.drivers.tables import publication_table

        return publication_table([self], form)

    def sentences(self) -> list[str]:
        """One plain sentence for each coefficient."""
        from corridors.drivers.sentences import sentences

        return sentences(self)


def checked_model(name: str) -> Model:
    """The model of a name.

    Raises:
        UnknownName: there is none, with the nearest.

    >>> checked_model("poisson")
    'poisson'
    """
    known: tuple[Model, ...] = get_args(Model)
    if name not in known:
        raise UnknownName("model", name, nearest(name, known), hint=f"Models: {', '.join(known)}.")
    return known[known.index(name)]


def fit(
    spec: str,
    data: Panel | pl.DataFrame | None = None,
    *,
    flows: Method = "pseudo-bayes",
    periods: list[str] | None = None,
    model: Model = "poisson",
    tolerance: float | None = None,
) -> Fit:
    """Fit a named specification or a formula of your own to the panel.

    Args:
        spec: one of `SPECIFICATIONS`, or a formula 'outcome ~ terms | effects' over the panel's columns;
        data: from `panel`; or a frame with origin, destination, period_start, flow and what the formula names; by
            default the panel is made from `flows` and `periods`;
        model: "poisson" (zero flows kept), "log" (least squares of the log, zeros dropped and counted), "log1p" (of
            one more), or "negative-binomial" (few effects only); tolerance: of Poisson's steps.
    Raises:
        UnknownName: an unknown specification, variable, model, method or period, with the nearest names.
        InvalidInput: an effect that absorbs a regressor, a singular or separated fit, no common rows.

    Example:
        >>> made = panel(periods=["2010-2015", "2015-2020"], countries=["MEX", "USA", "GTM", "CAN", "ESP", "FRA"])
        >>> round(fit("flow ~ log_network | period", made).coefficients["estimate"][0], 1)
        0.7
    """
    checked_model(model)
    chosen = specification(spec)
    source = panel(flows, periods) if data is None else data
    frame, named, spans = _framed(source)
    formula = parse(chosen.formula, frame.columns)
    complete, excluded, counts = _complete(frame, formula)
    refuse_absorbed(formula, complete)
    complete, formula_used, dropped = _for_model(complete, formula, model)
    estimated = _estimate(complete, formula_used, model, tolerance)
    fitted = _fitted_flows(complete, estimated, formula, model)
    counts = replace(
        counts,
        separated=estimated.separated,
        zeros_dropped=dropped,
        kept=fitted.height,
        zeros=int((fitted["observed"] == 0).sum()),
        pairs=fitted["pair"].n_unique(),
    )
    return Fit(
        chosen, formula, model, named, spans, _coefficients(estimated), estimated.covariance,
        estimated.covariance_two_way, counts, estimated.pseudo_r2, estimated.deviance, excluded,
        _quality(fitted, formula), fitted, estimated.facts,
    )  # fmt: skip


def _framed(source: Panel | pl.DataFrame) -> tuple[pl.DataFrame, str, tuple[tuple[int, int], ...]]:
    """The frame with the keys that clusters and scores need, built where a user's frame lacks them."""
    if isinstance(source, Panel):
        return source.frame, source.flows, source.periods
    needed = ["origin", "destination", "flow"]
    time = next((name for name in ("period_start", "period") if name in source.columns), None)
    if (lost := [name for name in needed if name not in source.columns]) or time is None:
        raise InvalidInput(f"The data have no column {(lost or ['period_start'])[0]!r}.",
                           hint="They need origin, destination, flow, and period_start or period.")  # fmt: skip
    start = pl.col(time).cast(pl.String)
    keys = {
        "pair": pl.col("origin") + " " + pl.col("destination"),
        "origin_period": pl.col("origin") + " " + start,
        "destination_period": pl.col("destination") + " " + start,
        "years": pl.lit(1.0),
    }
    frame = source.with_columns(**{name: made for name, made in keys.items() if name not in source.columns})
    if "flow_previous" not in frame.columns:
        before = (pl.col("flow") / pl.col("years")).shift(1).over("pair", order_by=time)
        frame = frame.with_columns(flow_previous=before)
    return frame, "own frame", ()


def _complete(frame: pl.DataFrame, formula: Formula) -> tuple[pl.DataFrame, pl.DataFrame, Counts]:
    """Rows with every variable of the formula, and who is left out for want of which."""
    if all(frame[name].null_count() == frame.height for name in formula.variables[:1]):
        raise NotCovered(f"{formula.outcome} is missing in every row.", hint="Choose other flows or periods.")
    empty = [name for name in formula.variables if frame[name].null_count() == frame.height]
    if empty:
        raise NotCovered(
            f"{empty[0]} is missing in every row of these periods.",
            hint="`corridors drivers panel` lists what is missing where; choose other periods or leave it out.",
        )
    listed = []
    for name in formula.variables:
        if frame[name].null_count():
            key = "destination" if name.endswith("_destination") else "origin"
            lost = frame.filter(pl.col(name).is_null()).group_by(country=pl.col(key)).agg(rows=pl.len())
            listed.append(lost.select(pl.lit(name).alias("variable"), "country", "rows"))
    schema = {"variable": pl.String, "country": pl.String, "rows": pl.UInt32}
    excluded = (pl.concat(listed) if listed else pl.DataFrame(schema=schema)).sort("variable", "country")
    complete = frame.drop_nulls(list(formula.variables))
    if complete.is_empty():
        raise NotCovered(
            f"No row has all of {', '.join(formula.variables)}: their periods or countries do not overlap.",
            hint="Choose other periods, or leave out the variable with the most rows in `missing`.",
        )
    return complete, excluded, Counts(frame.height, frame.height - complete.height, 0, 0, 0, 0, 0)


def _for_model(data: pl.DataFrame, formula: Formula, model: Model) -> tuple[pl.DataFrame, Formula, int]:
    """The outcome as the model takes it, under a name of its own."""
    if model in ("poisson", "negative-binomial"):
        return data, formula, 0
    outcome = pl.col(formula.outcome)
    kept = data.filter(outcome > 0) if model == "log" else data
    made = kept.with_columns((outcome.log() if model == "log" else outcome.log1p()).alias("outcome_log"))
    changed = replace(formula, outcome="outcome_log", variables=("outcome_log", *formula.variables))
    return made, changed, data.height - kept.height


def _estimate(data: pl.DataFrame, formula: Formula, model: Model, tolerance: float | None) -> Estimated:
    if model == "poisson":
        return poisson(formula, data) if tolerance is None else poisson(formula, data, tolerance=tolerance)
    if model == "negative-binomial":
        from corridors.drivers.negative_binomial import negative_binomial

        return negative_binomial(formula, data)
    return least_squares(formula, data)


def _fitted_flows(data: pl.DataFrame, estimated: Estimated, formula: Formula, model: Model) -> pl.DataFrame:
    """Kept rows with observed and fitted outcome; a fitted log turns into a flow without a correction for spread."""
    values = estimated.fitted
    if model == "log":
        values = np.exp(values)
    if model == "log1p":
        values = np.maximum(np.expm1(values), 0.0)
    kept = data.filter(pl.Series(estimated.kept))
    keys = [name for name in ("origin", "destination", "pair", "period", "period_start", "years", "flow_previous")
            if name in kept.columns]  # fmt: skip
    return kept.select(*keys, observed=pl.col(formula.outcome).cast(pl.Float64)).with_columns(
        fitted=pl.Series(values)
    )  # fmt: skip


def _quality(fitted: pl.DataFrame, formula: Formula) -> pl.DataFrame:
    """Scores on flows a period, whatever the outcome's unit of time."""
    by_year = pl.col("years") if formula.outcome == "flow_per_year" else pl.lit(1.0)
    scored = fitted.select(
        "pair", "years", "flow_previous", flow=pl.col("observed") * by_year, fitted=pl.col("fitted") * by_year
    )  # fmt: skip
    return quality(scored)


def _coefficients(estimated: Estimated) -> pl.DataFrame:
    from scipy.special import ndtr, ndtri

    quantile = float(ndtri(0.5 + CONFIDENCE / 2))
    columns: dict[str, object] = {"term": list(estimated.names), "estimate": estimated.estimate}
    for suffix, covariance in (("", estimated.covariance), ("_two_way", estimated.covariance_two_way)):
        variance = np.diag(covariance)
        error = np.sqrt(np.where(variance > 0, variance, np.nan))
        columns[f"std_error{suffix}"] = error
        columns[f"lower{suffix}"] = estimated.estimate - quantile * error
        columns[f"upper{suffix}"] = estimated.estimate + quantile * error
        columns[f"p{suffix}"] = 2 * ndtr(-np.abs(estimated.estimate / error))
    return pl.DataFrame(columns).with_columns(cs.float().fill_nan(None))
