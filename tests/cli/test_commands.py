"""Other words for commands."""

import shlex

import pytest
import typer
from typer.testing import CliRunner

from corridors.cli import main
from corridors.cli.commands import MEANT, Commands


@pytest.fixture
def run():
    """The command line with the group under test."""
    app = typer.Typer(cls=Commands)
    app.registered_commands, app.registered_groups = main.app.registered_commands, main.app.registered_groups

    def said(*words):
        made = CliRunner().invoke(app, words)
        return made.exit_code, " ".join(made.output.replace("│", " ").split())

    return said


@pytest.mark.parametrize("word", MEANT)
def test_another_word_is_answered_with_the_command_that_is_meant(run, word):
    code, said = run(word, "stocks")
    assert code == 2 and f"Did you mean `corridors {MEANT[word]}`?" in said
    meant = shlex.split(MEANT[word])
    assert run(*meant, "--help")[0] == 0, "the command exists"


def test_a_misspelt_command_is_told_the_nearest(run):
    assert "Did you mean 'answer', 'answers'?" in run("answr", "stocks")[1]


def test_a_question_asked_of_the_list_is_told_how_it_is_asked(run):
    code, said = run("answers", "stocks", "--country", "Nepal")
    assert code == 2 and "`corridors answer stocks`" in said
    assert run("answers", "--search", "visa")[0] == 0
