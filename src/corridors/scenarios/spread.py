"""How uncertain the rates of a launch are, from the forecast model: what corridors share, and how long it lasts."""

import numpy as np

from corridors.scenarios.grids import Floats


def shared(launch: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Give what corridors share and how long it lasts, as the forecast model fitted it to what was known at launch.

    The forecast's correlation of a corridor with its opposite is left out; its part of the variance is the corridor's
    own. A deviation stays as a corridor of middling size returns to its level: `persistence = 1 - pace`. A launch that
    knows one period only has no fit: it takes that of the first launch that has.

    Returns: persistence `[3]`, the world's standard deviation `[3]`, the root of countries' variances `[6, 6]`, and the
    corridor's own standard deviation `[3]`, by leaving, returning and moving on; the variances of a score add to one.
    """
    from corridors.drivers.forecast.dependence import root
    from corridors.drivers.forecast.packaged_rates import at_launch

    expected = at_launch(launch)
    together = expected.together
    by_role = np.diag(together.country)
    kinds = len(together.world)
    rest = 1 - together.world - by_role[:kinds] - by_role[kinds:]
    return expected.after.persistence, np.sqrt(together.world), root(together.country), np.sqrt(np.maximum(rest, 0))
