"""A user's tables turned into arrays: stocks, demography, priors and costs, each guard naming its row and value."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.flows.inputs import people

Floats = NDArray[np.float64]
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Table:
    """A frame with what messages call it and how they count its rows (lines of a file start after its head).

    >>> Table(pl.DataFrame({"a": [1]}), "stocks.csv", "line", 2).row(0)
    'Line 2 of stocks.csv'
    """

    frame: pl.DataFrame
    name: str
    word: str = "row"
    first: int = 1

    def row(self, index: int) -> str:
        """Where a row stands, at the start of a sentence."""
        return f"{self.word.capitalize()} {index + self.first} of {self.name}"


@dataclass(frozen=True)
class StockArrays:
    """Two stock tables `[sex, birth, residence]`, persons, with the codes of their axes."""

    start: Floats
    end: Floats
    birthplaces: tuple[str, ...]
    residences: tuple[str, ...]
    sexes: tuple[str, ...]
    times: tuple[str, str]
    repairs: tuple[str, ...]


def checked_columns(
    table: Table, texts: Sequence[str], number: Sequence[str], *, optional: Sequence[str] = (), infinite: bool = False
) -> pl.DataFrame:
    """The frame with its columns as text and float64; unknown, missing and unreadable ones are refused.

    Args:
        table: what was given; texts: columns of codes; number: columns of numbers; optional: texts that may lack;
        infinite: whether a number may be infinite.

    >>> checked_columns(Table(pl.DataFrame({"code": [7], "births": [" 3"]}), "demography"), ["code"], ["births"]).row(0)
    ('7', 3.0)
    """
    frame, known = table.frame, [*texts, *number]
    unknown = [column for column in frame.columns if column not in known]
    listed = f"Columns of {table.name}: {', '.join(known)}."
    if unknown:
        raise UnknownName(f"column of {table.name}", unknown[0], nearest(unknown[0], known), hint=listed)
    missing = [column for column in known if column not in frame.columns and column not in optional]
    if missing:
        raise InvalidInput(f"{table.name} has no column {missing[0]!r}.", hint=listed)
    if frame.is_empty():
        raise InvalidInput(f"{table.name} has no rows.", hint=listed)
    columns = {name: _texts(table, name) for name in texts if name in frame.columns}
    columns |= {name: _numbers(table, name, infinite=infinite) for name in number}
    return pl.DataFrame(columns)


def _texts(table: Table, name: str) -> pl.Series:
    given = table.frame[name]
    values = given.cast(pl.String, strict=False).str.strip_chars()
    bad = (values.is_null() | (values == "")).arg_true()
    if len(bad):
        raise InvalidInput(f"{table.row(bad[0])} has no {name}.", hint="Every row needs one.")
    return values


def _numbers(table: Table, name: str, *, infinite: bool) -> pl.Series:
    given = table.frame[name]
    text = given.cast(pl.String, strict=False).str.strip_chars()
    values = text.cast(pl.Float64, strict=False) if given.dtype == pl.String else given.cast(pl.Float64, strict=False)
    filled = text.is_not_null() & (text != "")
    bad = (filled & (values.is_null() | values.is_nan())).arg_true()
    if len(bad) or not (given.dtype.is_numeric() or given.dtype in (pl.String, pl.Null)):
        where = int(bad[0]) if len(bad) else 0
        raise InvalidInput(
            f"{table.row(where)}: the {name} is {text[where]!r}, which is no number.",
            hint="Write digits, with a point for decimals and nothing between thousands.",
        )
    empty = (~filled | (values.is_infinite() & (not infinite))).arg_true()
    if len(empty):
        stated = "missing" if not filled[empty[0]] else "infinite"
        raise InvalidInput(
            f"{table.row(empty[0])}: the {name} is {stated}.", hint="Write 0 for nobody, or leave the country out."
        )
    return values


def refuse_duplicates(table: Table, frame: pl.DataFrame, keys: Sequence[str], value: str) -> None:
    """Refuse a second row with the same keys, naming both and their values.

    >>> frame = pl.DataFrame({"a": [1, 2], "v": [1.0, 2.0]})
    >>> refuse_duplicates(Table(frame, "x"), frame, ["a"], "v")
    """
    again = frame.select(~pl.struct(keys).is_first_distinct()).to_series().arg_true()
    if len(again):
        second = int(again[0])
        same = frame.select(pl.all_horizontal(pl.col(k).eq_missing(frame[k][second]) for k in keys)).to_series()
        first = int(same.arg_true()[0])
        named = ", ".join(f"{key} {frame[key][second]}" for key in keys)
        raise InvalidInput(
            f"{table.row(second)} repeats {table.word} {first + table.first}: {named}, with {value} "
            f"{people(frame[value][second])} after {people(frame[value][first])}.",
            hint="Add duplicated rows up or drop one.",
        )


def refuse_negative(
    table: Table, frame: pl.DataFrame, value: str, keys: Sequence[str], *, but: pl.Expr | None = None
) -> None:
    """Refuse a number below zero, except where `but` holds.

    >>> refuse_negative(Table(pl.DataFrame(), "x"), pl.DataFrame({"a": ["A"], "v": [1.0]}), "v", ["a"])
    """
    bad = pl.col(value) < 0 if but is None else (pl.col(value) < 0) & ~but
    rows = frame.select(bad).to_series().arg_true()
    if len(rows):
        row = int(rows[0])
        named = ", ".join(f"{key} {frame[key][row]}" for key in keys)
        raise InvalidInput(f"{table.row(row)}: the {value} is negative ({people(frame[value][row])}) for {named}.",
                           hint="It must be 0 or more.")  # fmt: skip


def stock_frame(table: Table) -> tuple[pl.DataFrame, tuple[str, str]]:
    """Check a table of stocks and order its two times.

    Negative natives pass: population less foreign-born turns negative where two sources disagree, and the accounting
    repairs that and says so.

    >>> rows = {"birth": ["A", "A"], "residence": ["A", "A"], "time": [2020, 2015], "stock": [1, 2]}
    >>> stock_frame(Table(pl.DataFrame(rows), "stocks"))[1]
    ('2015', '2020')
    """
    frame = checked_columns(table, ["birth", "residence", "time", "sex"], ["stock"], optional=["sex"])
    keys = ["birth", "residence", "time", *(["sex"] if "sex" in frame.columns else [])]
    refuse_duplicates(table, frame, keys, "stock")
    refuse_negative(table, frame, "stock", keys, but=pl.col("birth") == pl.col("residence"))
    times = frame["time"].unique(maintain_order=True).to_list()
    if len(times) != 2:
        listed = ", ".join(times[:5]) + (" ..." if len(times) > 5 else "")
        only = "one time only" if len(times) == 1 else f"{len(times)} times"
        raise InvalidInput(
            f"{table.name} has stocks of {only} ({listed}); flows need those of two.",
            hint="Give the stocks at the start and at the end of one period.",
        )
    moments = [_moment(time) for time in times]
    if None in moments:
        wrong = times[moments.index(None)]
        where = int(frame.select(pl.col("time") == wrong).to_series().arg_true()[0])
        raise InvalidInput(
            f"{table.row(where)}: the time {wrong!r} is neither a year nor a date.", hint="Write 2015 or 2015-07-01."
        )
    first, last = sorted(times, key=lambda time: _moment(time) or 0.0)
    return frame, (first, last)


def years_between(first: str, last: str) -> float:
    """Years from one time to another, each a year or a date.

    >>> years_between("2020", "2024"), round(years_between("2020-01-01", "2020-07-01"), 2)
    (4.0, 0.5)
    """
    return (_moment(last) or 0.0) - (_moment(first) or 0.0)


def _moment(text: str) -> float | None:
    """A time as a number of years, or None."""
    import datetime

    try:
        number = float(text)
    except ValueError:
        try:
            return (datetime.date.fromisoformat(text[:10]).toordinal() - 1) / DAYS_A_YEAR
        except ValueError:
            return None
    return number if np.isfinite(number) else None


def axes(frame: pl.DataFrame) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Birthplaces (the residences first), residences and sexes of a checked table of stocks.

    >>> axes(pl.DataFrame({"birth": ["B", "A", "unknown"], "residence": ["A", "B", "A"]}))
    (('A', 'B', 'unknown'), ('A', 'B'), ())
    """
    residences = tuple(frame["residence"].unique().sort().to_list())
    others = set(frame["birth"].unique().to_list()) - set(residences)
    sexes = tuple(frame["sex"].unique(maintain_order=True).to_list()) if "sex" in frame.columns else ()
    return (*residences, *sorted(others)), residences, sexes


def stock_arrays(table: Table, frame: pl.DataFrame, times: tuple[str, str], *, natives: bool) -> StockArrays:
    """Lay the rows out as two tables; a pair of one date only counts as zero at the other, which is reported.

    Args:
        table, frame, times: from `stock_frame`; natives: whether the method needs the natives of each residence.
    Raises:
        InvalidInput: a residence of one date only, or one without its natives.
    """
    birthplaces, residences, sexes = axes(frame)
    shape = (max(len(sexes), 1), len(birthplaces), len(residences))
    seen = np.zeros((2, *shape), dtype=np.bool_)
    stock = np.zeros((2, *shape))
    cells = (
        _positions(frame["time"], times),
        _positions(frame["sex"], sexes) if sexes else np.zeros(len(frame), dtype=np.int64),
        _positions(frame["birth"], birthplaces),
        _positions(frame["residence"], residences),
    )
    stock[cells], seen[cells] = frame["stock"].to_numpy(), True
    _refuse_gaps(table, seen, residences, sexes, times, natives=natives)
    alone = seen[0] != seen[1]
    repairs: tuple[str, ...] = ()
    if alone.any():
        k, b, r = (int(i[0]) for i in np.nonzero(alone))
        absent = times[0] if seen[1, k, b, r] else times[1]
        repairs = (
            f"{int(alone.sum()):,} pairs of birthplace and residence stand at one date only and count as 0 at the "
            f"other; the first is born in {birthplaces[b]}, living in {residences[r]}, absent at {absent}",
        )
    return StockArrays(stock[0], stock[1], birthplaces, residences, sexes, times, repairs)


def _positions(values: pl.Series, labels: Sequence[str]) -> NDArray[np.int64]:
    return values.replace_strict(list(labels), list(range(len(labels))), return_dtype=pl.Int64).to_numpy()


def _refuse_gaps(
    table: Table,
    seen: NDArray[np.bool_],
    residences: tuple[str, ...],
    sexes: tuple[str, ...],
    times: tuple[str, str],
    *,
    natives: bool,
) -> None:
    anybody = seen.any(axis=2)
    index = np.arange(len(residences))
    held = seen[:, :, index, index] if natives else np.ones_like(anybody)
    for present, what in ((anybody, "stocks"), (held, "natives")):
        if not present.all():
            t, k, r = (int(i[0]) for i in np.nonzero(~present))
            sex = f" ({sexes[k]})" if sexes else ""
            raise InvalidInput(
                f"{table.name} has no {what} of {residences[r]}{sex} at {times[t]}.",
                hint="Give the people born and living there, population less foreign-born, or leave the country out."
                if what == "natives"
                else "Give every residence at both times, or leave it out.",
            )


def event_arrays(table: Table, residences: tuple[str, ...], sexes: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Births and deaths `[sex, residence]` of exactly the residences of the stocks.

    >>> rows = {"country": ["B", "A"], "births": [1, 2], "deaths": [3, 4]}
    >>> event_arrays(Table(pl.DataFrame(rows), "demography"), ("A", "B"), ())[0].tolist()
    [[2.0, 1.0]]
    """
    texts = ["country", *(["sex"] if sexes else [])]
    frame = checked_columns(table, texts, ["births", "deaths"])
    refuse_duplicates(table, frame, texts, "births")
    for value in ("births", "deaths"):
        refuse_negative(table, frame, value, texts)
    _refuse_strangers(table, frame, "country", residences)
    if sexes:
        _refuse_strangers(table, frame, "sex", sexes)
    cells = (
        _positions(frame["sex"], sexes) if sexes else np.zeros(len(frame), dtype=np.int64),
        _positions(frame["country"], residences),
    )
    seen = np.zeros((max(len(sexes), 1), len(residences)), dtype=np.bool_)
    seen[cells] = True
    if not seen.all():
        k, r = (int(i[0]) for i in np.nonzero(~seen))
        sex = f" ({sexes[k]})" if sexes else ""
        raise InvalidInput(
            f"{table.name} has no births and deaths of {residences[r]}{sex}, a residence in the stocks.",
            hint="Give those of every residence, or of none.",
        )
    births, deaths = np.zeros(seen.shape), np.zeros(seen.shape)
    births[cells], deaths[cells] = frame["births"].to_numpy(), frame["deaths"].to_numpy()
    return births, deaths


def pair_matrix(table: Table, value: str, residences: tuple[str, ...]) -> Floats:
    """A prior or a cost `[origin, destination]`, given for every pair of two countries; the diagonal is zero if absent.

    >>> rows = {"origin": ["A", "B"], "destination": ["B", "A"], "cost": [3, 4]}
    >>> pair_matrix(Table(pl.DataFrame(rows), "cost"), "cost", ("A", "B")).tolist()
    [[0.0, 3.0], [4.0, 0.0]]
    """
    pair = ["origin", "destination"]
    frame = checked_columns(table, pair, [value], infinite=value == "cost")
    refuse_duplicates(table, frame, pair, value)
    refuse_negative(table, frame, value, pair)
    for side in pair:
        _refuse_strangers(table, frame, side, residences)
    matrix = np.full((len(residences), len(residences)), np.nan)
    np.fill_diagonal(matrix, 0.0)
    matrix[_positions(frame["origin"], residences), _positions(frame["destination"], residences)] = frame[value]
    if np.isnan(matrix).any():
        o, d = (int(i[0]) for i in np.nonzero(np.isnan(matrix)))
        raise InvalidInput(
            f"{table.name} has no {value} from {residences[o]} to {residences[d]}.",
            hint="Give one for every pair of two different countries in the stocks.",
        )
    return matrix


def _refuse_strangers(table: Table, frame: pl.DataFrame, column: str, valid: tuple[str, ...]) -> None:
    strange = (~frame[column].is_in(list(valid))).arg_true()
    if len(strange):
        given = frame[column][int(strange[0])]
        raise InvalidInput(
            f"{table.row(int(strange[0]))}: the {column} {given!r} is none of the stocks.",
            hint=f"Nearest in the stocks: {', '.join(nearest(given, valid) or valid[:3])}.",
        )
