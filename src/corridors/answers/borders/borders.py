"""`borders`: whether border controls reduce migration, divert it, and stop return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from corridors.answers import whatif, whatif_words
from corridors.answers.answer import Content
from corridors.answers.whatif import Shown
from corridors.answers.whatif_numbers import FEW, PERSON, figures
from corridors.answers.whatif_reach import Reach, reach
from corridors.answers.whatif_world import irregular_at_launch, not_estimated
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import the
from corridors.content.words import listed, spoken

if TYPE_CHECKING:
    from corridors.answers.asked import Asked
    from corridors.content.blocks import Figure, Reference, References
    from corridors.scenarios.study import Study

SHIPPED = "borders-doubled"
ANYWHERE = "Departures from the origins to anywhere in five years"
WHERE = "the United States and the Schengen area"
VIEWS = ("borders-deter", "borders-trap")
PARAMETERS = (
    "enforcement_inflow", "enforcement_return", "smuggling_price_elasticity", "fence_death_rate_ratio",
    "visa_diversion_share",
)  # fmt: skip
DEFINITION = (
    "The change, against a world that goes on as it is, when border enforcement is twice what it is from 2026 on. "
    "Arrivals and returns are those of five years, by birthplace; residents without permission are a stock; the price "
    "of a smuggler is in per cent of today's; deaths on the way are those recorded a year, a minimum. All are sums "
    "over countries where residents without permission are estimated."
)
CAVEATS = (
    *whatif.CAVEATS,
    "The studies count a fence or agents, not enforcement as such: reading one fence, or one doubling of agents, as a "
    "doubling of enforcement is our assumption.",
    "The rise of the risk of death is the ratio of death rates in sectors without and with a fence, as though a "
    "doubling of enforcement moved everybody to the more dangerous way: an upper end.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Twice the enforcement, under the view that it deters and the view that it traps."""
    found = reach(asked, SHIPPED, WHERE)
    if found.kind != "world" and not found.destinations:
        return _nothing(asked)
    study = whatif.rivals(found.scenario, views=VIEWS, corridors=found.pairs)
    frame, empty = whatif.with_numbers(whatif.effects(study, outcomes(found)))
    references = whatif.references_of(cited, study)
    title = f"Change by {study.years[-1]} with twice the border enforcement, {asked.about}"
    return Content(
        finding=whatif_words.finding(frame, _start(found, study.years[-1])) + _deaths(frame),
        definition=DEFINITION,
        data=(
            whatif.effects_data("effects", title, frame, references),
            whatif.effects_data("years", "The same at the end of each period", _years(study, found), references),
            whatif.assumptions(VIEWS, PARAMETERS, references),
        ),
        facts=_facts(found, frame, references[:3]),
        draw=lambda: _figures(asked, found, study, frame, references),
        missing=_missing(asked, found, empty),
        views=whatif.view_range(_told(frame, _main(found))),
        uncertainty=whatif.open_questions(VIEWS),
        caveats=CAVEATS,
    )


def outcomes(found: Reach) -> list[Shown]:
    """What the question must show: inflow, the share without permission, return, price, deaths, and diversion."""
    price = Shown("migrants_smuggling_price", "the price of a smuggler", plural=False)
    deaths = Shown("migrants_deaths", "recorded deaths on the way")
    if found.pairs:
        origin = found.pairs[0][0]
        return [
            Shown("arrivals", "arrivals", pairs=found.pairs),
            Shown("migrants_irregular", "the share of them without permission", plural=False),
            Shown("irregular_stock", "residents without permission", pairs=found.pairs),
            Shown("returns", "returns", pairs=found.pairs),
            price, deaths,
            Shown("emigrants", "departures from the origin to anywhere", (origin,), label=ANYWHERE),
        ]  # fmt: skip
    here = found.destinations
    return [
        Shown("irregular_entries", "entries without permission", here),
        Shown("immigrants", "all arrivals", here),
        Shown("hosts_irregular", "the share of residents without permission", plural=False),
        Shown("irregular_stock", "residents without permission", here),
        Shown("returns", "returns", here),
        price, deaths,
        Shown("emigrants", "departures from all other countries to anywhere", found.others, label=ANYWHERE),
    ]  # fmt: skip


def _main(found: Reach) -> Shown:
    return next(one for one in outcomes(found) if one.outcome == "irregular_stock")


def _told(frame: pl.DataFrame, main: Shown) -> pl.DataFrame:
    """The rows of the main outcome; where it is not known, those of the first that is."""
    rows = frame.filter(what=main.title)
    return rows if rows.height else frame.filter(what=frame["what"][0])


def _start(found: Reach, year: int) -> str:
    return f"If {found.where} guarded the border twice as much from 2026, by {year} and for {found.whom}"


def _deaths(frame: pl.DataFrame) -> str:
    """How many more deaths are recorded under each view, with the range of its draws: a few make a large percentage."""
    rows = whatif.decided(frame.filter(outcome="migrants_deaths"))
    if not rows.height or not whatif_words.moving(rows).height:
        return ""
    told = [f"{_more(row['effect'])}{_range(row)} under “{row['label']}”" for row in rows.iter_rows(named=True)]
    return (
        f" In deaths recorded a year, a minimum, that is {listed(told)}; the rise of the risk is taken at an upper end."
    )


def _more(deaths: float) -> str:
    return "none more" if abs(deaths) < PERSON else f"{figures(abs(deaths))} {'more' if deaths > 0 else 'fewer'}"


def _range(row: dict[str, Any]) -> str:
    """The range of the draws in brackets; nothing where there are too few."""
    if row["low"] is None:
        return ""
    kind = "95% interval" if whatif.DRAWS >= FEW else f"{whatif.DRAWS} draws"
    return f" ({kind}: {_more(row['low'])} to {_more(row['high'])})"


def _years(study: Study, found: Reach) -> pl.DataFrame:
    return pl.concat([whatif.through_years(study, one) for one in outcomes(found)], how="vertical_relaxed")


def diverted(frame: pl.DataFrame) -> dict[str, float]:
    """By view, the share of those who no longer arrive who leave for another country, of a frame of `outcomes`.

    One minus the fall of departures, to anywhere, over the fall of arrivals; views without a fall are left out.
    """
    arrivals = frame.filter(pl.col("outcome").is_in(["arrivals", "immigrants"]))
    departures = frame.filter(what=ANYWHERE)
    if departures.is_empty():
        return {}
    both = arrivals.join(departures, on="label", suffix="_all").filter(pl.col("effect") < 0)
    rows = both.iter_rows(named=True)
    return {row["label"]: 1 - row["effect_all"] / row["effect"] for row in rows}


def _facts(found: Reach, frame: pl.DataFrame, references: tuple[Reference, ...]) -> tuple[Fact, ...]:
    facts = [
        Fact(f"{label}: of 100 who no longer arrive, go elsewhere", share, f"{100 * share:.0f}", "", "2045-2050",
             whatif.QUALITY, references)
        for label, share in diverted(frame).items()
    ]  # fmt: skip
    if found.pairs:
        return tuple(facts)
    held = sum(irregular_at_launch()[code] for code in found.destinations)
    stock = Fact("Residents without permission", held, spoken(held), "persons", "2025", Quality.MODELLED, references)
    return (stock, *facts)


def _missing(asked: Asked, found: Reach, empty: list[str]) -> tuple[Missing, ...]:
    gone = [Missing(f"{one}", "None is recorded or estimated for these places, with or without the measure.")
            for one in empty]  # fmt: skip
    if found.kind == "origin" and asked.country is not None:
        gone.append(not_estimated(the(asked.country)))
    if found.kind == "world":
        gone.append(not_estimated("the rest of the world"))
    return tuple(gone)


def _nothing(asked: Asked) -> Content:
    name = asked.spoken
    return Content(
        finding=f"Nothing can be said of border control and {name}: nobody has estimated who lives there without "
        "permission, and no corridor from it into a country with estimates is followed.",
        definition=DEFINITION, data=(), missing=(not_estimated(name),), caveats=CAVEATS,
    )  # fmt: skip


def _figures(
    asked: Asked, found: Reach, study: Study, frame: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers import whatif_charts

    main = _main(found)
    rows = frame.filter(what=main.title)
    told = whatif_words.verdict(_told(frame, main))
    title = f"Twice the border enforcement: {told}"
    figures = [whatif_charts.by_view(frame, title, f"Change by {study.years[-1]} under each view, {asked.about}",
                                     references)]  # fmt: skip
    if rows.height:
        subtitle = f"{main.title}, change against the baseline, {asked.about}"
        figures.append(whatif_charts.over_years(whatif.through_years(study, main), title, subtitle, references))
    return figures
