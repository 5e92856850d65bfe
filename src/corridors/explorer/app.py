"""Putting the explorer together: pages, API, guards and errors."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from corridors import __version__
from corridors.explorer.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def create_app(settings: Settings | None = None) -> ASGIApp:
    """Make the application: pages at `/`, the API at `/api/v1`, its description at `/openapi.json`.

    Args:
        settings: where it listens and what it allows; the defaults serve this machine only.

    Example:
        >>> from starlette.testclient import TestClient
        >>> client = TestClient(create_app())
        >>> client.get("/api/v1/countries/KEN").json()["name"]
        'Kenya'
    """
    from fastapi import FastAPI

    from corridors.explorer import desk, desk_runs, ground, ground_search, problems
    from corridors.explorer.api import asking, places, scenarios, tables
    from corridors.explorer.api.common import Problem
    from corridors.explorer.guards import Guard
    from corridors.explorer.hold import Hold
    from corridors.explorer.jobs import Runs
    from corridors.explorer.pages import router as pages

    # Altair takes numpy from among the modules there are, and must not meet it half imported by another thread.
    import_module("numpy")
    chosen = settings or Settings()
    app = FastAPI(
        title="Corridors",
        version=__version__,
        summary="Evidence, estimates and answers on international migration",
        docs_url=None,
        redoc_url=None,
        responses={500: {"model": Problem}},
    )
    app.state.runs = Runs(chosen.runs_folder)
    for part in (places, tables, asking, scenarios):
        app.include_router(part.router, prefix="/api/v1")
    for shown in (pages, desk.router, desk_runs.router, ground.router, ground_search.router):
        app.include_router(shown, include_in_schema=False)
    problems.install(app)
    return Guard(Hold(app), chosen.token)
