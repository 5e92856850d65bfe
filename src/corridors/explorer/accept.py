"""The forms of a table, and which one a client prefers by its Accept header."""

from __future__ import annotations

from typing import Literal

Form = Literal["json", "csv", "sdmx-csv"]
MEDIA: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "sdmx-csv": "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8",
}
NAMES: dict[str, Form] = {
    "application/json": "json", "*/*": "json", "application/*": "json",
    "text/csv": "csv", "text/*": "csv", "application/vnd.sdmx.data+csv": "sdmx-csv",
}  # fmt: skip
SDMX_CSV = "2.0.0"
"""The only version of SDMX-CSV that is written."""


def preferred(accept: str) -> Form:
    """The form that a client prefers, by the quality values of its Accept header; JSON where it has no preference.

    >>> preferred("text/csv"), preferred("application/json, text/csv;q=0.5"), preferred("*/*")
    ('csv', 'json', 'json')
    >>> preferred("application/vnd.sdmx.data+csv; version=2.0.0, text/csv;q=0.8")
    'sdmx-csv'
    >>> preferred("application/vnd.sdmx.data+csv; version=1.0.0, text/csv;q=0.8")
    'csv'
    """
    weights: dict[Form, float] = dict.fromkeys(MEDIA, 0.0)
    for part in accept.split(","):
        name, *pieces = (piece.strip() for piece in part.lower().split(";"))
        given: dict[str, str] = {key.strip(): value.strip() for key, _, value in (p.partition("=") for p in pieces)}
        form = NAMES.get(name)
        if form and (form != "sdmx-csv" or given.get("version", SDMX_CSV) == SDMX_CSV):
            weights[form] = max(weights[form], _number(given.get("q", "1")))
    return max(weights, key=lambda form: weights[form])


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
