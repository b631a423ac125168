"""Many comparisons at once: p-values adjusted so that flags in a table are not those of chance."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted so that flags below α hold one false flag or more with probability α at most (Holm 1979, Scand. J. Stat.
    6).

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    scaled = [(len(p_values) - rank) * p_values[place] for rank, place in enumerate(order)]
    return _in_place(order, accumulate(scaled, max))


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjusted so that of the flags below q, the share q at most is false, on average (Benjamini & Hochberg 1995, J. R.
    Stat. Soc. B 57); for independent or positively dependent tests.

    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    order = sorted(range(len(p_values)), key=lambda place: p_values[place], reverse=True)
    n = len(p_values)
    scaled = [n / (n - rank) * p_values[place] for rank, place in enumerate(order)]
    return _in_place(order, accumulate(scaled, min))


#: Name of a correction to its function.
CORRECTIONS: Mapping[str, Callable[[Sequence[float]], tuple[float, ...]]] = {
    "holm": holm,
    "benjamini-hochberg": benjamini_hochberg,
}


def _in_place(order: Sequence[int], adjusted: "accumulate[float]") -> tuple[float, ...]:
    found = [0.0] * len(order)
    for place, value in zip(order, adjusted, strict=True):
        found[place] = min(1.0, value)
    return tuple(found)
