"""A check put into words: the texts of `checks.toml` with the figures that the code found, and the facts."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from corridors.errors import UnknownName
from corridors.evaluation.retrospective.check import Check, Comparison
from corridors.evaluation.retrospective.facts import facts

if TYPE_CHECKING:
    import polars as pl

    from corridors.content.blocks import Figure, Reference

TEXTS = Path(__file__).parent / "tables" / "checks.toml"


def told(
    name: str,
    figures: Mapping[str, float | str],
    *,
    data: pl.DataFrame,
    comparisons: tuple[Comparison, ...],
    figure: Figure,
    sources: Sequence[Reference],
) -> Check:
    """Make a check from what was computed and the words for it.

    Args:
        name: the check, as in `checks.toml`.
        figures: what its texts name in braces.
        data, comparisons, figure, sources: as in `Check`.

    Raises:
        UnknownName: no such check, or a figure that a text names and the code does not give.
    """
    words = texts(name)
    try:
        said = {key: words[key].strip().format(**figures) for key in ("happened", "method", "reading")}
        caveats = tuple(caveat.format(**figures) for caveat in words["caveats"])
    except KeyError as missing:
        hint = f"Its check gives {', '.join(figures)}."
        raise UnknownName(f"figure in the texts of {name!r}", str(missing.args[0]), hint=hint) from None
    return Check(
        name=name, title=words["title"], question=words["question"], data=data, comparisons=comparisons, figure=figure,
        sources=tuple(sources), facts=facts(name), caveats=caveats, **said,
    )  # fmt: skip


@cache
def texts(name: str) -> Mapping[str, Any]:
    """Title, question, what happened, method, reading and caveats of a check.

    Raises:
        UnknownName: no such check.

    Example:
        >>> texts("spain")["title"]
        "Spain's regularisation of 2005"
    """
    with TEXTS.open("rb") as file:
        read = tomllib.load(file)
    if name not in read:
        raise UnknownName("check", name, hint=f"There are {', '.join(read)}.")
    return MappingProxyType(read[name])
