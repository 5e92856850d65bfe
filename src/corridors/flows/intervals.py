"""Between one-year and five-year flows: approximations, each with what it assumes.

A five-year *transition* is a person who lived elsewhere five years ago; whoever left and came back, or died, is not
seen, and whoever moved thrice counts once. A *movement* is an event, and movements of five years add up. Therefore
five-year transitions are fewer than five times the one-year ones, by how much depends on who moves again and who
goes back, and no formula recovers that from one table alone. All functions here leave births and deaths out.

- `over_years`, `one_year_from`: everybody moves alike, whatever their past (Markov). It understates returns, so that it
  gives more five-year transitions from one-year ones, and fewer one-year from five-year ones, than are counted.
- `mover_stayer_over_years`: only a given share of each place ever moves (Blumen, Kogan and McCarthy 1955).
- `scale_by_ratio`: five-year counts are a given multiple of one-year counts, on every corridor.
- `transitions_from_rates`, `movements_from_rates`, `movements_with_minimum_stay`: constant rates of moving.

Sources: Rees, P. H. (1977), https://doi.org/10.1068/a090247; Long, J. F. & Boertlein, C. G. (1990), US Census Bureau,
Current Population Reports P-23, 166; Nowok, B. & Willekens, F. (2011), https://doi.org/10.1002/psp.624; Singer, B. &
Spilerman, S. (1976), https://doi.org/10.1086/226269; Courgeau, D., Muhidin, S. & Bell, M. (2012),
https://doi.org/10.3917/pope.1204.0631.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import expm, fractional_matrix_power

from corridors.errors import InvalidInput

Floats = NDArray[np.float64]

ROUNDING = 1e-9
"""Probabilities this far below zero, or row sums this far from one, count as rounding."""


def transition_matrix(flow: ArrayLike, population: ArrayLike) -> Floats:
    """Turn flows into the shares of each origin's people found in each destination at the end of the period.

    `P[o, d] = flow[o, d] / population[o]` for `o != d`, and `P[o, o] = 1 - sum_d P[o, d]`.

    Args:
        flow: shape (places, places), people who lived in o at the start and d at the end, zero diagonal;
        population: shape (places,), people at the start who are alive and covered at the end.
    Returns: shape (places, places), each row sums to one.
    Raises:
        InvalidInput: more departures than people, or a table with negative entries or people on its diagonal.
    Source: https://doi.org/10.1068/a090247

    >>> transition_matrix([[0, 10], [5, 0]], [100, 50]).tolist()
    [[0.9, 0.1], [0.1, 0.9]]
    """
    movers, people = _check_square(flow, "flow"), np.asarray(population, dtype=np.float64)
    if people.shape != (len(movers),) or not np.all(np.isfinite(people)) or np.any(people <= 0):
        raise InvalidInput(f"The population must be {len(movers)} positive numbers.")
    if np.any(movers < 0) or np.any(np.diag(movers) != 0):
        raise InvalidInput("Flows must not be negative, and the diagonal, people who stay, must be zero.")
    shares = movers / people[:, None]
    staying = 1 - shares.sum(axis=1)
    if np.any(staying < -ROUNDING):
        place = int(np.argmin(staying))
        raise InvalidInput(f"From place {place} depart {movers[place].sum():g} of {people[place]:g} people.")
    return shares + np.diag(np.maximum(staying, 0.0))


def over_years(one_year: ArrayLike, years: int = 5) -> Floats:
    """Compose a one-year transition matrix over several years, as a Markov chain: an approximation.

    `P(n) = P(1) P(1) ... P(1)`. It assumes that who moved last year is as likely to move, and to go back, as anybody;
    real migrants move again and return more, so that this overstates five-year transitions.

    Args:
        one_year: shape (places, places), rows sum to one; years: how many.
    Returns: shape (places, places), rows sum to one.
    Raises:
        InvalidInput: not a transition matrix, or years that are not a positive whole number.
    Source: https://doi.org/10.1068/a090247, https://doi.org/10.1086/226269

    >>> over_years([[0.9, 0.1], [0.1, 0.9]], years=2).round(9).tolist()
    [[0.82, 0.18], [0.18, 0.82]]
    """
    if years < 1 or years != int(years):
        raise InvalidInput(f"A one-year matrix can be composed over whole years, 1 or more, not {years}.")
    return np.linalg.matrix_power(_check_transition(one_year), int(years))


@dataclass(frozen=True)
class OneYear:
    """A one-year transition matrix, from `one_year_from`, and how well it stands for the longer one.

    `embeddable` is whether the exact root is a transition matrix; `lowest` is the root's lowest entry, negative if it
    is not; `misfit` is the largest difference between the given matrix and the answer composed over the years.
    """

    matrix: Floats
    embeddable: bool
    lowest: float
    misfit: float


def one_year_from(transition: ArrayLike, years: int = 5, *, repair: bool = False) -> OneYear:
    """Find the one-year matrix that composes to a transition matrix of several years: an approximation.

    The principal root `P(n) ** (1 / n)`, as of a Markov chain. Not every five-year matrix has a root that is a
    transition matrix (embeddability): the root may have negative entries. That is an error, or with `repair` they are
    set to zero and taken off the rest of the row in proportion, and `misfit` says what this costs.

    Args:
        transition: shape (places, places), rows sum to one; years: its length, a whole number;
        repair: accept and mend a root with negative entries.
    Raises:
        InvalidInput: not a transition matrix; no real root, or one with negative entries and no `repair`.
    Source: https://doi.org/10.1086/226269

    >>> found = one_year_from([[0.82, 0.18], [0.18, 0.82]], years=2)
    >>> found.matrix.round(9).tolist(), found.embeddable
    ([[0.9, 0.1], [0.1, 0.9]], True)
    """
    given = _check_transition(transition)
    if years < 1 or years != int(years):
        raise InvalidInput(f"The length of the transition must be whole years, 1 or more, not {years}.")
    values = np.linalg.eigvals(given)
    if np.any((np.abs(values.imag) <= ROUNDING) & (values.real <= ROUNDING)):
        raise InvalidInput(
            "The transition matrix has no principal one-year root: one of its eigenvalues is negative or zero.",
            hint="So many move that one-year moves cannot be told from it; use `scale_by_ratio`.",
        )
    root = np.real(fractional_matrix_power(given, 1 / years))
    lowest = float(root.min())
    embeddable = lowest >= -ROUNDING
    if not embeddable and not repair:
        o, d = (int(place) for place in np.unravel_index(np.argmin(root), root.shape))
        raise InvalidInput(
            f"The one-year root of the transition matrix is {lowest:.3g} from {o} to {d}: it is not a Markov chain's.",
            hint="Pass repair=True to set such entries to zero, and read the misfit.",
        )
    mended = np.maximum(root, 0.0)
    mended = mended / mended.sum(axis=1, keepdims=True)
    misfit = float(np.abs(np.linalg.matrix_power(mended, int(years)) - given).max())
    return OneYear(mended, embeddable, lowest, misfit)


def mover_stayer_over_years(one_year: ArrayLike, mover_share: float, years: int = 5) -> Floats:
    """Compose a one-year matrix over several years where only some people ever move: an approximation.

    `P(1) = (1 - s) I + s Q` and `P(n) = (1 - s) I + s Q ** n`: a share s of each place are movers, who follow the
    Markov chain Q; the others stay for ever. With s = 1 it is `over_years`; with a smaller s the same people move more
    often, and fewer are seen elsewhere after five years. The share cannot be had from one table; it must be supplied.

    Args:
        one_year: shape (places, places), rows sum to one; mover_share: s, 0 to 1; years: how many.
    Returns: shape (places, places), rows sum to one.
    Raises:
        InvalidInput: not a transition matrix, or fewer movers than leave a place in one year.
    Source: Goodman, L. A. (1961), https://doi.org/10.1080/01621459.1961.10482130

    >>> mover_stayer_over_years([[0.9, 0.1], [0.1, 0.9]], mover_share=0.2, years=2).round(9).tolist()
    [[0.9, 0.1], [0.1, 0.9]]
    """
    given = _check_transition(one_year)
    stays = np.eye(len(given))
    leaving = float(1 - np.diag(given).min())
    if not 0 < mover_share <= 1 or mover_share < leaving - ROUNDING:
        raise InvalidInput(
            f"The share of movers is {mover_share:g}; it must be at most 1 and at least {leaving:g}, the largest share "
            "that leaves a place in one year."
        )
    movers = np.maximum(stays + (given - stays) / mover_share, 0.0)
    return (1 - mover_share) * stays + mover_share * over_years(movers / movers.sum(axis=1, keepdims=True), years)


def period_ratio(longer: ArrayLike, one_year: ArrayLike, population: ArrayLike) -> float:
    """Give the number of people found elsewhere after a longer period, per one found elsewhere after a year.

    `sum_o population[o] (1 - P(n)[o, o]) / sum_o population[o] (1 - P(1)[o, o])`: n if nobody moves twice.

    Args:
        longer, one_year: shape (places, places), rows sum to one; population: shape (places,), people.
    Returns: a number, for `scale_by_ratio`.
    Raises:
        InvalidInput: not transition matrices, shapes that differ, or nobody who moves within a year.
    Source: Long and Boertlein (1990), US Census Bureau P-23, 166

    >>> one = [[0.9, 0.1], [0.1, 0.9]]
    >>> round(period_ratio(over_years(one, 5), one, [100, 100]), 4)
    3.3616
    """
    after, first = _check_transition(longer), _check_transition(one_year)
    people = np.asarray(population, dtype=np.float64)
    if after.shape != first.shape or people.shape != (len(first),):
        raise InvalidInput(f"Shapes {after.shape}, {first.shape} and population {people.shape} do not agree.")
    moved = float(people @ (1 - np.diag(first)))
    if moved <= 0:
        raise InvalidInput("Nobody moves within a year, so that there is no ratio.")
    return float(people @ (1 - np.diag(after)) / moved)


def scale_by_ratio(one_year_flow: ArrayLike, ratio: float, years: int = 5) -> Floats:
    """Scale one-year transitions to a longer period by one ratio on all corridors: a rough approximation.

    `flow(n)[o, d] = ratio * flow(1)[o, d]`, with `1 <= ratio <= years`. The ratio is an observation of a country that
    asks both questions, or comes from `period_ratio`; it differs between corridors, which this ignores. Divide by the
    ratio for the way back.

    Args:
        one_year_flow: shape (places, places), people, zero diagonal; ratio: longer over one-year transitions.
    Returns: shape (places, places), people.
    Raises:
        InvalidInput: negative flows, or a ratio that transitions cannot have.
    Source: Long and Boertlein (1990), US Census Bureau P-23, 166; Rees (1977), https://doi.org/10.1068/a090247

    >>> scale_by_ratio([[0, 10], [20, 0]], ratio=3.5).tolist()
    [[0.0, 35.0], [70.0, 0.0]]
    """
    movers = _check_square(one_year_flow, "flow")
    if np.any(movers < 0) or np.any(np.diag(movers) != 0):
        raise InvalidInput("Flows must not be negative, and the diagonal, people who stay, must be zero.")
    if not 1 <= ratio <= years:
        raise InvalidInput(
            f"A ratio of {ratio:g} is impossible: people found elsewhere after {years} years are 1 to {years} times "
            "those after one year."
        )
    return np.float64(ratio) * movers


def transitions_from_rates(rates: ArrayLike, years: float) -> Floats:
    """Give the transition matrix over a period in which everybody moves at constant rates.

    `P(t) = exp(t Q)`, with `Q[o, d] = rates[o, d]` and rows of Q that sum to zero.

    Args:
        rates: shape (places, places), moves per person-year, zero diagonal; years: length of the period.
    Returns: shape (places, places), rows sum to one.
    Raises:
        InvalidInput: negative rates, a diagonal that is not zero, or a negative period.
    Source: https://doi.org/10.1002/psp.624, https://doi.org/10.1086/226269

    >>> transitions_from_rates([[0, 0.1], [0.1, 0]], years=5).round(4).tolist()
    [[0.6839, 0.3161], [0.3161, 0.6839]]
    """
    return np.asarray(expm(_generator(rates) * _check_years(years)), dtype=np.float64)


def movements_from_rates(rates: ArrayLike, population: ArrayLike, years: float) -> Floats:
    """Give the expected number of moves on each corridor over a period at constant rates, all repeats counted.

    `M[o, d] = rates[o, d] * integral of people[o] over the period`, with people moved along by the rates. Unlike
    transitions, movements of one year after another add up to those of the whole.

    Args:
        rates: shape (places, places), moves per person-year, zero diagonal; population: shape (places,), people at the
        start; years: length of the period.
    Returns: shape (places, places), moves.
    Raises:
        InvalidInput: as `transitions_from_rates`, or a population that is negative or of another length.
    Source: https://doi.org/10.1002/psp.624

    >>> movements_from_rates([[0, 0.1], [0.1, 0]], [100, 100], years=5).round(9).tolist()
    [[0.0, 50.0], [50.0, 0.0]]
    """
    generator, length = _generator(rates), _check_years(years)
    people = np.asarray(population, dtype=np.float64)
    places = len(generator)
    if people.shape != (places,) or not np.all(np.isfinite(people)) or np.any(people < 0):
        raise InvalidInput(f"The population must be {places} numbers, none negative.")
    # exp([[Q, I], [0, 0]] t) holds the integral of exp(Q s) in its upper right corner (Van Loan 1978).
    both = np.zeros((2 * places, 2 * places))
    both[:places, :places], both[:places, places:] = generator, np.eye(places)
    lived = people @ np.asarray(expm(both * length))[:places, places:]
    return lived[:, None] * np.where(np.eye(places) > 0, 0.0, generator)


def movements_with_minimum_stay(movements: ArrayLike, rates: ArrayLike, minimum_stay: float) -> Floats:
    """Keep the movements that last: those not followed by another move within the minimum stay of the definition.

    `N[o, d] = M[o, d] exp(-minimum_stay * sum_k rates[d, k])`, at constant rates of leaving each destination. It
    compares definitions (three, six, twelve months); the rates must be of events, not of recorded migrations.

    Args:
        movements: shape (places, places), moves, zero diagonal; rates: the same shape, moves per person-year, zero
        diagonal; minimum_stay: years.
    Returns: shape (places, places), moves that count as migrations.
    Raises:
        InvalidInput: shapes that differ, negative entries, or a negative stay.
    Source: https://doi.org/10.1002/psp.624

    >>> movements_with_minimum_stay([[0, 100], [100, 0]], [[0, 0.1], [0.2, 0]], minimum_stay=1).round(2).tolist()
    [[0.0, 81.87], [90.48, 0.0]]
    """
    moves, leaving = _check_square(movements, "movement"), -np.diag(_generator(rates))
    if leaving.shape != (len(moves),) or np.any(moves < 0):
        raise InvalidInput("Movements must not be negative and must have the shape of the rates.")
    return moves * np.exp(-_check_years(minimum_stay) * leaving)


def _generator(rates: ArrayLike) -> Floats:
    values = _check_square(rates, "rate")
    if np.any(values < 0) or np.any(np.diag(values) != 0):
        raise InvalidInput("Rates of moving must not be negative, and their diagonal must be zero.")
    return values - np.diag(values.sum(axis=1))


def _check_years(years: float) -> float:
    if not np.isfinite(years) or years < 0:
        raise InvalidInput(f"A period of {years} years is impossible; give years, 0 or more.")
    return float(years)


def _check_square(table: ArrayLike, what: str) -> Floats:
    values = np.asarray(table, dtype=np.float64)
    if values.ndim != 2 or values.shape[0] != values.shape[1] or not np.all(np.isfinite(values)):
        raise InvalidInput(f"A {what} table must be square and finite; this one has shape {values.shape}.")
    return values


def _check_transition(matrix: ArrayLike) -> Floats:
    values = _check_square(matrix, "transition")
    if np.any(values < 0):
        raise InvalidInput(f"The lowest entry of the transition matrix is {values.min():g}; none may be negative.")
    sums = values.sum(axis=1)
    if np.any(np.abs(sums - 1) > ROUNDING):
        row = int(np.argmax(np.abs(sums - 1)))
        raise InvalidInput(
            f"Row {row} of the transition matrix sums to {sums[row]:g}, not to one.",
            hint="Rows are origins; stayers stand on the diagonal.",
        )
    return values
