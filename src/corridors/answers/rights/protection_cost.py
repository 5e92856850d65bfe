"""`protection-cost`: what protecting migrants would cost, against their earnings and the taxes they pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.rights import protection_runs as runs
from corridors.answers.whatif_world import in_model, not_estimated, world
from corridors.content.blocks import Fact, Missing, Note
from corridors.content.subject import the
from corridors.content.words import percent
from corridors.data import source as find_source
from corridors.parameters import disputes, view
from corridors.scenarios.places import resolve_places
from corridors.scenarios.scenario import Scenario

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.answers.rights.protection_runs import Sums
    from corridors.content.blocks import Figure, Reference, References

SHIPPED = "convention-ratified"
VIEWS = ("newcomers-cost", "newcomers-pay")
PARAMETERS = ("fiscal_tax_share", "fiscal_public_goods_share", "portability_return_response")
DEFINITION = (
    "Public cost a year for each resident born abroad, in international dollars, of the duties that a package adds "
    "where nothing of them is done yet: an upper bound for a State that does much already. Each duty costs a share of "
    "GDP per head for each person it concerns. What a worker no longer pays for the job is paid by the employer, once."
)
PACKAGES = {
    "label": Column("Package"),
    "covered": Column("Covered in 2050", "share"),
    "low": Column("Cost, low", "number"),
    "central": Column("middle", "number"),
    "high": Column("high", "number"),
    "of_earnings": Column("Of earnings", "share"),
    "of_taxes": Column("Of taxes", "share"),
    "months": Column("Months of pay for the job", "number"),
    "returns": Column("Returns, change", "percent"),
}
ITEMS = {
    "item": Column("Duty"),
    "of": Column("For each"),
    "low": Column("Low", "number"),
    "central": Column("Middle", "number"),
    "high": Column("High", "number"),
    "known": Column("Number is"),
    "source": Column("Source"),
}
CAVEATS = (
    *whatif.CAVEATS,
    "No State that ratified has published what it cost: the costs are built from duties, and two of three numbers are "
    "recalled or assumed.",
    "Whether ratification changes what is done has not been measured; a person counts as covered once an instrument is "
    "in force.",
    "Duties to residents without permission count only where these are estimated; elsewhere their cost is left out.",
    "Better pay and health that protection may bring are not counted, because no estimate was found.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Three packages of instruments for the largest destinations, or for one country."""
    codes = (
        resolve_places(Scenario.read(SHIPPED).destinations)
        if asked.country is None
        else (in_model(asked.country.code),)
    )
    held = runs.sums(codes)
    references = tuple(cited.cite(find_source(name)) for name in (*world().datasets, "treaties", "economy"))
    place = "the twenty largest destinations" if asked.country is None else the(asked.country)
    if held.migrants < 1 or held.earnings <= 0:
        return Content(
            finding=f"No cost can be given for {place}: hardly anybody born elsewhere lives there in the model.",
            definition=DEFINITION, data=(), caveats=CAVEATS,
            missing=(Missing(f"Migrants in {place}", "The stock of people born elsewhere is too small."),),
        )  # fmt: skip
    frame = runs.packages(held)
    title = f"Packages of protection, {asked.about}: public cost a migrant and year, international dollars, 2030"
    return Content(
        finding=_finding(place, held, frame),
        definition=DEFINITION,
        data=(
            Data("packages", title, frame, PACKAGES, references,
                 note="Low and high: the ranges of the numbers behind, together; no interval of probability."),
            Data("duties", "What each duty costs a year, as a share of GDP per head", runs.items(), ITEMS, references,
                 note="For each resident without permission, or each migrant at work."),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        facts=_facts(held, references[:3]),
        draw=lambda: _figures(asked, held, frame, references),
        notes=_notes(place, held, references),
        missing=_missing(place, held),
        views=_views(held),
        uncertainty=whatif.open_questions(VIEWS),
        caveats=CAVEATS,
    )  # fmt: skip


def _finding(place: str, held: Sums, frame: pl.DataFrame) -> str:
    row = frame.row(0, named=True)
    cost = f"{_money(row['low'])} to {_money(row['high'])} international dollars a year for each migrant"
    text = (
        f"In {place}, what the Migrant Workers Convention asks would cost the public {cost}, or "
        f"{_range(row['low'] / held.earnings, row['high'] / held.earnings)} of what a working migrant earns and "
        f"{_range(row['low'] / held.taxes, row['high'] / held.taxes)} of the taxes that a migrant pays"
    )
    if held.irregular is None:
        text += ", duties to residents without permission left out because nobody has estimated them"
    balance = " and ".join(f"{_signed(value)} under “{view(name).label}”" for name, value in held.balance.items())
    return f"{text}; the whole public balance of a migrant is {balance}."


def _money(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{abs(value):,.0f}"


def _range(low: float, high: float) -> str:
    return f"{percent(low, 2)} to {percent(high, 2)}"


def _facts(held: Sums, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    facts = [
        Fact("Earnings of a working migrant", held.earnings, f"{held.earnings:,.0f}", "international dollars a year",
             "2030", whatif.QUALITY, references),
        Fact("Taxes and contributions of a migrant", held.taxes, f"{held.taxes:,.0f}", "international dollars a year",
             "2030", whatif.QUALITY, references),
        Fact("Migrants covered without a package", held.covered, percent(held.covered), "", "2030", whatif.QUALITY,
             references),
    ]  # fmt: skip
    if held.irregular is not None:
        facts.append(Fact("Without permission, of all residents born abroad", held.irregular, percent(held.irregular),
                          "where estimated", "2030", whatif.QUALITY, references))  # fmt: skip
    return tuple(facts)


def _notes(place: str, held: Sums, references: tuple[Reference, ...]) -> tuple[Note, ...]:
    if held.covered < 1:
        return ()
    return (Note(f"Of {place}, the record has the Migrant Workers Convention in force already: the package adds no "
                 "obligation, and the cost is that of the duties it has.", references[-2:-1]),)  # fmt: skip


def _missing(place: str, held: Sums) -> tuple[Missing, ...]:
    found = [
        Missing("Costs of information, interpreters, consular notice and legal aid", "No number was found."),
        Missing("What pensions that move along cost", "Contributions are paid for them; the cost of handling them was "
                "not found."),
    ]  # fmt: skip
    if held.irregular is None:
        found.append(not_estimated(place))
    if not held.months:
        found.append(Missing(f"What workers pay for a job in {place}", "It is published for few corridors."))
    return tuple(found)


def _views(held: Sums) -> ViewRange:
    values = {view(name).label: value for name, value in held.balance.items()}
    dispute = next(one for one in disputes() if one.name == "public-money")
    return ViewRange("Public balance of a migrant before the package", "international dollars a year", values,
                     dispute.question)  # fmt: skip


def _figures(asked: Asked, held: Sums, frame: pl.DataFrame, references: tuple[Reference, ...]) -> list[Figure]:
    from corridors.answers.rights import cost_charts

    return [cost_charts.against(held, frame, asked.about, references)]
