"""How near the methods come to the flows that their authors published, period by period.

They cannot agree wholly: the published tables of Abel and Cohen rest on the United Nations' stocks of the 2020 edition
and on World Population Prospects 2019, ours on either edition of the stocks and on Prospects 2024.
"""

import numpy as np
import polars as pl

from corridors.data import lazy
from corridors.flows import inputs
from corridors.flows.arrays import Method
from corridors.flows.demography import Sex
from corridors.flows.stocks import Edition
from corridors.flows.world import table

PUBLISHED_AS: dict[str, str] = {
    "difference-drop": "sd_drop_neg",
    "difference-reverse": "sd_rev_neg",
    "rate": "mig_rate",
    "min-open": "da_min_open",
    "min-closed": "da_min_closed",
    "pseudo-bayes": "da_pb_closed",
}
"""The name of each published method in the dataset `flows_published`."""
PUBLISHED_MOVES = {"outward": "outward", "return": "return", "onward": "transit"}
"""The name of each type of move there; types are published for demographic accounting only."""
SMALLEST = 0.5
"""A published flow below half a person is absent."""


def published_agreement(
    period: str | tuple[int, int], method: Method, sex: Sex = "both", *, edition: Edition = 2020, by_move: bool = False
) -> pl.DataFrame:
    """Compare the flows of a method with those that Abel and Cohen published by the same method.

    Over all ordered pairs of the countries that both have, `r` is Pearson's correlation of counts, zeros included, and
    `log_r` that of logarithms where both have half a person or more.

    Args:
        period, sex, edition: as in `table`; method: one of `PUBLISHED_AS`; by_move: one row for each type of move too.
    Returns:
        One row (or four): method, period, sex, edition, move, pairs, published and ours (totals in persons), ratio
        (ours / published), r, log_r.
    Raises:
        UnknownName: a method that was not published; InvalidInput: a period or sex without published flows.
    Source: Abel and Cohen (2022), https://doi.org/10.1038/s41597-022-01271-z

    >>> found = published_agreement("2015-2020", "difference-drop")
    >>> found["r"][0] > 0.999, abs(found["ratio"][0] - 1) < 0.01
    (True, True)
    """
    inputs.checked_choice("method", method, tuple(PUBLISHED_AS))
    ours = table(period, method, sex, by_birth=by_move, edition=edition)
    rows = lazy("flows_published")[0].filter(
        pl.col("source") == "abel_cohen_2022",
        pl.col("period_start") == int(ours.times[0]),
        pl.col("method") == PUBLISHED_AS[method],
        pl.col("sex") == sex,
    )
    published = rows.select("origin", "destination", "move_type", "flow").collect()
    if published.is_empty():
        from corridors.errors import InvalidInput

        raise InvalidInput(f"No flows by {method} are published for {ours.times[0]}-{ours.times[1]} and sex {sex}.")
    seen = {*published["origin"], *published["destination"]}
    places = [code for code in ours.countries if code in seen]
    tables = {"all": ("all", ours.estimate.flow)}
    if by_move and published["move_type"].n_unique() > 1:
        tables |= {PUBLISHED_MOVES[name]: (name, flow) for name, flow in ours.estimate.pieces().items()}
    kept = [ours.countries.index(code) for code in places]
    found = []
    for published_name, (name, flow) in tables.items():
        theirs = _matrix(published.filter(move_type=published_name), places)
        mine = flow[np.ix_(kept, kept)]
        facts = {"method": method, "period": "-".join(ours.times), "sex": sex, "edition": edition, "move": name}
        found.append(facts | _compared(theirs, mine))
    return pl.DataFrame(found)


def _matrix(rows: pl.DataFrame, places: list[str]) -> np.ndarray:
    position = {code: i for i, code in enumerate(places)}
    inside = rows.filter(pl.col("origin").is_in(places), pl.col("destination").is_in(places))
    matrix = np.zeros((len(places), len(places)))
    axes = (
        inside[side].replace_strict(position, return_dtype=pl.Int64).to_numpy() for side in ("origin", "destination")
    )
    matrix[tuple(axes)] = inside["flow"].to_numpy()
    return matrix


def _compared(theirs: np.ndarray, mine: np.ndarray) -> dict[str, float]:
    pairs = ~np.eye(len(theirs), dtype=np.bool_)
    both = pairs & (theirs >= SMALLEST) & (mine >= SMALLEST)
    return {
        "pairs": int(pairs.sum()),
        "published": float(theirs[pairs].sum()),
        "ours": float(mine[pairs].sum()),
        "ratio": float(mine[pairs].sum() / theirs[pairs].sum()),
        "r": float(np.corrcoef(theirs[pairs], mine[pairs])[0, 1]),
        "log_r": float(np.corrcoef(np.log(theirs[both]), np.log(mine[both]))[0, 1]),
    }
