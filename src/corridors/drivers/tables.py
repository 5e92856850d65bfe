"""Regressions side by side as a table for a publication, in Markdown or HTML."""

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Literal

from corridors.concepts.variables import variables
from corridors.errors import InvalidInput

if TYPE_CHECKING:
    from corridors.drivers.fitting import Fit

EMPTY = ""


def publication_table(fits: "Sequence[Fit]", form: Literal["md", "html"] = "md") -> str:
    """Set one or more fits side by side: estimates with their errors, what was counted, and the fit both ways.

    The first error, in round brackets, is clustered by pair, the second, in square ones, by origin and destination.
    Below stand the pooled and the within-corridor fit of the model, and the same of persistence, from `quality`.

    Raises:
        InvalidInput: no fit, or a form other than md and html.

    Example:
        >>> from corridors.drivers import fit, panel
        >>> made = panel(periods=["2010-2015", "2015-2020"], countries=["MEX", "USA", "GTM", "CAN", "ESP", "FRA"])
        >>> table = publication_table([fit("flow ~ log_network | period", made)])
        >>> table.splitlines()[2].startswith("| People of the origin in the destination, log of one more |")
        True
    """
    if not fits:
        raise InvalidInput("There is no fit to print.", hint="Give at least one.")
    if form not in ("md", "html"):
        raise InvalidInput(f"{form!r} is not a form of the table.", hint="Choose md or html.")
    terms = list(dict.fromkeys(term for fit in fits for term in fit.coefficients["term"]))
    rows = [[term_label(term), *(_cell(fit, term) for fit in fits)] for term in terms]
    rows += [[label, *(value(fit) for fit in fits)] for label, value in _FOOT]
    head = ["", *(f"{fit.name} ({fit.model})" for fit in fits)]
    note = (
        "Errors clustered by pair in round brackets, by origin and by destination in square ones. Pooled, within and "
        "change compare logs of flows a year with those observed, on rows with a period before; persistence scores 0 "
        "in change."
    )
    return _markdown(head, rows, note) if form == "md" else _html(head, rows, note)


def term_label(term: str) -> str:
    """The name of a term for readers: the variable's label, its square, a category of it.

    >>> term_label("I(log_income_origin ** 2)"), term_label("period::2000-2005")
    ('GDP per head of the origin, log, squared', 'Period 2000-2005')
    """
    known = variables()
    plain = term.removeprefix("I(").removesuffix(")").replace(" ", "")
    name, square = (plain[:-3], ", squared") if plain.endswith("**2") else (term, "")
    if "::" in name:
        variable, level = name.split("::", 1)
        return f"{known[variable].label if variable in known else variable} {level}"
    return f"{known[name].label}{square}" if name in known else term


def _cell(fit: "Fit", term: str) -> str:
    if term not in fit.coefficients["term"].to_list():
        return EMPTY
    row = fit.coefficient(term)
    two_way = row["std_error_two_way"]
    return f"{row['estimate']:.3f} ({row['std_error']:.3f}) [{'none' if two_way is None else f'{two_way:.3f}'}]"


def _score(corridors: str, predictor: str, measure: str) -> "Callable[[Fit], str]":
    def value(fit: "Fit") -> str:
        found = fit.quality.filter(corridors=corridors, predictor=predictor)[measure].item()
        return EMPTY if found is None else f"{found:.2f}"

    return value


_FOOT: "tuple[tuple[str, Callable[[Fit], str]], ...]" = (
    ("Effects", lambda fit: ", ".join(fit.formula.effects) or "none"),
    ("Flows", lambda fit: f"{fit.flows}, {fit.periods[0][0]} to {fit.periods[-1][1]}" if fit.periods else fit.flows),
    ("Rows", lambda fit: f"{fit.counts.kept:,}"),
    ("Corridors", lambda fit: f"{fit.counts.pairs:,}"),
    ("Zero flows kept", lambda fit: f"{fit.counts.zeros:,}"),
    ("Rows without a variable", lambda fit: f"{fit.counts.incomplete:,}"),
    ("Separated rows", lambda fit: f"{fit.counts.separated:,}"),
    ("Pseudo-R2", lambda fit: EMPTY if fit.pseudo_r2 is None else f"{fit.pseudo_r2:.3f}"),
    ("Pooled correlation, model", _score("all", "model", "pooled")),
    ("Pooled correlation, persistence", _score("all", "persistence", "pooled")),
    ("Within-corridor correlation, model", _score("all", "model", "within")),
    ("Within-corridor correlation, persistence", _score("all", "persistence", "within")),
    ("Change explained beyond persistence", _score("all", "model", "change")),
    ("The same, large corridors", _score("large", "model", "change")),
)


def _markdown(head: list[str], rows: list[list[str]], note: str) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(['---'] + ['---:'] * (len(head) - 1))}|"]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join([*lines, "", note, ""])


def _html(head: list[str], rows: list[list[str]], note: str) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "\n".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f"<table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n<p>{escape(note)}</p>\n"
