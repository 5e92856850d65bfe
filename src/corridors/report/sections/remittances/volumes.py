"""Estimated volumes: the World Bank's matrices of money sent between two countries."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import polars as pl

from corridors.concepts.quality import Quality
from corridors.data import load
from corridors.report import charts
from corridors.report.content import Figure, Reference, Table
from corridors.report.sections.common import panel_title
from corridors.report.sections.remittances.transfer import Transfer
from corridors.report.words import dollars

MATRICES = {2010: "wb_brm_2010", 2012: "wb_brm_2012", 2017: "knomad_brm_2017_apr2018", 2021: "knomad_brm_2021_dec2022"}
"""The World Bank's bilateral matrices by year: each made with the migrant stocks and the method of its time."""
YEAR = 2021
WHOLE_MILLIONS = (2012, 2021)
"""Matrices printed in whole millions, where corridors under half a million US dollars are lost."""
SET_TO_ZERO = ({"IND", "PAK"}, {"LBN", "ISR"}, {"AZE", "ARM"})
"""Pairs that the publisher of the matrix of 2021 set to zero, both ways."""
METHOD = (
    "Money sent between two countries is not measured. The World Bank spreads what each country reports to receive "
    "over the countries where its emigrants live, by their number and by incomes. Money sent informally is not in it. "
    "The matrices of 2010, 2012, 2017 and 2021 rest on different migrant stocks and methods, so a difference between "
    "two of them need not be a change."
)


class Volume(NamedTuple):
    """The estimate of one matrix: US dollars, or None with the reason in words."""

    year: int
    usd: float | None
    why: str = ""

    @property
    def text(self) -> str:
        """How a table shows it."""
        return self.why if self.usd is None else dollars(self.usd)


def volumes(way: Transfer) -> list[Volume]:
    """The estimate of each matrix for one direction, or why there is none."""
    frame, _ = load("remittances_bilateral", country=[way.sender.code, way.receiver.code])
    return [volume_of(way, year, frame.filter(year=year)) for year in MATRICES]


def volume_of(way: Transfer, year: int, matrix: pl.DataFrame) -> Volume:
    """The cell of one matrix; without one, tell a small corridor from a country that the matrix does not have.

    `matrix` holds the rows of the year that touch sender or receiver.
    """
    cell = matrix.filter(sender=way.sender.code, receiver=way.receiver.code)
    if not cell.is_empty():
        return Volume(year, float(cell["usd"][0]))
    if not matrix["receiver"].eq(way.receiver.code).any() or not matrix["sender"].eq(way.sender.code).any():
        return Volume(year, None, "no estimate")
    if year == YEAR and {way.sender.code, way.receiver.code} in SET_TO_ZERO:
        return Volume(year, None, "set to zero")
    return Volume(year, None, "under $0.5 million" if year in WHOLE_MILLIONS else "nothing listed")


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
