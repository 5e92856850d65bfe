"""Views as they are typed: names, files, and what is said of others."""

import pytest
from typer.testing import CliRunner

from corridors.cli import main
from corridors.cli.arguments import view_of, views_of
from corridors.cli.study import scenario_of
from corridors.errors import UnknownName

OWN = "view: ours\nlabel: Ours\nbased_on: [brain-gain]\n"


@pytest.mark.parametrize(
    "words",
    [
        ["project", "three-rs", "--views", "all,brain-drian"], ["vicious-circle", "--views", "brain-drian"],
        ["parameters", "list", "--view", "brain-drian"],
    ],
)  # fmt: skip
def test_a_misspelt_view_is_told_the_nearest_and_what_lists_them(words):
    said = str(CliRunner().invoke(main.app, words).exception)
    assert said.startswith("Unknown view 'brain-drian'. Did you mean brain-drain")
    assert said.endswith("`corridors parameters views` lists them.")


def test_a_view_that_resembles_none_is_told_what_lists_them():
    with pytest.raises(UnknownName, match=r"Unknown view 'zzzz'\. `corridors parameters views` lists them\."):
        view_of("zzzz")
    assert "brain-drain" in CliRunner().invoke(main.app, ["parameters", "views"]).stdout


def test_names_and_files_stand_together(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(OWN)
    assert list(views_of(f" brain-drain,{path},")) == ["brain-drain", "ours.yaml"]
    given = scenario_of("remittance-prices", f"all,{path}", None, None)
    assert given.views == ("all", "ours.yaml") and given.view_files["ours.yaml"].name == "ours"
