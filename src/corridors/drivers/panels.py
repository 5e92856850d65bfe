"""One tidy panel of corridors and periods: flows by any method beside everything that may have moved them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from corridors.concepts.countries import resolve
from corridors.concepts.nearest import nearest
from corridors.data import Source, lazy, source
from corridors.drivers import features, free_movement
from corridors.drivers.lags import lags
from corridors.errors import DataUnavailable, InvalidInput, UnknownName
from corridors.flows.arrays import METHODS
from corridors.flows.stocks import periods as stock_periods
from corridors.flows.world import table

KEYS = ("origin", "destination", "period", "period_start", "period_end", "years")
BY_COUNTRY = {
    "population": ("demography_totals", "population"),
    "income": ("economy",),
    "conflict": ("conflict",),
    "democracy": ("regimes",),
    "education": ("education",),
}
"""Features of a country in a period and the datasets they rest on."""
OPTIONAL = ("disasters", "visa_demig")
"""Datasets that the package may not carry; without them their variables are absent or missing, and a note says so."""
ONE_SIDE_ONLY = {"young_share": "origin", "old_share": "destination"}
"""Features that enter for one side only."""


@dataclass(frozen=True)
class Panel:
    """Corridors by period with flows and drivers, and an account of what is missing.

    `frame` has a row for each ordered pair of countries and each period, zero flows included. `missing` lists
    variable, side (origin, destination or pair), country and rows without a value; for a pair the country is its
    origin. `notes` say what was left out and why; `sources` are the datasets.
    """

    frame: pl.DataFrame
    flows: str
    periods: tuple[tuple[int, int], ...]
    missing: pl.DataFrame
    notes: tuple[str, ...]
    sources: tuple[Source, ...]

    @property
    def missing_by_variable(self) -> pl.DataFrame:
        """Rows and countries without a value, by variable, with the share of all rows."""
        counted = self.missing.group_by("variable", "side").agg(
            rows=pl.col("rows").sum(), countries=pl.col("country").n_unique()
        )
        return counted.with_columns(share=pl.col("rows") / self.frame.height).sort("rows", descending=True)


def panel(
    flows: str | pl.DataFrame = "pseudo-bayes",
    periods: Sequence[str | tuple[int, int]] | None = None,
    *,
    countries: Iterable[str] | None = None,
) -> Panel:
    """Put together the flows of every corridor and period with the drivers of the table of variables.

    Each driver is measured when the table says (`cr.drivers.variable_rows()`): stocks, populations, incomes, schooling
    and regimes at the start of the period; conflict, disasters and free movement during it.

    Args:
        flows: a method of `corridors.flows`; or a frame of your own with origin, destination, period_start,
            period_end and flow (persons), a pair that is absent in a period counting as zero.
        periods: such as "2000-2005" or (2000, 2005); by default all that the stocks or the frame have.
        countries: codes or names; by default all.
    Raises:
        UnknownName: a method, period or country that is not one of those at hand.
        InvalidInput: a frame without the columns, or with a pair twice.

    Example:
        >>> made = panel(periods=["2010-2015", "2015-2020"], countries=["MEX", "USA", "GTM"])
        >>> made.frame.height, "log_network" in made.frame.columns
        (12, True)
    """
    moves, chosen, notes, used = _moves(flows, periods)
    if countries is not None:
        kept = [resolve(name).code for name in countries]
        known = set(moves["origin"]) | set(moves["destination"])
        for code in kept:
            if code not in known:
                raise UnknownName("country of the flows", code, nearest(code, sorted(known)))
        moves = moves.filter(pl.col("origin").is_in(kept), pl.col("destination").is_in(kept))
    if moves.is_empty():
        raise InvalidInput("The panel has no corridor.", hint="Give at least two countries.")
    frame, more, names = _with_drivers(moves, chosen)
    named = "own frame" if isinstance(flows, pl.DataFrame) else flows
    names = [*used, *(name for name in names if name not in used)]
    return Panel(
        frame, named, tuple(chosen), _missing(frame), (*notes, *more), tuple(source(name) for name in names)
    )  # fmt: skip


def _moves(
    flows: str | pl.DataFrame, periods: Sequence[str | tuple[int, int]] | None
) -> tuple[pl.DataFrame, list[tuple[int, int]], list[str], list[str]]:
    """Flows of every ordered pair and period, zeros included, sorted."""
    if isinstance(flows, pl.DataFrame):
        return _own_moves(flows, periods)
    if flows not in METHODS:
        raise UnknownName("method", str(flows), nearest(str(flows), METHODS), hint=f"Methods: {', '.join(METHODS)}.")
    chosen = _chosen(periods, list(stock_periods()))
    notes: list[str] = []
    made = []
    for period in chosen:
        estimated = table(period, METHODS[METHODS.index(flows)])
        made.append(_squared(estimated.frame, period, estimated.countries))
        left_out = estimated.stocks.left_out if estimated.stocks else ()
        notes += [f"{area.country} is in no corridor: {area.reason}." for area in left_out]
    return pl.concat(made), chosen, list(dict.fromkeys(notes)), ["migrant_stock", "demography_totals"]


def _own_moves(
    flows: pl.DataFrame, periods: Sequence[str | tuple[int, int]] | None
) -> tuple[pl.DataFrame, list[tuple[int, int]], list[str], list[str]]:
    needed = ["origin", "destination", "period_start", "period_end", "flow"]
    if lost := [name for name in needed if name not in flows.columns]:
        raise InvalidInput(f"The flows have no column {lost[0]!r}.", hint=f"They need {', '.join(needed)}.")
    keys = needed[:4]
    if flows.select(pl.struct(keys).is_duplicated().any()).item():
        twice = flows.filter(pl.struct(keys).is_duplicated()).row(0, named=True)
        raise InvalidInput(
            f"The flows have {twice['origin']} to {twice['destination']}, {twice['period_start']} to "
            f"{twice['period_end']}, twice.", hint="Add them up or choose one."
        )  # fmt: skip
    if flows.select(((pl.col("flow") < 0) | pl.col("flow").is_null() | pl.col("flow").is_nan()).any()).item():
        raise InvalidInput("A flow is negative or missing.", hint="It must be 0 or more; leave out what is unknown.")
    known = sorted({(int(a), int(b)) for a, b in flows.select("period_start", "period_end").unique().iter_rows()})
    chosen = _chosen(periods, known)
    countries = tuple(sorted(set(flows["origin"]) | set(flows["destination"])))
    made = [
        _squared(flows.filter(period_start=first, period_end=last), (first, last), countries) for first, last in chosen
    ]
    return pl.concat(made), chosen, [], []


def _chosen(
    periods: Sequence[str | tuple[int, int]] | None, known: list[tuple[int, int]]
) -> list[tuple[int, int]]:  # fmt: skip
    if periods is None:
        return known
    if isinstance(periods, str):
        periods = [periods]
    spelled = {f"{first}-{last}": (first, last) for first, last in known}
    chosen = []
    for period in periods:
        text = period if isinstance(period, str) else "-".join(str(year) for year in period)
        if text not in spelled:
            raise UnknownName("period", text, nearest(text, spelled), hint=f"Periods: {', '.join(spelled)}.")
        chosen.append(spelled[text])
    if not chosen:
        raise InvalidInput("No period is given.", hint=f"Periods: {', '.join(spelled)}.")
    return sorted(set(chosen))


def _squared(frame: pl.DataFrame, period: tuple[int, int], countries: tuple[str, ...]) -> pl.DataFrame:
    """Every ordered pair of two different countries; pairs without a row have a flow of zero."""
    names = pl.DataFrame({"origin": countries})
    every = names.join(names.rename({"origin": "destination"}), how="cross")
    every = every.filter(pl.col("origin") != pl.col("destination"))
    first, last = period
    joined = every.join(frame.select("origin", "destination", "flow"), on=["origin", "destination"], how="left")
    return joined.with_columns(
        pl.col("flow").cast(pl.Float64).fill_null(0.0),
        period=pl.lit(f"{first}-{last}"),
        period_start=pl.lit(first, pl.Int64),
        period_end=pl.lit(last, pl.Int64),
        years=pl.lit(float(last - first)),
    )


def _with_drivers(
    moves: pl.DataFrame, periods: list[tuple[int, int]]
) -> tuple[pl.DataFrame, list[str], list[str]]:  # fmt: skip
    countries = sorted(set(moves["origin"]) | set(moves["destination"]))
    at_hand = [name for name in OPTIONAL if _at_hand(name)]
    notes = [_absence(name) for name in OPTIONAL if name not in at_hand]
    frame = moves
    by_country = {name: getattr(features, name)(periods) for name in BY_COUNTRY}
    if "disasters" in at_hand:
        by_country["disasters"] = features.disasters(periods)
    for found in by_country.values():
        for side in ("origin", "destination"):
            frame = frame.join(_for_side(found, side), on=[side, "period_start"], how="left")
    frame = frame.join(features.ties(countries), on=["origin", "destination"], how="left")
    pair_period = ["origin", "destination", "period_start"]
    for counted in (features.network(periods), features.refugee_network(periods), free_movement.shares(periods)):
        names = [name for name in counted.columns if name not in pair_period]
        frame = frame.join(counted, on=pair_period, how="left").with_columns(pl.col(names).fill_null(0.0))
    visas = features.visas(periods, ["visa", *(name for name in at_hand if name == "visa_demig")])
    frame = frame.join(visas, on=pair_period, how="left")
    used = [name for group in BY_COUNTRY.values() for name in group]
    used += ["geography", "gravity", "migrant_stock", "refugees", "free_movement_to_verify", "visa", *at_hand]
    return _derived(frame), notes, list(dict.fromkeys(used))


def _for_side(found: pl.DataFrame, side: str) -> pl.DataFrame:
    values = [name for name in found.columns if name not in ("country", "period_start")]
    kept = [name for name in values if ONE_SIDE_ONLY.get(name, side) == side]
    return found.select(pl.col("country").alias(side), "period_start", *(pl.col(n).alias(f"{n}_{side}") for n in kept))


def _derived(frame: pl.DataFrame) -> pl.DataFrame:
    """Logs, gaps, keys of effects and the flow of the period before; columns in the order of the table."""
    start, end = pl.col("period_start").cast(pl.String), pl.col("period_end")
    per_year = pl.col("flow") / pl.col("years")
    before = frame.select(
        "origin", "destination", period_start="period_end", flow_previous=per_year
    )  # fmt: skip
    made = frame.join(before, on=["origin", "destination", "period_start"], how="left").with_columns(
        flow_per_year=per_year,
        log_network=pl.col("network").log1p(),
        log_refugee_network=pl.col("refugee_network").log1p(),
        log_income_gap=pl.col("log_income_destination") - pl.col("log_income_origin"),
        pair=pl.col("origin") + " " + pl.col("destination"),
        origin_period=pl.col("origin") + " " + start,
        destination_period=pl.col("destination") + " " + start,
        period_end=end,
    )
    order = [*KEYS, "flow", *(name for name in lags() if name in made.columns and name != "years")]
    return made.select(order).sort("origin", "destination", "period_start")


def _missing(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows without a value by variable and country; the previous flow, absent in the first period, is no driver."""
    listed = []
    for name in frame.columns:
        if name == "flow_previous" or not frame[name].null_count():
            continue
        side = "origin" if name.endswith("_origin") else "destination" if name.endswith("_destination") else "pair"
        key = "destination" if side == "destination" else "origin"
        lost = frame.filter(pl.col(name).is_null()).group_by(country=pl.col(key))
        listed.append(
            lost.agg(rows=pl.len(), periods=pl.col("period").unique().sort().str.join(", ")).select(
                pl.lit(name).alias("variable"), pl.lit(side).alias("side"), "country", "rows", "periods"
            )
        )
    schema = {"variable": pl.String, "side": pl.String, "country": pl.String, "rows": pl.UInt32, "periods": pl.String}
    return (pl.concat(listed) if listed else pl.DataFrame(schema=schema)).sort("variable", "country")


def _at_hand(name: str) -> bool:
    try:
        lazy(name)
    except DataUnavailable:
        return False
    return True


def _absence(name: str) -> str:
    lost = {
        "disasters": "the panel has no variables of disasters",
        "visa_demig": "visa_required is missing before the first record of the dataset visa (November 2019)",
    }
    return f"The dataset {name} has not been added, so that {lost[name]}."
