"""The API keeps its contract: schema, pages, forms, entity tags, errors as problem details."""

import csv
import io

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.generation import GenerationMode
from starlette.testclient import TestClient

from corridors.answers import forms
from corridors.concepts.countries import areas
from corridors.explorer.app import create_app

APP = create_app()


@pytest.fixture(scope="module")
def client():
    with TestClient(APP, raise_server_exceptions=False) as made:
        yield made


def test_a_country_is_found_by_code_and_by_name(client):
    by_code = client.get("/api/v1/countries/KEN")
    assert by_code.status_code == 200 and by_code.json()["name"] == "Kenya"
    assert client.get("/api/v1/countries/Kenya").json() == by_code.json()


def test_every_country_of_today_is_listed_once(client):
    codes = []
    for page in range(1, 5):
        codes += [row["code"] for row in client.get(f"/api/v1/countries?page={page}&per_page=80").json()["countries"]]
    living = [a.code for a in areas(("country", "territory")) if a.end is None]
    assert codes == living


def test_stocks_are_those_of_the_dataset_in_json_and_in_csv(client):
    address = "/api/v1/stocks?origin=MEX&destination=USA&year=2024"
    content = client.get(address).json()
    assert sum(row["stock"] for row in content["rows"]) == 11279561
    assert content["licence"] and content["total"] == 2
    as_csv = client.get(address, headers={"Accept": "text/csv"})
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert sum(int(row["stock"]) for row in csv.DictReader(io.StringIO(as_csv.text))) == 11279561


@pytest.mark.parametrize(
    "address",
    ["/api/v1/stocks?origin=MEX&destination=USA&year=2024", "/api/v1/datasets/visa/rows?country=KEN&per_page=50&page=2",
     "/api/v1/flows?period=2015-2020&method=min-closed&origin=TON&per_page=20"],
)  # fmt: skip
def test_rows_come_as_sdmx_csv_by_the_accept_header_and_by_the_address(client, address):
    asked = client.get(address, headers={"Accept": "application/vnd.sdmx.data+csv; version=2.0.0, text/csv;q=0.5"})
    assert asked.headers["content-type"].startswith("application/vnd.sdmx.data+csv; version=2.0.0")
    rows = list(csv.reader(io.StringIO(asked.text)))
    assert rows[0][:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"] and {row[0] for row in rows[1:]} == {"datastructure"}
    assert len(rows) - 1 == len(client.get(address).json()["rows"])
    named = client.get(f"{address}&format=sdmx-csv")
    assert named.text == asked.text
    older = client.get(address, headers={"Accept": "application/vnd.sdmx.data+csv; version=1.0.0, text/csv;q=0.5"})
    assert older.headers["content-type"].startswith("text/csv")


def test_a_form_that_is_not_written_is_refused(client):
    response = client.get("/api/v1/stocks?origin=TON&format=xlsx")
    assert response.status_code == 422 and "format" in response.json()["detail"]


def test_pages_join_to_the_whole_without_loss_or_repetition(client):
    whole = client.get("/api/v1/stocks?origin=TON&per_page=10000").json()
    parts, address = [], "/api/v1/stocks?origin=TON&per_page=100"
    while address:
        response = client.get(address)
        parts += response.json()["rows"]
        address = response.links.get("next", {}).get("url")
    assert parts == whole["rows"] and len(parts) == whole["total"]


def test_an_answer_follows_the_published_schema(client):
    made = client.get("/api/v1/answers/stocks?country=TON").json()
    jsonschema.validate(made, client.get("/api/v1/schema/answer").json())
    assert client.get("/api/v1/schema/answer").json() == forms.schema()


def test_what_a_client_holds_is_not_sent_again(client):
    first = client.get("/api/v1/countries/KEN")
    again = client.get("/api/v1/countries/KEN", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    by_strong_tag = client.get("/api/v1/countries/KEN", headers={"If-None-Match": first.headers["etag"][2:]})
    assert by_strong_tag.status_code == 304
    other = client.get("/api/v1/countries/UGA", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


def test_long_answers_are_compressed(client):
    assert client.get("/api/v1/datasets", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/api/v1/countries/Kenyia", 404, "Kenya"),
        ("/api/v1/answers/stoks", 404, "stocks"),
        ("/api/v1/answers/stocks?year=1066", 422, "year"),
        ("/api/v1/answers/stocks?year=1999", 404, "nearest years"),
        ("/api/v1/datasets/visas", 404, "visa"),
        ("/api/v1/datasets/visa_demig/rows", 451, "data add"),
        ("/api/v1/flows?method=magic", 422, "min-closed"),
        ("/api/v1/flows?period=2015-2016", 404, "period"),
        ("/api/v1/corridors/KEN/KEN", 422, "both"),
        ("/api/v1/stocks?page=999999", 422, "last page"),
        ("/api/v1/stocks?per_page=99999999", 422, "per_page"),
        ("/api/v1/nothing", 404, "/api/v1/nothing"),
    ],
)
def test_errors_are_problem_details_that_say_what_to_do(client, address, status, said):
    response = client.get(address)
    assert response.headers["content-type"] == "application/problem+json"
    content = response.json()
    assert (response.status_code, content["status"]) == (status, status)
    assert said in content["detail"] and "Traceback" not in content["detail"]


schema = schemathesis.openapi.from_asgi("/openapi.json", APP)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@schema.include(path_regex=r"countries|schema|datasets$|datasets/\{name\}$").parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_whatever_is_asked_the_contract_holds(case):
    case.call_and_validate(checks=[checks.not_a_server_error, *_conformance()])


def _conformance():
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    return [content_type_conformance, response_schema_conformance, status_code_conformance]
