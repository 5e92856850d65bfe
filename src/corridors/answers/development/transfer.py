"""Money on its way, from the country where migrants live to the one that receives it."""

from __future__ import annotations

from typing import NamedTuple

from corridors.concepts.countries import Area
from corridors.content.subject import name, the


class Transfer(NamedTuple):
    """Money on its way: from the country where migrants live to the country that receives it."""

    sender: Area
    receiver: Area

    @property
    def label(self) -> str:
        """How a chart or table names it."""
        return f"{name(self.sender)} to {name(self.receiver)}"

    @property
    def from_to(self) -> str:
        """How a sentence names it."""
        return f"from {the(self.sender)} to {the(self.receiver)}"
