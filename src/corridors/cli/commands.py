"""The group of commands, which knows what people type for a command that is called something else."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

MEANT = {
    "ask": "answer", "question": "answer", "questions": "answers", "run": "project", "simulate": "project",
    "scenario": "project", "scenarios": "project --list", "views": "parameters views", "country": "brief",
    "corridor": "brief", "serve": "explore",
}  # fmt: skip
"""Other words for commands; misspelt names are told by Typer."""


class Commands(TyperGroup):
    """Commands that answer to other words for them with the command that is meant."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find a command; refuse another word for one, and a question asked of the list of questions."""
        word, rest = args[0], args[1:]
        if word not in self.commands and word in MEANT:
            ctx.fail(f"No such command {word!r}. Did you mean `corridors {MEANT[word]}`?")
        if word == "answers" and rest and not rest[0].startswith("-"):
            ctx.fail(f"`corridors answers` lists the questions. To ask one: `corridors answer {rest[0]}`.")
        return super().resolve_command(ctx, args)
