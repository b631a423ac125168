"""Student's distribution, for degrees of freedom that are no whole number."""

import math

import numpy as np

_STEPS = 4001


def student_cdf(t: float, freedom: float) -> float:
    """How likely a value is at most ``t``: the density summed by Simpson's rule, after t = √ν·tan θ makes its range finite.

    >>> [round(student_cdf(t, nu), 4) for t, nu in ((0.0, 3.0), (2.228, 10.0), (-1.0, 1.0))]
    [0.5, 0.975, 0.25]
    """
    end = math.atan(t / math.sqrt(freedom))
    angles = np.linspace(0.0, end, _STEPS)
    heights = np.cos(angles) ** (freedom - 1)
    weights = np.ones(_STEPS)
    weights[1:-1:2], weights[2:-1:2] = 4.0, 2.0
    area = float(heights @ weights) * (end / (_STEPS - 1)) / 3
    constant = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(math.pi)
    return min(1.0, max(0.0, 0.5 + constant * area))
