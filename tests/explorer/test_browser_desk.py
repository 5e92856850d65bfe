"""The scenario desk in a real browser: from a question to a brief, without a script, by keyboard, on a telephone."""

import shutil

import pytest

from corridors.explorer import Settings, create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromedriver") is None, reason="no chromedriver on this machine"),
]
SMALLEST_TARGET = 24
"""CSS pixels, by success criterion 2.5.8 of WCAG 2.2."""
WHOLE = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SMALL = (
    "return [...document.querySelectorAll('main button, main select, main input, main textarea, main summary')]"
    ".filter(e => { const b = (e.closest('label.tick, .choices label') || e).getBoundingClientRect();"
    "return e.type !== 'hidden' && e.tabIndex >= 0 && b.width > 0 && b.height < arguments[0]; })"
    ".map(e => e.outerHTML.slice(0, 90))"
)


@pytest.fixture(scope="module")
def site(serve, quick, tmp_path_factory) -> str:
    return serve(create_app(Settings(runs=tmp_path_factory.mktemp("runs"))))


@pytest.fixture(autouse=True)
def wide(width) -> None:
    width(1280)


@pytest.fixture(scope="module")
def finished(browser, site, leads, shown) -> str:
    """The address of a run that is done."""
    browser.get(f"{site}/desk?ask=remittance-cost&country=Nepal")
    run(browser, leads, shown, views=("remittances-finance", "brain-drain"))
    return browser.current_url


@pytest.fixture(scope="module")
def second(browser, site, finished, leads, shown) -> str:
    """The address of another run that is done, after the first."""
    browser.get(f"{site}/desk?start=recognition")
    run(browser, leads, shown)
    return browser.current_url


@pytest.fixture(scope="module")
def searched(browser, site, leads, shown) -> str:
    """The address of a search for common ground that is done: two levers added by hand."""
    browser.get(f"{site}/common-ground/search")
    typed(browser, "title", "Mine")
    for lever in ("legal_capacity", "remittance_price"):
        browser.find_element("css selector", f"select[name=more] option[value={lever}]").click()
        leads(browser.find_element("css selector", "button[value=add]").click)
    typed(browser, "origins.0", "Nepal")
    typed(browser, "highest.0", "1.5")
    typed(browser, "climbs", "3")
    shown(lambda: "highest: 1.5" in browser.find_element("id", "text").text)
    shown(lambda: "climbs=3" in browser.find_element("link text", "Link to this problem").get_attribute("href"))
    begin(browser, leads)
    shown(lambda: len(browser.find_elements("css selector", "figure svg")) == 3)
    return browser.current_url


def field(browser, name: str):
    return browser.find_element("name", name)


def said(browser, part: str = "body") -> str:
    """What a part of the page says now, whichever page it is while one leads to another."""
    return browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", part)


def typed(browser, name: str, text: str) -> None:
    field(browser, name).clear()
    field(browser, name).send_keys(text)


def begin(browser, leads) -> None:
    """Press the button that starts the run."""
    button = browser.find_element("css selector", ".actions button")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    leads(button.click)


def run(browser, leads, shown, views: tuple[str, ...] = ()) -> None:
    """Choose few draws and some views, press the button, and wait for the results."""
    typed(browser, "draws", "2")
    if views:
        browser.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true })")
        for view in views:
            browser.find_element("css selector", f"input[name=views][value={view}]").click()
    begin(browser, leads)
    shown(lambda: browser.find_elements("css selector", "figure svg"))


def test_from_a_question_to_a_scenario_to_a_brief(browser, site, leads, shown):
    browser.get(f"{site}/questions")
    leads(field(browser, "search").send_keys, "3% save\n")
    leads(browser.find_element("css selector", 'main a[href="/questions/remittance-cost"]').click)
    leads(field(browser, "country").send_keys, "Nepal\n")
    leads(browser.find_element("link text", "Try it on the scenario desk").click)
    assert field(browser, "origins.0").get_attribute("value") == "Nepal"
    typed(browser, "value.0", "3")
    shown(lambda: "value: 0.03" in browser.find_element("id", "text").text)
    assert "origins: [Nepal]" in browser.find_element("id", "text").text
    run(browser, leads, shown)
    assert "/desk/runs/" in browser.current_url
    assert browser.find_element("tag name", "h1").text == "Sending money home costs three per cent, for Nepal"
    assert len(browser.find_elements("css selector", "figure svg")) >= 3
    assert browser.find_element("link text", "YAML").get_attribute("href").endswith("/file?form=yaml")
    printed = browser.execute_cdp_cmd("Page.printToPDF", {})["data"]
    assert printed.startswith("JVBERi")
    assert browser.find_element("link text", "PDF").get_attribute("href").endswith("/file?form=pdf")


def test_the_slider_and_the_number_follow_each_other_and_the_text_follows_both(browser, site, shown):
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{site}/desk?start=low-skilled-channel")
    slider = browser.find_element("css selector", "input[type=range]")
    assert slider.is_displayed() and slider.get_attribute("aria-valuetext").endswith("times the base")
    typed(browser, "value.0", "10")
    assert slider.get_attribute("value") == "200"
    slider.send_keys(Keys.HOME)
    assert field(browser, "value.0").get_attribute("value") == "0.05"
    shown(lambda: "value: 0.05" in browser.find_element("id", "text").text)
    link = browser.find_element("link text", "Link to this scenario").get_attribute("href")
    browser.get(link)
    assert field(browser, "value.0").get_attribute("value") == "0.05"


def test_a_mistake_is_said_at_once_and_what_is_right_runs(browser, site, shown):
    browser.get(f"{site}/desk?start=remittance-prices")
    typed(browser, "origins.0", "Nepaul")
    shown(lambda: "Did you mean Nepal" in browser.find_element("id", "wrong").text)
    typed(browser, "origins.0", "Nepal; ")
    shown(lambda: not browser.find_element("id", "wrong").is_displayed())
    offered = browser.execute_script("return document.querySelector('#places option').value")
    assert offered.startswith("Nepal; ")


def test_from_a_shipped_problem_to_packages_to_the_desk(browser, site, searched, leads):
    browser.get(searched)
    assert browser.find_element("tag name", "h1").text == "Mine"
    assert "2 packages leave nobody worse off" in browser.find_element("css selector", "p.finding").text
    leads(browser.find_element("link text", "Change the search").click)
    assert field(browser, "origins.0").get_attribute("value") == "Nepal"
    assert field(browser, "highest.0").get_attribute("value") == "1.5"
    sliders = browser.find_elements("css selector", "input[type=range]")
    assert len(sliders) == 4 and all(slider.get_attribute("aria-valuetext") for slider in sliders)
    browser.get(f"{site}/common-ground")
    leads(browser.find_element("link text", "Search with bounds of your own, from this problem").click)
    assert field(browser, "title").get_attribute("value").startswith("Central America")
    browser.get(searched)
    leads(browser.find_element("partial link text", "Open on the desk").click)
    assert field(browser, "value.0").get_attribute("value")


def test_one_outcome_leads_to_the_disputes_behind_it(browser, site, finished, leads, shown):
    browser.get(finished)
    browser.find_element("css selector", "select[name=outcome] option[value=emigrants]").click()
    browser.find_element("css selector", "select[name=country] option[value=NPL]").click()
    leads(browser.find_element("css selector", "form[action$=views] button").click)
    assert "/views?outcome=emigrants&country=NPL" in browser.current_url
    assert "The views differ on the direction" in said(browser)
    leads(browser.find_element("css selector", "form[action*=disagreement] button").click)
    shown(lambda: "emigrants of NPL" in said(browser))


def test_charts_fit_a_telephone_and_stay_wide_elsewhere(browser, site, width, finished):
    for pixels, kind in ((1280, "for-wide"), (360, "for-narrow")):
        width(pixels)
        browser.get(finished)
        drawn = [one for one in browser.find_elements("css selector", "figure .figure svg") if one.is_displayed()]
        assert drawn and all(kind in one.find_element("xpath", "..").get_attribute("class") for one in drawn)
        boxes = "return [...document.querySelectorAll('figure .figure')].map(e => e.scrollWidth - e.clientWidth)"
        assert max(browser.execute_script(boxes)) <= 0


def test_the_desk_works_without_a_script(browser, site, leads):
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{site}/desk")
        browser.find_element("css selector", "select[name=more] option[value=aid]").click()
        leads(browser.find_element("css selector", "button[value=add]").click)
        assert browser.find_element("tag name", "legend").is_displayed()
        field(browser, "value.0").clear()
        leads(field(browser, "value.0").send_keys, "2\n")
        assert "value: 2" in browser.find_element("id", "text").text
        typed(browser, "draws", "1")
        begin(browser, leads)
        for _ in range(100):
            if not browser.find_elements("id", "progress"):
                break
            leads(browser.find_element("link text", "Look again").click)
        assert browser.find_elements("css selector", "main table")
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_run_survives_a_reload_and_can_be_stopped(browser, site, leads, shown):
    browser.get(f"{site}/desk?start=aid-doubled")
    typed(browser, "title", "slow")
    browser.execute_script("document.querySelector('input[name=name]').value = 'slow'")
    begin(browser, leads)
    shown(lambda: "1 of 4 steps" in browser.find_element("id", "words").text)
    browser.refresh()
    assert browser.find_element("id", "progress").get_attribute("max") == "4"
    leads(browser.find_element("css selector", "form button").click)
    shown(lambda: "was stopped" in said(browser, "p.finding"))


def test_the_keyboard_alone_fills_and_runs_the_desk(browser, site, shown):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{site}/desk?start=remittance-prices")
    reached = []
    for _ in range(60):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        at = browser.execute_script(
            "const e = document.activeElement, s = getComputedStyle(e);"
            "return [e.name || e.id || e.textContent, e.type || '', s.outlineStyle !== 'none' && s.outlineWidth]"
        )
        reached.append(at)
        if at[0] == "draws":
            ActionChains(browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).send_keys("1").perform()
        if at[0] == "Run":
            break
    names = [name for name, _, _ in reached]
    assert names[-1] == "Run" and names.index("value.0") < names.index("from.0") < names.index("draws")
    assert [kind for _, kind, _ in reached].count("range") == 1
    assert all(ring and float(ring.removesuffix("px")) >= 2 for _, _, ring in reached), reached
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    shown(lambda: browser.find_elements("css selector", "figure svg"))


def test_runs_are_compared(browser, site, finished, second, leads):
    browser.get(f"{site}/desk/runs")
    for address in (finished, second):
        browser.find_element("css selector", f"input[name=runs][value='{address[-16:]}']").click()
    leads(browser.find_element("css selector", "main form button").click)
    assert said(browser, "h1") == "Runs side by side"
    assert len(browser.find_elements("css selector", "main ol li")) == 2


ADDRESSES = [
    "/desk",
    "/desk?start=three-rs",
    "/desk?start=three-rs&lang=fr",
    "/desk/runs",
    "RUN",
    "RUN?lang=fr",
    "RUN/views?outcome=stayers_received",
    "RUN/views?outcome=emigrants&country=NPL&lang=fr",
    "COMPARE",
    "/common-ground",
    "/common-ground?problem=south-asia-gulf&lang=fr",
    "/common-ground/search",
    "/common-ground/search?start=south-asia-gulf&lang=fr",
    "GROUND",
    "GROUND?lang=fr",
]


@pytest.fixture
def address(request, site, finished) -> str:
    if request.param.startswith("GROUND"):
        return request.param.replace("GROUND", request.getfixturevalue("searched").removeprefix(site))
    if request.param == "COMPARE":
        return f"/desk/compare?runs={finished[-16:]},{request.getfixturevalue('second')[-16:]}"
    return request.param.replace("RUN", finished.removeprefix(site))


@pytest.mark.parametrize("address", ADDRESSES, indirect=True)
def test_the_rules_of_accessibility_hold_wide_and_on_a_telephone(browser, site, width, violations, address):
    browser.get_log("browser")  # what an earlier test met is not this page's
    for pixels in (1280, 360):
        width(pixels)
        browser.get(site + address)
        asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        assert all(name.startswith((f"{site}/desk/desk", "data:")) for name in asked)
        assert [line for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []
        assert violations() == []
        assert browser.execute_script(WHOLE), "nothing runs over the edge"
        assert browser.execute_script(SMALL, SMALLEST_TARGET) == []
