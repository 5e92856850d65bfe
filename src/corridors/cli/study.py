"""What `corridors project` and `compare` do with scenarios: run them under their views, print what came out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corridors.cli.arguments import SUFFIXES, views_of
from corridors.errors import InvalidInput, UnknownName

if TYPE_CHECKING:
    from corridors.scenarios.scenario import Scenario
    from corridors.scenarios.study import Study

PAGE = "index.html"
FORMATS = ("text", "html", "json")


def scenario_lines() -> list[str]:
    """The shipped scenarios, a line each."""
    from corridors.scenarios.scenario import shipped

    return [f"{name}\t{title}" for name, title in shipped().items()]


def scenario_of(text: str, views: str | None, until: int | None, draws: int | None) -> Scenario:
    """A scenario by name or path, with the views, end and draws given in place of its own.

    Args:
        views: "all", or names and paths of view files with commas between.
    """
    from dataclasses import replace

    from corridors.scenarios.scenario import Scenario

    given = Scenario.read(text)
    if views is not None:
        from corridors.scenarios.scenario_file import ALL

        names = [name.strip() for name in views.split(",") if name.strip()]
        own = views_of(",".join(name for name in names if name != ALL))
        files = {name: one for name, one in own.items() if name.endswith(SUFFIXES)}
        plain = tuple(Path(name).name if name.endswith(SUFFIXES) else name for name in names)
        given = replace(given, views=plain, view_files=files)
    return replace(given, until=given.until if until is None else until, draws=given.draws if draws is None else draws)


def run_scenario(given: Scenario, *, seed: int, step: int, out: Path | None, resume: bool) -> Study:
    """Run a scenario under its views, showing how far it is; with a folder, write the study and its page there."""
    from rich.console import Console

    with Console(stderr=True).status("Launching the world ...") as status:
        from corridors.scenarios.study import study

        def tell(done: int, total: int) -> None:
            status.update(f"{given.title}: {done:,} of {total:,} runs ...")

        made = study(given, seed=seed, step=step, out=out, resume=resume, progress=tell)
        if out is not None:
            from corridors.files import write_whole
            from corridors.report.study_page import to_page

            status.update("Writing the page ...")
            write_whole(out / PAGE, to_page(made))
    return made


def shown(made: Study, form: str) -> str:
    """A study as text, HTML or JSON.

    Raises:
        UnknownName: another form.
    """
    from corridors.report.render import to_json
    from corridors.report.study_page import study_brief, study_text, to_page

    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
    if form == "text":
        return study_text(made)
    return to_page(made) if form == "html" else to_json(study_brief(made))


def is_study(folder: Path) -> bool:
    """Whether a folder holds a finished study."""
    from corridors.scenarios.study import RECORD

    return (folder / RECORD).is_file()


def compare_folders(first: Path, second: Path, out: Path | None) -> None:
    """Print the differences of two studies and, where asked for, write them."""
    from corridors.files import write_whole
    from corridors.report.study_comparison import lines
    from corridors.scenarios.comparison import compare_studies
    from corridors.scenarios.store import to_bytes
    from corridors.scenarios.study import Study

    for folder in (first, second):
        if not is_study(folder):
            raise InvalidInput(f"{folder} holds no study, the other folder does.", hint="Compare two of a kind.")
    one, two = Study.open(first), Study.open(second)
    made = compare_studies(one, two)
    print("\n".join(lines(one, two, made)))
    if out is not None:
        write_whole(out, to_bytes(made))
        print(f"Wrote {out}.", file=sys.stderr)
