"""A study as a page: three parties under every view against the baseline, and what the views agree on."""

from __future__ import annotations

import datetime
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from corridors.answers.whatif import CAVEATS, POINTS, effects, references_of, with_numbers
from corridors.answers.whatif_numbers import FEW
from corridors.answers.whatif_words import agreed, verdict
from corridors.concepts.quality import Quality
from corridors.content.blocks import Brief, Missing, Note, References, Section, Table
from corridors.content.common import capitalised
from corridors.content.page import page
from corridors.content.words import listed
from corridors.report.study_charts import party as party_chart
from corridors.report.study_places import MOST, in_full, in_short, titled
from corridors.report.study_rows import outcome_row
from corridors.report.study_words import bearing_words, sentence, shown_of, when, where
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import PARTIES, outcomes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from corridors.content.blocks import Block, Reference
    from corridors.report.study_rows import Change, Row
    from corridors.scenarios.study import Study

NO_SUM = (
    "The parties' measures are not added up: which weighs more is for the reader to say. A change that is good for one "
    "party may be bad for another."
)
ESTIMATED = (
    "Residents without permission are estimated for seven residences only (Finland, France, Germany, Italy, Spain, the "
    "United Kingdom, the United States); elsewhere zero means that nothing is known. Deaths on the way are a recorded "
    "minimum. What the job costs is published for few corridors."
)
BASELINE = (
    "The baseline is this model's own: people move at the rates of each corridor as they were estimated last. It may "
    "differ from the projection of the United Nations that pages on countries show."
)
NO_CHANGE = "no change"


def study_brief(study: Study) -> Brief:
    """Lay a study out as sections: the answer in short, each party, the levers, the views, how to read it.

    Args:
        study: of `corridors.scenarios.study`.

    Example:
        >>> from corridors.scenarios.scenario import Scenario
        >>> from corridors.scenarios.study import study
        >>> made = study_brief(study(Scenario.read("remittance-prices"), views=["remittances-finance"], draws=0))
        >>> [section.name for section in made.sections]
        ['short', 'stayers', 'hosts', 'migrants', 'levers', 'views', 'reading']
    """
    brief, frames = opening(study)
    parties = [party_section(study, party, frames[party], brief.references) for party in PARTIES]
    rest = (levers_section(study), views_section(study, frames, brief.references), reading_section(study))
    return replace(brief, sections=(_short(study, parties), *parties, *rest))


def opening(study: Study) -> tuple[Brief, dict[str, pl.DataFrame]]:
    """The brief of a study before it has sections, and the changes of each party: `party_frame`."""
    cited, given = References(), study.scenario
    references_of(cited, study)
    subtitle = f"A scenario to {study.years[-1]} under {len(study.views) - 1} views: {in_short(study)}"
    today, version = datetime.datetime.now(datetime.UTC).date(), str(study.record["made_by"]).rpartition(" ")[2]
    brief = Brief(given.name, titled(given), subtitle, (), cited.listed(), today, version)
    return brief, {party: party_frame(study, party) for party in PARTIES}


def to_page(study: Study) -> str:
    """Write a study as one HTML file that needs no network."""
    brief = study_brief(study)
    return page("corridors.report", "study.html", brief=brief, version=brief.version, command=command(study))


def study_text(study: Study) -> str:
    """Write a study as plain text: the sentences and each party's table."""
    brief = study_brief(study)
    lines = [brief.title, brief.subtitle, ""]
    for section in brief.sections:
        lines += [section.title, section.finding, ""]
        for block in section.blocks:
            if isinstance(block, Table):
                lines += [*_columns(block), ""]
            elif isinstance(block, Note) and section.name == "reading":
                lines += [block.text, ""]
    return "\n".join(lines).rstrip()


def _columns(table: Table) -> list[str]:
    """A table with its columns under each other."""
    rows = [table.columns, *table.rows]
    widths = [max(len(row[place]) for row in rows) for place in range(len(table.columns))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def command(study: Study) -> str:
    """The command that makes a study again from its own file."""
    draws, seed = study.record["draws"], study.record["seed"]
    return shlex.join(
        ["corridors", "project", "scenario.yaml", "--draws", f"{draws}", "--seed", f"{seed}", "--out", "new"]
    )


def party_frame(study: Study, party: str) -> pl.DataFrame:
    """The changes of a party's outcomes at the end, under no view and those that bear: `answers.whatif.effects`."""
    import polars as pl

    kept = (UNDECIDED, *study.bearing)
    return effects(study, shown_of(party)).filter(pl.col("view").is_in(kept))


def party_section(study: Study, party: str, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Section:
    """What the scenario does to one party: a sentence, a chart by view, a table of all measures, what is not known."""
    known, empty = with_numbers(frame)
    said = sentence(known, party, study.years[-1])
    blocks: list[Block] = []
    if known.height and (chart := party_chart(known, party, references[:3])) is not None:
        blocks.append(chart)
    if known.height:
        blocks.append(measures(study, known, references[:3]))
    if empty:
        blocks.append(
            Missing(capitalised(listed([what[0].lower() + what[1:] for what in empty])), "Nothing is recorded.")
        )
    return Section(party, PARTIES[party], said, tuple(blocks))


def measures(study: Study, frame: pl.DataFrame, references: tuple[Reference, ...]) -> Table:
    """A party's measures: the baseline, the change where no view is taken, and the range over views.

    Changes are in per cent of the view's own baseline, of shares in percentage points; where a baseline is zero, in the
    measure's unit.
    """
    views = tuple(frame["view"].unique(maintain_order=True))
    named = frame.select("outcome", "what").unique(maintain_order=True).iter_rows()
    known = [(what, row) for name, what in named if (row := outcome_row(study, name, views)) is not None]
    columns = (
        "Measure", "Baseline", "Unit", "Change, no view taken", "over draws", "Lowest change", "Highest change",
        "Better",
    )  # fmt: skip
    title = f"Measures of this party in {study.years[-1]}, against the baseline"
    rows = tuple(_measure(what, row, study.labels) for what, row in known)
    return Table(title, columns, rows, Quality.PROJECTED, references, note=draws_note(study))


def _measure(what: str, row: Row, labels: Mapping[str, str]) -> tuple[str, ...]:
    """One measure's row in the table of its party."""
    share = row.kind == "points"
    level = "" if row.baseline is None else figure(row.baseline * (100 if share else 1))
    unit = "%" if share else "" if row.baseline is None else row.unit
    first, low, high = row.changes[0], row.lowest, row.highest
    spread = "" if first.low is None or first.high is None else span(row, first.low, first.high)
    better = {1: "more", -1: "less", 0: ""}[row.better]
    return (
        what, level, unit, f"{change(row, first.effect)}{money(row, first)}", spread,
        _end(row, low, labels), _end(row, high, labels), better,
    )  # fmt: skip


def _end(row: Row, one: Change, labels: Mapping[str, str]) -> str:
    """The lowest or highest change, with the view that makes it where any makes one."""
    nothing = row.none(row.lowest.effect) and row.none(row.highest.effect)
    return NO_CHANGE if nothing else f"{change(row, one.effect)} ({labels[one.view]})"


def change(row: Row, value: float) -> str:
    """A change in what its row counts in, with its sign; too small a one is none."""
    ends = {"relative": "%", "points": " points", "amount": ""}
    return NO_CHANGE if row.none(value) else f"{signed(value)}{ends[row.kind]}"


def span(row: Row, low: float, high: float) -> str:
    """From one change to another; said once where they read the same."""
    ends = change(row, low), change(row, high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def money(row: Row, one: Change) -> str:
    """A change of an amount of money in dollars, in brackets; empty for other outcomes, and for none."""
    if not row.money or row.none(one.effect):
        return ""
    return f" ({signed(one.amount)} dollars)"


def draws_note(study: Study) -> str:
    """What the range over draws is."""
    draws = study.record["draws"]
    if draws < 2:
        return f"The central run. Changes are in per cent of the baseline, of shares in {POINTS}."
    kind = "95% interval" if draws >= FEW else "lowest to highest"
    return (
        f"Over draws: {kind} of {draws:,} draws of rates and parameters, on the luck that the baseline has too. "
        f"Changes are in per cent of the baseline, of shares in {POINTS}."
    )


def _short(study: Study, parties: list[Section]) -> Section:
    notes = tuple(Note(section.finding) for section in parties)
    return Section("short", "In short", study.scenario.question, (*notes, Note(NO_SUM)))


def levers_section(study: Study) -> Section:
    """What the scenario changes: each lever with its value, places, dates and source."""
    from corridors.policy.levers import LEVERS

    neutral = {name: lever_value(name, lever.neutral).removesuffix(" times") for name, lever in LEVERS.items()}
    rows = tuple(
        (
            LEVERS[use.lever].label, f"{lever_value(use.lever, use.value)} ({neutral[use.lever]})", where(use),
            when(use), use.source,
        )
        for use in study.scenario.levers
    )  # fmt: skip
    columns = ("Lever", "Value (no change at)", "Where", "When", "Source of the value")
    said = f"The scenario pulls {len(rows)} lever{'s' if len(rows) != 1 else ''}; all else stays as in the baseline."
    note = "What each value rests on is the scenario's own statement."
    table = Table("Levers, with their dates and sources", columns, rows, Quality.PROJECTED, (), note=note)
    return Section("levers", "What is changed", said, (table,) if rows else ())


def lever_value(name: str, value: float) -> str:
    """A lever's value in its unit, shares in per cent.

    >>> lever_value("remittance_price", 0.03), lever_value("enforcement", 2.0), lever_value("resettlement", 0.0005)
    ('3%', '2 times', '0.05% per year')
    >>> lever_value("asylum_waiting", -1.0)
    '-1 (years)'
    """
    from corridors.policy.levers import LEVERS

    unit = LEVERS[name].unit
    if unit.startswith("share"):
        return f"{100 * value:g}%{unit.removeprefix('share')}"
    return f"{value:g} times" if unit == "ratio" else f"{value:g} ({unit})"


def views_section(study: Study, frames: dict[str, pl.DataFrame], references: tuple[Reference, ...]) -> Section:
    """What the views say of each measure that changes, and whether they agree on its direction."""
    import polars as pl

    known = with_numbers(pl.concat([each for each in frames.values() if each.height], how="vertical_relaxed"))[0]
    rows = []
    for name in known["outcome"].unique(maintain_order=True):
        one = known.filter(outcome=name)
        if (one["effect"] != 0).any():
            told = capitalised(verdict(one))
            rows.append((PARTIES[outcomes()[name].of], told, "agree" if agreed(one) else "differ"))
    columns = ("Party", "What happens by view", "The views")
    title = f"What the views say of each measure in {study.years[-1]}"
    table = Table(title, columns, tuple(rows), Quality.PROJECTED, references[:3])
    return Section("views", "What the views agree and differ on", bearing_words(study), (table,) if rows else ())


def reading_section(study: Study, most: int = MOST) -> Section:
    """How the numbers were made, whose they are, what to mind, and how to cite them.

    Args:
        study: of `corridors.scenarios.study`; most: countries of each side that are named.
    """
    from corridors.scenarios.citing import study_citation

    own = [f"{one.label} ({name})" for name, one in study.scenario.view_files.items()]
    notes = [Note(text) for text in (*CAVEATS, ESTIMATED, BASELINE, in_full(study, most))]
    notes += [Note(f"Views of the scenario's own: {listed(own)}.")] if own else []
    cited = study_citation(dict(study.record), study.scenario).partition("\n")[0]
    said = (
        "Every number is the difference between two runs of one model on the same luck, with and without the levers; "
        "with no lever the two are equal to the last bit."
    )
    return Section("reading", "How to read and cite it", said, (*notes, Note(f"To cite: {cited}")))


def figure(value: float) -> str:
    """A level with at most four figures.

    >>> figure(12345.6), figure(0.01234), figure(0.0)
    ('12,350', '0.01234', '0')
    """
    return f"{float(f'{value:.4g}'):,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def signed(value: float) -> str:
    """A change with its sign and three figures.

    >>> signed(1234.5), signed(-0.01234), signed(0.0), signed(-4.18e-05)
    ('+1,234', '-0.0123', '0', '-0.000042')
    """
    if value == 0:
        return "0"
    size = f"{abs(value):,.0f}" if abs(value) >= 1000 else f"{float(f'{abs(value):.3g}'):.6f}".rstrip("0").rstrip(".")
    return f"{'+' if value > 0 else '-'}{size}" if float(size.replace(",", "")) else "0"
