"""Shares of groups that few coded contacts correct together."""

import random

import pytest

from clairevoix.measure.shares.alike import shares_alike, whole
from clairevoix.model.measure import LabelCell


def a_cell(
    key: str, n: int, n_found: int, both: int = 0, false: int = 0, missed: int = 0, neither: int = 0
) -> LabelCell:
    return LabelCell(key=key, n=n, n_found=n_found, n_both=both, n_false=false, n_missed=missed, n_neither=neither)


def test_a_right_annotator_is_not_corrected():
    one, other = shares_alike([a_cell("a", 100, 40, both=10, neither=10), a_cell("b", 50, 5, both=2, neither=8)])
    assert (one.value, other.value) == (0.4, 0.1)
    assert (one.n_coded, other.n_coded) == (30, 30)
    assert one.low < 0.4 < one.high


def test_what_humans_found_beyond_is_added_to_every_group():
    # Of 20 coded, 4 more present than found: 20 points.
    one, other = shares_alike([a_cell("a", 100, 40, both=6, missed=4, neither=10), a_cell("b", 50, 0)])
    assert (round(one.value, 3), round(other.value, 3)) == (0.6, 0.2)


def test_no_number_while_nobody_coded():
    (one,) = shares_alike([a_cell("a", 100, 40)])
    assert (one.value, one.low, one.high, one.n_coded) == (None, None, None, 0)


def test_a_group_without_contacts_has_no_number():
    assert shares_alike([a_cell("a", 0, 0), a_cell("b", 9, 3, both=3)])[0].value is None


def test_shares_stay_between_0_and_1():
    (one,) = shares_alike([a_cell("a", 10, 10, both=2, missed=4)])
    assert (one.value, one.high) == (1.0, 1.0)


def test_the_whole_is_the_weighted_mean_of_its_groups():
    cells = [a_cell("a", 100, 40, both=6, missed=4, neither=10), a_cell("b", 50, 10, neither=10)]
    parts = shares_alike(cells)
    assert whole("total", cells).value == pytest.approx((parts[0].value * 100 + parts[1].value * 50) / 150)


def test_intervals_hold_what_they_promise():
    """Two groups of one annotator that misses a fifth and invents a twentieth, 400 draws: 95 % within chance of them."""
    draw = random.Random(7)
    held = 0
    for _ in range(400):
        cells = []
        for key, share in (("a", 0.3), ("b", 0.1)):
            rows = [(draw.random() < share,) for _ in range(150)]
            seen = [(y, draw.random() < (0.8 if y else 0.05)) for (y,) in rows]
            coded = seen[:40]
            count = lambda y, f: sum(1 for each in coded if each == (y, f))  # noqa: E731, B023
            cells.append(
                a_cell(
                    key,
                    150,
                    sum(f for _, f in seen),
                    count(True, True),
                    count(False, True),
                    count(True, False),
                    count(False, False),
                )
            )
        estimate = shares_alike(cells)[0]
        # The second group's annotator errs less often, since less is there: the synthetic correction is off by little.
        held += estimate.low <= 0.3 <= estimate.high
    assert held / 400 > 0.9
