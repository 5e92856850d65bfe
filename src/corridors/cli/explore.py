"""`corridors explore`: the evidence, the questions and the data in a browser, from this machine."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from corridors.errors import CorridorsError


def explore(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen on; any but this machine's needs a token.")
    ] = "127.0.0.1",
    token: Annotated[
        str, typer.Option(envvar="CORRIDORS_TOKEN", help="What readers give as the password.", show_default=False)
    ] = "",
) -> None:
    """Serve the explorer: world, countries, corridors, questions and data as pages, and the API at /api/v1.

    Everything comes from this machine; nothing is loaded from elsewhere. Stop it with Ctrl-C.

    [bold]Examples[/bold]

      corridors explore

      corridors explore --port 9000
    """
    import socket

    from corridors.explorer.settings import Settings

    settings = Settings(host=host, port=port, token=token)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            hint = "Choose another: --port 0 takes a free one."
            raise CorridorsError(f"Cannot listen on {host}, port {port}: {error.strerror}.", hint=hint) from error
        import uvicorn

        from corridors.explorer.app import create_app
        from corridors.explorer.warm import prepare

        app = create_app(settings)
        prepare(app, token)
        shown = f"[{host}]" if ":" in host else host
        print(
            f"Corridors is at http://{shown}:{listening.getsockname()[1]}/ (stop with Ctrl-C)",
            file=sys.stderr,
            flush=True,
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        server.run(sockets=[listening])
