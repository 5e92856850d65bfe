"""How near every method comes to the published flows of Abel and Cohen, as the Markdown table of the documentation.

python benchmarks/flows_agreement.py [--moves]
"""

import sys

from corridors.flows.agreement import PUBLISHED_AS, published_agreement
from corridors.flows.stocks import periods


def main(*, by_move: bool) -> None:
    """Print one row for each method and period, on the stocks of either edition."""
    print(
        "| method | period | move | published, m | ours 2020 ed., m | ratio | r | log r | ratio 2024 ed. | r | log r |"
    )
    print("|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    for method in PUBLISHED_AS:
        for first, last in periods(2020):
            moves = by_move and method in ("min-open", "min-closed", "pseudo-bayes")
            old, new = (
                published_agreement((first, last), method, edition=edition, by_move=moves)  # type: ignore[arg-type]
                for edition in (2020, 2024)
            )
            for one, other in zip(old.to_dicts(), new.to_dicts(), strict=True):
                named = f"| {method} | {first}-{last} | {one['move']} | {one['published'] / 1e6:.2f}"
                print(named, f"{one['ours'] / 1e6:.2f}", *_shown(one), *_shown(other), sep=" | ", end=" |\n")


def _shown(row: dict[str, float]) -> tuple[str, str, str]:
    return f"{row['ratio']:.3f}", f"{row['r']:.4f}", f"{row['log_r']:.4f}"


if __name__ == "__main__":
    main(by_move="--moves" in sys.argv[1:])
