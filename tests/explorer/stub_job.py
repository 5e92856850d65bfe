"""A run in a tenth of a second, for tests: the real program around a study that was made before.

What happens follows from the scenario's name: `slow` waits to be stopped, `fails` says what is wrong, `breaks` ends in
the middle of writing, any other is done at once.
"""

import os
import shutil
import sys
import time
from pathlib import Path

from corridors.errors import CannotWrite
from corridors.explorer import job


def run(folder: Path) -> None:
    name = (folder / job.SCENARIO).read_text().partition("\n")[0].removeprefix("scenario: ")
    job.told(done=1, of=4)
    if name.startswith("slow"):
        (folder / job.PART).mkdir()
        time.sleep(60)
    if name == "fails":
        raise CannotWrite("Cannot write country.nc: no space left on device.")
    if name == "full":
        raise OSError(28, "No space left on device")
    shutil.copytree(Path(os.environ["TINY_STUDY"]), folder / job.PART)
    if name == "breaks":
        os._exit(9)
    job.told(done=4, of=4)
    (folder / job.PART).rename(folder / job.STUDY)


if __name__ == "__main__":
    job.run = run
    sys.exit(job.main())
