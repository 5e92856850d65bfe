"""A run in a tenth of a second, for tests: the real program around a study that was made before.

What happens follows from the scenario's name: `slow` waits to be stopped, `fails` says what is wrong, `breaks` ends in
the middle of writing, any other is done at once.
"""

import json
import os
import shutil
import sys
import time
from pathlib import Path

from corridors.errors import CannotWrite
from corridors.explorer import job
from corridors.explorer.disputing import FORMS, FRAGMENT
from corridors.explorer.given import Dispute, Search, read_given
from corridors.explorer.seeking import FOUND
from corridors.files import write_whole


def run(folder: Path) -> None:
    asked = read_given(folder)
    name = asked.name
    job.told(done=1, of=4)
    if name.startswith("slow"):
        (folder / job.PART).mkdir()
        time.sleep(60)
    if name == "fails":
        raise CannotWrite("Cannot write country.nc: no space left on device.")
    if name == "full":
        raise OSError(28, "No space left on device")
    if isinstance(asked, Search):
        write_whole(folder / job.PART / FOUND, Path(os.environ["TINY_FOUND"]).read_text())
    elif isinstance(asked, Dispute):
        (folder / job.PART).mkdir()
        for made in (FRAGMENT, *FORMS.values()):
            (folder / job.PART / made).write_text(json.dumps({"about": f"{asked.outcome} of {asked.country}"}))
    else:
        shutil.copytree(Path(os.environ["TINY_STUDY"]), folder / job.PART)
    if name == "breaks":
        os._exit(9)
    job.told(done=4, of=4)
    (folder / job.PART).rename(folder / job.STUDY)


if __name__ == "__main__":
    job.run = run
    sys.exit(job.main())
