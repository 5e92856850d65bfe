"""Scores of estimates against what was counted: nothing here estimates, and nothing here is tuned."""

from corridors.evaluation.flows_score import Score, score_flows
from corridors.evaluation.reported import read_reported

__all__ = ["Score", "read_reported", "score_flows"]
