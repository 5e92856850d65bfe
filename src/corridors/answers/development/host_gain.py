"""`host-gain`: what host countries gain or lose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.development import host_tables as tables
from corridors.answers.development.host_tables import Host
from corridors.concepts.countries import areas
from corridors.concepts.nearest import nearest
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import the
from corridors.content.words import percent
from corridors.data import source as find_source
from corridors.errors import UnknownName
from corridors.parameters import view as find_view

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Estimates of the literature, each from other countries and years, applied to the share of inhabitants who were "
    "born abroad (stock of 1 July, by birthplace), as though all of them were compared with none. They are neither "
    "measurements of this country nor forecasts: every number says which study it comes from and how it is known."
)
ESTIMATES = {
    "what": Column("Effect"),
    "view": Column("View"),
    "low": Column("Low", "number"),
    "central": Column("Middle", "number"),
    "high": Column("High", "number"),
    "unit": Column("Unit"),
    "known": Column("Number is"),
    "grade": Column("Grade"),
    "source": Column("Estimate from"),
}
COUNTRIES = {
    "country": Column("Country", "area"),
    "share": Column("Foreign-born", "share"),
    "wages_substitutes": Column("Competing natives' wage, substitutes", "number", "%", quality="literature"),
    "wages_complements": Column("The same, complements", "number", "%", quality="literature"),
    "average_complements": Column("Natives' mean wage, complements", "number", "%", quality="literature"),
    "surplus_undisputed": Column("Natives' surplus", "number", "% of GDP", quality="literature"),
    "methods_hidden-subsidy": Column(
        "Growth of productivity, hidden subsidy", "number", "points a year", quality="literature"
    ),
}
DISPUTE = (
    "Whether newcomers of the same skill replace natives at work or do other work beside them; the first side holds "
    "capital fixed, and with capital adjusted the mean wage of all hardly moves on either side."
)
SMALL = 0.01
"""Foreign-born share below which every estimate is lost in rounding."""
NEGLIGIBLE = 5e-4
TYPICAL = "the median high-income country"


def answer(asked: Asked, cited: References) -> Content:
    """The estimates applied to one country, or to the median high-income country and to all in a table."""
    _check_view(asked.view)
    year = asked.year_of(tables.years(), "migrant stocks")
    references = tuple(
        cited.cite(find_source(name)) for name in ("migrant_stock_unknown", "demography_totals", "integration")
    )
    held = tables.shares(year)
    if asked.country is not None:
        mine = held.filter(country=asked.country.code)
        if mine.is_empty():
            return _unknown(asked, references)
        row = mine.row(0, named=True)
        host = Host(row["share"], row["low_education"], row["education_year"])
        return _content(asked, host, (the(asked.country), row["group"] == tables.HIGH), year, references)
    rich = held.filter(
        pl.col("group") == tables.HIGH, pl.col("country").is_in([area.code for area in areas("country")])
    )
    typical = sorted(rich["share"])[rich.height // 2]
    return _content(asked, Host(typical), (TYPICAL, True), year, references)


def _check_view(view: str | None) -> None:
    views = [side for sides in tables.VIEWS.values() for side in sides]
    if view is not None and view not in views:
        hint = f"Its views are {', '.join(dict.fromkeys(views))}."
        raise UnknownName("view of the question 'host-gain'", view, nearest(view, views), hint=hint)


def _content(
    asked: Asked, host: Host, subject: tuple[str, bool], year: int, references: tuple[Reference, ...]
) -> Content:
    """The answer for one foreign-born share; `subject` is its name, and whether OECD means may stand for it."""
    place, oecd_like = subject
    within = host.share <= tables.WIDEST_SHARE
    found = tables.estimates(host, oecd_like=oecd_like, view=asked.view) if within else None
    data = []
    if found is not None:
        title = f"Estimates applied to {percent(host.share)} foreign-born, {place}, {year}"
        data.append(Data("estimates", title, found, ESTIMATES, references,
                         note="Grades: A experiment, B panel, C correlation or accounting, D recalled or assumed. The "
                         "file has the population studied and a note on each."))  # fmt: skip
    if asked.country is None:
        countries = tables.applied(year).with_columns(literature=pl.lit(Quality.EXTRAPOLATED.value))
        data.append(Data("countries", f"The middle of each estimate, by country, {year}", countries, COUNTRIES,
                         references, note="Nothing is applied above 30% foreign-born: no study covers it. Where the "
                         "education of foreigners is not known, it takes all as low-skilled."))  # fmt: skip
    return Content(
        finding=_finding(host, found, place, year),
        definition=DEFINITION,
        data=tuple(data),
        facts=_facts(host, year, references),
        draw=lambda: _figures(found, place, year, references),
        notes=_notes(host, references),
        missing=_missing(host, oecd_like, place),
        views=_views(found),
        uncertainty="Ranges are those of the studies, without the error of carrying them to another country, which "
        "nobody has measured.",
        caveats=(
            "The wage of competing natives holds capital fixed: a short-run scale, and its high end an upper bound on "
            "what a slow inflow would do.",
            "Refugees, students, workers and their families are one share here, although their effects differ.",
        ),
    )


def _finding(host: Host, found: pl.DataFrame | None, place: str, year: int) -> str:
    share = f"In {place}, where {percent(host.share)} were born abroad in {year}"
    if found is None:
        return f"{share}, no estimate is applied, because no study held covers so high a share."
    if host.share <= 0:
        return f"In {place}, where nobody was counted as born abroad in {year}, no estimate applies."
    if host.share < SMALL:
        return f"{share}, every estimate applied comes to less than 1% of wages or output: too small to tell from zero."
    surplus = found.filter(effect="surplus").row(0, named=True)
    parts = [
        f"the wage of natives who compete for the same work changes by {_between(found, 'wages')}",
        f"natives gain {_plain(surplus['low'])}% to {_plain(surplus['high'])}% of output",
    ]
    if not (fiscal := found.filter(effect="fiscal")).is_empty():
        parts.append(f"the public balance of newcomers lies at {_between(fiscal, 'fiscal')} of output")
    last = f"the growth of productivity a year changes by {_between(found, 'methods', ' percentage points')}"
    return f"{share}, estimates from other places imply that {', '.join(parts)}, and {last}."


def _between(found: pl.DataFrame, effect: str, unit: str = "%") -> str:
    """The range under each view with the view's name; one range where the views do not differ."""
    rows = found.filter(effect=effect).iter_rows(named=True)
    sides = {row["view"]: _span(row["low"], row["high"], unit) for row in rows}
    if len(set(sides.values())) == 1:
        return next(iter(sides.values()))
    return " or ".join(f"{span} ({find_view(name).label})" for name, span in sides.items())


def _span(low: float, high: float, unit: str) -> str:
    if _plain(low) == _plain(high):
        return f"{_plain(low)}{unit}"
    return f"{_plain(low)}{unit if unit == '%' else ''} to {_plain(high)}{unit}"


def _plain(value: float) -> str:
    """A percentage in two figures, a negligible one as 0."""
    return "0" if abs(value) < NEGLIGIBLE else f"{value:.2g}"


def _facts(host: Host, year: int, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    facts = [Fact("Born abroad", host.share, percent(host.share), "of inhabitants", f"1 July {year}", Quality.MODELLED,
                  references[:2])]  # fmt: skip
    if host.low_education is not None:
        facts.append(Fact("Foreign citizens with at most lower secondary education", host.low_education,
                          percent(host.low_education, 0), "of those aged 15 to 64", str(host.education_year),
                          Quality.OBSERVED, references[2:]))  # fmt: skip
    return tuple(facts)


def _views(found: pl.DataFrame | None) -> ViewRange | None:
    rows = None if found is None else found.filter(effect="wages")
    if rows is None or rows.height < len(tables.VIEWS["wages"]):
        return None
    values = dict(rows.select("view", "central").iter_rows())
    return ViewRange("Wage of natives who compete for the same work", "% more or less", values, DISPUTE)


def _notes(host: Host, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    if host.low_education is None:
        return (Note("The education of the foreign-born is not known here: the hidden subsidy takes all of them as "
                     "low-skilled, which makes it an upper bound.", references[2:]),)  # fmt: skip
    return (Note("The education is of foreign citizens, not of the foreign-born.", references[2:]),)


def _missing(host: Host, oecd_like: bool, place: str) -> tuple[Missing, ...]:
    found = [
        Missing(f"Measured effects on wages, output and public money in {place}",
                "The catalogue has none by country; the numbers above are from elsewhere."),
        Missing("Wages of natives by skill", "Wages by skill and birthplace are in no dataset that is held."),
    ]  # fmt: skip
    if host.share > tables.WIDEST_SHARE:
        found.append(Missing("An estimate for so high a share of foreign-born",
                             f"The studies cover less than {percent(tables.WIDEST_SHARE, 0)}."))  # fmt: skip
    if not oecd_like:
        found.append(Missing("The fiscal balance of the foreign-born",
                             "The estimates are of 25 OECD countries: only rich countries get them."))  # fmt: skip
    return tuple(found)


def _unknown(asked: Asked, references: tuple[Reference, ...]) -> Content:
    assert asked.country is not None
    return Content(
        finding=f"The foreign-born of {the(asked.country)} are not known, so that no estimate can be applied.",
        definition=DEFINITION,
        data=(),
        facts=(Fact("Born abroad", None, "not known", "", "", Quality.MISSING, references[:2]),),
        missing=(Missing(f"The foreign-born share of {the(asked.country)}", "The migrant stock does not name it."),),
    )


def _figures(found: pl.DataFrame | None, place: str, year: int, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.development import host_charts

    return [] if found is None else [host_charts.ranges(found, place, year, references)]
