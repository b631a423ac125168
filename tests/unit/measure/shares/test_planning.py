"""How many contacts to hear and to code, read as the manual of the planner."""

import pytest

from clairevoix.measure.listening import EXAMPLE, listening
from clairevoix.measure.planning import (
    Effort,
    Expected,
    cheapest,
    curve,
    expected_of,
    half_width,
    least_coded,
    least_heard,
)
from clairevoix.measure.share import corrected_share
from clairevoix.model.errors import Code, InputError
from clairevoix.model.measure import LabelCell

LABEL = Expected(share=0.12, sensitivity=0.8, specificity=0.95)


def test_the_plan_is_the_interval_read_backwards():
    # 400 heard, 100 coded, at counts that are exactly those expected.
    cell = LabelCell(key="a", n=400, n_found=100, n_both=20, n_false=5, n_missed=5, n_neither=70)
    estimate = corrected_share(cell)
    expected = Expected(share=0.25, sensitivity=0.8, specificity=70 / 75)
    assert estimate.value == pytest.approx(0.25)
    assert half_width(expected, heard=400, coded=100) == pytest.approx((estimate.high - estimate.low) / 2)


@pytest.mark.parametrize("heard", [500, 1000, 5000])
@pytest.mark.parametrize("margin", [0.03, 0.05])
def test_the_fewest_coded_are_enough_and_one_less_is_not(heard, margin):
    coded = least_coded(LABEL, margin, heard=heard)
    if coded is None:
        assert half_width(LABEL, heard=heard, coded=heard) > margin
        return
    assert half_width(LABEL, heard=heard, coded=coded) <= margin < half_width(LABEL, heard=heard, coded=coded - 1)


def test_the_fewest_heard_are_enough_and_one_less_is_not():
    heard = least_heard(LABEL, 0.03, coded=400, population=20_000)
    assert half_width(LABEL, heard=heard, coded=400, population=20_000) <= 0.03
    assert half_width(LABEL, heard=heard - 1, coded=400, population=20_000) > 0.03
    assert least_heard(LABEL, 0.01, coded=50, population=20_000) is None


def test_a_program_that_is_worse_than_none_needs_no_hearing_beyond_the_coded():
    contrary = Expected(share=0.01, sensitivity=0.1, specificity=0.5)
    margin = half_width(contrary, heard=30, coded=30)
    assert least_heard(contrary, margin, coded=30) == 30


def test_the_cheapest_pair_is_cheaper_than_its_neighbours_and_keeps_the_rate():
    effort = Effort(coding_minutes=6, hearing_minutes=0.05)
    plan = cheapest(LABEL, 0.03, effort=effort, population=20_000, rate=0.2)
    assert plan.margin <= 0.03
    assert plan.heard <= 4_000
    for heard in (plan.heard // 2, plan.heard - 100, plan.heard + 100, 4_000):
        coded = least_coded(LABEL, 0.03, heard=heard, population=20_000)
        assert coded is None or effort.minutes(heard, coded) >= plan.minutes * 0.995
    assert cheapest(LABEL, 0.03, effort=effort, population=500, rate=0.2) is None


def test_cheap_coding_means_less_hearing():
    dear = cheapest(LABEL, 0.03, effort=Effort(coding_minutes=60, hearing_minutes=1), population=20_000)
    cheap = cheapest(LABEL, 0.03, effort=Effort(coding_minutes=2, hearing_minutes=1), population=20_000)
    assert cheap.heard < dear.heard
    assert cheap.coded > dear.coded


def test_a_better_annotator_spares_coding():
    labels = [Expected(share=0.12, sensitivity=found, specificity=0.97) for found in (0.5, 0.7, 0.95)]
    needed = [least_coded(each, 0.03, heard=3000) for each in labels]
    assert needed == sorted(needed, reverse=True)
    assert needed[0] > needed[-1]


def test_hearing_everybody_leaves_what_coding_leaves():
    points = curve(LABEL, population=10_000, coded=200)
    margins = [point.margin for point in points]
    assert [point.heard for point in points][-1] == 10_000
    assert margins == sorted(margins, reverse=True)
    assert margins[-1] > 0.02  # the annotator's errors are still there
    assert half_width(LABEL, heard=10_000, coded=10_000, population=10_000) < 0.001  # and gone when all are coded


def test_what_the_coded_sample_lets_expect():
    cell = LabelCell(key="a", n=400, n_found=80, n_both=20, n_false=4, n_missed=6, n_neither=70)
    expected = expected_of(cell)
    assert expected.sensitivity == pytest.approx(20.75 / 27.5)
    assert expected.specificity == pytest.approx(70.75 / 75.5)
    assert expected_of(LabelCell(key="a", n=400, n_found=80, n_both=0, n_false=0, n_missed=0, n_neither=0)) is None


@pytest.mark.parametrize(
    "values", [{"share": 0.0}, {"share": 1.0}, {"share": 0.1, "sensitivity": 1.1}, {"share": 0.1, "specificity": -0.1}]
)
def test_what_cannot_be_expected_is_refused(values):
    with pytest.raises(InputError) as caught:
        Expected(**values)
    assert caught.value.code is Code.BAD_VALUE


@pytest.mark.parametrize("heard, coded, population", [(10, 11, None), (10, 0, None), (11, 10, 10)])
def test_numbers_that_do_not_fit_are_refused(heard, coded, population):
    with pytest.raises(InputError):
        half_width(LABEL, heard=heard, coded=coded, population=population)


def test_the_page_is_told_of_released_labels_only():
    cells = [
        LabelCell(key="shown", n=160, n_found=40, n_both=14, n_false=2, n_missed=4, n_neither=40),
        LabelCell(key="held back", n=160, n_found=9, n_both=1, n_false=1, n_missed=1, n_neither=2),
        LabelCell(key="uncoded", n=160, n_found=9, n_both=0, n_false=0, n_missed=0, n_neither=0),
    ]
    told = listening(cells, {"shown": 0.3}, heard=160, population=1600, level=0.95)
    assert [each["key"] for each in told["labels"]] == ["shown"]
    assert told["uncoded"] == ["uncoded"]
    assert "held back" not in str(told)
    for each in (told["example"], *told["labels"]):
        assert each["heard_half"] >= each["today"] >= each["heard_twice"] >= each["everything"]
        assert each["coded_twice"] < each["everything"]
    today = next(point for point in told["example"]["points"] if point["heard"] == 160)
    assert today["margin"] == told["example"]["today"]
    assert told["example"]["share"] == EXAMPLE.share


def test_more_contacts_are_never_coded_than_heard():
    cell = LabelCell(key="shown", n=14, n_found=6, n_both=5, n_false=1, n_missed=1, n_neither=5)
    told = listening([cell], {"shown": 0.4}, heard=14, population=160, level=0.95)
    for each in (told["example"], *told["labels"]):
        assert (each["heard_half"], each["coded_twice"]) == (None, None)
        twice = {point["heard"]: point["margin_coded_twice"] for point in each["points"]}
        assert {heard for heard, margin in twice.items() if margin is None} == {heard for heard in twice if heard < 24}
