"""The likeliest course against all courses there are."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.transcribe.speakers.path import likeliest

#: Scores, the cost of a change, and the likeliest course: b where the second state is.
COURSES = [
    ("", 1, ""),
    ("-5 -5 5 5", 2, "aabb"),
    ("-5 -5 1 -5 -5", 2, "aaaaa"),  # one frame is not worth two changes
    ("-5 -5 9 -5 -5", 2, "aabaa"),
    ("5 5 5", 2, "bbb"),
    ("-1 1 -1 1", 0, "abab"),
]


@pytest.mark.parametrize(("scores", "cost", "course"), COURSES)
def test_a_change_has_its_cost(scores, cost, course):
    levels = np.array(scores.split(), dtype=float)
    found, _ = likeliest(levels, np.full(len(levels), float(cost)))
    assert "".join("ab"[each] for each in found.astype(int)) == course


def value(course, scores, costs):
    earned = sum(score / 2 if second else -score / 2 for second, score in zip(course, scores, strict=True))
    return earned - sum(cost for one, two, cost in zip(course, course[1:], costs[1:], strict=False) if one != two)


@given(st.lists(st.tuples(st.integers(-6, 6), st.integers(0, 8)), min_size=1, max_size=8))
def test_no_course_does_better(frames):
    scores, costs = np.array(frames, dtype=float).T
    course, worth = likeliest(scores, costs)
    best = max(value(each, scores, costs) for each in product((False, True), repeat=len(frames)))
    assert value(course.tolist(), scores, costs) == best
    assert worth == pytest.approx(best)
