"""The chord diagram: every flow once, ends as wide as the flows, and a sentence where it cannot be drawn."""

import re
import xml.etree.ElementTree as ET

import polars as pl
import pytest

import corridors as cr
from corridors.errors import InvalidInput

MOVES = pl.DataFrame({"origin": ["A", "A", "B"], "destination": ["B", "C<", "A"], "flow": [30.0, 5.0, 10.0]})


def test_each_flow_is_one_ribbon_of_well_formed_svg() -> None:
    root = ET.fromstring(cr.flows.chord_diagram(MOVES))
    titles = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert titles[1:] == ["A to B: 30 people", "B to A: 10 people", "A to C<: 5 people"]
    assert [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")] == ["A", "B", "C<"]
    assert not re.search(r"\bnan|\binf", ET.tostring(root, encoding="unicode"))


def test_some_places_only_and_what_cannot_be_drawn() -> None:
    assert "C&lt;" not in cr.flows.chord_diagram(MOVES, ["B", "A"])
    with pytest.raises(InvalidInput, match="no flows"):
        cr.flows.chord_diagram(MOVES, ["B", "C<"])
    many = pl.DataFrame({"origin": [f"o{i}" for i in range(30)], "destination": ["d"] * 30, "flow": [1.0] * 30})
    with pytest.raises(InvalidInput, match="31 places cannot be read"):
        cr.flows.chord_diagram(many)
