"""Draws on many machines: the same chunks, made by the workers of a Dask cluster, each kept once."""

from collections.abc import Iterator
from typing import Any

from corridors.errors import InvalidInput
from corridors.scenarios.ensemble import Draws, simulate
from corridors.scenarios.settings import Settings

RETRIES = 3
"""Times a chunk is tried again elsewhere when it fails, besides those of workers that vanish."""
CONNECT_SECONDS = 30
"""How long a scheduler may take to answer."""


def spread_out(settings: Settings, pieces: list[list[int]], address: str) -> Iterator[tuple[list[int], Draws]]:
    """Make chunks of draws on a cluster and give them as they come; a worker that dies loses nothing.

    A chunk has a name of its own, so that it is counted once even if two workers made it; its numbers are the same on
    any worker of the same kind of machine, since they depend on seed, draw and period alone.

    Args:
        settings: of the run; pieces: draws of each chunk; address: "local" for a cluster of this machine's processes,
            or a scheduler's, "tcp://host:port".
    Raises:
        InvalidInput: nothing answers at the address.
    """
    from distributed import Client, as_completed

    with _client(Client, address) as client:
        client.run(_check_version, _version())
        waiting: dict[Any, list[int]] = {}
        for numbers in pieces:
            run = f"{settings.launch}-{settings.until}-{settings.net}-{settings.seed}-{settings.step}"
            key = f"corridors-{run}-{numbers[0]}-{numbers[-1]}"
            waiting[client.submit(simulate, settings, numbers, key=key, retries=RETRIES)] = numbers
        for future in as_completed(list(waiting)):
            values = future.result()
            yield waiting.pop(future), values
            future.release()


def _client(kind: Any, address: str) -> Any:
    try:
        if address == "local":
            return kind(processes=True, threads_per_worker=1, dashboard_address=None)
        return kind(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        raise InvalidInput(
            f"No cluster answers at {address!r}: {error}.", hint='Give "local" or the address of a Dask scheduler.'
        ) from error


def _version() -> str:
    from corridors import __version__

    return __version__


def _check_version(version: str) -> None:
    if _version() != version:
        raise InvalidInput(
            f"A worker has corridors {_version()}, here is {version}.", hint="Install one version on all machines."
        )
