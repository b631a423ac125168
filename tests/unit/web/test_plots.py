"""Drawings of values with their intervals: where things lie, and what is left out for want of room."""

from clairevoix.web.rooms.plots import HEIGHT, Given, plots
from clairevoix.web.rooms.quantities import change, zero_bar


def drawn(values, **how):
    given = [
        Given(label=str(number), value=value, low=low, high=high) for number, (value, low, high) in enumerate(values)
    ]
    return plots(given, lambda value: f"{value:g}", **how)


def test_a_drawing_for_a_desk_and_one_for_a_phone():
    wide, narrow = drawn([(1.0, 0.5, 1.5), (2.0, 1.5, 2.5)])
    assert (wide.name, narrow.name) == ("wide", "narrow")
    assert narrow.width < wide.width
    assert [tick.text for tick in wide.ticks] == ["0.5", "1", "1.5", "2", "2.5"]
    first, second = wide.marks
    assert first.x < second.x
    assert first.y > second.y  # up is more
    assert all(0 < mark.high < mark.y < mark.low < HEIGHT for mark in wide.marks)


def test_zero_and_the_start_lie_where_they_are():
    wide, _ = drawn([(-1.0, -2.0, 0.0), (3.0, 2.0, 4.0)], with_zero=True, start=1, compared=[0.0, 0.0])
    assert wide.zero == next(tick.y for tick in wide.ticks if tick.text == "0")
    assert wide.marks[0].x < wide.start < wide.marks[1].x
    assert wide.path == f"M{wide.marks[0].x} {wide.zero} L{wide.marks[1].x} {wide.zero}"


def test_one_wide_interval_does_not_flatten_the_others():
    wide, _ = drawn([(1.0, 0.0, 2.0)] * 6 + [(1.0, -500.0, 500.0)])
    assert len(wide.ticks) <= 8
    assert wide.marks[0].low - wide.marks[0].high > HEIGHT / 5
    assert wide.marks[-1].high == wide.ticks[-1].y  # cut at the edge


def test_labels_give_way_on_a_phone():
    wide, narrow = drawn([(1.0, 0.0, 2.0)] * 18)
    assert sum(bool(mark.label) for mark in narrow.marks) < sum(bool(mark.label) for mark in wide.marks) == 18


def test_nothing_is_no_drawing_and_equal_values_are_one():
    assert drawn([]) == ()
    wide, _ = drawn([(2.0, None, None), (2.0, None, None)])
    assert {mark.y for mark in wide.marks} == {wide.marks[0].y}


def test_a_scale_always_holds_zero():
    bar = zero_bar(2.0, 3.0, 4.0)
    assert bar.reference == 6.0 < bar.low < bar.value < bar.high
    assert change(0.0, "points", "fr") == "0,0"
    assert change(-0.068, "share", "en") == "\N{MINUS SIGN}6.8"
