"""A study that is quickly made, and runs that take a tenth of a second."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from corridors.explorer import jobs

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
    from corridors.scenarios.study import MEASURES, STATISTICS, Study

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
    record = {"made_by": "corridors", "draws": 3, "same": {"brain-drain": "undecided"}}
    nobody = xr.Dataset(coords=common | {"corridor": []})
    scenario = Scenario.parse(TEXT.format(name="tiny"))
    return Study(scenario, countries, parties, nobody, record["same"], record).save(tmp_path_factory.mktemp("s") / "s")


@pytest.fixture(scope="module")
def quick(study_folder: Path) -> Iterator[None]:
    """Runs are made by `stub_job.py` with the study of `study_folder`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TINY_STUDY", str(study_folder))
        patch.setattr(jobs, "COMMAND", (sys.executable, str(Path(__file__).with_name("stub_job.py"))))
        yield


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Wait until something holds."""

    def wait(holds: Callable[[], bool]) -> None:
        last = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < last
            time.sleep(0.02)

    return wait
