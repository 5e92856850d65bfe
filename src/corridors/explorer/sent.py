"""What a reader sends: only from the explorer's own pages, never more than a bound, read without running any of it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from fastapi import Request

from corridors.errors import InvalidInput

MOST_BYTES = 400_000
"""Bytes of a body; the longest scenario that is read has 100,000 characters."""
MOST_FIELDS = 1_000
"""Fields of a form; one with all levers has half as many."""
Fields = dict[str, list[str]]


def check_origin(request: Request) -> None:
    """Refuse what another site makes a reader's browser send; programs other than browsers say no origin.

    Raises:
        HTTPException: 403.
    """
    from starlette.exceptions import HTTPException

    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise HTTPException(403, "This was sent by a page of another site: start from the explorer's own")


async def body(request: Request) -> bytes:
    """The body of a request, which is refused as soon as it is known to be too long.

    Raises:
        HTTPException: 413.
    """
    from starlette.exceptions import HTTPException

    refusal = HTTPException(413, f"At most {MOST_BYTES:,} bytes may be sent, and no scenario written by hand has more")
    announced = request.headers.get("content-length", "0")
    if not announced.isdigit() or int(announced[:12]) > MOST_BYTES:
        raise refusal
    taken = bytearray()
    async for piece in request.stream():
        taken += piece
        if len(taken) > MOST_BYTES:
            raise refusal
    return bytes(taken)


async def form(request: Request) -> Fields:
    """The fields of a form that one of the explorer's own pages sends.

    Raises:
        HTTPException: it comes from elsewhere, or is too long; InvalidInput: it cannot be read.
    """
    check_origin(request)
    return fields(await body(request), request.headers.get("content-type", ""))


def fields(content: bytes, media: str) -> Fields:
    """The fields of a form as a browser sends them, a file as its text.

    Args:
        content: the body; media: its Content-Type.

    Raises:
        InvalidInput: no form, too many fields, or text that is not UTF-8.

    >>> fields(b"a=1&a=2&b=x+y", "application/x-www-form-urlencoded")
    {'a': ['1', '2'], 'b': ['x y']}
    """
    found: Fields = {}
    for name, value in _pairs(content, media):
        found.setdefault(name, []).append(value)
    return found


def _pairs(content: bytes, media: str) -> list[tuple[str, str]]:
    kind = media.partition(";")[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            return parse_qsl(content.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
        if kind == "multipart/form-data":
            return _parts(content, media)
    except ValueError as error:
        raise InvalidInput("The form cannot be read: it is not text in UTF-8, or has too many fields.") from error
    raise InvalidInput("A form was expected.", hint="Send it from the page, or use the API.")


def _parts(content: bytes, media: str) -> list[tuple[str, str]]:
    """The parts of a form with a file, read by the standard library's reader of messages."""
    from email.parser import BytesParser
    from email.policy import HTTP

    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {media}\r\n\r\n".encode("latin-1") + content)
    if not message.is_multipart() or content.count(b"\n--") > MOST_FIELDS:
        raise ValueError("no parts")
    found = []
    for part in message.iter_parts():
        name, held = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(held, bytes):
            found.append((name, held.decode()))
    return found
