"""`remittance-cost`: what sending costs, and what 3% would save."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.development import cost_tables as tables
from corridors.answers.development import remittance_tables
from corridors.answers.development.prices import DOUBTFUL, SENT, SERIES, quarter, shown, verdict
from corridors.answers.development.transfer import Transfer
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import dollars, listed, number, percent
from corridors.data import source as find_source
from corridors.errors import NotCovered
from corridors.parameters import parameter

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    f"Price of sending {SENT} US dollars: fee and margin in the exchange rate, in % of the amount sent, as the plain "
    "mean over all services (banks, money transfer operators, post offices, mobile operators; cash, account and card) "
    "that the World Bank asked in a quarter. Origin is the country that receives, destination the one that sends. The "
    "Sustainable Development Goals (10.c) ask for less than 3% on average and no corridor above 5% by 2030."
)
CORRIDORS = {
    "destination": Column("Sent from", "area"),
    "origin": Column("Received in", "area"),
    "price": Column("Price", "text", "% of the amount"),
    "period": Column("Quarter"),
    "services": Column("Services", "count"),
    "standing": Column("Standing"),
    "usd_million": Column("Sent in a year", "number", "US$ million", quality="modelled"),
    "saving_3_million": Column("Saved at 3%", "number", "US$ million", quality="modelled"),
    "saving_5_million": Column("Saved at 5%", "number", "US$ million", quality="modelled"),
    "more_3_central_million": Column("More received at 3%", "number", "US$ million", quality="modelled"),
}
AMOUNTS = (
    "usd", "saving_3", "saving_5", "more_3_low", "more_3_central", "more_3_high", "more_5_low", "more_5_central",
    "more_5_high",
)  # fmt: skip
MOSTLY = 0.5
WAYS = {"to": "origin", "from": "destination"}
"""The column that names a country as the one to which, or from which, money is sent."""
DISPUTE = (
    "Sources disagree on how far a lower price raises what is sent: randomised discounts show lasting gains for one "
    "provider's clients, while across countries the gain above what is saved fades after a quarter."
)


def answer(asked: Asked, cited: References) -> Content:
    """Prices of the corridors asked about, the money they carry, and savings at 3% and at 5%."""
    year = None if asked.year is None else asked.year_of(tables.PRICE_YEARS, "remittance prices")
    rows = tables.of_subject(tables.priced(year), asked)
    references = _references(cited, year)
    if asked.corridor and rows.is_empty():
        raise _refused(asked, year)
    found = tables.sums(rows)
    data = (
        Data("corridors", f"Prices of sending ${SENT} by corridor, highest first, {asked.about}",
             remittance_tables.in_millions(rows, *AMOUNTS), CORRIDORS, references,
             note="From prices that are older than five years or doubtful nothing is derived. More received: with the "
             "response of volumes in the middle of its range; the file has its ends. Amounts sent are those of the "
             "reconciled matrix (question remittances)."),
    )  # fmt: skip
    return Content(
        finding=_finding(asked, rows, found),
        definition=DEFINITION,
        data=data if not rows.is_empty() else (),
        facts=_facts(asked, rows, found, year, references),
        draw=lambda: _figures(asked, rows, cited),
        notes=_notes(rows, references),
        missing=_missing(asked, rows),
        views=_views(found),
        uncertainty=_uncertainty(),
        caveats=(
            "The mean weighs all services alike, whether many senders use them or none; what senders pay is likely "
            "less where cheap services have most clients.",
            "After the third quarter of 2020 the copy held has prices only for corridors of 47 larger economies: "
            "most Pacific islands have none.",
        ),
    )


def _references(cited: References, year: int | None) -> tuple[Reference, ...]:
    source = find_source("remittance_prices")
    volume_year = min(year or remittance_tables.LAST_FULL, remittance_tables.LAST_FULL)
    flows = remittance_tables.reconciled(volume_year).sources
    return (*(cited.cite(source, part) for part in SERIES), *(cited.cite(one, part) for one, part in flows))


def _refused(asked: Asked, year: int | None) -> NotCovered:
    assert asked.corridor is not None
    origin, destination = asked.corridor.ends
    known = tables.prices(year).sort("year", descending=True)
    to_it = known.filter(origin=origin.code)["destination"].to_list()
    from_it = known.filter(destination=destination.code)["origin"].to_list()
    hints = [f"Priced to {the(origin)} from {listed([named(c) for c in to_it], 6)}."] if to_it else []
    hints += [f"Priced from {the(destination)} to {listed([named(c) for c in from_it], 6)}."] if from_it else []
    return NotCovered(
        f"The World Bank asks no price of sending from {the(destination)} to {the(origin)}.",
        hint=" ".join(hints) or "It asks in about 370 corridors; neither country is in one.",
    )


def _finding(asked: Asked, rows: pl.DataFrame, found: dict[str, float]) -> str:
    if asked.corridor:
        return _corridor(asked, rows.row(0, named=True))
    if not found["corridors"]:
        return _nothing(asked, rows)
    if asked.country is not None:
        sides = {way: rows.filter(pl.col(end) == asked.country.code) for way, end in WAYS.items()}
        way = max(sides, key=lambda way: (tables.sums(sides[way])["usd"], tables.sums(sides[way])["corridors"]))
        return _spread(sides[way], f" {way} {the(asked.country)}")
    if asked.origin is not None:
        return _spread(rows, f" to {the(asked.origin)}")
    return _spread(rows, f" from {the(asked.destination)}" if asked.destination is not None else "")


def _spread(rows: pl.DataFrame, which: str) -> str:
    """Prices of several corridors in a sentence: median, how many stand above 5%, what 3% would save."""
    found = tables.sums(rows)
    if found["corridors"] == 1:
        row = rows.filter("usable", "fresh").row(0, named=True)
        prices = f"Sending ${SENT} {_pair(row)}, the one corridor with a recent price, cost {row['price']}"
        return f"{prices} in {quarter(row['period'])}{_saved(found, 'it carries')}."
    prices = (
        f"Sending ${SENT}{which} cost {shown(found['median'])} in the median of {number(found['corridors'])} corridors"
    )
    share = found["above_ceiling"]
    above = {0.0: "none", 1.0: "all"}.get(share, percent(share, 0))
    return f"{prices} ({_when(rows)}), {above} of them above the 5% ceiling{_saved(found, 'they carry')}."


def _saved(found: dict[str, float], carried: str) -> str:
    if not found["usd"]:
        return ""
    money = f"an estimated {_rough(found['usd'])} a year"
    if not found["saving_3"]:
        return f"; {carried} {money}, and none of it costs more than 3%"
    kept = f"senders would keep {_rough(found['saving_3'])} of it"
    more = f"receivers would get {_rough(found['more_3_low'])} to {_rough(found['more_3_high'])} more"
    return f"; {carried} {money}, and at 3% {kept}, or {more}"


def _rough(usd: float) -> str:
    """An estimate in two figures: the price is a mean over services and the volume an estimate."""
    return dollars(float(f"{usd:.2g}"))


def _when(rows: pl.DataFrame) -> str:
    periods = rows.filter("usable", "fresh")["period"].sort()
    first, last = periods[0][:4], periods[-1][:4]
    latest = float((periods == periods[-1]).to_numpy().mean())
    if first == last:
        return quarter(periods[-1])
    return f"{first} to {last}" + (f", {percent(latest, 0)} of them in {last}" if latest > 0.5 else "")


def _corridor(asked: Asked, row: dict[str, Any]) -> str:
    assert asked.corridor is not None
    way = f"from {the(asked.corridor.destination)} to {the(asked.corridor.origin)}"
    if not row["usable"]:
        return (
            f"The mean price of sending ${SENT} {way} is printed as {row['share'] * 100:.1f}% for "
            f"{quarter(row['period'])}, which is hardly what senders pay, so that nothing is derived from it."
        )
    old = "" if row["fresh"] else ", the last price there is"
    text = f"Sending ${SENT} {way} cost {row['price']} in {quarter(row['period'])}, {verdict(row['share'])}{old}"
    if row["usd"] is None or not row["fresh"]:
        return f"{text}."
    if not row["saving_3"]:
        return f"{text}; the corridor carries an estimated {_rough(row['usd'])} a year."
    return (
        f"{text}; at 3%, senders of an estimated {_rough(row['usd'])} a year would keep {_rough(row['saving_3'])}, or "
        f"receivers would get {_rough(row['more_3_low'])} to {_rough(row['more_3_high'])} more."
    )


def _nothing(asked: Asked, rows: pl.DataFrame) -> str:
    place = asked.place
    subject = the(place) if place else asked.about
    if rows.is_empty():
        return f"The World Bank asks no price of sending to or from {subject}."
    good = rows.sort("period", descending=True).row(0, named=True)
    if not good["usable"]:
        return f"The printed prices of sending to or from {subject} are doubtful, so that nothing is derived from them."
    return (
        f"The last price of sending to or from {subject} is old: {good['price']} {_pair(good)} in "
        f"{quarter(good['period'])}."
    )


def _pair(row: dict[str, Any]) -> str:
    return f"from {named(row['destination'])} to {named(row['origin'])}"


def _facts(
    asked: Asked, rows: pl.DataFrame, found: dict[str, float], year: int | None, references: tuple[Reference, ...]
) -> tuple[Fact, ...]:
    if asked.corridor or not found["corridors"]:
        return ()
    when = _when(rows)
    facts = [
        Fact("Mean price over corridors", found["mean"], percent(found["mean"]), "", when, Quality.OBSERVED,
             references[:2]),
        Fact("Corridors at 3% or less", found["at_target"], percent(found["at_target"], 0), "of them", when,
             Quality.OBSERVED, references[:2]),
    ]  # fmt: skip
    if found["usd"]:
        volume_year = min(year or remittance_tables.LAST_FULL, remittance_tables.LAST_FULL)
        pairs = tables.of_subject(remittance_tables.reconciled(volume_year).pairs, asked)
        covered = found["usd"] / float(pairs["usd"].sum())
        facts += [
            Fact("Mean price, weighed by the money sent", found["weighted"], percent(found["weighted"]), "", when,
                 Quality.MODELLED, references),
            Fact("Estimated remittances that go through priced corridors", covered, percent(covered, 0), "",
                 str(volume_year), Quality.MODELLED, references),
            Fact("Kept by senders if no corridor cost over 5%", found["saving_5"], _rough(found["saving_5"]), "a year",
                 when, Quality.MODELLED, references),
        ]  # fmt: skip
    return tuple(facts)


def _views(found: dict[str, float]) -> ViewRange | None:
    if not found["saving_3"]:
        return None
    values = {
        "volumes hardly respond": found["more_3_low"],
        "middle of the range": found["more_3_central"],
        "volumes respond strongly": found["more_3_high"],
        "senders keep all": 0.0,
    }
    return ViewRange("More received if no corridor cost over 3%", "US$ a year", values, DISPUTE)


def _uncertainty() -> str:
    response = parameter(tables.RESPONSE)
    return (
        "No statistical interval exists. The response of what is received to the cost of a dollar that arrives (one "
        f"plus the price) is taken as {response.low:g} to {response.high:g}, {response.central:g} in the middle "
        f"({response.known}, grade {response.grade}; {response.source})."
    )


def _notes(rows: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    return () if rows["usable"].all() else (Note(DOUBTFUL, references[:2]),)


def _missing(asked: Asked, rows: pl.DataFrame) -> tuple[Missing, ...]:
    place = asked.place
    if place is None or asked.scope == "corridor":
        return ()
    found = []
    for word, end in WAYS.items():
        wanted = asked.scope in ("country", end)
        if wanted and rows.filter(pl.col(end) == place.code).is_empty():
            found.append(
                Missing(
                    f"The price of sending {word} {the(place)}",
                    "The World Bank asks in about 370 corridors only.",
                    "All corridors are at https://remittanceprices.worldbank.org",
                )
            )
    return tuple(found)


def _figures(asked: Asked, rows: pl.DataFrame, cited: References) -> list[Figure]:
    from corridors.answers.development import cost_charts, price_charts
    from corridors.answers.development.prices import latest, quoted

    references = tuple(cited.cite(find_source("remittance_prices"), part) for part in SERIES)
    if asked.corridor:
        way = Transfer(asked.corridor.destination, asked.corridor.origin)
        frame = quoted(way)
        return [price_charts.corridor_figure({way: frame}, references)] if latest(frame) else []
    good = rows.filter("usable", "fresh")
    if good.is_empty():
        return []
    if asked.scope == "world":
        return [cost_charts.spread(good, references), cost_charts.savings(good, references)]
    return [cost_charts.partners(asked, good, references)]
