"""A State's policies side by side, and the pairs of them that do not fit together, by rules that are written out."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import polars as pl

from corridors.answers.borders.visa_classes import BARRED, BEFORE, CLASSES, NO_VISA
from corridors.answers.borders.visa_tables import openness, snapshots
from corridors.answers.development import cost_tables
from corridors.answers.development.prices import CEILING
from corridors.answers.rights import instruments
from corridors.answers.rights.protection_tables import displaced
from corridors.answers.rights.standings import MAIN, PARTY, UNKNOWN, UNVERIFIED
from corridors.concepts.quality import Quality
from corridors.data import Source, load
from corridors.errors import DataUnavailable

COMPACT = "A/RES/73/195"
"""The resolution that endorsed the Global Compact for Safe, Orderly and Regular Migration (December 2018)."""
WORKERS = ("ICRMW", "ILO-C97", "ILO-C143")
"""The three conventions on migrant workers."""
RECENT = 2000
"""First year of the labour agreements that are set against the visas of today. Our own choice."""
REFUGEE_ORIGINS = 10
"""Origins of most displaced people whose passports are looked at. Our own choice."""
DISPLACED_YEAR = 2024
HALF = 50.0
"""Score of the integration index at its middle: from 0, unfavourable, to 100, favourable."""
YES, NO, UNCLEAR = "contradiction", "none found", "not known"


class Rule(NamedTuple):
    """A pair of policies that do not fit together: its name, what is held against what, and what it does not show."""

    name: str
    label: str
    says: str
    limits: str


RULES = (
    Rule("compact-workers", "Voted for the Compact, accepted no convention on migrant workers",
         "voted for the Global Compact for Migration in 2018 and had accepted none of the three conventions on migrant "
         "workers (ICRMW, ILO 97, ILO 143)", "The Compact is not binding, and does not ask for the conventions."),
    Rule("refuge-visas", "Bound to protect refugees, asks most of them for a visa before travel",
         "is party to the Refugee Convention or its Protocol and asks holders of most of the passports of the ten "
         "largest origins of displaced people for a visa before travel, or bars them",
         "The Convention protects those who arrive; a visa keeps people from arriving lawfully."),
    Rule("agreements-visas", "Signed labour agreements, asks the partners' citizens for a visa before travel",
         "signed labour agreements since 2000 with countries whose citizens it asks for a visa before a short visit",
         "A worker under an agreement needs a permit of its own; the data do not say which side sends."),
    Rule("agreements-workers", "Signed labour agreements, accepted no convention on migrant workers",
         "signed labour agreements since 2000 and had accepted none of the three conventions on migrant workers",
         "An agreement may hold protections of its own."),
    Rule("one-sided-visas", "Its citizens need no visa in countries whose citizens need one to come",
         "asks citizens of more than ten countries for a visa before travel that ask its own citizens for none",
         "Openness is a choice of each side and owed to nobody."),
    Rule("price-compact", "Voted for the Compact, money sent from it costs more than 5%",
         "voted for the Compact, whose objective 20 wants remittances to cost under 3% and no corridor over 5% by "
         "2030, and sending money from it costs more than 5% in the mean of its corridors",
         "The target is of 2030; prices are set by firms."),
    Rule("integration-workers", "Accepted a convention on migrant workers, integration policy scores under 50 of 100",
         "accepted at least one of the three conventions and scores under 50 in the Migrant Integration Policy Index",
         "The index covers 56 countries and is shown only where it was added."),
)  # fmt: skip
ONE_SIDED = 10
"""Countries that a State must ask for a visa one-sidedly before this counts. Our own choice."""


class Side(NamedTuple):
    """Policies side by side, one row per State, and their sources."""

    frame: pl.DataFrame
    sources: tuple[Source, ...]
    scored: bool
    """Whether the integration index was there."""


@cache
def side_by_side() -> Side:
    """Instruments, votes, visas, labour agreements, prices and the integration index by State.

    Columns: country, accepted (of the twelve main instruments), workers (parties among three conventions), open_workers
    (how many of the three are not known), refuge, compact (vote), admits, asks (passports asked for a visa before
    travel, or barred), refugees_asked (of ten large origins of displaced people), one_sided, agreements and
    agreements_asked (partners since 2000, and those whose citizens need a visa before travel), price, corridors
    (priced), score, score_year, quality.
    """
    standings = instruments.standings()
    main = standings.filter(pl.col("instrument").is_in([one.code for one in MAIN]))
    accepted = main.group_by("country").agg((pl.col("state") == PARTY).sum().cast(pl.Int64).alias("accepted"))
    votes, vote_source = load("unga_votes_migration")
    compact = votes.filter(resolution=COMPACT).select("country", compact="vote")
    scores = _scores()
    frame = accepted
    for part in (_workers(standings), _refuge(standings), compact, _visas(), _agreements(), _prices(), scores.frame):
        frame = frame.join(part, on="country", how="left")
    frame = frame.with_columns(
        pl.col("agreements", "agreements_asked").fill_null(0), quality=pl.lit(Quality.OBSERVED.value)
    )
    sources = (
        load("treaties").source, vote_source, snapshots().source, load("labour_agreements").source,
        load("remittance_prices").source, displaced(DISPLACED_YEAR).source, *scores.sources,
    )  # fmt: skip
    return Side(frame.sort("country"), sources, bool(scores.sources))


def _workers(standings: pl.DataFrame) -> pl.DataFrame:
    rows = standings.filter(pl.col("instrument").is_in(WORKERS))
    party = pl.col("state").is_in([PARTY, UNVERIFIED])
    return rows.group_by("country").agg(
        party.sum().cast(pl.Int64).alias("workers"),
        # A list that does not name a State says little where it is incomplete (ILO 143) or older than the others.
        ((pl.col("state") == UNKNOWN) & (pl.col("instrument") != "ILO-C143")).sum().alias("open_workers"),
        pl.col("state").filter(pl.col("instrument") == "ICRMW").first().alias("icrmw"),
    )


def _refuge(standings: pl.DataFrame) -> pl.DataFrame:
    rows = standings.filter(pl.col("instrument").is_in(instruments.REFUGE))
    return rows.group_by("country").agg(refuge=(pl.col("state") == PARTY).any())


@cache
def refugee_origins() -> tuple[str, ...]:
    """The origins of most displaced people abroad whose passports the Passport Index lists."""
    sums = displaced(DISPLACED_YEAR).frame.group_by("origin").agg(pl.col("people").sum())
    passports = snapshots().frame["passport"].unique().to_list()
    held = sums.filter(pl.col("origin").is_in(passports)).sort("people", descending=True)
    return tuple(held["origin"].head(REFUGEE_ORIGINS))


@cache
def _now() -> pl.DataFrame:
    frame = snapshots().frame
    return frame.filter(pl.col("date") == pl.col("date").max())


def _visas() -> pl.DataFrame:
    now = _now()
    asked = pl.col("group").is_in([BEFORE, BARRED])
    own = now.select(country="passport", partner="destination", free=pl.col("group") == NO_VISA)
    theirs = now.select(country="destination", partner="passport", asked=asked)
    joined = theirs.join(own, on=["country", "partner"])
    counts = joined.group_by("country").agg(
        pl.col("asked").sum().cast(pl.Int64).alias("asks"),
        (pl.col("asked") & pl.col("free")).sum().cast(pl.Int64).alias("one_sided"),
        pl.col("asked").filter(pl.col("partner").is_in(refugee_origins())).sum().cast(pl.Int64).alias("refugees_asked"),
        pl.col("partner").is_in(refugee_origins()).sum().cast(pl.Int64).alias("refugees_of"),
    )
    return counts.join(openness(now).select("country", "admits"), on="country")


def partners() -> pl.DataFrame:
    """Partners in labour agreements since 2000 with the visa asked of their citizens: country, partner, signed, asked.

    `signed` is how many agreements since then; `asked` and `text`, the requirement in words, are null where the
    Passport Index lacks one side.
    """
    frame = load("labour_agreements").frame.filter(pl.col("year") >= RECENT)
    both = pl.concat([frame.select(country="iso_a", partner="iso_b"), frame.select(country="iso_b", partner="iso_a")])
    asked = _now().select(
        country="destination", partner="passport", asked=pl.col("group").is_in([BEFORE, BARRED]),
        text=pl.col("requirement").replace_strict({code: known.text for code, known in CLASSES.items()}),
    )  # fmt: skip
    counted = both.group_by("country", "partner").agg(pl.len().cast(pl.Int64).alias("signed"))
    return counted.join(asked, on=["country", "partner"], how="left").with_columns(
        quality=pl.lit(Quality.OBSERVED.value)
    ).sort("country", "partner")  # fmt: skip


def _agreements() -> pl.DataFrame:
    return partners().group_by("country").agg(
        pl.len().cast(pl.Int64).alias("agreements"),
        pl.col("asked").fill_null(value=False).sum().cast(pl.Int64).alias("agreements_asked"),
    )  # fmt: skip


def _prices() -> pl.DataFrame:
    rows = cost_tables.prices().filter("usable", "fresh")
    return rows.group_by(country="destination").agg(
        pl.col("share").mean().alias("price"), pl.len().cast(pl.Int64).alias("corridors")
    )


class _Scores(NamedTuple):
    frame: pl.DataFrame
    sources: tuple[Source, ...]


def _scores() -> _Scores:
    """The latest overall score of the integration index with health, where it was added."""
    try:
        frame, source = load("policy_mipex")
    except DataUnavailable:
        schema = {"country": pl.String, "score": pl.Float64, "score_year": pl.Int64}
        return _Scores(pl.DataFrame(schema=schema), ())
    held = frame.filter(level="overall", code="overall_health").drop_nulls("score").sort("year", "edition")
    last = held.group_by("country", maintain_order=True).last()
    return _Scores(last.select("country", "score", score_year="year"), (source,))


def tests() -> pl.DataFrame:
    """Each rule applied to each State: country, rule, label, result (of three), detail, quality.

    A rule is not known where one of its sides is not in the records, and does not apply (no row) where its first side
    does not hold: a State that did not vote for the Compact cannot contradict its vote.
    """
    frame = side_by_side().frame
    voted, none = pl.col("compact") == "yes", pl.col("workers") == 0
    unsure = none & (pl.col("open_workers") > 0)
    most = pl.col("refugees_asked") > REFUGEE_ORIGINS / 2
    rules = {
        "compact-workers": (voted, none, unsure, pl.format("{} of 3 conventions", "workers")),
        "refuge-visas": (pl.col("refuge"), most, pl.col("refugees_asked").is_null(),
                         pl.format("{} of {} passports need a visa first", "refugees_asked", "refugees_of")),
        "agreements-visas": (pl.col("agreements") > 0, pl.col("agreements_asked") > 0, pl.col("asks").is_null(),
                             pl.format("{} of {} partners", "agreements_asked", "agreements")),
        "agreements-workers": (pl.col("agreements") > 0, none, unsure,
                               pl.format("partners: {}; {} of 3 conventions", "agreements", "workers")),
        "one-sided-visas": (pl.col("asks") > 0, pl.col("one_sided") > ONE_SIDED, pl.lit(value=False),
                            pl.format("{} countries", "one_sided")),
        "price-compact": (voted, pl.col("price") > CEILING, pl.col("price").is_null(),
                          pl.format("{}% over {} corridors", (pl.col("price") * 100).round(1), "corridors")),
        "integration-workers": (pl.col("workers") > 0, pl.col("score") < HALF, pl.col("score").is_null(),
                                pl.format("score {} in {}", pl.col("score").round(0), "score_year")),
    }  # fmt: skip
    parts = []
    for rule in RULES:
        applies, broken, open_, detail = rules[rule.name]
        result = pl.when(open_).then(pl.lit(UNCLEAR)).when(broken).then(pl.lit(YES)).otherwise(pl.lit(NO))
        held = frame.filter(applies.fill_null(value=False)).with_columns(result=result)
        known = pl.col("result") != UNCLEAR
        parts.append(
            held.select(
                "country", "result", rule=pl.lit(rule.name), label=pl.lit(rule.label),
                detail=pl.when(known).then(detail),
                quality=pl.when(known).then(pl.lit(Quality.OBSERVED.value)).otherwise(pl.lit(Quality.MISSING.value)),
            )
        )  # fmt: skip
    return pl.concat(parts)


def by_rule(rows: pl.DataFrame) -> pl.DataFrame:
    """For each rule: States to which it applies, with and without the contradiction, not known, share of the known.

    Args:
        rows: what `tests` returns, or a part of it.
    """
    counts = rows.group_by("rule", "label", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("applies"),
        *((pl.col("result") == value).sum().cast(pl.Int64).alias(name)
          for name, value in (("found", YES), ("fits", NO), ("unknown", UNCLEAR))),
    )  # fmt: skip
    known = pl.col("found") + pl.col("fits")
    limits, says = ({rule.name: rule[i] for rule in RULES} for i in (3, 2))
    return counts.with_columns(
        share=pl.when(known > 0).then(pl.col("found") / known), limits=pl.col("rule").replace_strict(limits),
        says=pl.col("rule").replace_strict(says), quality=pl.lit(Quality.OBSERVED.value),
    )  # fmt: skip
