"""Draw how reliable the forecasts' intervals are: run `python docs/images/forecast_reliability.py`.

For every launch year the share of outcomes inside the central intervals of 10 to 95%, for large corridors and for net
migration. On the diagonal intervals mean what they say; above it they are too wide, below it too narrow.
"""

import sys
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

from corridors.evaluation.forecast import classes, net_of, outcome
from corridors.evaluation.forecast_models import corridor_model
from corridors.evaluation.forecast_scores import covered, quantiles

LAUNCHES = (2000, 2005, 2010, 2015, 2020)
LEVELS = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
DRAWS = 1000
PICTURE = Path(__file__).with_suffix(".png")
INK, GREY, BLUES = "#1b1b1b", "#8a8a8a", ["#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#084594"]


def reliability(launch: int) -> list[dict[str, object]]:
    """Shares of outcomes inside intervals of each level."""
    known, (after, years) = outcome(launch)
    prediction = corridor_model(known, years, DRAWS, 0)
    parts = classes(known.periods[-1].flows.sum(axis=0))
    net = net_of(prediction).draws
    cases = {
        "Large corridors (200 persons a year or more)": (prediction.draws[:, parts["large"]], after[parts["large"]]),
        "Small corridors (fewer)": (prediction.draws[:, parts["small"]], after[parts["small"]]),
        "Net migration of countries": (net, after.sum(axis=0) - after.sum(axis=1)),
    }
    rows: list[dict[str, object]] = []
    for name, (draws, truth) in cases.items():
        for level in LEVELS:
            low, high = quantiles(draws, (0.5 - level / 200, 0.5 + level / 200))
            inside = 100 * float(covered(low, high, truth).mean())
            rows.append({"case": name, "launch": launch, "nominal": level, "inside": inside})
    return rows


def picture(rows: pl.DataFrame) -> alt.HConcatChart:
    """One panel for each case, one line for each launch year."""
    diagonal = pl.DataFrame({"nominal": [0, 100], "inside": [0, 100]})
    axes = {
        "x": alt.X("nominal:Q", title="interval, per cent", scale=alt.Scale(domain=[0, 100])),
        "y": alt.Y("inside:Q", title="outcomes inside, per cent", scale=alt.Scale(domain=[0, 100])),
    }
    colour = alt.Color("launch:O", title="launched", scale=alt.Scale(range=BLUES))
    panels = []
    for case in rows["case"].unique(maintain_order=True):
        lines = alt.Chart(rows.filter(case=case)).mark_line(point=True).encode(**axes, color=colour)
        right = alt.Chart(diagonal).mark_line(color=GREY, strokeDash=[4, 3]).encode(**axes)
        panels.append((right + lines).properties(width=210, height=210, title=case))
    return (
        alt.hconcat(*panels)
        .configure_title(color=INK, fontSize=12, fontWeight="normal")
        .configure_view(stroke=None)
        .configure_axis(gridColor="#eeeeee", labelColor=INK, titleColor=INK)
    )


def main() -> None:
    """Score every launch and write the picture."""
    rows = pl.DataFrame([row for launch in LAUNCHES for row in reliability(launch)])
    PICTURE.write_bytes(vl_convert.vegalite_to_png(picture(rows).to_dict(), scale=2))
    print(f"Wrote {PICTURE.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
