"""Charts drawn by a process of its own, so that the one that serves pages stays free while Vega works.

The drawer is this module, run as a program: it reads a specification in JSON a line, writes the picture as JSON a line,
and ends when its input does, which is when the explorer ends, however that happens.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

SMALLEST = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x", "type": "quantitative"}}}
"""A chart that makes the drawer load everything it needs."""


class Drawer:
    """A process that turns Vega-Lite specifications into SVG; it is started when first needed, and again if it ends.

    One drawer has one picture in work at a time; readers of others wait, without keeping this process busy.
    """

    def __init__(self) -> None:
        self.process: subprocess.Popen[str] | None = None
        self._drawing = threading.Lock()
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="drawing")

    def draw(self, spec: dict[str, Any]) -> str:
        """One specification as a compact SVG; drawn here where the drawer cannot be started or has ended.

        Raises:
            ValueError: Vega does not understand the specification.
        """
        with self._drawing:
            try:
                if self.process is None or self.process.poll() is not None:
                    self._end()
                    self.process = _started()
                reply = _asked(self.process, spec)
            except (OSError, EOFError):
                self._end()
                return picture(spec)
        if "error" in reply:
            raise ValueError(reply["error"])
        return reply["svg"]

    def ahead(self, spec: dict[str, Any]) -> Future[str]:
        """One specification, drawn while the caller goes on."""
        return self._ahead.submit(self.draw, spec)

    def close(self) -> None:
        """End the process."""
        with self._drawing:
            self._end()

    def _end(self) -> None:
        if self.process is not None:
            self.process.kill()
            with contextlib.suppress(OSError):
                self.process.communicate()
            self.process = None


def picture(spec: dict[str, Any]) -> str:
    """A specification as a compact SVG, drawn in this process."""
    import vl_convert

    from corridors.content.page import compact

    return compact(vl_convert.vegalite_to_svg(spec))


def _started() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "corridors.explorer.drawing"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def _asked(drawer: subprocess.Popen[str], spec: dict[str, Any]) -> dict[str, str]:
    assert drawer.stdin is not None and drawer.stdout is not None
    drawer.stdin.write(json.dumps(spec, default=str) + "\n")
    drawer.stdin.flush()
    reply = drawer.stdout.readline()
    if not reply.endswith("\n"):
        raise EOFError("The drawer has ended.")
    return json.loads(reply)


def main() -> None:
    """Draw what comes in, line by line, until there is no more."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        try:
            reply = {"svg": picture(json.loads(line))}
        except ValueError as error:
            reply = {"error": str(error)}
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


DRAWER = Drawer()
atexit.register(DRAWER.close)

if __name__ == "__main__":
    main()
