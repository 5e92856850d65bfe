"""Numbers, shares, days and lists as a reader expects to see them."""

import datetime
from collections.abc import Sequence


def number(value: float | None) -> str:
    """A whole number with thousands separators.

    >>> number(11279561), number(None), number(0.4)
    ('11,279,561', 'not known', '0')
    """
    return "not known" if value is None else f"{value:,.0f}"


def spoken(value: float) -> str:
    """A number as one would say it: exact below ten thousand, then three figures, from a million on to one decimal.

    >>> spoken(11279561), spoken(823502), spoken(512), spoken(-45_678), spoken(2.4e9)
    ('11.3 million', '824,000', '512', '-45,700', '2.4 billion')
    """
    sign, size = ("-" if value < 0 else ""), abs(value)
    for unit, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if size >= 0.9995 * unit:
            return f"{sign}{_figures(size / unit)} {name}"
    return (
        f"{sign}{size:,.0f}" if size < 10_000 else f"{sign}{round(size / 1000, 1 if size < 99_950 else 0) * 1000:,.0f}"
    )


def dollars(value: float) -> str:
    """An amount in US dollars as one would say it.

    >>> dollars(52.6e9), dollars(4_200_000), dollars(0), dollars(-950)
    ('$52.6 billion', '$4.2 million', '$0', '-$950')
    """
    return f"{'-' if value < 0 else ''}${spoken(abs(value))}"


def percent(share: float, digits: int = 1) -> str:
    """A share of one as a percentage; a small positive share never becomes zero.

    >>> percent(0.2346), percent(0.00001), percent(0)
    ('23.5%', 'under 0.1%', '0%')
    """
    smallest = 10.0**-digits
    if 0 < share * 100 < smallest / 2:
        return f"under {smallest:g}%"
    text = f"{share * 100:.{digits}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def change(before: float, after: float) -> str:
    """The change between two amounts in words, without a ratio where the first is zero.

    >>> change(4.3e6, 11.3e6), change(100, 101), change(0, 5), change(10, 4)
    ('rose', 'hardly changed', 'rose', 'fell')
    """
    if before == after or (before > 0 and abs(after / before - 1) < 0.02):
        return "hardly changed"
    return "rose" if after > before else "fell"


def people(value: float) -> str:
    """A number of people in words.

    >>> people(1), people(0), people(2500000)
    ('1 person', 'no people', '2.5 million people')
    """
    if value == 0:
        return "no people"
    return "1 person" if value == 1 else f"{spoken(value)} people"


def spoken_day(day: datetime.date) -> str:
    """A day as a reader expects it.

    >>> spoken_day(datetime.date(2025, 1, 12))
    '12 January 2025'
    """
    return f"{day.day} {day:%B %Y}"


def listed(names: Sequence[str], most: int = 20) -> str:
    """Names in a row with "and" before the last one.

    >>> listed(["a", "b", "c"]), listed([]), listed(["a", "b", "c", "d"], most=2)
    ('a, b and c', 'none', 'a, b and 2 more')
    """
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    if not shown:
        return "none"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _figures(value: float) -> str:
    text = f"{value:.1f}" if value < 99.95 else f"{value:.0f}"
    return text.removesuffix(".0")
