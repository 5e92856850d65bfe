"""The page in a real browser: nothing fails to load or runs over the edge, on a wide screen and on a telephone."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from corridors.files import write_whole
from corridors.report import brief, to_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromedriver") is None, reason="no chromedriver on this machine"),
]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=[("SYR", "DEU"), ("KEN", None)], ids=["SYR-DEU", "KEN"])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_whole(tmp_path_factory.mktemp("page") / "brief.html", to_html(brief(*request.param)))


@pytest.mark.parametrize("width", [1280, 390], ids=["wide", "telephone"])
def test_nothing_runs_over_the_edge(browser, page: Path, width: int) -> None:
    browser.set_window_size(width, 900)
    browser.get(page.as_uri())
    assert browser.execute_script("return document.documentElement.scrollWidth") <= browser.execute_script(
        "return document.documentElement.clientWidth"
    )


def test_nothing_is_asked_of_the_network_and_nothing_fails(browser, page: Path) -> None:
    browser.get(page.as_uri())
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert [name for name in asked if not name.startswith("data:")] == []
    assert [line["message"] for line in browser.get_log("browser") if line["level"] == "SEVERE"] == []


def test_every_chart_has_a_size_and_marks(browser, page: Path) -> None:
    browser.get(page.as_uri())
    charts = browser.execute_script(
        "return [...document.querySelectorAll('figure svg')].map(s => {const b = s.getBoundingClientRect();"
        "return [b.width, b.height, s.querySelectorAll('path, rect, line, text').length]})"
    )
    assert charts
    assert all(width > 250 and height > 80 and marks > 5 for width, height, marks in charts)
