"""A small panel, made once: 24 countries over all periods, which holds large, small and newly opened corridors."""

import pytest

COUNTRIES = [
    "MEX", "USA", "GTM", "CAN", "ESP", "FRA", "DEU", "GBR", "POL", "ROU", "CZE", "SWE",
    "MAR", "DZA", "NGA", "GHA", "IND", "PAK", "ARE", "SAU", "PHL", "TUR", "SYR", "GLP",
]  # fmt: skip


@pytest.fixture(scope="session")
def small():
    from corridors.drivers.panels import panel

    return panel(countries=COUNTRIES)
