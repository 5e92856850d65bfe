"""The errors a user can meet, all under one base class.

Each message says what is wrong, where, and what to do; unknown names come with the nearest valid ones.
"""

from collections.abc import Iterable, Sequence


class CorridorsError(Exception):
    """Anything that a user can put right; the command line prints it as one sentence without a traceback.

    >>> print(CorridorsError("No data for 1850.", hint="Data start in 1990."))
    No data for 1850. Data start in 1990.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = message
        self.hint = hint
        super().__init__(f"{message} {hint}".strip())


class UnknownName(CorridorsError):
    """A name that stands in no table, with the nearest names that do.

    >>> print(UnknownName("country", "Mexiko", ["Mexico (MEX)"]))
    Unknown country 'Mexiko'. Did you mean Mexico (MEX)?
    """

    def __init__(self, kind: str, given: str, nearest: Sequence[str] = (), *, hint: str = "") -> None:
        self.kind = kind
        self.given = given
        self.nearest = tuple(nearest)
        suggestion = f"Did you mean {_either(self.nearest)}?" if self.nearest else ""
        super().__init__(f"Unknown {kind} {given!r}.", hint=" ".join(part for part in (suggestion, hint) if part))


class InvalidInput(CorridorsError):
    """An argument or a table that breaks a stated rule: the message names the row, the value and the rule."""


class NotCovered(CorridorsError):
    """A question that the data do not reach: a year, a country or a pair outside coverage."""


class DataUnavailable(CorridorsError):
    """A dataset that the package may not carry and that the user has not added yet."""


class DamagedData(CorridorsError):
    """A file whose hash or content is not what its sidecar states."""


class CannotWrite(CorridorsError):
    """A folder or file that cannot be written."""


def _either(names: Iterable[str]) -> str:
    listed = list(names)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"
