"""What bounds the explorer: where it listens, who may read, how much one request may ask for."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from corridors.errors import InvalidInput

SHORTEST_TOKEN = 16
"""Characters; fewer could be guessed by trying."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the explorer listens and what it allows.

    It binds to the loopback address unless told otherwise; any other address needs a token, which readers give as the
    password of HTTP Basic or as a Bearer token. Runs of scenarios lie in the folder `runs`, by default in the user's
    place for data.

    Raises:
        InvalidInput: an address beyond this machine without a token, or a token that is too short.

    Example:
        >>> Settings().host
        '127.0.0.1'
        >>> Settings(host="0.0.0.0")
        Traceback (most recent call last):
        ...
        corridors.errors.InvalidInput: The address 0.0.0.0 can be reached from other machines: it needs a token. Give
        one of at least 16 characters: --token TOKEN, or CORRIDORS_TOKEN in the environment.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    token: str = ""
    runs: Path | None = None

    def __post_init__(self) -> None:
        need = (
            f"Give one of at least {SHORTEST_TOKEN} characters: --token TOKEN, or CORRIDORS_TOKEN in the environment."
        )
        if not self.token and not _is_loopback(self.host):
            raise InvalidInput(
                f"The address {self.host} can be reached from other machines: it needs a token.", hint=need
            )
        if self.token and len(self.token) < SHORTEST_TOKEN:
            raise InvalidInput(f"The token has {len(self.token)} characters.", hint=need)
        if not 0 <= self.port < 65536:
            raise InvalidInput(
                f"{self.port} is no port.", hint="Ports are numbers from 1 to 65535; 0 takes a free one."
            )

    @property
    def runs_folder(self) -> Path:
        """The folder in which runs lie."""
        from corridors.data.store import user_folder

        return self.runs or user_folder() / "runs"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
