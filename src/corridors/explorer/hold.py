"""What was sent once is held as it was sent, compressed; many readers of the same new view wait for one making of it.

A response is held when it carries an entity tag, as `respond.tagged` gives it: its address and the form asked for alone
decide its content for as long as the server runs. What changes meanwhile must be sent without one.
"""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections import OrderedDict
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple

from corridors.explorer.accept import preferred

if TYPE_CHECKING:
    from collections.abc import Hashable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COMPRESSION = 4
"""Of 9; the higher levels take several times as long and save a tenth."""
SMALLEST_TO_COMPRESS = 1024
"""Bytes; compressing less costs more than it saves."""
HELD, LARGEST_HELD = 128_000_000, 8_000_000
"""Bytes of all that is held, and of one response; whole datasets are larger and are made for each reader."""
COMPRESSIBLE = (
    b"text/",
    b"application/json",
    b"application/x-ipynb",
    b"application/problem+json",
    b"application/vnd.sdmx",
    b"image/svg",
)
Headers = tuple[tuple[bytes, bytes], ...]


class Sent(NamedTuple):
    """A response as it was sent: its status, the headers that hold for any encoding, its body plain or compressed."""

    status: int
    headers: Headers
    body: bytes
    compressed: bool

    @property
    def tag(self) -> bytes:
        """Its entity tag; empty where it has none."""
        return dict(self.headers).get(b"etag", b"")


class Kept:
    """Responses by key, the least used ones dropped when together they exceed a number of bytes.

    >>> kept = Kept(most=10)
    >>> kept.put("a", Sent(200, (), b"12345", False))
    >>> kept.put("b", Sent(200, (), b"1234567", False))
    >>> kept.get("a"), kept.get("b").body
    (None, b'1234567')
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.held: OrderedDict[Hashable, Sent] = OrderedDict()
        self.size = 0
        self._changing = threading.Lock()

    def get(self, key: Hashable) -> Sent | None:
        """The response held under a key."""
        with self._changing:
            if key in self.held:
                self.held.move_to_end(key)
            return self.held.get(key)

    def put(self, key: Hashable, sent: Sent) -> None:
        """Hold a response under a key; it has the place of the one held there before."""
        with self._changing:
            if key in self.held:
                self.size -= len(self.held.pop(key).body)
            self.held[key] = sent
            self.size += len(sent.body)
            while self.size > self.most:
                self.size -= len(self.held.popitem(last=False)[1].body)


class Hold:
    """Sends what is held at once; lets one reader make what is not, and the others who ask for it meanwhile wait."""

    def __init__(self, app: ASGIApp, most: int = HELD) -> None:
        self.app = app
        self.kept = Kept(most)
        self._making: dict[Hashable, Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        key, asked = _key(scope), dict(scope["headers"])
        if (pending := self._making.get(key)) and not self.kept.get(key):
            await asyncio.shield(asyncio.wrap_future(pending))
        if sent := self.kept.get(key):
            await _reply(sent, asked, send)
            return
        done: Future[None] = Future()
        first = self._making.setdefault(key, done) is done
        try:
            await self._make(key, scope, receive, send)
        finally:
            if first:
                del self._making[key]
                done.set_result(None)

    async def _make(self, key: Hashable, scope: Scope, receive: Receive, send: Send) -> None:
        asked = dict(scope["headers"])
        start: Message | None = None

        async def taken(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
            elif start is None:
                await send(message)
            elif message.get("more_body"):
                await send(start)
                await send(message)
                start = None
            else:
                sent = await _packed(start, message.get("body", b""))
                if sent.status == 200 and sent.tag and len(sent.body) <= LARGEST_HELD:
                    self.kept.put(key, sent)
                await _reply(sent, asked, send)

        await self.app(scope, receive, taken)


def _key(scope: Scope) -> Hashable:
    """All that decides a response: its address and the form asked for; no page may depend on anything else."""
    accepted = dict(scope["headers"]).get(b"accept", b"*/*").decode("latin-1")
    return scope["path"], scope["query_string"], preferred(accepted)


async def _packed(start: Message, body: bytes) -> Sent:
    """A whole response, compressed where that is worth it."""
    headers: Headers = tuple((name, value) for name, value in start["headers"] if name != b"content-length")
    media = dict(headers).get(b"content-type", b"")
    if len(body) < SMALLEST_TO_COMPRESS or not media.startswith(COMPRESSIBLE):
        return Sent(start["status"], headers, body, False)
    packed = await asyncio.to_thread(gzip.compress, body, COMPRESSION, mtime=0)
    return Sent(start["status"], headers, packed, True)


async def _reply(sent: Sent, asked: dict[bytes, bytes], send: Send) -> None:
    """Send a response in an encoding that the reader takes, or 304 where the reader holds the same already."""
    headers = [*(h for h in sent.headers if h[0] != b"vary"), (b"vary", b"Accept, Accept-Encoding")]
    known = [part.strip().removeprefix(b"W/") for part in asked.get(b"if-none-match", b"").split(b",")]
    if sent.tag and sent.tag.removeprefix(b"W/") in known:
        kept = [h for h in headers if h[0] not in (b"content-type", b"content-disposition")]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    body = sent.body
    if sent.compressed and _takes_gzip(asked.get(b"accept-encoding", b"")):
        headers.append((b"content-encoding", b"gzip"))
    elif sent.compressed:
        body = await asyncio.to_thread(gzip.decompress, body)
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": sent.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _takes_gzip(accepted: bytes) -> bool:
    """Whether a reader takes gzip.

    >>> _takes_gzip(b"br, gzip;q=0.5"), _takes_gzip(b"gzip;q=0"), _takes_gzip(b"br")
    (True, False, False)
    """
    for part in accepted.split(b","):
        name, _, weight = (piece.strip() for piece in part.partition(b";"))
        if name in (b"gzip", b"*"):
            return weight.replace(b" ", b"") not in (b"q=0", b"q=0.0", b"q=0.00", b"q=0.000")
    return False
