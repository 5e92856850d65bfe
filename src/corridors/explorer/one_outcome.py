"""One outcome of a run: what each view makes of it, for a party or for one country, from what the run has already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput, UnknownName
from corridors.explorer.given import Dispute, Search
from corridors.explorer.results import KEPT, PARTIES, Results, header, year_of
from corridors.report.study_rows import outcome_row, shown_views

if TYPE_CHECKING:
    from corridors.explorer.jobs import Run, Runs
    from corridors.scenarios.study import Study

ROWS = "one"
"""Under which the outcome stands in the results of this page."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An outcome, of a country by its code or name, or of a party or the world."""

    outcome: str
    country: str | None = None

    def checked(self, made: Study) -> Asked:
        """The same with the country's code.

        Raises:
            UnknownName: no such outcome or country; InvalidInput: the outcome is one of countries and none is named, or
                the run has nothing on that country.
        """
        from corridors.content.subject import country
        from corridors.scenarios.outcomes import outcome_named, outcomes

        known = outcomes().get(self.outcome)
        if known is not None and known.of == "country" and not self.country:
            raise InvalidInput(f"{known.label}: of which country?", hint="Choose one.")
        whole = known is not None and known.of != "country"
        code = country(self.country).code if self.country and not whole else None
        outcome_named(self.outcome, ("country",) if code else ("stayers", "hosts", "migrants", "world"))
        if code and code not in made.country["country"].values:
            raise InvalidInput(f"The run says nothing of {self.country}.", hint="Choose another country.")
        return Asked(self.outcome, code)


@dataclass(frozen=True, slots=True)
class Offered:
    """Outcomes to choose from by whose they are, each a name with its label, and countries by their codes."""

    outcomes: dict[str, dict[str, str]]
    countries: dict[str, str]


@lru_cache(KEPT)
def _offered(runs: Runs, identifier: str) -> Offered:
    from corridors.concepts.countries import areas
    from corridors.scenarios.outcomes import outcomes

    made = runs.study(identifier)
    found: dict[str, dict[str, str]] = {of: {} for of in (*PARTIES, "country")}
    for known in outcomes().values():
        found[known.of][known.name] = known.label
    codes = {str(code) for code in made.country["country"].values}
    names = {area.code: area.short_name for area in areas() if area.code in codes}
    return Offered(found, dict(sorted(names.items(), key=lambda item: item[1])))


def offered(runs: Runs, identifier: str) -> Offered:
    """What can be asked of a run that is done.

    Raises:
        UnknownName: no such run; InvalidInput: it has no results.
    """
    runs.get(identifier)
    return _offered(runs, identifier)


@lru_cache(KEPT)
def _read(runs: Runs, identifier: str, asked: Asked, year: int | None) -> Results:
    made = runs.study(identifier)
    at, when = asked.checked(made), year_of(made, year)
    row = outcome_row(made, at.outcome, tuple(shown_views(made)[0]), country=at.country, year=when)
    if row is None:
        raise InvalidInput("Nothing is known of this outcome here.", hint="Choose another outcome or country.")
    if at.country:
        from corridors.content.subject import named

        row = replace(row, label=f"{row.label}, {named(at.country)}")
    return header(
        runs, identifier, made, when, rows={ROWS: (row,)}, unknown={ROWS: (row.label,) if row.unknown else ()}
    )


def read(runs: Runs, identifier: str, asked: Asked, year: int | None = None) -> Results:
    """What each view makes of one outcome of a run that is done; the outcome stands alone in `rows`, under `ROWS`.

    Args:
        runs, identifier: the run; asked: the outcome, and of which country; year: the end of a period, by default the
            last.
    Raises:
        UnknownName: no such run, outcome or country; InvalidInput: it has no results, or nothing is known here;
        NotCovered: it has none for that year.
    """
    runs.get(identifier)
    return _read(runs, identifier, asked, year)


def dispute(runs: Runs, identifier: str, asked: Asked) -> Dispute:
    """The analysis of what the views of a run differ on, which needs runs of its own.

    Raises:
        UnknownName, InvalidInput: as `read`.
    """
    at, given = asked.checked(runs.study(identifier)), runs.get(identifier).given
    assert not isinstance(given, (Search, Dispute))
    return Dispute(given, at.outcome, at.country)


def worked_out(runs: Runs, identifier: str, asked: Asked) -> Run | None:
    """The run that works out the disputes behind an outcome of a run, where there is one that is done or under way.

    Raises:
        UnknownName, InvalidInput: as `read`.
    """
    from corridors.explorer.jobs import identified

    try:
        found = runs.get(identified(dispute(runs, identifier, asked)))
    except UnknownName:
        return None
    return found if found.under_way or found.state == "done" else None
