"""Charts of rows on a phone: as wide as the screen, their labels and titles in lines, the values untouched."""

import altair as alt
import polars as pl

from corridors.content import charts
from corridors.content.blocks import Figure
from corridors.explorer.drawing import picture
from corridors.explorer.narrow import LETTERS, both, narrowed

LABEL = "Does development reduce or enable emigration?"


def rows() -> Figure:
    data = pl.DataFrame({"label": [LABEL, "No view"], "change": [1.0, -1.0]})
    y = alt.Y("label:N", axis=alt.Axis(minExtent=170, labelLimit=200))
    mark = alt.Chart(data).mark_point().encode(x=alt.X("change:Q", axis=alt.Axis(tickCount=6)), y=y)
    title = alt.Title("People born in the origins who live in the destinations")
    panel = mark.properties(width=450, height=48, title=title)
    return charts.figure("rows", "", "", alt.vconcat(panel), data, alternative="Up", quality=[], references=[])


def test_a_narrow_chart_fits_a_phone_and_shows_the_same_values():
    figure = rows()
    small = narrowed(figure.spec)
    assert small["datasets"] == figure.spec["datasets"] and figure.spec["vconcat"][0]["width"] == 450
    drawn = picture(small)
    width = float(drawn.partition('width="')[2].partition('"')[0])
    assert width < 360, "an SVG as wide as a phone keeps its letters readable"
    lines = [part.partition("<")[0] for part in drawn.split(">")]
    assert LABEL not in lines and "Does development" in " ".join(lines)
    assert all(len(line) <= LETTERS for line in lines if line and line in LABEL)


def test_a_page_has_both_and_their_ids_differ():
    made = str(both(rows(), picture))
    assert made.count("<svg role=") == 2 and 'class="for-wide"' in made and 'class="for-narrow"' in made
