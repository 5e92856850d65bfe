"""What pages look up: rival flows of a corridor under the words that answers use for their methods."""

from corridors.answers.statistics.flow_tables import METHODS
from corridors.explorer import evidence


def test_rival_flows_are_named_in_words():
    flows = evidence.corridor_flows("TON", "NZL")
    assert flows["method"].unique().sort().to_list() == [METHODS["min-closed"], METHODS["pseudo-bayes"]]
    assert flows.height == 2 * flows["period"].n_unique()
