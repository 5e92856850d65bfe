"""How uncertain the rates of a launch are, from the forecast model: what corridors share, and how long it lasts."""

import numpy as np

from corridors.scenarios.grids import Floats


def shared(launch: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Give what corridors share and how long it lasts, as the forecast model fitted it to what was known at launch.

    The forecast's correlation of a corridor with its opposite is left out; its part of the variance is the corridor's
    own. A deviation stays as a corridor of middling size returns to its level: `persistence = 1 - pace`.

    Returns: persistence `[3]`, the world's standard deviation `[3]`, the root of countries' variances `[6, 6]`, and the
    corridor's own standard deviation `[3]`, by leaving, returning and moving on; the variances of a score add to one.
    """
    from corridors.drivers.forecast.answer import prepared
    from corridors.drivers.forecast.dependence import root
    from corridors.drivers.forecast.model import NAMES

    ready = prepared(launch)
    together = ready.shared
    pace = 1 / (1 + np.exp(-ready.fitted.coefficients[:, NAMES.index("return")]))
    by_role = np.diag(together.country)
    kinds = len(together.world)
    rest = 1 - together.world - by_role[:kinds] - by_role[kinds:]
    return 1 - pace, np.sqrt(together.world), root(together.country), np.sqrt(np.maximum(rest, 0))
