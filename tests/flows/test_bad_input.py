"""Input that no method can use is refused with row and value; what is repaired is reported."""

import numpy as np
import pytest
from numpy.typing import NDArray

from corridors.errors import InvalidInput
from corridors.flows.arrays import Method, estimate_arrays

NAMES = ["Chile", "Peru", "Bolivia"]
START = np.array([[900.0, 20, 10], [15, 800, 5], [10, 10, 700]])
END = np.array([[880.0, 30, 20], [20, 790, 5], [10, 10, 705]])


def refused(
    match: str, start: object = START, end: object = END, *, method: Method = "min-closed", **options: object
) -> None:
    options = {"labels": NAMES, "years": 5} | options
    with pytest.raises(InvalidInput, match=match):
        estimate_arrays(start, end, method=method, **options)  # type: ignore[arg-type]


def changed(table: NDArray[np.float64], cell: tuple[int, int], value: float) -> NDArray[np.float64]:
    copy = table.copy()
    copy[cell] = value
    return copy


@pytest.mark.parametrize("method", ["difference-drop", "rate", "min-open", "pseudo-bayes"])
def test_a_negative_or_missing_stock_is_named(method: Method) -> None:
    refused(r"born in Peru and living in Chile is negative \(-3\)", changed(START, (1, 0), -3), method=method)
    refused("end stock of people born in Chile and living in Bolivia is missing", end=changed(END, (0, 2), np.nan),
            method=method)  # fmt: skip
    refused("is missing", changed(START, (1, 1), np.inf), method=method)


def test_births_and_deaths_are_needed_for_every_residence() -> None:
    refused("births of Peru are missing", births=[10, np.nan, 10], deaths=[10, 10, 10])
    refused(r"deaths of Bolivia are negative \(-1\)", births=[10, 10, 10], deaths=[10, 10, -1])
    refused("births have shape", births=[10, 10], deaths=[10, 10, 10])


def test_duplicated_and_missing_labels() -> None:
    refused("Chile stands in row 0 and again in row 2", labels=["Chile", "Peru", "Chile"])
    refused("2 labels for 3 birthplaces", labels=["Chile", "Peru"])


def test_two_dates_of_one_shape_are_needed() -> None:
    refused("end stock is missing: flows need the stocks of two dates", end=None)
    refused("start stock is missing", start=None)
    refused("shape", end=END[:2, :2])
    refused("two or more countries", [[5.0]], [[5.0]], labels=None)
    refused("own row as a birthplace", START[:2], END[:2], labels=None)
    refused("years is 0", years=0)
    refused("years is nan", years=float("nan"))


def test_more_deaths_or_births_than_people() -> None:
    deaths = [0, 1000, 0]
    refused(r"Deaths of Peru \(1,000\) exceed its start population \(830\)", births=[0, 0, 0], deaths=deaths,
            method="min-open")  # fmt: skip
    refused(r"Births of Chile \(2,000\) exceed its end population \(910\)", births=[2000, 0, 0], method="min-open")


def test_stocks_in_another_unit_than_births() -> None:
    refused("exceeds all", births=[9e6, 9e6, 9e6], deaths=[0, 0, 0])


def test_a_birthplace_whose_margins_cannot_meet_names_both_totals() -> None:
    start = np.vstack([START, [0.0, 0, 0]])
    end = np.vstack([END, [40.0, 0, 0]])
    refused("birthplace unknown.* 0 at the start and 40 at the end .*", start, end, labels=[*NAMES, "unknown"])


def test_a_country_that_exchanges_nobody_cannot_be_closed() -> None:
    start = np.pad(START, (0, 1))
    end = np.pad(END, (0, 1))
    start[3, 3], end[3, 3], end[0, 0] = 300, 260, END[0, 0] + 40
    names = [*NAMES, "Atlantis"]
    refused("birthplace Atlantis cannot meet: .* 300 at the start and 260 at the end", start, end, labels=names)
    result = estimate_arrays(start, end, method="min-open", years=5, labels=names)
    assert result.accounting is not None
    assert result.accounting.to_outside[0, 3, 3] == pytest.approx(40)


def test_a_full_residence_is_repaired_and_reported() -> None:
    start = np.array([[500.0, 3, 0], [0, 800, 5], [0, 10, 700]])
    end = np.array([[450.0, 4, 0], [0, 840, 5], [0, 10, 709]])
    result = estimate_arrays(start, end, method="min-closed", years=5, labels=NAMES)
    assert result.converged
    assert any("birthplace Chile" in repair and "nobody born elsewhere" in repair for repair in result.repairs)
    # Its 50 lost natives can only have left: the fit's own tolerance.
    assert result.flow[0].sum() == pytest.approx(50, abs=1e-6)


def test_negative_natives_are_repaired_and_reported() -> None:
    result = estimate_arrays(changed(START, (2, 2), -5), END, method="min-open", years=5, labels=NAMES)
    assert any("-5 natives of Bolivia" in repair for repair in result.repairs)
    assert result.accounting is not None
    # The residence keeps its population, 10 + 5 - 5: one product per cell.
    assert result.accounting.start_balanced[0, :, 2].sum() == pytest.approx(10, rel=1e-14)
    refused(r"start population of Bolivia is negative \(-85\)", changed(START, (2, 2), -100))
    refused("is negative", changed(START, (2, 2), -5), method="difference-drop")


def test_world_totals_that_disagree_with_births_and_deaths_are_reported() -> None:
    result = estimate_arrays(START, END + np.eye(3), method="min-closed", years=5)
    assert any("half of the misfit 3" in repair for repair in result.repairs)


def test_ten_thousand_countries_are_refused_with_an_estimate() -> None:
    huge = np.broadcast_to(np.float64(1.0), (10_000, 10_000))
    refused(r"10,000 countries .* GiB of memory", huge, huge, labels=None)
    refused("kept by birth would need", np.ones((300, 300)), np.ones((300, 300)), labels=None, by_birth=True,
            max_memory=1e8)  # fmt: skip


def test_priors_and_costs() -> None:
    refused("prior has shape", prior=np.ones((2, 2)))
    refused("prior from Peru to Chile is -1", prior=changed(np.ones((3, 3)), (1, 0), -1.0))
    refused("no use for a prior", prior=np.ones((3, 3)), method="independence")
    refused("no use for a prior", prior=np.ones((3, 3)), method="rate")
    refused("was given no cost and no epsilon", method="transport")
    refused("was given a cost and no epsilon", method="transport", cost=np.ones((3, 3)))
    refused("was given a cost and an epsilon", cost=np.ones((3, 3)), epsilon=1.0)
    refused("epsilon is -1", method="transport", cost=np.ones((3, 3)), epsilon=-1)
    refused("cost from Chile to Peru is nan", method="transport", cost=changed(np.ones((3, 3)), (0, 1), np.nan),
            epsilon=1)  # fmt: skip
    refused("no use for world_moves", world_moves=5.0)
    refused("world_moves is -5", method="rate", world_moves=-5.0)
    refused("weight is 2", method="pseudo-bayes", weight=2.0)


def test_a_prior_or_cost_that_forbids_too_much_names_birthplace_and_totals() -> None:
    refused(r"birthplace Chile cannot meet: 20\.\d+ of its people must leave Chile, but only 0 arrive",
            prior=np.zeros((3, 3)))  # fmt: skip
    forbidden = np.where(np.eye(3) > 0, 0.0, np.inf)
    refused("birthplace Chile .*places that the cost allows", method="transport", cost=forbidden, epsilon=1.0)
    start, end = np.vstack([START, [30.0, 30, 0]]), np.vstack([START, [0.0, 20, 40]])
    refused("birthplace unknown cannot meet: 40 of its people must arrive in Bolivia, but only 10 leave", start, end,
            method="min-open", prior=changed(np.ones((3, 3)), (0, 2), 0.0), labels=[*NAMES, "unknown"])  # fmt: skip


def test_a_batch_names_the_table() -> None:
    start, end = np.stack([START, changed(START, (0, 1), -2)]), np.stack([END, END])
    refused(r"in table \[1\] is negative", start, end)
