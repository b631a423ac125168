"""How many contacts answer, by month and by site: shares with their interval, as the charter releases them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from clairevoix.annotate.query.found import Found
from clairevoix.asking.library import Library
from clairevoix.charter.disclosure import Released, release
from clairevoix.charter.policy import Charter
from clairevoix.model.measure import Estimate, EstimateTable

_LEVEL, _Z = 0.95, 1.959964


def shares(charter: Charter, books: Library, found: Found) -> tuple[Released, ...]:
    """A table by month and one by site. What rests on too few contacts is withheld (rule R17)."""
    months = [f"{day:%Y-%m}" for day in books.known.started_on]
    answering = [bool(each) for each in found.answering]
    parts = {"month": months, "site": books.known.site}
    return tuple(each for name, keys in parts.items() for each in release(charter, _table(name, keys, answering)))


def _table(dimension: str, keys: Sequence[str], answering: Sequence[bool]) -> EstimateTable:
    n = Counter(keys)
    n_found = Counter(key for key, is_found in zip(keys, answering, strict=True) if is_found)
    return EstimateTable(
        measure="search",
        dimension=dimension,
        period="",
        parts=tuple(_share(key, n_found[key], n[key]) for key in sorted(n) if key),
    )


def _share(key: str, n_found: int, n: int) -> Estimate:
    """Wilson's score interval (Wilson 1927, JASA 22(158))."""
    share = n_found / n
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    reach = _Z / (1 + _Z**2 / n) * float(np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2)))
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Estimate(key=key, value=share, low=low, high=high, level=_LEVEL, n=n, method="wilson", unit="share")
