"""A recession at one end of migration: its scenarios, and the response of flows, money and income period by period."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif, whatif_world
from corridors.answers.statistics.stock_tables import bilateral
from corridors.answers.whatif import Shown
from corridors.content.scalars import scalar
from corridors.scenarios.places import model_countries, resolve_places
from corridors.scenarios.scenario import LeverUse, Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.scenarios.study import Study

VIEWS = ("development-reduces", "development-enables", "remittances-finance", "remittances-replace")
POOR, RICH = ("Low income", "Lower middle income"), ("High income",)
"""The two sides where the world is asked about."""
MOST = 10
"""Corridors that are followed one by one: the largest between the two sides."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The two sides of the corridors followed: places as a scenario names them, and the corridors, largest first."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    corridors: tuple[tuple[str, str], ...]


@cache
def shocks() -> tuple[dict[str, str], ...]:
    """The rows of the table of shocks: shock, label, side, lever, value, dates, how it is known, source."""
    text = (files("corridors.answers.drivers") / "shocks.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def ends(asked: Asked) -> Ends | None:
    """The two sides that a question is about and their largest corridors by people; None where nobody is counted."""
    held = bilateral()
    stock = held.frame.filter(year=held.years[-1]).filter(
        pl.col("origin").is_in(model_countries()), pl.col("destination").is_in(model_countries())
    )
    home = asked.origin or asked.country
    if asked.scope == "world":
        poor, rich = resolve_places(POOR), resolve_places(RICH)
        stock = stock.filter(pl.col("origin").is_in(poor), pl.col("destination").is_in(rich))
    if home is not None:
        stock = stock.filter(origin=home.code)
    if asked.destination is not None:
        stock = stock.filter(destination=asked.destination.code)
    largest = stock.sort("stock", "origin", "destination", descending=[True, False, False])
    every = (pair for pair in largest.select("origin", "destination").iter_rows() if pair in whatif_world.corridors())
    pairs = tuple(islice(every, MOST))
    if not pairs:
        return None
    if asked.scope == "world":
        return Ends(POOR, RICH, pairs)
    starts, stops = (tuple(dict.fromkeys(pair[end] for pair in pairs)) for end in (0, 1))
    return Ends(starts, stops, pairs)


def scenario(shock: dict[str, str], held: Ends) -> Scenario:
    """A shock on one of the two sides; the accounts show those who stay in the origins."""
    places = held.destinations if shock["side"] == "destination" else held.origins
    inside = set(resolve_places(held.origins))
    use = LeverUse(
        shock["lever"], float(shock["value"]), origins=places, start=int(shock["from"]), end=int(shock["to"]),
        source=shock["source"],
    )  # fmt: skip
    return Scenario(
        f"recession-{shock['shock']}", shock["label"], "What does it do to migration, and to those at home?",
        origins=held.origins, destinations=tuple(code for code in model_countries() if code not in inside),
        levers=(use,),
    )  # fmt: skip


def run(shock: dict[str, str], held: Ends) -> Study:
    """The shock under the views on development and on remittances, and under none."""
    return whatif.rivals(scenario(shock, held), views=VIEWS, corridors=held.corridors)


def followed(held: Ends) -> tuple[Shown, ...]:
    """The outcomes that are followed: flows and money along the corridors, income and pay of those who stay."""
    return (
        Shown("arrivals", "arrivals", pairs=held.corridors, label="Arrivals in the largest corridors"),
        Shown("returns", "returns", pairs=held.corridors, label="Returns from them"),
        Shown("received", "money sent home", pairs=held.corridors, plural=False, label="Money sent home along them"),
        Shown("stayers_income", "income per head at home", plural=False,
              label="Income per head at home, with money from abroad"),
        Shown("stayers_wage_low", "pay of the low-educated at home", plural=False,
              label="Pay of the low-educated at home"),
    )  # fmt: skip


def responses(study: Study, shock: dict[str, str], held: Ends) -> pl.DataFrame:
    """The response of every outcome in every period and under each view, in per cent of the baseline.

    Returns: the columns of `whatif.effects`, with `shock`, `cause`, `period`, and `low` and `high` in per cent.
    """
    frame = pl.concat([whatif.through_years(study, shown) for shown in followed(held)], how="vertical_relaxed")
    scale = pl.when(pl.col("unit") == "%").then(1.0).when(pl.col("baseline") != 0).then(100 / pl.col("baseline"))
    return frame.with_columns(
        shock=pl.lit(shock["shock"]), cause=pl.lit(shock["label"]),
        period=pl.format("{}-{}", pl.col("year") - PERIOD, pl.col("year")),
        low=pl.col("low").cast(pl.Float64) * scale, high=pl.col("high").cast(pl.Float64) * scale,
    )  # fmt: skip


PERIOD = 5
"""Years of a period of the model."""


def peak(frame: pl.DataFrame, outcome: str) -> int:
    """The year at the end of the period in which an outcome moves most, over all views."""
    rows = frame.filter(outcome=outcome).drop_nulls("percent")
    if rows.is_empty():
        return int(scalar(frame["year"].min()))
    return int(rows.sort(pl.col("percent").abs(), descending=True)["year"][0])


def wide(frame: pl.DataFrame, view: str) -> pl.DataFrame:
    """One row for each shock and outcome, a column for each period, under one view."""
    rows = frame.filter(view=view)
    made = rows.pivot(on="period", index=["cause", "what"], values="percent", maintain_order=True)
    return made.with_columns(quality=pl.lit(whatif.QUALITY.value))
