"""Errors as a reader meets them: problem details (RFC 9457) from the API, a page elsewhere, never a trace."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from corridors.errors import CannotWrite, CorridorsError, DataUnavailable, InvalidInput, NotCovered, UnknownName
from corridors.explorer.jobs import Busy

if TYPE_CHECKING:
    from fastapi import FastAPI, Request, Response

STATUS: tuple[tuple[type[CorridorsError], HTTPStatus], ...] = (
    (UnknownName, HTTPStatus.NOT_FOUND),
    (NotCovered, HTTPStatus.NOT_FOUND),
    (DataUnavailable, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS),
    (InvalidInput, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Busy, HTTPStatus.SERVICE_UNAVAILABLE),
    (CannotWrite, HTTPStatus.INSUFFICIENT_STORAGE),
)
"""The status of each kind of error; a dataset that a licence keeps out is 451."""
RETRY = 30
"""Seconds after which to try again where as many runs wait as may wait."""
MEDIA = "application/problem+json"
LOG = logging.getLogger("corridors.explorer")


def install(app: FastAPI) -> None:
    """Turn every error of an application into a problem or a page."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    app.add_exception_handler(CorridorsError, _mistake)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unforeseen)


def problem(request: Request, status: HTTPStatus, detail: str, **more: Any) -> Response:
    """One error in the form the reader asked for."""
    from starlette.responses import HTMLResponse, Response

    headers = more.pop("headers", None)
    if request.url.path.startswith("/api/"):
        content = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
        return Response(json.dumps(content), status.value, headers, MEDIA)
    from corridors.explorer.views import error_page

    return HTMLResponse(error_page(request, status, detail), status.value, headers)


def status_of(error: CorridorsError) -> HTTPStatus:
    """The status of an error.

    >>> status_of(InvalidInput("No.")).value
    422
    """
    return next((s for kind, s in STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


def _mistake(request: Request, error: Any) -> Response:
    more: dict[str, Any] = {"nearest": list(error.nearest)} if isinstance(error, UnknownName) else {}
    if isinstance(error, Busy):
        more["headers"] = {"Retry-After": str(RETRY)}
    return problem(request, status_of(error), str(error), **more)


def _invalid(request: Request, error: Any) -> Response:
    said = "; ".join(f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg'].lower()}" for e in error.errors())
    return problem(request, HTTPStatus.UNPROCESSABLE_ENTITY, f"The request has {said}.")


def _http(request: Request, error: Any) -> Response:
    status = HTTPStatus(error.status_code)
    said = f"Nothing stands at {request.url.path}." if status is HTTPStatus.NOT_FOUND else f"{error.detail}."
    return problem(request, status, said, headers=getattr(error, "headers", None))


def _unforeseen(request: Request, error: Exception) -> Response:
    LOG.error("A request failed: %s", request.url.path, exc_info=error)
    said = "Something went wrong here that is not your mistake. The log of the explorer has the details."
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, said)
