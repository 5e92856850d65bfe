"""What a careless or hostile client may send: bounded, refused in the form asked for, never a trace or a file."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corridors.explorer import create_app, evidence
from corridors.explorer.hold import Kept, Sent

LARGE_UPLOAD = 100_000_000
"""Bytes; announced and sent in pieces, so that a server that gathered them would be seen in memory."""


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(("address", "media"), [("/api/v1/countries", "application/problem+json"), ("/", "text/html")])
def test_nothing_can_be_sent_or_changed(client, method, address, media):
    response = client.request(method, address, content=b"x: !!python/object/apply:os.system [ls]")
    assert response.status_code == 405 and response.headers["content-type"].startswith(media)
    assert "GET" in response.headers["allow"]


@pytest.mark.parametrize("address", ["/", "/api/v1/countries", "/questions/stocks"])
def test_a_large_upload_is_refused_before_it_is_read(address):
    taken = 0

    async def receive():
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": b"0" * 1_000_000, "more_body": True}

    sent = []

    async def send(message):
        sent.append(message)

    import asyncio

    scope = {
        "type": "http", "method": "POST", "path": address, "raw_path": address.encode(), "query_string": b"",
        "headers": [(b"host", b"here"), (b"content-length", str(LARGE_UPLOAD).encode())], "http_version": "1.1",
        "scheme": "http", "server": ("here", 80), "client": ("here", 1), "root_path": "",
    }  # fmt: skip
    asyncio.run(create_app()(scope, receive, send))
    assert sent[0]["status"] == 405 and taken <= 1


@pytest.mark.parametrize("address", ["/", "/data", "/questions", "/api/v1/countries/KEN"])
def test_the_head_of_a_page_is_not_served(client, address):
    response = client.head(address)
    assert response.status_code == 405 and response.headers["allow"] == "GET"


@pytest.mark.parametrize(
    "address",
    ["/data/..%2f..%2fetc%2fpasswd", "/data/%2e%2e/%2e%2e/etc/passwd", "/data//etc/passwd/file", "/country/..%5c..%5cx",
     "/questions/../../pyproject.toml", "/api/v1/datasets/..%2f..%2fpyproject.toml/rows", "/data/.%00/file"],
)  # fmt: skip
def test_no_address_reaches_the_file_system(client, address):
    response = client.get(address)
    assert response.status_code in (404, 422)
    assert "root:" not in response.text and "build-backend" not in response.text


@pytest.mark.parametrize(
    "address",
    ["/questions/stocks/file?country=TON%0d%0aSet-Cookie:%20a=b", "/data/visa%0d%0aX-Own:%201/file",
     "/corridor?origin=TON%0d%0aX-Own:1&destination=NZL", "/?lang=fr%0d%0aX-Own:1"],
)  # fmt: skip
def test_no_header_can_be_written_from_an_address(client, address):
    response = client.get(address, follow_redirects=False)
    assert response.status_code < 500
    assert "x-own" not in response.headers and "set-cookie" not in response.headers


def test_the_form_of_a_corridor_leads_to_the_corridors_page_here_and_keeps_the_language(client):
    response = client.get(
        "/corridor", params={"origin": "Tonga", "destination": "New Zealand", "lang": "fr"}, follow_redirects=False
    )
    assert (response.status_code, response.headers["location"]) == (303, "/corridor/TON/NZL?lang=fr")
    elsewhere = client.get("/corridor?origin=//evil.example&destination=NZL", follow_redirects=False)
    assert elsewhere.status_code == 404


@pytest.mark.parametrize("rows", ["0", "-1", "10001", "1e9", "nan", "9" * 400])
def test_a_page_of_rows_has_bounds(client, rows):
    response = client.get(f"/api/v1/stocks?origin=TON&per_page={rows}")
    assert response.status_code == 422 and "per_page" in response.json()["detail"]


@pytest.mark.parametrize(
    "address", ["/questions?search=", "/?measure=", "/api/v1/countries/", "/questions/stocks?country=", "/country/"]
)
def test_a_huge_address_is_refused_and_not_repeated_at_length(client, address):
    response = client.get(address + "a" * 50_000)
    assert response.status_code in (404, 422) and "Traceback" not in response.text
    assert len(response.text) < 120_000


def test_no_more_than_two_answers_are_worked_out_at_once(monkeypatch):
    running, most, lock = 0, 0, threading.Lock()

    class Made:
        figures = ()

    def slow(*_, **__):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with lock:
            running -= 1
        return Made()

    monkeypatch.setattr("corridors.answers.ask.answer", slow)
    evidence.answered.cache_clear()
    subjects = [evidence.Subject(country=str(number)) for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda subject: evidence.answered("stocks", subject), subjects))
    evidence.answered.cache_clear()
    assert most == 2


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=40))
def test_what_is_held_stays_within_its_bytes_and_is_what_was_put_there(asked):
    kept, last = Kept(most=60), {}
    for key, length in asked:
        kept.put(key, Sent(200, (), str(key).encode() * length, False))
        last[key] = length
        assert kept.get(key).body == str(key).encode() * length
        assert kept.size == sum(len(sent.body) for sent in kept.held.values()) <= 60
        assert all(sent.body == str(name).encode() * last[name] for name, sent in kept.held.items())
