"""How many answers are needed: the project's own interval (adjusted Wald), read backwards.

The half-width of the interval at n answers with shares p, passives, d is z·√(s²/(n + 3)), where s² holds Rocks' three
pseudo-observations. The n sought is the smallest whose half-width is no more than the margin; s²z²/margin² - 3 is where
the search starts. For a difference of two groups of n, the variances of both add up and z becomes z_level + z_power.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.measure.nps.counts import ROCKS, PseudoCounts, standard_error, variance_of_one
from clairevoix.model.errors import Code, InputError

#: The shares (promoters, passives, detractors) whose score varies most: as many answers as could ever be needed.
CAUTIOUS = (0.5, 0.0, 0.5)
Shares = tuple[float, float, float]


def answers_for_margin(
    margin: float, *, shares: Shares = CAUTIOUS, level: float = 0.95, design_effect: float = 1.0
) -> int:
    """Answers for an interval of ± ``margin`` points. Raises InputError (``bad_value``).

    >>> answers_for_margin(5), answers_for_margin(5, shares=(0.50, 0.33, 0.17))
    (1533, 860)
    """
    _check(margin, shares, level, design_effect)
    critical = critical_value(level)
    n = _smallest(lambda n: critical * _error(shares, n) <= margin / 100, _start(shares, critical, margin))
    return math.ceil(n * design_effect)


def answers_for_difference(
    difference: float,
    *,
    shares: Shares = CAUTIOUS,
    other: Shares | None = None,
    level: float = 0.95,
    power: float = 0.8,
    design_effect: float = 1.0,
) -> int:
    """Answers in each of two groups, so that a true ``difference`` in points is found with probability ``power``.

    Found means that the interval of the difference, at ``level``, does not hold zero. ``other`` are the shares of the
    second group, by default those of the first. Raises InputError (``bad_value``).

    >>> answers_for_difference(5), answers_for_difference(5, shares=(0.50, 0.33, 0.17))
    (6275, 3521)
    """
    second = shares if other is None else other
    for each in (shares, second):
        _check(difference, each, level, design_effect)
    if not 0 < power < 1:
        raise InputError(Code.BAD_VALUE, "power")
    critical = critical_value(level) + NormalDist().inv_cdf(power)

    def is_enough(n: int) -> bool:
        return critical * math.hypot(_error(shares, n), _error(second, n)) <= difference / 100

    start = _start(shares, critical, difference) + _start(second, critical, difference)
    return math.ceil(_smallest(is_enough, start) * design_effect)


def half_width(n: int, *, shares: Shares = CAUTIOUS, level: float = 0.95) -> float:
    """The margin, in points, that ``n`` answers with these shares give.

    >>> round(half_width(1000), 1)
    6.2
    """
    return 100 * critical_value(level) * _error(shares, n)


def _error(shares: Shares, n: int) -> float:
    expected = PseudoCounts(n_promoters=n * shares[0], n_passives=n * shares[1], n_detractors=n * shares[2])
    return standard_error(PseudoCounts.around(expected, ROCKS))


def _start(shares: Shares, critical: float, margin: float) -> int:
    one = PseudoCounts(n_promoters=shares[0], n_passives=shares[1], n_detractors=shares[2])
    return math.ceil(variance_of_one(one) * (100 * critical / margin) ** 2)


def _smallest(is_enough: Callable[[int], bool], start: int) -> int:
    """The smallest n that is enough: doubling up from the first guess, then halving."""
    high = max(1, start)
    while not is_enough(high):
        high *= 2
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high


def _check(points: float, shares: Shares, level: float, design_effect: float) -> None:
    held = {
        "points": 0 < points <= 200,
        "shares": min(shares) >= 0 and math.isclose(sum(shares), 1, abs_tol=1e-6),
        "level": 0 < level < 1,
        "design_effect": 1 <= design_effect < math.inf,
    }
    for name, holds in held.items():
        if not holds:
            raise InputError(Code.BAD_VALUE, name)
