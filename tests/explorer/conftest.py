"""A real browser and a server for it; a study that is quickly made, and runs that take a tenth of a second."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corridors.explorer import jobs

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
VIEWS = ("undecided", "remittances-finance", "remittances-replace", "brain-drain")
YEARS = (2030, 2035, 2040, 2045, 2050)
TEXT = """
scenario: {name}
title: Sending money to Nepal costs three per cent
question: What would cheaper remittances do for Nepal?
origins: [Nepal]
levers:
  - lever: remittance_price
    value: 0.03
    origins: [Nepal]
    from: 2026
    source: SDG target 10.c
views: [remittances-finance, remittances-replace, brain-drain]
draws: 3
"""


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved study whose numbers are made up; brain-drain does not bear on it."""
    import xarray as xr

    from corridors.scenarios.outcomes import outcomes
    from corridors.scenarios.scenario import Scenario
    from corridors.scenarios.study import Study
    from corridors.scenarios.study_labels import MEASURES, STATISTICS

    luck = np.random.default_rng(1)
    common = {"measure": list(MEASURES), "view": list(VIEWS), "time": np.array(YEARS, np.int32)}
    shift = np.array([1.0, 4.0, -2.0, 1.0])

    def values(*rest: int) -> np.ndarray:
        base = 100.0 + luck.random((len(VIEWS), *rest))
        effect = shift.reshape(-1, *(1 for _ in rest)) + 0.1 * luck.random((1, *rest))
        return np.stack([base, base + effect, np.broadcast_to(effect, base.shape)]).astype(np.float32)

    def made(of: bool, dimensions: tuple[str, ...], sizes: tuple[int, ...], own: dict) -> "xr.Dataset":
        names = [name for name, one in outcomes().items() if (one.of == "country") == of]
        return xr.Dataset({n: (("measure", "view", *dimensions), values(*sizes)) for n in names}, common | own)

    countries = made(True, ("statistic", "time", "country"), (len(STATISTICS), 5, 2),
                     {"statistic": list(STATISTICS), "country": ["NPL", "QAT"]})  # fmt: skip
    parties = made(False, ("draw", "time"), (4, 5), {"draw": np.arange(4)})
    record = {
        "made_by": "corridors 0.1", "draws": 3, "seed": 0, "same": {"brain-drain": "undecided"}, "views": list(VIEWS),
        "data": {"migrant_stock": "0" * 64}, "scenario": "", "origins": ["NPL"], "destinations": ["QAT"],
    }  # fmt: skip
    nobody = xr.Dataset(coords=common | {"corridor": []})
    scenario = Scenario.parse(TEXT.format(name="tiny"))
    return Study(scenario, countries, parties, nobody, record["same"], record).save(tmp_path_factory.mktemp("s") / "s")


@pytest.fixture(scope="session")
def found_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a search found for a problem of two levers, made up; its second view harms the hosts."""
    from corridors.scenarios.common_ground_found import Check, Found, Package
    from corridors.scenarios.outcomes import PARTIES

    views = {"undecided": "No view taken", "brain-gain": "Skilled emigration gains"}
    gains = {view: dict.fromkeys(PARTIES, 0.5 + 0.1 * i) for i, view in enumerate(views)}
    held = {view: {"stayers": 1.0, "hosts": 0.75 + 0.25 * i, "migrants": 1.0} for i, view in enumerate(views)}
    check = Check(4, 20250, 0.75, held, gains, gains, gains)
    effects = {"undecided": {"hosts_income": 0.02}, "brain-gain": {"hosts_income": -0.02}}
    carried = {str(i): dict.fromkeys(PARTIES, 0.25 * (1 - 2 * i)) for i in range(2)}
    packages = (
        Package("even", (1.25, 0.03), 3.0, gains, effects, carried, check),
        Package("half-cost", (1.0, 0.03), 1.0, gains, effects),
    )
    split = {"lever": 0, "party": "hosts", "against": "undecided", "for": "brain-gain", "harm": -0.1, "help": 0.2}
    tried = tuple(
        {"cost": cost, **dict.fromkeys(PARTIES, gain)} for cost, gain in ((0, 0), (1, 0.3), (2, 0.2), (3, 0.5))
    )
    made = Found("mine", views, {}, {"hosts_income": 0.01}, (), packages, (split,), tried, {"search": [(1.0, 0.5)]}, {})
    path = tmp_path_factory.mktemp("found") / "found.json"
    path.write_text(made.to_json())
    return path


@pytest.fixture(scope="module")
def quick(study_folder: Path, found_file: Path) -> Iterator[None]:
    """Runs are made by `stub_job.py` with the study of `study_folder`, and searches with what `found_file` holds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TINY_STUDY", str(study_folder))
        patch.setenv("TINY_FOUND", str(found_file))
        patch.setattr(jobs, "COMMAND", (sys.executable, str(Path(__file__).with_name("stub_job.py"))))
        yield


@pytest.fixture(scope="session")
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait until something holds."""

    def wait(holds: Callable[[], bool]) -> None:
        last = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < last
            time.sleep(0.02)

    return wait


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[object], str]]:
    """Serve an application from a port of its own; gives its address."""
    import uvicorn

    started = []

    def begun(app: object) -> str:
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))  # type: ignore[arg-type]
        running = threading.Thread(target=server.run, daemon=True)
        running.start()
        started.append((server, running))
        while not server.started:
            assert running.is_alive()
            threading.Event().wait(0.05)
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield begun
    for server, running in started:
        server.should_exit = True
        running.join()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # A phone's width is below the narrowest window that a desktop browser allows, so the viewport is set by emulation.
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.set_script_timeout(120)
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def shown(browser) -> Callable[[Callable[[], object]], object]:
    """Wait until the page shows something; what is looked for may be missing, or leave with its page, until then."""
    from selenium.common.exceptions import JavascriptException, NoSuchElementException, StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    passing = (JavascriptException, NoSuchElementException, StaleElementReferenceException)
    waiting = WebDriverWait(browser, 60, poll_frequency=0.1, ignored_exceptions=passing)
    return lambda holds: waiting.until(lambda _: holds())


@pytest.fixture(scope="module")
def leads(browser, shown) -> Callable[..., None]:
    """Do what leads to another page, and wait until that page stands: a click does not wait for it."""

    def arrived(act: Callable[..., object], *given: object) -> None:
        browser.execute_script("window.left = true")
        act(*given)
        shown(lambda: browser.execute_script("return !window.left && document.readyState === 'complete'"))

    return arrived


@pytest.fixture(scope="module")
def width(browser) -> Callable[[int], None]:
    """Set the width of the page, in CSS pixels."""

    def setting(pixels: int) -> None:
        size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    return setting


@pytest.fixture(scope="module")
def violations(browser) -> Callable[[], list]:
    """The rules of accessibility that the page shown breaks."""
    from axe_core_python import base as axe

    def found() -> list:
        browser.execute_script(axe.AXE_SCRIPT)
        return browser.execute_async_script(
            "const done = arguments[1]; axe.run(document, arguments[0]).then(r => done(r.violations.map("
            "v => [v.id, v.help, v.nodes.length, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary])))",
            RULES,
        )

    return found
