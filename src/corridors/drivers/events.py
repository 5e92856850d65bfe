"""Event studies of free movement: what happened to corridors after their countries opened to one another."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.nearest import nearest
from corridors.drivers import free_movement
from corridors.drivers.fitting import CONFIDENCE
from corridors.drivers.panels import Panel
from corridors.drivers.ppml import Absorbed, Estimated, poisson
from corridors.drivers.specify import parse
from corridors.errors import InvalidInput, UnknownName

Floats = NDArray[np.float64]
Region = Literal["european-union", "schengen", "ecowas", "mercosur", "gcc", "eaeu"]
TITLES = {"european-union": "European Union (with the European Economic Area and Switzerland)",
          "schengen": "Schengen area", "ecowas": "ECOWAS", "mercosur": "MERCOSUR and associates",
          "gcc": "Gulf Cooperation Council", "eaeu": "Eurasian Economic Union"}  # fmt: skip
REFERENCE = -1
"""Event time that effects are measured against: the last period before the one in which the right began."""
FEW = 10
"""Countries below which a verdict says how few stand behind it: errors clustered over so few are too small."""
SIGNIFICANT = 0.05
"""Level of the test of trends before and of the verdict."""
CONTROL = "other_free_movement"
SMALLEST = 10.0
"""People a period, on average, below which a corridor is left out: most corridors of the world, with less than a
hundredth of its movers, whom Poisson's weights all but ignore, at several times the work."""
TOLERANCE = 1e-8
"""Relative change of the deviance at which the fit stops: far below the errors of effects."""


@dataclass(frozen=True)
class EventStudy:
    """The dynamic effect of one area's free movement on the corridors that it opened.

    `effects` has a row for each event time, in periods from the one in which the right began: estimate (log of the
    flow against what it would have been), std_error, lower and upper (95%, the wider of the two clusterings), percent
    with its bounds, corridors and cohorts behind it. `after` is the mean over the whole periods after entry, in the
    same columns. `trend_before` is the joint test that all effects before the reference are zero: statistic, degrees
    of freedom and p (None where there is no period to test). `verdict` says it in one sentence.
    """

    region: str
    title: str
    effects: pl.DataFrame
    after: dict[str, float] | None
    trend_before: dict[str, float] | None
    verdict: str
    countries: tuple[str, ...]
    corridors: int
    rows: int
    notes: tuple[str, ...]


def event_study(region: Region, data: Panel | pl.DataFrame, *, smallest: float = SMALLEST) -> EventStudy:
    """Estimate how flows moved around the year in which two countries opened to one another.

    Poisson pseudo-maximum likelihood with a separate effect for each cohort (the corridors that opened in one period)
    in each period, beside origin-period, destination-period and pair effects and the share of years under other
    agreements: `E[flow] = exp(sum_c,p beta_cp 1[cohort c, period p] + g z + o_ot + d_dt + w_od)`. The effects of one
    event time are then averaged over cohorts by their flow in the reference period. No corridor that opened earlier
    serves as comparison for a later one, so that effects which differ between cohorts or grow with time do not bias
    the average, as they do with two-way fixed effects. Origin-period effects take up that people leave a country
    more in general: what is left is how far they go more to the members than elsewhere, diversion included.

    Args:
        region: one of "european-union", "schengen", "ecowas", "mercosur", "gcc", "eaeu";
        data: from `panel`; or a frame with origin, destination, period_start, period_end and flow;
            smallest: mean flow a period below which a corridor is left out.
    Raises:
        UnknownName: another region; InvalidInput: a frame without the columns, or a fit that cannot be made.
    Source: Sun and Abraham (2021), https://doi.org/10.1016/j.jeconom.2020.09.006 ; Wooldridge (2023), for the
        exponential mean, https://doi.org/10.1093/ectj/utad016
    """
    if region not in get_args(Region):
        raise UnknownName("region", str(region), nearest(str(region), get_args(Region)),
                          hint=f"Regions: {', '.join(get_args(Region))}.")  # fmt: skip
    frame = _frame(data).filter(pl.col("flow").mean().over("pair") >= smallest)
    spans = sorted(frame.select("period_start", "period_end").unique().iter_rows())
    marked, countries, notes = _marked(frame, region, spans)
    treated = marked.filter(pl.col("cohort").is_not_null())
    if treated.is_empty():
        reason = f"no corridor opened after {spans[0][1]}, the end of the first period"
        return _unjudged(region, reason, countries, notes)
    try:
        estimated, cells, more = _judged(_without_empty(marked), spans)
    except Absorbed:
        reason = "too few corridors that stayed as they were are in the data to compare with"
        return _unjudged(region, reason, countries, notes)
    notes += more
    effects, stacked = _by_event_time(estimated, cells)
    trend = _trend_before(effects, stacked)
    after = _mean_after(effects, stacked)
    study = EventStudy(
        region, TITLES[region], _with_percent(effects), after, trend, "", countries,
        treated["pair"].n_unique(), int(estimated.kept.sum()), tuple(notes),
    )  # fmt: skip
    return replace(study, verdict=_verdict(study))


def _frame(data: Panel | pl.DataFrame) -> pl.DataFrame:
    frame = data.frame if isinstance(data, Panel) else data
    needed = ["origin", "destination", "period_start", "period_end", "flow"]
    if lost := [name for name in needed if name not in frame.columns]:
        raise InvalidInput(f"The data have no column {lost[0]!r}.", hint=f"They need {', '.join(needed)}.")
    start = pl.col("period_start").cast(pl.String)
    return frame.select(needed).with_columns(
        pair=pl.col("origin") + " " + pl.col("destination"),
        origin_period=pl.col("origin") + " " + start,
        destination_period=pl.col("destination") + " " + start,
    )


def _marked(
    frame: pl.DataFrame, region: str, spans: list[tuple[int, int]]
) -> tuple[pl.DataFrame, tuple[str, ...], list[str]]:
    """Rows with their cohort; corridors open before the second period and rows after an exit are left out."""
    areas = free_movement.AREAS[region]
    entries = (
        free_movement.pairs(areas).group_by("origin", "destination").agg(pl.col("entry").min(), pl.col("exit").max())
    )
    position = {first: index for index, (first, _) in enumerate(spans)}
    opened = [
        next(
            (index for index, (first, last) in enumerate(spans) if year < last and (year >= first or index == 0)), None
        )
        for year in entries["entry"]
    ]
    entries = entries.with_columns(cohort=pl.Series(opened, dtype=pl.Int64))
    countries = tuple(
        sorted(set(entries["origin"]) & set(frame["origin"]) | set(entries["destination"]) & set(frame["destination"]))
    )
    joined = frame.join(entries, on=["origin", "destination"], how="left").with_columns(
        index=pl.col("period_start").replace_strict(position, return_dtype=pl.Int64)
    )
    early = joined.filter(pl.col("cohort") == 0)
    left = joined.filter(pl.col("exit").is_not_null() & (pl.col("period_end") > pl.col("exit")))
    notes = []
    if early.height:
        notes.append(f"{early['pair'].n_unique()} corridors were open in the first period already and are left out.")
    if left.height:
        notes.append(f"{left.height} rows after a country left the area are left out.")
    kept = joined.filter(
        pl.col("cohort").is_null() | (pl.col("cohort") > 0),
        pl.col("exit").is_null() | (pl.col("period_end") <= pl.col("exit")),
    )
    others = tuple(
        area for area in free_movement.pairs()["area"].unique().sort().to_list() if area not in areas
    )  # fmt: skip
    control = free_movement.shares(spans, others).select(
        "origin", "destination", "period_start", pl.col("free_movement").alias(CONTROL)
    )
    kept = kept.join(control, on=["origin", "destination", "period_start"], how="left")
    return kept.with_columns(pl.col(CONTROL).fill_null(0.0)), countries, notes


def _without_empty(marked: pl.DataFrame) -> pl.DataFrame:
    """Rows whose corridor, origin and period, and destination and period all have a flow above zero.

    The others are predicted as zero whatever the effect, and one drop can empty another group, so that it repeats.
    """
    height = -1
    while marked.height != height:
        height = marked.height
        for group in ("pair", "origin_period", "destination_period"):
            marked = marked.filter(pl.col("flow").sum().over(group) > 0)
    return marked


def _judged(marked: pl.DataFrame, spans: list[tuple[int, int]]) -> tuple[Estimated, pl.DataFrame, list[str]]:
    """The fit, without cohorts that cannot be told apart from the effects of their countries' periods."""
    notes: list[str] = []
    while True:
        try:
            estimated, cells = _estimated(marked, spans)
        except Absorbed as absorbed:
            lost = sorted({int(name.split("_")[1]) for name in absorbed.names if name.startswith("cell_")})
            left = marked["cohort"].drop_nulls().n_unique() - len(lost)
            if not lost or left < 1:
                raise
            marked = marked.filter(pl.col("cohort").is_null() | ~pl.col("cohort").is_in(lost))
            years = ", ".join(str(spans[cohort][0]) for cohort in lost)
            notes.append(f"Corridors that opened in the periods from {years} are left out: too few others remain.")
        else:
            return estimated, cells, notes


def _estimated(marked: pl.DataFrame, spans: list[tuple[int, int]]) -> tuple[Estimated, pl.DataFrame]:
    """Fit with one dummy for each cohort and period but the reference; cells without a row have no dummy."""
    reference = marked.filter(pl.col("index") - pl.col("cohort") == REFERENCE)
    weights = reference.group_by("cohort").agg(weight=pl.col("flow").sum(), corridors=pl.col("pair").n_unique())
    weights = weights.filter(pl.col("weight") > 0)
    marked = marked.filter(pl.col("cohort").is_null() | pl.col("cohort").is_in(weights["cohort"].to_list()))
    cells = (
        marked.filter(pl.col("cohort").is_not_null())
        .group_by("cohort", "index").agg(flow=pl.col("flow").sum())
        .with_columns(event=pl.col("index") - pl.col("cohort"))
        .filter(pl.col("event") != REFERENCE, pl.col("flow") > 0)
        .with_columns(name=pl.format("cell_{}_{}", "cohort", "index"))
        .join(weights, on="cohort").sort("cohort", "index")
    )  # fmt: skip
    dummies = [
        ((pl.col("cohort") == cohort) & (pl.col("index") == index)).fill_null(value=False).cast(pl.Float64).alias(name)
        for cohort, index, name in cells.select("cohort", "index", "name").iter_rows()
    ]
    data = marked.with_columns(dummies)
    bound = data.select(pl.col(CONTROL).n_unique().over("pair").max()).item() or 1
    control = f" + {CONTROL}" if bound > 1 else ""
    text = f"flow ~ {' + '.join(cells['name'])}{control} | origin_period + destination_period + pair"
    return poisson(parse(text, data.columns), data, tolerance=TOLERANCE), cells


def _by_event_time(estimated: Estimated, cells: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Floats, list[Floats]]]:
    """Average the cells over cohorts, weighted by flow before; estimates with both covariances."""
    place = {name: index for index, name in enumerate(estimated.names)}
    events = sorted(cells["event"].unique().to_list())
    mixing = np.zeros((len(events), len(estimated.names)))
    rows = []
    for row, event in enumerate(events):
        part = cells.filter(event=event)
        share = part["weight"].to_numpy() / float(part["weight"].sum())
        mixing[row, [place[name] for name in part["name"]]] = share
        rows.append({"event": event, "corridors": int(part["corridors"].sum()), "cohorts": part.height})
    estimate = mixing @ estimated.estimate
    covariances = [mixing @ c @ mixing.T for c in (estimated.covariance, estimated.covariance_two_way)]
    frame = pl.DataFrame(rows).with_columns(estimate=pl.Series(estimate), std_error=pl.Series(_error(covariances)))
    return frame, (estimate, covariances)


def _error(covariances: list[Floats]) -> Floats:
    """The wider of the two clustered errors of each row; a two-way variance below zero does not count."""
    return np.sqrt(np.max([np.maximum(np.diag(c), 0.0) for c in covariances], axis=0))


def _trend_before(effects: pl.DataFrame, stacked: tuple[Floats, list[Floats]]) -> dict[str, float] | None:
    """Wald test, clustered by pair, that the effects before the reference are all zero."""
    from scipy.special import chdtrc

    before = (effects["event"] < REFERENCE).to_numpy()
    if not before.any():
        return None
    estimate, covariance = stacked[0][before], stacked[1][0][np.ix_(before, before)]
    statistic = float(estimate @ np.linalg.pinv(covariance) @ estimate)
    freedom = int(before.sum())
    return {"statistic": statistic, "degrees": float(freedom), "p": float(chdtrc(freedom, statistic))}


def _mean_after(effects: pl.DataFrame, stacked: tuple[Floats, list[Floats]]) -> dict[str, float] | None:
    """Mean effect of the whole periods after the one of entry, or of that one where the data end with it."""
    events = effects["event"].to_numpy()
    chosen = events >= 1 if (events >= 1).any() else events >= 0
    if not chosen.any():
        return None
    mixing = np.where(chosen, effects["corridors"].to_numpy(), 0).astype(np.float64)
    mixing /= mixing.sum()
    estimate = float(mixing @ stacked[0])
    error = float(np.sqrt(max(max(float(mixing @ c @ mixing), 0.0) for c in stacked[1])))
    row = _with_percent(pl.DataFrame({"estimate": [estimate], "std_error": [error]}))
    return row.row(0, named=True)


def _with_percent(frame: pl.DataFrame) -> pl.DataFrame:
    from scipy.special import ndtri

    quantile = float(ndtri(0.5 + CONFIDENCE / 2))
    bounds = frame.with_columns(
        lower=pl.col("estimate") - quantile * pl.col("std_error"),
        upper=pl.col("estimate") + quantile * pl.col("std_error"),
    )
    percent = {"percent": "estimate", "percent_lower": "lower", "percent_upper": "upper"}
    return bounds.with_columns(**{name: (pl.col(of).exp() - 1) * 100 for name, of in percent.items()})


def _unjudged(region: str, reason: str, countries: tuple[str, ...], notes: list[str]) -> EventStudy:
    empty = pl.DataFrame(
        schema={"event": pl.Int64, "corridors": pl.Int64, "cohorts": pl.Int64, "estimate": pl.Float64,
                "std_error": pl.Float64}
    )  # fmt: skip
    verdict = f"{TITLES[region]}: cannot be judged, since {reason}."
    return EventStudy(region, TITLES[region], _with_percent(empty), None, None, verdict, countries, 0, 0, tuple(notes))


def _verdict(study: EventStudy) -> str:
    """One sentence: whether trends differed before, and what the flows did after, with the interval."""
    after, trend = study.after, study.trend_before
    if after is None:
        return f"{study.title}: cannot be judged, since no flow is recorded after the corridors opened."
    spread = f"{after['percent']:+.0f}% ({after['percent_lower']:+.0f} to {after['percent_upper']:+.0f}%)"
    if trend is None:
        return f"{study.title}: {spread} after opening, but no earlier trend can be tested."
    if trend["p"] < SIGNIFICANT:
        return (
            f"{study.title}: no effect can be claimed, since the corridors moved apart from others before they opened "
            f"already (p = {trend['p']:.2g}); after it they stood at {spread}."
        )
    if after["lower"] <= 0 <= after["upper"]:
        return f"{study.title}: no effect that differs from zero: {spread} after opening."
    grew = "grew more" if after["estimate"] > 0 else "grew less"
    few = f"; only {len(study.countries)} countries are behind it" if len(study.countries) < FEW else ""
    before = f"no trend before (p = {trend['p']:.2g})"
    return f"{study.title}: corridors that opened {grew} than others, {spread}, and {before}{few}."
