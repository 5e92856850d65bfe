"""What stands before every page: security headers, and the token where one is set."""

from __future__ import annotations

import base64
import binascii
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    b"content-security-policy": b"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
"""No script runs on a page, nothing is loaded from elsewhere, and no other site may frame it; a page whose response
has such a header of its own keeps it."""


class Guard:
    """Adds the security headers to every response and refuses requests without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in HEADERS.items() if h[0] not in own)]
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif self.token and not _knows(dict(scope["headers"]).get(b"authorization", b""), self.token):
            await _refuse(guarded)
        else:
            await self.app(scope, receive, guarded)


def _knows(header: bytes, token: str) -> bool:
    """Whether a header carries the token, as Bearer or as the password of Basic; compared in constant time."""
    kind, _, value = header.decode("latin-1").partition(" ")
    if kind.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode("utf-8", "replace").partition(":")[2]
        except binascii.Error:
            return False
    return kind.lower() in ("basic", "bearer") and hmac.compare_digest(value.encode(), token.encode())


async def _refuse(send: Send) -> None:
    said = b"This explorer needs its token: as the password, with any name, or as a Bearer token.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"www-authenticate", b'Basic realm="Corridors"')]
    await send({"type": "http.response.start", "status": 401, "headers": headers})
    await send({"type": "http.response.body", "body": said})
