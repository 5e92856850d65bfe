"""Spain's regularisation of 2005: did it draw more people in?"""

from __future__ import annotations

import numpy as np
import polars as pl

from corridors.concepts.quality import Quality
from corridors.content.blocks import References
from corridors.data import lazy
from corridors.evaluation.retrospective.check import Check, Comparison
from corridors.evaluation.retrospective.drawing import drawn
from corridors.evaluation.retrospective.inference import contrast
from corridors.evaluation.retrospective.predicted import predicted
from corridors.evaluation.retrospective.reported_flows import balanced, change, inflows, within
from corridors.evaluation.retrospective.telling import told

HOST = "ESP"
LIKELY = ("ARG", "BOL", "BRA", "CHN", "COL", "DOM", "DZA", "ECU", "GHA", "IND", "MAR", "NGA", "PAK", "PER", "PHL",
          "RUS", "SEN", "UKR", "VEN")  # fmt: skip
"""Large origins from outside the Union; Romania and Bulgaria are left out, since they joined it in 2007."""
EUROPEANS = ("AUT", "BEL", "DEU", "DNK", "FIN", "FRA", "GBR", "GRC", "IRL", "ITA", "NLD", "PRT", "SWE")
"""Citizens who needed no permit: what happened to their flows has nothing to do with the regularisation."""
RIVALS = ("AUT", "CHE", "DEU", "DNK", "FIN", "HUN", "LUX", "NLD", "NOR", "SVN", "SWE")
BEFORE, AFTER = (2002, 2004), (2006, 2007)


def check() -> Check:
    """Inflow of citizens from outside the Union before and after, in Spain against other destinations.

    Equation: `y_d = [log(F_after / F_before)]_outside - [log(F_after / F_before)]_Europeans` in destination `d`, from
    pairs reported in all years; `effect = y_Spain - mean_others y`, each other destination taken as if it had been
    Spain. Predictions: no magnet, `log(1 + regularisation_further_entry)`; a magnet of the size that an easing of entry
    has, `log(1 - entry_reform_inflow)`.

    Source: Monras, Vazquez-Grenno and Elias, https://ideas.repec.org/p/upj/weupjo/18-283.html
    """
    outside, europeans, net = _changes()
    likely = _panel().filter(pl.col("origin").is_in(LIKELY))
    alike = within(likely, "destination", others=RIVALS, before=BEFORE, after=AFTER)
    by_origin = _by_origin()
    flat = predicted(
        "", "no magnet", ["regularisation_further_entry"], np.log1p, "log(1 + regularisation_further_entry)"
    )
    magnet = predicted("", "a magnet like an easing of entry", ["entry_reform_inflow"], lambda r: np.log1p(-r),
                       "log(1 - entry_reform_inflow)")  # fmt: skip
    comparisons = (
        Comparison("Inflow 2002-04 to 2006-07, from outside against Europeans, Spain against others", "log points",
                   contrast(net, [HOST]), flat, magnet),
        Comparison("Inflow from outside, each nationality against itself elsewhere", "log points",
                   contrast(alike, [HOST]), flat, magnet),
    )  # fmt: skip
    references = References()
    cited = (references.cite(lazy("flows_reported")[1], "eurostat_migr_imm1ctz"),)
    names = sorted(outside)
    data = pl.DataFrame({
        "destination": names, "log_change_outside": [outside[name] for name in names],
        "log_change_europeans": [europeans.get(name) for name in names],
        "difference": [net.get(name) for name in names],
    })  # fmt: skip
    figure = drawn(
        "spain", "Inflows rose after the regularisation as before it, of those it concerned and of others", _lines(),
        value="Inflow into Spain (2004 = 100)", event=[2005.25], comparisons=comparisons, quality=[Quality.OBSERVED],
        references=cited, note="The line marks the months of application; 2003 was not reported by citizenship.",
    )  # fmt: skip
    first = comparisons[0]
    figures = {
        "rose": sum(value > 0 for value in by_origin.values()), "nationalities": len(by_origin),
        "low": float(np.expm1(first.observed.low)), "high": float(np.expm1(first.observed.high)),
        "flat": float(np.expm1(first.one.central)), "magnet": float(np.expm1(first.other.central)),
    }  # fmt: skip
    return told("spain", figures, data=data, comparisons=comparisons, figure=figure, sources=cited)


def _panel() -> pl.DataFrame:
    frame = inflows("eurostat_migr_imm1ctz", {*LIKELY, *EUROPEANS}, (*BEFORE, *AFTER))
    return balanced(frame.filter(pl.col("destination").is_in([HOST, *RIVALS])), (*BEFORE, *AFTER))


def _changes() -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Log change by destination: of citizens from outside, of Europeans, and their difference."""
    panel = _panel()
    outside, europeans = (
        change(panel.filter(pl.col("origin").is_in(group)), "destination", BEFORE, AFTER)
        for group in (LIKELY, EUROPEANS)
    )
    return outside, europeans, {name: outside[name] - europeans[name] for name in outside if name in europeans}


def _by_origin() -> dict[str, float]:
    flows = inflows("eurostat_migr_imm1ctz", LIKELY, (2004, 2006)).filter(destination=HOST)
    return change(flows, "origin", (2004,), (2006,))


def _lines() -> pl.DataFrame:
    frame = inflows("eurostat_migr_imm1ctz", {*LIKELY, *EUROPEANS}, range(2000, 2010)).filter(destination=HOST)
    groups = {"outside the Union": LIKELY, "European Union of 2003": EUROPEANS}
    parts = []
    for name, members in groups.items():
        total = balanced(frame.filter(pl.col("origin").is_in(members)), (2002, 2004, 2005, 2006, 2007, 2008))
        yearly = total.group_by("year").agg(pl.col("flow").sum()).sort("year")
        base = yearly.filter(year=2004)["flow"].item()
        parts.append(yearly.select(series=pl.lit(name), year="year", value=100 * pl.col("flow") / base))
    return pl.concat(parts)
