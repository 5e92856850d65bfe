"""Age groups: how wide they are, and which of them bear, learn and work."""

from dataclasses import dataclass

from corridors.errors import InvalidInput

OPEN = 100
"""Lower bound of the open age group, years."""
WIDTHS = (5, 1)
"""Widths of age groups that the model has, years; a period is as long as a group is wide."""


@dataclass(frozen=True)
class Ages:
    """The age groups from birth to the open one from 100 on, all of one width, 5 years or 1.

    Everybody grows one group older in a period, so that the width is also the length of a period.

    >>> Ages(5).count, Ages(1).count, Ages(5).working, Ages(1).working
    (21, 101, slice(4, 13, None), slice(20, 65, None))
    """

    width: int

    def __post_init__(self) -> None:
        if self.width not in WIDTHS:
            raise InvalidInput(
                f"Steps of {self.width!r} years cannot be made.",
                hint="Take 5, with age groups of five years, or 1, with single ages.",
            )

    @classmethod
    def counted(cls, groups: int) -> "Ages":
        """The age groups of an array that has so many of them.

        Raises:
            InvalidInput: neither 21 nor 101.

        >>> Ages.counted(101)
        Ages(width=1)
        """
        for width in WIDTHS:
            if OPEN // width + 1 == groups:
                return cls(width)
        raise InvalidInput(
            f"{groups} age groups are not those of the model.",
            hint="Give 21, of five years, or 101, single ages; the last is open from 100.",
        )

    @property
    def starts(self) -> tuple[int, ...]:
        """Lower bounds of the groups, years; the last is open."""
        return tuple(range(0, OPEN + 1, self.width))

    @property
    def count(self) -> int:
        """Number of groups."""
        return OPEN // self.width + 1

    def starting(self, groups: slice) -> tuple[int, ...]:
        """Lower bounds of some groups, years.

        >>> Ages(5).starting(Ages(5).school)
        (15, 20, 25)
        """
        return self.starts[groups]

    def between(self, first: int, end: int | None = None) -> slice:
        """The groups from one age to before another, or to the last.

        >>> Ages(5).between(15, 30), Ages(1).between(65)
        (slice(3, 6, None), slice(65, None, None))
        """
        return slice(first // self.width, None if end is None else end // self.width)

    @property
    def fertile(self) -> slice:
        """Mothers: 15 to 49."""
        return self.between(15, 50)

    @property
    def school(self) -> slice:
        """Those who complete levels of education: 15 to 29."""
        return self.between(15, 30)

    @property
    def adult(self) -> slice:
        """Those whose education is counted: 25 and more."""
        return self.between(25)

    @property
    def working(self) -> slice:
        """Those of working age: 20 to 64."""
        return self.between(20, 65)

    @property
    def old(self) -> slice:
        """65 and more."""
        return self.between(65)

    @property
    def children(self) -> slice:
        """Those at school: 5 to 19."""
        return self.between(5, 20)


FIVE = Ages(5)
"""The groups of the data and of the default step."""
SINGLE = Ages(1)
"""Single ages."""
