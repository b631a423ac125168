"""Marks out of 20, what each criterion costs, and the chance to pass: against a spreadsheet's arithmetic and simulation."""

import math
import random
from datetime import date
from statistics import fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from clairevoix.measure.prizes.assumptions import Grid, assumptions
from clairevoix.measure.prizes.election import channels, cost_table, mark_of, marks_table, pass_table
from clairevoix.measure.prizes.student import student_cdf
from clairevoix.model.mystery import MysteryTest

DAY = date(2026, 3, 2)
GRID = Grid(
    threshold=12.0,
    tests={"phone": 140, "mail": 50},
    weights={"phone": 0.7, "mail": 0.3},
    criteria={"phone": {"right": 3.0, "kind": 1.0}, "mail": {"right": 2.0, "fast": 2.0}},
)


def a_test(test_id, channel, **notes):
    return MysteryTest(test_id=test_id, channel=channel, tested_on=DAY, notes=notes, confirmed_by="c", confirmed_on=DAY)


TESTS = [
    a_test("1", "phone", right=1.0, kind=1.0),  # 20
    a_test("2", "phone", right=0.5, kind=1.0),  # 12.5
    a_test("3", "phone", right=0.0, kind=0.5),  # 2.5
    a_test("4", "mail", right=1.0, fast=0.0),  # 10
    a_test("5", "mail", right=1.0),  # 20: the delay was not noted
]


def test_marks_worked_out_by_hand():
    assert [mark_of(test, GRID.criteria[test.channel]) for test in TESTS] == [20, 12.5, 2.5, 10, 20]
    table = marks_table("2026-03", TESTS, GRID, 0.95)
    phone, mail = table.parts
    assert (phone.key, phone.n, phone.value) == ("phone", 3, pytest.approx(35 / 3))
    assert (mail.key, mail.n, mail.value) == ("mail", 2, 15.0)
    assert table.total.value == pytest.approx(0.7 * 35 / 3 + 0.3 * 15)
    assert table.total.n == 5


def test_the_interval_is_welch_satterthwaite_s():
    """scipy's quantile, and the formula written out."""
    rng = random.Random(1)
    tests = [a_test(f"p{n}", "phone", right=rng.random(), kind=rng.random()) for n in range(30)]
    tests += [a_test(f"m{n}", "mail", right=rng.random(), fast=rng.random()) for n in range(12)]
    marks = {
        name: [mark_of(test, GRID.criteria[name]) for test in tests if test.channel == name] for name in GRID.criteria
    }
    terms = {name: GRID.weights[name] ** 2 * stdev(each) ** 2 / len(each) for name, each in marks.items()}
    freedom = sum(terms.values()) ** 2 / sum(terms[name] ** 2 / (len(marks[name]) - 1) for name in terms)
    half = stats.t.ppf(0.975, math.floor(freedom)) * math.sqrt(sum(terms.values()))
    total = marks_table("2026-03", tests, GRID, 0.95).total
    assert (total.high - total.low) / 2 == pytest.approx(half, rel=2e-3)
    variance = sum(
        GRID.weights[name] ** 2 * stdev(each) ** 2 * (1 / len(each) + 1 / GRID.tests[name])
        for name, each in marks.items()
    )
    below = sum(
        (GRID.weights[name] ** 2 * stdev(each) ** 2 * (1 / len(each) + 1 / GRID.tests[name])) ** 2 / (len(each) - 1)
        for name, each in marks.items()
    )
    chance = stats.t.cdf((total.value - 12.0) / math.sqrt(variance), variance**2 / below)
    assert pass_table("2026-03", tests, GRID, 0.95).total.value == pytest.approx(chance, abs=1e-6)


@settings(max_examples=40)
@given(t=st.floats(-8, 8), freedom=st.floats(1, 200))
def test_student_s_distribution_is_scipy_s(t, freedom):
    assert student_cdf(t, freedom) == pytest.approx(stats.t.cdf(t, freedom), abs=1e-9)


NOTES = st.dictionaries(st.sampled_from(["right", "kind"]), st.sampled_from([0.0, 0.5, 1.0]), min_size=1)
MAIL_NOTES = st.dictionaries(st.sampled_from(["right", "fast"]), st.sampled_from([0.0, 0.5, 1.0]), min_size=1)


@settings(max_examples=40)
@given(phone=st.lists(NOTES, max_size=12), mail=st.lists(MAIL_NOTES, max_size=12))
def test_what_criteria_cost_is_all_that_is_missing_to_twenty(phone, mail):
    tests = [a_test(f"p{n}", "phone", **notes) for n, notes in enumerate(phone)]
    tests += [a_test(f"m{n}", "mail", **notes) for n, notes in enumerate(mail)]
    costs = list(cost_table("2026-03", tests, GRID, 0.95).parts)
    mark = marks_table("2026-03", tests, GRID, 0.95).total.value
    if tests:
        assert math.fsum(each.value for each in costs) == pytest.approx(20 - mark)
        assert [each.value for each in costs] == sorted((each.value for each in costs), reverse=True)
    else:
        assert (costs, mark) == ([], None)


def test_channels_that_were_not_tested_are_left_out_of_the_mark():
    only_mail = [test for test in TESTS if test.channel == "mail"]
    table = marks_table("2026-03", only_mail, GRID, 0.95)
    assert [part.key for part in table.parts] == ["mail"]
    assert table.total.value == 15.0


def test_a_lone_test_of_a_channel_varies_as_the_others_do():
    tests = [*TESTS[:3], TESTS[3]]
    found = channels(tests, GRID)
    assert found["mail"].sd == pytest.approx(stdev([20, 12.5, 2.5]))
    assert channels(TESTS[:1], GRID)["phone"].n == 1
    assert marks_table("2026-03", TESTS[:1], GRID, 0.95).total.low is None
    assert pass_table("2026-03", TESTS[:1], GRID, 0.95).total.value is None


def test_no_test_gives_no_number():
    assert marks_table("2026-03", [], GRID, 0.95).total.value is None
    assert pass_table("2026-03", [], GRID, 0.95).total.value is None


def test_the_programs_own_grid_weighs_channels_by_their_tests():
    grid = assumptions({}).grid
    assert math.fsum(grid.weights.values()) == pytest.approx(1)
    assert grid.weights["phone"] == pytest.approx(140 / 225)
    assert fmean(len(each) for each in grid.criteria.values()) <= 15  # at most, by phone, in 2020
    assert sum(grid.tests.values()) == 225


def test_a_test_without_notes_or_off_the_scale_is_no_test():
    for notes in ({}, {"right": 1.5}, {"right": -0.5}):
        with pytest.raises(ValueError, match="from 0 to 1"):
            a_test("t", "phone", **notes)
