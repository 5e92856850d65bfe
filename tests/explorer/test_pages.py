"""The pages: they load nothing from elsewhere, say what went wrong, and are guarded."""

import re
import threading
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from corridors.errors import InvalidInput
from corridors.explorer import Settings, create_app
from corridors.explorer.wording import LANGUAGES, called, catalogue

PAGES = ["/", "/?kind=corridors", "/?kind=ring", "/?measure=net&year=2020", "/countries", "/questions", "/data",
         "/questions/stocks?country=TON", "/data/visa", "/data/visa_demig", "/method"]  # fmt: skip
ELSEWHERE = re.compile(r"""(?:src|xlink:href|@import|url\()\s*=?\s*["']?https?:|<link[^>]+href="http|<script""")


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_stands_alone_and_names_itself(client, address, language):
    join = "&" if "?" in address else "?"
    response = client.get(address + (f"{join}lang={language}" if language != "en" else ""))
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert not ELSEWHERE.search(response.text)
    assert len(re.findall(r"<h1\b", response.text)) == 1
    assert 'href="#content"' in response.text and 'id="content"' in response.text
    for picture in re.finditer(r"<svg [^>]*>", response.text):
        hidden = 'aria-hidden="true"' in response.text[picture.start() - 80 : picture.end()]
        assert hidden or "aria-label=" in picture[0]


def test_the_languages_have_the_same_strings_with_the_same_places():
    english = catalogue("en")
    for language in LANGUAGES:
        own = tomllib.loads((files("corridors.explorer") / "strings" / f"{language}.toml").read_text(encoding="utf-8"))
        assert own.keys() == english.keys()
        for key, text in own.items():
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[key])), key


def test_views_outcomes_titles_and_places_have_a_name_in_each_language():
    from corridors.concepts.countries import areas
    from corridors.parameters import views
    from corridors.scenarios.common_ground_file import Problem, problem_names
    from corridors.scenarios.outcomes import outcomes
    from corridors.scenarios.scenario import shipped

    told = outcomes().values()
    needed = {
        "views": {"No view taken", *(one.label for one in views())},
        "outcomes": {one.label for one in told},
        "units": {one.unit for one in told},
        "titles": {*shipped().values(), *(Problem.read(name).title for name in problem_names())},
    }
    for language in LANGUAGES[1:]:
        path = files("corridors.explorer") / "strings" / f"names_{language}.toml"
        own = tomllib.loads(path.read_text(encoding="utf-8"))
        assert {part: set(held) for part, held in own.items() if part != "places"} == needed
        known = {area.short_name for area in areas()} | {
            part for area in areas() for part in (area.region, area.subregion)
        }
        assert set(own["places"]) - {"World", "Pacific islands"} <= known
        assert called(language, "Tuvalu") == "Tuvalu" and called(language, "Germany") != "Germany"


def test_links_keep_the_language(client):
    page = client.get("/countries?lang=fr").text
    inner = [a for a in re.findall(r'href="(/[^"]*)"', page) if not a.startswith(("/api", "/openapi"))]
    other = [a for a in inner if "lang=fr" not in a]
    assert other == ["/countries"], "only the way to the other language leaves it"


def test_a_question_asked_badly_says_so_on_its_own_page(client):
    response = client.get("/questions/stocks?country=Kenyia")
    assert response.status_code == 422 and "Did you mean Kenya" in response.text and "<form" in response.text


@pytest.mark.parametrize("address", ["/nowhere", "/country/Kenyia", "/?measure=magic", "/?year=1066", "/country/%00",
                                     "/questions/stoks", "/corridor/KEN/KEN", "/data/../../etc/passwd"])  # fmt: skip
def test_errors_are_pages(client, address):
    response = client.get(address)
    assert response.status_code in (404, 422)
    assert response.headers["content-type"].startswith("text/html") and "Traceback" not in response.text


@given(text=st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_shown_as_text_and_never_as_markup(text):
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        typed = f"<b>{text}</b>"
        response = client.get("/questions", params={"search": typed[:80]})
    assert response.status_code in (200, 422)
    assert "<b>" not in response.text


def test_every_response_carries_the_security_headers(client):
    for address in ("/", "/nowhere", "/api/v1/countries/KEN"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and "set-cookie" not in headers


def test_beyond_this_machine_a_token_is_needed():
    with pytest.raises(InvalidInput, match="needs a token"):
        Settings(host="0.0.0.0")
    with pytest.raises(InvalidInput, match="token has 5"):
        Settings(token="short")
    token = "a-token-that-is-long-enough"
    with TestClient(create_app(Settings(host="0.0.0.0", token=token))) as client:
        assert client.get("/").status_code == 401
        assert client.get("/", headers={"Authorization": "Bearer wrong-token-altogether"}).status_code == 401
        assert client.get("/", headers={"Authorization": "Basic %%%"}).status_code == 401
        assert client.get("/api/v1/countries/KEN", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert client.get("/api/v1/countries/KEN", auth=("anybody", token)).status_code == 200


@pytest.mark.parametrize(
    ("form", "ending", "begins"),
    [("csv", "csv", b"date,"), ("json", "json", b"[{"), ("parquet", "parquet", b"PAR1"),
     ("sdmx-csv", "sdmx.csv", b"STRUCTURE,STRUCTURE_ID,ACTION,PASSPORT,DESTINATION,TIME_PERIOD,")],
)  # fmt: skip
def test_the_page_of_a_dataset_offers_it_whole_in_each_form(client, form, ending, begins):
    assert f'href="/data/visa/file?form={form}"' in client.get("/data/visa").text
    response = client.get(f"/data/visa/file?form={form}")
    assert response.headers["content-disposition"] == f'attachment; filename="visa.{ending}"'
    assert response.content.startswith(begins)


def test_the_page_of_a_corridor_offers_its_brief_in_each_form(client):
    page = client.get("/corridor/TON/NZL").text
    begins = {"pdf": b"%PDF", "docx": b"PK", "html": b"<!doctype html>", "md": b"# Tonga to New Zealand",
              "slides": b"<!doctype html>", "ipynb": b"{"}  # fmt: skip
    for form, start in begins.items():
        assert f'href="/corridor/TON/NZL/file?form={form}"' in page
        response = client.get(f"/corridor/TON/NZL/file?form={form}")
        assert response.content.lstrip().startswith(start)
        assert response.headers["content-disposition"].startswith('attachment; filename="TON-NZL')
    assert client.get("/country/TON/file?form=exe").status_code == 422


def test_a_file_of_an_answer_has_its_name(client):
    response = client.get("/questions/stocks/file?form=csv&country=TON")
    assert response.headers["content-disposition"] == 'attachment; filename="stocks-TON.csv"'
    assert response.text.startswith("origin,destination")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_says_what_this_is_and_leads_to_questions_and_the_desk(client, language):
    page = client.get(f"/?lang={language}").text
    assert catalogue(language)["front_lead"][:40] in page.replace("&#39;", "'")
    tail = "&amp;lang=fr" if language == "fr" else ""
    assert f'/desk?ask=remittance-cost&amp;country=NPL{tail}"' in page


def test_a_search_says_what_it_did(client):
    page = client.get("/questions?search=cheaper+remittances+Nepal").text
    assert "/questions/remittance-cost" in page and "Not searched for: Nepal." in page and "some of them" not in page
    assert "some of them" in client.get("/questions?search=remittances+zebra").text


@pytest.mark.parametrize(("language", "factor"), [("en", "2.6"), ("fr", "2,6")])
def test_the_scores_of_methods_are_in_words(client, language, factor):
    page = client.get(f"/method?lang={language}").text
    assert "pseudo-Bayes, as published <small" in page and "abel_cohen_2022/da_pb_closed</small>" in page
    how = page.partition("<h2>")[2]
    assert factor in how and "69" in how


def test_a_long_answer_is_waited_for_on_a_page_that_looks_again(client, monkeypatch):
    from corridors.explorer import evidence, pages

    ready, real = threading.Event(), evidence.answered

    def slow(identifier, subject):
        ready.wait(20)
        return real("stocks", evidence.Subject("TON"))

    monkeypatch.setattr(evidence, "answered", slow)
    monkeypatch.setattr(pages, "PATIENCE", 0.05)
    waiting = client.get("/questions/three-rs?origin=Nepal")
    assert waiting.status_code == 200 and int(waiting.headers["refresh"]) > 0 and "etag" not in waiting.headers
    assert "being worked out" in waiting.text and '"/questions/three-rs?origin=Nepal"' in waiting.text
    ready.set()
    monkeypatch.setattr(pages, "PATIENCE", 20.0)
    answer = client.get("/questions/three-rs?origin=Nepal")
    assert "being worked out" not in answer.text and "Tonga" in answer.text and "refresh" not in answer.headers


def test_what_is_wrong_with_a_long_question_is_said_once_it_is_known(client):
    page = client.get("/questions/three-rs?origin=Nepaul")
    assert page.status_code == 422 and "Nepal" in page.text
    assert client.get("/questions/three-rs?origin=Nepaul").status_code == 422
