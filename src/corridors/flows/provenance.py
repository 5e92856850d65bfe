"""The record that travels with a file of flows: what it was made from, how, and how well the fits were met."""

from collections.abc import Mapping
from typing import Any

from corridors import __version__
from corridors.flows.labelled import Flows

CITATIONS = {
    "difference-drop": "https://doi.org/10.1038/s41597-019-0089-3",
    "difference-reverse": "https://doi.org/10.1038/s41597-019-0089-3",
    "rate": "https://doi.org/10.1002/9781118937464.ch7",
    "min-open": "https://doi.org/10.4054/DemRes.2013.28.18",
    "min-closed": "https://doi.org/10.4054/DemRes.2013.28.18",
    "independence": "https://doi.org/10.1073/pnas.1722334116",
    "pseudo-bayes": "https://doi.org/10.1073/pnas.1722334116",
    "transport": "https://arxiv.org/abs/1306.0895",
}
"""Where each method was published."""


def provenance(flows: Flows, options: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Say where flows come from, as plain values for JSON.

    Args:
        flows: an estimate; options: what else was chosen, files and their hashes included.

    >>> from corridors.flows.world import table
    >>> record = provenance(table("2015-2020", "min-closed"))
    >>> record["method"], record["converged"], record["sources"][0]["name"]
    ('min-closed', True, 'migrant_stock')
    """
    record: dict[str, Any] = {
        "title": f"Bilateral migration flows, {flows.times[0]} to {flows.times[1]}, by {flows.method}",
        "made_by": f"corridors {__version__}",
        "quality": "modelled",
        "unit": "persons over the period; a pair that is not listed is zero",
        "columns": flows.frame.columns,
        "rows": flows.frame.height,
        "total": float(flows.estimate.flow.sum()),
        "method": flows.method,
        "method_source": CITATIONS[flows.method],
        "times": list(flows.times),
        "years": flows.years,
        "countries": len(flows.countries),
        "sexes": list(flows.sexes),
        "options": dict(options or {}),
        "iterations": flows.iterations,
        "residual_persons": flows.residual,
        "converged": flows.converged,
        "repairs": list(flows.repairs),
    }
    if (world := flows.stocks) is not None:
        record |= {
            "sex": world.sex,
            "edition": world.edition,
            "unknown_origin": world.unknown,
            "notes": list(world.notes),
            "left_out": [vars(area) for area in world.left_out],
            "sources": [
                {
                    "name": source.name,
                    "title": source.title,
                    "publisher": source.publisher,
                    "edition": source.edition,
                    "url": source.url,
                    "licence": source.licence,
                    "citation": source.citation,
                    "sha256": source.sha256,
                }
                for source in world.sources
            ],
        }
    return record
