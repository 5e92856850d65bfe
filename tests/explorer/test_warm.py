"""Getting ready: the first page is held before anybody asks; a failure is told and ends nothing."""

import asyncio
import logging
import subprocess
import sys

from starlette.testclient import TestClient

from corridors.explorer import Settings, create_app, warm

TOKEN = "a-token-that-is-long-enough"


def test_the_first_page_is_held_before_the_first_reader_comes(monkeypatch):
    monkeypatch.setattr(warm, "NEXT", ("/countries",))
    app = create_app(Settings(token=TOKEN))
    warm.prepare(app, TOKEN).join(60)
    paths = [key[0] for key in app.app.kept.held]
    assert paths == ["/", "/countries"]
    with TestClient(app) as client:
        assert client.get("/").status_code == 401
        assert client.get("/", auth=("anybody", TOKEN)).status_code == 200
    assert [key[0] for key in app.app.kept.held] == ["/countries", "/"], "it was the one held, moved to the end"


def test_numpy_is_there_whole_before_several_threads_ask_for_charts():
    code = "import sys; from corridors.explorer import create_app; create_app(); assert 'numpy' in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_without_the_token_nothing_is_made():
    app = create_app(Settings(token=TOKEN))
    assert asyncio.run(warm.status_of(app, "/")) == 401


def test_what_fails_is_told_and_ends_nothing(caplog):
    async def failing(scope, receive, send):
        if scope["path"] == warm.FIRST:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            return
        raise RuntimeError("no page")

    with caplog.at_level(logging.ERROR, "corridors.explorer"):
        warm.prepare(failing).join(60)
    assert "will take longer" in caplog.text
