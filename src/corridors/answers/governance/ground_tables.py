"""Tables of common ground: packages, who gains what under each view, which lever carries it, what stays disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers.answer import Column, Data
from corridors.answers.governance import ground_parties as parties
from corridors.answers.governance.ground_parties import SHORT
from corridors.answers.whatif import QUALITY
from corridors.content.words import listed, percent
from corridors.parameters import disputes
from corridors.policy.levers import LEVERS
from corridors.scenarios.common_ground_found import GOALS, LEAST
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corridors.content.blocks import Reference
    from corridors.scenarios.common_ground_file import Movable, Problem
    from corridors.scenarios.common_ground_found import Found, Gains, Package

    Pairs = Sequence[tuple[Problem, Found]]

POINTS = (
    "Gains are in points: one point is one yardstick, the change of a measure that is taken to weigh as much as one "
    "per cent of income, such as one percentage point of all residents; each measure's stands in "
    "`scenarios/tables/yardsticks.csv` with its reason. A gain is the mean over a party's measures, some of which may "
    "fall."
)
COST = (
    "Cost is in {unit}: what the problem's file sets for moving each lever over the whole of its range, and a part of "
    "it for a part of the way; an assumption, which says only that some levers are harder to move than others."
)
COMPOSITION = (
    "A negative number: the party's gain would be larger without the lever. It need not be harm to anybody: measures "
    "are means over the people in a party, so that lawful places for the low-educated lower the mean pay of migrants "
    "where those who come are paid less than those who are there."
)
PACKAGES = {
    "problem": Column("Problem"), "goal": Column("Package"),
    "cost": Column("Cost", "number"), "stayers": Column("Stayers, least", "number", "points"),
    "hosts": Column("Natives, least", "number", "points"), "migrants": Column("Migrants, least", "number", "points"),
    "holds": Column("Draws without a loss", "share"),
}  # fmt: skip
GAINS = {
    "problem": Column("Problem"), "view": Column("View"), "stayers": Column("Stayers", "number", "points"),
    "hosts": Column("Natives of destinations", "number", "points"), "migrants": Column("Migrants", "number", "points"),
    "loses": Column("Who loses"),
}  # fmt: skip
VALUES = {
    "problem": Column("Problem"), "goal": Column("Package"), "lever": Column("Lever"), "neutral": Column("Today"),
    "value": Column("In the package"), "lowest": Column("Lowest tried"), "highest": Column("Highest"),
}  # fmt: skip
CARRIED = {
    "problem": Column("Problem"), "lever": Column("Lever"), "value": Column("Stands at"), "neutral": Column("Today"),
    "stayers": Column("Stayers", "number", "points"), "hosts": Column("Natives of destinations", "number", "points"),
    "migrants": Column("Migrants", "number", "points"),
}  # fmt: skip
MEASURES = {
    "problem": Column("Problem"), "party": Column("Party"), "measure": Column("Measure"),
    "low": Column("Least", "number", "points"), "low_view": Column("under"),
    "high": Column("Most", "number", "points"), "high_view": Column("under "), "verdict": Column("Verdict"),
}  # fmt: skip
SPLIT = {
    "problem": Column("Problem"), "lever": Column("Lever"), "party": Column("Party"),
    "harm": Column("Least by a full move", "number", "points"), "against": Column("under"),
    "help": Column("Most", "number", "points"), "in_favour": Column("under "), "question": Column("Dispute"),
}  # fmt: skip
VERDICTS = {"rises": "rises in every view", "falls": "falls in every view", "split": "views disagree", "still": "still"}


def lever_name(one: Movable) -> str:
    """A lever as a reader knows it, with whom it is for where not all.

    >>> from corridors.scenarios.common_ground_file import Problem
    >>> lever_name(Problem.read("south-asia-gulf").levers[0])
    'Lawful places (low)'
    """
    skills = f" ({', '.join(one.use.skills)})" if one.use.skills else ""
    return f"{LEVERS[one.name].label}{skills}"


def lever_value(one: Movable, value: float) -> str:
    """A value in the lever's unit.

    >>> from corridors.scenarios.common_ground_file import Problem
    >>> levers = Problem.read("south-asia-gulf").levers
    >>> lever_value(levers[0], 1.25), lever_value(levers[3], 0.03)
    ('1.25 times', '3%')
    """
    unit = LEVERS[one.name].unit
    if unit == "ratio":
        return f"{value:.2f} times"
    if unit.startswith("share"):
        return percent(value)
    return f"{value:.2g} ({unit})"


def moved(problem: Problem, package: Package) -> str:
    """The levers that a package moves, in words."""
    from corridors.scenarios.common_ground import scenario_of

    uses = {(use.lever, use.skills) for use in scenario_of(problem, package.values).levers}
    pairs = zip(problem.levers, package.values, strict=True)
    return "; ".join(
        f"{lever_name(one)} {lever_value(one, value)}" for one, value in pairs if (one.name, one.use.skills) in uses
    )


def packages(pairs: Pairs) -> pl.DataFrame:
    """Every package of some problems, with its cost, least gains and how it held in draws."""
    rows = [
        {"problem": problem.title, "goal": GOALS[one.goal], "cost": one.cost,
         **one.least(), "holds": one.check.nobody if one.check else None}
        for problem, found in pairs for one in found.packages
    ]  # fmt: skip
    schema = {"problem": pl.String, "goal": pl.String, "cost": pl.Float64}
    return _marked(rows, schema | dict.fromkeys((*PARTIES, "holds"), pl.Float64))


def gains(
    title: str, made: Mapping[str, Mapping[str, float]], labels: Mapping[str, str], tolerance: Mapping[str, float]
) -> list[dict[str, Any]]:
    """Rows of the gain of each party under each view, and of who loses."""
    return [
        {"problem": title, "view": labels[view], **row, "loses": losers(row, tolerance)} for view, row in made.items()
    ]


def losers(row: Mapping[str, float], tolerance: Mapping[str, float]) -> str:
    """The parties that lose more than the tolerance."""
    found = [SHORT[party].lower() for party in PARTIES if row[party] < -tolerance[party]]
    return listed(found) if found else "nobody"


def values(problem: Problem, found: Found) -> list[dict[str, Any]]:
    """Rows of each lever's value in each package, beside today's and its bounds."""
    return [
        {"problem": problem.title, "goal": GOALS[package.goal], "lever": lever_name(one),
         "neutral": lever_value(one, LEVERS[one.name].neutral), "value": lever_value(one, value),
         "lowest": lever_value(one, one.lowest), "highest": lever_value(one, one.highest)}
        for package in found.packages for one, value in zip(problem.levers, package.values, strict=True)
    ]  # fmt: skip


def carried(problem: Problem, package: Package) -> list[dict[str, Any]]:
    """Rows of what each lever of a package carries: how far least gains fall when it alone stays as it is."""
    return [
        {"problem": problem.title, "lever": lever_name(one), "value": lever_value(one, value),
         "neutral": lever_value(one, LEVERS[one.name].neutral), **package.carried[str(i)]}
        for i, (one, value) in enumerate(zip(problem.levers, package.values, strict=True))
    ]  # fmt: skip


def measures(problem: Problem, found: Found, package: Package) -> list[dict[str, Any]]:
    """Rows of each measure's least and greatest effect over views, in points."""
    return measure_rows(problem.title, parties.points(found, package), found.labels)


def measure_rows(title: str, made: Gains, labels: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows of `measures`, from points of each measure by view."""
    rows = []
    for name in next(iter(made.values()), {}):
        points = {view: row[name] for view, row in made.items()}
        low, high = min(points, key=lambda v: points[v]), max(points, key=lambda v: points[v])
        rows.append(
            {"problem": title, "party": SHORT[str(outcomes()[name].of)], "measure": outcomes()[name].label,
             "low": points[low], "low_view": labels[low], "high": points[high],
             "high_view": labels[high], "verdict": VERDICTS[_verdict(points[low], points[high])]}
        )  # fmt: skip
    return rows


def _verdict(low: float, high: float) -> str:
    if low > LEAST:
        return "rises"
    if high < -LEAST:
        return "falls"
    return "split" if low < -LEAST and high > LEAST else "still"


def split(problem: Problem, found: Found) -> list[dict[str, Any]]:
    """Rows of levers that help a party under one view and harm it under another."""
    return [
        {"problem": problem.title, "lever": lever_name(problem.levers[each["lever"]]), "party": SHORT[each["party"]],
         "harm": each["harm"], "against": found.labels[each["against"]], "help": each["help"],
         "in_favour": found.labels[each["for"]], "question": dispute_of((each["against"], each["for"]))}
        for each in found.split
    ]  # fmt: skip


def dispute_of(chosen: Iterable[str]) -> str:
    """The question of the disputes that views are sides of, or that they are of none.

    >>> dispute_of(["brain-gain", "undecided"])
    'Does skilled emigration drain or gain?'
    """
    wanted = set(chosen)
    found = [one.question for one in disputes() if set(one.views) & wanted]
    return " ".join(found) or "The views hardly differ."


def data(
    pairs: Pairs, references: tuple[Reference, ...], *, shown: list[dict[str, Any]],
    measured: list[dict[str, Any]] | None = None,
) -> tuple[Data, ...]:  # fmt: skip
    """All tables of some problems; `shown` are rows of `gains`, `measured` of `measures`, by default the problems'."""
    best = [(problem, found, found.best) for problem, found in pairs if found.best]
    text, number = pl.String, pl.Float64
    parts = (
        ("gains", f"Who gains what under each view. {_mean(pairs)}", GAINS, shown, POINTS),
        ("values", "Where the levers stand in each package", VALUES, [r for pair in pairs for r in values(*pair)], ""),
        ("carried", "Which lever carries it", CARRIED, [r for p, _, one in best for r in carried(p, one)],
         f"How far the least gain of each party falls when the lever alone is left as it is today. {COMPOSITION}"),
        ("measures", "Each measure under the package", MEASURES,
         [r for t in best for r in measures(*t)] if measured is None else measured,
         "A party's gain is the mean over its measures: one measure may fall while the party gains."),
        ("disputed", "Levers that help a party under one view and harm it under another", SPLIT,
         [r for pair in pairs for r in split(*pair)], "By the slope at today's policies, for a move over the whole of "
         "the lever's bounds."),
    )  # fmt: skip
    unit = next((problem.cost_unit for problem, _ in pairs if problem.cost_unit), "")
    note = f"{POINTS} {COST.format(unit=unit)}" if unit else POINTS
    made = [Data("packages", "Packages found", packages(pairs), PACKAGES, references, note=note, most=20)]
    for name, title, columns, rows, note in parts:
        schema = {key: number if column.show == "number" else text for key, column in columns.items()}
        made.append(Data(name, title, _marked(rows, schema), columns, references, note=note, most=60))
    return tuple(made)


def _mean(pairs: Pairs) -> str:
    first, last = 2025, max(problem.until for problem, _ in pairs)
    return f"Means over {first} to {last}, against the baseline"


def _marked(rows: list[dict[str, Any]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict(schema)).with_columns(quality=pl.lit(QUALITY.value))
