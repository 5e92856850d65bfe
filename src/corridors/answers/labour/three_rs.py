"""`three-rs`: what recruitment, remittance and return policies yield together, for the three parties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data
from corridors.answers.labour import three_tables as tables
from corridors.answers.whatif_numbers import NONE, POINTS
from corridors.answers.whatif_words import agreed
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import the
from corridors.content.words import listed

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Changes in 2050 against a run of the world model in which nothing changes, on the same luck, for three parties: "
    "those who stay in the countries of origin, natives of the destinations, and people born in the former who live in "
    "the latter. Each of the three Rs is run alone and all together."
)
TOGETHER = {
    "party": Column("Party"),
    "what": Column("Outcome"),
    "recruitment": Column("Recruitment alone", "number"),
    "remittances": Column("Remittances alone", "number"),
    "return": Column("Return alone", "number"),
    "sum": Column("The three added up", "number"),
    "package": Column("Package", "number"),
    "lowest": Column("Package, lowest view", "number"),
    "highest": Column("Highest view", "number"),
    "unit": Column("Change in"),
}
NAMES = (
    "portability_return_response", "origin_wage_years_abroad_elasticity", "remittance_price_elasticity",
    "liquidity_emigration_response_low_income", "liquidity_emigration_response_middle_income",
    "recruitment_cost_months",
)  # fmt: skip
FEES = (
    "Recruitment alone moves the cost of the job, in months of pay, and nothing else: what workers no longer pay "
    "enters nobody's income."
)
CAVEATS = (
    "Recruitment: no usable number was found for how many more would leave if the job cost less, so that what migrants "
    "pay changes and moves do not; debts that are no longer taken up are not counted either.",
    "Return: the support that adds a tenth to earnings at home is assumed, for want of an evaluated programme; its "
    "cost and that of portable benefits are not counted.",
    "Natives at home gain from those who come back only through the work they do; skills learnt there are not counted.",
)
SMALL = 0.05
"""Per cent of the baseline below which a part is said to add hardly anything."""
TOLD = ("migrants_sending_price", "stayers_income", "hosts_income", "migrants_earnings", "migrants")


def answer(asked: Asked, cited: References) -> Content:
    """The shipped package for the Gulf States and Malaysia, or the same policies in other corridors."""
    held = tables.ends(asked)
    pair = (asked.corridor.origin.code, asked.corridor.destination.code) if asked.corridor else None
    studies = tables.studies(held, pair)
    references = whatif.references_of(cited, studies[tables.PACKAGE])
    if not studies[tables.PACKAGE].effects("migrants")["baseline"][0]:
        return _nobody(asked, references)
    frame, months = tables.together(studies), tables.months(studies)
    package = whatif.effects(studies[tables.PACKAGE], tables.SHOWN)
    title = "The package under each view, 2050"
    return Content(
        finding=_finding(asked, frame, package, months),
        definition=DEFINITION,
        data=(
            Data("parts", "Each R alone and the package, no view taken, 2050", frame, TOGETHER, references,
                 note=f"The package differs from the sum where one part changes what another acts on. {FEES} "
                 f"Changes below {NONE:g} are shown as none."),
            whatif.effects_data("views", title, package, references),
            whatif.assumptions(tables.VIEWS, NAMES, references),
        ),
        facts=_facts(months, references),
        draw=lambda: _figures(asked, frame, package, references),
        missing=_missing(months),
        views=whatif.view_range(package.filter(outcome="stayers_income")),
        uncertainty=whatif.open_questions(tables.VIEWS),
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )  # fmt: skip


def _finding(
    asked: Asked, frame: pl.DataFrame, package: pl.DataFrame, months: tuple[float, float] | None
) -> str:  # fmt: skip
    told = []
    phrases = {shown.outcome: shown for shown in tables.SHOWN}
    for outcome in TOLD:
        row = frame.filter(outcome=outcome).row(0, named=True)
        shown = phrases[outcome]
        told.append(f"{shown.phrase} {_moves(row, shown.plural)}{_carried(row)}")
    start = f"With cheaper recruitment, cheaper remittances and support of return together {_where(asked)}, by 2050 "
    jobs = "; what the job costs is published for none of these corridors"
    if months is not None:
        jobs = f"; the job costs {months[1]:.2g} months of pay in place of {months[0]:.2g}, where the cost is published"
    jobs += "; what workers save on it enters nobody's income, so that recruitment alone moves nothing else"
    return f"{start}{'; '.join(told)}{jobs}. {_views(package)}."


def _moves(row: dict[str, object], plural: bool) -> str:
    size = row["package"]
    if not isinstance(size, float):
        return "cannot be followed"
    ending = "" if plural else "s"
    if abs(size) < SMALL:
        return f"hardly change{ending}"
    unit = f" {POINTS}" if row["unit"] == POINTS else "%"
    return f"{'rise' if size > 0 else 'fall'}{ending} by {abs(size):.2g}{unit}"


def _carried(row: dict[str, object]) -> str:
    """Which part moves an outcome most, where one does."""
    size = {part: row[part] for part in tables.PARTS}
    known = {part: abs(value) for part, value in size.items() if isinstance(value, float)}
    if not known or max(known.values()) < SMALL:
        return ""
    carrier = max(known, key=lambda part: known[part])
    return f" (carried by {carrier})"


def _views(package: pl.DataFrame) -> str:
    apart = [rows for rows in (package.filter(outcome=name) for name in TOLD) if not agreed(rows)]
    if not apart:
        return "All views agree on the direction of each"
    return "The views part on " + listed([str(rows["phrase"][0]) for rows in apart])


def _where(asked: Asked) -> str:
    if asked.corridor:
        return f"between {the(asked.corridor.origin)} and {the(asked.corridor.destination)}"
    if asked.origin is not None:
        return f"for people from {the(asked.origin)}, wherever they go"
    if asked.destination is not None:
        return f"for everybody who comes to {the(asked.destination)}"
    return "between South Asia, Indonesia and the Philippines and the Gulf States and Malaysia"


def _facts(months: tuple[float, float] | None, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    if months is None:
        return ()
    return (Fact("The job costs", months[0], f"{months[0]:.2g}", "months of pay abroad, where the cost is published",
                 "before the package", Quality.MODELLED, references),)  # fmt: skip


def _missing(months: tuple[float, float] | None) -> tuple[Missing, ...]:
    found = [Missing("How many more would leave if the job cost less", "No usable number was found.")]
    if months is None:
        found.append(Missing("The cost of the job in these corridors", "None is published (SDG indicator 10.7.1)."))
    return tuple(found)


def _nobody(asked: Asked, references: tuple[Reference, ...]) -> Content:
    place = the(asked.place) if asked.place else "these corridors"
    return Content(
        finding=f"The world model holds no migrants {_where(asked)}, so that no package can be tried.",
        definition=DEFINITION,
        data=(),
        facts=(Fact("Migrants", None, "not known", "", "", Quality.MISSING, references),),
        missing=(Missing(f"Migrants of {place}", "The migrant stock names none."),),
    )


def _figures(
    asked: Asked, frame: pl.DataFrame, package: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers import whatif_charts
    from corridors.answers.labour import three_charts

    title = "What each R does alone, and all three together"
    subtitle = f"Change by 2050 against no policy, {asked.about if asked.arguments else 'the shipped package'}"
    shown = package.filter(pl.col("outcome").is_in(TOLD) & pl.col("percent").is_not_null())
    return [
        three_charts.parts(frame, title, subtitle, references),
        whatif_charts.by_view(shown, "The package under each view", subtitle, references),
    ]
