"""The importance–performance map."""

import pytest

from clairevoix.measure import drivers
from clairevoix.measure.drivers import Quarter
from clairevoix.model.errors import Code, InputError

MARKS = [3, 5, 7, 10, 4, 8, 6, 9]
COLUMNS = {"speed": [2, 4, 6, 9, 3, 8, 7, 8], "tone": [8, 9, 8, 9, 9, 7, 6, 9]}


def found(resamples: int = 0) -> drivers.Importance:
    return drivers.importance(MARKS, COLUMNS, effort=drivers.Effort(resamples=resamples))


#: Settings, and the performance of speed and tone.
PERFORMANCE = [
    ({}, [0.5875, 0.8125]),
    ({"top": 9}, [0.125, 0.5]),
    ({"top": {"speed": 8}}, [0.375, 0.8125]),
    ({"scales": (0, 20)}, [0.29375, 0.40625]),
    ({"scales": {"speed": (10, 0), "tone": (0, 10)}}, [0.4125, 0.8125]),
    ({"scales": {"speed": (10, 0), "tone": (0, 10)}, "top": {"speed": 3}}, [0.25, 0.8125]),
    ({"weights": [1, 0, 0, 1, 0, 0, 0, 0]}, [0.55, 0.85]),
]


@pytest.mark.parametrize(("settings", "expected"), PERFORMANCE)
def test_performance_is_the_way_from_worst_to_best(settings, expected):
    places = drivers.performance_map(found(), COLUMNS, **settings)
    assert [place.performance for place in places] == pytest.approx(expected)


def test_drivers_are_compared_with_each_other():
    speed, tone = drivers.performance_map(found(), COLUMNS)
    assert (speed.quarter, tone.quarter) == (Quarter.LOOK_FIRST, Quarter.GOOD_ENOUGH)
    assert speed.importance + tone.importance == pytest.approx(1)
    better = {"speed": [value + 1 for value in COLUMNS["speed"]], "tone": [value - 6 for value in COLUMNS["tone"]]}
    speed, tone = drivers.performance_map(found(), better)
    assert (speed.quarter, tone.quarter) == (Quarter.KEEP_UP, Quarter.LOW_PRIORITY)


def test_a_place_is_clear_where_the_interval_is_on_one_side():
    assert not any(place.is_clear for place in drivers.performance_map(found(), COLUMNS))
    assert all(place.is_clear for place in drivers.performance_map(found(200), COLUMNS))
    doubtful = drivers.importance([1, 2, 3, 4, 5, 6], {"a": [1, 2, 3, 6, 4, 5], "b": [2, 1, 3, 4, 6, 5]})
    assert not any(place.is_clear for place in drivers.performance_map(doubtful, {"a": [1, 2], "b": [2, 1]}))


def test_answers_that_miss_another_driver_count():
    places = drivers.performance_map(found(), {"speed": [2, None, 4], "tone": [None, None, 8]})
    assert [(place.n, round(place.performance, 2)) for place in places] == [(2, 0.3), (1, 0.8)]


def test_no_parts_are_no_map():
    nothing = drivers.importance([9] * 8, COLUMNS)
    assert drivers.performance_map(nothing, COLUMNS) == ()


#: Columns and settings, and what is named.
REFUSED = [
    ({"speed": [1]}, {}, "tone"),
    ({"speed": [1], "tone": [None]}, {}, "tone"),
    ({"speed": [1], "tone": [11]}, {}, "tone"),
    (COLUMNS, {"scales": (5, 5)}, "speed"),
    (COLUMNS, {"scales": {"speed": (0, 10)}}, "tone"),
    (COLUMNS, {"weights": [1]}, "weights"),
    (COLUMNS, {"weights": [-1] * 8}, "weights"),
]


@pytest.mark.parametrize(("columns", "settings", "named"), REFUSED)
def test_what_is_refused(columns, settings, named):
    with pytest.raises(InputError) as refused:
        drivers.performance_map(found(), columns, **settings)
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, named)
