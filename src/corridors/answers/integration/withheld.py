"""Datasets that the package may not carry: used where somebody has added them, named where nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from corridors.content.blocks import Missing
from corridors.data import Source, load
from corridors.errors import DataUnavailable

if TYPE_CHECKING:
    import polars as pl


class Held(NamedTuple):
    """A dataset that was added, with its source."""

    frame: pl.DataFrame
    source: Source


def added(name: str, what: str) -> Held | Missing:
    """The dataset where it has been added, else what it would answer and how to add it.

    Args:
        name: the dataset.
        what: what is not known without it, as the reader sees it.

    Example:
        >>> held = added("opinion_perception", "Guesses at the share of immigrants")
        >>> held.source.name
        'opinion_perception'
    """
    try:
        frame, source = load(name)
    except DataUnavailable as error:
        how = f"`corridors data show {name}` says where to get it, `corridors data add FOLDER` adds it."
        return Missing(what, error.message, how)
    return Held(frame, source)
