"""World Bank and KNOMAD: remittances and their prices; and the table of economic indicators that it leads."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corridors.data.published import Published, none_left, sums_agree
from corridors.data.steps import Steps
from corridors.errors import InvalidInput

BILLION = 1e9

_MATRIX_TOTALS = {
    "wb_brm_2010": 446.6,
    "wb_brm_2012": 509.3,
    "knomad_brm_2017_apr2018": 613.5,
    "knomad_brm_2021_dec2022": 780.7,
}
_FROM_USA_2021 = {"MEX": 52.6, "IND": 15.8, "GTM": 14.1, "PHL": 12.8, "CHN": 12.7, "DOM": 8.0, "VNM": 7.9}
_RECEIVED_2021 = {"IND": 89.4, "MEX": 54.1, "CHN": 53.0, "PHL": 36.7, "FRA": 32.1, "EGY": 31.5, "PAK": 31.3}
_RECEIVED_BY_INDIA = {2010: 53.0, 2017: 69.0}
MATRICES = (
    *(Published({"source": name}, total * BILLION, 0.06 * BILLION) for name, total in _MATRIX_TOTALS.items()),
    Published({"year": 2021, "sender": "USA"}, 200.2 * BILLION, 0.06 * BILLION),
    *(
        Published({"year": 2021, "sender": "USA", "receiver": to}, sum_ * BILLION, 0.06 * BILLION)
        for to, sum_ in _FROM_USA_2021.items()
    ),
    *(Published({"year": 2021, "receiver": to}, sum_ * BILLION, 0.06 * BILLION) for to, sum_ in _RECEIVED_2021.items()),
    *(
        Published({"year": year, "receiver": "IND"}, sum_ * BILLION, 0.06 * BILLION)
        for year, sum_ in _RECEIVED_BY_INDIA.items()
    ),
)
"""Totals, corridors and receipts in US$ (World Bank, KNOMAD, Bilateral Remittance Matrices 2010 to 2021)."""

RECEIPTS = (
    Published({"source": "knomad_2023_05", "country": "WLD", "year": 2021}, 791.1 * BILLION, 0.06 * BILLION),
    Published({"source": "knomad_2023_05", "country": "WLD", "year": 2022}, 831.1 * BILLION, 0.06 * BILLION),
    Published({"source": "wdi_2023_05", "country": "WLD", "year": 2021}, 735.2 * BILLION, 0.06 * BILLION),
    Published({"source": "wdi_2023_05", "country": "IND", "year": 2021}, 89.4 * BILLION, 0.06 * BILLION),
    Published({"source": "wdi_2023_05", "country": "MEX", "year": 2021}, 54.1 * BILLION, 0.06 * BILLION),
    Published({"source": "wdi_2026_subset", "country": "IND", "year": 2024}, 137.7 * BILLION, 0.06 * BILLION),
    Published({"source": "wdi_2026_subset", "country": "MEX", "year": 2024}, 67.6 * BILLION, 0.06 * BILLION),
)
"""Remittances received, in US$ (World Development Indicators, May 2023 and 2026; KNOMAD, May 2023)."""

PAYMENTS = (Published({"source": "wdi_2023_05", "country": "USA", "year": 2021}, 72.7 * BILLION, 0.06 * BILLION),)
"""Remittances paid, in US$ (World Development Indicators, May 2023)."""

_MEXICO = {"sending": "USA", "receiving": "MEX", "amount_usd": 200}
CORRIDOR_COSTS = (
    Published({"source": "rpw_dataset_2025q1_corridor_mean", "period": "2016Q2", **_MEXICO}, 4.97, 0.006),
    Published({"source": "rpw_databank_corridor_2020", "period": "2020Q3", **_MEXICO}, 4.18, 0.006),
    Published({"source": "rpw_dataset_2025q1_corridor_mean", "period": "2025Q1", **_MEXICO}, 4.98, 0.006),
)
"""Cost in % of sending US$ 200 from the United States to Mexico (Remittance Prices Worldwide)."""

MEAN_COSTS = {"2016Q2": 7.29, "2020Q2": 6.51, "2021Q2": 6.20, "2025Q1": 6.47}
"""Mean cost in % over services of sending US$ 200 in the copied corridors; the Bank's own mean of 2025Q1 is 6.49."""

_UNITED_KINGDOM = {"source": "rpw_2025q3_uk_channels", "receiving": "WLD", "measure": "mean_total_cost_pct"}
CHANNEL_COSTS = (
    Published({**_UNITED_KINGDOM, "category": "cash"}, 5.12, 0.006),
    Published({**_UNITED_KINGDOM, "category": "account"}, 2.39, 0.006),
    Published({**_UNITED_KINGDOM, "category": "mobile_wallet"}, 3.34, 0.006),
)
"""Mean cost in % of sending GBP 200 from the United Kingdom, by payout method (Finofin from RPW, 2025 Q3)."""

INDICATORS = (
    Published({"country": "DEU", "year": 2022, "indicator": "NY.GDP.MKTP.CD"}, 4_163.6e9, 0.06e9),
    Published({"country": "DEU", "year": 2022, "indicator": "SL.UEM.TOTL.ZS"}, 3.1, 0.06),
    Published({"country": "USA", "year": 2023, "indicator": "NY.GDP.PCAP.PP.KD"}, 74_159, 1),
    Published({"country": "DEU", "year": 2022, "indicator": "NY.GDP.PCAP.PP.KD"}, 63_676, 1),
    Published({"country": "IND", "year": 2020, "indicator": "SP.URB.TOTL.IN.ZS"}, 34.1, 0.06),
    Published({"country": "ZAF", "year": 2014, "indicator": "SI.POV.GINI"}, 63.0, 0.06),
    Published({"country": "ETH", "year": 2020, "indicator": "NV.AGR.TOTL.ZS"}, 35.6, 0.06),
    Published({"country": "DEU", "year": 2023, "indicator": "PWT.pop"}, 84.55, 0.006),
)
"""Known cells of the packaged indicators (World Development Indicators 2025 and 2026, Penn World Table 11.0)."""

OUT_OF_SCALE = "GC.TAX.TOTL.GD.ZS"
"""Tax revenue in % of GDP: the copy holds 0.0 for Germany, France and the United States, so it is left out."""

GOVERNANCE = "PV.EST"
"""The one series of the Worldwide Governance Indicators, which the copy files under the World Development ones."""

LAST_ESTIMATED_YEAR = 2023
"""After this year World Population Prospects 2024 and the World Economic Outlook of April 2024 hold projections."""

PROJECTED_LATER = ("IMF WEO", "UN WPP 2024 (medium variant after 2023)")
"""Sources that go on beyond the last estimated year."""

COUNTED_SOURCES = ("WDI", "ILOSTAT", "UNESCO UIS")
"""Sources that compile official statistics; all others estimate."""

MODELLED_SERIES = (
    "SL.UEM.TOTL.ZS", "SM.POP.NETM", "SP.DYN.CBRT.IN", "SP.POP.DPND", "SP.POP.GROW", "SP.URB.TOTL.IN.ZS",
    "NY.GDP.PCAP.PP.CD", "NY.GDP.PCAP.PP.KD", "ILO.EMP.AGR", "ILO.EMP.IND", "ILO.EMP.SELF", "ILO.EMP.SRV",
    "ILO.EMP_2WAP.15PLUS", "ILO.EMP_2WAP.15_24", "ILO.GDP_PER_HOUR",
)  # fmt: skip
"""Series of those sources that are estimates all the same: ILO and UN models, purchasing power parities."""


def clean_economy(frame: pl.DataFrame) -> pl.DataFrame:
    """Drop one series that is out of scale, name the source of another, and mark how each value is known."""
    frame = frame.with_columns(pl.col("indicator", "source").cast(pl.String))
    frame = frame.filter(pl.col("indicator") != OUT_OF_SCALE)
    source = pl.when(pl.col("indicator") == GOVERNANCE).then(pl.lit("WGI")).otherwise("source")
    return frame.with_columns(source=source).with_columns(nature=_nature())


def _nature() -> pl.Expr:
    projected = pl.col("source").is_in(PROJECTED_LATER) & (pl.col("year") > LAST_ESTIMATED_YEAR)
    counted = pl.col("source").is_in(COUNTED_SOURCES) & ~pl.col("indicator").is_in(MODELLED_SERIES)
    return (
        pl.when(projected).then(pl.lit("projected"))
        .when(counted).then(pl.lit("observed"))
        .otherwise(pl.lit("modelled"))
    )  # fmt: skip


def check_economy(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Known cells are met."""
    sums_agree("economy", frame, "value", INDICATORS)


def check_remittances_bilateral(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Printed totals and corridors are met, and the United States to Mexico is the largest corridor of every matrix."""
    sums_agree("remittances_bilateral", frame, "usd", MATRICES)
    largest = frame.filter(pl.col("usd") == pl.col("usd").max().over("source"))
    unexpected = largest.filter((pl.col("sender") != "USA") | (pl.col("receiver") != "MEX"))
    none_left("remittances_bilateral", "the largest corridor is not the United States to Mexico", unexpected)


def check_remittances_country(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Known world and national totals are met."""
    sums_agree("remittances_country", frame, "inflow_usd", RECEIPTS)
    sums_agree("remittances_country", frame, "outflow_usd", PAYMENTS)


def check_remittance_prices(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """Fee and margin add up to the total cost, and known corridors and means over services are met."""
    gap = (pl.col("fee_pct") + pl.col("fx_margin_pct") - pl.col("total_cost_pct")).abs() > 1e-6
    none_left("remittance_prices", "fee and margin are not the total cost", frame.filter(gap))
    sums_agree("remittance_prices", frame, "total_cost_pct", CORRIDOR_COSTS)
    services = frame.filter(source="rpw_dataset_2025q1_corridor_mean", amount_usd=200)
    for period, published in MEAN_COSTS.items():
        rows = services.filter(period=period)
        mean = float((rows["total_cost_pct"] * rows["n_services"]).sum()) / float(rows["n_services"].sum())
        if abs(mean - published) > 0.006:
            raise InvalidInput(f"remittance_prices: the mean cost of {period} is {mean:.3f} %, not {published} %.")


def check_remittance_prices_channels(frame: pl.DataFrame, other: Callable[[str], pl.DataFrame]) -> None:
    """The published means by payout method are met."""
    sums_agree("remittance_prices_channels", frame, "value", CHANNEL_COSTS)


DATASETS = {
    "remittances_bilateral": Steps(check=check_remittances_bilateral),
    "remittances_country": Steps(check=check_remittances_country),
    "remittance_prices": Steps(check=check_remittance_prices),
    "remittance_prices_channels": Steps(check=check_remittance_prices_channels),
    "economy": Steps(clean=clean_economy, check=check_economy),
}
