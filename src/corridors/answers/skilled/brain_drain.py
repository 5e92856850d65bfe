"""`brain-drain`: which countries lose and which gain skilled people, gross and net of gain by view."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.integration.withheld import Held
from corridors.answers.skilled import brain_tables as tables
from corridors.concepts.nearest import nearest
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.scalars import scalar
from corridors.content.subject import named, the
from corridors.content.words import listed, percent
from corridors.errors import UnknownName
from corridors.parameters import UNDECIDED, dispute_over, parameter
from corridors.parameters import view as find_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.parameters import Parameter

BY_RATE = (
    "People of 25 years and more with tertiary education, by country of birth, who live in one of 20 rich countries, "
    "as a share of all those born in the origin, at home and there: a stock, gross of people who came in."
)
BY_PROXY = (
    "Proxies only: researchers whose affiliation moved abroad in a year (2013-2017), LinkedIn members' net moves in a "
    "year (2015-2019), and doctors by country of training (2018). None is a rate of all tertiary-educated people."
)
PROXIES = {
    "country": Column("Country", "area"),
    "researchers": Column("Researchers who left in a year", "share", quality="derived"),
    "linkedin": Column("LinkedIn members gained, net", "number", "per 10,000 a year"),
    "pairs": Column("In pairs published", "count"),
    "doctors": Column("Doctors abroad", "share", quality="derived"),
}
RATES = {
    "country": Column("Origin", "area"),
    "high": Column("Tertiary-educated abroad", "share"),
    "low": Column("Low-educated abroad", "share"),
    "brain-drain": Column("Skilled share at home, if it drains", "share"),
    "brain-gain": Column("if it gains", "share"),
}
MANY_MOVES = 10
"""Published pairs from which on a country enters the ranking of LinkedIn members. Our own choice."""

FEWEST = 3
"""Countries from which on a finding counts those that lose. Our own choice."""


class Situation(NamedTuple):
    """What is shown: rates where they were added, proxies always."""

    rates: pl.DataFrame
    year: int
    proxies: pl.DataFrame
    response: Parameter


def answer(asked: Asked, cited: References) -> Content:
    """Rates of skilled emigration where they were added, and what little the package itself holds."""
    view = _view(asked.view)
    held, thin = tables.rates(), tables.proxies()
    rates = tables.with_net(held.frame) if isinstance(held, Held) else pl.DataFrame()
    references = tuple(cited.cite(source) for source in thin.sources)
    of_rates = (cited.cite(held.source),) if isinstance(held, Held) else ()
    year = int(scalar(rates["year"].max())) if rates.height else 0
    found = Situation(
        _asked_of(rates, asked, tables.WITHIN), year, _asked_of(thin.frame, asked, {}), parameter(tables.RESPONSE, view)
    )
    return Content(
        finding=f"{_finding(asked, found)}{_sides(asked, found)}",
        definition=BY_RATE if rates.height else BY_PROXY,
        data=_data(asked, found, references, of_rates),
        facts=_facts(found, references),
        draw=lambda: _figures(asked, found, references, of_rates),
        notes=_notes(asked, bool(rates.height), references),
        missing=_missing(asked, found, held if isinstance(held, Missing) else None),
        views=_views(found),
        uncertainty="None of the series has a published interval; the schooling response is recalled, not read, and "
        "its range is the range over views.",
        caveats=_caveats(held, thin.sources),
    )


def _view(view: str | None) -> str | None:
    if view is not None and view not in (*tables.VIEWS, UNDECIDED):
        raise UnknownName("view of brain-drain", view, nearest(view, tables.VIEWS),
                          hint=f"Views are {listed(tables.VIEWS)}.")  # fmt: skip
    return view


def _asked_of(frame: pl.DataFrame, asked: Asked, within: Mapping[str, str]) -> pl.DataFrame:
    if frame.is_empty() or asked.codes is None:
        return frame
    held = frame["country"].to_list()
    codes = [code if code in held else within.get(code, code) for code in asked.codes]
    return frame.filter(pl.col("country").is_in(codes))


def _finding(asked: Asked, found: Situation) -> str:
    last = found.rates.filter(year=found.year).sort("high", descending=True) if found.rates.height else found.rates
    if asked.country is not None:
        return _of_country(asked.country.code, asked.spoken, last, found)
    if last.height:
        first, lose = last.head(3), {view: int((last[view] < 0).sum()) for view in tables.VIEWS}
        names = listed([f"{named(r['country'])} ({percent(r['high'])})" for r in first.iter_rows(named=True)])
        where = "" if asked.codes is None else f" of {asked.spoken}"
        return (
            f"In {found.year}, the largest parts of the tertiary-educated born in a country{where} lived in one of 20 "
            f"rich countries for {names}; {lose['brain-drain']} of {last.height} origins had fewer skilled people at "
            f"home if emigration only drains, {lose['brain-gain']} if it also makes more people study."
        )
    if found.proxies.is_empty():
        return f"Nothing on skilled emigration from {asked.spoken} is in the package."
    return _by_proxy(asked, found.proxies)


def _sides(asked: Asked, found: Situation) -> str:
    """What each view makes of schooling at home, where no net rate shows it: a number of no country's own."""
    if found.rates.height or found.proxies.is_empty():
        return ""
    told = " or ".join(_told(parameter(tables.RESPONSE, name)) for name in tables.VIEWS)
    here = asked.spoken if asked.codes is not None else "single countries"
    return (
        f" What leaving does to schooling at home was not measured for {here}: when skilled emigration doubles it "
        f"rises by {told}."
    )


def _told(response: Parameter) -> str:
    label = find_view(response.view).label
    basis = "supposed" if response.known == "assumed" else f"from a study of {response.population}"
    return f"{percent(response.central, 0)} (view \u201c{label}\u201d, {basis})"


def _by_proxy(asked: Asked, frame: pl.DataFrame) -> str:
    where = "" if asked.codes is None else f" of {asked.spoken}"
    said = f"How many of their tertiary-educated people the countries{where} lose is not in the package; by proxies: "
    parts = []
    members = frame.filter(pl.col("pairs") >= MANY_MOVES).sort("linkedin")
    if members.height >= FEWEST:
        losers = members.filter(pl.col("linkedin") < 0)
        if losers.height:
            parts.append(f"{losers.height} of {members.height} lost LinkedIn members on balance, most of all "
                         f"{_named(losers, 3)}")  # fmt: skip
    doctors = frame.drop_nulls("doctors").sort("doctors", descending=True)
    if doctors.height:
        parts.append(f"the largest parts of their doctors were abroad for {_named(doctors, 3)}")
    if not parts:
        leaving = frame.drop_nulls("researchers")
        parts.append(f"researchers left most from {_named(leaving, 3)}" if leaving.height else "nothing can be ranked")
    return said + "; ".join(parts) + "."


def _named(frame: pl.DataFrame, most: int) -> str:
    return listed([named(code) for code in frame["country"].head(most)])


def _of_country(code: str, spoken: str, last: pl.DataFrame, found: Situation) -> str:
    if last.height:
        row = last.row(0, named=True)
        whose = spoken if row["country"] == code else {"SCG": "Serbia and Montenegro"}.get(
            row["country"], named(row["country"]))  # fmt: skip
        part = ""
        if row["brain-drain"] is not None:
            changes = [_change(row[view]) for view in tables.VIEWS]
            part = (f"; the share of skilled people at home was {changes[0]} than if they left like the low-educated, "
                    f"or {changes[1]} if the prospect also makes more people study")  # fmt: skip
        return (
            f"In {found.year}, {percent(row['high'])} of the tertiary-educated born in {whose} lived in one of 20 "
            f"rich countries, against {percent(row['low'])} of the low-educated{part}."
        )
    row = found.proxies.row(0, named=True) if found.proxies.height else {}
    parts = []
    if row.get("researchers") is not None:
        parts.append(f"{percent(row['researchers'])} of its researchers moved abroad in a year (2013-2017)")
    if row.get("linkedin") is not None:
        verb = "gained" if row["linkedin"] >= 0 else "lost"
        parts.append(f"it {verb} {abs(row['linkedin']):.1f} of 10,000 LinkedIn members a year on balance (2015-2019)")
    if row.get("doctors") is not None:
        parts.append(f"{percent(row['doctors'], 0)} of its doctors were abroad (2018)")
    if not parts:
        return f"Nothing on skilled emigration from {spoken} is in the package."
    return f"The package has no rate of skilled emigration from {spoken}; by proxies, {listed(parts)}."


def _change(value: float) -> str:
    return f"{percent(abs(value), 0)} {'lower' if value < 0 else 'higher'}"


def _data(
    asked: Asked, found: Situation, references: tuple[Reference, ...], of_rates: tuple[Reference, ...]
) -> tuple[Data, ...]:
    made = []
    if found.rates.height:
        last = found.rates.filter(year=found.year).sort("high", descending=True)
        title = (
            f"Emigration rates of the tertiary-educated, {found.year}, and the skilled share at home against a world "
            "where they left like the low-educated"
        )
        made.append(Data("rates", title, last, RATES, of_rates))
        if asked.country is not None:
            columns = {"year": Column("Year", "year"), "high": Column("Tertiary", "share"),
                       "medium": Column("Secondary", "share"), "low": Column("Low", "share")}  # fmt: skip
            made.append(Data("years", "Emigration rates by education and year", found.rates.sort("year"), columns,
                             of_rates))  # fmt: skip
    note = (
        f"Rates of researchers need {tables.FEWEST_RESEARCHERS} researchers a year; LinkedIn leaves out pairs with few "
        "moves, so that its sum is over the pairs published."
    )
    if found.proxies.height:
        made.append(Data("proxies", "Proxies of skilled emigration", found.proxies, PROXIES, references, note=note))
    dispute = dispute_over(tables.RESPONSE)
    assert dispute is not None
    return (*made, whatif.assumptions(tables.VIEWS, dispute.parameters, references))


def _facts(found: Situation, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if found.proxies.height != 1 or found.proxies["linkedin"][0] is None:
        return ()
    row = found.proxies.row(0, named=True)
    return (Fact("LinkedIn members gained on balance", row["linkedin"], f"{row['linkedin']:+.1f}",
                 f"per 10,000 a year, in {row['pairs']} pairs", "2015-2019", Quality.OBSERVED,
                 references[1:2]),)  # fmt: skip


def _notes(asked: Asked, rates: bool, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    codes = set(asked.codes or ("GIN", "GNB"))
    notes = []
    if rates and codes & {"GIN", "GNB"}:
        notes.append(Note("The IAB's file of rates has Guinea and Guinea-Bissau under each other's name, as its own "
                          "numbers of emigrants over inhabitants show; they are exchanged here."))  # fmt: skip
    for code in sorted(codes & set(tables.WITHIN)):
        if rates and asked.codes is not None:
            notes.append(Note(f"The rates of 1980 to 2010 count {named(code)} with "
                              f"{'Serbia and Montenegro' if tables.WITHIN[code] == 'SCG' else 'Sudan'}."))  # fmt: skip
    gain = (
        "Gain from people who came in is not in these rates: the proxy of LinkedIn members is the only one that "
        "counts both ways."
    )
    return (*notes, Note(gain, references[1:2]))


def _missing(asked: Asked, found: Situation, absent: Missing | None) -> tuple[Missing, ...]:
    missing = [absent] if absent is not None else []
    if asked.country is not None:
        row = found.proxies.row(0, named=True) if found.proxies.height else {}
        labels = {"researchers": "researchers", "linkedin": "LinkedIn members", "doctors": "doctors"}
        without = [label for name, label in labels.items() if row.get(name) is None]
        if without:
            missing.append(Missing(f"{listed(without).capitalize().replace('linkedin', 'LinkedIn')} who left "
                                   f"{the(asked.country)}",
                                   "The data have none, or so few that a rate would say nothing."))  # fmt: skip
        if absent is None and found.rates.is_empty():
            missing.append(Missing(f"Emigration rates of {the(asked.country)}", "The IAB's rates do not hold it."))
    return (*missing, Missing("Skilled emigration by origin after 2010, and to the Gulf States and other countries of "
                              "the South", "No dataset of the catalogue holds it."))  # fmt: skip


def _views(found: Situation) -> ViewRange:
    dispute = dispute_over(tables.RESPONSE)
    said = dispute.question if dispute is not None else ""
    last = found.rates.filter(year=found.year) if found.rates.height else found.rates
    if last.height == 1 and last["brain-drain"][0] is not None:
        values = {view: float(last[view][0]) * 100 for view in tables.VIEWS}
        return ViewRange("Skilled share at home against equal rates of leaving", "percent", values, said)
    if last.height > 1:
        values = {view: float((last[view] < 0).sum()) for view in tables.VIEWS}
        return ViewRange("Origins with fewer skilled people at home", "origins", values, said)
    values = {view: parameter(tables.RESPONSE, view).central * 100 for view in tables.VIEWS}
    return ViewRange("Schooling of those born in the origin when skilled emigration doubles", "percent", values, said)


def _caveats(held: Held | Missing, sources: tuple) -> tuple[str, ...]:
    own = held.source.caveats if isinstance(held, Held) else ()
    near_one = (
        ("Rates near 100% rest on the very few tertiary-educated people that censuses find at home; education may "
         "have been got abroad.",) if isinstance(held, Held) else ()
    )  # fmt: skip
    return (
        *near_one,
        "Leaving is no loss by itself: money sent home, return and networks are not in these numbers (questions "
        "remittances and diaspora).",
        *own, *sources[0].caveats, *sources[1].caveats,
    )  # fmt: skip


def _figures(
    asked: Asked, found: Situation, references: tuple[Reference, ...], of_rates: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers.skilled import brain_charts

    if asked.country is not None and found.rates.height:
        return [brain_charts.by_year(found.rates, asked.spoken, of_rates)]
    if asked.country is not None:
        yearly = tables.proxies().yearly.filter(country=asked.country.code)
        return [brain_charts.researchers(yearly, asked.spoken, references[:1])] if yearly.height > 1 else []
    if found.rates.height:
        return [brain_charts.largest(found.rates.filter(year=found.year), found.year, asked.about, of_rates)]
    shown = found.proxies.filter(pl.col("pairs") >= MANY_MOVES)
    return [brain_charts.members(shown, asked.about, references[1:2])] if shown.height else []
