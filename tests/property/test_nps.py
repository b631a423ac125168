"""What holds for the score and its intervals whatever the answers."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from builders import a_cell, an_estimate
from clairevoix.measure.nps.confidence_interval import METHODS, critical_value, net_promoter_score
from clairevoix.measure.nps.trajectory import required_mean, trajectory
from clairevoix.measure.share import corrected_share
from clairevoix.measure.tables import nps_table, summed
from clairevoix.model.measure import Figure, LabelCell

counts = st.tuples(*[st.one_of(st.integers(0, 5), st.integers(0, 500))] * 3).filter(any)
methods = st.sampled_from(sorted(METHODS))
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@given(counts, methods, levels)
def test_the_interval_lies_on_the_scale(given_counts, method, level):
    estimate = net_promoter_score(a_cell(*given_counts), level, method)
    assert -100 <= estimate.low <= estimate.high <= 100
    assert -100 <= estimate.value <= 100


@given(counts, methods, levels)
@example((1, 0, 0), "adjusted-wald", 0.95)
@example((10, 0, 0), "adjusted-wald", 0.5)
def test_the_interval_contains_the_estimate(given_counts, method, level):
    estimate = net_promoter_score(a_cell(*given_counts), level, method)
    assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9


@given(counts, methods, levels)
def test_promoters_and_detractors_mirror_each_other(given_counts, method, level):
    promoters, passives, detractors = given_counts
    one = net_promoter_score(a_cell(promoters, passives, detractors), level, method)
    other = net_promoter_score(a_cell(detractors, passives, promoters), level, method)
    assert (-other.value, -other.high, -other.low) == pytest.approx((one.value, one.low, one.high), abs=1e-6)


@given(counts, methods)
def test_a_greater_level_is_wider(given_counts, method):
    narrow, wide = (net_promoter_score(a_cell(*given_counts), level, method) for level in (0.8, 0.99))
    assert wide.low <= narrow.low + 1e-9
    assert narrow.high <= wide.high + 1e-9


@given(counts, methods)
def test_ten_times_the_answers_is_narrower(given_counts, method):
    promoters, passives, detractors = given_counts
    assume(min(given_counts) > 0)
    few, many = (
        net_promoter_score(a_cell(times * promoters, times * passives, times * detractors), 0.95, method)
        for times in (1, 10)
    )
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize("method", METHODS)
def test_nobody_answered_gives_no_number(method):
    estimate = net_promoter_score(a_cell(0, 0, 0), 0.95, method)
    assert (estimate.value, estimate.low, estimate.high, estimate.n) == (None, None, None, 0)


@given(st.lists(counts, min_size=1, max_size=6))
def test_the_whole_is_the_mean_of_its_parts_by_people(given_counts):
    parts = [a_cell(*each, key=str(number)) for number, each in enumerate(given_counts)]
    table = nps_table("site", "2025", parts, summed(parts), 0.95)
    assert table.total.n == sum(part.n for part in table.parts)
    assert table.total.value == pytest.approx(sum(part.value * part.n for part in table.parts) / table.total.n)


@given(st.floats(0.01, 0.9999))
def test_critical_value_grows_with_the_level(level):
    assert 0 < critical_value(level) < critical_value(level + (1 - level) / 2)


def test_critical_value_is_that_of_the_tables():
    assert critical_value(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert critical_value(0.90) == pytest.approx(1.644854, abs=1e-6)


# The corrected share.


@st.composite
def label_cells(draw: st.DrawFn) -> LabelCell:
    both, false, missed, neither = (draw(st.integers(0, 30)) for _ in range(4))
    more_found, more_left = draw(st.integers(0, 200)), draw(st.integers(0, 200))
    coded = both + false + missed + neither
    assume(coded)
    return LabelCell(
        key="a",
        n=coded + more_found + more_left,
        n_found=both + false + more_found,
        n_both=both,
        n_false=false,
        n_missed=missed,
        n_neither=neither,
    )


@given(label_cells(), levels)
def test_a_share_lies_in_its_interval_and_on_its_scale(cell, level):
    estimate = corrected_share(cell, level)
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1
    assert (estimate.n, estimate.n_coded) == (cell.n, cell.n_coded)


@given(label_cells())
def test_presence_and_absence_mirror_each_other(cell):
    mirrored = LabelCell(
        key="a",
        n=cell.n,
        n_found=cell.n - cell.n_found,
        n_both=cell.n_neither,
        n_false=cell.n_missed,
        n_missed=cell.n_false,
        n_neither=cell.n_both,
    )
    one, other = corrected_share(cell), corrected_share(mirrored)
    assert (1 - other.value, 1 - other.high, 1 - other.low) == pytest.approx((one.value, one.low, one.high), abs=1e-9)


@given(label_cells())
def test_the_share_is_the_one_of_the_formula(cell):
    plain = cell.n_found / cell.n + (cell.n_both + cell.n_missed - cell.n_both - cell.n_false) / cell.n_coded
    assert corrected_share(cell).value == pytest.approx(min(1, max(0, plain)))


# The road to a target.


def a_figure(value: float | None, period: str = "2025") -> Figure:
    estimate = an_estimate(500, "total", value=value)
    return Figure(measure="nps", dimension="month", period=period, estimate=estimate)


points = st.floats(-100, 100)


@given(points, points, st.integers(1, 11))
def test_reaching_the_required_mean_reaches_the_target(target, current, known):
    required = required_mean(target, current, known, 12)
    assert (known * current + (12 - known) * required) / 12 == pytest.approx(target, abs=1e-6)


@given(points)
def test_who_stands_at_the_target_must_keep_it(target):
    assert required_mean(target, target, 9, 12) == pytest.approx(target)


@given(points, points, points, st.integers(1, 12))
def test_trajectory_is_consistent(target, current, base, known):
    road = trajectory(
        current=a_figure(current),
        base=a_figure(base, "2024"),
        last_month=f"2025-{known:02d}",
        target=target,
        due="2025-12",
    )
    assert road.gap == target - current
    assert road.months_left == 12 - known
    assert (road.required is None) == (known == 12)
    assert road.pace == (("2024-12", base), ("2025-12", target))
    low, high = sorted((base, target))
    assert low - 1e-9 <= road.pace_now <= high + 1e-9


#: The last month known, when the target is due, and whether there is a road.
ROADS = [
    ("2025-09", "2025-12", True),
    ("2025-12", "2025-12", True),  # the year is over
    ("2025-06", "2025-06", True),  # a target at mid-year
    ("2025-07", "2025-06", False),  # due a month ago
    ("2024-12", "2025-12", False),  # nothing known of the target's year yet
    ("2026-01", "2025-12", False),  # the target's year is gone
]


@pytest.mark.parametrize(("last_month", "due", "is_road"), ROADS)
def test_a_target_of_another_year_has_no_road(last_month, due, is_road):
    road = trajectory(current=a_figure(30), base=None, last_month=last_month, target=40, due=due)
    assert (road is not None) is is_road


def test_without_a_year_before_there_is_no_line():
    road = trajectory(current=a_figure(33.5), base=None, last_month="2025-09", target=40, due="2025-12")
    assert (road.base, road.pace, road.pace_now, road.required) == (None, (), None, 59.5)


def test_without_a_score_there_is_no_road():
    assert trajectory(current=a_figure(None), base=None, last_month="2025-09", target=40, due="2025-12") is None


def test_the_worked_example_of_the_line():
    # September stands on the line from 14 to 40 at 33.5: 14 + 26 · 9/12.
    road = trajectory(current=a_figure(33.5), base=a_figure(14, "2024"), last_month="2025-09", target=40, due="2025-12")
    assert (road.pace_now, road.gap, road.months_left) == (33.5, 6.5, 3)
