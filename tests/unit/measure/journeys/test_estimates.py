"""Shares, incidence, delays and funnels against other ways to the same numbers."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.measure.journeys.binomial import cumulative, quantile, share, wilson
from clairevoix.measure.journeys.delays import ages, fastest, punctuality
from clairevoix.measure.journeys.funnel import limits, overdispersion, place
from clairevoix.measure.journeys.incidence import incidence
from clairevoix.model.journey_cells import DelayCell, Ending, EndingCell


def cells(*rows: tuple[int, str, int]) -> list[EndingCell]:
    return [EndingCell("2025", time, Ending(ending), n) for time, ending, n in rows]


def test_wilson_is_the_published_one():
    """Newcombe 1998 (Statist. Med. 17, table I): the score method's intervals for 81/263, 15/148, 0/20 and 1/29."""
    published = {
        (81, 263): (0.2553, 0.3662),
        (15, 148): (0.0624, 0.1605),
        (0, 20): (0, 0.1611),
        (1, 29): (0.0061, 0.1718),
    }
    for (k, n), expected in published.items():
        assert wilson(k, n, 0.95) == pytest.approx(expected, abs=6e-5)


def test_a_share_of_nobody_is_no_number():
    assert share("a", 0, 0, 0.95).value is None


@given(n=st.integers(1, 60), p=st.floats(0.01, 0.99), q=st.floats(0.001, 0.999))
def test_quantiles_are_those_of_the_sum(n, p, q):
    sums, total = [], 0.0
    for k in range(n + 1):
        total += math.comb(n, k) * p**k * (1 - p) ** (n - k)
        sums.append(total)
    found = quantile(n, p, q)
    assert sums[found] >= q - 1e-9
    assert found == 0 or sums[found - 1] < q + 1e-9
    assert cumulative(found, n, p) == pytest.approx(sums[found], abs=1e-9)


def test_without_open_cases_incidence_is_a_plain_share():
    found = incidence(cells((1, "done", 30), (3, "given_up", 10), (5, "done", 60)), Ending.DONE, [0, 1, 4, 5, 9], 0.95)
    assert [round(each.value, 12) for each in found] == [0, 0.3, 0.3, 0.9, 0.9]
    assert [each.standard_error for each in found[1:]] == pytest.approx(
        [math.sqrt(p * (1 - p) / 100) for p in (0.3, 0.3, 0.9, 0.9)]
    )


def test_without_a_rival_incidence_is_one_minus_kaplan_meier():
    """The 6-MP arm of Freireich et al. 1963: survival 0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448 (Greenwood's errors)."""
    events = {6: 3, 7: 1, 10: 1, 13: 1, 16: 1, 22: 1, 23: 1}
    left = {6: 1, 9: 1, 10: 1, 11: 1, 17: 1, 19: 1, 20: 1, 25: 1, 32: 2, 34: 1, 35: 1}
    log = cells(*((t, "done", n) for t, n in events.items()), *((t, "open", n) for t, n in left.items()))
    found = incidence(log, Ending.DONE, list(events), 0.95)
    assert [1 - each.value for each in found] == pytest.approx(
        [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=6e-4
    )
    assert [each.standard_error for each in found] == pytest.approx(
        [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346], abs=6e-4
    )


@given(
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(list(Ending)), st.integers(1, 9)), min_size=1, max_size=20)
)
def test_what_is_done_given_up_and_left_adds_up(rows):
    log = cells(*rows)
    done, given_up = (incidence(log, ending, range(13), 0.95) for ending in (Ending.DONE, Ending.GIVEN_UP))
    survival, at_risk = 1.0, sum(n for _, _, n in rows)
    for one, other in zip(done, given_up, strict=True):
        ended = sum(n for t, e, n in rows if t == one.time and e is not Ending.OPEN)
        survival *= 1 - ended / at_risk if at_risk else 1
        at_risk -= sum(n for t, _, n in rows if t == one.time)
        assert one.value + other.value == pytest.approx(1 - survival, abs=1e-9)
        assert 0 <= one.low <= one.value + 1e-9 <= one.high + 2e-9 <= 1 + 3e-9


def test_the_interval_holds_the_truth_as_often_as_it_says():
    """400 logs of 150 cases with known hazards, some open: the share done by day 5 is in 95 % of intervals, ± chance."""
    rng = random.Random(7)
    truth = sum(0.15 * (1 - 0.2) ** day for day in range(6))
    held = 0
    for _ in range(400):
        rows = []
        for _ in range(150):
            day = next((day for day in range(60) if rng.random() < 0.2), 60)
            until = rng.randint(3, 40)
            ending = "open" if day > until else "done" if rng.random() < 0.75 else "given_up"
            rows.append((min(day, until), ending, 1))
        found = incidence(cells(*rows), Ending.DONE, [5], 0.95)[0]
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 400 <= 0.98


def delay(days: int, n: int = 1, *, late: int | None = 0, deferred: bool = False, no_access: bool = False) -> DelayCell:
    return DelayCell("2025", "", days, late, deferred, no_access, n)


def test_the_fastest_leave_out_who_asked_for_later_and_who_was_absent():
    log = [*(delay(day) for day in range(1, 101)), delay(500, 50, deferred=True), delay(500, 50, no_access=True)]
    found = {each.key: each for each in fastest(log, 0.95)}
    assert [found[key].value for key in ("fastest_50", "fastest_95", "fastest_99")] == [50, 95, 99]
    assert (found["fastest_50"].low, found["fastest_50"].high) == (40, 61)  # ranks of the binomial's quantiles
    assert found["fastest_50"].n == 100


@pytest.mark.parametrize("n_late, keys", [(19, ["on_time"]), (21, ["on_time", "mean_late"])])
def test_how_late_is_told_below_eighty_per_cent(n_late, keys):
    log = [delay(5, 100 - n_late), delay(9, n_late, late=4), delay(9, 40, late=9, no_access=True)]
    found = punctuality(log, 0.95)
    assert [each.key for each in found] == keys
    assert found[0].value == (100 - n_late) / 100
    assert all(each.value == 4 for each in found[1:])


def test_ages_of_what_is_open():
    found = {each.key: each.n for each in ages([(4, 1), (5, 2), (14, 3), (30, 4), (365, 5), (366, 6)], 0.95)}
    assert found == {"to_4": 1, "to_8": 2, "to_14": 3, "to_30": 4, "to_365": 5, "more": 6}


def test_limits_hold_as_many_areas_as_they_say():
    rng = random.Random(3)
    outside = far = 0
    for _ in range(4000):
        n = rng.choice((20, 60, 200))
        value = sum(rng.random() < 0.7 for _ in range(n)) / n
        where = place(value, limits(0.7, n))
        outside += where != "within"
        far += where.startswith("far")
    assert 0.03 <= outside / 4000 <= 0.07
    assert far / 4000 <= 0.005


def test_limits_narrow_with_the_number_of_cases_and_widen_with_the_spread():
    small, large, wide = limits(0.6, 30), limits(0.6, 3000), limits(0.6, 3000, 4.0)
    assert small.near[0] < large.near[0] < 0.6 < large.near[1] < small.near[1]
    assert wide.near[1] - 0.6 == pytest.approx(2 * (large.near[1] - 0.6))


def test_overdispersion_is_one_where_chance_explains_the_spread():
    rng = random.Random(5)
    fair = [(sum(rng.random() < 0.7 for _ in range(100)) / 100, 100) for _ in range(60)]
    assert overdispersion(0.7, fair) == 1.0
    assert overdispersion(0.7, [(0.7 + (0.15 if each % 2 else -0.15), 400) for each in range(60)]) > 10
    assert overdispersion(0.7, fair[:4]) == 1.0
