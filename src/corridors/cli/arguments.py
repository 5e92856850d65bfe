"""Arguments that several commands share."""

import re

from corridors.errors import InvalidInput


def years(text: str | None) -> int | tuple[int, int] | None:
    """A year or a span of years, as typed.

    Args:
        text: "2024" or "2000-2024"; None stays None.

    Raises:
        InvalidInput: anything else, and a span that runs backwards.

    Example:
        >>> years("2024"), years("2000-2024")
        (2024, (2000, 2024))
    """
    if text is None:
        return None
    match = re.fullmatch(r"\s*([0-9]{4})(?:\s*[-–:]\s*([0-9]{4}))?\s*", text)
    if not match:
        raise InvalidInput(f"{text!r} is not a year.", hint="Write 2024 or 2000-2024.")
    first, last = match.groups()
    if last is None:
        return int(first)
    if int(last) < int(first):
        raise InvalidInput(f"The years {text.strip()} run backwards.", hint=f"Write {last}-{first}.")
    return int(first), int(last)
