"""Fit the combined estimate of flows and package it: python tools/fit_flows.py [--score] [--out FOLDER].

Without options: fit on the packaged reports, write the dataset, put it into the snapshot. With --score: first leave out
whole reporters in turn, and write what the intervals and the held-out scores rest on. What is done,
and why, stands in docs/explanation/combined-flows.md. Needs numpyro. On one machine the same input gives the same
output.
"""

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from corridors.evaluation import Score
from corridors.evaluation.flows_score import groups, measures
from corridors.evaluation.held_out import TABLE
from corridors.files import write_whole
from corridors.flows.combination import intervals, model, panel, reports
from corridors.flows.combination.assemble import Estimate, as_frame, as_stocks_allow, assemble
from corridors.flows.combination.packaged import KNOWLEDGE
from corridors.flows.combination.panel import YEARS, Panel
from corridors.flows.combination.posterior import KNOWN_IN, NOTHING
from corridors.flows.combination.reports import CITIZENSHIP_IN, KINDS, RESIDENCE_IN, Reports

sys.path.insert(0, str(Path(__file__).parent))
import snapshot

SEED, STEPS, FOLDS = 20261122, 300, 5
OBSERVED_PART = 0.6
"""Width of the interval of a reported flow beside that of one reported otherwise, where no second count of it is left
to test it on: our judgement."""
FEWEST_COUNTS = 2000
"""Second counts of reported flows from which errors of such flows are taken."""


@dataclass(frozen=True)
class LeftOut:
    """Reports that a fit did not see, with what it made of them: persons, knowledge, and parts for calibration."""

    name: str
    rows: Reports
    flow: np.ndarray
    knowledge: np.ndarray
    part: np.ndarray


def reporters_left_out(known: Panel, rows: Reports, everything: Reports) -> LeftOut:
    """A fifth of the reporters left out whole, five times, and all reports on them that there are.

    Every effect that their reports would inform is then zero, so the slopes alone are fitted anew, and nothing of
    the other side's reports on them is used. Net migration, which is no report, is left aside too.
    """
    order = np.random.default_rng(SEED).permutation(np.unique(rows.reporter))
    part = np.full(len(known.codes), -1)
    part[order] = np.arange(len(order)) % FOLDS
    tested = everything.of(part[everything.reporter] >= 0)
    flow, own = np.zeros(len(tested)), part[tested.reporter]
    for k in range(FOLDS):
        kept, out = rows.of(part[rows.reporter] != k), tested.of(own == k)
        slopes = model.prepare(known, kept)[1]
        cells = out.t, out.i, out.j
        plain = np.exp(slopes.log_flow(known.x[cells]))
        flow[own == k] = as_stocks_allow(known, plain, np.full(len(out), NOTHING, np.int8), cells)
    return LeftOut("reporters", tested, flow, np.full(len(tested), NOTHING), own)


def sources_left_out(known: Panel, everything: Reports, estimate: Estimate) -> LeftOut:
    """Sources that the fit never uses, where they have been added, against the packaged estimate."""
    tested = everything.of(everything.source >= len(reports.PACKAGED))
    cells = tested.t, tested.i, tested.j
    own = np.random.default_rng(SEED).permutation(len(known.codes))[tested.reporter] % FOLDS
    return LeftOut("sources", tested, estimate.flow[cells].astype(float), estimate.knowledge[cells].astype(int), own)


def calibrated(parts: list[LeftOut], without: int = -1) -> intervals.Errors:
    """Errors on reports of arrivals that were left out, one fifth set aside where asked."""
    flow, persons, knowledge = [], [], []
    for part in parts:
        some = np.isin(part.rows.kind, (RESIDENCE_IN, CITIZENSHIP_IN)) & (part.part != without)
        some &= (part.rows.kind == RESIDENCE_IN) | (part.knowledge >= KNOWN_IN)
        flow.append(part.flow[some])
        persons.append(part.rows.persons[some])
        knowledge.append(part.knowledge[some])
    held = np.concatenate(knowledge)
    quantiles = intervals.calibrate(np.concatenate(flow), np.concatenate(persons), held, len(KNOWLEDGE)).quantiles
    for k in range(KNOWN_IN):
        if (held == k).sum() < FEWEST_COUNTS:
            quantiles[k] = OBSERVED_PART * quantiles[KNOWN_IN]
    return intervals.Errors(quantiles)


def scored(part: LeftOut, parts: list[LeftOut], known: Panel) -> list[Score]:
    """Score reports that were left out; a report's interval is calibrated on the other fifths of reporters."""
    ends = np.zeros((len(part.flow), len(intervals.ENDS)))
    for k in range(FOLDS):
        own = part.part == k
        ends[own] = calibrated(parts, k).ends(part.flow[own], part.knowledge[own])
    rows, codes = part.rows, np.array(known.codes)
    kinds = [(*name.split(", "), "immigration")[:2] for name in KINDS]
    frame = pl.DataFrame({
        "source": np.array((*reports.PACKAGED, *reports.WITHHELD))[rows.source],
        "criterion": np.array([kind[0] for kind in kinds])[rows.kind],
        "side": np.array([kind[1] for kind in kinds])[rows.kind],
        "reporter": codes[rows.reporter], "origin": codes[rows.i], "destination": codes[rows.j],
        "year": rows.t + YEARS[0], "reported": rows.persons, "flow": part.flow,
        "population": known.people[rows.t, rows.i],
        **{name: ends[:, k] for k, name in enumerate(intervals.ENDS)},
    })  # fmt: skip
    return [
        Score("combined", source, f"{criterion}, held out: {part.name}", measure, round(float(value), 6), n)
        for source, criterion, some in groups(frame)
        for measure, (value, n) in measures(some).items()
        if np.isfinite(value)
    ]


def package(known: Panel, estimate: Estimate, folder: Path) -> None:
    """Write the dataset and put it into the snapshot."""
    folder.mkdir(parents=True, exist_ok=True)
    as_frame(known, estimate).write_parquet(folder / "flows_combined.parquet")
    snapshot.build(folder, ["flows_combined"])


def main() -> None:
    """Fit and package; when asked, score, calibrate the intervals and package anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--score", action="store_true", help="leave out reporters, and sources that were added")
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder of the raw dataset")
    given = parser.parse_args()
    known = panel.build()
    rows = reports.read(known.codes)
    print(f"{len(rows):,} reports of {len(np.unique(rows.reporter))} countries", flush=True)
    fit, keys = model.fit(known, rows, STEPS, SEED), model.keys_of(rows, len(known.codes))
    estimate = assemble(known, fit, rows, keys)
    if given.score:
        everything = reports.read(known.codes, reports.PACKAGED + reports.WITHHELD)
        parts = [reporters_left_out(known, rows, everything), sources_left_out(known, everything, estimate)]
        write_whole(intervals.TABLE, intervals.write(calibrated(parts), KNOWLEDGE))
        scores = [vars(line) for part in parts for line in scored(part, parts, known)]
        write_whole(TABLE, pl.DataFrame(scores).write_csv())
    package(known, estimate, given.out)
    print(f"{time.process_time():.0f} s of CPU", flush=True)


if __name__ == "__main__":
    main()
