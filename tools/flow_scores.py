"""Write the packaged scores of the flow estimates: `python tools/flow_scores.py` (some minutes).

The explorer's page on how far to trust an estimate reads them; `corridors evaluate flows` measures them anew.
"""

from pathlib import Path

import polars as pl

from corridors.evaluation.flows_score import score_flows
from corridors.evaluation.held_out import held_out_scores, in_sample
from corridors.evaluation.reported import read_reported
from corridors.evaluation.rivals import rivals

OUT = Path(__file__).parent.parent / "src/corridors/evaluation/tables/flow_scores.csv"

if __name__ == "__main__":
    scores = [*in_sample(score_flows(read_reported(None), rivals())), *held_out_scores()]
    OUT.parent.mkdir(exist_ok=True)
    pl.DataFrame(scores).write_csv(OUT)
