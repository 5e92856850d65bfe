"""How the page of a study names each outcome of a party, and the sentences on what views agree."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from corridors.answers.whatif import Shown
from corridors.answers.whatif_words import finding, moving
from corridors.content.words import listed
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import outcomes

if TYPE_CHECKING:
    import polars as pl

    from corridors.scenarios.scenario import LeverUse
    from corridors.scenarios.study import Study

PHRASES = MappingProxyType(
    {
        "stayers": ("the number of people who stay", False),
        "stayers_income": ("their income per head with money from abroad", False),
        "stayers_received": ("the remittances they receive", True),
        "stayers_wage_low": ("the pay of the low-educated among them", False),
        "stayers_wage_high": ("the pay of the highly educated among them", False),
        "stayers_high_skilled": ("the share of highly educated people among them", False),
        "stayers_support": ("people of working age for each aged 65 or more", True),
        "hosts": ("the number of natives", False),
        "hosts_income": ("their income per head", False),
        "hosts_wage_low": ("the pay of low-educated natives", False),
        "hosts_wage_medium": ("the pay of medium-educated natives", False),
        "hosts_wage_high": ("the pay of highly educated natives", False),
        "hosts_fiscal": ("the public balance of residents born abroad", False),
        "hosts_support": ("people of working age for each aged 65 or more", True),
        "hosts_irregular": ("the share of residents without permission", False),
        "migrants": ("the number of migrants", False),
        "migrants_earnings": ("their earnings per worker", True),
        "migrants_income": ("their earnings per head", True),
        "migrants_sending_price": ("the cost of sending money", False),
        "migrants_irregular": ("the share without permission", False),
        "migrants_covered": ("the share whose rights an instrument covers", False),
        "migrants_deaths": ("deaths on the way", True),
        "migrants_smuggling_price": ("the price of a smuggler", False),
        "migrants_recruitment_months": ("what the job costs", False),
    }
)
"""How a sentence names each outcome of a party, and whether its verb is in the plural."""
STARTS = MappingProxyType(
    {
        "stayers": "For people who stay in the countries of origin",
        "hosts": "For natives of the destinations",
        "migrants": "For migrants",
    }
)
TOLD = MappingProxyType(
    {
        "stayers": ("stayers_income", "stayers_received", "stayers_high_skilled", "stayers_wage_low"),
        "hosts": ("hosts_income", "hosts_wage_low", "hosts_wage_high", "hosts_fiscal", "hosts_irregular"),
        "migrants": (
            "migrants", "migrants_income", "migrants_irregular", "migrants_covered", "migrants_deaths",
            "migrants_sending_price", "migrants_recruitment_months", "migrants_smuggling_price",
        ),
    }
)  # fmt: skip
"""The outcomes that a party's sentence tells: those that people ask about, and those on which a lever acts directly."""
ONLY_MOVED = frozenset({"migrants_covered", "migrants_sending_price", "migrants_recruitment_months",
                        "migrants_smuggling_price"})  # fmt: skip
"""Outcomes that nothing but a lever of their own moves: told where they move, and not said to hardly change."""


def shown_of(party: str) -> list[Shown]:
    """The outcomes of a party, in the order of the table of outcomes.

    >>> [one.outcome for one in shown_of("hosts")][:2]
    ['hosts', 'hosts_income']
    """
    return [Shown(one.name, *_phrase(one.name)) for one in outcomes().values() if one.of == party]


def _phrase(name: str) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...], bool]:
    phrase, plural = PHRASES[name]
    return phrase, (), (), plural


def sentence(frame: pl.DataFrame, party: str, year: int) -> str:
    """What all views agree on for a party, and where they differ, because of which dispute; what changes most first.

    Args:
        frame: of `answers.whatif.effects`, the party's outcomes; year: of these.
    """
    told = told_of(frame, party)
    if told.is_empty():
        return f"{STARTS[party]}, nothing that the model follows is recorded."
    if not (told["effect"] != 0).any():
        return f"{STARTS[party]}, the scenario changes nothing that the model follows, under any view."
    return finding(told, f"{STARTS[party]} by {year}")


def told_of(frame: pl.DataFrame, party: str) -> pl.DataFrame:
    """The rows of the outcomes that a party's sentence tells, what changes most first.

    Beside those of `TOLD`, the one that changes most of all, in per cent of its baseline or in percentage points.

    Args:
        frame: of `answers.whatif.effects`, the party's outcomes.
    """
    import polars as pl

    size = pl.col("percent").fill_null(pl.col("effect")).abs().max().over("what")
    ordered = frame.with_columns(_size=size).sort("_size", descending=True, maintain_order=True).drop("_size")
    moved = moving(ordered)["outcome"].unique(maintain_order=True).to_list()
    kept = {name for name in TOLD[party] if name in moved or name not in ONLY_MOVED} | set(moved[:1])
    return ordered.filter(pl.col("outcome").is_in(kept))


def bearing_words(study: Study) -> str:
    """Which views bear on the scenario, and which do not, by their labels."""
    names = [name for name in study.views if name != UNDECIDED]
    rest = [study.labels[name] for name in names if name not in study.bearing]
    if not names:
        return "No view was taken: every dispute is open, its parameters anywhere between the two sides."
    if len(rest) == len(names):
        return f"None of the views bears on this scenario: the results are the same under {listed(rest, most=40)}."
    if not rest:
        return "All views that were taken bear on this scenario."
    return (
        f"{len(study.bearing)} of {len(names)} views bear on this scenario. Not to the last bit do these change "
        f"anything, so that they are not shown: {listed(rest, most=40)}."
    )


def where(use: LeverUse) -> str:
    """Whose movement a lever acts on, as written in the scenario."""
    ends = [
        f"from {listed(use.origins)}" if use.origins else "",
        f"to {listed(use.destinations)}" if use.destinations else "",
    ]
    text = " ".join(part for part in ends if part) or "everywhere"
    text += f"; {listed(use.skills)} skills" if use.skills else ""
    return text + (f"; joined by {listed(use.joined_by)} where states move together" if use.joined_by else "")


def when(use: LeverUse) -> str:
    """Between which dates a lever acts."""
    return f"{use.start} to {use.end}" if use.end else f"from {use.start}"
