"""Views and disputes: both sides shipped, files read strictly, and back again."""

from pathlib import Path

import pytest

from corridors.errors import CorridorsError, InvalidInput, UnknownName
from corridors.parameters import (
    dispute_over,
    disputes,
    parameter,
    parameter_names,
    read_view,
    resolve_values,
    sides,
    view,
    view_text,
    views,
)  # fmt: skip
from corridors.parameters.strict_yaml import MAX_BYTES

PAIRS = {
    ("borders-deter", "borders-trap"),
    ("regulation-holds", "market-goes-round"),
    ("brain-drain", "brain-gain"),
    ("hidden-subsidy", "no-subsidy"),
    ("development-reduces", "development-enables"),
    ("farm-subsidies-push", "farm-subsidies-little"),
    ("remittances-finance", "remittances-replace"),
    ("integration-income", "integration-attachment"),
    ("substitutes", "complements"),
    ("newcomers-cost", "newcomers-pay"),
    ("global-regime", "regional-processes"),
    ("conflict-intensity", "conflict-spread"),
}
MINE = """view: our-ministry
label: What our ministry expects
statement: We trust the border, and the nurses.
based_on: [borders-deter, brain-gain]
choices:
  remittance_attachment_decay: integration-income
  enforcement_return: {low: -0.3, central: -0.2, high: -0.05, source: Border police register 2019}
  visa_diversion_share: {low: 0.2, central: 0.3, high: 0.4, interval: 80, distribution: normal, source: Own survey}
  distance_elasticity: {central: -1, source: Our statistical office}
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "ministry.yaml"
    path.write_text(MINE)
    return path


def test_every_dispute_has_both_sides_and_each_side_every_disputed_parameter() -> None:
    assert {dispute.views for dispute in disputes()} == PAIRS
    for dispute in disputes():
        one, other = (view(name).choices for name in dispute.views)
        assert set(one) == set(other) == set(dispute.parameters) != set()
        assert all(one[name] != other[name] for name in one)
        assert "What would settle it: " in dispute.note
        assert dispute.disputed
        assert dispute.settled_by


def test_every_disputed_parameter_belongs_to_one_dispute() -> None:
    for name in parameter_names(disputed=True):
        assert [dispute.name for dispute in disputes() if name in dispute.parameters] == [dispute_over(name).name]  # type: ignore[union-attr]
    assert dispute_over("distance_elasticity") is None


def test_resolving_takes_sides_and_leaves_the_rest_undecided() -> None:
    values = resolve_values(["brain-drain", view("borders-trap")])
    assert list(values) == list(parameter_names())
    assert values["schooling_response"] == sides("schooling_response")["brain-drain"]
    assert values["enforcement_return"] == sides("enforcement_return")["borders-trap"]
    assert values["origin_income_elasticity"].view == "undecided"
    assert values["distance_elasticity"] == parameter("distance_elasticity")
    assert resolve_values("brain-drain")["schooling_response"].central == 0


def test_two_sides_of_one_dispute_do_not_go_together() -> None:
    with pytest.raises(InvalidInput, match="'brain-gain' and 'brain-drain'"):
        resolve_values([*("brain-gain", "brain-drain")])
    with pytest.raises(UnknownName, match="brain-gain"):
        resolve_values(["brain-gian"])


def test_a_view_from_a_file(mine: Path) -> None:
    found = read_view(mine)
    assert (found.name, found.based_on) == ("our-ministry", ("borders-deter", "brain-gain"))
    own = found.choices["enforcement_return"]
    assert (own.low, own.central, own.high, own.distribution) == (-0.3, -0.2, -0.05, "triangular")
    assert (own.known, own.source, own.unit) == (
        "stated",
        "Border police register 2019",
        "proportional change per doubling",
    )
    assert found.choices["enforcement_inflow"] == sides("enforcement_inflow")["borders-deter"]
    assert found.choices["remittance_attachment_decay"] == sides("remittance_attachment_decay")["integration-income"]
    assert found.choices["visa_diversion_share"].interval == "80"
    assert found.choices["distance_elasticity"].distribution == "fixed"
    assert resolve_values(found)["visa_diversion_share"].view == "our-ministry"
    assert "brain-gain" in {one.name for one in views()}


def test_a_view_goes_to_yaml_and_back(mine: Path, tmp_path: Path) -> None:
    found = read_view(mine)
    again = tmp_path / "again.yaml"
    again.write_text(view_text(found))
    assert read_view(again) == found


@pytest.mark.parametrize("name", [one.name for one in views()])
def test_every_shipped_view_can_be_the_start_of_an_own_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / "v.yaml"
    path.write_text(f"view: mine\nlabel: Mine\nbased_on: [{name}]\n")
    assert read_view(path).choices == view(name).choices


HEAD = "view: mine\nlabel: Mine\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + "choises: {}\n", "Unknown key 'choises'. Did you mean choices?.*line 3"),
        (HEAD + "choices:\n  schooling_respnse: brain-gain\n", "schooling_response.*line 4"),
        (HEAD + "choices: {schooling_response: brain-gian}\n", "brain-gain"),
        (HEAD + "choices: {distance_elasticity: brain-gain}\n", "Nobody disputes distance_elasticity"),
        (HEAD + "based_on: [brain-gian]\n", "brain-gain.*line 3"),
        (HEAD + "based_on: [brain-gain, brain-drain]\n", "sides of one dispute"),
        (HEAD + "based_on: brain-gain\n", "not a list"),
        (HEAD, "chooses nothing"),
        ("label: Mine\n", "lacks view"),
        ("view: brain-gain\nlabel: Mine\nbased_on: [brain-gain]\n", "is shipped"),
        ("view: My View\nlabel: Mine\nbased_on: [brain-gain]\n", "no name"),
        ("view: 3\nlabel: Mine\nbased_on: [brain-gain]\n", "not text"),
        (HEAD + "label: Again\n", "line 3: the key stands twice"),
        (HEAD + "choices:\n  distance_elasticity: {central: 1, source: a, central: 2}\n", "stands twice"),
        (HEAD + "choices: {distance_elasticity: {central: 1}}\n", "lacks source"),
        (HEAD + "choices: {distance_elasticity: {central: 1, source: ''}}\n", "source"),
        (HEAD + "choices: {distance_elasticity: {central: high, source: s}}\n", "'high', not a number"),
        (HEAD + "choices: {distance_elasticity: {central: true, source: s}}\n", "True, not a number"),
        (HEAD + "choices: {distance_elasticity: {central: .nan, source: s}}\n", "finite"),
        (HEAD + "choices: {distance_elasticity: {central: .inf, source: s}}\n", "finite"),
        (HEAD + "choices: {distance_elasticity: {low: 1, central: 1, source: s}}\n", "one of low and high"),
        (HEAD + "choices: {distance_elasticity: {low: 3, central: 1, high: 2, source: s}}\n", "do not rise"),
        (HEAD + "choices: {distance_elasticity: {centre: 1, source: s}}\n", "Did you mean central"),
        (HEAD + "choices: {distance_elasticity: 1.0}\n", "neither a side"),
        (
            HEAD + "choices: {distance_elasticity: {low: 0, central: 1, high: 2, interval: 90, source: s}}\n",
            "Allowed: none, range",
        ),
        (HEAD + "choices: [1]\n", "not a list of keys"),
        ("- 1\n", "no keys and values"),
        ("", "no keys and values"),
        (HEAD + "---\nview: other\n", "second document"),
        (HEAD + "statement: !!python/object:os.system ls\n", "tags"),
        (HEAD + "choices: {\n", "not YAML"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "line 1: anchors and aliases"),
        ("view: " + "[" * 3000 + "\n", "nested deeper"),
        (HEAD + "choices: {distance_elasticity: {central: " + "9" * 5000 + ", source: s}}\n", "Put text"),
        (HEAD + "choices: {distance_elasticity: {central: 1" + "0" * 400 + ", source: s}}\n", "too large"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused_with_the_reason(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(CorridorsError, match=f"(?s){said}"):
        read_view(path)


def test_a_huge_file_a_binary_one_and_none_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    huge.write_text(HEAD + "#" * MAX_BYTES)
    with pytest.raises(InvalidInput, match="larger than 1,000,000 bytes"):
        read_view(huge)
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInput, match="UTF-8"):
        read_view(binary)
    with pytest.raises(InvalidInput, match="no file"):
        read_view(tmp_path)
