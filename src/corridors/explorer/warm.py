"""Getting ready before the first reader comes: the first page before the port answers, the rest while it does."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

from corridors.explorer.drawing import DRAWER, SMALLEST

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

FIRST = "/"
NEXT = ("/countries", "/questions", "/data", "/method", "/questions/stocks", "/country/KEN", "/desk")
"""Pages that between them load what every kind of page needs; a country's brief draws on most of the library."""
LOG = logging.getLogger("corridors.explorer")


def prepare(app: ASGIApp, token: str = "") -> threading.Thread:
    """Make the first page now, and the others in a thread that ends with the server.

    Args:
        app: what `create_app` returns; what it is asked for is held for the readers.
        token: what it asks of its readers.
    """
    asyncio.run(status_of(app, FIRST, token))
    thread = threading.Thread(target=_prepare_rest, args=(app, token), name="warming", daemon=True)
    thread.start()
    return thread


async def status_of(app: ASGIApp, address: str, token: str = "") -> int:
    """Ask an application for a page, as a reader would, and return the status."""
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": address, "raw_path": address.encode(), "query_string": b"", "root_path": "", "server": ("here", 80),
        "client": ("here", 0), "headers": [(b"host", b"here"), (b"authorization", b"Bearer " + token.encode())],
    }  # fmt: skip
    await app(scope, receive, send)
    return statuses[0]


def _prepare_rest(app: ASGIApp, token: str) -> None:
    try:
        DRAWER.draw(SMALLEST)
        for address in NEXT:
            asyncio.run(status_of(app, address, token))
    except Exception:
        LOG.exception("The explorer is not warm; its first pages will take longer.")
