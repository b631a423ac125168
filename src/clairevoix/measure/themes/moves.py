"""New and rising themes: the part that a theme has of the contacts heard in the last month, against the months before."""

from collections.abc import Sequence
from statistics import NormalDist

from clairevoix.model.theme import Move, Trend


def moves(counts: Sequence[tuple[int, int]], of_last: int, of_before: int, level: float) -> tuple[Move | None, ...]:
    """One move a theme, from its contacts in the last month and before; None where either time holds no contact.

    The interval of the difference is Newcombe's hybrid score interval (1998, Statistics in Medicine 17, method 10). So many
    themes are looked at that some would seem to move by chance: the level is Bonferroni's, such that the chance that any of
    them is called rising or falling although none does is at most 1 - ``level``.
    """
    if not counts or not of_last or not of_before:
        return (None,) * len(counts)
    strict = 1 - (1 - level) / len(counts)
    return tuple(_move(n_last, n_before, of_last, of_before, strict) for n_last, n_before in counts)


def _move(n_last: int, n_before: int, of_last: int, of_before: int, level: float) -> Move:
    last, before = n_last / of_last, n_before / of_before
    (low_1, high_1), (low_2, high_2) = (_wilson(n_last, of_last, level), _wilson(n_before, of_before, level))
    difference = last - before
    low = difference - ((last - low_1) ** 2 + (high_2 - before) ** 2) ** 0.5
    high = difference + ((high_1 - last) ** 2 + (before - low_2) ** 2) ** 0.5
    trend = Trend.RISING if low > 0 else Trend.FALLING if high < 0 else Trend.STEADY
    return Move(
        trend=Trend.NEW if trend is Trend.RISING and not n_before else trend,
        n_last=n_last,
        of_last=of_last,
        n_before=n_before,
        of_before=of_before,
        difference=difference,
        low=max(-1.0, low),
        high=min(1.0, high),
        level=level,
    )


def _wilson(n: int, of: int, level: float) -> tuple[float, float]:
    """Wilson's interval of a share (1927, J. Am. Stat. Assoc. 22)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share, added = n / of, z**2 / of
    centre = (share + added / 2) / (1 + added)
    half = (added * share * (1 - share) + added**2 / 4) ** 0.5 / (1 + added)
    return max(0.0, centre - half), min(1.0, centre + half)
