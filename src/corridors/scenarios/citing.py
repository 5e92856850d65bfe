"""How to cite a run: the package, the settings, and every dataset with its edition and hash."""

from pathlib import Path
from typing import Any

from corridors.data import source
from corridors.scenarios.projection import SUMMARY
from corridors.scenarios.store import Store, open_store

METHODS = (
    "Cohort-component method: Preston, Heuveline and Guillot (2001), Demography, Blackwell.",
    "Age schedules of moves: United Nations (1992), Preparing Migration Data for Subnational Population Projections.",
    "Selectivity of emigration by education: Docquier and Marfouk (2006), World Bank and Palgrave Macmillan.",
    "Flows behind the rates: Azose and Raftery (2019), https://doi.org/10.1073/pnas.1722334116 .",
)


def cite(folder: str | Path) -> str:
    """Say how to cite a run in a folder; of an unfinished one, first how much of it is there.

    Raises:
        InvalidInput: there is no run; DamagedData: its manifest or a chunk is not as it was written.
    """
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
    lines += ["", "Methods:", *(f"- {line}" for line in (METHODS if bilateral else METHODS[:1]))]
    return "\n".join(lines)
