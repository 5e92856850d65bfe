"""The packaged combined estimate: flows of a year or a period with their intervals and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from corridors.concepts.countries import resolve
from corridors.concepts.quality import Quality
from corridors.data import Source, lazy
from corridors.errors import InvalidInput, NotCovered, UnknownName
from corridors.flows.combination.intervals import ENDS, packaged

KNOWLEDGE = (
    "both report", "destination reports", "origin reports", "destination reports otherwise",
    "origin reports otherwise", "nobody reports",
)  # fmt: skip
"""How much is known of a flow. The first three: it is reported that year by residence. "Otherwise": the pair in other
years, or by citizenship or as grants of residence. The last: neither country reports on it."""
MARKS = (Quality.OBSERVED,) * 3 + (Quality.MODELLED,) * 2 + (Quality.EXTRAPOLATED,)
FIRST, LAST = 1990, 2024
PERIODS = ((1990, 1995), (1995, 2000), (2000, 2005), (2005, 2010), (2010, 2015), (2015, 2020), (2020, 2024))
SHARE_SPREAD = 0.25
"""Standard deviation of the log odds of a corridor's share of men: our judgement, since no packaged report has sex."""
SEXES = ("both", "male", "female")


@dataclass(frozen=True)
class Combined:
    """Flows of one year or period by the combined estimate.

    `frame` has `origin, destination, flow, lower80, upper80, lower95, upper95, quality`, persons over the span: the
    median and the bounds within which an office of the destination would count by previous residence.
    """

    frame: pl.DataFrame
    years: tuple[int, ...]
    sex: str
    source: Source

    @property
    def total(self) -> float:
        """Persons who moved, all corridors of the frame together."""
        return float(self.frame["flow"].sum())


def combined(
    when: int | str | tuple[int, int],
    *,
    origin: str | Sequence[str] | None = None,
    destination: str | Sequence[str] | None = None,
    sex: str = "both",
) -> Combined:
    """Read the combined estimate of a calendar year or a period.

    A period `(a, b)` or "a-b" is the calendar years from a to b - 1, as the stocks' dates bound it; the last,
    2020-2024, ends with 2023. Its flow is the sum of the years' medians, and its bounds are the sums of the years'
    bounds, which holds where the years err together. Flows of men are the median times their share, and women the
    rest: medians of both sexes add up, bounds do not. Pairs below half a person a year are absent.

    Args:
        when: 1990 to 2024, or a period such as "2015-2020"; origin, destination: countries, all without them;
        sex: "both", "male" or "female".
    Raises:
        NotCovered: a year outside 1990-2024; UnknownName: a country or sex that is none; InvalidInput: no period.

    >>> combined("2015-2020", origin="MEX", destination="USA").frame["quality"][0]
    'modelled'
    """
    if sex not in SEXES:
        raise UnknownName("sex", str(sex), SEXES)
    years = _years(when)
    frame, source = lazy("flows_combined")
    kept = frame.filter(pl.col("year").is_in(years))
    for side, places in (("origin", origin), ("destination", destination)):
        if places is not None:
            named = [places] if isinstance(places, str) else list(places)
            kept = kept.filter(pl.col(side).is_in([resolve(place).code for place in named]))
    wide = with_intervals(kept.collect())
    if sex != "both":
        wide = _of_sex(wide, sex)
    marks = pl.col("knowledge").replace_strict(dict(zip(KNOWLEDGE, range(len(KNOWLEDGE)), strict=True)))
    summed = (
        wide.with_columns(rank=marks)
        .group_by("origin", "destination")
        .agg(pl.col("flow", *ENDS).sum(), rank=pl.col("rank").max())
        .sort("origin", "destination")
    )
    quality = pl.col("rank").replace_strict(dict(enumerate(m.value for m in MARKS)), return_dtype=pl.String)
    order = ("origin", "destination", "flow", "lower80", "upper80", "lower95", "upper95")
    return Combined(summed.select(*order, quality=quality), years, sex, source)


def record(found: Combined) -> dict[str, Any]:
    """Say where flows come from, as plain values for JSON.

    >>> record(combined(2019, origin="MEX"))["quality"]["modelled"] > 10
    True
    """
    source = found.source
    return {
        "title": f"Combined estimate of migration flows, {found.years[0]} to {found.years[-1]}",
        "unit": "persons over the years; the median, with bounds of 80 and 95 per cent; absent pairs are near zero",
        "years": list(found.years),
        "sex": found.sex,
        "columns": found.frame.columns,
        "rows": found.frame.height,
        "total": found.total,
        "quality": dict(found.frame["quality"].value_counts().sort("quality").rows()),
        "source": {
            "name": source.name, "title": source.title, "edition": source.edition, "licence": source.licence,
            "citation": source.citation, "sha256": source.sha256, "caveats": list(source.caveats),
        },
    }  # fmt: skip


def with_intervals(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `lower95, lower80, upper80, upper95` to rows of the dataset `flows_combined`."""
    knowledge = frame["knowledge"].replace_strict({name: k for k, name in enumerate(KNOWLEDGE)}, return_dtype=pl.Int64)
    ends = packaged().ends(frame["flow"].to_numpy(), knowledge.to_numpy())
    return frame.with_columns(**{name: pl.Series(ends[:, k]) for k, name in enumerate(ENDS)})


def _of_sex(frame: pl.DataFrame, sex: str) -> pl.DataFrame:
    """One sex: the share of men, or what it leaves; the spreads of logs of flow and share add as squares."""
    share = pl.col("male_share") if sex == "male" else 1 - pl.col("male_share")
    wide = frame.with_columns(share=share)
    flow, part = wide["flow"].to_numpy(), wide["share"].to_numpy()
    columns = {"flow": pl.Series(flow * part)}
    for name, width in (("95", 1.96), ("80", 1.2816)):
        log_share = width * SHARE_SPREAD * (1 - part)
        for end, sign in (("lower", -1), ("upper", 1)):
            gap = np.abs(np.log1p(wide[f"{end}{name}"].to_numpy()) - np.log1p(flow))
            bound = np.log1p(flow) + sign * np.hypot(gap, log_share)
            columns[f"{end}{name}"] = pl.Series(np.expm1(np.maximum(bound, 0.0)) * part)
    return wide.with_columns(**columns)


def _years(when: int | str | tuple[int, int]) -> tuple[int, ...]:
    if isinstance(when, str):
        parts = when.replace("–", "-").split("-")
        if not all(part.strip().isdigit() for part in parts) or len(parts) > 2:
            raise InvalidInput(f"{when!r} is neither a year nor a period.", hint="Write 2019 or 2015-2020.")
        numbers = [int(part) for part in parts]
        when = numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1])
    first, last = (when, when + 1) if isinstance(when, int) else when
    if last <= first:
        raise InvalidInput(f"The period {first}-{last} has no years.", hint="Write the earlier year first.")
    if first < FIRST or last > LAST + 1:
        raise NotCovered(f"The combined estimate covers {FIRST} to {LAST}, not {first} to {last - 1}.")
    return tuple(range(first, last))
