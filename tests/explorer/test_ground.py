"""The page of common ground: packages with their values, gains by view, how they held, and the way to the desk."""

import re

import pytest
from starlette.testclient import TestClient

from corridors.explorer import create_app, ground
from corridors.explorer.desk_start import unpacked
from corridors.explorer.wording import LANGUAGES
from corridors.scenarios.common_ground_file import Problem, problem_names
from corridors.scenarios.common_ground_found import Check, Found, Package
from corridors.scenarios.outcomes import PARTIES
from corridors.scenarios.scenario import Scenario

NAME = "south-asia-gulf"
VIEWS = {"undecided": "No view taken", "brain-gain": "Skilled emigration gains"}


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(), raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="module")
def found():
    problem = Problem.read(NAME)
    gains = {view: dict.fromkeys(PARTIES, 0.5) for view in VIEWS}
    check = Check(16, 1, 0.75, gains, gains, gains, gains)
    values = tuple(0.5 * (lever.lowest + lever.highest) for lever in problem.levers)
    best = Package("even", values, 2.0, gains, {}, {}, check)
    split = {"lever": 0, "party": "hosts", "against": "undecided", "for": "brain-gain", "harm": -0.1, "help": 0.2}
    return Found(NAME, VIEWS, {}, {}, (), (best, Package("stayers", values, 2.0, gains, {})), (split,), (), {}, {})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", problem_names())
def test_every_problem_has_a_page(client, name, language):
    page = client.get(f"/common-ground?problem={name}&lang={language}")
    assert page.status_code == 200 and page.text.count("<h1") == 1 and Problem.read(name).title in page.text


def test_packages_are_shown_with_how_they_held_and_open_on_the_desk(client, found, monkeypatch):
    monkeypatch.setattr(ground, "_results", lambda: {NAME: found})
    page = client.get(f"/common-ground?problem={NAME}&shown=packages").text
    assert "2 packages leave nobody worse off in any of 2 views" in page
    assert "nobody loses in 12 of 16 random draws" in page
    assert "+0.20 (<span" in page and "Skilled emigration gains" in page
    links = re.findall(r'href="/desk\?text=([^"&]+)"', page)
    scenarios = [Scenario.parse(unpacked(text)) for text in links]
    problem = Problem.read(NAME)
    moved = [(use.lever, use.value) for use in scenarios[0].levers]
    assert moved == [
        (lever.name, pytest.approx(value)) for lever, value in zip(problem.levers, found.best.values, strict=True)
    ]
    assert client.get("/desk", params={"text": links[0]}).status_code == 200


def test_where_nothing_was_found_it_says_so(client, found, monkeypatch):
    monkeypatch.setattr(ground, "_results", lambda: {NAME: Found(NAME, VIEWS, {}, {}, (), (), (), (), {}, {})})
    assert "No package was found" in client.get(f"/common-ground?problem={NAME}&shown=none").text
    monkeypatch.setattr(ground, "_results", dict)
    assert "No packages are stored" in client.get(f"/common-ground?problem={NAME}&shown=nothing").text


def test_an_unknown_problem_is_a_page_with_the_nearest_name(client):
    page = client.get("/common-ground?problem=south-asia-golf")
    assert page.status_code == 404 and "south-asia-gulf" in page.text
