"""Scenario files: read strictly, written back value for value, and resolved into the countries of the model."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridors.concepts import countries
from corridors.errors import CorridorsError, InvalidInput, NotCovered, UnknownName
from corridors.parameters import views
from corridors.policy import LEVERS
from corridors.scenarios.demography import countries as model_of_demography
from corridors.scenarios.places import FREE_MOVEMENT, group_names, model_countries, resolve_place, resolve_places
from corridors.scenarios.scenario import FOLDER, LeverUse, Scenario, shipped, shipped_names
from corridors.scenarios.scenario_file import KEYS, LEVER_KEYS, MOST_CHARACTERS

WHOLE = """scenario: cheap-remittances
title: Remittance prices fall to 3%
question: What would cheaper remittances do?
until: 2045
origins: [NPL]
destinations: [QAT, ARE]
levers:
  - lever: remittance_price
    value: 0.03
    origins: [world]
    destinations: [Gulf Cooperation Council]
    from: 2026
    to: 2040
    joined_by: [world]
    source: SDG target 10.c
  - lever: legal_capacity
    value: 2
    skills: [low]
    from: 2030
    source: Round number
views: [borders-trap, brain-gain]
draws: 50
"""
SHORT = "scenario: s\ntitle: T\nquestion: Q?\nlevers: []\n"
VIEW = "view: our-view\nlabel: Ours\nbased_on: [brain-gain]\n"


def lever(**changes: str) -> str:
    """A scenario with one lever, on lines 5 to 8, with entries changed, added or (empty) left out."""
    entries = {"lever": "remittance_price", "value": "0.03", "from": "2026", "source": "A report"} | changes
    lines = [f"{key}: {value}" for key, value in entries.items() if value]
    return "scenario: s\ntitle: T\nquestion: Q?\nlevers:\n  - " + "\n    ".join(lines) + "\n"


def test_a_whole_file_is_read_as_written() -> None:
    found = Scenario.parse(WHOLE)
    assert (found.name, found.until, found.draws) == ("cheap-remittances", 2045, 50)
    assert (found.origins, found.destinations) == (("NPL",), ("QAT", "ARE"))
    assert found.levers[0] == LeverUse(
        "remittance_price",
        0.03,
        ("world",),
        ("Gulf Cooperation Council",),
        (),
        2026,
        2040,
        ("world",),
        "SDG target 10.c",
    )
    assert found.levers[1] == LeverUse("legal_capacity", 2.0, skills=("low",), start=2030, source="Round number")
    assert [view.name for view in found.chosen_views()] == ["borders-trap", "brain-gain"]
    assert Scenario.parse(found.text()) == found


def test_what_is_left_out_means_the_world_under_every_view() -> None:
    found = Scenario.parse(SHORT)
    assert (found.until, found.draws, found.views, found.levers) == (2050, 100, ("all",), ())
    assert found == Scenario("s", "T", "Q?")
    assert found.chosen_views() == views()
    assert resolve_places(found.origins) == model_countries()


@pytest.mark.parametrize("name", shipped_names())
def test_every_shipped_scenario_is_sourced_and_comes_back_from_its_text(name: str) -> None:
    found = Scenario.read(name)
    assert found.name == name
    assert found.question.endswith("?")
    assert found.views == ("all",)
    assert found.levers
    assert all(any(sign.isdigit() for sign in use.source) or "ssumed" in use.source or "same" in use.source
               for use in found.levers)  # fmt: skip
    assert all(use.value != LEVERS[use.lever].neutral for use in found.levers)
    assert Scenario.parse(found.text()) == found
    assert Scenario.read(FOLDER / f"{name}.yaml") == found


def test_the_questions_of_the_founding_documents_are_shipped() -> None:
    pulled = {use.lever for name in shipped_names() for use in Scenario.read(name).levers}
    assert pulled >= {
        "remittance_price", "enforcement", "legal_capacity", "recruitment_cost", "return_support", "free_movement",
        "recognition", "farm_subsidies", "aid", "conflict", "resettlement", "regularisation", "ratification", "growth",
        "naturalisation",
    }  # fmt: skip
    assert len(set(shipped().values())) == len(shipped()) >= 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHORT + "drawz: 3\n", "Unknown key 'drawz'. Did you mean draws?.*s.yaml, line 5"),
        (lever(form="2026"), "Unknown key 'form'. Did you mean from?.*line 9"),
        (SHORT + "1: 3\n", "key is not text"),
        (SHORT + "title: U\n", "line 5: the key stands twice"),
        (lever(value="1\n    value: 2"), "stands twice"),
        ("title: T\nquestion: Q?\nlevers: []\n", "the file lacks `scenario`, its name"),
        ("scenario: s\ntitle: T\nquestion: Q?\n", "the file lacks `levers`, the list"),
        (lever(source=""), r"line 5: lever 1 \(remittance_price\) lacks `source`, where the number comes from"),
        (lever(**{"from": "", "source": ""}), r"lever 1 \(remittance_price\) lacks `from`, the first year; `source`,"),
        (lever(lever="", value="1"), "lever 1 lacks `lever`, its name"),
        (lever(lever="remittance_prize", **{"from": ""}), "Unknown lever 'remittance_prize'. Did you mean remittance_"),
        (SHORT.replace("[]", "[aid]"), "line 4: lever 1 is 'aid', not a list of keys and values. Write lever: and"),
        (lever(source="''"), "line 8: source is '', not text"),
        (lever(source="2015"), "line 8: source is 2015, not text"),
        (lever(source="see <a href='x'>this</a>"), "line 8: source holds markup"),
        (lever(source="'" + "x" * 801 + "'"), "line 8: source is longer than 800"),
        (SHORT.replace("title: T", "title: " + "x" * 121), "line 2: title is longer"),
        (SHORT.replace("title: T", 'title: "a\\u202eb"'), r"line 2: title holds the character U\+202E"),
        (SHORT.replace("question: Q?", 'question: "\\ud800?"'), r"line 3: question holds the character U\+D800"),
        (SHORT.replace("scenario: s", "scenario: My Scenario"), "line 1: 'My Scenario' is no name"),
        (lever(lever="remitance_price"), "Unknown lever 'remitance_price'. Did you mean remittance_price?.*line 5"),
        (lever(lever="[a]"), "Unknown lever"),
        (lever(value="3"), "line 6: the value of remittance_price is 3, outside 0 to 1. Its unit is share"),
        (lever(value="-0.1"), "line 6.*outside"),
        (lever(value=".nan"), "line 6.*nan, outside"),
        (lever(value=".inf"), "line 6.*inf, outside"),
        (lever(value="true"), "line 6.*True, not a number"),
        (lever(value="2026-01-01"), "line 6.*not a number"),
        (lever(value="3%"), "line 6.*'3%', not a number"),
        (lever(value="'0.03'"), "line 6.*not a number"),
        (lever(value="[0.03]"), "line 6.*not a number"),
        (lever(value="0x" + "f" * 5000), "line 6.*thousands of digits"),
        (lever(**{"from": "2024"}), "line 7: the lever starts in 2024, outside.*from 2025 to 2049"),
        (lever(**{"from": "2050"}), "line 7: the lever starts in 2050"),
        (lever(**{"from": "2026.5"}), "line 7: from is 2026.5, not a whole number"),
        (lever(**{"from": "2026-01-01"}), "line 7: from is .*not a whole number"),
        (lever(**{"from": "true"}), "line 7: from is True, not a whole number"),
        (lever(to="2026"), "line 9: the lever ends in 2026 and starts in 2026"),
        (lever(to="2101"), "line 9: the lever ends in 2101"),
        (lever(origins="[Mexxico]"), "Unknown place 'Mexxico'. Did you mean Mexico.*line 9"),
        (lever(origins="[Mexico,\n      Gulf Coperation Council]"), "Did you mean Gulf Cooperation Council.*line 10"),
        (lever(origins="[Congo]"), "ambiguous"),
        (lever(origins="[Soviet Union]"), "of kind 'former'"),
        (lever(origins="[Vatican]"), "no people in Vatican.*line 9"),
        (lever(origins="[]"), "line 9: origins is not a list of 1 to"),
        (lever(origins="Mexico"), "line 9: origins is not a list"),
        (lever(origins="[[Mexico]]"), r"line 9: \['Mexico'\] is not a name"),
        (lever(origins="[no, true]"), "line 9: True is not a name"),
        (lever(origins="[' Mexico']"), "stray spaces"),
        (lever(origins="[4840]"), "4840 is not a name"),
        (lever(joined_by="[Mars]"), "Unknown place 'Mars'"),
        (lever(skills="[low]"), "line 9: the lever remittance_price takes no skills. It takes origins"),
        (lever(lever="recognition", value="0.5", skills="[low]"), "Unknown skill 'low'.*takes medium, high"),
        (lever(lever="legal_capacity", value="2", skills="[hihg]"), "Did you mean high"),
        (lever(lever="aid", value="2", destinations="[Mali]"), "line 9: the lever aid takes no destinations"),
        (lever(lever="growth", value="0.1", destinations="[Mali]"), "takes no destinations"),
        (lever(lever="ratification", value="1", origins="[Mali]"), "takes no origins"),
        (SHORT.replace("[]", "{}"), "line 4: levers is not a list"),
        (SHORT.replace("[]", "[3]"), "not a list of keys"),
        (SHORT.replace("[]", "[" + "{}, " * 41 + "]"), "more than 40"),
        (SHORT + "until: 2048\n", "line 5: a run cannot end in 2048.*nearest: 2050"),
        (SHORT + "until: 2025\n", "nearest: 2030"),
        (SHORT + "until: 2105\n", "nearest: 2100"),
        (SHORT + "until: '2050'\n", "line 5: until is '2050', not a whole number"),
        (SHORT + "views: [borders-trapp]\n", "Unknown view 'borders-trapp'. Did you mean borders-trap?.*line 5"),
        (SHORT + "views: []\n", "line 5: views is not a list"),
        (SHORT + "views: [all, borders-trap]\n", "line 5: the view 'borders-trap' stands twice"),
        (SHORT + "views: [brain-gain,\n  brain-gain]\n", "line 6: the view 'brain-gain' stands twice"),
        (SHORT + "views: [ours.yaml]\n", "line 5: 'ours.yaml' names a file, and this text lies in no folder"),
        (SHORT + "draws: -1\n", "line 5: -1 draws"),
        (SHORT + "draws: 10001\n", "from 0 .* to 10,000"),
        (SHORT + "draws: 1.5\n", "line 5: draws is 1.5, not a whole number"),
        (SHORT + "origins: [" + "Mali, " * 801 + "]\n", "list of 1 to 800"),
        (SHORT + f"origins: [{'Mali, ' * 500}]\ndestinations: [{'Mali, ' * 500}]\n", "more than 800 places"),
        ("a: &a [x, x]\nb: [*a, *a]\n", "line 1: anchors and aliases"),
        (SHORT + "draws: !!python/object:os.system ls\n", "tags"),
        (SHORT + "---\nscenario: t\n", "second document"),
        ("", "no keys and values"),
        ("- 1\n", "no keys and values"),
        ("scenario: " + "[" * 3000, "nested deeper"),
        ("#" * (MOST_CHARACTERS + 1), "s.yaml is longer than 100,000 characters"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_is_refused_with_line_and_reason(text: str, said: str) -> None:
    with pytest.raises(CorridorsError, match=f"(?s){said}"):
        Scenario.parse(text, "s.yaml")


def test_what_is_no_text_and_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="not from bytes"):
        Scenario.parse(b"scenario: s")  # type: ignore[arg-type]
    huge = tmp_path / "huge.yaml"
    huge.write_text(SHORT + "#" * 4 * MOST_CHARACTERS)
    with pytest.raises(InvalidInput, match=r"huge.yaml is longer"):
        Scenario.read(huge)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="UTF-8"):
        Scenario.read(binary)
    with pytest.raises(InvalidInput, match="no file"):
        Scenario.read(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="Cannot read"):
        Scenario.read(f"{'x' * 5000}.yaml")
    with pytest.raises(UnknownName, match=r"Did you mean remittance-prices.*path of a \.yaml file"):
        Scenario.read("remitance-prices")


def test_a_view_file_beside_the_scenario_is_read_and_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    (folder / "views").mkdir(parents=True)
    (folder / "views" / "our.yaml").write_text(VIEW)
    (folder / "twin.yaml").write_text(VIEW)
    (tmp_path / "out.yaml").write_text(VIEW)
    path = folder / "s.yaml"
    path.write_text(SHORT + "views: [all, views/our.yaml]\n")
    found = Scenario.read(path)
    assert [view.name for view in found.chosen_views()] == [*(view.name for view in views()), "our-view"]
    assert Scenario.parse(found.text(), folder=folder) == found
    for named, said in (
        ("../out.yaml", "line 5: ../out.yaml lies outside the folder"),
        (str(tmp_path / "out.yaml"), "lies outside the folder"),
        ("views/none.yaml", "no file"),
        ("s.yaml", "Unknown key 'scenario'"),
        ("views/our.yaml, twin.yaml", "two views are called 'our-view'"),
        ("y" * 199 + ".yaml", "longer than 200"),
        ("é" * 180 + ".yaml", "cannot read"),
    ):
        path.write_text(SHORT + f"views: [{named}]\n")
        with pytest.raises(CorridorsError, match=said):
            Scenario.read(path)
    (folder / "link.yaml").symlink_to(tmp_path / "out.yaml")
    path.write_text(SHORT + "views: [link.yaml]\n")
    with pytest.raises(InvalidInput, match="outside"):
        Scenario.read(path)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "No Name"}, "no name"),
        ({"title": "two\nlines"}, "line breaks"),
        ({"until": 2051}, "cannot end in 2051"),
        ({"views": ()}, "views is not a list"),
        ({"views": ("ours.yaml",)}, "Unknown view 'ours.yaml'"),
        ({"levers": (LeverUse("aid", math.nan, source="A report"),)}, "nan, outside"),
        ({"levers": (LeverUse("aid", 2.0),)}, "source is '', not text"),
        ({"levers": (LeverUse("aid", 2.0, start=2060, source="A report"),)}, "starts in 2060"),
        ({"levers": (LeverUse("aid", 2.0, destinations=("Mali",), source="A report"),)}, "takes no destinations"),
    ],
)
def test_a_scenario_made_by_hand_obeys_the_same_rules(changes: dict[str, object], said: str) -> None:
    with pytest.raises(CorridorsError, match=said):
        Scenario(**({"name": "s", "title": "T", "question": "Q?"} | changes))  # type: ignore[arg-type]


def test_places_are_those_of_the_model_and_each_group_has_members() -> None:
    assert model_countries() == model_of_demography()
    for name in group_names():
        if name != "Micronesia":
            assert set(resolve_place(name)) <= set(model_countries())
            with pytest.raises(UnknownName):
                countries.resolve(name, kinds=("country", "territory"))
    for row in countries.areas(("country", "territory")):
        if row.in_wpp2024 and row.code not in ("GGY", "JEY"):
            assert resolve_place(row.code) == (row.code,)
    assert all(len(resolve_place(name)) > 1 for name in FREE_MOVEMENT)


def test_groups_have_the_members_of_their_date() -> None:
    assert "GBR" not in resolve_place("EU")
    assert {"MLI", "BFA", "NER"}.isdisjoint(resolve_place("ECOWAS"))
    assert {"BGR", "ROU", "HRV", "CHE"} <= set(resolve_place("Schengen"))
    incomes = [
        resolve_place(name) for name in ("Low income", "Lower middle income", "Upper middle income", "High income")
    ]
    assert len({code for group in incomes for code in group}) == sum(map(len, incomes)) <= len(model_countries())
    assert all(countries.income_group(code, 2024) == "Low income" for code in incomes[0])


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ("Guernsey", ("CHI",)), ("Channel Islands", ("CHI",)), ("us", ("USA",)), ("484", ("MEX",)),
        ("Côte d'Ivoire", ("CIV",)), ("GCC", ("ARE", "BHR", "KWT", "OMN", "QAT", "SAU")),
        ("054", ("FJI", "NCL", "PNG", "SLB", "VUT")), ("The World", model_countries()), ("1", model_countries()),
    ],
)  # fmt: skip
def test_a_place_by_any_usual_name(given: str, codes: tuple[str, ...]) -> None:
    assert resolve_place(given) == codes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Micronesia", r"FSM or 57 \(the region\)\? The name is ambiguous"),
        ("Gulf", "Gulf Cooperation Council"),
        ("R_EAS", "of kind 'group'"),
        ("UNK", "of kind 'special'"),
        ("  ", "Give a country, region or group"),
        ("x" * 200, "Unknown place 'x{40}\\.\\.\\.'"),
    ],
)
def test_an_unknown_place_is_named_with_the_nearest_ones(given: str, said: str) -> None:
    with pytest.raises(UnknownName, match=said):
        resolve_place(given)


def test_a_place_is_text_and_has_people() -> None:
    with pytest.raises(InvalidInput, match="not as int"):
        resolve_place(484)  # type: ignore[arg-type]
    with pytest.raises(NotCovered, match="no people in Vatican"):
        resolve_places(["Mexico", "Vatican"])


PLACES = st.lists(
    st.sampled_from(["world", "MEX", "NO", "Nepal", "EU", "484", "Low income", "Sub-Saharan Africa", "Côte d'Ivoire"]),
    max_size=3, unique=True,
).map(tuple)  # fmt: skip
SIGNS = st.text(
    st.characters(categories=("L", "N", "P", "S"), exclude_characters="<") | st.sampled_from("-:#?!&*%@'\"[]{}|>,~="),
    min_size=1, max_size=12,
)  # fmt: skip


def plain(longest: int) -> st.SearchStrategy[str]:
    return st.lists(SIGNS, min_size=1, max_size=30).map(lambda words: " ".join(words)[:longest].strip())


@st.composite
def uses(draw: st.DrawFn, until: int) -> LeverUse:
    """Any lever at any value, in any places that it takes."""
    chosen = LEVERS[draw(st.sampled_from(sorted(LEVERS)))]
    start = draw(st.integers(2025, until - 1))
    return LeverUse(
        lever=chosen.name,
        value=draw(st.floats(chosen.lowest, chosen.highest)),
        origins=() if chosen.scope == "destination" else draw(PLACES),
        destinations=draw(PLACES) if chosen.scope in ("corridor", "destination") else (),
        skills=tuple(draw(st.lists(st.sampled_from(chosen.skills), unique=True))) if chosen.skills else (),
        start=start,
        end=draw(st.none() | st.integers(start + 1, 2100)),
        joined_by=draw(PLACES),
        source=draw(plain(800)),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Any scenario."""
    until = draw(st.sampled_from(range(2030, 2101, 5)))
    named = st.lists(st.sampled_from([view.name for view in views()]), min_size=1, max_size=3, unique=True)
    return Scenario(
        name=draw(st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)),
        title=draw(plain(120)),
        question=draw(plain(500)),
        until=until,
        origins=draw(PLACES),
        destinations=draw(PLACES),
        levers=tuple(draw(st.lists(uses(until), max_size=3))),
        views=draw(st.just(("all",)) | named.map(tuple)),
        draws=draw(st.integers(0, 10_000)),
    )


@settings(max_examples=100, deadline=None)
@given(scenarios())
def test_any_scenario_comes_back_from_its_text(made: Scenario) -> None:
    assert Scenario.parse(made.text()) == made


ODD = (
    "&a", "*a", "!!int ", "%YAML 1.1\n---\n", "\t", "\x00", "\ufeff", "\u2028", "[", "]", "{", "}", ":", "- ", "|",
    "> ", ".nan", ".inf", "9" * 5000, "0x" + "f" * 5000, "1e400", "2026-13-45", "2026-01-01", "true", "null", "~", "=",
    "'", '"', "\\", "\ud800", "#", "\n", "  ", '"\\xff"', '"\\ud800"', "0o17", "1_000", "0x_", "<b>", "<<: {a: 1}",
    "? ", "1: 2\n", "? [a]\n: b\n", "---\n", "@", "`", "Mars", "world", "[]", "{}", *KEYS, *LEVER_KEYS,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The text of a scenario with up to three pieces cut out or put in."""
    text = WHOLE
    for _ in range(draw(st.integers(1, 3))):
        first = draw(st.integers(0, len(text)))
        last = min(len(text), first + draw(st.integers(0, 30)))
        text = text[:first] + draw(st.sampled_from(ODD) | st.text(max_size=5)) + text[last:]
    return text


@settings(max_examples=200, deadline=None)
@given(mutated())
def test_any_text_gives_a_scenario_or_an_error_for_its_writer(text: str) -> None:
    try:
        found = Scenario.parse(text)
    except CorridorsError as error:
        assert str(error)
    else:
        assert Scenario.parse(found.text()) == found
