"""Meta, Data for Good: migration flows inferred from the use of Facebook."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps
from corridors.errors import DataUnavailable, InvalidInput

SUMS_OF_KEPT_PAIRS = tuple(
    Published({"year": year}, millions * 1e6, within=0.06e6)
    for year, millions in {2019: 30.8, 2020: 22.2, 2021: 25.1, 2022: 38.5}.items()
)
"""Sums over the pairs of at least 50 persons; the paper gives 39.1 million for 2022 without that threshold."""

PAIRS = (
    Published({"year": 2022, "origin": "UKR", "destination": "POL"}, 649e3, 500),
    Published({"year": 2022, "origin": "MEX", "destination": "USA"}, 985e3, 500),
    Published({"year": 2019, "origin": "VEN", "destination": "COL"}, 856e3, 500),
)
"""Large flows as the notes on the copy state them (Chi et al., PNAS 122, 2025)."""

COST_OF_THRESHOLD = 1_501
"""The largest gap between the net of the kept pairs and the printed net of a country: small pairs nearly cancel."""


def check_flows_meta(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Yearly sums and large pairs are as stated, and no pair falls below the threshold of its row."""
    sums_agree("flows_meta", frame, "flow", (*SUMS_OF_KEPT_PAIRS, *PAIRS))
    below = frame.filter(pl.col("flow") < pl.col("min_flow_kept"))
    none_left("flows_meta", "a flow is below the smallest one that is kept", below)


def check_flows_meta_net(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Nets cancel over the world in each year, and agree with those of the kept pairs where the pairs are held."""
    sums_agree("flows_meta_net", frame, "net", [Published({"year": year}, 0) for year in frame["year"].unique()])
    try:
        pairs = other("flows_meta")
    except DataUnavailable:
        return  # both tables are added by hand, and this one may come first
    sides = [("destination", pl.col("flow")), ("origin", -pl.col("flow"))]
    moves = pl.concat(pairs.select("year", country=pl.col(side), kept=signed) for side, signed in sides)
    nets = frame.join(moves.group_by("year", "country").agg(pl.col("kept").sum()), on=["year", "country"])
    if nets.height != frame.height:
        raise InvalidInput(f"flows_meta_net: {frame.height - nets.height} countries have a net but no pair.")
    gaps = nets.filter((pl.col("net") - pl.col("kept")).abs() > COST_OF_THRESHOLD)
    none_left("flows_meta_net", "the net is far from that of the pairs", gaps)


DATASETS = {
    "flows_meta": Steps(check=check_flows_meta),
    "flows_meta_net": Steps(check=check_flows_meta_net),
}
