"""What the pages of the desk, of the search for common ground and of the runs share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from corridors.concepts.nearest import nearest
from corridors.errors import UnknownName
from corridors.explorer.figures import amount, local, signed
from corridors.explorer.given import MOST_CHECKS, MOST_CLIMBS, MOST_DRAWS, MOST_LEVERS, MOST_STEPS
from corridors.explorer.jobs import MOST_KEPT, MOST_RUNNING, MOST_WAITING, Runs
from corridors.explorer.sent import MOST_BYTES, Fields, check_origin, form
from corridors.explorer.views import language_of, link
from corridors.explorer.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Sent = Annotated[Fields, Depends(form)]
Own = Annotated[None, Depends(check_origin)]
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
}
"""The desk has one small script of its own, and its forms say where they come from."""
LIMITS = {
    "draws": MOST_DRAWS, "levers": MOST_LEVERS, "running": MOST_RUNNING, "waiting": MOST_WAITING, "kept": MOST_KEPT,
    "kilobytes": MOST_BYTES // 1000, "climbs": MOST_CLIMBS, "steps": MOST_STEPS, "checks": MOST_CHECKS,
}  # fmt: skip


def runs_of(request: Request) -> Runs:
    """The runs of the application that a request is sent to."""
    return request.app.state.runs


def asked(request: Request) -> Fields:
    """The fields in an address."""
    given: Fields = {}
    for name, value in request.query_params.multi_items():
        given.setdefault(name, []).append(value)
    return given


def numbers(request: Request) -> dict[str, Callable[[float | None], str]]:
    """How pages write changes and amounts, in the language of the request."""
    say = partial(words, language_of(request))
    return {"signed": lambda value: local(say, signed(value)), "amount": lambda value: local(say, amount(value))}


def check_shipped(kind: str, name: str, names: Collection[str]) -> None:
    """Refuse a name that is not shipped, without looking for a file of that name.

    Raises:
        UnknownName: it is not among the names.
    """
    if name not in names:
        raise UnknownName(kind, name[:60], nearest(name[:60], names))


def to(request: Request, path: str, **parameters: str) -> Response:
    """Lead on to another page, in the same language."""
    return RedirectResponse(link(language_of(request), path, **parameters), 303)


def attached(name: str) -> dict[str, str]:
    """Headers of a file to keep."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
