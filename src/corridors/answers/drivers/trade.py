"""`trade`: what farm-subsidy, trade, aid or investment policy would change, and how much of the range is dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from corridors.answers import whatif, whatif_world
from corridors.answers.answer import Column, Content, Data, ViewRange
from corridors.answers.drivers import trade_tables as tables
from corridors.answers.whatif import Shown
from corridors.answers.whatif_numbers import SLIGHT, rounded
from corridors.answers.whatif_words import agreed, verdict
from corridors.concepts.quality import Quality
from corridors.content.blocks import Fact, Missing
from corridors.content.subject import the
from corridors.content.words import dollars, listed, percent
from corridors.data import source as find_source
from corridors.parameters import parameter
from corridors.scenarios.assumptions import UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridors.answers.asked import Asked
    from corridors.answers.drivers.trade_tables import Division, Part
    from corridors.content.blocks import Figure, Reference, References

DEFINITION = (
    "Changes in 2050 against a run of the world model in which nothing changes, on the same luck: people born in the "
    "countries named who live elsewhere (stock, by birthplace), income per head of those who stay, with money from "
    "abroad, and what they receive. Each policy is run alone."
)
SHOWN = (
    Shown(tables.ABROAD, "people of the origins who live elsewhere"),
    Shown("stayers_income", "income per head at home", plural=False),
    Shown("stayers_received", "money received from abroad", plural=False),
)
NAMES = (
    "farm_subsidy_emigration_response", "farm_subsidy_income_response", "origin_income_elasticity",
    "origin_income_elasticity_slowing", "origin_income_elasticity_above_turn", "aid_emigration_elasticity",
    "capital_adjustment_rate",
)  # fmt: skip
VIEWS = ("farm-subsidies-push", "farm-subsidies-little", "development-reduces", "development-enables")
LABELS = {tables.ABROAD: "People born there who live elsewhere"}
DIVISION = {
    "policy": Column("Policy"),
    "lowest": Column("Lowest of all runs", "number", "% of the people abroad"),
    "highest": Column("Highest", "number", "%"),
    "middle_lowest": Column("Middle of the views, lowest", "number", "%"),
    "middle_highest": Column("Highest", "number", "%"),
    "between": Column("Variance that is disagreement between views", "share"),
}
CAVEATS = (
    "Farm subsidies: one study of cotton in West Africa and our own arithmetic from income to departures; no estimate "
    "of that step was found. What farmers would earn more is not counted: how many live from cotton is in no dataset "
    "held, and the registry takes either this or the chain through income, never both.",
    "Trade stands for anything that raises productivity by a tenth: how far a trade agreement does so is outside the "
    "model. Capital that is added flows back towards what productivity carries, so that investment alone fades.",
    "Aid acts on departures and not on incomes: no usable number for its effect on income was found.",
)


def answer(asked: Asked, cited: References) -> Content:
    """Four policies, each under its views: on the poor countries of the shipped scenarios, or on one country."""
    country = asked.country.code if asked.country else None
    if country is not None and country not in {origin for origin, _ in whatif_world.corridors()}:
        return _unknown(asked, cited)
    parts = tables.parts(country)
    frame = pl.concat([tables.rows(part, SHOWN) for part in parts], how="vertical_relaxed")
    frame = frame.with_columns(what=pl.col("outcome").replace_strict(LABELS, default=pl.col("what")))
    divisions = {part.name: tables.divided(tables.run(part), part.views) for part in parts}
    references = whatif.references_of(cited, tables.run(parts[0]))
    main = frame.filter(outcome=tables.ABROAD)
    views = tuple(view for view in VIEWS if any(view in part.views for part in parts))
    return Content(
        finding=_finding(asked, parts, main, divisions),
        definition=DEFINITION,
        data=(_effects(frame, references), _division(parts, divisions, references),
              whatif.assumptions(views, NAMES, references)),
        facts=_facts(country),
        draw=lambda: _figures(asked, main, _divided(parts, divisions), references),
        missing=_missing(asked, parts),
        views=_views(parts, main, divisions),
        uncertainty=_uncertainty(divisions),
        caveats=(*CAVEATS, *whatif.CAVEATS),
    )  # fmt: skip


def _widest(divisions: Mapping[str, Division]) -> str:
    """The policy over which the views lie furthest apart."""
    return max(divisions, key=lambda name: divisions[name].middle_highest - divisions[name].middle_lowest)


def _views(parts: tuple[Part, ...], main: pl.DataFrame, divisions: Mapping[str, Division]) -> ViewRange | None:
    """The change of people abroad under the policy over which the views lie furthest apart."""
    (part,) = (part for part in parts if part.name == _widest(divisions))
    phrase = f"people who live elsewhere, {part.subject},"
    return whatif.view_range(main.filter(part=part.name).with_columns(phrase=pl.lit(phrase)))


def _finding(asked: Asked, parts: tuple[Part, ...], main: pl.DataFrame, divisions: Mapping[str, Division]) -> str:
    told: list[str] = []
    for part in parts:
        phrase = "they" if asked.country and told else _people(asked, part)
        rows = main.filter(part=part.name).with_columns(phrase=pl.lit(phrase))
        label = f"{part.label[0].lower()}{part.label[1:]}"
        told.append(f"with {label}, {verdict(rows)}{_astride(rows, divisions[part.name])}")
    cotton = _counted() if any(part.name == tables.FARM for part in parts) else _not_tried(asked)
    return f"By 2050, {'; '.join(told)}. {cotton} {_shares(parts, divisions)}"


def _counted() -> str:
    """What the end of cotton subsidies counts, and what not."""
    more = parameter("farm_subsidy_income_response", "farm-subsidies-push")
    return (
        "Of cotton subsidies departures alone are counted: what cotton households would earn more, "
        f"{percent(more.low)} to {percent(more.high)} of their income in the one study read, is not, so that income "
        "per head at home falls in the table only because fewer are abroad to send money."
    )


def _not_tried(asked: Asked) -> str:
    place = the(asked.country) if asked.country else "other countries"
    return (
        f"The end of cotton subsidies abroad is not tried: the one study is of cotton households in "
        f"{listed(tables.studied())}, and none was found for {place}."
    )


def _astride(rows: pl.DataFrame, division: Division) -> str:
    """The range of all runs, where the views agree on a direction that the runs do not."""
    if not agreed(rows) or division.lowest * division.highest >= 0:
        return ""
    return f", though over all runs it lies between {_signed(division.lowest)} and {_signed(division.highest)}"


def _signed(value: float) -> str:
    return f"{value:+.2g}%" if abs(value) >= SLIGHT else "hardly any change"


def _people(asked: Asked, part: Part) -> str:
    if asked.country is not None:
        return f"people from {the(asked.country)} who live elsewhere"
    return f"people from {_group(part)} who live elsewhere"


def _group(part: Part) -> str:
    """The origins of a shipped scenario in words."""
    names = part.scenario.origins
    if all(name.endswith("income") for name in names):
        return f"countries of {listed([name.lower() for name in names])}"
    return listed(list(names))


def _shares(parts: tuple[Part, ...], divisions: Mapping[str, Division]) -> str:
    known = [(part, divisions[part.name].between) for part in parts]
    said = [f"{_part_of(share)} for {part.subject}" for part, share in known if share is not None]
    if not said:
        return "How much of the range is disagreement cannot be said from central runs alone."
    return (
        f"Of the variance of the runs, disagreement between the views makes up {listed(said)}; the rest is the width "
        "of the published numbers and luck."
    )


def _part_of(share: float) -> str:
    return percent(share, 0) if share > 0 else "nothing"


def _effects(frame: pl.DataFrame, references: tuple[Reference, ...]) -> Data:
    columns = {"policy": Column("Policy"), **whatif.EFFECTS}
    note = f"{whatif.spread_note()} {_one_sided(frame)}".strip()
    title = "Each policy alone, under each view, 2050"
    return Data("effects", title, rounded(frame), columns, references, note=note, most=40)


def _one_sided(frame: pl.DataFrame) -> str:
    """Say why the run that takes no view equals one side of a dispute, where it does."""
    said = []
    for policy in frame["policy"].unique(maintain_order=True):
        rows = frame.filter(policy=policy)
        effect = {label: rows.filter(label=label)["effect"].to_list() for label in rows["label"].unique()}
        none = effect[rows.filter(view=UNDECIDED)["label"][0]]
        same = [label for view, label in rows.select("view", "label").unique(maintain_order=True).iter_rows()
                if view != UNDECIDED and effect[label] == none and any(none)]  # fmt: skip
        said += [
            f"{policy}: taking no view, a disputed number lies anywhere between the lowest and the highest of both "
            f"sides. The range of “{label}” begins or ends at the other side's number, so that it is the whole of "
            "that, and the two are equal; a neutral middle between the sides is not shown."
            for label in same
        ]
    return " ".join(said)


def _divided(parts: tuple[Part, ...], divisions: Mapping[str, Division]) -> pl.DataFrame:
    rows = [
        {
            "policy": part.label, "lowest": found.lowest, "highest": found.highest,
            "middle_lowest": found.middle_lowest, "middle_highest": found.middle_highest, "between": found.between,
        }
        for part in parts for found in [divisions[part.name]]
    ]  # fmt: skip
    schema = {"between": pl.Float64}
    return pl.DataFrame(rows, schema_overrides=schema).with_columns(quality=pl.lit(whatif.QUALITY.value))


def _division(
    parts: tuple[Part, ...], divisions: Mapping[str, Division], references: tuple[Reference, ...]
) -> Data:  # fmt: skip
    note = (
        "The variance between the means of the two sides, over that and the mean variance within a side, each as "
        f"likely; from {whatif.DRAWS} draws, so that a share is rough."
    )
    title = "How much of the range is disagreement: people abroad, 2050"
    return Data("disagreement", title, _divided(parts, divisions), DIVISION, references, note=note)


def _facts(country: str | None) -> tuple[Fact, ...]:
    if country is None:
        return ()
    held = tables.economy(country)
    return (
        Fact("Agriculture", held.agriculture, percent(held.agriculture), "of value added", "latest year",
             Quality.MODELLED, ()),
        Fact("Aid received", held.aid, dollars(held.aid), "a year, net", "latest year", Quality.MODELLED, ()),
    )  # fmt: skip


def _missing(asked: Asked, parts: tuple[Part, ...]) -> tuple[Missing, ...]:
    ran = {part.name for part in parts}
    place = the(asked.country) if asked.country else ""
    found = [Missing("The effect of a given trade agreement", "No dataset held says what one does to income.")]
    if "farm" not in ran:
        found.append(Missing(f"Farm subsidies abroad and {place}", _not_tried(asked)))
    if "aid" not in ran:
        found.append(Missing(f"Aid to {place}", "It receives none that is recorded."))
    return tuple(found)


def _uncertainty(divisions: Mapping[str, Division]) -> str:
    lowest, highest = (pick([getattr(d, end) for d in divisions.values()]) for pick, end in
                       ((min, "lowest"), (max, "highest")))  # fmt: skip
    return (
        f"Over all policies, views and draws the change of people abroad lies between {_signed(lowest)} and "
        f"{_signed(highest)}; the table “disagreement” takes each policy's range apart."
    )


def _unknown(asked: Asked, cited: References) -> Content:
    assert asked.country is not None
    reference = cited.cite(find_source("demography_totals"))
    name = the(asked.country)
    return Content(
        finding=f"No people born in {name} are counted elsewhere, so that no policy can be tried on them.",
        definition=DEFINITION,
        data=(),
        facts=(Fact("People abroad", None, "not known", "", "", Quality.MISSING, (reference,)),),
        missing=(Missing(f"Emigrants of {name}", "The migrant stock names none as an origin."),),
    )


def _figures(
    asked: Asked, main: pl.DataFrame, divided: pl.DataFrame, references: tuple[Reference, ...]
) -> list[Figure]:
    from corridors.answers import whatif_charts
    from corridors.answers.drivers import trade_charts

    shown = main.with_columns(outcome="part", what="policy")
    where = f"from {the(asked.country)}" if asked.country else "from the countries that each policy names"
    title = "What each view expects of each policy"
    subtitle = f"People {where} who live elsewhere, 2050, change against no policy"
    first = whatif_charts.by_view(shown, title, subtitle, references, name="effects")
    return [first, *trade_charts.disagreement(divided, references)]
