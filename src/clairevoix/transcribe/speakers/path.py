"""The likeliest course of two states over time, when changing between them costs something."""

import numpy as np
from numpy.typing import NDArray

Levels = NDArray[np.float64]
Mask = NDArray[np.bool_]


def likeliest(scores: Levels, costs: Levels) -> tuple[Mask, float]:
    """Which of two states holds in each frame (True: the second), and how well that course does.

    A frame in the second state earns half its score, in the first state loses it; a frame in another state than the one
    before pays its cost. This is Viterbi's algorithm (1967, IEEE Trans. Inf. Theory 13(2)): with two states, all that has to
    be known of the past is by how much the second is ahead, and that is never more than one change is worth.
    """
    lead, leads = 0.0, []
    for score, cost in zip(scores.tolist(), costs.tolist(), strict=True):
        leads.append(lead)
        lead = min(max(lead, -cost), cost) + score
    course = np.zeros(len(scores), dtype=np.bool_)
    is_second = lead > 0
    for frame in range(len(scores) - 1, -1, -1):
        course[frame] = is_second
        if abs(leads[frame]) > costs[frame]:
            is_second = leads[frame] > 0
    changes = np.flatnonzero(course[1:] != course[:-1]) + 1
    return course, float(np.where(course, scores, -scores).sum() / 2 - costs[changes].sum())
