"""The World Bank's matrices of money sent between two countries: each an estimate, none a measurement."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from corridors.answers.development.transfer import Transfer
from corridors.content.words import dollars
from corridors.data import load

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
