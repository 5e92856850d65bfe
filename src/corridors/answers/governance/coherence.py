"""`coherence`: do a State's policies fit together and with its obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data
from corridors.answers.governance import coherence_tables as tables
from corridors.answers.rights.shared import not_carried
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import named, the
from corridors.content.words import listed, percent

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "A contradiction is a pair of recorded facts about one State that do not fit together, by one of seven rules that "
    "are written out; it is a question to the State, not a judgement. Visas are those of citizens for short visits on "
    "12 January 2025, votes those of December 2018, labour agreements those signed since 2000."
)
RULES = {
    "label": Column("Contradiction"), "applies": Column("States it can apply to", "count"),
    "found": Column("Found", "count"), "fits": Column("Not found", "count"), "unknown": Column("Not known", "count"),
    "share": Column("Found, of those known", "share"), "says": Column("A State counts that"),
    "limits": Column("What it does not show"),
}  # fmt: skip
SIDES = {
    "country": Column("State", "area"), "accepted": Column("Instruments accepted", "count", "of 12"),
    "workers": Column("Conventions on migrant workers", "count", "of 3"), "compact": Column("Vote on the Compact"),
    "admits": Column("Passports admitted without a visa", "count"),
    "asks": Column("Asked for a visa before travel", "count"),
    "agreements": Column("Partners in labour agreements", "count"),
    "price": Column("Price of sending from it", "share"), "found": Column("Contradictions", "count"),
}  # fmt: skip
TESTS = {
    "country": Column("State", "area"), "label": Column("Contradiction"), "result": Column("Result"),
    "detail": Column("Detail"),
}  # fmt: skip
PARTNERS = {
    "country": Column("State", "area"), "partner": Column("Partner", "area"),
    "signed": Column("Labour agreements since 2000", "count"),
    "text": Column("What its citizens need for a short visit"),
}  # fmt: skip
CAVEATS = (
    "The rules were chosen by us and weigh alike; other pairs could be named, and a count of contradictions is no "
    "ranking of States.",
    "Obligations are as of the record's year (2015 to 2024), visas of January 2025, prices of the last quarter with "
    "one: a contradiction can be one of dates.",
    "Labour agreements are a collection to 2020, not a register; the data do not say which side sends workers.",
    "Unverified ratifications of ILO 97 and 143 count as acceptance here, so that nobody is charged with a "
    "contradiction that a ratification not yet verified would lift. Where ILO 143 does not name a State, it counts as "
    "not accepted although its list is incomplete.",
)


def answer(asked: Asked, cited: References) -> Content:
    """The rules with the States that they touch; of a country, its policies side by side and each rule's result."""
    known = tables.side_by_side()
    references = tuple(cited.cite(source) for source in known.sources)
    rows = tables.tests()
    missing = not_carried("The integration index (MIPEX), against which one rule tests", ["policy_mipex"])
    counts = rows.group_by("country").agg((pl.col("result") == tables.YES).sum().cast(pl.Int64).alias("found"))
    sides = known.frame.join(counts, on="country", how="left").with_columns(pl.col("found").fill_null(0))
    codes = asked.codes
    if codes is not None:
        rows, sides = (frame.filter(pl.col("country").is_in(codes)) for frame in (rows, sides))
    place = asked.country
    rules = tables.by_rule(rows)
    origins = [named(code) for code in tables.refugee_origins()]
    tests = Data("tests", "Each rule applied to each State", rows, TESTS, references, most=7 if place else 10)
    side = Data("sides", "Policies side by side", sides.sort("found", "country", descending=[True, False]), SIDES,
                references, note="The count weighs our seven rules alike: no verdict on a State.")  # fmt: skip
    partners = tables.partners()
    if place is not None:
        partners = partners.filter(country=place.code)
    elif codes is not None:
        partners = partners.filter(pl.col("country").is_in(codes))
    agreed = Data("agreements", "Partners in labour agreements since 2000, and the visa asked of their citizens",
                  partners, PARTNERS, references, most=12)  # fmt: skip
    summary = Data("rules", "Contradictions by rule", rules, RULES, references)
    return Content(
        finding=_finding(asked, rules, rows, sides),
        definition=DEFINITION,
        data=(tests, side, agreed) if place is not None else (summary, side, tests, agreed),
        facts=_facts(sides.row(0, named=True), references) if place is not None and sides.height else (),
        draw=lambda: _figures(asked, rules, references),
        notes=(
            Note(
                f"The ten passports of the second rule are those of {listed(origins)}, "
                f"origins of displaced people at the end of {tables.DISPLACED_YEAR}.",
                references[5:6],
            ),
        ),
        missing=(*missing, *_unlisted(asked, sides)),
        uncertainty="Facts of records, with no interval; where one side of a rule is not in the records the result is "
        "not known.",
        caveats=CAVEATS,
    )


def _finding(asked: Asked, rules: pl.DataFrame, rows: pl.DataFrame, sides: pl.DataFrame) -> str:
    place = asked.country
    if place is not None:
        return country_finding(the(place), rows if sides.height else None)
    return world_finding(rules, asked.region)


def world_finding(rules: pl.DataFrame, region: str | None = None) -> str:
    """The most frequent contradiction, and the one between the vote and the conventions on migrant workers.

    Args:
        rules: what `coherence_tables.by_rule` returns.
        region: a group of countries, None for the world.
    """
    where = f" in “{region}”" if region else ""
    known = rules.filter(pl.col("share").is_not_null()).sort("found", "share", descending=True)
    if known.is_empty():
        return f"No rule can be applied{where}: the records hold too little."
    top = known.row(0, named=True)
    first = (
        f"Of seven contradictions looked for{where}, the one found most often is “{top['label']}”, in {top['found']} "
        f"of {top['found'] + top['fits']} States where both sides are known ({percent(top['share'])})"
    )
    votes = known.filter(rule="compact-workers").to_dicts()
    if not votes or votes[0]["rule"] == top["rule"]:
        return f"{first}."
    one = votes[0]
    return (
        f"{first}; {one['found'] or 'none'} of {one['found'] + one['fits']} that voted for the Global Compact for "
        "Migration had accepted no convention on migrant workers."
    )


def country_finding(place: str, rows: pl.DataFrame | None) -> str:
    """How many of the rules that apply to a State find a contradiction, and which.

    Args:
        place: its name in a sentence.
        rows: its rows of `coherence_tables.tests`; None where the records do not list it.
    """
    if rows is None:
        return f"The records of States do not list {place}, so that its policies cannot be set against obligations."
    known = rows.filter(pl.col("result") != tables.UNCLEAR)
    if known.is_empty():
        return f"No rule can be applied to {place}: the records hold too little."
    found = known.filter(result=tables.YES)
    start = place[:1].upper() + place[1:]
    if found.is_empty():
        return f"{start} shows none of the {known.height} contradictions that could be looked for."
    texts = [f"“{row['label']}” ({row['detail']})" for row in found.iter_rows(named=True)]
    of = f"{found.height} of the {known.height} contradictions" if known.height > 1 else "the one contradiction"
    return f"{start} shows {of} that could be looked for: {listed(texts)}."


def _facts(row: dict[str, object], references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    def fact(label: str, value: object, unit: str, when: str, place: int) -> Fact:
        text = "not known" if value is None else str(value)
        mark = Quality.MISSING if value is None else Quality.OBSERVED
        number = value if isinstance(value, (int, float)) else None
        return Fact(label, number, text, "" if value is None else unit, when, mark, references[place : place + 1])

    price, vote = row["price"], row["compact"] or "no vote recorded"
    shown = None if not isinstance(price, float) else percent(price)
    return (
        fact("Instruments on migration accepted", row["accepted"], "of 12", "records of 2015 to 2024", 0),
        fact("Vote on the Global Compact for Migration", vote, "", "19 December 2018", 1),
        fact("Passports admitted without a visa", row["admits"], "of 198", "12 January 2025", 2),
        fact("Passports asked for a visa before travel, or barred", row["asks"], "of 198", "12 January 2025", 2),
        fact("Partners in labour agreements", row["agreements"], "", "2000 to 2020", 3),
        fact("Mean price of sending $200 from it", shown, "", "last quarter with a price", 4),
    )


def _unlisted(asked: Asked, sides: pl.DataFrame) -> tuple[Missing, ...]:
    if asked.country is None:
        return ()
    place = the(asked.country)
    if sides.is_empty():
        return (Missing(f"The obligations of {place}", "The depositaries' lists name States only."),)
    if sides["price"][0] is None:
        why = "Remittance Prices Worldwide follows the larger sending countries only, and none of its corridors here."
        return (Missing(f"The price of sending money from {place}", why),)
    return ()


def _figures(asked: Asked, rules: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    if asked.country is not None or rules.is_empty():
        return []
    from corridors.answers.rights import plots

    parts = {"found": "Contradiction", "fits": "None found", "unknown": "Not known"}
    long = rules.sort("found", descending=True).unpivot(
        list(parts), index="label", variable_name="part", value_name="value"
    )
    data = long.select(place="label", part=pl.col("part").replace_strict(parts), value="value")
    top = rules.sort("found", descending=True).row(0, named=True)
    where = f"of “{asked.region}”" if asked.region else "of the world"
    return [plots.bars(
        "rules", f"Found most often: {top['label'][:1].lower() + top['label'][1:]} ({top['found']} States)",
        f"States {where} to which each rule can apply, by its result", data, axis="States",
        parts=list(parts.values()), quality=[Quality.OBSERVED], references=references,
        note="The rules were chosen by us; a contradiction is a question, not a judgement.", labels=560,
    )]  # fmt: skip
