"""What a regression is of: named specifications, and a user's own formula, checked before anything is fitted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from corridors.concepts.nearest import nearest
from corridors.errors import InvalidInput, UnknownName

FUNCTIONS = ("I", "C", "i", "log", "exp", "ref")
"""Words that a formula may use besides variables: identity, categories, interactions with a category, log, exp."""
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True)
class Specification:
    """A regression with a name: its formula and the question it answers."""

    name: str
    formula: str
    question: str


def _named() -> dict[str, Specification]:
    listed = (
        Specification(
            "classic",
            "flow ~ log_distance + contig + comlang_off + colony + log_population_origin + log_population_destination"
            " + log_income_origin + log_income_destination | period",
            "What makes one corridor larger than another?",
        ),
        Specification(
            "network",
            "flow ~ log_network + log_distance + contig + comlang_off + colony + log_income_origin"
            " + log_income_destination | origin + destination + period",
            "How much of that is people who moved before?",
        ),
        Specification(
            "structural",
            "flow ~ log_network | origin_period + destination_period + pair",
            "When the network of a corridor grows, does its flow grow?",
        ),
        Specification(
            "hump",
            "flow ~ log_income_origin + I(log_income_origin^2) + log_income_destination + log_network | pair + period",
            "Does emigration rise and then fall as a country grows richer?",
        ),
        Specification(
            "free-movement",
            "flow ~ free_movement | origin_period + destination_period + pair",
            "Do corridors grow when people may move freely?",
        ),
        Specification(
            "conflict",
            "flow ~ log_conflict_deaths_origin + log_income_origin + log_population_origin + log_network"
            " | destination_period + pair",
            "Do more people leave a country in years of violence?",
        ),
        Specification(
            "change",
            "flow_per_year ~ log_network + log_income_origin + log_income_destination + log_population_origin"
            " + log_population_destination + log_conflict_deaths_origin + free_movement + i(period) | pair",
            "What goes with the change of a corridor from one period to the next?",
        ),
    )
    return {one.name: one for one in listed}


SPECIFICATIONS = _named()
"""The named specifications: five of the literature, one of violence, and the one that `decompose` takes apart."""


@dataclass(frozen=True)
class Formula:
    """A formula in its parts: outcome, right-hand side, effects, and the variables of the panel that it uses."""

    text: str
    outcome: str
    terms: str
    effects: tuple[str, ...]
    variables: tuple[str, ...]

    @property
    def term_variables(self) -> tuple[str, ...]:
        """The variables of the right-hand side before the effects."""
        named = _words(self.terms)
        return tuple(name for name in self.variables if name in named)

    @property
    def for_pyfixest(self) -> str:
        """The formula as pyfixest reads it: powers in Python's way."""
        right = f" | {' + '.join(self.effects)}" if self.effects else ""
        return f"{self.outcome} ~ {self.terms.replace('^', '**')}{right}"


def specification(spec: str) -> Specification:
    """A named specification, or one made of the user's own formula.

    Raises:
        UnknownName: neither a name nor a formula (which has a ~), with the nearest names.

    >>> specification("hump").question
    'Does emigration rise and then fall as a country grows richer?'
    """
    if "~" in spec:
        return Specification("own formula", " ".join(spec.split()), "")
    if spec not in SPECIFICATIONS:
        raise UnknownName(
            "specification", spec, nearest(spec, SPECIFICATIONS),
            hint=f"Named ones: {', '.join(SPECIFICATIONS)}; or write a formula, 'flow ~ log_network | pair + period'.",
        )  # fmt: skip
    return SPECIFICATIONS[spec]


def parse(text: str, columns: Sequence[str]) -> Formula:
    """Read a formula `outcome ~ terms | effects` and check its names against the columns of a panel.

    Powers may be written `I(x^2)` or `I(x**2)`; effects are joined by +, and crossed by ^ (origin^period).

    Raises:
        UnknownName: a variable that the panel does not have, with the nearest ones.
        InvalidInput: no single ~, more than one |, an empty part, or an outcome that is no column.

    >>> parse("flow ~ log_network + I(log_network^2) | pair", ["flow", "log_network", "pair"]).variables
    ('flow', 'log_network', 'pair')
    """
    sides = [side.strip() for side in text.split("~")]
    if len(sides) != 2 or not all(sides):
        raise InvalidInput(f"{text!r} is not a formula.", hint="Write 'flow ~ log_distance + contig | period'.")
    parts = [part.strip() for part in sides[1].split("|")]
    if len(parts) > 2 or not all(parts):
        raise InvalidInput(
            f"{text!r} has {len(parts)} parts after ~.", hint="Write the terms and, after one |, the effects; "
            "instruments are not offered."
        )  # fmt: skip
    outcome, terms = sides[0], parts[0]
    effects = tuple(effect.strip() for effect in parts[1].split("+")) if len(parts) == 2 else ()
    if not all(effects):
        raise InvalidInput(f"{text!r} has an empty effect.", hint="Write effects as 'pair + period'.")
    if outcome not in columns:
        raise UnknownName("variable", outcome, nearest(outcome, columns), hint="The outcome is a column of the panel.")
    words = [*_words(terms), *(word for effect in effects for word in _words(effect))]
    for word in words:
        if word not in columns and word not in FUNCTIONS:
            raise UnknownName("variable", word, nearest(word, columns), hint=_absent(word))
    used = tuple(dict.fromkeys(word for word in [outcome, *words] if word in columns))
    return Formula(text, outcome, terms, effects, used)


def _words(part: str) -> list[str]:
    return _WORD.findall(_QUOTED.sub("", part))


def _absent(word: str) -> str:
    if "disaster" in word:
        return "Variables of disasters need the dataset disasters: `corridors data show disasters` says how to add it."
    return "`cr.drivers.variable_rows()` lists those of the panel."


def refuse_absorbed(formula: Formula, frame: pl.DataFrame) -> None:
    """Refuse a plain regressor that does not change within an effect, since the effect takes it up whole.

    >>> frame = pl.DataFrame({"flow": [1.0, 2.0], "log_distance": [5.0, 5.0], "pair": ["A B", "A B"]})
    >>> refuse_absorbed(parse("flow ~ log_distance | pair", frame.columns), frame)
    Traceback (most recent call last):
    ...
    corridors.errors.InvalidInput: The effect pair absorbs log_distance, which is the same in all of its rows that share
    one. Leave out log_distance or the effect.
    """
    plain = [term.strip() for term in formula.terms.split("+")]
    for term in plain:
        if term not in frame.columns:
            continue
        if frame[term].dtype == pl.String:
            raise InvalidInput(
                f"{term} is text, not a number.", hint=f"Write it as an effect after |, or i({term}) for categories."
            )
        for effect in formula.effects:
            if effect in frame.columns and not _varies(frame, term, effect):
                raise InvalidInput(
                    f"The effect {effect} absorbs {term}, which is the same in all of its rows that share one.",
                    hint=f"Leave out {term} or the effect.",
                )


def _varies(frame: pl.DataFrame, term: str, effect: str) -> bool:
    spread = frame.group_by(effect).agg(low=pl.col(term).min(), high=pl.col(term).max())
    return bool(spread.select((pl.col("high") > pl.col("low")).any()).item())
