"""The three Rs: recruitment, remittances and return, each alone and as a package, for the three parties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.whatif import Shown
from corridors.answers.whatif_numbers import NONE
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import PARTIES, outcomes
from corridors.scenarios.places import model_countries
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.scenarios.study import Study

SHIPPED = "three-rs"
PACKAGE = "package"
PARTS = {
    "recruitment": ("recruitment_cost",),
    "remittances": ("remittance_price",),
    "return": ("portability", "return_support"),
}
"""The levers of each of the three Rs."""
LABELS = {
    "recruitment": "Recruitment costs a quarter",
    "remittances": "Sending costs at most 3%",
    "return": "Portable security and support of return",
    PACKAGE: "All three together",
}
VIEWS = ("remittances-finance", "remittances-replace", "substitutes", "complements")
SHOWN = (
    Shown("stayers_income", "income per head at home", plural=False, label="At home: income per head"),
    Shown("stayers_received", "money received per head", plural=False, label="At home: money received per head"),
    Shown("stayers_wage_low", "pay of the low-educated at home", plural=False, label="At home: pay of low-educated"),
    Shown("hosts_income", "income per head of natives", plural=False, label="Hosts: income per head"),
    Shown("hosts_wage_low", "pay of low-educated natives", plural=False, label="Hosts: pay of the low-educated"),
    Shown("hosts_fiscal", "the public balance of the foreign-born per native", plural=False,
          label="Hosts: public balance of the foreign-born per native"),
    Shown("migrants", "migrants in the corridors", label="Migrants: people"),
    Shown("migrants_earnings", "earnings per migrant worker", label="Migrants: earnings per worker"),
    Shown("migrants_sending_price", "the cost of sending money", plural=False, label="Migrants: cost of sending money"),
    Shown("migrants_recruitment_months", "the cost of the job", plural=False, label="Migrants: cost of the job"),
    Shown("migrants_covered", "migrants covered by an instrument", label="Migrants: covered by an instrument"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ends:
    """Places of origin and of destination, as a scenario names them."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]


def ends(asked: Asked) -> Ends:
    """The corridors of a question: those of the shipped scenario, out of or into one country, or a single one."""
    shipped = Scenario.read(SHIPPED)
    if asked.origin is None and asked.destination is None:
        return Ends(shipped.origins, shipped.destinations)
    start, stop = (place.code if place else None for place in (asked.origin, asked.destination))
    return Ends(*((place,) if place else _but(other) for place, other in ((start, stop), (stop, start))))


def _but(code: str | None) -> tuple[str, ...]:
    return tuple(each for each in model_countries() if each != code)


def scenario(part: str, held: Ends) -> Scenario:
    """The shipped package, or the levers of one R alone, in some corridors."""
    shipped = Scenario.read(SHIPPED)
    wanted = PARTS.get(part)
    levers = tuple(
        replace(use, origins=_short(held.origins), destinations=_short(held.destinations))
        for use in shipped.levers
        if wanted is None or use.lever in wanted
    )
    return replace(
        shipped, name=f"three-rs-{part}", origins=held.origins, destinations=held.destinations, levers=levers
    )


def _short(places: tuple[str, ...]) -> tuple[str, ...]:
    """All places but one as the world, whose natives at home no lever here moves: a scenario's lists are bounded."""
    return ("world",) if len(places) == len(model_countries()) - 1 else places


def studies(held: Ends, pair: tuple[str, str] | None = None) -> dict[str, Study]:
    """The package and each part alone; `pair` is kept apart, and must have people.

    Raises:
        NotCovered: nobody lives or moves in the pair.
    """
    corridors = (pair,) if pair else ()
    return {part: whatif.rivals(scenario(part, held), views=VIEWS, corridors=corridors) for part in (PACKAGE, *PARTS)}


def together(held: dict[str, Study]) -> pl.DataFrame:
    """Each outcome of the three parties: the change by each part alone, their sum, and that of the package.

    Without a view, in per cent of the baseline, or percentage points of a share; `lowest` and `highest` are the
    package's over all views.

    Returns: `party, outcome, what, unit, recruitment, remittances, return, sum, package, lowest, highest, quality`.
    """
    found = {part: whatif.effects(study, SHOWN) for part, study in held.items()}
    rows = []
    for shown in SHOWN:
        known = outcomes()[shown.outcome]
        own = {part: frame.filter(outcome=shown.outcome) for part, frame in found.items()}
        central = {part: _size(frame.filter(view=UNDECIDED)) for part, frame in own.items()}
        views = [_size(row) for row in whatif.decided(own[PACKAGE]).partition_by("view")]
        alone = [central[part] for part in PARTS]
        unknown = any(value is None for value in (*alone, *views))
        rows.append(
            {
                "party": PARTIES[known.of], "outcome": shown.outcome, "what": known.label,
                "unit": _unit(own[PACKAGE]), **{part: central[part] for part in PARTS},
                "sum": None if unknown else sum(value for value in alone if value is not None),
                "package": central[PACKAGE],
                "lowest": None if unknown else min(value for value in views if value is not None),
                "highest": None if unknown else max(value for value in views if value is not None),
            }
        )  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    numbers = [*PARTS, "sum", PACKAGE, "lowest", "highest"]
    return frame.with_columns(pl.col(numbers).cast(pl.Float64), quality=pl.lit(whatif.QUALITY.value))


def _size(rows: pl.DataFrame) -> float | None:
    """The change in per cent or points, a negligible one as none; None where the baseline is nothing."""
    row = rows.row(0, named=True)
    if row["percent"] is None:
        return None
    return float(row["percent"]) if abs(row["percent"]) >= NONE else 0.0


def _unit(rows: pl.DataFrame) -> str:
    return whatif.POINTS if rows["unit"][0] == whatif.POINTS else "%"


def months(held: dict[str, Study]) -> tuple[float, float] | None:
    """Months of pay abroad that the job costs, without and with cheaper recruitment, where the cost is published.

    None where it is published for no corridor asked about.
    """
    row = held["recruitment"].effects("migrants_recruitment_months").row(0, named=True)
    if not row["baseline"]:
        return None
    return float(row["baseline"]), float(row["baseline"] + row["effect"])
