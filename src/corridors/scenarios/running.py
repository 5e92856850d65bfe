"""The verb: carry the world forward, many times, and keep what comes out."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.errors import InvalidInput
from corridors.files import write_together
from corridors.scenarios.projection import SUMMARY, Projection, record_text
from corridors.scenarios.settings import Settings, check_draws, record

if TYPE_CHECKING:
    import xarray as xr

    from corridors.scenarios.launch import World
    from corridors.scenarios.store import Store

MOST_IN_MEMORY = 4 * 2**30
"""Bytes of draws that a run without a folder may keep; a laptop has some 8 GiB."""
CHUNK = 10
"""Draws in a file: a stopped run loses less than this many."""
Progress = Callable[[int, int], None]


def project(
    *,
    launch: int = 2025,
    until: int = 2050,
    draws: int | None = None,
    seed: int = 0,
    net: str = "bilateral",
    step: int = 5,
    out: str | Path | None = None,
    resume: bool = False,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> Projection:
    """Carry the world from launch to end, once with the expected rates and many times with drawn ones.

    Drawn are the rates of corridors and, from 2025 on, fertility and death rates.

    Args:
        launch, until: fifth years up to 2100, in steps of one year any end; draws: random draws besides the central run
            (by default 100, or none under given net migration, where births and deaths alone are drawn); seed: of all
            random numbers; net: "bilateral" for rates by corridor, "wpp" for the net migration that World Population
            Prospects assumes; step: years of a period, 5 with age groups of five years or 1 with single ages; out:
            folder to keep the run in, without it the draws stay in memory; resume: go on with a stopped run in the
            folder; cluster: "local" or the address of a Dask scheduler; progress: called with draws done and wanted.
    Returns: a `Projection`; the same settings and seed give the same numbers, whatever the chunks.
    Raises:
        NotCovered, UnknownName, InvalidInput: settings that cannot be; CannotWrite: too little space;
        DamagedData: a chunk in the folder is not as it was written.

    Example:
        >>> run = project(until=2030, draws=0)
        >>> run.summary.sizes["time"], round(float(run.summary["world_population"][0, 0]) / 1e9, 1)
        (1, 8.6)
    """
    settings = Settings(launch, until, net, seed, step)
    wanted = check_draws((0 if net == "wpp" else 100) if draws is None else draws)
    from corridors.scenarios.ensemble import launched
    from corridors.scenarios.labels import summary

    world = launched(launch, until, net, step)
    made = record(settings, world.datasets)
    if out is None:
        _check_memory(world, wanted)
        parts = [part for _, part in _chunks(settings, list(range(wanted + 1)), cluster, progress, wanted + 1)]
        whole = _joined(parts)
        return Projection(summary(world, whole, {"record": record_text(made)}), whole, made | {"draws": wanted})
    store = _store(Path(out), made, wanted, resume=resume, world=world)
    missing = store.missing()
    for numbers, part in _chunks(settings, missing, cluster, progress, store.draws + 1):
        store.write(numbers, part)
    if missing or not (store.folder / SUMMARY).exists():
        _write_summary(store.folder, summary(world, store.read(), {"record": record_text(store.manifest)}))
    return Projection.open(store.folder)


def draw_bytes(world: "World") -> int:
    """Bytes of one draw."""
    from corridors.scenarios.labels import DIMENSIONS, coordinates
    from corridors.scenarios.store import draw_size

    labels = coordinates(world)
    sizes = {name: len(value) for name, value in labels.items() if not isinstance(value, tuple)}
    return draw_size([(sizes["time"], *(sizes[name] for name in dimensions)) for dimensions in DIMENSIONS.values()])


def _check_memory(world: "World", draws: int) -> None:
    """Refuse draws that would not fit in memory; in a folder they need not."""
    needed = draw_bytes(world) * (draws + 1)
    if needed > MOST_IN_MEMORY:
        raise InvalidInput(
            f"{draws:,} draws need {needed / 2**30:.1f} GiB; {MOST_IN_MEMORY / 2**30:.0f} GiB are kept in memory.",
            hint="Give a folder: out='run/' keeps draws on disk, ten at a time.",
        )


def _store(folder: Path, made: dict[str, Any], draws: int, *, resume: bool, world: "World") -> "Store":
    from corridors.scenarios.store import create

    return create(folder, made, draws, draw_bytes(world), resume=resume)


def _chunks(
    settings: Settings, missing: list[int], cluster: str | None, progress: Progress | None, total: int
) -> Iterator[tuple[list[int], "xr.Dataset"]]:
    """Make the missing draws chunk by chunk, here or on a cluster; each chunk comes once, as it is done."""
    from corridors.scenarios.ensemble import launched, simulate
    from corridors.scenarios.labels import labelled
    from corridors.scenarios.store import spans

    world = launched(settings.launch, settings.until, settings.net, settings.step)
    done = total - len(missing)
    if progress:
        progress(done, total)
    pieces = spans(missing, CHUNK)
    if cluster is None:
        results = ((numbers, simulate(settings, numbers)) for numbers in pieces)
    else:
        from corridors.scenarios.cluster import spread_out

        results = spread_out(settings, pieces, cluster)
    for numbers, values in results:
        yield numbers, labelled(world, numbers, values)
        done += len(numbers)
        if progress:
            progress(done, total)


def _joined(parts: list["xr.Dataset"]) -> "xr.Dataset":
    import xarray as xr

    joined = xr.concat(parts, dim="draw", data_vars="minimal", coords="minimal", compat="override", join="override")
    return joined.sortby("draw")


def _write_summary(folder: Path, made: "xr.Dataset") -> None:
    from corridors.scenarios.store import to_bytes

    content = to_bytes(made)
    path = folder / SUMMARY
    digest = hashlib.sha256(content).hexdigest() + "\n"
    write_together({path.with_suffix(".sha256"): digest, path: content})
