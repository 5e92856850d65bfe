"""People under protection: refugees, asylum seekers and others whom UNHCR counts, at the end of the year."""

from __future__ import annotations

import polars as pl

from corridors.concepts.countries import Area, resolve
from corridors.concepts.quality import Quality
from corridors.content import charts
from corridors.content.blocks import Block, Fact, Figure, References, Table
from corridors.content.common import inhabitants
from corridors.content.subject import name, the
from corridors.content.words import listed, number, people, percent, spoken
from corridors.data import load
from corridors.data import source as find_source
from corridors.report.sections.refugees.views import FIRST_YEAR, View, bars

GROUPS = {
    "refugees": "Refugees",
    "asylum_seekers": "Asylum seekers",
    "oip": "Others in need of protection",
}
"""UNHCR's groups of people who found or seek protection abroad."""
OTHERS_FROM = 2018
"""First year in which UNHCR counts others in need of protection, mostly Venezuelans."""
HELD = "refugees, asylum seekers and others in need of protection"
MOST_ROWS = 10
PROTECTION = (
    "Refugees include people in a situation like that of refugees. UNHCR rounds cells below 5; a country without a "
    "line may host nobody or may not report, and these cannot be told apart."
)


def protected(view: View, frame: pl.DataFrame) -> pl.DataFrame:
    """People under protection by year: year and the three groups; a year without a line is absent."""
    groups = [pl.col(key).sum() for key in GROUPS]
    return view.of(frame).group_by("year").agg(groups).filter(pl.sum_horizontal(*GROUPS) > 0).sort("year")


def kind(group: str, count: int) -> str:
    """How a sentence names one or more people of a group."""
    plural = {"refugees": "refugees", "asylum_seekers": "asylum seekers", "oip": "other people in need of protection"}
    single = {"refugees": "refugee", "asylum_seekers": "asylum seeker", "oip": "other person in need of protection"}
    return single[group] if count == 1 else plural[group]


def stock_figure(held: dict[View, pl.DataFrame], cited: References) -> Figure | None:
    """People under protection by year and group, a panel for each view; None without one."""
    if not held:
        return None
    long = pl.concat(
        frame.filter(pl.col("year") >= FIRST_YEAR)
        .unpivot(list(GROUPS), index="year", variable_name="group", value_name="persons")
        .filter(pl.col("persons") > 0)
        .with_columns(pl.col("group").replace_strict(GROUPS), view=pl.lit(view.label))
        for view, frame in held.items()
    )
    view, frame = next(iter(held.items()))
    last = frame.row(-1, named=True)
    total = sum(last[key] for key in GROUPS)
    kinds = HELD if last["oip"] else "refugees and asylum seekers"
    if total == 1:
        kinds = next(kind(key, 1) for key in GROUPS if last[key])
    who = f"{spoken(total)} {kinds} {view.who}".strip()
    title = f"{who} {'was' if total == 1 else 'were'} {view.where} at the end of {last['year']}"
    seen = [group for group in GROUPS.values() if group in long["group"]]
    return charts.figure(
        "refugees", title, f"{HELD.capitalize()}, in persons at the end of the year",
        bars(long, list(held), "group", seen, amount="persons", unit="Persons"), long,
        alternative=title, quality=[Quality.OBSERVED], references=[cited.cite(find_source("refugees"))],
        note="Each panel has its own scale. Without a bar, UNHCR lists nobody.",
    )  # fmt: skip


def stock_table(held: dict[View, pl.DataFrame], year: int, cited: References) -> list[Block]:
    """People under protection in the latest two years, and five and ten years before; nothing where none are listed."""
    years = (year - 10, year - 5, year - 1, year)
    shown = {view: frame.filter(pl.col("year").is_in(years)) for view, frame in held.items()}
    groups = [key for key in GROUPS if any(frame[key].sum() for frame in shown.values())]
    rows = [
        (view.label, str(row["year"]), *(_persons(row[key], key, row["year"]) for key in groups))
        for view, frame in shown.items()
        for row in frame.iter_rows(named=True)
    ]
    if not rows:
        return []
    silent = [view.place for view, frame in shown.items() if frame.is_empty()]
    missing = f" In these years UNHCR lists nobody {listed(silent)}." if silent else ""
    return [
        Table(
            f"{HELD.capitalize()}, at the end of the year",
            ("Who", "Year", *(GROUPS[key] for key in groups)), tuple(rows), Quality.OBSERVED,
            (cited.cite(find_source("refugees")),),
            note=f"Persons; of {listed([str(each) for each in years])}, the years with a line.{missing}",
        )
    ]  # fmt: skip


def _persons(count: int | None, group: str, year: int) -> str:
    if group == "oip" and not count:
        return "not counted" if year < OTHERS_FROM else "none listed"
    return number(count)


def partners(views: list[View], area: Area, cited: References) -> list[Block]:
    """The main origins of people under protection in a country, and the main countries that host people from it."""
    frame, source = load("refugees", country=area.code)
    assert source.years is not None
    blocks: list[Block] = []
    for view, other, heading in zip(views, ("origin", "asylum"), ("by origin", "by country of asylum"), strict=True):
        rows = view.of(frame).filter(year=source.years[1]).with_columns(total=pl.sum_horizontal(*GROUPS))
        rows = rows.filter(pl.col("total") > 0).sort("total", descending=True)
        if rows.is_empty():
            continue
        total, most = int(rows["total"].sum()), rows.head(MOST_ROWS)
        groups = [key for key in GROUPS if rows[key].sum()]
        table = [
            (
                name(resolve(row[other])),
                *(_persons(row[key], key, source.years[1]) for key in groups),
                percent(row["total"] / total),
            )
            for row in most.iter_rows(named=True)
        ]
        left, note = len(rows) - len(most), "Persons."
        if left:
            have, rest = "has" if left == 1 else "have", percent(1 - int(most["total"].sum()) / total)
            note += f" {left} more {have} {rest} of the total."
        blocks.append(
            Table(
                f"{HELD.capitalize()} {view.place} at the end of {source.years[1]}, {heading}",
                ("Country", *(GROUPS[key] for key in groups), "Share"), tuple(table), Quality.OBSERVED,
                (cited.cite(source),), note=note,
            )
        )  # fmt: skip
    return blocks


def per_inhabitant(view: View, area: Area, cited: References) -> list[Block]:
    """People under protection per 1,000 inhabitants at the same date."""
    frame, source = load("refugees", country=area.code)
    assert source.years is not None
    year = source.years[1]
    last = protected(view, frame).filter(year=year)
    residents = inhabitants(area, year + 1, "jan1")
    if last.is_empty() or residents is None:
        return []
    total = sum(int(last[key][0]) for key in GROUPS)
    rate = 1000 * total / residents.persons
    shown = f"{rate:.1f}" if rate >= 0.05 else "under 0.1"
    return [
        Fact(
            f"{HELD.capitalize()} {view.place} per 1,000 inhabitants of {the(area)}", round(rate, 4), shown,
            f"{people(total)} for {spoken(residents.persons)} inhabitants", f"end of {year}",
            residents.quality, (cited.cite(source), cited.cite(residents.source)),
        )
    ]  # fmt: skip


def share(view: View, cited: References) -> list[Block]:
    """The share of everybody from the origin in UNHCR's figures abroad who is in this country."""
    frame, source = load("refugees", country=view.origin)
    assert source.years is not None
    last = frame.filter(year=source.years[1])
    total = pl.sum_horizontal(pl.col(*GROUPS).sum())
    here = int(view.of(last).select(total).item() or 0)
    everywhere = int(view._replace(asylum=None).of(last).select(total).item() or 0)
    if not here:
        return []
    return [
        Fact(
            f"Share of all {HELD} {view.who} who are {view.where}", here / everywhere, percent(here / everywhere),
            f"{spoken(here)} of {spoken(everywhere)}", f"end of {source.years[1]}", Quality.OBSERVED,
            (cited.cite(source),),
        )
    ]  # fmt: skip
