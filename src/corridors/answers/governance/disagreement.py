"""`disagreement`: which disputed assumption matters most, for a question that suits the country."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corridors.answers.governance.disagreement_tables import content_of
from corridors.answers.whatif_world import in_model
from corridors.scenarios.disagreement import disagreement
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.answer import Content
    from corridors.answers.asked import Asked
    from corridors.content.blocks import References
    from corridors.scenarios.bench import Bench

SAMPLES = 16
"""Rows of the samples: few, so that an answer comes within a minute; `corridors disagree` takes more."""
SEED = 0
GUARDED = ("DEU", "ESP", "FIN", "FRA", "ITA", "USA")
"""Residences that the scenario of borders concerns and for which residents without permission are estimated."""


class Chosen(NamedTuple):
    """A shipped scenario, an outcome, and why they suit the country."""

    scenario: str
    outcome: str
    why: str


def chosen(code: str | None) -> Chosen:
    """The question that suits a country, or the world.

    >>> chosen("USA").scenario, chosen("TUV").scenario, chosen(None).outcome
    ('borders-doubled', 'remittance-prices', 'migrants_irregular')
    """
    if code is None:
        return Chosen(
            "borders-doubled", "migrants_irregular",
            "The scenario shown is the dispute that the founding documents argue over most: what guarding the borders "
            "of the United States and of Europe twice as much would do.",
        )  # fmt: skip
    if code in GUARDED:
        return Chosen(
            "borders-doubled", "irregular_stock",
            "The scenario shown is one that concerns this country as a destination: guarded borders, and residents "
            "without permission, who are estimated here.",
        )  # fmt: skip
    return Chosen(
        "remittance-prices", "emigrants",
        "Residents without permission are not estimated here, or the shipped scenario on borders does not reach the "
        "country; the one shown reaches every country: cheaper remittances, which may pay for departures or replace "
            "them.",
    )  # fmt: skip


def answer(asked: Asked, cited: References) -> Content:
    """The shares of the variance of a scenario's effect by disputed assumption, with what would settle the largest."""
    code = in_model(asked.country.code) if asked.country is not None else None
    picked = chosen(code)
    bench = _bench(picked.scenario)
    found = disagreement(
        bench.given, picked.outcome, country=code, samples=SAMPLES, seed=SEED, detail=False, bench=bench
    )
    more = (
        f"{picked.why} `corridors disagree FILE --outcome NAME` asks it of any scenario and outcome, with the views of "
        "two people side by side."
    )
    return content_of(found, cited, (more,))


@lru_cache(maxsize=2)
def _bench(name: str) -> Bench:
    """A shipped scenario laid out; answers on many countries share its runs."""
    from corridors.scenarios.bench import Bench

    return Bench.laid(Scenario.read(name), seed=SEED)
