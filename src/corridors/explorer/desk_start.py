"""Where one starts on the scenario desk: a shipped scenario, one that fits a question, or one in an address."""

from __future__ import annotations

import base64
import binascii
import csv
import zlib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from corridors.errors import InvalidInput
from corridors.explorer.desk_form import DRAWS
from corridors.explorer.desk_levers import facts

if TYPE_CHECKING:
    from corridors.scenarios.scenario import Scenario

LONGEST_LINK = 8_000
"""Characters of an address that browsers and mail programs pass on."""
LONGEST_TEXT = 400_000
"""Bytes to which a text in an address may unfold."""


def bounded(scenario: Scenario) -> Scenario:
    """A shipped scenario with as many draws as the desk makes where nobody chose."""
    return replace(scenario, draws=min(scenario.draws, DRAWS))


def about(question: str, **subject: str | None) -> Scenario | None:
    """The scenario from which to start after a question, for its country or corridor; None where no scenario fits.

    Args:
        question: its identifier; subject: `country`, `origin` and `destination`, as typed.

    >>> about("remittance-cost", country="Nepal").levers[0].origins
    ('Nepal',)
    """
    from corridors.scenarios.scenario import Scenario

    row = questions().get(question)
    if row is None:
        return None
    found = bounded(Scenario.read(row["scenario"]))
    ends = {"origins": subject.get("origin"), "destinations": subject.get("destination")}
    if row["side"] and not any(ends.values()):
        ends[row["side"]] = subject.get("country")
    own = {side: (place,) for side, place in ends.items() if place and row["side"]}
    if not own:
        return found
    levers = [
        replace(use, **{side: place for side, place in own.items() if side in facts()[use.lever].takes})
        for use in found.levers
    ]
    return replace(found, name=f"my-{found.name}"[:60], levers=tuple(levers), **own)


@cache
def questions() -> dict[str, dict[str, str]]:
    """The questions that lead to the desk: for each the shipped scenario, and which side the country asked about is.

    >>> questions()["remittance-cost"]["scenario"]
    'remittance-prices'
    """
    text = (files("corridors.explorer") / "tables" / "desk_questions.csv").read_text(encoding="utf-8")
    return {row["question"]: row for row in csv.DictReader(text.splitlines())}


def packed(text: str) -> str:
    """A scenario's text as a part of an address.

    >>> unpacked(packed("scenario: mine"))
    'scenario: mine'
    """
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(given: str) -> str:
    """The text in an address.

    Raises:
        InvalidInput: it is no such text, or unfolds to more than a scenario has.
    """
    reading = zlib.decompressobj()
    try:
        content = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True)
        text = reading.decompress(content, LONGEST_TEXT)
        if reading.unconsumed_tail or not reading.eof:
            raise ValueError("too long, or cut off")
        return text.decode()
    except (ValueError, binascii.Error, zlib.error) as error:
        raise InvalidInput(
            "The link to this scenario is damaged.", hint="Ask for it again, or for the file."
        ) from error
