"""Visas lifted for the western Balkans in 2009 and 2010, while their neighbours to the east kept theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import polars as pl

from corridors.concepts.countries import area
from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.inference import contrast
from corridors.evaluation.retrospective.predicted import nothing, predicted
from corridors.evaluation.retrospective.reported_flows import balanced, change, inflows, within
from corridors.evaluation.retrospective.telling import told
from corridors.parameters import parameter

FREED = ("ALB", "BIH", "MKD", "SRB")
"""Montenegro is left out: it began in 2006 and its people were counted with Serbia's before."""
BOUND = ("ARM", "AZE", "BLR", "CHN", "DZA", "GEO", "IND", "IRN", "KAZ", "LBN", "MAR", "MDA", "RUS", "TUR", "UKR")
"""Origins in Europe's reach whose citizens needed a visa throughout; those of the wars and risings of 2011 apart."""
APART = ("EGY", "PAK", "TUN")
"""Left out of the bound after a first look at the data, for those wars and risings; the page says what they change."""
OUTSIDE = ("GBR", "IRL", "BGR", "ROU", "HRV", "MKD", "SRB", "BIH", "MNE", "ALB", "BLR", "KGZ", "RUS", "UKR", "MDA")
"""Reporters outside the area for which the visas were lifted."""
BEFORE, AFTER = (2007, 2008), (2011, 2012)


def check() -> Check:
    """Settled inflows, and detections of crossings without permission, of freed against bound citizens.

    Equation: `y_o = log(F_after / F_before)` over destinations that reported both, `effect = mean_freed y -
    mean_bound y` with placebo errors, and the same within each destination (`reported_flows.within`). Predictions:
    `-log(1 + visa_inflow_response)` after a removal lag of at most a year, against no change of settlement; for
    crossings, travel without visa as the lawful route, `legal_channel_entry_elasticity * -log(1 +
    visa_travel_response)`, against no change.

    Source: Czaika and de Haas (2017), https://doi.org/10.1111/imre.12261
    """
    flows = _inflows()
    wider = (
        tuple(change(flows, "origin", BEFORE, AFTER).items()),
        tuple(_detections().items()),
        tuple(_asylum().items()),
    )
    settled, crossed, asked = ({name: y for name, y in one if name not in APART} for one in wider)
    alike = within(flows.filter(~pl.col("origin").is_in(APART)), "origin", others=BOUND, before=BEFORE, after=AFTER)
    lifted = predicted("", "the visa number", ["visa_inflow_response"], lambda r: -np.log1p(r),
                       "-log(1 + visa_inflow_response)")  # fmt: skip
    same = nothing("no change", "a visa of short stays binds travel only")
    holds = predicted("regulation-holds", "regulation holds", ["visa_rejection_entry_elasticity"], lambda e: e,
                      "visa_rejection_entry_elasticity, zero here, times any change of refusals")  # fmt: skip
    lawful = predicted("", "the lawful route replaces", ["legal_channel_entry_elasticity", "visa_travel_response"],
                       lambda e, t: -e * np.log1p(t),
                       "legal_channel_entry_elasticity times -log(1 + visa_travel_response)")  # fmt: skip
    comparisons = (
        Comparison("Inflow 2007-2012, freed against bound", "log points", contrast(settled, FREED), lifted, same),
        Comparison("Inflow 2007-2012, within each destination", "log points", contrast(alike, FREED), lifted, same),
        Comparison("Detected crossings 2009-2012, freed against bound", "log points", contrast(crossed, FREED), lawful,
                   holds),
        Comparison("Asylum requests 2008-2012, freed against bound", "log points", contrast(asked, FREED), lifted,
                   same),
    )  # fmt: skip
    references = References()
    cited = (
        references.cite(lazy("flows_reported")[1], "eurostat_migr_imm1ctz"),
        references.cite(lazy("irregular")[1], "frontex"),
        references.cite(lazy("asylum_applications")[1]),
    )
    names = sorted({*settled, *crossed, *asked})
    data = pl.DataFrame({
        "origin": names, "visa_lifted": [name in FREED for name in names],
        "log_change_inflow": [settled.get(name) for name in names],
        "log_change_detected_crossings": [crossed.get(name) for name in names],
        "log_change_asylum_requests": [asked.get(name) for name in names],
    })  # fmt: skip
    figure = drawn(
        "balkans", "Without visas, detected crossings fell away and settlement hardly moved", _lines(),
        value="Detected crossings of citizens, a year", event=[2010, 2011], comparisons=comparisons,
        quality=[Quality.OBSERVED], references=cited,
        note="The lines begin in 2009 with the counts of Frontex.",
    )  # fmt: skip
    secret = dict(_crossings().filter(origin="ALB").select("year", "flow").iter_rows())
    lag = parameter("visa_removal_lag")
    figures = {
        "settled": float(np.expm1(comparisons[0].observed.value)),
        "registry": float(np.expm1(comparisons[0].one.central)),
        "fell": -float(np.expm1(comparisons[2].observed.value)),
        "asked": float(np.exp(comparisons[3].observed.value)),
        "secret_2010": secret[2010],
        "secret_2011": secret[2011],
        "wider": ", ".join(
            replace(one, observed=contrast(dict(all_of_them), FREED)).factor
            for one, all_of_them in zip((comparisons[0], *comparisons[2:]), wider, strict=True)
        ),
        "narrower": ", ".join(one.factor for one in (comparisons[0], *comparisons[2:])),
        "lag_low": lag.low,
        "lag_high": lag.high,
    }
    return told("balkans", figures, data=data, comparisons=comparisons, figure=figure, sources=cited)


def _inflows() -> pl.DataFrame:
    frame = inflows("eurostat_migr_imm1ctz", {*FREED, *BOUND, *APART}, (*BEFORE, *AFTER))
    return balanced(frame.filter(~pl.col("destination").is_in(list(OUTSIDE))), (*BEFORE, *AFTER))


def _crossings() -> pl.DataFrame:
    frame, _ = lazy("irregular")
    chosen = frame.filter((pl.col("source") == "Frontex") & pl.col("nationality").is_in([*FREED, *BOUND, *APART]))
    year = pl.col("month").dt.year().cast(pl.Int64)
    yearly = chosen.group_by("nationality", year=year).agg(flow=pl.col("value").sum().cast(pl.Float64))
    return yearly.select("year", "flow", origin="nationality", destination=pl.lit("EUR")).collect()


def _detections() -> dict[str, float]:
    """Change of detections from 2009 to 2011-12, of citizens with at least a few in each year."""
    frame = _crossings().filter((pl.col("flow") > 0) & pl.col("year").is_in([2009, *AFTER]))
    return change(frame, "origin", (2009,), AFTER)


def _asylum() -> dict[str, float]:
    frame, _ = lazy("asylum_applications")
    hosts = _europe()
    chosen = frame.filter(pl.col("origin").is_in([*FREED, *BOUND, *APART]) & pl.col("asylum").is_in(hosts))
    new = chosen.filter((pl.col("app_type") == "N") & (pl.col("dec_level") == "FI"))
    yearly = new.group_by("origin", "year").agg(flow=pl.col("applied").sum().cast(pl.Float64)).collect()
    return change(yearly.with_columns(destination=pl.lit("EUR")), "origin", (2008,), AFTER)


def _europe() -> list[str]:
    frame, _ = lazy("eu_asylum_first_time")
    reported = frame.select("asylum").unique().collect()["asylum"].to_list()
    return [code for code in reported if code not in OUTSIDE]


def _lines() -> pl.DataFrame:
    frame = _crossings().filter(pl.col("year").is_between(2009, 2014))
    groups: dict[str, Collection[str]] = {
        area("ALB").name: ("ALB",), "Bosnia, Macedonia, Serbia": FREED[1:],
        "Eight eastern neighbours (visa kept)": ("ARM", "AZE", "BLR", "GEO", "MDA", "RUS", "TUR", "UKR"),
    }  # fmt: skip
    rows = [
        (name, year, float(frame.filter(pl.col("origin").is_in(list(group)) & (pl.col("year") == year))["flow"].sum()))
        for name, group in groups.items()
        for year in range(2009, 2015)
    ]
    return pl.DataFrame(rows, schema=["series", "year", "value"], orient="row")
