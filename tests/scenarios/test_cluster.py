"""Draws on a Dask cluster whose workers die: nothing is lost, and no draw is counted twice."""

import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from corridors.errors import InvalidInput
from corridors.scenarios.cluster import spread_out
from corridors.scenarios.settings import Settings

SCRIPT = Path(__file__).parent / "cluster_script.py"


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice():
    """In a process of its own: a cluster's workers start from a main module, which a test is not."""
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=300, check=False)
    came = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith("came")]
    assert came, done.stderr[-2000:]
    assert sorted(int(draw) for draw in came[0]) == list(range(9))


def test_an_address_where_nobody_answers_is_an_error(monkeypatch):
    monkeypatch.setattr("corridors.scenarios.cluster.CONNECT_SECONDS", 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(InvalidInput, match="No cluster answers"):
            list(spread_out(Settings(until=2030), [[0]], "tcp://127.0.0.1:9"))
