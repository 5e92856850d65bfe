"""The choices of a run, checked before any work is done."""

from corridors.concepts.nearest import nearest
from corridors.errors import NotCovered, UnknownName
from corridors.scenarios.demography import NET_FROM, STEP, check_years
from corridors.scenarios.stocks import STOCK_YEARS

NETS = ("bilateral", "wpp")
"""Where migration comes from: rates by corridor, or the net migration of World Population Prospects."""


def check_launch(launch: int, until: int, net: str, step: int = STEP) -> tuple[int, ...]:
    """Give the dates of a run, or say why it cannot be.

    Raises:
        UnknownName: a `net` that is neither "bilateral" nor "wpp"; NotCovered: dates outside the data; InvalidInput: a
            `step` that is neither 5 years nor 1.

    >>> check_launch(2025, 2035, "wpp")
    (2025, 2030, 2035)
    """
    if net not in NETS:
        raise UnknownName("kind of migration", net, nearest(net, NETS) or NETS)
    years = check_years(launch, until, step)
    if launch < STOCK_YEARS[0]:
        raise NotCovered(f"Stocks of migrants start in {STOCK_YEARS[0]}.", hint="Launch then or later.")
    if net == "wpp" and launch < NET_FROM:
        raise NotCovered(
            f"Net migration by age is published from {NET_FROM} on.", hint="Launch later, or take bilateral rates."
        )
    return years
