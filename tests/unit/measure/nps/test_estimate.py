"""``clairevoix.measure.nps``: what is answered, from counts and from columns of marks, and what is refused."""

from array import array
from statistics import mean, stdev

import numpy as np
import pyarrow as pa
import pytest

from clairevoix.measure import nps
from clairevoix.model.errors import Code, InputError

MARKS = [10, 9, 8, 7, 6, 0]


class LikePolars:
    """A column that has ``to_list`` and nothing else, as those of polars."""

    def to_list(self) -> list[int]:
        return MARKS


#: The same marks, as they come.
COLUMNS = [
    MARKS,
    tuple(MARKS),
    [float(mark) for mark in MARKS],
    list(np.array(MARKS, dtype=np.int16)),
    array("b", MARKS),
    np.array(MARKS),
    np.array(MARKS, dtype=np.uint8),
    np.array(MARKS, dtype=np.float32),
    pa.array(MARKS),
    pa.chunked_array([MARKS[:2], MARKS[2:]]),
    LikePolars(),
    (mark for mark in MARKS),
]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: type(column).__name__)
def test_a_column_of_any_library(column):
    found = nps.from_scores(column)
    assert (found.value, found.n, found.n_blank) == (0.0, 6, 0)
    assert found.shares == pytest.approx((2 / 6, 2 / 6, 2 / 6))
    assert found.mean.value == pytest.approx(40 / 6)
    assert found.distribution == pytest.approx([1 / 6, 0, 0, 0, 0, 0, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6])


#: Columns with two answers that were left blank.
BLANKS = [
    [10, None, 3, float("nan")],
    pa.array([10, None, 3, None]),
    np.array([10, np.nan, 3, np.nan]),
    list(np.array([10, np.nan, 3, np.nan], dtype=np.float32)),
]


@pytest.mark.parametrize("column", BLANKS, ids=lambda column: type(column).__name__)
def test_blank_answers_are_counted_and_left_out(column):
    found = nps.from_scores(column)
    assert (found.value, found.n, found.n_blank) == (0.0, 2, 2)
    assert nps.Limit.BLANK in found.limits


def test_columns_of_pandas():
    pandas = pytest.importorskip("pandas")
    for kind in ("int64", "Int64", "float64", "int8[pyarrow]"):
        assert nps.from_scores(pandas.Series(MARKS, dtype=kind)).shares == pytest.approx((2 / 6, 2 / 6, 2 / 6))
    for kind in ("Int64", "float64", "int8[pyarrow]"):
        found = nps.from_scores(pandas.Series([10, None, 3, None], dtype=kind), weights=pandas.Series([1, 2, 3, 4]))
        assert (found.value, found.n, found.n_blank) == (-50.0, 2, 2)
    with pytest.raises(InputError):
        nps.from_scores(pandas.Series(["10", "9"]))
    assert nps.from_scores(pandas.Series([], dtype="float64")).value is None


def test_columns_of_polars():
    polars = pytest.importorskip("polars")
    assert nps.from_scores(polars.Series(MARKS)).shares == pytest.approx((2 / 6, 2 / 6, 2 / 6))
    found = nps.from_scores(polars.Series([10, None, 3, None]), weights=polars.Series([1.0, 2.0, 3.0, 4.0]))
    assert (found.value, found.n, found.n_blank) == (-50.0, 2, 2)
    with pytest.raises(InputError):
        nps.from_scores(polars.Series(["10", "9"]))


#: A column, and the place of its first bad mark.
BAD_MARKS = [
    ([10, 11], "1"),
    ([-1], "0"),
    ([9, 8, 7.5], "2"),
    (["9"], "0"),
    ([True, 9], "0"),
    ([float("inf")], "0"),
    ([10, "neuf"], "1"),
    (np.array(["10", "9"]), "0"),
    (np.array([[9, 10]]), "0"),
]


@pytest.mark.parametrize(("column", "place"), BAD_MARKS)
def test_a_mark_that_is_none_is_refused(column, place):
    with pytest.raises(InputError) as refused:
        nps.from_scores(column)
    assert (refused.value.code, refused.value.position) == (Code.BAD_SCORE, place)


@pytest.mark.parametrize("scale", [(1, 10), (1, 5), (0, 5), (0, 100), (1, 7)])
def test_another_scale_is_refused(scale):
    with pytest.raises(InputError) as refused:
        nps.from_scores([5, 5, 5], scale=scale)
    assert refused.value.code is Code.BAD_SCALE


def test_a_scale_without_its_zero_is_doubted():
    # Marks from 1 to 10 declared as 0 to 10 cannot be refused, but nobody at all on 0 among hundreds is said.
    marks = [1 + place % 10 for place in range(300)]
    assert nps.Limit.NO_ZERO in nps.from_scores(marks).limits
    assert nps.Limit.NO_ZERO not in nps.from_scores([*marks, 0]).limits
    assert nps.Limit.NO_ZERO not in nps.from_scores(marks[:100]).limits


#: Promoters, passives, detractors, and what is said with the score.
LIMITS = [
    ((0, 0, 0), {"nobody"}),
    ((2, 0, 1), {"very_few", "wide"}),
    ((3, 0, 0), {"very_few", "wide", "unanimous"}),
    ((10, 8, 2), {"few", "wide"}),
    ((25, 5, 20), {"wide"}),
    ((25, 20, 15), set()),
    ((500, 300, 200), set()),
    ((500, 0, 0), {"unanimous"}),
]


@pytest.mark.parametrize(("counts", "limits"), LIMITS)
def test_limits_are_said_in_words(counts, limits):
    found = nps.estimate(promoters=counts[0], passives=counts[1], detractors=counts[2])
    assert set(found.limits) == limits
    assert len(found.words) == len(limits)
    assert all(sentence.endswith(".") for sentence in found.words)


@pytest.mark.parametrize("column", [[], [None, None], np.array([])])
def test_nobody_answered_gives_no_number(column):
    found = nps.from_scores(column)
    assert (found.value, found.low, found.high, found.width, found.mean, found.distribution) == (None,) * 6
    assert (found.n, found.shares, found.raw) == (0, None, None)
    assert nps.Limit.NOBODY in found.limits


def test_three_answers_are_answered():
    found = nps.from_scores([10, 10, 4])
    assert found.value == pytest.approx(100 / 3)
    assert found.low < 0 < found.high
    assert found.words[0].startswith("Fewer than ten answers")


def test_the_mean_has_students_interval():
    marks = [10, 9, 8, 3, 7, 9, 10, 6, 8, 9, 10, 2]
    found = nps.from_scores(marks).mean
    half = 2.201 * stdev(marks) / len(marks) ** 0.5  # Student's quantile for 11 degrees of freedom
    assert (found.low, found.high) == pytest.approx((mean(marks) - half, mean(marks) + half), abs=0.001)


def test_one_answer_has_a_mean_without_bounds():
    found = nps.from_scores([9])
    assert (found.value, found.mean.value, found.mean.low, found.mean.high) == (100.0, 9.0, None, None)


#: Arguments of ``estimate`` that are refused.
REFUSED = [
    {"promoters": -1},
    {"promoters": 1.5},
    {"promoters": True},
    {"promoters": "3"},
    {"level": 0},
    {"level": 1},
    {"level": 95},
    {"method": "linearised"},
    {"method": "magic"},
]


@pytest.mark.parametrize("changed", REFUSED)
def test_counts_and_settings_that_are_none_are_refused(changed):
    with pytest.raises(InputError) as refused:
        nps.estimate(**{"promoters": 5, "passives": 3, "detractors": 2, **changed})
    assert refused.value.code is Code.BAD_VALUE


def test_counts_of_numpy_are_counts():
    assert nps.estimate(promoters=np.int64(5), passives=np.int32(3), detractors=np.uint8(2)).value == 30.0


@pytest.mark.parametrize("method", nps.METHODS)
def test_every_method_answers(method):
    found = nps.estimate(promoters=50, passives=33, detractors=17, method=method)
    assert found.low < 33.0 < found.high
    assert found.width == pytest.approx(29, abs=9)
    again = nps.estimate(promoters=50, passives=33, detractors=17, method=method)
    assert (found.low, found.high) == (again.low, again.high)


# Weights.


def test_weights_move_the_score_and_cost_answers():
    found = nps.from_scores([10, 10, 10, 0], weights=[1, 1, 1, 3])
    assert (found.value, found.raw) == (0.0, 50.0)
    assert found.n_effective == pytest.approx(3.0)
    assert found.design_effect == pytest.approx(4 / 3)
    assert found.shares == pytest.approx((0.5, 0.0, 0.5))
    assert found.mean.value == pytest.approx(5.0)
    assert nps.Limit.WEIGHTED in found.limits


def test_weights_follow_their_marks_past_the_blanks():
    found = nps.from_scores([10, None, 0], weights=[1, 50, 3])
    assert (found.value, found.n, found.n_blank) == (-50.0, 2, 1)


def test_linearised_is_for_weights():
    found = nps.from_scores([10, 9, 8, 3, 0, 10], weights=[1, 1, 2, 1, 1, 2], method="linearised")
    assert found.low < found.value < found.high


@pytest.mark.parametrize("weights", [[1], [1, 1, -1], [1, 1, None], [1, 1, float("nan")], [1, 1, "1"], [1, 1, True]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(InputError) as refused:
        nps.from_scores([10, 9, 0], weights=weights)
    assert refused.value.code is Code.BAD_VALUE


@pytest.mark.parametrize("method", ["bootstrap", "bootstrap-bca"])
def test_resampling_knows_no_weights(method):
    with pytest.raises(InputError):
        nps.from_scores([10, 9, 0], weights=[1, 2, 3], method=method)


def test_weights_of_nothing_give_no_number():
    assert nps.from_scores([10, 9], weights=[0, 0]).value is None
