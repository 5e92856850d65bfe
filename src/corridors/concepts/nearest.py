"""The nearest valid names to a mistyped one, for error messages."""

from collections.abc import Iterable

_LEAST_SCORE = 60.0
_WORDS_WEIGHT = 0.9


def nearest(given: str, valid: Iterable[str], n: int = 3) -> list[str]:
    """Return up to `n` of the `valid` names that look most like `given`, best first.

    Likeness is the edit ratio of the letters (0 to 100), or 0.9 of that of the sorted or the shared words, case and
    punctuation ignored. Names below 60 are left out, because a wild guess helps nobody; for the same reason parts
    of words do not count ("and" is not Thailand). Equal scores keep the order of `valid`.

    Source: https://rapidfuzz.github.io/RapidFuzz/Usage/fuzz.html

    >>> nearest("tropical_nihgts", ["hot_nights", "tropical_nights", "rainfall"])[0]
    'tropical_nights'
    >>> nearest("zzzz", ["rainfall"])
    []
    """
    from rapidfuzz import fuzz, process, utils

    def likeness(a: str, b: str, **_: object) -> float:
        words = max(fuzz.token_sort_ratio(a, b), fuzz.token_set_ratio(a, b))
        return max(fuzz.ratio(a, b), _WORDS_WEIGHT * words)

    names = list(dict.fromkeys(valid))
    hits = process.extract(
        given, names, scorer=likeness, processor=utils.default_process, limit=n, score_cutoff=_LEAST_SCORE
    )
    return [name for name, _, _ in hits]
