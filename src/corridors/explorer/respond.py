"""Responses that a client may keep: an entity tag on each, JSON or CSV by what the client accepts, pages of rows."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import polars as pl
    from fastapi import Request, Response

TEXT, CSV, HTML = "application/json", "text/csv; charset=utf-8", "text/html; charset=utf-8"


def tagged(request: Request, body: str | bytes, media: str, headers: dict[str, str] | None = None) -> Response:
    """A body with its entity tag, or 304 where the client holds the same already."""
    from starlette.responses import Response

    content = body.encode() if isinstance(body, str) else body
    tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    every = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept", **(headers or {})}
    if tag in (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")):
        return Response(None, 304, every)
    return Response(content, 200, every, media)


class Kept:
    """Texts that took long to make, the least used ones dropped when together they exceed a number of bytes.

    >>> kept = Kept(most=10)
    >>> kept.get("a", lambda: "12345"), kept.get("a", lambda: "never made"), kept.get("b", lambda: "1234567")
    (b'12345', b'12345', b'1234567')
    >>> list(kept.held)
    ['b']
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: OrderedDict[Hashable, bytes] = OrderedDict()
        self._changing = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> bytes:
        """The text held under a key, or made and held now."""
        with self._changing:
            if key in self.held:
                self.held.move_to_end(key)
                return self.held[key]
        text = make().encode()
        with self._changing:
            self.held[key] = text
            while len(self.held) > 1 and sum(map(len, self.held.values())) > self.most:
                self.held.popitem(last=False)
        return text


def as_json(request: Request, content: Any) -> Response:
    """Plain values as JSON."""
    return tagged(request, json.dumps(content, default=str, ensure_ascii=False, allow_nan=False), TEXT)


def rows(request: Request, frame: pl.DataFrame, page: int, per_page: int, about: dict[str, Any]) -> Response:
    """One page of a frame: JSON with the total and links to its neighbours, or CSV where the client prefers it.

    Args:
        request: decides the form by its Accept header.
        frame: all rows.
        page: from 1 on.
        per_page: rows of a page.
        about: what else the JSON says: source, licence, definition.

    Raises:
        InvalidInput: a page after the last one.
    """
    pages = max(1, -(-frame.height // per_page))
    if page > pages:
        raise InvalidInput(f"There is no page {page}.", hint=f"The last page is {pages}, at {per_page} rows a page.")
    part = frame.slice((page - 1) * per_page, per_page)
    links = {name: str(request.url.include_query_params(page=number))
             for name, number in (("next", page + 1), ("prev", page - 1)) if 1 <= number <= pages}  # fmt: skip
    header = {"Link": ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items())} if links else {}
    if wants_csv(request):
        return tagged(request, part.write_csv(), CSV, header)
    content = {**about, "total": frame.height, "page": page, "pages": pages, "per_page": per_page,
               "rows": plain_rows(part)}  # fmt: skip
    body = json.dumps(content, default=str, ensure_ascii=False, allow_nan=False)
    return tagged(request, body, TEXT, header)


def plain_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values; what is no number is null."""
    import polars.selectors as cs

    return frame.with_columns(cs.float().fill_nan(None)).to_dicts()


def wants_csv(request: Request) -> bool:
    """Whether a client prefers CSV over JSON, by the quality values of its Accept header.

    >>> from starlette.requests import Request
    >>> def asks(accept): return Request({"type": "http", "headers": [(b"accept", accept)]})
    >>> wants_csv(asks(b"text/csv")), wants_csv(asks(b"application/json, text/csv;q=0.5")), wants_csv(asks(b"*/*"))
    (True, False, False)
    """
    weights = {"text/csv": 0.0, "application/json": 0.0}
    for part in request.headers.get("accept", "*/*").split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((_number(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if name in weights:
            weights[name] = max(weights[name], weight)
        elif name == "*/*":
            weights["application/json"] = max(weights["application/json"], weight)
    return weights["text/csv"] > weights["application/json"]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
