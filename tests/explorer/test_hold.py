"""Holding what was sent: one making for many readers, the encodings, and what must not be held."""

import asyncio
import gzip

import pytest

from corridors.explorer import hold
from corridors.explorer.hold import Hold

TEXT = b"a page of the world " * 100


class Made:
    """An application that counts how often it makes a page, and takes its time."""

    def __init__(self, status=200, tag=b'W/"t"', media=b"text/html", pieces=(TEXT,)):
        self.made, self.status, self.tag, self.media, self.pieces = 0, status, tag, media, pieces

    async def __call__(self, scope, receive, send):
        self.made += 1
        await asyncio.sleep(0.02)
        headers = [(b"content-type", self.media), *([(b"etag", self.tag)] if self.tag else [])]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for place, piece in enumerate(self.pieces):
            more = place + 1 < len(self.pieces)
            await send({"type": "http.response.body", "body": piece, "more_body": more})


async def ask(app, path="/", method="GET", query=b"", **headers):
    """Ask for an address; the status, the headers and the body."""
    given = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    got: list = []

    async def send(message):
        got.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": given}
    await app(scope, None, send)
    return got[0]["status"], dict(got[0]["headers"]), b"".join(message.get("body", b"") for message in got[1:])


def together(app, number, **more):
    async def all_of_them():
        return await asyncio.gather(*(ask(app, **more) for _ in range(number)))

    return asyncio.run(all_of_them())


def test_many_readers_of_a_new_page_wait_for_one_making_and_later_ones_for_none():
    inner = Made()
    app = Hold(inner)
    assert {(status, body) for status, _, body in together(app, 50)} == {(200, TEXT)}
    assert inner.made == 1
    together(app, 3)
    assert inner.made == 1
    together(app, 2, query=b"year=2020")
    together(app, 2, accept=b"text/csv")
    assert inner.made == 3


@pytest.mark.parametrize("inner", [Made(status=404), Made(tag=b""), Made(pieces=(TEXT, TEXT))])
def test_errors_what_has_no_tag_and_what_comes_in_pieces_are_made_for_each_reader(inner):
    found = together(Hold(inner), 4)
    assert {(status, body) for status, _, body in found} == {(inner.status, b"".join(inner.pieces))}
    assert inner.made == 4


def test_what_is_larger_than_the_limit_is_sent_and_not_held(monkeypatch):
    monkeypatch.setattr(hold, "LARGEST_HELD", 10)
    inner = Made()
    app = Hold(inner)
    together(app, 1)
    together(app, 1)
    assert inner.made == 2 and app.kept.size == 0


def test_nothing_but_reading_is_held():
    inner = Made()
    app = Hold(inner)
    together(app, 2, method="POST")
    assert inner.made == 2 and not app.kept.held


def test_each_reader_gets_the_encoding_that_it_takes():
    app = Hold(Made())
    ((_, plain, body),) = together(app, 1)
    assert body == TEXT and b"content-encoding" not in plain
    ((_, packed, body),) = together(app, 1, accept_encoding=b"br, gzip")
    assert packed[b"content-encoding"] == b"gzip" and gzip.decompress(body) == TEXT
    assert int(packed[b"content-length"]) == len(body) < int(plain[b"content-length"]) == len(TEXT)
    assert plain[b"vary"] == packed[b"vary"] == b"Accept, Accept-Encoding"


def test_what_is_packed_already_is_not_packed_again():
    app = Hold(Made(media=b"application/pdf"))
    ((_, headers, body),) = together(app, 1, accept_encoding=b"gzip")
    assert body == TEXT and b"content-encoding" not in headers


def test_a_reader_who_holds_the_page_gets_no_body():
    app = Hold(Made())
    ((status, headers, body),) = together(app, 1, if_none_match=b'"other", W/"t"')
    assert (status, body) == (304, b"") and headers[b"etag"] == b'W/"t"' and b"content-length" not in headers
    ((status, _, body),) = together(app, 1, if_none_match=b'"other"')
    assert (status, body) == (200, TEXT)


def test_when_the_making_fails_the_readers_who_waited_try_for_themselves():
    class Failing(Made):
        async def __call__(self, scope, receive, send):
            self.made += 1
            if self.made == 1:
                await asyncio.sleep(0.02)
                raise RuntimeError("the first one fails")
            self.made -= 1
            await super().__call__(scope, receive, send)

    inner = Failing()
    app = Hold(inner)

    async def all_of_them():
        return await asyncio.gather(*(ask(app) for _ in range(5)), return_exceptions=True)

    first, *others = asyncio.run(all_of_them())
    assert isinstance(first, RuntimeError)
    assert all(found[0] == 200 and found[2] == TEXT for found in others)
    assert not app._making
