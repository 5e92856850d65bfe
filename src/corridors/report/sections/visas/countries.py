"""Visas of one country: where its passport leads without a visa, and whom it admits without one."""

from __future__ import annotations

import altair as alt
import polars as pl

from corridors.answers.borders.visa_charts import GROUP_SHADES
from corridors.answers.borders.visa_classes import GROUPS, LISTED, NO_VISA, caveats, not_listed
from corridors.answers.borders.visa_counts import EASY, counts, ranking
from corridors.concepts.countries import Area, area
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Fact, Figure, Missing, Note, Reference, References, Section, Table
from corridors.content.common import capitalised, panel_title
from corridors.content.subject import name, the
from corridors.content.words import listed, spoken_day
from corridors.data import load

MOST_ROWS = 15
OTHERS = LISTED - 1


def country(area: Area, cited: References) -> Section:
    """The short visits that a country's passport opens and that the country grants, at seven dates."""
    frame, source = load("visa", country=area.code)
    if frame.is_empty():
        missing = not_listed(area)
        return Section("visas", "Visas", f"Visa requirements are not known here. {missing.why}", (missing,))
    reference = cited.cite(source)
    abroad, admitted = counts(frame.filter(passport=area.code)), counts(frame.filter(destination=area.code))
    ranked = ranking()
    blocks: list[Block] = [
        _figure(area, abroad, admitted, reference),
        _table(f"What other countries ask of a passport of {the(area)}", abroad, "other destinations", reference),
        _table(f"What {the(area)} asks of other passports", admitted, "other passports", reference),
        _peers(area, ranked, reference),
        *_rank(area, ranked, reference),
        *caveats(reference),
        *_authorisations(area, frame, reference),
        Missing(
            f"Visa requirements of {the(area)} before November 2019",
            "The snapshots of the Passport Index begin then. DEMIG VISA (1973 to 2013), which is not comparable, is "
            "shown in the briefs on corridors where you have added it.",
        ),
    ]
    return Section("visas", "Visas", finding(area, abroad, admitted), tuple(blocks))


def finding(area: Area, abroad: pl.DataFrame, admitted: pl.DataFrame) -> str:
    """Both counts at the latest date, and what they were at the first."""
    out_last, in_last = abroad.row(-1, named=True), admitted.row(-1, named=True)
    out_first, in_first = abroad.row(0, named=True), admitted.row(0, named=True)
    earlier = ""
    if abroad.height > 1:
        numbers = f"{out_first[NO_VISA]} and {in_first[NO_VISA]}"
        earlier = f" In {out_first['date']:%B %Y} these numbers were {numbers}."
    return (
        f"On {spoken_day(out_last['date'])} holders of a passport of {the(area)} could pay a short visit to "
        f"{_of(out_last)} other countries and areas without a visa, and {the(area)} admitted {_of(in_last)} other "
        f"passports without one.{earlier}"
    )


def _of(row: dict[str, int]) -> str:
    return f"{row[NO_VISA] or 'none'} of the {row['all']}"


def _figure(area: Area, abroad: pl.DataFrame, admitted: pl.DataFrame, reference: Reference) -> Figure:
    panels = {
        f"What other countries ask of a passport of {the(area)}": abroad,
        f"What {the(area)} asks of other passports": admitted,
    }
    long = pl.concat(
        rows.unpivot(list(GROUPS), index="date", variable_name="group", value_name="count").select(
            pl.lit(panel).alias("panel"),
            pl.col("date").dt.strftime("%b|%Y").alias("day"),
            "group",
            "count",
            pl.col("group").replace_strict({group: place for place, group in enumerate(GROUPS)}).alias("place"),
        )
        for panel, rows in panels.items()
    )
    days = [f"{day:%b|%Y}" for day in abroad["date"]]
    last = abroad[NO_VISA][-1], admitted[NO_VISA][-1]
    return charts.figure(
        "visas",
        f"A passport of {the(area)} opens {last[0] or 'no'} {_plural(last[0], 'destination')} without a visa; "
        f"{the(area)} admits {last[1] or 'no'} {_plural(last[1], 'passport')} without one",
        f"Number of the {OTHERS} other destinations and passports by requirement for short visits; "
        "numbers: without a visa",
        alt.hconcat(*(_panel(long.filter(panel=panel), panel, days) for panel in panels), spacing=40),
        long.drop("place"),
        alternative=finding(area, abroad, admitted),
        quality=[Quality.OBSERVED],
        references=[reference],
        note="The dates are not evenly spaced. Most bans in January 2021 and January 2022 are those of the pandemic.",
    )


def _panel(long: pl.DataFrame, title: str, days: list[str]) -> alt.LayerChart | alt.FacetChart:
    axis = alt.Axis(labelAngle=0, labelExpr="split(datum.value, '|')")
    x = alt.X("day:O", sort=days, title=None, axis=axis)
    bars = (
        alt.Chart(long)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            x=x,
            y=alt.Y("count:Q", title="Number", scale=alt.Scale(domain=[0, OTHERS]), axis=alt.Axis(tickCount=5)),
            color=alt.Color(
                "group:N", sort=list(GROUPS), scale=alt.Scale(domain=list(GROUPS), range=list(GROUP_SHADES)),
                legend=alt.Legend(columns=2),
            ),
            order="place:O",
        )
    )  # fmt: skip
    labels = (
        alt.Chart(long.filter(group=NO_VISA))
        .mark_text(dy=-7, fontSize=11, fontWeight="bold", color="#1a1a1a")
        .encode(x=x, y="count:Q", text="count:Q")
    )
    heading = panel_title(title)
    return alt.layer(bars, labels).properties(width=charts.PANEL, height=charts.HEIGHT, title=heading)


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _table(title: str, rows: pl.DataFrame, of: str, reference: Reference) -> Table:
    return Table(
        title,
        ("Date", *GROUPS),
        tuple((spoken_day(row["date"]), *(str(row[group]) for group in GROUPS)) for row in rows.iter_rows(named=True)),
        Quality.OBSERVED,
        (reference,),
        note=f"Numbers of the {rows['all'][-1]} {of}, by requirement for short visits.",
    )


def _rank(area: Area, ranked: pl.DataFrame, reference: Reference) -> list[Block]:
    own = ranked.filter(passport=area.code).row(0, named=True)
    day = spoken_day(own["date"])
    wider = "without a visa, with a visa on arrival or with an eTA"
    facts = [
        Fact(
            f"Rank of the passport of {the(area)} by destinations open {manner}",
            place(ranked[column], own[column])[0], place(ranked[column], own[column])[1],
            f"of {ranked.height} passports", day, Quality.OBSERVED, (reference,),
        )
        for manner, column in (("without a visa", NO_VISA), (wider, EASY))
    ]  # fmt: skip
    middle = ranked[NO_VISA].median()
    return [
        *facts,
        Fact(
            "Destinations that the middle passport (median) opens without a visa",
            float(str(middle)), f"{middle:g}", f"of {OTHERS} destinations", day, Quality.OBSERVED, (reference,),
        ),
        Note(
            "The ranks are our counts: each destination counts once, whatever its size, and electronic visas do not "
            "count. They differ from the scores that passport rankings publish.",
            (reference,),
        ),
    ]  # fmt: skip


def place(counts: pl.Series, own: int) -> tuple[int, str]:
    """The rank of a count, shared ones alike, and how many passports open more and as many."""
    more, same = int((counts > own).sum()), int((counts == own).sum()) - 1
    above = "no other passport opens more" if more == 0 else f"{more} {'opens' if more == 1 else 'open'} more"
    ties = f", {same} {'opens' if same == 1 else 'open'} as many" if same else ""
    return more + 1, f"{more + 1} (it opens {own}; {above}{ties})"


def _peers(subject: Area, ranked: pl.DataFrame, reference: Reference) -> Table:
    """The passports of the same part of the world, nearest in number first where they are too many."""
    codes = {code for code in ranked["passport"] if area(code).subregion == subject.subregion}
    peers = ranked.filter(pl.col("passport").is_in(codes))
    own = peers.filter(passport=subject.code)[NO_VISA][0]
    shown = peers.sort((pl.col(NO_VISA) - own).abs(), pl.col("passport") != subject.code, maintain_order=True)
    shown = shown.head(MOST_ROWS).sort([NO_VISA, "passport"], descending=[True, False])
    left_out = peers.height - shown.height
    others = "passport" if left_out == 1 else f"{left_out} passports"
    rest = (
        f" The {others} with the most different number {'is' if left_out == 1 else 'are'} left out." if left_out else ""
    )
    return Table(
        f"Passports of {subject.subregion}: number of destinations by requirement",
        ("Passport of", *(group for group in GROUPS)),
        tuple(
            (name(area(row["passport"])), *(str(row[group]) for group in GROUPS)) for row in shown.iter_rows(named=True)
        ),
        Quality.OBSERVED,
        (reference,),
        note=f"Of {OTHERS} other destinations on {spoken_day(shown['date'][0])}.{rest}",
    )


def _authorisations(subject: Area, frame: pl.DataFrame, reference: Reference) -> list[Block]:
    """Say how many pairs that asked for no visa one date earlier now ask for an electronic authorisation."""
    dates = frame["date"].unique().sort()
    if dates.len() < 2:
        return []
    before, after = (
        frame.filter(date=dates[-2], requirement="visa free"),
        frame.filter(date=dates[-1], requirement="eta"),
    )
    moved = after.join(before, on=["passport", "destination"], how="semi")
    abroad = [the(area(code)) for code in moved.filter(passport=subject.code)["destination"]]
    admitted = moved.filter(destination=subject.code).height
    spans = f"on {spoken_day(dates[-2])} and for an electronic travel authorisation on {spoken_day(dates[-1])}"
    texts = [
        f"{listed(sorted(abroad), 8)} asked holders of a passport of {the(subject)} for no visa {spans}"
        if abroad
        else "",
        f"{the(subject)} asked holders of {admitted} other {_plural(admitted, 'passport')} for no visa {spans}"
        if admitted
        else "",
    ]
    return [
        Note(f"{capitalised(text)}. Such entry does not count here as being without a visa.", (reference,))
        for text in texts
        if text
    ]
