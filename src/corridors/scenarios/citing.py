"""How to cite a run: the package, the settings, and every dataset with its edition and hash."""

import hashlib
import json
from pathlib import Path
from typing import Any

from corridors.data import source
from corridors.scenarios.projection import SUMMARY
from corridors.scenarios.scenario import Scenario
from corridors.scenarios.store import Store, open_store
from corridors.scenarios.study import RECORD, SCENARIO, read_record

METHODS = (
    "Cohort-component method: Preston, Heuveline and Guillot (2001), Demography, Blackwell.",
    "Age schedules of moves: United Nations (1992), Preparing Migration Data for Subnational Population Projections.",
    "Selectivity of emigration by education: Docquier and Marfouk (2006), World Bank and Palgrave Macmillan.",
    "Intervals of births and deaths, from the errors of past forecasts: National Research Council (2000), Beyond Six "
    "Billion, https://doi.org/10.17226/9828 .",
    "Flows behind the rates: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 .",
)
SINGLE_AGES = "Single ages: Fritsch and Butland (1984), SIAM J. Scientific and Statistical Computing 5, 300-304."
"""The method of a run in steps of one year."""


def cite(folder: str | Path) -> str:
    """Say how to cite a run or a study in a folder; of an unfinished run, first how much of it is there.

    Raises:
        InvalidInput: there is no run; DamagedData: its manifest or a chunk is not as it was written.
    """
    place = Path(folder)
    if (place / RECORD).is_file():
        return study_citation(read_record(place), Scenario.read(place / SCENARIO))
    store = open_store(Path(folder))
    return "\n\n".join([*unfinished(store), citation(store.manifest)])


def unfinished(store: Store) -> list[str]:
    """What an unfinished run lacks, as one sentence or two; of a finished one nothing."""
    missing = store.missing()
    if not missing and (store.folder / SUMMARY).is_file():
        return []
    done = store.draws - len([draw for draw in missing if draw])
    central = "the central run is not" if 0 in missing else "the central run is"
    lacking = (
        f"{done:,} of {store.draws:,} random draws are made, and {central}" if missing else "its summary is missing"
    )
    advice = "Finish it before citing: the same `corridors project` command with --resume."
    return [f"This run is not finished: {lacking}. {advice}"]


def citation(record: dict[str, Any]) -> str:
    """The same from a run's record, which says nothing of what is finished.

    >>> from corridors.scenarios.settings import Settings, record
    >>> print(citation(record(Settings(), ("population",)) | {"draws": 5}).splitlines()[0][:51])
    The Corridors developers: Corridors, version 0.1.0.
    """
    settings = ", ".join(f"{name} {value}" for name, value in record["settings"].items())
    lines = [
        f"The Corridors developers: {record['made_by'].replace('corridors ', 'Corridors, version ')}. "
        f"World projection, {record['draws']} draws and the central run; {settings}; run {record['identity']}.",
        "",
        "Data:",
    ]
    for name, digest in record["data"].items():
        known = source(name)
        lines.append(f"- {known.citation} [{name}, SHA-256 {digest[:16]}]")
    bilateral = record["settings"]["net"] == "bilateral"
    methods = (*(METHODS if bilateral else METHODS[:1]), *_of_step(record["settings"].get("step")))
    lines += ["", "Methods:", *(f"- {line}" for line in methods)]
    return "\n".join(lines)


def study_citation(record: dict[str, Any], given: Scenario) -> str:
    """How to cite a study of a scenario: the package, the scenario, the sources of its levers and every dataset.

    Args:
        record: of the study; given: its scenario.
    """
    text = json.dumps(record, sort_keys=True).encode()
    lines = [
        f"The Corridors developers: {record['made_by'].replace('corridors ', 'Corridors, version ')}. "
        f"Scenario “{given.title}” under {len(record['views']) - 1} views, {record['draws']} draws and the central "
        f"run; seed {record['seed']}; study {hashlib.sha256(text).hexdigest()[:16]}.",
        "",
        "Values of the levers:",
        *(f"- {use.lever} {use.value:g}: {use.source}" for use in given.levers),
        "",
        "Data:",
    ]
    lines += [f"- {source(name).citation} [{name}, SHA-256 {digest[:16]}]" for name, digest in record["data"].items()]
    return "\n".join([*lines, "", "Methods:", *(f"- {line}" for line in (*METHODS, *_of_step(record.get("step"))))])


def _of_step(step: int | None) -> tuple[str, ...]:
    """The methods that steps of one year need besides; a record without a step is of five years."""
    return (SINGLE_AGES,) if step == 1 else ()
