"""The registry of evaluated practices: which policy was tried where, what came of it, and on what evidence."""

from __future__ import annotations

import csv
import math
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.concepts.countries import known, resolve
from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName
from corridors.parameters.registry import TABLES
from corridors.parameters.value import GRADES

if TYPE_CHECKING:
    import polars as pl

COLUMNS = (
    *("policy", "kind", "country", "years", "population", "outcome", "effect", "low", "high", "unit"),
    *("finding", "method", "grade", "questions", "source", "link", "known"),
)
MAX_BYTES = 5_000_000
"""The largest file of practices that is read: some ten thousand rows."""

_REQUIRED = ("policy", "kind", "outcome", "finding", "method", "grade", "questions", "source", "known")
_KNOWN = ("read", "recalled")
_YEARS = re.compile(r"[0-9]{4}(-[0-9]{4})?")
_QUESTION = re.compile(r"[a-z]+(-[a-z]+)*")


def practices(question: str | None = None, country: str | None = None, extra: Path | str | None = None) -> pl.DataFrame:
    """The evaluated practices, or those that speak to one question or name one country.

    Columns: `policy`, its `kind`, `country` (list of ISO3 codes; empty where the study covers many), `years`,
    `population` studied, `outcome`, `effect` with `low` and `high` in `unit` (all empty where only a sign was read;
    `effect` empty where only a range was), the `finding` in words, `method`, `grade` (A, B, C, D as in the parameter
    registry), `questions` (list of ids), `source`, `link`, and `known`: read or recalled.

    Args:
        question: a question's id, for example "regularise".
        country: a code or a name; studies of many countries at once name none and are left out.
        extra: a CSV file of your own with the same columns (lists separated by spaces), read after the packaged rows.

    Raises:
        UnknownName: no practice speaks to such a question, or no such country, with the nearest names.
        InvalidInput: a row of `extra` breaks a rule: the message names file, row, column and value.

    Example:
        >>> practices(question="regularise", country="Spain")["outcome"].to_list()
        ['payroll tax per person regularised', 'further entry']
    """
    import polars as pl

    rows = [*_packaged(), *(_read(Path(extra)) if extra is not None else ())]
    if question is not None:
        ids = sorted({each for row in rows for each in row["questions"]})
        if question not in ids:
            raise UnknownName("question of the practices", question, nearest(question, ids))
        rows = [row for row in rows if question in row["questions"]]
    if country is not None:
        code = resolve(country).code
        rows = [row for row in rows if code in row["country"]]
    types = dict.fromkeys(COLUMNS, pl.String) | dict.fromkeys(("effect", "low", "high"), pl.Float64)
    lists = dict.fromkeys(("country", "questions"), pl.List(pl.String))
    return pl.DataFrame(rows, schema={**types, **lists}, orient="row")


@cache
def _packaged() -> tuple[dict, ...]:
    return tuple(_read(TABLES / "practices.csv"))


def _read(path: Path) -> list[dict]:
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}.")
    if path.stat().st_size > MAX_BYTES:
        raise InvalidInput(f"{path.name} is larger than {MAX_BYTES:,} bytes.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            _check_header(path, list(reader.fieldnames or ()))
            return [_row(row, f"{path.name}, row {number}") for number, row in enumerate(reader, start=2)]
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name} is not UTF-8 text.", hint="Save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise InvalidInput(f"{path.name} is not CSV: {error}.") from None


def _check_header(path: Path, found: list[str]) -> None:
    for column in found:
        if column not in COLUMNS:
            hint = f"({path.name}; columns: {', '.join(COLUMNS)}.)"
            raise UnknownName("column", str(column), nearest(str(column), COLUMNS), hint=hint)
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        raise InvalidInput(f"{path.name} lacks the columns {', '.join(missing)}.")
    if len(set(found)) < len(found):
        raise InvalidInput(f"{path.name} has a column twice.")


def _row(row: dict[str, str], where: str) -> dict:
    if None in row or None in row.values():
        raise InvalidInput(f"{where}: the row has not {len(COLUMNS)} values.", hint="Put text with commas in quotes.")
    text = {column: value.strip() for column, value in row.items()}
    for column in _REQUIRED:
        if not text[column]:
            raise InvalidInput(f"{where}: {column} is empty.")
    _check_words(text, where)
    effect, low, high = (_number(text, column, where) for column in ("effect", "low", "high"))
    _check_effect(text, effect, low, high, where)
    countries, questions = text["country"].split(), text["questions"].split()
    for code in countries:
        if not known(code):
            raise InvalidInput(f"{where}: country {code!r} is no ISO3 code.", hint="Write for example MEX USA.")
    for each in questions:
        if not _QUESTION.fullmatch(each):
            raise InvalidInput(f"{where}: {each!r} is no question's id.", hint="Ids look like brain-drain.")
    return {**text, "effect": effect, "low": low, "high": high, "country": countries, "questions": questions}


def _check_words(text: dict[str, str], where: str) -> None:
    for column, allowed in (("grade", tuple(GRADES)), ("known", _KNOWN)):
        if text[column] not in allowed:
            raise InvalidInput(f"{where}: {column} is {text[column]!r}.", hint=f"Allowed: {', '.join(allowed)}.")
    years = text["years"]
    if years and (not _YEARS.fullmatch(years) or years[:4] > years[-4:]):
        raise InvalidInput(f"{where}: years is {years!r}.", hint="Write 2005, 2004-2009, or nothing.")
    if text["link"] and not text["link"].startswith(("https://", "http://")):
        raise InvalidInput(f"{where}: link is {text['link']!r}.", hint="Write an address that starts with https://.")


def _check_effect(
    text: dict[str, str], effect: float | None, low: float | None, high: float | None, where: str
) -> None:
    if (low is None) != (high is None):
        raise InvalidInput(f"{where}: one of low and high is empty.", hint="Give both or neither.")
    if low is not None and high is not None and not low <= (low if effect is None else effect) <= high:
        raise InvalidInput(f"{where}: low {text['low']}, effect {text['effect']}, high {text['high']} do not rise.")
    if (effect is not None or low is not None) != bool(text["unit"]):
        raise InvalidInput(f"{where}: an effect needs a unit, and a unit an effect.")


def _number(text: dict[str, str], column: str, where: str) -> float | None:
    if not text[column]:
        return None
    try:
        value = float(text[column])
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InvalidInput(f"{where}: {column} is {text[column]!r}, not a number.")
    return value
