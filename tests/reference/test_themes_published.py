"""Published numbers behind the search for themes."""

import pytest

from clairevoix.measure.themes.moves import moves
from themed import adjusted_rand


@pytest.mark.parametrize(
    ("last", "before", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 873–890, table II, method 10, contrasts (a) to (h).
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(last, before, low, high):
    (found,) = moves([(last[0], before[0])], last[1], before[1], 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0001)


def test_the_adjusted_rand_index_is_the_published_one():
    """The examples of scikit-learn's manual, adjusted_rand_score: 0.57 and -0.5."""
    assert adjusted_rand([0, 0, 1, 1], [0, 0, 1, 2]) == pytest.approx(4 / 7)
    assert adjusted_rand([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(-0.5)
