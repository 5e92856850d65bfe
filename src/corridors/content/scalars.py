"""One number out of a column."""


def scalar(value: object) -> float:
    """The number that a column's `min`, `max`, `mean` or `median` gives, as a float.

    Polars types it as any kind of value or None, for a column may hold text or nothing. A caller that has an answer
    for a column without values states it with `or`.

    >>> import polars as pl
    >>> scalar(pl.Series([1, 4]).median()), scalar(pl.Series([], dtype=pl.Float64).max() or 0)
    (2.5, 0.0)

    Raises:
        TypeError: the column holds no values, or none that are numbers.
    """
    if not isinstance(value, int | float):
        raise TypeError(f"A column without numbers has no lowest, highest, mean or middle number: it gave {value!r}.")
    return float(value)
