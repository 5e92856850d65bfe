"""What comes out of a run: labelled arrays with their uncertainty and where they come from."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridors.concepts.countries import resolve
from corridors.concepts.nearest import nearest
from corridors.errors import NotCovered, UnknownName
from corridors.scenarios.store import open_store

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

SUMMARY = "summary.nc"


@dataclass(frozen=True, repr=False)
class Projection:
    """A finished run: `summary` over draws, the `draws` themselves, and its `record` (version, settings, data hashes).

    `summary` has the dimensions of `corridors.scenarios.labels.summary`, `draws` those of the variables with the number
    of the draw, 0 the central run. All values are persons.
    """

    summary: "xr.Dataset"
    draws: "xr.Dataset"
    record: dict[str, Any]

    @classmethod
    def open(cls, folder: str | Path) -> "Projection":
        """Open a finished run from its folder.

        Raises:
            InvalidInput: there is no run; NotCovered: it is not finished; DamagedData: a part is not as it was written.
        """
        import xarray as xr

        from corridors.scenarios.store import check_chunk

        store = open_store(Path(folder))
        path = Path(folder) / SUMMARY
        draws = store.read()
        if not path.is_file():
            raise NotCovered(f"{folder} has no summary.", hint="Finish the run: the same command with --resume.")
        check_chunk(path)
        return cls(xr.open_dataset(path, engine="scipy"), draws, store.manifest)

    def __repr__(self) -> str:
        first, last = self.summary.attrs["launch"], int(self.summary["time"][-1])
        return (
            f"Projection of {self.summary.sizes['country']} countries, {first} to {last}: "
            f"{self.draws.sizes['draw'] - 1:,} draws and the central run"
        )

    def table(self, variable: str = "population_total", *, country: str | None = None) -> "pl.DataFrame":
        """Give one variable of the summary as rows: its labels, then a column for each statistic.

        Args:
            variable: a name in `summary`; country: code or name: as residence, origin, destination or birthplace.
        Raises:
            UnknownName: no such variable or country, with the nearest.
        """
        import numpy as np
        import polars as pl

        if variable not in self.summary:
            known = [str(name) for name in self.summary.data_vars]
            raise UnknownName("variable", variable, nearest(variable, known) or known)
        array = self.summary[variable]
        places = [c for c in ("country", "residence", "birth", "origin", "destination") if c in array.coords]
        if country is not None and places:
            code = resolve(country).code
            kept = sum(np.asarray(array[place].values == code) for place in places)
            array = array.isel({array[places[0]].dims[0]: np.flatnonzero(kept)})
        frame = pl.from_pandas(array.rename("value").to_dataframe().reset_index())
        labels = [c for c in frame.columns if c not in ("value", "statistic", "pair", "corridor")]
        return frame.pivot("statistic", index=labels, values="value") if "statistic" in frame.columns else frame

    def cite(self) -> str:
        """Say how to cite the run and the data it rests on."""
        from corridors.scenarios.citing import citation

        return citation(self.record)


def record_text(record: dict[str, Any]) -> str:
    """A record as it stands in a dataset's attributes."""
    return json.dumps(record, sort_keys=True)
