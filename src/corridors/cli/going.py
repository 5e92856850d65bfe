"""A status line that tells what is going on, and for how long, while something takes minutes."""

from __future__ import annotations

import time
from collections.abc import Callable


class Going:
    """What a status line says; rich asks again at each refresh, so that the seconds go on.

    Args:
        doing: what is being done; counted: how far it is, asked at each refresh, empty where nothing is known.

    >>> str(Going("Searching", lambda: "3 of at most 9 runs"))
    'Searching: 3 of at most 9 runs, 0 s ...'
    """

    def __init__(self, doing: str, counted: Callable[[], str] = lambda: "") -> None:
        self.doing, self.counted = doing, counted
        self._start = time.monotonic()

    def __str__(self) -> str:
        """The line at this moment."""
        far = self.counted()
        return f"{self.doing}{': ' if far else ''}{far}, {time.monotonic() - self._start:.0f} s ..."

    def __rich__(self) -> str:
        """The same, for rich."""
        return str(self)
