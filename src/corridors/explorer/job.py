"""One run, as a program of its own: it reads its folder, says how far it is, and leaves its results whole.

It is started by `corridors.explorer.jobs` as `python -m corridors.explorer.job FOLDER`, writes a line of JSON to its
output for each step, and ends when its input does, which is when the explorer ends, however that happens.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import threading
from pathlib import Path

from corridors.errors import CorridorsError

STUDY, PART = "study", "study.part"
"""In a run's folder: what came out, and what is being written."""
POLITE = 19
"""Added to the priority number of the process, so that a page in the making comes before a run."""


def run(folder: Path) -> None:
    """Run what a folder asks for and put its results there, whole or not at all.

    Raises:
        CorridorsError: what is wrong with it, or why the results cannot be written.
    """
    from corridors.explorer.given import Dispute, Search, read_given

    told(done=0, of=0)
    given = read_given(folder)
    shutil.rmtree(folder / PART, ignore_errors=True)
    if isinstance(given, Search):
        from corridors.explorer.seeking import seek

        seek(given, folder / PART, told)
    elif isinstance(given, Dispute):
        from corridors.explorer.disputing import dispute

        dispute(given, folder / PART, told)
    else:
        from corridors.scenarios.study import study

        study(given, progress=lambda done, of: told(done=done, of=of)).save(folder / PART)
    (folder / PART).rename(folder / STUDY)


def told(**said: int | str) -> None:
    """Say something to the explorer, in a line of JSON."""
    print(json.dumps(said), flush=True)


def _end_with_input(folder: Path) -> None:
    """End when the explorer does, and leave nothing that is not whole."""
    sys.stdin.read()
    shutil.rmtree(folder / PART, ignore_errors=True)
    os._exit(3)


def main() -> None:
    """Run the folder named in the arguments; say in a sentence what went wrong, if something did."""
    folder = Path(sys.argv[1])
    threading.Thread(target=_end_with_input, args=(folder,), daemon=True).start()
    os.nice(POLITE)
    try:
        run(folder)
    except CorridorsError as error:
        told(error=str(error))
    except MemoryError:
        told(error="The run needs more memory than this machine has. Choose fewer draws or views.")
    except OSError as error:
        told(error=f"The results cannot be written: {(error.strerror or str(error)).lower()}.")
    except Exception:
        logging.getLogger("corridors.explorer").exception("A run failed: %s", folder)
        told(error="Something went wrong in the run that is not your mistake. The log of the explorer has the details.")


if __name__ == "__main__":
    main()
