"""The pictures of the world: every place drawn once in its place and shade, and nothing across the map's edge."""

import re
from xml.etree import ElementTree

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.concepts.countries import area
from corridors.explorer import atlas, world, world_charts
from corridors.explorer.atlas import HEIGHT, WIDTH, Point
from corridors.explorer.wording import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"


def points(drawn: str) -> list[list[tuple[float, float]]]:
    """The absolute points of each piece of a path."""
    pieces = []
    for piece in re.findall(r"M([^M]+)", drawn):
        start, *steps = re.findall(r"(-?[\d.]+),(-?[\d.]+)", piece)
        x, y = map(float, start)
        found = [(x, y)]
        for dx, dy in steps:
            x, y = x + float(dx), y + float(dy)
            found.append((x, y))
        pieces.append(found)
    return pieces


def test_no_outline_runs_from_one_edge_of_the_map_to_the_other_or_leaves_it():
    for key, drawn in atlas.land().items():
        for piece in points(drawn):
            # One degree is 2.4 pixels at most; no straight piece of a coast at this scale is longer than 30 degrees.
            assert all(abs(a[0] - b[0]) < 75 for a, b in zip(piece, [*piece[1:], piece[0]], strict=True)), key
            assert all(-0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= HEIGHT + 0.1 for x, y in piece), key


@pytest.mark.parametrize("code", ["KEN", "BRA", "AUS", "SOM", "CYP", "MNG"])
def test_a_country_lies_where_its_main_city_is(code):
    place = area(code)
    city = atlas.position(place.longitude, place.latitude)
    every = [point for piece in points(atlas.land()[place.m49]) for point in piece]
    xs, ys = zip(*every, strict=True)
    # The outlines are coarse: a city on a coast may stand a pixel or two off it.
    assert min(xs) - 2 <= city.x <= max(xs) + 2 and min(ys) - 2 <= city.y <= max(ys) + 2


@given(st.lists(st.tuples(st.integers(-9000, 9000), st.integers(-4000, 4000)), min_size=1, max_size=20))
def test_a_path_goes_through_its_points(tenths):
    given_points = [Point(x / 10, y / 10) for x, y in tenths]
    ((found),) = points(atlas.path(given_points))
    kept = [p for i, p in enumerate(given_points) if i == 0 or p != given_points[i - 1]]
    # Each step is written in tenths exactly; what is left is the error of adding floats.
    assert len(found) == len(kept) and all(
        abs(a[0] - b.x) < 1e-6 and abs(a[1] - b.y) < 1e-6 for a, b in zip(found, kept, strict=True)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("measure", "kind"), [("immigrants", "map"), ("net", "map"), ("immigrants", "corridors")])
def test_the_picture_is_well_formed_and_its_links_are_places(language, measure, kind):
    drawn = world.drawing(measure, 2020, kind, language)
    root = ElementTree.fromstring(f"<div>{drawn}</div>")
    links = [a.attrib["href"] for a in root.iter(f"{SVG}a")]
    assert len(links) == len(set(links)) or kind == "map"
    for link in links:
        code = re.fullmatch(r"/(?:country|corridor)/([A-Z]{3})(?:/([A-Z]{3}))?(\?lang=fr)?", link)
        assert code and bool(code[3]) == (language == "fr")
        assert area(code[1])
    assert all(a.attrib["tabindex"] == "-1" for a in root.iter(f"{SVG}a"))
    assert len(list(root.iter("ul"))) == 1


def test_each_place_has_the_shade_of_its_class_and_says_its_value():
    frame = pl.DataFrame({"country": ["KEN", "UGA", "TON", "TZA"], "value": [5.0, 200.0, 30.0, 0.0]})
    say = lambda key, **given: f"{key} {' '.join(map(str, given.values()))}".strip() if key != "thousands" else ","  # noqa: E731
    root = ElementTree.fromstring(f"<div>{world_charts.choropleth(frame, 'people', (10, 100), say)}</div>")
    found = {}
    for a in root.iter(f"{SVG}a"):
        shape = a[0]
        found[shape[0].text] = shape.attrib["fill"]
    shades = world_charts.CLASSES[-3:]
    assert (found["Kenya: 5"], found["Uganda: 200"], found["Tonga: 30"]) == (shades[0], shades[2], shades[1])
    assert found["Tanzania: 0"] == world_charts.NO_DATA
    assert found["Brazil: class_none"] == world_charts.NO_DATA


def test_a_wider_curve_means_more_people_and_ends_in_a_dot():
    frame = pl.DataFrame({"origin": ["MEX", "IND"], "destination": ["USA", "ARE"], "value": [4_000_000, 1_000_000]})
    root = ElementTree.fromstring(f"<div>{world_charts.curves(frame, lambda key, **_: key)}</div>")
    widths = [float(p.attrib["stroke-width"]) for a in root.iter(f"{SVG}a") for p in a]
    assert widths == [world_charts.WIDEST, world_charts.WIDEST / 4]
    assert len(list(root.iter(f"{SVG}circle"))) == 2
