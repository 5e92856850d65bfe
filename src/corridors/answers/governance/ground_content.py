"""What was found for problems of common ground, as an answer holds it: sentences, tables, charts, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corridors.answers.answer import Content, ViewRange
from corridors.answers.governance import ground_charts, ground_tables
from corridors.answers.governance import ground_parties as parties
from corridors.answers.governance.ground_parties import SHORT
from corridors.answers.whatif import CAVEATS, QUALITY
from corridors.content.blocks import Fact, Missing
from corridors.content.words import listed, percent
from corridors.scenarios.common_ground_found import LEAST
from corridors.scenarios.economics import DATASETS
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from corridors.content.blocks import Figure, Reference
    from corridors.scenarios.common_ground_file import Problem
    from corridors.scenarios.common_ground_found import Found, Package

    Pair = tuple[Problem, Found]

DEFINITION = (
    "A party's gain under a view is the mean, over its measures and over the years of the run, of the effect against "
    "the baseline, each in points. One point is one yardstick: the change of a measure that is taken to weigh as much "
    "as one per cent of income, such as one percentage point of all residents; an assumption. The least gain is that "
    "under the view in which the party gains least. Stayers are natives of the origins "
    "at home; natives those of the destinations at home; migrants those born in the origins who live in the "
    "destinations."
)
DATA = (*DATASETS, "migrant_stock", "remittances_bilateral", "remittance_prices")


def content(pairs: Sequence[Pair], references: tuple[Reference, ...]) -> Content:
    """What was found for some problems, as an answer holds it; for a user's own problem too."""
    rows = [
        row for problem, found in pairs if found.best
        for row in ground_tables.gains(problem.title, found.best.gains, found.labels, problem.tolerance)
    ]  # fmt: skip
    first = pairs[0][1]
    tables = ground_tables.data(pairs, references, shown=rows)
    return Content(
        finding=finding(*pairs[0]) if len(pairs) == 1 else summary(pairs),
        definition=DEFINITION,
        data=tables,
        facts=_facts(pairs, references),
        draw=lambda: _figures(pairs, rows, references),
        missing=_missing(pairs),
        views=_view_range(pairs[0][0], first.best, first.labels) if first.best else None,
        uncertainty=checked(pairs),
        caveats=caveats(pairs),
    )


def summary(pairs: Sequence[Pair]) -> str:
    """What was found for several problems, in a sentence for those with common ground and one for those without."""
    with_best = [(problem, found.best) for problem, found in pairs if found.best]
    none = [problem.title for problem, found in pairs if found.best is None]
    said = [f"{p.title}: {_least(best)}" for p, best in with_best]
    carried = [_who_least(p, found, found.best) for p, found in pairs if found.best]
    seen = parties.views_counted([found for _, found in pairs if found.best]) if said else ""
    parts = [
        f"In {len(with_best)} of {len(pairs)} problems a package was found under which no party loses on the whole "
        f"under any of {seen}. Least gains in points (one point is one yardstick: what weighs as much as one per "
        f"cent of income): {'; '.join(said)}.",
        f"On the yardsticks chosen, of those who gain least {'; '.join(carried)}.",
    ] if said else []  # fmt: skip
    if none:
        parts.append(f"None was found within the bounds for {listed(none)}.")
    sides = {side for problem, found in pairs if found.best for side in _apart(problem, found, found.best)}
    if sides:
        parts.append(f"What stays disputed is whether the packages help or harm {listed(sorted(sides), 3)}.")
    return " ".join(parts)


def _least(best: Package) -> str:
    least = best.least()
    return listed([f"{SHORT[party].lower()} {least[party]:+.2f}" for party in PARTIES])


def _who_least(problem: Problem, found: Found, best: Package) -> str:
    """What carries the gain of the party that gains least, and on what it loses."""
    gains = best.least()
    worst = min(gains, key=lambda party: gains[party])
    return f"in “{problem.title}” {parties.told(problem, parties.points(found, best), worst)}"


def _apart(problem: Problem, found: Found, best: Package) -> list[str]:
    rows = ground_tables.measures(problem, found, best)
    return [_called(row) for row in rows if row["verdict"] == ground_tables.VERDICTS["split"]]


def finding(problem: Problem, found: Found) -> str:
    """What was found for one problem, in two sentences.

    The first says whether there is common ground; the second what the views still disagree on.
    """
    best, views = found.best, parties.views_counted([found])
    if best is None:
        split = sorted({ground_tables.lever_name(problem.levers[each["lever"]]) for each in found.split})
        over = f"; the views split over {listed([one.lower() for one in split])}" if split else ""
        return (
            f"{problem.title}: no common ground was found within the bounds. Every package that helps somebody costs "
            f"some party more than the tolerance under one of the {len(found.labels)} views that differ here{over}."
        )
    least = best.least()
    worst = min(least, key=lambda party: least[party])
    ground = "every party gains on the whole" if least[worst] > LEAST else "no party loses on the whole"
    each = listed([f"{SHORT[party].lower()} by {least[party]:.2f}" for party in PARTIES])
    text = (
        f"{problem.title}: with {ground_tables.moved(problem, best).replace('; ', ', ').lower()}, {ground} under "
        f"each of {views}: at the least {each} points (one is one yardstick: what weighs as much as one per cent of "
        "income). "
        f"{parties.balance(problem, parties.points(found, best))} {_disputed(problem, found, best)}"
    )
    return text.rstrip()


def _disputed(problem: Problem, found: Found, best: Package) -> str:
    rows = ground_tables.measures(problem, found, best)
    apart = [row for row in rows if row["verdict"] == ground_tables.VERDICTS["split"]]
    return f"The views disagree whether it helps or harms {_named(apart)}." if apart else ""


def _named(rows: Sequence[Mapping[str, Any]]) -> str:
    return listed([_called(row) for row in rows], 3)


def _called(row: Mapping[str, Any]) -> str:
    return f"{parties.plain(row['measure'])} ({row['party'].lower()})"


def _facts(pairs: Sequence[Pair], references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    rows = []
    for problem, found in pairs:
        if found.best is None:
            continue
        least = found.best.least()
        worst = min(least, key=lambda party: least[party])
        view = found.labels[found.best.least_view(worst)]
        rows.append(
            Fact(f"{problem.title}: least gain of {SHORT[worst].lower()}, who gain least", least[worst],
                 f"{least[worst]:.2f}", f"points, under “{view}”", f"2025-{problem.until}", QUALITY, references)
        )  # fmt: skip
    return tuple(rows)


def _figures(pairs: Sequence[Pair], rows: list[dict[str, Any]], references: tuple[Reference, ...]) -> list[Figure]:
    with_best = [(problem, found) for problem, found in pairs if found.best]
    main = [(problem, found.best) for problem, found in pairs if found.best]
    figures = []
    if rows:
        said = "Gain of each party under each view, in the package that gives most to who gains least"
        years = f"Means over 2025 to {max(problem.until for problem, _ in pairs)}, against the baseline"
        figures.append(ground_charts.by_view(rows, said, years, references))
        figures.append(ground_charts.frontier(with_best, references))
        own = [row for problem, best in main for row in ground_tables.carried(problem, best)]
        figures.append(ground_charts.levers(own, "Which lever carries the package", references))
    compared = [(problem, found) for problem, found in pairs if "random" in found.trail]
    if compared:
        figures.append(ground_charts.trail(compared, references))
    return figures


def _missing(pairs: Sequence[Pair]) -> tuple[Missing, ...]:
    return tuple(
        Missing(
            f"{problem.title}: {listed([outcomes()[name].label.lower() for name in found.left_out])}",
            "Nothing is known of them at launch in these places, or no lever of the problem moves them, so that they "
            "count for nobody.",
        )
        for problem, found in pairs
        if found.left_out
    )


def _view_range(problem: Problem, best: Package, labels: Mapping[str, str]) -> ViewRange:
    least, gains = best.least(), best.gains
    worst = min(least, key=lambda party: least[party])
    values = {labels[view]: row[worst] for view, row in gains.items()}
    said = ground_tables.dispute_of([end(gains, key=lambda view: gains[view][worst]) for end in (min, max)])
    return ViewRange(f"{problem.title}: gain of {SHORT[worst].lower()}", "points", values, said)


def checked(pairs: Sequence[Pair]) -> str:
    """How the main packages held in random draws, in a sentence for each problem."""
    parts = []
    for problem, found in pairs:
        held = found.best.check if found.best else None
        if held is None:
            continue
        share, view, party = min((held.party[view][party], view, party) for view in held.party for party in PARTIES)
        weakest = (
            f"; weakest: {SHORT[party].lower()} under “{found.labels[view]}”, {percent(share)}" if share < 1 else ""
        )
        parts.append(
            f"{problem.title}: in {round(held.nobody * held.draws)} of {held.draws} draws on fresh luck no party "
            f"loses in any view{weakest}."
        )
    return " ".join(parts) or "The packages come from central runs and were not checked in random draws."


def caveats(pairs: Sequence[Pair]) -> tuple[str, ...]:
    """What a reader must not take from the packages."""
    found = [
        "The yardsticks and the equal weights of the measures are assumptions of ours: other weights, which a "
        "problem's file can state, may lead to another package, or to none.",
        "Bounds and costs of the levers are those that the problem states; what lies beyond them was not tried.",
        "The search is a climb from many starts and proves no optimum: that nothing was found does not prove that "
        "there is nothing.",
        *CAVEATS,
    ]
    if any("migrants_irregular" in each.left_out for _, each in pairs):
        found.append(
            "Residents without permission are estimated for seven countries only; elsewhere they count nothing."
        )
    return tuple(found)
