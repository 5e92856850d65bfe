"""Standings: what is known of a country's part in each instrument, and how complete each list is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corridors.data import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from corridors.concepts.countries import Area

PARTY, UNVERIFIED, SIGNED, NONE, UNKNOWN = "Party", "Party, unverified", "Signed only", "No action", "Not known"
STATES = (PARTY, UNVERIFIED, SIGNED, NONE, UNKNOWN)
MARCH_2015 = "March 2015"
"""The date of the copy of the United Nations Treaty Collection that lists every treaty (SOURCES-covariates.md)."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A treaty: its code in the data, its short name, and up to when a missing row means no action.

    `listed_until` is empty where the list is incomplete: there a missing row means nothing. `leans` says that the list
    is complete only together with rows that are not verified.
    """

    code: str
    label: str
    listed_until: str = MARCH_2015
    leans: bool = False


MAIN = (
    Instrument("ICRMW", "Migrant workers and families (1990)"),
    Instrument("ILO-C97", "Migration for employment (ILO 97, 1949)", "2024", leans=True),
    Instrument("ILO-C143", "Migrant workers (ILO 143, 1975)", ""),
    Instrument("ILO-C181", "Private employment agencies (ILO 181, 1997)", ""),
    Instrument("ILO-C189", "Domestic workers (ILO 189, 2011)", "October 2020"),
    Instrument("ILO-C29", "Forced labour (ILO 29, 1930)", ""),
    Instrument("REFUGEE1951", "Refugee Convention (1951)"),
    Instrument("REFUGEE1967", "Refugee Protocol (1967)"),
    Instrument("STATELESS1954", "Status of stateless persons (1954)"),
    Instrument("STATELESS1961", "Reduction of statelessness (1961)"),
    Instrument("TRAFFICKING2000", "Trafficking in persons (2000)"),
    Instrument("SMUGGLING2000", "Smuggling of migrants (2000)"),
)
"""The twelve instruments that bear on migration most directly, with the completeness stated in SOURCES-law.md."""

OTHERS = (
    Instrument("CERD", "Racial discrimination (1966)"),
    Instrument("ICCPR", "Civil and political rights (1966)"),
    Instrument("ICESCR", "Economic, social and cultural rights (1966)"),
    Instrument("CEDAW", "Discrimination against women (1979)"),
    Instrument("CAT", "Torture (1984)"),
    Instrument("CRC", "Rights of the child (1989)"),
    Instrument("CRC-OPAC", "Children in armed conflict (2000)"),
    Instrument("CRC-OPSC", "Sale of children (2000)"),
    Instrument("CRPD", "Persons with disabilities (2006)"),
    Instrument("CPED", "Enforced disappearance (2006)"),
    Instrument("UNTOC2000", "Transnational organized crime (2000)"),
    Instrument("TRAFFIC1949", "Traffic in persons (1949)"),
    Instrument("MAINTENANCE1956", "Recovery of maintenance abroad (1956)"),
    Instrument("ILO-C118", "Equality of treatment, social security (ILO 118, 1962)", ""),
    Instrument("ILO-C190", "Violence and harassment at work (ILO 190, 2019)", ""),
)
"""The other instruments of the data, most of them on human rights."""

CONTRADICTED = {("COD", "ILO-C97")}
"""Where sources name different states for one ratification (SOURCES-law.md: Congo or the Democratic Republic, 2023)."""
TELLING = ("contradicted", "Verdragenbank has", "Zanzibar only", "as Federal Republic")
"""Words of the notes that change how a row is to be read; the other notes only name the page that was read."""
ZANZIBAR = "Zanzibar only"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one country's part in one instrument."""

    state: str
    text: str
    year: int | None = None
    signed: int | None = None


def records(areas: Sequence[Area]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of some countries: the sourced ones, and those still to be verified."""
    codes = [area.code for area in areas]
    return load("treaties", country=codes).frame, load("treaties_to_verify", country=codes).frame


def is_listed(frame: pl.DataFrame, area: Area) -> bool:
    """Tell whether the records hold any row of a country; territories and some areas have none."""
    return not frame.filter(country=area.code).is_empty()


def standing(area: Area, instrument: Instrument, frame: pl.DataFrame, unverified: pl.DataFrame) -> Standing:
    """What is known of a country's part in an instrument; a missing row is no action only where the list is complete.

    Args:
        area: the country.
        instrument: the treaty.
        frame: rows of `treaties`.
        unverified: rows of `treaties_to_verify`.
    """
    here = {"country": area.code, "treaty": instrument.code}
    rows, extra = frame.filter(**here).to_dicts(), unverified.filter(**here).to_dicts()
    return standing_of(
        area.code, instrument, rows[0] if rows else None, extra[0] if extra else None, listed=is_listed(frame, area)
    )


def standing_of(
    code: str,
    instrument: Instrument,
    row: dict[str, object] | None,
    extra: dict[str, object] | None,
    *,
    listed: bool,
) -> Standing:
    """What is known of a country's part in an instrument.

    Args:
        code: the country's code.
        instrument: the treaty.
        row: the country's row of `treaties`, where there is one.
        extra: its row of `treaties_to_verify`, where there is one.
        listed: whether `treaties` holds any row of the country.
    """
    if row is not None:
        return _recorded(row)
    if extra is not None:
        year = extra["party_year"]
        return Standing(UNVERIFIED, f"since {year}, unverified", year if isinstance(year, int) else None)
    if (code, instrument.code) in CONTRADICTED:
        return Standing(UNKNOWN, "sources differ")
    if not listed:
        return Standing(UNKNOWN, "not in the records")
    return _absent(instrument)


def _recorded(row: dict[str, object]) -> Standing:
    year, signed, until = row["party_year"], row["signature_date"], row["status_as_of"]
    signature = getattr(signed, "year", None)
    if row["status"] == "party":
        since = f"since {year}" if year else "year not given"
        since = ZANZIBAR if str(row["note"]).endswith(ZANZIBAR) else since
        return Standing(PARTY, f"party, {since} [{until}]", year if isinstance(year, int) else None, signature)
    if row["status"] == "signatory":
        return Standing(SIGNED, f"signed {signature or '(year not given)'} [{until}]", None, signature)
    return Standing(NONE, f"none [{until}]")


def _absent(instrument: Instrument) -> Standing:
    until = instrument.listed_until
    if not until:
        return Standing(UNKNOWN, "not known")
    if until == MARCH_2015:
        return Standing(UNKNOWN, f"none by {until}, then not known")
    return Standing(NONE, f"none [{until}]{', unverified' if instrument.leans else ''}")
