"""What a scenario's run keeps of each period: outcomes by country, and the accounts of three parties."""

from dataclasses import dataclass

import jax
import jax.numpy as jnp
from jax import Array

from corridors.world.accounts import Books, Settled, books, settled
from corridors.world.ages import Ages
from corridors.world.cells import Cells
from corridors.world.given import Economies, Given, Parameters, Reference
from corridors.world.processes.react import prospect
from corridors.world.state import IRREGULAR, REFUGEES, Inputs, Ledger, State
from corridors.world.status import ratio
from corridors.world.summary import flows

PARAMETERS = (
    "fiscal_tax_share", "fiscal_pure_public_goods", "fiscal_public_goods_share", "fiscal_schooling_cost_child",
    "fiscal_old_age_cost",
)  # fmt: skip
"""What the accounts take from the registry."""


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Watched:
    """Whose accounts are shown: `origins[R]` and `destinations[R]`, one where a country is among them, else zero.

    A country that is among both counts as a destination for its natives. `rows[K]` are rows kept one by one.
    """

    origins: Array
    destinations: Array
    rows: Array


Outcome = dict[str, Array]


def outcome(
    cells: Cells, state: State, ledger: Ledger, inputs: Inputs, watched: Watched
) -> tuple[Outcome, Outcome, Outcome, Reference]:
    """Give the outcomes at the end of a period: by country, of the three parties, of single rows; and the reference.

    Persons, international dollars a year, remittances in US dollars a year; changes of pay are logarithms of ratios to
    the baseline.
    """
    given = inputs.given
    assert given is not None
    book = books(cells, state, given)
    money = settled(cells, book, state, given)
    reference = Reference(
        labour=book.labour, low=book.low, high=book.high, stock=book.stock, settled=book.settled_years,
        onset=book.onset, earned=ratio(money.earned, book.stock), income=money.income, received=money.received,
        prospect=prospect(cells, inputs.moves), entries=cells.by_residence(ledger.entries),
    )  # fmt: skip
    closing = Closing(cells, state, ledger, given, book, money, *_ages(cells, state))
    country = _by_country(closing, flows(cells, ledger))
    parties = _parties(closing, country, watched)
    rows = {
        "stock": book.stock[watched.rows], "irregular_stock": state.standing[watched.rows, IRREGULAR],
        "arrivals": ledger.left[watched.rows], "returns": ledger.returned[watched.rows],
        "received": money.received_by_row[watched.rows],
    }  # fmt: skip
    return country, parties, rows, reference


@dataclass(frozen=True)
class Closing:
    """What is known at the end of a period; `ages[R, A]`, residents, and `ages_foreign[R, A]`, those born abroad."""

    cells: Cells
    state: State
    ledger: Ledger
    given: Given
    book: Books
    money: Settled
    ages: Array
    ages_foreign: Array


def _ages(cells: Cells, state: State) -> tuple[Array, Array]:
    foreign = cells.by_residence(state.people * cells.foreign[:, None, None, None]).sum(axis=(1, 3))
    return foreign + state.people[cells.native].sum(axis=(1, 3)), foreign


def _by_country(closing: Closing, table: Array) -> Outcome:
    cells, state, ledger, given = closing.cells, closing.state, closing.ledger, closing.given
    book, money = closing.book, closing.money
    ages, ages_foreign, foreign = closing.ages, closing.ages_foreign, cells.foreign
    groups = state.ages
    wage = jnp.expm1(state.work.wage)
    abroad = cells.by_birth(book.stock * foreign)[: cells.residences]
    at_home = state.people[cells.native][:, :, groups.adult].sum(axis=(1, 2))
    sent = ratio(money.received_by_row, 1 - money.price)
    entries = cells.by_residence(ledger.entries)
    foreign_workers = cells.by_residence(book.workers * foreign)
    earnings = cells.by_residence(money.earned * foreign)
    found = {
        "population": ages.sum(axis=-1),
        "natives": book.stock[cells.native],
        "foreign_born": cells.by_residence(book.stock * foreign),
        "foreign_children": ages_foreign[:, groups.children].sum(axis=-1),
        "foreign_old": ages_foreign[:, groups.old].sum(axis=-1),
        "foreign_earnings": earnings,
        "abroad": abroad,
        "immigrants": table.sum(axis=0),
        "emigrants": table.sum(axis=1),
        "returns": cells.by_residence(ledger.returned),
        "irregular_stock": cells.by_residence(state.standing[:, IRREGULAR]),
        "irregular_entries": entries,
        "refugees": cells.by_residence(state.standing[:, REFUGEES]),
        "support": ratio(ages[:, groups.working].sum(axis=-1), ages[:, groups.old].sum(axis=-1)),
        "output": money.output,
        "income_of_natives": money.income,
        "wage_low": wage[:, 0, 0],
        "wage_medium": wage[:, 0, 1],
        "wage_high": wage[:, 0, 2],
        "wage_of_migrants": ratio(earnings, foreign_workers),
        "received": cells.by_birth(money.received_by_row)[: cells.residences],
        "sent": cells.by_residence(sent),
        "high_skilled_share": ratio(at_home[:, 2], at_home.sum(axis=-1)),
        "deaths_on_the_way": _deaths(cells, ledger, given),
    }
    return found | {"fiscal": fiscal(found, given.parameters, given.economies)}


def fiscal(country: Outcome, given: Parameters, economies: Economies) -> Array:
    """Public balance of the foreign-born of each country, international dollars a year, `[..., R]`.

    `tax share * earnings - income per head * (schooling * children + old age * old + public goods * charged * all)`,
    costs per head as shares of the country's income per head at launch; `charged`, whether a newcomer pays the average
    cost of public goods (1) or what one more costs (0), is one of the disputed choices.
    """
    goods = given["fiscal_pure_public_goods"] * given["fiscal_public_goods_share"] * country["foreign_born"]
    schools = given["fiscal_schooling_cost_child"] * country["foreign_children"]
    costs = schools + given["fiscal_old_age_cost"] * country["foreign_old"] + goods
    return given["fiscal_tax_share"] * country["foreign_earnings"] - economies.income * costs


def per_host(country: Outcome, watched: Watched) -> Array:
    """Public balance of the foreign-born per native of the destinations, international dollars a year, `[...]`."""
    hosts = watched.destinations
    return ratio((hosts * country["fiscal"]).sum(axis=-1), (hosts * country["natives"]).sum(axis=-1))


@jax.jit
def charged(country: Outcome, given: Parameters, economies: Economies, watched: Watched) -> tuple[Outcome, Outcome]:
    """Public money of a run under other parameters of the accounts, which move nobody (`PARAMETERS` of this module).

    Args:
        country: outcomes by country of the run, `[..., R]`; given: the accounts' parameters.
    Returns: the outcomes that change, by country and of the parties.
    """
    balance = fiscal(country, given, economies)
    return {"fiscal": balance}, {"hosts_fiscal": per_host(country | {"fiscal": balance}, watched)}


def _deaths(cells: Cells, ledger: Ledger, given: Given) -> Array:
    """Deaths a year on the way: those at launch times risky entries without permission over the baseline's entries."""
    risky = cells.by_residence(ledger.entries * (1 + given.effects.risk))
    return given.economies.deaths * ratio(risky, _base_entries(cells, ledger, given), 1.0)


def _parties(closing: Closing, country: Outcome, watched: Watched) -> Outcome:
    """The three parties: natives of origins at home, natives of destinations at home, migrants between them."""
    cells, state, ledger, given = closing.cells, closing.state, closing.ledger, closing.given
    book, money = closing.book, closing.money
    economies = given.economies
    hosts = watched.destinations
    homes = watched.origins * (1 - hosts)
    home = jnp.minimum(cells.birth, cells.residences - 1)
    known = cells.birth < cells.residences
    rows = cells.foreign * known * watched.origins[home] * hosts[cells.residence]
    migrants = (rows * book.stock).sum()
    natives = book.stock[cells.native]
    bills = book.labour_bill[:, 0]

    def weighted(values: Array, weights: Array) -> Array:
        return ratio((values * weights).sum(), weights.sum())

    entries = ledger.entries * rows
    risk = ratio(economies.deaths, _base_entries(cells, ledger, given))[cells.residence] * (1 + given.effects.risk)
    paid = economies.months * jnp.exp(given.effects.recruitment) * ledger.left * rows
    covered = jnp.clip(economies.covered + given.effects.covered, 0, 1)
    wage = jnp.expm1(state.work.wage[:, 0])
    found = {
        "stayers": (homes * natives).sum(),
        "stayers_income": weighted(money.income, homes * natives),
        "stayers_received": weighted(money.received, homes * natives),
        "stayers_wage_low": weighted(wage[:, 0], homes * bills[:, 0]),
        "stayers_wage_high": weighted(wage[:, 2], homes * bills[:, 2]),
        "stayers_high_skilled": weighted(country["high_skilled_share"], homes * natives),
        "stayers_support": _support(closing.ages, homes),
        "hosts": (hosts * natives).sum(),
        "hosts_income": weighted(money.income, hosts * natives),
        "hosts_wage_low": weighted(wage[:, 0], hosts * bills[:, 0]),
        "hosts_wage_medium": weighted(wage[:, 1], hosts * bills[:, 1]),
        "hosts_wage_high": weighted(wage[:, 2], hosts * bills[:, 2]),
        "hosts_fiscal": per_host(country, watched),
        "hosts_support": _support(closing.ages, hosts),
        "hosts_irregular": ratio((hosts * country["irregular_stock"]).sum(), (hosts * country["population"]).sum()),
        "migrants": migrants,
        "migrants_earnings": ratio((rows * money.earned).sum(), (rows * book.workers).sum()),
        "migrants_income": ratio((rows * money.earned).sum(), migrants),
        "migrants_sending_price": weighted(money.price, rows * money.received_by_row),
        "migrants_irregular": ratio((rows * state.standing[:, IRREGULAR]).sum(), migrants),
        "migrants_covered": ratio((rows * covered * book.stock).sum(), migrants),
        "migrants_deaths": (entries * risk).sum(),
        "migrants_smuggling_price": weighted(jnp.expm1(given.effects.smuggling), entries),
        "migrants_recruitment_months": ratio(paid.sum(), ((economies.months > 0) * ledger.left * rows).sum()),
        "world_income": money.output.sum(),
        "world_migrants_income": (cells.foreign * money.earned).sum(),
        "world_natives_income": money.native_income.sum(),
    }
    return found


def _base_entries(cells: Cells, ledger: Ledger, given: Given) -> Array:
    """Arrivals without permission of the baseline, which is its own, `[R]`."""
    return jnp.where(given.scenario > 0, given.reference.entries, cells.by_residence(ledger.entries))


def _support(ages: Array, countries: Array) -> Array:
    """People aged 20-64 for each aged 65 or more, over all residents of the countries; `ages[R, A]`."""
    over = (ages * countries[:, None]).sum(axis=0)
    groups = Ages.counted(ages.shape[-1])
    return ratio(over[groups.working].sum(), over[groups.old].sum())
