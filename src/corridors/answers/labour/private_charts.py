"""Charts of the private sector: who may recruit by period, and prices by payout method."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.labour import private_tables as tables
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference
from corridors.content.words import percent

WHO = {"public": "Public agencies", "employers": "Employers", "private": "Private agencies"}


def recruiters(references: tuple[Reference, ...]) -> Figure:
    """Bars by period and recruiter: the share of coded agreements under which each may recruit."""
    names = list(WHO.values())
    data = tables.recruiters().select("period", *(pl.col(key).alias(name) for key, name in WHO.items())).unpivot(
        names, index="period", variable_name="recruiter", value_name="share"
    )  # fmt: skip
    chart = (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("period:N", sort=None, title="Agreements signed", axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("recruiter:N", sort=names),
            y=alt.Y("share:Q", axis=alt.Axis(format="%", title="Share of coded agreements", tickCount=5)),
            color=alt.Color("recruiter:N", scale=charts.shade(names), sort=names),
        )
        .properties(width=charts.WIDTH, height=charts.HEIGHT)
    )
    private = tables.recruiters()["private"].to_list()
    recent, old = percent(private[-1], 0), percent(private[0], 0)
    title = f"Private agencies may recruit under {recent} of recent agreements, {old} of those before 1990"
    return charts.figure(
        "recruiters", title, "Who may recruit, by labour agreements whose text was coded", chart, data,
        alternative="; ".join(f"{r['period']}, {r['recruiter'].lower()}: {percent(r['share'], 0)}"
                              for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.OBSERVED], references=references,
        note="An agreement may name several, or nobody.",
    )  # fmt: skip


def payouts(to: str, rows: pl.DataFrame, references: tuple[Reference, ...]) -> Figure:
    """Bars of the price of sending from the United Kingdom by payout method."""
    data = rows.select("method", "share", "services")
    chart = (
        alt.Chart(data)
        .mark_bar(color=charts.DARK)
        .encode(
            x=alt.X("share:Q", axis=alt.Axis(format="%", title="% of £200", tickCount=5), scale=alt.Scale(zero=True)),
            y=alt.Y("method:N", sort=None, title=None),
        )
        .properties(width=charts.WIDTH - 120, height=32 * data.height)
    )
    first = data.row(0, named=True)
    return charts.figure(
        "payouts", f"To {to}: {percent(first['share'])} by {first['method']}, the dearest way",
        "Mean price of sending £200 from the United Kingdom by payout method, third quarter of 2025", chart, data,
        alternative="; ".join(f"{r['method']}: {percent(r['share'])}" for r in data.iter_rows(named=True)) + ".",
        quality=[Quality.MODELLED], references=references,
    )  # fmt: skip
