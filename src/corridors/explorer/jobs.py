"""Runs in the background, of scenarios and searches: two at a time, each a process of its own, a few more waiting.

What a run is can be seen from its folder and the processes of this explorer alone: it is done when its results lie
there whole, failed or cancelled when it says so, under way when this explorer has it, and interrupted otherwise.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import json
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from corridors import __version__
from corridors.errors import CannotWrite, CorridorsError, InvalidInput, UnknownName
from corridors.explorer.given import MOST_DRAWS, MOST_LEVERS, Dispute, Search, file_of, kept_file, read_given
from corridors.explorer.job import PART, STUDY
from corridors.files import write_whole

if TYPE_CHECKING:
    from corridors.scenarios.scenario import Scenario
    from corridors.scenarios.study import Study

MOST_RUNNING, MOST_WAITING, MOST_KEPT = 2, 8, 24
"""Runs at a time, runs that wait, and runs of which the results are kept."""
LONGEST = 3600.0
"""Seconds after which a run is stopped."""
ENDED = "ended.json"
"""In a run's folder: why there are no results."""
COMMAND = (sys.executable, "-m", "corridors.explorer.job")
"""The program that makes one run; it gets the run's folder as its last argument."""
IDENTIFIER = re.compile(r"[0-9a-f]{16}")
State = Literal["waiting", "running", "done", "failed", "cancelled", "interrupted"]
UNDER_WAY = ("waiting", "running")


class Busy(CorridorsError):
    """As many runs wait as may wait."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run: what is run, how far it is (`done` of `of` steps, none known before the first), and what went wrong."""

    identifier: str
    given: Scenario | Search | Dispute
    state: State
    done: int = 0
    of: int = 0
    said: str = ""

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs."""
        return self.state in UNDER_WAY


class Runs:
    """The runs of one folder. A run's identifier follows from what is run, so that the same thing is run once.

    Args:
        folder: where the runs lie; made when the first one starts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Run] = {}
        self._waiting: list[str] = []
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._changing = threading.RLock()
        atexit.register(self.close)

    def start(self, given: Scenario | Search | Dispute) -> Run:
        """Run a scenario, a search or an analysis, now or when others are finished.

        What is done or under way is not begun again.

        Raises:
            InvalidInput: more draws or levers than a run may have; Busy: too many wait; CannotWrite: no space.
        """
        check_bounds(given)
        identifier = identified(given)
        with self._changing:
            found = self._seen(identifier)
            if found and (found.under_way or found.state == "done"):
                return found
            if identifier in self._processes:
                raise Busy("This run is being stopped.", hint="Try again in a moment.")
            if len(self._waiting) >= MOST_WAITING and len(self._processes) >= MOST_RUNNING:
                raise Busy(f"{MOST_WAITING} runs are waiting already.", hint="Try again when some are finished.")
            place = self.folder / identifier
            try:
                (place / ENDED).unlink(missing_ok=True)
            except OSError as error:
                raise CannotWrite(f"The runs cannot be written: {(error.strerror or '').lower()}.") from error
            write_whole(place / file_of(given), given.text())
            self._drop_oldest()
            self._known[identifier] = Run(identifier, given, "waiting")
            self._waiting.append(identifier)
            self._begin()
            return self._known[identifier]

    def get(self, identifier: str) -> Run:
        """One run.

        Raises:
            UnknownName: no run has this identifier.
        """
        with self._changing:
            found = self._seen(identifier) if IDENTIFIER.fullmatch(identifier) else None
        if found is None:
            hint = f"The newest {MOST_KEPT} runs are kept. Start the scenario again from the desk."
            raise UnknownName("run", identifier[:40], hint=hint)
        return found

    def cancel(self, identifier: str) -> Run:
        """Stop a run that waits or runs; one that has ended stays as it is."""
        with self._changing:
            found = self.get(identifier)
            if not found.under_way:
                return found
            if identifier in self._waiting:
                self._waiting.remove(identifier)
                self._end(identifier, "cancelled", "")
            else:
                self._known[identifier] = replace(found, state="cancelled")
                self._processes[identifier].kill()
            return self._known[identifier]

    def listed(self) -> list[Run]:
        """All runs, the newest first."""
        with self._changing:
            found = [self._seen(place.name) for place in self._places()]
        return [one for one in found if one]

    def study(self, identifier: str) -> Study:
        """The results of a run of a scenario that is done.

        Raises:
            UnknownName: no such run; InvalidInput: it has no such results, or they cannot be read.
        """
        from corridors.scenarios.study import Study

        place = self.results(identifier)
        if isinstance(self.get(identifier).given, (Search, Dispute)):
            raise InvalidInput(f"The run {identifier} is no run of a scenario.", hint="See its page.")
        return Study.open(place)

    def results(self, identifier: str) -> Path:
        """The folder with the results of a run that is done.

        Raises:
            UnknownName: no such run; InvalidInput: it has no results.
        """
        found = self.get(identifier)
        if found.state != "done":
            raise InvalidInput(f"The run {identifier} has no results: it is {found.state}.", hint="See its page.")
        return self.folder / identifier / STUDY

    def close(self) -> None:
        """Stop all runs."""
        with self._changing:
            self._waiting.clear()
            for process in self._processes.values():
                process.kill()

    def _seen(self, identifier: str) -> Run | None:
        """A run as the folder and the processes show it."""
        known, place = self._known.get(identifier), self.folder / identifier
        if known and known.under_way:
            return known
        if known is None:
            try:
                known = Run(identifier, read_given(place), "interrupted")
            except (CorridorsError, OSError):
                return None
        if (place / STUDY).is_dir():
            return replace(known, state="done", done=known.of)
        with contextlib.suppress(OSError, ValueError, KeyError):
            ended = json.loads((place / ENDED).read_text(encoding="utf-8"))
            return replace(known, state=ended["state"], said=ended["said"])
        return known if kept_file(place) else None

    def _places(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        found = [place for place in self.folder.iterdir() if IDENTIFIER.fullmatch(place.name)]
        dated = [kept.stat().st_mtime if (kept := kept_file(place)) else 0.0 for place in found]
        return [place for _, place in sorted(zip(dated, found, strict=True), reverse=True)]

    def _drop_oldest(self) -> None:
        ended = [p for p in self._places() if not ((one := self._known.get(p.name)) and one.under_way)]
        for place in ended[MOST_KEPT:]:
            self._known.pop(place.name, None)
            shutil.rmtree(place, ignore_errors=True)

    def _begin(self) -> None:
        """Start what waits, as far as it may run now."""
        while self._waiting and len(self._processes) < MOST_RUNNING:
            identifier = self._waiting.pop(0)
            self._known[identifier] = replace(self._known[identifier], state="running")
            command = [*COMMAND, str(self.folder / identifier)]
            try:
                process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            except OSError as error:
                self._end(identifier, "failed", f"The run cannot be started: {(error.strerror or str(error)).lower()}.")
                continue
            self._processes[identifier] = process
            threading.Thread(target=self._follow, args=(identifier, process), daemon=True).start()

    def _follow(self, identifier: str, process: subprocess.Popen[str]) -> None:
        """Take what a run says until it ends; then write down how it ended, and start the next."""
        begun, said = time.monotonic(), ""
        clock = threading.Timer(LONGEST, process.kill)
        clock.start()
        assert process.stdout is not None
        with contextlib.suppress(ValueError, KeyError, OSError):
            for line in process.stdout:
                told = json.loads(line)
                said = told.get("error", said)
                if "of" in told:
                    with self._changing:
                        now = self._known[identifier]
                        self._known[identifier] = replace(now, done=told["done"], of=told["of"])
        process.kill()
        process.communicate()
        clock.cancel()
        if not said and time.monotonic() - begun >= LONGEST:
            said = f"It was stopped after {LONGEST / 60:.0f} minutes. Choose fewer draws or views."
        with self._changing:
            del self._processes[identifier]
            cancelled = self._known[identifier].state == "cancelled"
            self._end(identifier, "cancelled" if cancelled else "failed", "" if cancelled else said or "It broke off.")
            self._begin()

    def _end(self, identifier: str, state: State, said: str) -> None:
        """Write down how a run ended: done where its study lies in its folder, otherwise as given."""
        place = self.folder / identifier
        shutil.rmtree(place / PART, ignore_errors=True)
        ended = replace(self._known[identifier], state=state, said=said)
        if (place / STUDY).is_dir():
            ended = replace(ended, state="done", said="")
        else:
            with contextlib.suppress(CannotWrite):
                write_whole(place / ENDED, json.dumps({"state": state, "said": said}))
        self._known[identifier] = ended


def check_bounds(given: Scenario | Search | Dispute) -> None:
    """Refuse a scenario that is more than one run may be; a search has its own bounds.

    Raises:
        InvalidInput: too many draws or levers, with the bound.
    """
    if isinstance(given, Search):
        return
    scenario = given.scenario if isinstance(given, Dispute) else given
    if scenario.draws > MOST_DRAWS:
        hint = f"Here at most {MOST_DRAWS} are made; the command line makes as many as you like."
        raise InvalidInput(f"{scenario.draws} draws are too many.", hint=hint)
    if len(scenario.levers) > MOST_LEVERS:
        hint = f"Here at most {MOST_LEVERS} are pulled at once; the command line takes more."
        raise InvalidInput(f"{len(scenario.levers)} levers are too many.", hint=hint)


def identified(given: Scenario | Search | Dispute) -> str:
    """The identifier of a run: it follows from what is run and the version of the program.

    >>> from corridors.scenarios.scenario import Scenario
    >>> base = Scenario("base", "As it is", "What if nothing changes?")
    >>> identified(base) == identified(Scenario.parse(base.text())), len(identified(base))
    (True, 16)
    """
    return hashlib.sha256(f"{__version__}\n{given.text()}".encode()).hexdigest()[:16]
