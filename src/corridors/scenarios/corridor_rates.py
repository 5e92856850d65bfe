"""Rates of leaving, returning and moving on for a launch, laid out on the cells of the world."""

from dataclasses import dataclass

import numpy as np

from corridors.drivers.forecast.reversion import Reversion
from corridors.errors import NotCovered
from corridors.scenarios.grids import Floats
from corridors.world.cells import Cells

FEWEST_MOVERS = 1.0
"""Expected native movers over five years from which a pair without any stock is given a row of its own; below, the rate
is left out, since rows for fractions of a person are most of the possible rows."""


@dataclass(frozen=True)
class CorridorRates:
    """Rates per person and year between countries in the world's order, and standard deviations of their logs.

    `native[o, d]` per native at home, `back[r, b]` per resident born in b, `onward[r, d]` per foreign-born of r who
    were not born in d; `sd_...` of the log of the mean rate over the next five years. `gap[3, R, R]`, in the same
    order, is the change of the log towards the long-run mean, of which `persistence[3]` is still to come after each
    period. Countries of the world that the history of flows leaves out have rates of zero: `without`.
    """

    launch: int
    native: Floats
    back: Floats
    onward: Floats
    sd_native: Floats
    sd_back: Floats
    sd_onward: Floats
    gap: Floats
    persistence: Floats
    without: tuple[str, ...]

    def changes(self, pairs: Cells, periods: int) -> tuple[Floats, Floats, Floats]:
        """Changes of the logs of rates on the cells as they return to their long-run means: `(1 - persistence^t) gap`.

        Args:
            pairs: the cells; periods: T, the first from the launch on.
        Returns: leaving `[T, C]`, returning `[T, C]`, moving on `[T, R, R]`; natives and unknown birthplaces have zero.
        """
        residence, birth = np.asarray(pairs.residence), np.asarray(pairs.birth)
        known = (residence != birth) & (birth < pairs.residences)
        origin = np.minimum(birth, pairs.residences - 1)
        native = np.where(known, self.gap[0][origin, residence], 0)
        back = np.where(known, self.gap[1][residence, origin], 0)
        share = Reversion(self.gap, self.persistence).share(periods)
        return share[:, :1] * native, share[:, 1:2] * back, share[:, 2, None, None] * self.gap[2]


def corridor_rates(countries: tuple[str, ...], launch: int) -> CorridorRates:
    """Read the mean rates that the forecast model expected at launch, in the order of the world's countries.

    A launch that knows one period of flows only has the rates of that period: `rates_of_last_period`.

    Raises:
        NotCovered: a launch before the first history of flows.

    >>> rates = corridor_rates(("MEX", "USA", "XKX"), 2003)
    >>> rates.launch, rates.native.shape, rates.without
    (2000, (3, 3), ('XKX',))
    """
    from corridors.drivers.forecast.history import launches
    from corridors.drivers.forecast.packaged_rates import at_launch

    known = [year for year in launches(fewest=1) if year <= launch]
    if not known:
        first = launches(fewest=1)[0]
        raise NotCovered(f"There is no history of flows before {launch}.", hint=f"Launch a world of {first} or later.")
    year = known[-1]
    expected = at_launch(year)
    found, back = expected.rates, expected.after
    at = {code: i for i, code in enumerate(found.countries)}
    here = [i for i, code in enumerate(countries) if code in at]
    there = [at[countries[i]] for i in here]

    def placed(table: Floats) -> Floats:
        laid = np.zeros((len(countries), len(countries)))
        laid[np.ix_(here, here)] = table[np.ix_(there, there)]
        return laid

    return CorridorRates(
        year,
        *(placed(table) for table in (found.native, found.returning, found.onward)),
        *(placed(table) for table in (found.sd_native, found.sd_returning, found.sd_onward)),
        gap=np.stack([placed(table) for table in back.gap]),
        persistence=back.persistence,
        without=tuple(code for code in countries if code not in at),
    )


def reachable_onward(onward: Floats, stock: Floats, inhabited: np.ndarray) -> Floats:
    """Refer onward rates to the people who can follow them, so that the flow at launch stays what it is.

    The base is per foreign-born of r not born in d; the world lets only birthplaces move on that have a row in d. So
    `onward' = onward * sum_b S[r, b] / sum_b S[r, b] inhabited[d, b]`, both sums over b that is neither r nor d.

    Args:
        onward: `[R, R]`; stock: `[R, B]`, persons; inhabited: `[R, B]`.
    """
    index = np.arange(onward.shape[0])
    foreign = stock.copy()
    foreign[index, index] = 0
    elsewhere = foreign.sum(axis=1, keepdims=True) - foreign[:, : len(index)]
    reach = inhabited.astype(float)
    reach[index, index] = 0
    able = foreign @ reach.T
    return np.where(able > 0, onward * np.divide(elsewhere, able, out=np.zeros_like(able), where=able > 0), 0)
