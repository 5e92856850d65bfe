"""Remittances of a corridor: volumes and prices in both directions, and what 3% would save."""

from __future__ import annotations

from corridors.answers.development import price_charts, prices
from corridors.answers.development.matrices import MATRICES, METHOD, YEAR, Volume, volumes
from corridors.answers.development.national import gdp
from corridors.answers.development.prices import SENT, TARGET, Price
from corridors.answers.development.transfer import Transfer
from corridors.concepts.countries import Area
from corridors.concepts.quality import Quality
from corridors.content.blocks import Block, Fact, Missing, Note, Reference, References, Section
from corridors.content.common import inhabitants
from corridors.content.subject import Corridor, Direction, the
from corridors.content.words import dollars, percent
from corridors.data import load
from corridors.report.sections.people.stocks import stock
from corridors.report.sections.remittances.national import national_table
from corridors.report.sections.remittances.volumes import volume_figure, volume_table

STOCK_YEAR = 2020


def corridor(pair: Corridor, cited: References) -> Section:
    """Estimated volumes and prices in both directions, what 3% would save, and national totals."""
    ways = [Transfer(pair.destination, pair.origin), Transfer(pair.origin, pair.destination)]
    sent = {way: volumes(way) for way in ways}
    quotes = {way: frame for way in ways if not (frame := prices.quoted(way)).is_empty()}
    latest = {way: prices.latest(frame) for way, frame in quotes.items()}
    source = load("remittances_bilateral", country=pair.codes).source
    matrices = tuple(cited.cite(source, part) for part in MATRICES.values())
    blocks: list[Block] = []
    if any(volume.usd is not None for each in sent.values() for volume in each):
        blocks.append(volume_figure(sent, matrices))
    if quotes:
        blocks.append(price_charts.corridor_figure(quotes, price_charts.price_references(quotes, cited)))
    blocks.append(volume_table(sent, matrices))
    for way in ways:
        blocks += _facts(way, sent[way][-1], latest.get(way), cited)
    blocks += national_table(pair.ends, cited)
    blocks.append(Note(METHOD, matrices))
    if any(price and not price.usable for price in latest.values()):
        blocks.append(Note(prices.DOUBTFUL, tuple(price_charts.price_references(quotes, cited))))
    if unpriced := [way for way in ways if way not in quotes]:
        blocks.append(price_charts.missing(unpriced))
    text = " ".join(finding(way, sent[way], latest.get(way), gdp(way.receiver, YEAR)) for way in ways)
    return Section("remittances", "Remittances", text, tuple(blocks))


def finding(way: Transfer, sent: list[Volume], price: Price | None, product: float | None) -> str:
    """One direction in a sentence or three: the volume, its weight, the price, and what 3% would save."""
    last = sent[-1]
    parts = []
    if last.usd is not None:
        weight = f", {percent(last.usd / product)} of the receiving country's gross domestic product" if product else ""
        parts.append(f"An estimated {dollars(last.usd)} was sent {way.from_to} in {last.year}{weight}.")
    else:
        parts.append(_no_volume(way, sent))
    if price is None or not price.usable:
        return parts[0]
    cost = f"Sending ${SENT} cost {price.text} in {price.when}, {prices.verdict(price.share)}"
    kept = prices.saving(price, last.usd) if last.usd is not None else None
    parts.append(
        f"{cost}; at 3% and the same volume, senders would keep about {dollars(kept)} a year." if kept else f"{cost}."
    )
    return " ".join(parts)


def _no_volume(way: Transfer, sent: list[Volume]) -> str:
    phrase = f"money sent {way.from_to}"
    if sent[-1].why == "under $0.5 million":
        return f"The estimate of {phrase} in {YEAR} is under $0.5 million."
    if sent[-1].why != "no estimate":
        return f"The World Bank sets its estimate of {phrase} in {YEAR} to zero."
    older = next((volume for volume in reversed(sent) if volume.usd is not None), None)
    if older is None or older.usd is None:
        return f"No estimate exists of {phrase}."
    return f"No estimate exists of {phrase} in {YEAR}; that of {older.year} was {dollars(older.usd)}."


def _facts(way: Transfer, last: Volume, price: Price | None, cited: References) -> list[Block]:
    blocks: list[Block] = []
    if price:
        part = cited.cite(load("remittance_prices", country=way.sender.code).source, price.source)
        plural = "service" if price.services == 1 else "services"
        services = f", mean of {price.services} {plural}" if price.services else ""
        blocks.append(
            Fact(
                f"Price of sending ${SENT} {way.from_to}", price.share, price.text,
                f"of the amount sent{services}", price.when, Quality.OBSERVED, (part,),
            )
        )  # fmt: skip
    if last.usd is None:
        return blocks
    matrix = load("remittances_bilateral", country=way.receiver.code, year=YEAR)
    reference = cited.cite(matrix.source, MATRICES[YEAR])
    received = float(matrix.frame.filter(receiver=way.receiver.code)["usd"].sum())
    blocks.append(
        Fact(
            f"Share of all estimated remittances to {the(way.receiver)} that come from {the(way.sender)}",
            last.usd / received, percent(last.usd / received), "of the matrix", str(YEAR),
            Quality.MODELLED, (reference,),
        )
    )  # fmt: skip
    if price and (kept := prices.saving(price, last.usd)) is not None:
        shown = dollars(kept) if kept else "nothing"
        unit = (
            f"US dollars; volume of {YEAR} held constant" if kept else f"(the price is {prices.verdict(price.share)})"
        )
        blocks.append(
            Fact(
                f"What senders would keep in a year if sending money {way.from_to} cost {percent(TARGET)}",
                kept, shown, unit, f"price of {price.when}", Quality.MODELLED,
                (reference, cited.cite(load("remittance_prices", country=way.sender.code).source, price.source)),
            )
        )  # fmt: skip
    return blocks + _per_migrant(way, last.usd, reference, cited)


def _per_migrant(way: Transfer, usd: float, reference: Reference, cited: References) -> list[Block]:
    """Volume over stock, unless it exceeds GDP per head where they live: then the two cannot belong together."""
    held = stock(Direction(way.receiver, way.sender))
    counted = held.filter(year=STOCK_YEAR)["both"] if held is not None else []
    people = int(sum(counted))
    label = f"Estimated remittances per person born in {the(way.receiver)} who lives in {the(way.sender)}"
    if not people:
        none = f"No such person is counted in the migrant stock of {STOCK_YEAR}."
        unknown = f"The migrant stock of {STOCK_YEAR} does not show them by origin."
        return [Missing(label, none if len(counted) else unknown)]
    each, limit = usd / people, _gdp_per_head(way.sender)
    if limit is not None and each > limit:
        return [
            Missing(
                label,
                f"Estimate and migrant stock do not fit together: they give {dollars(each)} a year, more than the "
                f"gross domestic product per head of {the(way.sender)} ({dollars(limit)}).",
            )
        ]
    return [
        Fact(
            label, round(each, 2), dollars(each), "US dollars a year",
            f"{YEAR}, over the migrant stock of July {STOCK_YEAR}", Quality.MODELLED,
            (reference, cited.cite(load("migrant_stock", country=way.receiver.code).source)),
        )
    ]  # fmt: skip


def _gdp_per_head(area: Area) -> float | None:
    product, residents = gdp(area, YEAR), inhabitants(area, YEAR)
    return product / residents.persons if product and residents else None
