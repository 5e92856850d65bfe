"""The numbers of sources as they stand behind a figure: [3][7], and [1–25] for a row of them."""

from collections.abc import Iterable

from corridors.content.blocks import Reference

ROW = 3
"""Numbers in a row from which on their first and last are enough."""


def spans(references: Iterable[Reference]) -> list[tuple[int, int]]:
    """First and last number of each row of references, in order; rows shorter than `ROW` number by number."""
    rows: list[list[int]] = []
    for number in sorted({reference.number for reference in references}):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    found: list[tuple[int, int]] = []
    for row in rows:
        found += [(row[0], row[-1])] if len(row) >= ROW else [(number, number) for number in row]
    return found


def mark(span: tuple[int, int]) -> str:
    """A span in brackets.

    >>> mark((3, 3)), mark((1, 25))
    ('[3]', '[1–25]')
    """
    first, last = span
    return f"[{first}]" if first == last else f"[{first}–{last}]"


def marks(references: Iterable[Reference]) -> str:
    """All marks of a figure, one behind the other."""
    return "".join(mark(span) for span in spans(references))
