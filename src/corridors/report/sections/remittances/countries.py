"""Remittances of one country: what it received and paid, from and to where, and at what price."""

from __future__ import annotations

import polars as pl

from corridors.answers.development import price_charts, prices
from corridors.answers.development.matrices import MATRICES, METHOD, YEAR
from corridors.answers.development.national import chosen, latest_amount, totals
from corridors.answers.development.prices import SENT, Price
from corridors.concepts.countries import Area, resolve
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Missing, Note, References, Section, Table
from corridors.content.subject import name, the
from corridors.content.words import number, percent
from corridors.data import load
from corridors.report.sections.remittances.national import national_figure, national_table

MOST_ROWS = 10
HEADINGS = {
    "sender": f"Money received, by country where the senders live, {YEAR}",
    "receiver": f"Money sent, by country that receives it, {YEAR}",
}


def country(area: Area, cited: References) -> Section:
    """What a country received and paid over time, from and to where, and the price of sending to it and from it."""
    national = totals(area)
    lines = {flow: line for flow in ("received", "paid") if (line := chosen(national, flow)) is not None}
    blocks: list[Block] = []
    if lines:
        blocks.append(national_figure(area, lines, cited))
    price_frame = prices.yearly(area)
    if not price_frame.is_empty():
        source = load("remittance_prices", country=area.code).source
        parts = [prices.YEARLY_PART, *(() if prices.medians(area).is_empty() else (prices.LATEST,))]
        blocks.append(price_charts.country_figure(area, price_frame, [cited.cite(source, part) for part in parts]))
    blocks += national_table((area,), cited)
    quotes = prices.latest_to_or_from(area)
    matrix, source = load("remittances_bilateral", country=area.code, year=YEAR)
    reference = cited.cite(source, MATRICES[YEAR])
    for mine, other in (("receiver", "sender"), ("sender", "receiver")):
        rows = matrix.filter(pl.col(mine) == area.code).sort("usd", descending=True)
        blocks.append(_partners(area, rows, other, quotes, cited))
    blocks.append(Note(METHOD, (reference,)))
    if price_frame.is_empty():
        blocks.append(
            Missing(f"The mean price of sending to or from {the(area)}", "The World Bank prints none for it.")
        )
    return Section("remittances", "Remittances", finding(area, national, matrix), tuple(blocks))


def finding(area: Area, national: pl.DataFrame, matrix: pl.DataFrame) -> str:
    """What the country last received and paid, the larger first, and the main partner of the larger by estimate."""
    found = {}
    for flow in ("received", "paid"):
        rows = national.filter(pl.col(flow).is_not_null()).sort("year", "order", descending=[False, True])
        if not rows.is_empty():
            found[flow] = (float(rows[flow][-1]), latest_amount(rows, flow))
    if not found:
        return f"No figure is known of what {the(area)} receives or pays in remittances."
    order = sorted(found, key=lambda flow: found[flow][0], reverse=True)
    first, *others = [f"{flow} {found[flow][1]}" for flow in order]
    text = f"In remittances, {the(area)} {' and '.join([first, *others])}."
    mine, other = ("receiver", "sender") if order[0] == "received" else ("sender", "receiver")
    rows = matrix.filter(pl.col(mine) == area.code).sort("usd", descending=True)
    if rows.is_empty():
        return text
    share = percent(float(rows["usd"][0]) / float(rows["usd"].sum()), 0)
    verb = "came from" if mine == "receiver" else "went to"
    return (
        f"{text} By estimate, the largest part of this money in {YEAR} {verb} {the(resolve(rows[other][0]))}: {share}."
    )


def _partners(
    area: Area, rows: pl.DataFrame, other: str, quotes: dict[tuple[str, str], Price], cited: References
) -> Table | Missing:
    """The main corridors of money into a country (other is "sender") or out of it, with the latest price of each."""
    if rows.is_empty():
        why = f"The matrix of {YEAR} lists none: it leaves {the(area)} out, or each is under $0.5 million."
        return Missing(HEADINGS[other], why)
    total, shown = float(rows["usd"].sum()), rows.head(MOST_ROWS)
    found = [quotes.get((row["sender"], row["receiver"])) for row in shown.iter_rows(named=True)]
    table = [
        (
            name(resolve(row[other])), number(row["usd"] / 1e6), percent(row["usd"] / total),
            f"{price.text} ({price.period})" if price else "not known",
        )
        for row, price in zip(shown.iter_rows(named=True), found, strict=True)
    ]  # fmt: skip
    note = "Amounts are estimates; corridors under $0.5 million are not in the matrix. Prices are observed."
    if left := len(rows) - len(shown):
        others = f"{left} corridors make" if left > 1 else "corridor makes"
        note += f" The other {others} up {percent(1 - float(shown['usd'].sum()) / total)}."
    if any(price and not price.usable for price in found):
        note += f" {prices.DOUBTFUL}"
    matrix = load("remittances_bilateral", country=area.code, year=YEAR).source
    asked = load("remittance_prices", country=area.code).source
    used = [part for part in prices.SERIES if any(price and price.source == part for price in found)]
    return Table(
        HEADINGS[other],
        ("Country", "US$ million", "Share", f"Price of sending ${SENT} (quarter)"), tuple(table), Quality.MODELLED,
        (cited.cite(matrix, MATRICES[YEAR]), *(cited.cite(asked, part) for part in used)), note=note,
    )  # fmt: skip
