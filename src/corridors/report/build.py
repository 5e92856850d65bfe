"""Putting a brief together: the sections of a corridor or of a country, in the order in which one reads them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from corridors import __version__
from corridors.content.blocks import Brief, References
from corridors.content.subject import Corridor, country, name
from corridors.report.sections import answered, flows, future, law, people, refugees, remittances, ties, visas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from corridors.content.blocks import Section

CORRIDOR_SECTIONS = (
    people.corridor, flows.corridor, remittances.corridor, refugees.corridor,
    visas.corridor, law.corridor, ties.corridor, future.corridor,
)  # fmt: skip
COUNTRY_SECTIONS = (
    people.country, flows.country, remittances.country, refugees.country,
    visas.country, law.country, future.country,
)  # fmt: skip


def brief(
    origin: str, destination: str | None = None, *, seen: Callable[[Section], object] = lambda section: None
) -> Brief:
    """Write a brief on a corridor, or on a country where only one is named.

    Args:
        origin: the origin, or the country; a code or a name.
        destination: the destination; a code or a name.
        seen: called with each section as soon as it is written, so that its charts can be drawn meanwhile.

    Returns:
        Sections of facts, tables and figures, each with source, date and quality; `corridors.report.to_html`,
        `to_markdown` and `to_json` give it a form.

    Raises:
        UnknownName: a name that is not in the table of countries, with the nearest ones.
        InvalidInput: origin and destination are the same.
        NotCovered: a former state.

    Example:
        >>> made = brief("Tonga", "New Zealand")
        >>> [section.name for section in made.sections][:3]
        ['people', 'flows', 'remittances']
    """
    cited = References()
    if destination is None:
        subject = country(origin)
        sections = _written(COUNTRY_SECTIONS, subject, cited, seen) + answered.country(subject, cited)
        file_name, title, subtitle = subject.code, name(subject), "A country brief on international migration"
    else:
        pair = Corridor.named(origin, destination)
        sections = _written(CORRIDOR_SECTIONS, pair, cited, seen) + answered.corridor(pair, cited)
        file_name = f"{pair.origin.code}-{pair.destination.code}"
        title = f"{name(pair.origin)} to {name(pair.destination)}"
        subtitle = "A brief on the migration corridor, in both directions"
    return Brief(
        file_name, title, subtitle, sections, cited.listed(),
        datetime.datetime.now(datetime.UTC).date(), __version__,
    )  # fmt: skip


def _written(
    writers: Iterable[Callable[[Any, References], Section]], subject: Any, cited: References,
    seen: Callable[[Section], object],
) -> tuple[Section, ...]:  # fmt: skip
    """The sections on a subject, each shown to `seen` before the next one is written."""
    sections = []
    for write in writers:
        sections.append(write(subject, cited))
        seen(sections[-1])
    return tuple(sections)
