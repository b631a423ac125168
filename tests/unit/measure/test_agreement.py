"""Krippendorff's alpha: what it leaves out, where it says nothing, and how wide it is."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.measure.agreement import krippendorff
from clairevoix.model.errors import Code, InputError

YES, NO, UNSURE = True, False, None
CODES = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=4), max_size=12)


def test_units_with_one_code_pair_with_nothing():
    paired = [(YES, YES), (NO, YES), (NO, NO)]
    assert krippendorff([*paired, (YES, UNSURE), (UNSURE, UNSURE), ()]) == krippendorff(paired)


@pytest.mark.parametrize("units", [[], [(YES, UNSURE)], [(YES, YES)], [(NO, NO)] * 50])
def test_without_variation_there_is_no_alpha(units):
    found = krippendorff(units)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_perfect_agreement_of_few_is_not_certain():
    few, many = (krippendorff([(YES, YES), (NO, NO)] * n) for n in (5, 100))
    assert few.alpha == few.high == many.alpha == 1
    # Of 10 contacts without a disagreement, up to 1 - 0.05^(1/10) = 25.9 % may still be disagreed about.
    assert few.low == pytest.approx(1 - 0.2589 * 20 * 19 / (2 * 10 * 10), abs=0.001)
    assert few.low < many.low < 1


def test_worse_than_chance_is_negative():
    assert krippendorff([(YES, NO)] * 20).alpha < 0


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, float("nan")])
def test_a_level_lies_between_0_and_1(level):
    with pytest.raises(InputError) as refused:
        krippendorff([(YES, NO)], level=level)
    assert refused.value.code is Code.BAD_VALUE


@given(CODES, st.randoms(use_true_random=False))
def test_the_order_of_units_coders_and_the_names_of_values_do_not_matter(units, chance):
    mixed = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    found, again = krippendorff(units, resamples=50), krippendorff(mixed, resamples=50)
    assert again == found


@given(CODES)
def test_alpha_is_that_of_all_pairs(units):
    """By definition: one minus the mean disagreement within units over that among all codes, pair by pair."""
    kept = [[code for code in unit if code is not None] for unit in units]
    kept = [unit for unit in kept if len(unit) > 1]
    codes = [code for unit in kept for code in unit]
    within = sum(
        sum(a != b for i, a in enumerate(unit) for j, b in enumerate(unit) if i != j) / (len(unit) - 1) for unit in kept
    )
    among = sum(a != b for i, a in enumerate(codes) for j, b in enumerate(codes) if i != j) / max(1, len(codes) - 1)
    found = krippendorff(units, resamples=1).alpha
    assert found == (None if not among else pytest.approx(1 - within / among))


@given(CODES)
def test_the_interval_lies_within_what_alpha_can_be(units):
    found = krippendorff(units, resamples=99)
    if found.low is not None:
        assert found.low <= found.high <= 1


def test_the_interval_holds_the_true_alpha_about_as_often_as_it_says():
    """Two coders who err independently; the true alpha is that of a great many contacts."""
    draw = random.Random(7)

    def coded(n: int) -> list[tuple[bool, bool]]:
        truths = [draw.random() < 0.3 for _ in range(n)]
        return [(truth ^ (draw.random() < 0.1), truth ^ (draw.random() < 0.1)) for truth in truths]

    true = krippendorff(coded(100_000), resamples=1).alpha
    intervals = [krippendorff(coded(100), resamples=300) for _ in range(200)]
    held = np.mean([each.low <= true <= each.high for each in intervals])
    assert 0.90 <= held <= 0.98
