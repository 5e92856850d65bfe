"""More money from abroad and who leaves because of it: the published responses, and the world model by income level."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.whatif import Shown
from corridors.concepts.quality import Quality
from corridors.parameters import parameter
from corridors.scenarios.places import model_countries, resolve_places
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.scenarios.study import Study

SHIPPED = "remittance-prices"
VIEWS = ("remittances-finance", "remittances-replace")
LEVELS = {
    "Low income": ("Low income",),
    "Middle income": ("Lower middle income", "Upper middle income"),
    "High income": ("High income",),
}
"""Income levels as the responses distinguish them, with the World Bank's groups; the order of the world's classes."""
RESPONSES = {
    "Low income": "liquidity_emigration_response_low_income",
    "Middle income": "liquidity_emigration_response_middle_income",
}
"""Emigration's response to 100 dollars more a head; the model has none for high incomes."""
LARGEST = "liquidity_transfer_measured"
SHOWN = (
    Shown("stayers_received", "money received per head", plural=False),
    Shown("migrants", "people of the origins who live elsewhere"),
    Shown("stayers_income", "income per head at home", plural=False),
)


def level(country: str) -> str:
    """A country's income level, as the world model has it.

    >>> level("NPL"), level("DEU")
    ('Middle income', 'High income')
    """
    from corridors.scenarios.economies import known

    held = known(model_countries())
    return list(LEVELS)[int(held.income_class[model_countries().index(country)])]


def scenario(origins: tuple[str, ...], destination: str | None = None) -> Scenario:
    """The shipped scenario of cheap sending for some origins only, wherever their people live, or in one corridor."""
    shipped = Scenario.read(SHIPPED)
    inside = set(resolve_places(origins))
    there = (destination,) if destination else tuple(code for code in model_countries() if code not in inside)
    where = (destination,) if destination else ("world",)
    use = replace(shipped.levers[0], origins=origins, destinations=where)
    return replace(shipped, name="money-from-abroad", origins=origins, destinations=there, levers=(use,))


def runs(asked: Asked) -> dict[str, Study]:
    """The study of each income level, or of one country or corridor, under both views and none.

    Raises:
        NotCovered: a corridor in which nobody lives or moves.
    """
    home = asked.origin or asked.country
    destination = asked.destination.code if asked.destination else None
    if home is None:
        return {name: whatif.rivals(scenario(groups, destination), views=VIEWS) for name, groups in LEVELS.items()}
    pair = ((home.code, destination),) if destination else ()
    given = scenario((home.code,), destination)
    return {level(home.code): whatif.rivals(given, views=VIEWS, corridors=pair)}


def effects(held: dict[str, Study]) -> pl.DataFrame:
    """The rows of `whatif.effects` for every level, in `level`."""
    return pl.concat(
        [whatif.effects(study, SHOWN).with_columns(level=pl.lit(name)) for name, study in held.items()],
        how="vertical_relaxed",
    )


def responses() -> pl.DataFrame:
    """What 100 dollars more a head do to departures, by income level and view, as the registry has it.

    Returns: `level, view, low, central, high` (proportional change), `known, grade, source, population, quality`.
    """
    rows = [
        {
            "level": name, "view": view, "low": found.low, "central": found.central, "high": found.high,
            "known": found.known, "grade": found.grade, "population": found.population, "source": found.source,
        }
        for name, key in RESPONSES.items() for view in VIEWS for found in [parameter(key, view)]
    ]  # fmt: skip
    rows += [
        {"level": "High income", "view": view, "known": "assumed", "population": "No study: no response in the model"}
        for view in VIEWS
    ]
    frame = pl.DataFrame(rows, infer_schema_length=None)
    return frame.with_columns(quality=pl.lit(Quality.EXTRAPOLATED.value))
