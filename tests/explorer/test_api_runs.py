"""The API of scenarios and runs keeps its contract, from the list of levers to a run that is stopped."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from corridors.explorer import Settings, create_app
from corridors.parameters import views
from corridors.policy import LEVERS
from corridors.scenarios.common_ground_file import FOLDER as FOLDER_OF_PROBLEMS
from corridors.scenarios.common_ground_file import Problem
from corridors.scenarios.scenario import Scenario, shipped

pytestmark = pytest.mark.usefixtures("quick")
TEXT = Path(__file__).with_name("conftest.py").read_text().partition('TEXT = """')[2].partition('"""')[0]
FOLDER = tempfile.TemporaryDirectory(prefix="corridors-runs-")
APP = create_app(Settings(runs=Path(FOLDER.name)))


@pytest.fixture(scope="module")
def client(quick):
    with TestClient(APP, raise_server_exceptions=False) as made:
        yield made


def ended(client, address, until):
    until(lambda: client.get(address).json()["state"] not in ("waiting", "running"))
    return client.get(address).json()


def test_what_is_offered_is_what_the_library_has(client):
    assert {one["name"]: one["title"] for one in client.get("/api/v1/scenarios").json()} == shipped()
    levers = client.get("/api/v1/levers").json()
    assert [one["name"] for one in levers] == list(LEVERS)
    assert {one["name"]: (one["lowest"], one["highest"]) for one in levers}["aid"] == (0.1, 5.0)
    assert [one["name"] for one in client.get("/api/v1/views").json()] == [view.name for view in views()]


def test_a_shipped_scenario_comes_as_json_and_as_the_text_that_a_run_takes(client):
    made = client.get("/api/v1/scenarios/remittance-prices")
    assert made.json()["levers"][0]["value"] == 0.03
    text = client.get("/api/v1/scenarios/remittance-prices?format=yaml")
    assert text.headers["content-type"] == "application/yaml"
    assert Scenario.parse(text.text) == Scenario.read("remittance-prices")


def test_a_run_is_begun_followed_and_read(client, until):
    begun = client.post("/api/v1/runs", content=TEXT.format(name="mine"), headers={"Content-Type": "application/yaml"})
    assert begun.status_code == 202 and begun.headers["location"] == begun.json()["self"]
    made = ended(client, begun.headers["location"], until)
    assert (made["state"], made["done"], made["of"]) == ("done", 4, 4)
    result = client.get(made["result"], params={"per_page": 10_000})
    rows = result.json()["rows"]
    assert {row["view"] for row in rows} == {"undecided", "remittances-finance", "remittances-replace", "brain-drain"}
    assert {row["party"] for row in rows} == {"stayers", "hosts", "migrants", "world"}
    table = csv.DictReader(io.StringIO(client.get(made["result"] + "?format=csv&per_page=10000").text))
    assert len(list(table)) == len(rows) == result.json()["total"]
    nepal = client.get(made["result"], params={"country": "Nepal"}).json()["rows"]
    assert {row["party"] for row in nepal} == {"country"}
    assert client.get(made["result"], params={"format": "sdmx-csv"}).text.startswith("STRUCTURE")
    assert begun.json()["id"] in [run["id"] for run in client.get("/api/v1/runs").json()["runs"]]
    assert client.post("/api/v1/runs", content=TEXT.format(name="mine")).json()["state"] == "done"


def test_a_problem_is_searched_and_its_packages_are_read(client, until):
    text = (FOLDER_OF_PROBLEMS / "south-asia-gulf.yaml").read_text()
    begun = client.post("/api/v1/runs?climbs=1&steps=1&draws=0", content=text)
    assert begun.status_code == 202 and begun.json()["kind"] == "search" and begun.json()["scenario"] == ""
    assert Problem.parse(begun.json()["problem"]) == Problem.read("south-asia-gulf")
    made = ended(client, begun.headers["location"], until)
    assert made["result"] == begun.headers["location"] + "/packages"
    found = client.get(made["result"])
    assert found.status_code == 200 and [one["goal"] for one in found.json()["packages"]] == ["even", "half-cost"]
    for part in ("result", "answer"):
        refused = client.get(f"{begun.headers['location']}/{part}")
        assert refused.status_code == 422 and refused.headers["content-type"] == "application/problem+json"
    more = client.post("/api/v1/runs?climbs=4", content=text)
    assert more.status_code == 422 and "climbs" in more.json()["detail"]
    assert client.post("/api/v1/runs?draws=1", content=text).status_code == 422


def test_what_views_differ_on_is_worked_out_from_a_run_that_is_done(client, until):
    run = client.post("/api/v1/runs", content=TEXT.format(name="mine")).headers["location"]
    ended(client, run, until)
    begun = client.post(f"{run}/disagreement?outcome=emigrants&country=Nepal")
    assert begun.status_code == 202 and begun.json()["kind"] == "dispute"
    made = ended(client, begun.headers["location"], until)
    assert client.get(made["result"]).json() == {"about": "emigrants of NPL"}
    of_nepal = "outcome=emigrants&country="
    for wrong, status in (("outcome=emigrants", 422), ("outcome=emigrant&country=Nepal", 404),
                          ("outcome=hosts%20", 422), (f"{of_nepal}Nepaul", 404), (f"{of_nepal}Chad", 422)):  # fmt: skip
        assert client.post(f"{run}/disagreement?{wrong}").status_code == status, wrong
    assert client.post(f"{made['self']}/disagreement?outcome=hosts").status_code == 422


def test_a_run_can_be_stopped(client, until):
    begun = client.post("/api/v1/runs", content=TEXT.format(name="slow"))
    stopped = client.delete(begun.headers["location"])
    assert stopped.status_code == 200 and stopped.json()["state"] == "cancelled"
    refused = client.get(begun.headers["location"] + "/result")
    assert refused.status_code == 422 and "cancelled" in refused.json()["detail"]


def test_a_run_that_fails_says_why(client, until):
    made = ended(client, client.post("/api/v1/runs", content=TEXT.format(name="fails")).headers["location"], until)
    assert made["state"] == "failed" and "no space left" in made["error"] and made["result"] is None


@pytest.mark.parametrize(
    ("asked", "content", "status", "said"),
    [
        ("GET /api/v1/scenarios/aid-doubld", None, 404, "aid-doubled"),
        ("GET /api/v1/runs/0123456789abcdef", None, 404, "Unknown run"),
        ("GET /api/v1/runs/..%2f..%2fetc", None, 404, "Nothing"),
        ("DELETE /api/v1/runs/0123456789abcdef", None, 404, "Unknown run"),
        ("POST /api/v1/runs", b"", 422, "scenario"),
        ("POST /api/v1/runs", b"\xff\xfe", 422, "UTF-8"),
        ("POST /api/v1/runs", b"scenario: x", 422, "lacks"),
        ("POST /api/v1/runs", TEXT.replace("draws: 3", "draws: 51").encode(), 422, "at most 50"),
        ("POST /api/v1/runs", TEXT.replace("0.03", "3").encode(), 422, "outside 0 to 1"),
        ("POST /api/v1/runs", TEXT.replace("[remittances-finance, ", "[mine.yaml, ").encode(), 422, "no folder"),
        ("POST /api/v1/runs", b"x" * 500_000, 413, "400,000 bytes"),
        ("POST /api/v1/runs", b"problem: x", 422, "lacks"),
        ("GET /api/v1/runs/0123456789abcdef/packages", None, 404, "Unknown run"),
        ("POST /api/v1/runs/0123456789abcdef/disagreement?outcome=hosts", None, 404, "Unknown run"),
    ],
)  # fmt: skip
def test_mistakes_are_problem_details(client, asked, content, status, said):
    response = client.request(*asked.split(), content=content and content.replace(b"{name}", b"mine"))
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, response.json()["status"]) == (status, status) and said in response.json()["detail"]


def test_when_too_many_wait_it_says_when_to_come_back(client, monkeypatch):
    from corridors.explorer import jobs

    monkeypatch.setattr(jobs, "MOST_RUNNING", 0)
    monkeypatch.setattr(jobs, "MOST_WAITING", 0)
    response = client.post("/api/v1/runs", content=TEXT.format(name="late"))
    assert response.status_code == 503 and int(response.headers["retry-after"]) > 0


schema = schemathesis.openapi.from_asgi("/openapi.json", APP)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@schema.include(path_regex=r"scenarios|levers|views|runs").parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_whatever_is_asked_of_scenarios_and_runs_the_contract_holds(case):
    case.call_and_validate(
        checks=[checks.not_a_server_error, content_type_conformance, response_headers_conformance,
                response_schema_conformance, status_code_conformance]
    )  # fmt: skip
