"""The scenario desk: the form makes the scenario, files and links come back, runs are shown, bad input is refused."""

import asyncio
import contextlib
import gzip
import re
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape
from starlette.testclient import TestClient

from corridors.errors import CorridorsError, InvalidInput
from corridors.explorer import Settings, create_app, figures, one_outcome, results
from corridors.explorer.desk_form import empty, filled
from corridors.explorer.desk_levers import facts
from corridors.explorer.desk_start import about, bounded, packed, questions, unpacked
from corridors.explorer.sent import MOST_BYTES, fields
from corridors.explorer.typed_values import places
from corridors.explorer.wording import LANGUAGES, called, catalogue
from corridors.parameters import views
from corridors.policy import LEVERS
from corridors.scenarios.scenario import LeverUse, Scenario, shipped

FORM = {
    "title": "Cheap", "question": "Who gains?", "until": "2050", "draws": "3", "origins": "Nepal",
    "lever.0": "remittance_price", "value.0": "3", "from.0": "2026", "origins.0": "Nepal", "destinations.0": "",
    "to.0": "", "source.0": "SDG 10.c", "views": "remittances-finance",
}  # fmt: skip
OWN = {"Sec-Fetch-Site": "same-origin"}


def kept(client):
    """The runs of the application behind its guard and what it holds."""
    return client.app.app.app.state.runs


@pytest.fixture(scope="module")
def client(tmp_path_factory, quick):
    app = create_app(Settings(runs=tmp_path_factory.mktemp("runs")))
    with TestClient(app, raise_server_exceptions=False, headers=OWN, follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="module")
def finished(client, until):
    """The addresses of two runs that are done."""
    found = []
    for title in ("First", "Second"):
        address = client.post("/desk/runs", data=FORM | {"title": title}).headers["location"]
        until(lambda: client.get(f"/api/v1/runs/{address[-16:]}").json()["state"] == "done")  # noqa: B023
        found.append(address)
    return found


@pytest.mark.parametrize("name", sorted(shipped()))
def test_the_form_of_a_shipped_scenario_makes_it_again(name):
    scenario = Scenario.read(name)
    form = filled(scenario)
    assert form.scenario() == scenario
    sent = {key: [text] for key, text in form.typed.items()} | {"views": list(form.views)}
    for number, lever in enumerate(form.levers):
        sent |= {f"lever.{number}": [lever.lever], f"skills.{number}": list(lever.skills)}
        sent |= {f"{key}.{number}": [text] for key, text in lever.typed.items()}
    assert empty().filled_by(sent).scenario() == scenario
    assert Scenario.parse(unpacked(packed(scenario.text()))) == scenario


@given(st.sampled_from(sorted(LEVERS)), st.floats(0, 1))
@settings(deadline=None)
def test_a_value_on_the_form_is_the_value_of_the_lever(name, share):
    lever = LEVERS[name]
    value = float(f"{lever.lowest + share * (lever.highest - lever.lowest):.6g}")
    use = LeverUse(name, min(max(value, lever.lowest), lever.highest), start=2026, source="assumed")
    scenario = Scenario("one", "One", "What?", levers=(use,))
    assert filled(scenario).scenario().levers[0].value == pytest.approx(use.value, rel=1e-9, abs=1e-12)


def test_every_lever_and_unit_has_its_words_in_every_language():
    for language in LANGUAGES:
        words = catalogue(language)
        for known in facts().values():
            assert {f"lever_{known.name}", f"lever_unit_{known.unit}", f"lever_group_{known.group}"} <= words.keys()


def test_a_question_leads_to_a_desk_for_its_country():
    scenario = about("remittance-cost", country="Nepal")
    assert scenario.levers[0].origins == scenario.origins == ("Nepal",) and scenario.levers[0].value == 0.03
    assert about("borders", country="USA").levers[0].destinations == ("USA",)
    pair = about("remittance-cost", origin="Nepal", destination="Qatar").levers[0]
    assert (pair.origins, pair.destinations) == (("Nepal",), ("Qatar",))
    assert about("stocks") is None
    assert {row["scenario"] for row in questions().values()} <= shipped().keys()
    for name in questions():
        assert about(name, country="Nepal").text()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "address", ["/desk", "/desk?start=three-rs", "/desk/runs", "/desk?ask=remittance-cost&country=NPL"]
)
def test_the_desk_is_a_page_with_its_own_scripts_only(client, address, language):
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert response.status_code == 200 and f'<html lang="{language}">' in response.text
    scripts = re.findall(r"<script[^>]*>", response.text)
    assert all(re.fullmatch(r'<script src="/desk/desk(_run)?\.js" defer>', script) for script in scripts)
    assert not re.search(r"\son[a-z]+=", response.text)
    assert "script-src 'self';" in response.headers["content-security-policy"]
    assert "unsafe-inline'; img" in response.headers["content-security-policy"]


def test_levers_are_added_and_taken_out_without_a_script(client):
    added = client.get("/desk", params=FORM | {"act": "add", "more": "aid"}).text
    assert 'name="lever.1" value="aid"' in added and "lever: aid" in added
    taken = client.get("/desk", params=FORM | {"act": "remove.0"}).text
    assert 'name="lever.0"' not in taken and "levers: []" in taken


@pytest.mark.parametrize("address", ["/desk", "/common-ground/search"])
@pytest.mark.parametrize(
    "odd", [{"lever.01": "aid"}, {"lever.\u0661": "aid"}, {"act": "remove.\u00b2"}, {"act": f"remove.{'9' * 5000}"}]
)
def test_a_number_that_no_form_sends_is_no_lever(client, address, odd):
    page = client.get(address, params={"title": "T", "question": "Q?", "until": "2050", "draws": "2"} | odd)
    assert page.status_code in (200, 422) and 'name="lever.' not in page.text and "Traceback" not in page.text


def test_the_text_follows_the_form(client):
    said = client.post("/desk/text", data=FORM).json()
    assert Scenario.parse(said["text"]).levers[0].value == 0.03
    assert unpacked(said["packed"]) == said["text"]
    assert "value" in client.post("/desk/text", data=FORM | {"value.0": "300"}).json()["error"]


def test_a_scenario_goes_out_as_a_file_and_comes_back_by_upload_paste_and_link(client):
    text = empty().filled_by({key: [value] for key, value in FORM.items()}).scenario().text()
    out = client.get("/desk/scenario.yaml", params={"text": packed(text)})
    assert out.text == text and out.headers["content-disposition"] == 'attachment; filename="cheap.yaml"'
    upload = client.post("/desk/read", files={"file": ("mine.yaml", text)}, data={"pasted": ""})
    paste = client.post("/desk/read", data={"pasted": text})
    assert upload.status_code == 303 and upload.headers["location"] == paste.headers["location"]
    assert 'value="Cheap"' in client.get(upload.headers["location"]).text


@pytest.mark.parametrize(
    ("change", "said"),
    [({"value.0": "300"}, "no value from 0 to 100 per cent"), ({"value.0": "nan"}, "no value"),
     ({"value.0": "1e999"}, "no value"), ({"value.0": ""}, "no value"), ({"origins.0": "Nepaul"}, "Did you mean Nepal"),
     ({"draws": "51"}, "51 draws are too many"), ({"draws": "-1"}, "no whole number"), ({"until": "2051"}, "2050"),
     ({"from.0": "1066"}, "1066"), ({"views": "magic"}, "Unknown view"), ({"lever.0": "magic"}, "Unknown lever"),
     ({"title": ""}, "title"), ({"title": "<b>"}, "markup"), ({"question": "a" * 5000}, "longer"),
     ({"name": "../../etc"}, "no name"), ({"views": "../../own.yaml"}, "view")],
)  # fmt: skip
def test_what_is_wrong_in_the_form_is_said_on_the_form(client, change, said):
    response = client.post("/desk/runs", data=FORM | change)
    assert response.status_code in (404, 422) and said in response.text.replace("&#39;", "'")
    assert 'role="alert"' in response.text and "Traceback" not in response.text
    assert response.text.count("<h1") == 1


def test_what_was_typed_stays_and_stays_text(client):
    response = client.post("/desk/runs", data=FORM | {"title": "<script>x</script>", "origins": '"><b>'})
    assert response.status_code in (404, 422)
    assert "&lt;script&gt;x" in response.text and "<script>x" not in response.text and '"><b>' not in response.text


@pytest.mark.parametrize("name", ["../shipped/aid-doubled", "/etc/passwd", "aid-doubled.yaml", "x" * 5000])
def test_a_start_that_is_not_shipped_is_no_file(client, name):
    response = client.get("/desk", params={"start": name})
    assert response.status_code == 404 and "Unknown scenario" in response.text


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    "text",
    [BOMB, "[" * 5000, "x: !!python/object/apply:os.system [ls]", "", "\x00", "scenario: a\nscenario: b", "- " * 30_000,
     "scenario: s\ntitle: T\nquestion: Q?\nlevers: []\nviews: [own.yaml]", "a" * 100_001],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_a_sentence(client, text):
    for response in (
        client.post("/desk/read", files={"file": ("x.yaml", text)}),
        client.post("/desk/read", data={"pasted": text}),
        client.post("/api/v1/runs", content=text.encode()),
    ):
        assert response.status_code in (404, 422), response.text[:300]
        assert "Traceback" not in response.text and response.elapsed.total_seconds() < 60


def test_a_link_that_unfolds_without_end_is_refused(client):
    bomb = urlsafe_b64encode(zlib.compress(b"0" * 100_000_000, 9)).decode()[:59_000]
    for given_text in (bomb, "%%%", "AAAA", packed("a: b")[:-6], urlsafe_b64encode(gzip.compress(b"a")).decode()):
        for address in ("/desk", "/desk/scenario.yaml"):
            assert client.get(address, params={"text": given_text}).status_code == 422
    with pytest.raises(InvalidInput, match="damaged"):
        unpacked(bomb)


@given(st.text(max_size=60))
def test_no_text_in_a_link_breaks_the_desk(text):
    with contextlib.suppress(CorridorsError):
        unpacked(text)


@pytest.mark.parametrize("address", ["/desk/runs", "/desk/text", "/desk/read", "/api/v1/runs"])
@pytest.mark.parametrize("announced", [True, False])
def test_an_upload_of_100_megabytes_is_refused_early(address, announced, tmp_path):
    taken, sent = 0, []

    async def receive():
        nonlocal taken
        taken += 1
        return {"type": "http.request", "body": b"0" * 100_000, "more_body": taken < 1000}

    async def send(message):
        sent.append(message)

    length = [(b"content-length", b"100000000")] if announced else []
    scope = {
        "type": "http", "method": "POST", "path": address, "raw_path": address.encode(), "query_string": b"",
        "headers": [(b"host", b"here"), (b"content-type", b"application/x-www-form-urlencoded"), *length],
        "http_version": "1.1", "scheme": "http", "server": ("here", 80), "client": ("here", 1), "root_path": "",
    }  # fmt: skip
    asyncio.run(create_app(Settings(runs=tmp_path))(scope, receive, send))
    assert sent[0]["status"] == 413 and taken <= (0 if announced else MOST_BYTES // 100_000 + 1)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "", "Origin": "null"},
     {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}],
)  # fmt: skip
def test_a_page_of_another_site_can_start_and_stop_nothing(client, headers):
    none = "0" * 16
    for address in (
        "/desk/runs",
        "/desk/read",
        "/api/v1/runs",
        f"/desk/runs/{none}/cancel",
        f"/desk/runs/{none}/again",
    ):
        assert client.post(address, headers=headers, content=b"").status_code == 403
    assert client.delete(f"/api/v1/runs/{none}", headers=headers).status_code == 403


def test_a_browser_that_says_only_its_origin_is_believed_when_it_is_this_one(tmp_path):
    with TestClient(create_app(Settings(runs=tmp_path))) as own:
        for origin, status in (("http://testserver", 200), ("http://evil.example", 403), ("null", 403)):
            assert own.post("/desk/text", data=FORM, headers={"Origin": origin}).status_code == status


def test_the_token_guards_the_desk_too(tmp_path):
    with TestClient(create_app(Settings(token="0123456789abcdef", runs=tmp_path))) as own:
        assert own.post("/desk/runs", data=FORM).status_code == 401
        assert own.get("/desk").status_code == 401


def test_a_run_can_be_followed_stopped_and_begun_again(client):
    address = client.post("/desk/runs", data=FORM | {"title": "slow"}).headers["location"]
    page = client.get(address)
    assert page.status_code == 200 and "<progress" in page.text and "etag" not in page.headers
    back = client.post(f"{address}/cancel", data={})
    assert back.status_code == 303 and back.headers["location"] == address
    assert "The run was stopped" in client.get(address).text
    assert client.get(f"{address}?lang=fr").text.count("Le calcul a été arrêté") == 1
    assert client.get(f"{address}/file").status_code == 422


@pytest.mark.parametrize("title", ["fails", "breaks"])
def test_a_run_that_fails_has_a_page_that_says_so(client, title, until):
    address = client.post("/desk/runs", data=FORM | {"title": title}).headers["location"]
    until(lambda: "The run failed" in client.get(address).text)


def test_a_full_disk_is_a_helpful_page(client, monkeypatch):
    from corridors.errors import CannotWrite
    from corridors.explorer import jobs

    def full(*_):
        raise CannotWrite("Cannot write scenario.yaml: no space left on device.")

    monkeypatch.setattr(jobs, "write_whole", full)
    response = client.post("/desk/runs", data=FORM | {"title": "Never"})
    assert response.status_code == 507 and "no space left" in response.text and 'id="desk"' in response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_show_the_parties_by_view_with_a_table_behind_each_chart(client, finished, language):
    page = client.get(f"{finished[0]}?lang={language}").text
    words = catalogue(language)
    for party in results.PARTIES:
        assert f"<h2>{words[f'party_{party}']}</h2>" in page.replace("&#39;", "'")
    assert page.count("<svg role=") == 2 * len(results.PARTIES)  # each chart wide, and narrow for phones
    assert page.count("<summary>" + words["data_behind"].replace("'", "&#39;")) == len(results.PARTIES)
    for view in ("Remittances replace moves", "Skilled emigration drains"):
        assert escape(called(language, view)) in page
    for form in ("csv", "json", "yaml", "md", "html"):
        answer = client.get(f"{finished[0]}/file?form={form}")
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("slides", b"<!doctype html>")])
def test_a_run_has_a_brief_to_hand_over(client, finished, form, start):
    answer = client.get(f"{finished[0]}/file?form={form}")
    assert answer.status_code == 200 and answer.content.startswith(start)


def test_the_numbers_of_the_page_are_those_of_the_study(client, finished):
    made = results.read(kept(client), finished[0][-16:])
    study = kept(client).study(finished[0][-16:])
    row = next(row for row in made.rows["stayers"] if row.name == "stayers_received")
    expected = {one["view"]: one for one in study.effects("stayers_received").to_dicts()}
    assert [one.view for one in row.changes] == ["undecided", "remittances-finance", "remittances-replace"]
    for one in row.changes:
        assert one.effect == pytest.approx(100 * expected[one.view]["effect"] / expected[one.view]["baseline"])
    assert row.agreement == "differ" and row.lowest.view == "remittances-replace"
    assert made.silent == ("Skilled emigration drains",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_results_name_the_places_asked_about_and_the_countries_of_both_sides(client, finished, language):
    page = client.get(f"{finished[0]}?lang={language}").text
    ending = {"en": ", for Nepal", "fr": " (Népal)"}[language]
    assert f"{ending}</h1>" in page
    accounts = page.partition('<details class="accounts">')[2].partition("</details>")[0]
    assert f"<span>{called(language, 'Nepal')}</span>." in accounts and "<span>Qatar</span>." in accounts
    rule = catalogue(language)["result_hosts_rule"][:30]
    assert rule in accounts


def test_a_year_is_chosen_by_the_address(client, finished):
    made = results.read(kept(client), finished[0][-16:], 2035)
    page = client.get(f"{finished[0]}?year=2035").text
    assert made.year == 2035 and "What it would mean in 2035" in page and f'{finished[0]}?year=2040"' in page
    one = client.get(f"{finished[0]}/views?outcome=hosts&year=2035").text
    choice = one.partition('class="screen years"')[2].partition("</p>")[0]
    assert "Natives at home, 2035" in one and "outcome=hosts" in choice
    assert client.get(f"{finished[0]}?year=2034").status_code == 404
    assert client.get(f"{finished[0]}?year=soon").status_code == 422


def test_the_way_to_the_last_year_is_shown_of_each_partys_largest_change(client, finished):
    study, steps = kept(client).study(finished[0][-16:]), results.path(kept(client), finished[0][-16:])
    assert [step.party for step in steps] == list(results.PARTIES)
    for step in steps:
        last = study.effects(step.row.name, year=2050).to_dicts()[0]
        assert len(step.changes) == len(study.years) and step.changes[-1].amount == pytest.approx(last["effect"])


def test_what_is_zero_everywhere_is_said_to_be_not_known(client, finished, monkeypatch):
    from corridors.report import study_rows

    name, real = "migrants_recruitment_months", study_rows._effects

    def nothing(made, asked, *rest):
        rows = real(made, asked, *rest)
        return [row | {"baseline": 0.0, "effect": 0.0} for row in rows] if asked == name else rows

    monkeypatch.setattr(study_rows, "_effects", nothing)
    results._read.cache_clear()
    one_outcome._read.cache_clear()
    made = results.read(kept(client), finished[0][-16:], 2040)
    assert made.unknown["migrants"] == ("Cost of the job where it is published",)
    assert name not in [row.name for row in made.rows["migrants"]]
    row = client.get(f"{finished[0]}?year=2040").text.partition("Cost of the job where it is published</th>")[2]
    assert "not known" in row[:80]
    page = client.get(f"{finished[0]}/views?outcome={name}&year=2040").text
    assert "Nothing is known of this here." in page and "/disagreement" not in page
    results._read.cache_clear()
    one_outcome._read.cache_clear()


def test_money_is_told_in_dollars_too_and_few_draws_from_lowest_to_highest(client, finished):
    page = client.get(finished[0]).text
    row = page.partition(", international dollars a year</small>")[2].partition("</tr>")[0]
    assert row.count(" dollars</small>") == 3
    assert "from the lowest to the highest" in page and "95% of them" not in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_outcome_is_shown_by_view_for_a_party_or_a_country(client, finished, language):
    words, study = catalogue(language), kept(client).study(finished[0][-16:])
    party = client.get(f"{finished[0]}/views?outcome=stayers_received&lang={language}").text
    assert words["views_differ"].partition("{")[0].replace("'", "&#39;") in party and party.count("<svg role=") == 2
    assert f"{words['result_silent']}{words['colon']}" in party.replace("&#39;", "'")
    assert escape(called(language, "Skilled emigration drains")) in party
    page = client.get(f"{finished[0]}/views?outcome=emigrants&country=Nepal&lang={language}").text
    row = study.effects("emigrants", country="NPL").filter(view="remittances-replace").to_dicts()[0]
    value = figures.signed(100 * row["effect"] / row["baseline"])
    local = figures.local(lambda key: words[key], value)
    assert words["result_percent"].format(value=local) in page and "Nepal, 2050" in page
    assert client.get(finished[0]).text.count(f'action="{finished[0]}/views"') == 1


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("outcome=emigrants", 422, "of which country"),
        ("outcome=emigrant&country=Nepal", 404, "Did you mean emigrants"),
        ("outcome=emigrants&country=Nepaul", 404, "Did you mean Nepal"),
        ("outcome=emigrants&country=Kenya", 422, "nothing of Kenya"),
        ("outcome=%3Cb%3E", 404, "Unknown outcome"),
        ("", 422, "outcome"),
    ],
)
def test_an_outcome_that_is_not_there_is_a_helpful_page(client, finished, asked, status, said):
    page = client.get(f"{finished[0]}/views?{asked}")
    assert page.status_code == status and said in page.text and "<b>" not in page.text


def test_the_disputes_behind_an_outcome_are_worked_out_in_a_run_of_their_own(client, finished, until):
    begun = client.post(f"{finished[0]}/disagreement?outcome=emigrants&country=NPL", data={})
    address = begun.headers["location"]
    until(lambda: client.get(f"/api/v1/runs/{address[-16:]}").json()["state"] == "done")
    page = client.get(address)
    again = client.get(f"{finished[0]}/views?outcome=emigrants&country=NPL").text
    assert f'href="{address}"' in again and "Work it out" not in again
    other = client.get(f"{finished[0]}/views?outcome=immigrants&country=NPL").text
    assert "Work it out" in other and f'href="{address}"' not in other
    assert "emigrants of NPL" in page.text and "What the views differ on" in page.text
    assert client.get(f"{address}/file?form=json").json() == {"about": "emigrants of NPL"}
    assert client.get(f"{address}/file?form=yaml").text.startswith("scenario: first")
    assert client.get(f"{address}/file?form=pdf").status_code == 404
    assert "what the views differ on" in client.get("/desk/runs").text
    foreign = client.post(f"{finished[0]}/disagreement?outcome=hosts", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403


def test_what_views_differ_on_is_written_in_all_forms(tmp_path, monkeypatch):
    from corridors.explorer import disputing
    from corridors.explorer.given import Dispute, read_given
    from corridors.scenarios import disagreement as of_views

    given = Dispute(Scenario.read("remittance-prices"), "emigrants", "MEX")
    (tmp_path / "dispute.json").write_text(given.text())
    assert read_given(tmp_path) == given
    assert "--outcome emigrants --country MEX" in disputing.command(given)
    asked, told = [], []

    def made(scenario, outcome, *, country, samples, progress):
        asked.append((scenario.name, outcome, country))
        progress("views", 0, 1)
        raise InvalidInput("Stopped here.")

    monkeypatch.setattr(of_views, "disagreement", made)
    with pytest.raises(InvalidInput, match="Stopped here"):
        disputing.dispute(given, tmp_path / "made", lambda done, of: told.append((done, of)))
    assert asked == [("remittance-prices", "emigrants", "MEX")] and told == [(1, 3)]
    assert not (tmp_path / "made").exists()


def test_runs_stand_side_by_side(client, finished):
    pair = ",".join(address[-16:] for address in finished)
    page = client.get(f"/desk/compare?runs={pair}")
    assert page.status_code == 200 and "1. First" in page.text and "2. Second" in page.text
    twice = "&".join(f"runs={address[-16:]}" for address in finished)
    same = client.get(f"/desk/compare?{twice}").text
    assert same.partition("<main")[2] == page.text.partition("<main")[2] and twice.replace("&", "&amp;") in same
    many = ",".join("0123456789abcde" + digit for digit in "01234")
    for wrong in ("", f"?runs={pair[:16]}", "?runs=a,b", f"?runs={many}"):
        assert client.get(f"/desk/compare{wrong}").status_code in (404, 422)


def test_a_question_offers_the_desk(client):
    page = client.get("/questions/remittance-cost?country=NPL").text
    assert "/desk?ask=remittance-cost&amp;country=NPL" in page
    assert "/desk?ask" not in client.get("/questions/stocks?country=TON").text


def test_places_may_have_commas_in_their_names():
    assert places("Congo, Democratic Republic of the; Nepal")[-1] == "Nepal"
    assert places("Nepal, India; Qatar") == ("Nepal", "India", "Qatar")


def test_the_desk_says_what_each_view_holds(client):
    page = client.get("/desk").text
    for view in views():
        assert f"<small>{escape(view.statement)}</small>" in page
    assert "empty: everywhere" not in page.partition("Whose accounts")[2]


def test_a_chart_shows_only_views_that_make_a_difference(client, finished):
    made = results.read(kept(client), finished[0][-16:])
    rows = list(made.rows["stayers"])
    assert figures.telling(made, rows) == ["undecided", "remittances-finance", "remittances-replace"]


def test_forms_are_read_as_browsers_send_them():
    sent = (
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\na: 1\r\nb: \xc3\xa9\r\n--b--\r\n'
    )
    assert fields(sent, "multipart/form-data; boundary=b") == {"file": ["a: 1\r\nb: é"]}
    for content, media in ((b"a=%ff", "application/x-www-form-urlencoded"), (b"x", "multipart/form-data"),
                           (b"&".join([b"a=1"] * 1001), "application/x-www-form-urlencoded"), (b"{}", "text/json"),
                           (sent.replace(b"\xc3", b""), "multipart/form-data; boundary=b")):  # fmt: skip
        with pytest.raises(InvalidInput):
            fields(content, media)


def test_the_desk_makes_fewer_draws_than_a_shipped_file():
    assert bounded(Scenario.read("aid-doubled")).draws == int(empty().typed["draws"])
    assert len(views()) == 24
