"""The status line of long commands."""

from rich.console import Console
from typer.testing import CliRunner

from corridors.answers import ask
from corridors.cli import main
from corridors.cli.going import Going


def test_the_line_is_asked_for_again_at_each_refresh(monkeypatch):
    now, done = [10.0], [1]
    monkeypatch.setattr("corridors.cli.going.time.monotonic", lambda: now[0])
    console = Console(width=80)
    going = Going("Searching", lambda: f"{done[0]} of 9")
    with console.capture() as first:
        console.print(going)
    now[0], done[0] = 75.4, 2
    with console.capture() as second:
        console.print(going)
    assert (first.get(), second.get()) == ("Searching: 1 of 9, 0 s ...\n", "Searching: 2 of 9, 65 s ...\n")


def test_a_what_if_says_that_the_model_runs_and_a_fact_does_not(monkeypatch):
    """The status line is made for questions of kind W alone; answering is left out."""

    def stop(*given, **named):
        raise RuntimeError("asked")

    said = []
    monkeypatch.setattr(ask, "answer", stop)
    monkeypatch.setattr(Console, "status", lambda self, going: said.append((self.stderr, str(going))) or self)
    for name in ("stocks", "three-rs"):
        assert str(CliRunner().invoke(main.app, ["answer", name]).exception) == "asked"
    ((to_stderr, line),) = said
    assert to_stderr and line.startswith("Running the world model for this question")
