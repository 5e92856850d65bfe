"""Responses that a client may keep: an entity tag on each, the form that the client prefers, pages of rows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput
from corridors.explorer.accept import MEDIA, Form, preferred
from corridors.explorer.sdmx import to_sdmx_csv

if TYPE_CHECKING:
    import polars as pl
    from fastapi import Request, Response

    from corridors.explorer.sdmx import Structure

HTML = "text/html; charset=utf-8"


def tagged(body: str | bytes, media: str, headers: dict[str, str] | None = None) -> Response:
    """A body that its address alone decides, with its entity tag; it is held for the next reader (see `hold`)."""
    from starlette.responses import Response

    content = body.encode() if isinstance(body, str) else body
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'
    return Response(content, 200, {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}, media)


def as_json(content: Any) -> Response:
    """Plain values as JSON."""
    return tagged(json.dumps(content, default=str, ensure_ascii=False, allow_nan=False), MEDIA["json"])


def form_of(request: Request, named: Form | None = None) -> Form:
    """The form of a table: the one named in the address, or the one that the client's Accept header prefers."""
    return named or preferred(request.headers.get("accept", "*/*"))


def rows(
    request: Request, frame: pl.DataFrame, page: int, per_page: int, *,
    form: Form, told: Structure, about: dict[str, Any],
) -> Response:  # fmt: skip
    """One page of a frame: JSON with the total and links to its neighbours, CSV, or SDMX-CSV.

    Args:
        request: decides the links.
        frame: all rows.
        page: from 1 on.
        per_page: rows of a page.
        form: of the rows.
        told: the structure that SDMX-CSV states.
        about: what else the JSON says: source, licence, definition.

    Raises:
        InvalidInput: a page after the last one.
    """
    pages = max(1, -(-frame.height // per_page))
    if page > pages:
        raise InvalidInput(f"There is no page {page}.", hint=f"The last page is {pages}, at {per_page} rows a page.")
    first = (page - 1) * per_page
    part = frame.slice(first, per_page)
    beside = {name: request.url.include_query_params(page=number)
              for name, number in (("next", page + 1), ("prev", page - 1)) if 1 <= number <= pages}  # fmt: skip
    links = ", ".join(f'<{url.path}?{url.query}>; rel="{name}"' for name, url in beside.items())
    header = {"Link": links} if links else {}
    if form != "json":
        text = part.write_csv() if form == "csv" else to_sdmx_csv(part, told, first + 1)
        return tagged(text, MEDIA[form], header)
    content = {**about, "total": frame.height, "page": page, "pages": pages, "per_page": per_page,
               "rows": plain_rows(part)}  # fmt: skip
    body = json.dumps(content, default=str, ensure_ascii=False, allow_nan=False)
    return tagged(body, MEDIA["json"], header)


def plain_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is no number is null."""
    import polars.selectors as cs

    return frame.with_columns(cs.float().fill_nan(None)).to_dicts()
