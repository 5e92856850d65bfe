"""Sentences about a disagreement: what views agree on, where and why they differ, and what would settle it."""

from __future__ import annotations

from corridors.content.subject import named
from corridors.content.words import listed, percent, spoken
from corridors.scenarios.bench import nothing
from corridors.scenarios.disagreement import Disagreement
from corridors.scenarios.forks import Fork
from corridors.scenarios.readings import Agreement, ViewEffect

ALIKE = 0.1
"""Effects that differ by less than this part of the larger are said to be of about one size."""
TOLD = 3
"""Outcomes named in the sentence as agreed; the table has all."""
LEAST = 0.001
"""An agreed change below this part of the baseline is too small to be told in the sentence."""
COUNTED, PERSON = "persons", 1.0
"""How the units of counts of people begin, and the least that is told of them: less than one person is nobody."""
FIGURES = 3
"""Significant figures of amounts: more than is known of any."""
PERCENT = 100
WHOSE = {"stayers": "those who stay", "hosts": "natives of the destinations", "migrants": "migrants"}
"""The parties as a sentence names them."""
VERBS = ("raises", "lowers")
UNDER = "under 1%"
"""How `percent` tells a part that would be rounded to none."""


def finding(found: Disagreement) -> str:
    """Say what the views agree on, on what they differ, and because of what."""
    return f"{_agreeing(found)}{_because(found)} {settling(found)}".strip()


def settling(found: Disagreement) -> str:
    """What would settle the dispute with the largest share; empty where none bears."""
    return f"What would settle it: {found.top.settled_by}" if found.top else ""


def what(found: Disagreement) -> str:
    """The outcome with its place and date: "residents without permission (the United States, 2050)".

    Of a party its name stands with it.
    """
    label, of = found.outcome.label[0].lower() + found.outcome.label[1:], found.outcome.of
    if found.country:
        return f"{label} ({named(found.country)}, {found.year})"
    return f"“{label}” of {WHOSE[of]} ({found.year})" if of in WHOSE else f"{label} ({found.year})"


def size(value: float, unit: str) -> str:
    """An amount with its unit, without sign, in three figures; less than one person is nobody.

    >>> size(-2.83e6, "persons"), size(0.0123, "share"), size(-0.05, "proportional change"), size(0.1, "ratio")
    ('2.8 million people', '1.23 percentage points', '5%', '0.1')
    >>> size(-7852.3, "persons"), size(163_358_720, "persons"), size(-0.449, "persons a year")
    ('7,850 people', '163 million people', '0 people a year')
    """
    amount = 0.0 if small(value, unit) else float(f"{abs(value):.{FIGURES}g}")
    if unit == "share":
        return f"{_figures(amount * PERCENT)} percentage points"
    if unit == "proportional change":
        return f"{_figures(amount * PERCENT)}%"
    text = spoken(amount) if amount >= PERCENT else _figures(amount)
    nouns = {"persons": "people", "ratio": "", "persons a year": "people a year"}
    return f"{text} {nouns.get(unit, unit)}".strip()


def level(value: float, unit: str) -> str:
    """A level with its unit: as an amount, but a share in per cent.

    >>> level(0.18, "share")
    '18%'
    """
    return f"{_figures(value * PERCENT)}%" if unit == "share" else ("-" if value < 0 else "") + size(value, unit)


def signed(value: float, unit: str, base: float) -> str:
    """An effect with its sign; one within rounding, or of less than one person, is no change.

    >>> signed(-2.83e6, "persons", 2e7), signed(0.0, "persons", 2e7), signed(-0.449, "persons", 0.0)
    ('-2.8 million people', 'no change', 'no change')
    """
    none = nothing(value, base) or small(value, unit)
    return "no change" if none else ("+" if value > 0 else "-") + size(value, unit)


def small(value: float, unit: str) -> bool:
    """Whether an amount is of less than one person.

    >>> small(-0.449, "persons"), small(0.2, "persons a year"), small(0.2, "share")
    (True, True, False)
    """
    return unit.startswith(COUNTED) and abs(value) < PERSON


def share(value: float) -> str:
    """A share of the variance in whole per cent, as it is told.

    >>> share(0.934), share(0.9999), share(0.0001)
    ('93%', 'over 99%', 'under 1%')
    """
    if 0 < value < 0.01:
        return UNDER
    return "over 99%" if 0.99 < value < 1 else percent(value, 0)


def sides_told(found: Disagreement, fork: Fork) -> str:
    """The effect on either side of a fork: of the view that is the side, or on average over the other forks."""
    unit, base = found.outcome.unit, found.base
    by_name = {one.name: one.effect for one in found.views}
    told = []
    for number, side in enumerate(fork.sides):
        effect = by_name.get(side.name) if not found.people else None
        if effect is None:
            effect = float(found.combined.take(number, axis=found.forks.index(fork)).mean())
        holder = f"{side.label} ({fork.stance(number)})" if found.people else f"“{side.label}”"
        told.append(f"{signed(effect, unit, base)} under {holder}")
    return " and ".join(told)


def _speakers(found: Disagreement) -> str:
    return " and ".join(f"“{one.label}”" for one in found.people) if found.people else "These views"


def _agreeing(found: Disagreement) -> str:
    """The part of the sentence up to "because"."""
    scenario, about, unit, base = f"the scenario “{found.scenario.title}”", what(found), found.outcome.unit, found.base
    speakers = _speakers(found)
    if not found.forks:
        if nothing(found.effect, base) or small(found.effect, unit):
            return f"{speakers} agree that {scenario} does not change {about}: no disputed assumption touches it."
        change = signed(found.effect, unit, base)
        return (
            f"{speakers} agree that {scenario} {_verb(found.effect)} {about}, by {change.lstrip('+-')}{_against(found)}"
            ": no disputed assumption touches it."
        )
    low, high = found.low, found.high
    if nothing(low, base) == nothing(high, base) and low * high > 0:
        least, most = sorted((low, high), key=abs)
        if small(most, unit):
            return f"{speakers} agree that {scenario} hardly changes {about}, and differ on how little"
        if abs(most - least) <= ALIKE * abs(most):
            by = f"by about {size(most, unit)}{_against(found)}, and hardly differ on how much"
        elif small(least, unit):
            by = f"by up to {size(most, unit)}{_against(found)}, and differ on how much"
        else:
            by = f"by {size(least, unit)} to {size(most, unit)}{_against(found)}, and differ on how much"
        return f"{speakers} agree that {scenario} {_verb(high)} {about}, {by}"
    alike = _alike(found)
    same = f"that {scenario} {alike}" if alike else f"on {about} without the scenario and on no direction of change"
    return (
        f"{speakers} agree {same}, and differ on whether it raises or lowers {about}, from "
        f"{signed(low, unit, base)} to {signed(high, unit, base)}{_against(found)}"
    )


def _against(found: Disagreement) -> str:
    if found.outcome.unit == "proportional change" or not found.base:
        return ""
    return f" against {level(found.base, found.outcome.unit)} without it"


def _because(found: Disagreement) -> str:
    top = found.top
    if top is None:
        return ""
    part = share(found.share(top.name))
    rest = [f"“{fork.question}” {share(found.share(fork.name))}" for fork in found.forks
            if fork is not top and found.share(fork.name) >= 0.01]  # fmt: skip
    others = f"; {listed(rest, 3)}" if rest else ""
    joint = f"; what several do together {share(found.jointly)}" if found.jointly >= 0.01 else ""
    whose = "between the two" if found.people else "between the views"
    return (
        f", because they answer one question above all differently, “{top.question}”: {sides_told(found, top)}. It "
        f"makes {part} of the variance {whose}{others}{joint}."
    )


def _alike(found: Disagreement) -> str:
    """The outcomes that move most and in one direction under all views, as the end of a sentence.

    Those of the country come before those of the parties.
    """
    shown = [
        one
        for one in found.agreements
        if one.verdict in ("more", "less") and one.outcome.name != found.outcome.name and _least(one) >= LEAST
    ]
    ordered = sorted(shown, key=lambda one: (one.outcome.of != "country", -_least(one)))[:TOLD]
    told = {verb: [f"{_labelled(one)} {_by(one)}" for one in ordered if _verb(one.high) == verb] for verb in VERBS}
    return " and ".join(f"{verb} {listed(each)}" for verb, each in told.items() if each)


def _labelled(one: Agreement) -> str:
    label = one.outcome.label.removesuffix(" against the baseline").replace("the country", "it")
    return label[0].lower() + label[1:]


def _by(one: Agreement) -> str:
    """How much an agreed outcome moves, at least and at most."""
    least, most = sorted((abs(one.low), abs(one.high)))
    if one.outcome.unit in ("share", "proportional change") or not one.base:
        return f"(by at least {size(least, one.outcome.unit)})"
    low, high = (percent(end / abs(one.base), 0) for end in (least, most))
    if low == high:
        return f"(by {high})"
    return f"(by up to {high})" if low == UNDER else f"(by {low} to {high})"


def _least(one: Agreement) -> float:
    """The smallest change that the views give, over the baseline where there is one."""
    smallest = min(abs(one.low), abs(one.high))
    if one.outcome.unit == "proportional change":
        return smallest
    return smallest / abs(one.base) if one.base else 0.0


def _verb(effect: float) -> str:
    return VERBS[0] if effect > 0 else VERBS[1]


def of_view(one: ViewEffect, found: Disagreement) -> str:
    """The effect under one view, in words for those who cannot see a chart."""
    return f"{one.label}: {signed(one.effect, found.outcome.unit, found.base)}"


def _figures(value: float) -> str:
    """A number in three figures."""
    told = float(f"{value:.{FIGURES}g}")
    return f"{told:,.0f}" if told >= PERCENT else f"{told:g}"
