"""The result of a study: labelled outcomes by view, what each view makes of the scenario, and where it came from."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corridors.errors import DamagedData, InvalidInput
from corridors.parameters import View, view, views
from corridors.scenarios.assumptions import UNDECIDED
from corridors.scenarios.outcomes import Of, outcome_named
from corridors.scenarios.scenario import Scenario
from corridors.scenarios.study_labels import labelled

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

    from corridors.scenarios.launch import World
    from corridors.scenarios.rival_runs import Corridor, Progress, Setting

FILES = ("country.nc", "parties.nc", "corridors.nc")
SCENARIO, RECORD = "scenario.yaml", "study.json"


@dataclass(frozen=True, repr=False)
class Study:
    """A scenario under several views, against the baseline on the same luck.

    `country` has a variable for each outcome by country, with the dimensions measure (baseline, scenario, effect),
    view, statistic (central, mean and quantiles over draws), time and country. `parties` has the accounts of the three
    parties and sums of the world, and `corridors` single corridors, with draws in place of statistics; draw 0 is the
    central run. `same` names, for a view that does not bear on the scenario, the one whose results it shares. `record`
    says what made it.
    """

    scenario: Scenario
    country: "xr.Dataset"
    parties: "xr.Dataset"
    corridors: "xr.Dataset"
    same: Mapping[str, str]
    record: Mapping[str, Any]

    def __repr__(self) -> str:
        return (
            f"Study of {self.scenario.name!r}, {self.years[0]} to {self.years[-1]}: {len(self.views)} views, "
            f"{self.parties.sizes['draw'] - 1:,} draws and the central run"
        )

    @property
    def views(self) -> tuple[str, ...]:
        """The views in order, "undecided" first."""
        return tuple(str(name) for name in self.parties["view"].values)

    @property
    def labels(self) -> dict[str, str]:
        """What each view is called."""
        known = {one.name: one.label for one in views()}
        own = {given.name: given.label for given in self.scenario.view_files.values()}
        return {name: {UNDECIDED: "No view taken", **known, **own}.get(name, name) for name in self.views}

    @property
    def years(self) -> tuple[int, ...]:
        """The ends of the periods."""
        return tuple(int(year) for year in self.parties["time"].values)

    @property
    def bearing(self) -> tuple[str, ...]:
        """The views whose results differ from those of no view."""
        return tuple(name for name in self.views if name != UNDECIDED and self.same.get(name) != UNDECIDED)

    def effects(self, name: str, *, country: str | None = None, year: int | None = None) -> "pl.DataFrame":
        """Give the effect of the scenario on one outcome under each view.

        Args:
            name: an outcome of a party or, with a country, of that country; country: its code; year: the end of a
                period, by default the last.
        Returns: a row for each view: `view`, `label`, `baseline` (central), `effect` (central), `mean`, `low`, `high`
            (the 2.5% and 97.5% points of the draws, which are no 95% interval where there are few; empty of fewer than
            two), `share` (central effect over baseline), `bears`.

        Raises:
            UnknownName: no such outcome.
        """
        import polars as pl

        of: tuple[Of, ...] = ("country",) if country else ("stayers", "hosts", "migrants", "world")
        outcome_named(name, of)
        when = self.years[-1] if year is None else year
        rows = []
        for one in self.views:
            base, effect, mean, low, high = self._numbers(name, one, when, country)
            rows.append(
                {
                    "view": one, "label": self.labels[one], "baseline": base, "effect": effect, "mean": mean,
                    "low": low, "high": high, "share": None if not base or effect is None else effect / base, "bears":
                    one in self.bearing,
                }
            )  # fmt: skip
        return pl.DataFrame(rows, infer_schema_length=None)

    def _numbers(self, name: str, one: str, year: int, country: str | None) -> tuple[float | None, ...]:
        if country:
            found = self.country[name].sel(view=one, time=year, country=country)
            of = {
                key: float(found.sel(measure="effect", statistic=key)) for key in ("central", "mean", "2.5%", "97.5%")
            }
            base = float(found.sel(measure="baseline", statistic="central"))
            spread = [of[key] if np.isfinite(of[key]) else None for key in ("mean", "2.5%", "97.5%")]
            return base, of["central"], *spread
        found = self.parties[name].sel(view=one, time=year)
        effect = np.asarray(found.sel(measure="effect").values, float)
        base = float(found.sel(measure="baseline", draw=0))
        if len(effect) < 3:
            return base, float(effect[0]), None, None, None
        low, high = np.quantile(effect[1:], [0.025, 0.975])
        return base, float(effect[0]), float(effect[1:].mean()), float(low), float(high)

    def save(self, folder: str | Path) -> Path:
        """Write the study whole into a folder that does not exist yet, or that holds this very study.

        Raises:
            CannotWrite: no space, or no permission; InvalidInput: the folder holds something else.
        """
        from corridors.files import write_together
        from corridors.parameters.view_file import view_text
        from corridors.scenarios.draw_store import FOLDER
        from corridors.scenarios.store import to_bytes

        place = Path(folder)
        record = json.dumps(self.record, sort_keys=True, indent=2) + "\n"
        kept = place / RECORD
        there = {path.name for path in place.iterdir()} - {FOLDER} if place.exists() else set()
        if there and (not kept.is_file() or kept.read_text() != record):
            raise InvalidInput(f"{place} holds something else.", hint="Give a new folder.")
        parts = (self.country, self.parties, self.corridors)
        content: dict[Path, str | bytes] = {place / name: to_bytes(p) for name, p in zip(FILES, parts, strict=True)}
        content |= {place / name: view_text(own) for name, own in self.scenario.view_files.items()}
        content[place / SCENARIO] = self.scenario.text() + "\n"
        content[kept] = record
        write_together(content)
        return place

    @classmethod
    def open(cls, folder: str | Path) -> "Study":
        """Open a study from its folder.

        Raises:
            InvalidInput: there is none, or it is not whole.
        """
        import xarray as xr

        place = Path(folder)
        missing = [name for name in (*FILES, SCENARIO, RECORD) if not (place / name).is_file()]
        if missing:
            raise InvalidInput(
                f"{folder} holds no study: {', '.join(missing)} missing.", hint="Run the scenario again."
            )
        record = read_record(place)
        country, parties, corridors = (xr.open_dataset(place / name, engine="scipy") for name in FILES)
        return cls(Scenario.read(place / SCENARIO), country, parties, corridors, record["same"], record)


def read_record(folder: Path) -> dict[str, Any]:
    """What made the study in a folder.

    Raises:
        InvalidInput: there is none; DamagedData: it cannot be read.
    """
    path = folder / RECORD
    if not path.is_file():
        raise InvalidInput(f"{folder} holds no study.", hint="Run a scenario with --out.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise DamagedData(f"{path} is not the record of a study.", hint="Run the scenario into a new folder.")
    return found


def study(
    scenario: Scenario | str | Path, *, views: Sequence[str] | None = None, draws: int | None = None, seed: int = 0,
    corridors: Sequence["Corridor"] = (), step: int = 5, out: str | Path | None = None, resume: bool = False,
    progress: "Progress | None" = None,
) -> Study:  # fmt: skip
    """Run a scenario and its baseline under each view, draw by draw on the same luck.

    Args:
        scenario: a scenario, the name of a shipped one, or a file; views: names in place of the scenario's own;
            draws: besides the central run, in place of the scenario's own; seed: of all random numbers; corridors:
            pairs of origin and destination kept one by one; step: years of a period, 5 with age groups of five years or
            1 with single ages; out: folder to write the study to, which keeps finished draws meanwhile; resume: go on
            with the stopped run in the folder, or open the finished one; progress: called with runs done and wanted.
    Raises:
        UnknownName: no such view; InvalidInput: too many draws, another step, a corridor without people, or a folder
            that holds something else; DamagedData: a draw in the folder is not as it was written.

    Example:
        >>> found = study("remittance-prices", views=["remittances-finance"], draws=0)
        >>> found.views
        ('undecided', 'remittances-finance')
    """
    from corridors.scenarios.draw_store import open_draws
    from corridors.scenarios.rival_runs import run_views, setting
    from corridors.scenarios.run_plan import planned

    given = scenario if isinstance(scenario, Scenario) else Scenario.read(scenario)
    held = setting(given, corridors, step)
    wanted: dict[str, View | str | None] = {UNDECIDED: None}
    wanted |= {name: view(name) for name in views} if views is not None else dict(_chosen(given))
    number = given.draws if draws is None else draws
    plan = planned(held, wanted, draws=number, seed=seed)
    record = _record(given, held, tuple(wanted), draws=number, seed=seed, parameters=plan.digest)
    if out is not None and (Path(out) / RECORD).is_file():
        return _finished(Path(out), record, resume=resume)
    store = open_draws(Path(out), record, resume=resume) if out is not None else None
    runs = run_views(held, wanted, plan=plan, draws=number, seed=seed, progress=progress, store=store)
    made = Study(
        given, *labelled(held, tuple(wanted), runs, number), same=runs.same, record=record | {"same": runs.same}
    )
    if out is not None and store is not None:
        made.save(out)
        store.discard()
    return made


def _finished(folder: Path, record: dict[str, Any], *, resume: bool) -> Study:
    """The study that a folder holds, if it is the one that is wanted."""
    there = read_record(folder)
    changed = [name for name, value in record.items() if there.get(name) != value]
    if changed:
        raise InvalidInput(f"{folder} holds another study: {', '.join(changed)} differ.", hint="Choose another folder.")
    if not resume:
        raise InvalidInput(
            f"{folder} already holds this study.", hint="Add --resume to open it, or choose another folder."
        )
    return Study.open(folder)


def _chosen(given: Scenario) -> dict[str, View]:
    return {one.name: one for one in given.chosen_views()}


def _record(
    given: Scenario, held: "Setting", names: tuple[str, ...], *, draws: int, seed: int, parameters: str
) -> dict[str, Any]:
    from corridors import __version__
    from corridors.data import source

    return {
        "made_by": f"corridors {__version__}",
        "scenario": given.text(),
        "views": list(names),
        "parameters": parameters,
        "draws": draws,
        "seed": seed,
        "step": held.world.step,
        "origins": list(held.sides.origins),
        "destinations": list(held.sides.destinations),
        "corridors": [list(pair) for pair in held.corridors],
        "data": {name: source(name).sha256 for name in datasets(held.world)},
    }


def datasets(world: "World") -> tuple[str, ...]:
    """The datasets that a scenario's run on a launched world is made from."""
    from corridors.scenarios.economics import DATASETS

    return tuple(sorted({*world.datasets, *DATASETS, "remittances_bilateral", "remittance_prices"}))
