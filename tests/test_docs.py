"""The documents of the repository say what the package says."""

import re
import runpy
from pathlib import Path

import pytest

import corridors
from corridors.concepts.countries import areas
from corridors.concepts.variables import variables
from corridors.data import names
from corridors.data.source import read_sidecar

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if not {"_build", "generated"} & set(path.relative_to(ROOT).parts)
)  # fmt: skip
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_data_licences_are_those_of_the_sidecars():
    made = runpy.run_path(str(ROOT / "tools/data_licences.py"))["text"]()
    assert read("DATA-LICENCES.md") == made, "Run: python tools/data_licences.py"


def test_every_dataset_stands_in_the_data_licences():
    listed = set(re.findall(r"^\| `(\w+)` \|", read("DATA-LICENCES.md"), re.MULTILINE))
    assert listed == set(names())


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_no_page_names_a_place_on_one_machine():
    assert [page.name for page in PAGES if re.search(r"(?<![\w.:/])/(home|root|work|Users)/", page.read_text())] == []


def test_generated_reference_holds_every_dataset_variable_area_and_command():
    make = runpy.run_path(str(ROOT / "docs/generate.py"))
    assert all(f"(dataset-{name})=" in make["catalogue"]() for name in names())
    assert all(f"| `{name}` |" in make["variable_table"]() for name in variables())
    assert all(f"| `{area.code}` |" in make["areas_page"]() for area in areas())
    assert all(f"`corridors {name}`" in make["commands"]() for name in ("brief", "data list", "data add"))


def test_the_sidecar_in_the_guide_to_extending_is_valid(tmp_path):
    (example,) = re.findall(r"```toml\n(.*?)```", read("docs/explanation/extending.md"), re.DOTALL)
    path = tmp_path / "border_arrivals.toml"
    path.write_text(example, encoding="utf-8")
    assert read_sidecar(path).keys == ("country", "year")


def test_citation_and_changelog_are_of_this_version():
    assert f"version: {corridors.__version__}\n" in read("CITATION.cff")
    assert f"## [{corridors.__version__}]" in read("CHANGELOG.md")


def test_the_picture_of_the_readme_is_small():
    assert (ROOT / "docs/images/brief.png").stat().st_size < 150_000
