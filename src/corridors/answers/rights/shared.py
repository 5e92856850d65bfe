"""What answers on law share: an account of the datasets that the package may not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corridors.content.blocks import Missing
from corridors.content.words import listed
from corridors.data import source

if TYPE_CHECKING:
    from collections.abc import Sequence


def carried(name: str) -> bool:
    """Tell whether a dataset can be loaded: in the package, or added by the user.

    >>> carried("treaties")
    True
    """
    return source(name).origin != "absent"


def not_carried(what: str, names: Sequence[str]) -> tuple[Missing, ...]:
    """Name the datasets that the package may not carry and that are not added; nothing once all are there.

    Args:
        what: what they would tell, in a few words.
        names: names in the catalogue.
    """
    absent = [name for name in names if not carried(name)]
    if not absent:
        return ()
    titles = listed([f"{source(name).publisher.rstrip('.')}: {source(name).title}" for name in absent])
    return (
        Missing(
            what,
            f"Their licence does not permit passing them on: {titles}.",
            f"`corridors data show {absent[0]}` says where to get them, `corridors data add FOLDER` adds them.",
        ),
    )
