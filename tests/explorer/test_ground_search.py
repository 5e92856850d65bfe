"""A search for common ground of one's own: the form makes the problem, it comes back, it runs, it is shown."""

import json
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from corridors.errors import DamagedData, InvalidInput
from corridors.explorer import Settings, create_app, ground
from corridors.explorer.desk_levers import facts
from corridors.explorer.desk_start import packed, unpacked
from corridors.explorer.given import SEARCH, Search, read_given
from corridors.explorer.ground_form import empty, filled
from corridors.explorer.ground_text import text
from corridors.explorer.seeking import FOUND, Counted, Steps, expected, found_in, seek
from corridors.explorer.wording import LANGUAGES, called, catalogue
from corridors.scenarios.common_ground_file import Problem, problem_names
from corridors.scenarios.common_ground_found import Found
from corridors.scenarios.outcomes import outcomes

FORM = {
    "title": "Mine", "question": "Who gains?", "until": "2050", "origins": "Nepal", "destinations": "Qatar",
    "cost_unit": "points", "climbs": "1", "steps": "2", "draws": "2", "views": "brain-gain",
    "lever.0": "legal_capacity", "lowest.0": "0.8", "highest.0": "1.5", "cost.0": "2", "from.0": "2027",
    "origins.0": "Nepal", "destinations.0": "Qatar", "to.0": "", "source.0": "Assumed.", "skills.0": "low",
    "lever.1": "remittance_price", "lowest.1": "2", "highest.1": "6", "cost.1": "1", "from.1": "2027",
    "origins.1": "Nepal", "destinations.1": "", "to.1": "2040", "source.1": "Assumed.",
}  # fmt: skip
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def client(tmp_path_factory, quick):
    app = create_app(Settings(runs=tmp_path_factory.mktemp("runs")))
    with TestClient(app, raise_server_exceptions=False, headers=OWN, follow_redirects=False) as made:
        yield made


@pytest.fixture
def done(client, until):
    """The address of a search that is done."""
    address = client.post("/common-ground/runs", data=FORM).headers["location"]
    until(lambda: client.get(f"/api/v1/runs/{address[-16:]}").json()["state"] == "done")
    return address


@pytest.mark.parametrize("name", problem_names())
def test_the_form_of_a_shipped_problem_makes_it_again(name):
    problem = Problem.read(name)
    form = filled(problem)
    assert form.search().problem == problem and Problem.parse(text(problem)) == problem
    sent = {key: [typed] for key, typed in form.typed.items()} | {"views": list(form.views)}
    for number, lever in enumerate(form.levers):
        sent |= {f"lever.{number}": [lever.lever], f"skills.{number}": list(lever.skills)}
        sent |= {f"{key}.{number}": [typed] for key, typed in lever.typed.items()}
    assert empty().filled_by(sent).search().problem == problem


def test_what_parties_count_and_bear_comes_back_from_the_form():
    given = Problem.read("south-asia-gulf")
    own = replace(given, measures={**given.measures, "hosts": {"hosts_income": 2.0, "hosts_fiscal": 0.5}},
                  tolerance={**given.tolerance, "migrants": 0.0}, views=("brain-gain", "brain-drain"))  # fmt: skip
    assert filled(own).search().problem == own


def test_every_lever_can_be_added_and_then_may_move_somewhere():
    for name in facts():
        form = empty().with_lever(name)
        made = replace(form, typed=form.typed | {"title": "T", "question": "Q?"}).search().problem
        assert made.levers[0].lowest < made.levers[0].highest


def test_the_problem_that_a_form_makes_is_in_the_units_of_the_levers(client):
    said = client.post("/common-ground/text", data=FORM).json()
    made = Problem.parse(said["text"])
    assert [(each.lowest, each.highest, each.cost) for each in made.levers] == [(0.8, 1.5, 2.0), (0.02, 0.06, 1.0)]
    assert made.levers[0].use.skills == ("low",) and made.levers[1].use.end == 2040
    assert made.views == ("brain-gain",) and unpacked(said["packed"]) == said["text"]
    assert said["settings"] == "&climbs=1&steps=2&draws=2"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["/common-ground/search", "/common-ground/search?start=south-asia-gulf"])
def test_the_form_is_a_page(client, address, language):
    page = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert page.status_code == 200 and page.text.count("<h1") == 1 and f'<html lang="{language}">' in page.text
    assert 'src="/desk/desk.js"' in page.text and page.text.count("<script") == 1
    assert "script-src 'self';" in page.headers["content-security-policy"]


def test_levers_are_added_and_taken_out_without_a_script(client):
    added = client.get("/common-ground/search", params=FORM | {"act": "add", "more": "aid"}).text
    assert 'name="lever.2" value="aid"' in added and "lever: aid" in added
    taken = client.get("/common-ground/search", params=FORM | {"act": "remove.0"}).text
    assert 'name="lever.1"' not in taken and "legal_capacity" not in taken.partition('id="text"')[2][:400]


def test_a_problem_goes_out_as_a_file_and_comes_back_by_upload_paste_and_link(client):
    written = text(Problem.read("west-africa-europe"))
    out = client.get("/common-ground/problem.yaml", params={"text": packed(written)})
    assert out.text == written and "west-africa-europe.yaml" in out.headers["content-disposition"]
    upload = client.post("/common-ground/read", files={"file": ("mine.yaml", written)}, data={"pasted": ""})
    paste = client.post("/common-ground/read", data={"pasted": written})
    assert upload.status_code == 303 and upload.headers["location"] == paste.headers["location"]
    again = client.get(upload.headers["location"] + "&climbs=3&steps=5&draws=8").text
    assert "West Africa" in again and 'name="climbs" type="number" min="1" max="3" required value="3"' in again


@pytest.mark.parametrize(
    ("change", "said"),
    [({"climbs": "4"}, "4 climbs are not from 1 to 3"), ({"steps": "0"}, "0 steps"), ({"draws": "1"}, "neither 0 nor"),
     ({"draws": "9"}, "neither 0 nor"), ({"until": "2100"}, "no further than 2060"), ({"climbs": "x"}, "whole number"),
     ({"lowest.0": "2"}, "is not above lowest"), ({"lowest.0": "-1"}, "no value from"), ({"cost.0": "-1"}, "from 0 on"),
     ({"cost.0": "1e999"}, "from 0 on"), ({"lever.0": "magic"}, "Unknown lever"), ({"origins.0": "Nepaul"}, "Nepal"),
     ({"weight.hosts_income": "nan"}, "from 0 on"), ({"tolerance.hosts": "-1"}, "from 0 on"),
     ({"views": "../../own.yaml"}, "view"), ({"name": "../../etc"}, "no name"), ({"title": "<b>"}, "markup"),
     ({"cost_unit": ""}, "cost_unit"), ({"question": "a" * 5000}, "longer")],
)  # fmt: skip
def test_what_is_wrong_in_the_form_is_said_on_the_form(client, change, said):
    response = client.post("/common-ground/runs", data=FORM | change)
    assert response.status_code in (404, 422) and said in response.text.replace("&#39;", "'")
    assert 'role="alert"' in response.text and "Traceback" not in response.text and "<b>" not in response.text


def test_a_search_of_nothing_is_refused(client):
    bare = {key: value for key, value in FORM.items() if not key[-1].isdigit()}
    response = client.post("/common-ground/runs", data=bare)
    assert response.status_code == 422 and "No lever may move yet" in response.text


HOSTILE = (
    "", "problem: x", "problem: !!python/object/apply:os.system [ls]", "a" * 100_001, "a: &a [x,x]\nb: [*a,*a]",
    "scenario: a\ntitle: T\nquestion: Q?\nlevers: []",
)  # fmt: skip


@pytest.mark.parametrize("wrong", HOSTILE)
def test_a_hostile_file_is_refused_in_a_sentence(client, wrong):
    response = client.post("/common-ground/read", data={"pasted": wrong})
    assert response.status_code in (404, 422) and "Traceback" not in response.text
    link = client.get("/common-ground/problem.yaml", params={"text": packed(wrong)[:50_000]})
    assert link.status_code in (404, 422)


@pytest.mark.parametrize("name", ["../problems/south-asia-gulf", "/etc/passwd", "south-asia-gulf.yaml"])
def test_a_start_that_is_not_shipped_is_no_file(client, name):
    response = client.get("/common-ground/search", params={"start": name})
    assert response.status_code == 404 and "Unknown problem" in response.text


@pytest.mark.parametrize("address", ["/common-ground/runs", "/common-ground/read", "/common-ground/text"])
def test_a_page_of_another_site_can_start_nothing(client, address):
    assert client.post(address, headers={"Sec-Fetch-Site": "cross-site"}, data=FORM).status_code == 403


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_search_shows_packages_gains_levers_robustness_frontier_and_what_is_disputed(client, done, language):
    page = client.get(f"{done}?lang={language}").text
    words = catalogue(language)
    for key in ("gains", "carried", "robust", "frontier", "disputed"):
        assert f"<h2>{words[f'ground_{key}']}</h2>" in page.replace("&#39;", "'"), key
    assert page.count("<svg role=") == 3 and "Skilled emigration gains" in page and "75" in page
    disputed = page.partition(words["ground_disputed_measures"].replace("'", "&#39;"))[2]
    assert called(language, outcomes()["hosts_income"].label) in disputed
    assert "/desk?text=" in page and "/common-ground/search?text=" in page


def test_the_address_of_a_search_makes_it_again(client, done):
    search = client.app.app.app.state.runs.get(done[-16:]).given
    form = filled(Problem.parse(unpacked(ground.parameters(search)["text"])), climbs=1, steps=2, draws=2)
    assert form.search().text() == search.text()
    again = client.post("/common-ground/runs", data=FORM).headers["location"]
    assert again == done, "the same search is not made twice"


FORMS = {
    "json": '{\n "problem": "mine"', "yaml": "problem: mine", "html": "<!doctype html>", "md": "# Who gains?",
    "csv": "problem,",
}  # fmt: skip


@pytest.mark.parametrize(("form", "start"), FORMS.items())
def test_what_was_found_can_be_taken_away(client, done, form, start):
    answer = client.get(f"{done}/file?form={form}")
    assert answer.status_code == 200 and answer.text.startswith(start)
    assert f"mine-{done[-16:]}.{form}" in answer.headers["content-disposition"]


def test_a_search_has_no_results_of_a_scenario(client, done):
    assert client.get(f"{done}/file?form=pdf").status_code == 404
    for address in (f"{done}/views?outcome=hosts", f"/desk/compare?runs={done[-16:]},{'0' * 16}"):
        assert client.get(address).status_code in (404, 422)


def test_where_nothing_was_found_the_page_says_so(client, done, found_file, monkeypatch):
    nothing = replace(Found.of(json.loads(found_file.read_text())), packages=())
    monkeypatch.setattr(ground, "_found", lambda place: nothing)
    page = client.get(f"{done}?shown=nothing").text
    assert "No package was found" in page and "no common ground was found within the bounds" in page


def test_a_search_is_stopped_listed_and_begun_again(client, until):
    address = client.post("/common-ground/runs", data=FORM | {"title": "slow"}).headers["location"]
    assert "<progress" in client.get(address).text
    assert "search for common ground" in client.get("/desk/runs").text
    client.post(f"{address}/cancel", data={})
    assert "The run was stopped" in client.get(address).text and "Change the search" in client.get(address).text
    until(lambda: client.post(f"{address}/again", data={}).status_code == 303)


def test_what_is_kept_is_read_again_or_said_to_be_damaged(tmp_path):
    search = Search(Problem.read("south-asia-gulf"), 1, 2, 0)
    (tmp_path / SEARCH).write_text(search.text())
    assert read_given(tmp_path) == search
    (tmp_path / SEARCH).write_text('{"problem": 1}')
    with pytest.raises(DamagedData):
        read_given(tmp_path)
    with pytest.raises(DamagedData, match="no whole results"):
        found_in(tmp_path)


def test_the_search_is_made_by_the_library_and_tells_its_steps(tmp_path, found_file, monkeypatch):
    from types import SimpleNamespace

    from corridors.scenarios import common_ground, common_ground_model

    laid = SimpleNamespace(given="laid")
    found = Found.of(json.loads(found_file.read_text()))
    asked, told = [], []

    def sought(held, *, starts, steps):
        held.tally.runs.append(0.5)
        asked.append((starts, steps))
        return found

    monkeypatch.setattr(common_ground_model, "ground", lambda problem: laid)
    monkeypatch.setattr("corridors.explorer.seeking.replace", lambda held, tally: SimpleNamespace(tally=tally))
    monkeypatch.setattr(common_ground, "sought", sought)
    monkeypatch.setattr(
        common_ground, "verified", lambda held, found, *, draws, seed, tell: (tell("checking"), found)[1]
    )
    search = Search(Problem.read("south-asia-gulf"), 1, 2, 2)
    seek(search, tmp_path / "made", lambda done, of: told.append((done, of)))
    assert found_in(tmp_path / "made") == found and asked == [(1, 2)]
    assert told[0] == (1, expected(search)) and told[-1] == (expected(search), expected(search))
    assert (tmp_path / "made" / FOUND).is_file()


def test_steps_never_go_beyond_what_is_expected():
    told = []
    seconds = Counted(Steps(3, lambda done, of: told.append(done)), 2)
    for _ in range(3):
        seconds.append(0.1)
    assert told == [2, 3, 3] and list(seconds) == [0.1] * 3


def test_more_than_a_search_may_be_is_refused():
    for wrong in ({"climbs": 0}, {"steps": 6}, {"draws": 9}):
        with pytest.raises(InvalidInput):
            Search(Problem.read("south-asia-gulf"), **wrong)
