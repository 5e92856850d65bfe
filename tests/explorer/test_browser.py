"""The explorer in a real browser: a reader's way, French, the keyboard, a telephone, and the rules of WCAG 2.2 AA."""

import shutil

import pytest

from corridors.explorer import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromedriver") is None, reason="no chromedriver on this machine"),
]
PAGES = ("/", "/?kind=corridors", "/?kind=ring&lang=fr", "/?measure=net&lang=fr", "/countries?lang=fr", "/questions",
         "/questions/stocks?country=TON&lang=fr", "/data?lang=fr", "/data/visa", "/country/TON", "/nowhere")  # fmt: skip  # noqa: E501
SMALLEST_TARGET = 24
"""CSS pixels, by success criterion 2.5.8 of WCAG 2.2; links within a sentence are exempt."""


@pytest.fixture(scope="module")
def site(serve) -> str:
    return serve(create_app())


@pytest.fixture(autouse=True)
def wide(width) -> None:
    width(1280)


def pressed(browser, key: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(key).perform()


def test_from_the_world_to_a_question_to_a_country_to_a_download(browser, leads, site: str) -> None:
    browser.get(f"{site}/")
    leads(browser.find_element("link text", "Questions").click)
    leads(browser.find_element("name", "search").send_keys, "stock\n")
    leads(browser.find_element("css selector", 'main a[href="/questions/stocks"]').click)
    leads(browser.find_element("name", "country").send_keys, "Tonga\n")
    assert "Tonga" in browser.find_element("css selector", "p.finding").text
    csv = browser.find_element("link text", "CSV").get_attribute("href")
    assert csv == f"{site}/questions/stocks/file?form=csv&country=Tonga"
    leads(browser.find_element("link text", "Countries").click)
    leads(browser.find_element("link text", "Tonga").click)
    assert browser.find_element("tag name", "h1").text.startswith("Tonga")
    leads(browser.find_element("link text", "Data").click)
    leads(browser.find_element("css selector", 'a[href="/data/visa"]').click)
    assert browser.find_element("link text", "PARQUET").get_attribute("href").endswith("/data/visa/file?form=parquet")


def test_french_is_one_click_away_and_stays(browser, leads, site: str) -> None:
    browser.get(f"{site}/?kind=corridors&year=2010")
    leads(browser.find_element("link text", "Français").click)
    assert browser.current_url == f"{site}/?kind=corridors&year=2010&lang=fr"
    assert browser.find_element("tag name", "h1").text == "Les migrations dans le monde, 2010"
    assert "estimé" in browser.find_element("css selector", ".mark").text
    leads(browser.find_element("link text", "Pays").click)
    assert browser.find_element("tag name", "html").get_attribute("lang") == "fr"


def test_a_corridor_on_the_map_is_a_link_for_the_mouse(browser, site: str) -> None:
    browser.get(f"{site}/?kind=corridors")
    links = browser.execute_script(
        "return [...document.querySelectorAll('figure svg a')].map(a => a.getAttribute('xlink:href') || "
        "a.getAttribute('href'))"
    )
    rows = browser.find_elements("css selector", "main tbody tr")
    assert "/corridor/MEX/USA" in links and len(links) == len(rows) == 40


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(browser, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(f"{site}/?kind=map")
    stops = []
    for _ in range(21):
        pressed(browser, Keys.TAB)
        stops.append(
            browser.execute_script(
                "const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();"
                "return {what: e.tagName + '.' + e.className,"
                "shown: b.width > 0 && b.left >= 0 && b.right <= innerWidth,"
                "ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2, inside: e.closest('svg') !== null}"
            )
        )
    kinds = [stop["what"] for stop in stops]
    assert kinds[0] == "A.skip" and kinds[1] == "A.home"
    assert kinds.count("SELECT.") == 2 and "BUTTON." in kinds
    assert kinds[20].startswith("DIV.scroll"), "after form and tabs comes the table, not each shape of the map"
    assert all(stop["shown"] and stop["ring"] and not stop["inside"] for stop in stops), stops
    browser.get(f"{site}/data")
    pressed(browser, Keys.TAB)
    pressed(browser, Keys.ENTER)
    assert browser.execute_script("return document.activeElement.id") == "content"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_runs_over_the_edge_of_a_telephone(browser, width, site: str, address: str) -> None:
    width(360)
    browser.get(site + address)
    root = "document.documentElement"
    assert browser.execute_script(f"return {root}.scrollWidth <= {root}.clientWidth")
    parts = "nav a, button, input:not([type=hidden]), select, td > a:only-child, th > a"
    small = browser.execute_script(
        f"return [...document.querySelectorAll('{parts}')]"
        ".filter(e => !e.closest('svg') && e.getBoundingClientRect().height < arguments[0])"
        ".map(e => e.outerHTML.slice(0, 90))",
        SMALLEST_TARGET,
    )
    assert small == []


@pytest.mark.parametrize("address", PAGES)
def test_the_rules_of_accessibility_hold_wide_and_narrow_and_nothing_comes_from_elsewhere(
    browser, width, violations, site: str, address
) -> None:
    for pixels in (1280, 360):
        browser.get_log("browser")
        width(pixels)
        browser.get(site + address)
        asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
        assert [name for name in asked if not name.startswith("data:")] == []
        said = [line["message"] for line in browser.get_log("browser") if line["level"] == "SEVERE"]
        assert [line for line in said if address != "/nowhere" or "404" not in line] == []
        assert violations() == [], pixels
