"""What a run is: the settings that decide its numbers, and the record by which it is known again."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from corridors import __version__
from corridors.data import source
from corridors.errors import InvalidInput
from corridors.scenarios.choices import check_launch

MOST_DRAWS = 100_000
"""More draws than anybody needs: a larger number is a slip of the keyboard."""


@dataclass(frozen=True)
class Settings:
    """The settings that decide the numbers of every draw; how many draws and in what chunks changes none.

    `launch`, `until`: fifth years; `net`: "bilateral" or "wpp"; `seed`: of all random numbers; `step`: years of a
    period and of an age group, 5, or 1 with an end in any year.
    """

    launch: int = 2025
    until: int = 2050
    net: str = "bilateral"
    seed: int = 0
    step: int = 5

    def __post_init__(self) -> None:
        check_launch(self.launch, self.until, self.net, self.step)
        if not isinstance(self.seed, int) or not 0 <= self.seed < 2**32:
            raise InvalidInput(f"The seed is {self.seed!r}.", hint="Give a whole number from 0 to 4294967295.")

    @property
    def years(self) -> tuple[int, ...]:
        """The dates of the run, launch and end included."""
        return check_launch(self.launch, self.until, self.net, self.step)


def check_draws(draws: int) -> int:
    """Refuse a number of draws that means nothing.

    Raises:
        InvalidInput: below zero, or too many.

    >>> check_draws(100)
    100
    """
    if not isinstance(draws, int) or not 0 <= draws <= MOST_DRAWS:
        raise InvalidInput(f"{draws} draws cannot be made.", hint=f"Choose from 0 (the central run) to {MOST_DRAWS:,}.")
    return draws


def record(settings: Settings, datasets: tuple[str, ...]) -> dict[str, Any]:
    """Say what decides a run's numbers: version, settings, and the hash of every dataset.

    >>> made = record(Settings(seed=3), ("population",))
    >>> made["settings"]["seed"], len(made["data"]["population"]), len(made["identity"])
    (3, 64, 16)
    """
    plain: dict[str, Any] = {
        "made_by": f"corridors {__version__}",
        "settings": asdict(settings),
        "data": {name: source(name).sha256 for name in sorted(datasets)},
    }
    text = json.dumps(plain, sort_keys=True)
    return plain | {"identity": hashlib.sha256(text.encode()).hexdigest()[:16]}
