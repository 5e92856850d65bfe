"""Estimated volumes: charts and tables of the World Bank's matrices of money sent between two countries."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.development.matrices import MATRICES, Volume
from corridors.answers.development.transfer import Transfer
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Figure, Reference, Table
from corridors.content.common import panel_title


def volume_figure(sent: dict[Transfer, list[Volume]], references: tuple[Reference, ...]) -> Figure:
    """The estimates of all matrices, a panel for each direction that has one."""
    data = pl.DataFrame(
        [(f"From {way.label}", str(v.year), v.usd, v.text) for way, each in sent.items() for v in each],
        schema={"direction": pl.String, "matrix": pl.String, "usd": pl.Float64, "shown": pl.String},
        orient="row",
    )
    base = alt.Chart(data).encode(
        x=alt.X("matrix:O", title="Matrix of", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("usd:Q", axis=charts.quantity_axis("US$ a year"), scale=alt.Scale(zero=True)),
    )
    names = (
        base.transform_calculate(height="isValid(datum.usd) ? datum.usd : 0")
        .mark_text(dy=-7, fontSize=11, color="#333")
        .encode(y=alt.Y("height:Q"), text=alt.Text("shown:N"))
    )
    both = base.mark_bar(color=charts.DARK, size=34) + names
    known = [way for way, each in sent.items() if any(v.usd is not None for v in each)]
    width = charts.WIDTH if len(known) == 1 else charts.PANEL
    panels = [
        both.transform_filter(alt.datum.direction == f"From {way.label}").properties(
            width=width, height=charts.HEIGHT - 40,
            title=panel_title(f"From {way.label}"),
        )
        for way in known
    ]  # fmt: skip
    title = _title(sent)
    return charts.figure(
        "remittances", title,
        "Money sent by migrants, estimated by the World Bank from migrant stocks and incomes, in current US dollars",
        alt.hconcat(*panels, spacing=40), data, alternative=title, quality=[Quality.MODELLED], references=references,
        note="Not a series: each matrix has its own method. Each panel has its own scale.",
    )  # fmt: skip


def _title(sent: dict[Transfer, list[Volume]]) -> str:
    parts = []
    for way, each in sent.items():
        last = next((v for v in reversed(each) if v.usd is not None), None)
        if last is not None:
            parts.append(f"{last.text} {way.from_to} in {last.year}")
    return f"By estimate, migrants sent {' and '.join(parts)}"


def volume_table(sent: dict[Transfer, list[Volume]], references: tuple[Reference, ...]) -> Table:
    """The estimates of all matrices in both directions, or why there is none."""
    rows = [(str(year), *(each[place].text for each in sent.values())) for place, year in enumerate(MATRICES)]
    return Table(
        "Estimated remittances by matrix",
        ("Year", *(f"From {way.label}" for way in sent)), tuple(rows), Quality.MODELLED, references,
        note='Current US dollars a year. "No estimate": the matrix lacks one of the two countries, or all its '
        "corridors were too small to print.",
    )  # fmt: skip
