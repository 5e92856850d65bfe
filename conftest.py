"""Runs the examples in README.md and docs/: Python blocks as doctests, console blocks as commands.

A `python` block whose first line is a prompt is a doctest. A `console` block holds lines `$ corridors ...` with the
output that the command prints under them; `...` stands for anything. Examples of one document share a namespace and
an empty working folder; blocks of any other language are not run.
"""

import doctest
import os
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from sybil import Example, Sybil
from sybil.parsers.myst import CodeBlockParser, PythonCodeBlockParser, SkipParser

OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
"""Speed is measured in benchmarks/: a busy machine must not fail a test."""
ALLOWED = ("corridors ", "ls", "head ", "cat ")

FRAME = "tests/answers/test_frame.py"

collect_ignore_glob = ["docs/conf.py", "docs/gallery.py", "docs/_build/*"]


def run_console(example: Example) -> None:
    """Run each command of a console block and compare what it prints."""
    for command, expected in _commands(example.parsed):
        assert command.startswith(ALLOWED), f"A console block may not run {command!r}."
        done = subprocess.run(
            command, shell=True, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
        )
        assert (done.returncode != 0) == expected.startswith("Error:"), f"$ {command}\n{done.stdout}"
        if expected and not doctest.OutputChecker().check_output(expected, done.stdout, OPTIONS):
            difference = doctest.OutputChecker().output_difference(doctest.Example("", expected), done.stdout, OPTIONS)
            raise AssertionError(f"$ {command}\n{difference}")


def _commands(block: str) -> list[tuple[str, str]]:
    found: list[list[str]] = []
    for line in block.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:].strip(), ""])
        else:
            found[-1][1] += line
    return [(command, expected.rstrip() + "\n" if expected.strip() else "") for command, expected in found]


def enter_folder(namespace: dict[str, object]) -> None:
    """Give a document an empty working folder, no added data and a screen of fixed width."""
    scripts = str(Path(sys.executable).parent)
    patch = namespace["_patch"] = pytest.MonkeyPatch()
    folder = namespace["_folder"] = tempfile.TemporaryDirectory(prefix="corridors-docs-")
    patch.setenv("PATH", os.pathsep.join([scripts, sysconfig.get_path("scripts"), os.environ["PATH"]]))
    patch.setenv("CORRIDORS_DATA", str(Path(folder.name) / "added"))
    patch.setenv("COLUMNS", "100")
    patch.setenv("POLARS_TABLE_WIDTH", "100")
    patch.chdir(folder.name)


def leave_folder(namespace: dict[str, object]) -> None:
    """Undo what `enter_folder` did."""
    namespace["_patch"].undo()  # type: ignore[attr-defined]
    namespace["_folder"].cleanup()  # type: ignore[attr-defined]


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=OPTIONS), CodeBlockParser("console", run_console), SkipParser()],
    patterns=["README.md", "docs/*.md", "docs/**/*.md"],
    excludes=["docs/_build/**", "docs/reference/generated/*", "docs/gallery/generated/*"],
    setup=enter_folder,
    teardown=leave_folder,
).pytest()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep the tests of one file on one worker: what they share is made once, and later examples build on earlier ones.

    The frame of all answers is split by question, of which each shares its own.
    """
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415 - the tests also run without xdist

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            return f"{file}[{test.partition('[')[2]}" if file == FRAME else file

    return ByFile(config, log)
