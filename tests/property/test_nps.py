"""What holds for the score and its intervals whatever the answers."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from builders import a_cell, an_estimate
from clairevoix.measure import nps
from clairevoix.measure.nps import forecast, posterior, state_space, weighted
from clairevoix.measure.nps.confidence_interval import METHODS, RESAMPLING, critical_value, net_promoter_score
from clairevoix.measure.nps.trajectory import required_mean, trajectory
from clairevoix.measure.share import corrected_share
from clairevoix.measure.tables import nps_table, summed
from clairevoix.model.measure import Figure, LabelCell, NpsCell

counts = st.tuples(*[st.one_of(st.integers(0, 5), st.integers(0, 500))] * 3).filter(any)
methods = st.sampled_from(sorted(METHODS))
#: Without those that draw, and draw anew for other counts.
formulas = st.sampled_from(sorted(set(METHODS) - RESAMPLING))
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


@given(counts, formulas, levels)
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


@given(counts, formulas)
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
    assert corrected_share(cell, tuning=1.0).value == pytest.approx(min(1, max(0, plain)))


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


# Two ways that must agree.

analytic = st.sampled_from(sorted(set(METHODS) - {"bootstrap", "bootstrap-bca", "dirichlet"}))
tables = st.lists(st.tuples(*[st.integers(0, 300)] * 3), min_size=1, max_size=8)


@given(tables, analytic, levels)
def test_many_cells_at_once_are_each_alone(cells, method, level):
    many = nps.net_promoter_scores(
        *(np.array(column) for column in zip(*cells, strict=True)), level=level, method=method
    )
    for place, cell in enumerate(cells):
        alone = net_promoter_score(a_cell(*cell), level, method)
        if alone.value is None:
            assert np.isnan([many.value[place], many.low[place], many.high[place]]).all()
        else:
            found = (many.value[place], many.low[place], many.high[place])
            assert found == pytest.approx((alone.value, alone.low, alone.high), abs=1e-6)


@pytest.mark.parametrize("method", ["bootstrap", "bootstrap-bca", "dirichlet"])
def test_many_cells_at_once_are_each_alone_where_it_takes_longer(method):
    cells = np.array([[[5, 0, 0], [50, 33, 17]], [[0, 0, 0], [1, 2, 3]]])
    many = nps.net_promoter_scores(*np.moveaxis(cells, -1, 0), method=method)
    assert many.value.shape == (2, 2)
    for place in np.ndindex(2, 2):
        alone = net_promoter_score(a_cell(*cells[place].tolist()), 0.95, method)
        if alone.value is not None:
            assert (many.low[place], many.high[place]) == pytest.approx((alone.low, alone.high), abs=1e-6)


def tango(cell: NpsCell, delta: float) -> float:
    """The score statistic by another way: the likelihood under p - d = delta is maximised by search, not by a formula."""
    n = cell.n

    def log_likelihood(d: float) -> float:
        shares = (d + delta, 1 - 2 * d - delta, d)
        pairs = zip((cell.n_promoters, cell.n_passives, cell.n_detractors), shares, strict=True)
        return sum(count * math.log(max(share, 1e-300)) for count, share in pairs if count)

    low, high = max(0.0, -delta), (1 - delta) / 2
    for _ in range(200):  # golden section: the log-likelihood is concave
        a, b = high - (high - low) * 0.6180339887498949, low + (high - low) * 0.6180339887498949
        low, high = (low, b) if log_likelihood(a) > log_likelihood(b) else (a, high)
    d = (low + high) / 2
    return (cell.n_promoters - cell.n_detractors - n * delta) / math.sqrt(n * (2 * d + delta - delta**2))


@given(st.tuples(*[st.integers(1, 80)] * 3), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_score_interval_solves_its_equation(given_counts, level):
    cell = a_cell(*given_counts)
    low, high = METHODS["score"](cell, level)
    assert (tango(cell, low), tango(cell, high)) == pytest.approx(
        (critical_value(level), -critical_value(level)), abs=1e-4
    )


@given(st.tuples(*[st.floats(0.75, 300)] * 3), st.floats(-0.9, 0.9))
def test_the_posterior_mirrors_itself(concentrations, x):
    below = posterior.probability_below(np.array([x]), np.array([concentrations]))[0]
    above = posterior.probability_below(np.array([-x]), np.array([concentrations[::-1]]))[0]
    assert -1e-8 <= below <= 1 + 1e-8
    assert below + above == pytest.approx(1, abs=1e-8)


@given(counts, levels)
def test_the_posterior_interval_holds_what_it_says(given_counts, level):
    low, high = METHODS["dirichlet"](a_cell(*given_counts), level)
    concentrations = np.array([given_counts]) + np.array([0.75, 1.5, 0.75])
    below = [posterior.probability_below(np.array([bound]), concentrations)[0] for bound in (low, high)]
    assert below == pytest.approx([(1 - level) / 2, (1 + level) / 2], abs=1e-5)


# Weights.

outcomes = st.lists(st.sampled_from([1, 0, -1]), min_size=2, max_size=60)


@given(outcomes, st.floats(0.1, 10), analytic, levels)
def test_equal_weights_are_no_weights(given_outcomes, weight, method, level):
    found = nps.weighted_score(given_outcomes, [weight] * len(given_outcomes), level=level, method=method)
    plain = net_promoter_score(a_cell(*(given_outcomes.count(each) for each in (1, 0, -1))), level, method)
    assert (found.value, found.low, found.high) == pytest.approx((plain.value, plain.low, plain.high), abs=1e-5)
    assert (found.n_effective, found.design_effect) == pytest.approx((len(given_outcomes), 1.0))


@given(st.lists(st.tuples(st.sampled_from([1, 0, -1]), st.floats(0.1, 9)), min_size=2, max_size=60))
def test_linearised_variance_without_auxiliaries_is_that_with_a_constant(pairs):
    z, w = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    plain = weighted.linearised_variance(z, w)
    assert weighted.linearised_variance(z, w, np.ones((len(z), 1))) == pytest.approx(plain, abs=1e-12)


@given(st.lists(st.tuples(st.sampled_from([1, 0, -1]), st.floats(0.1, 9)), min_size=3, max_size=40))
def test_effective_size_never_exceeds_the_number_of_answers(pairs):
    found = nps.effective_size([weight for _, weight in pairs])
    assert 1 - 1e-9 <= found <= len(pairs) + 1e-9
    assert nps.design_effect([weight for _, weight in pairs]) == pytest.approx(len(pairs) / found)


@given(outcomes)
def test_deleting_each_answer_once_is_the_variance_of_a_mean(given_outcomes):
    n = len(given_outcomes)
    found = nps.jackknife_error(given_outcomes, [1.0] * n, n_groups=n)
    assert found == pytest.approx(100 * np.std(given_outcomes, ddof=1) / n**0.5, abs=1e-9)


categories = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=6, max_size=60).filter(
    lambda pairs: {*pairs} == {(a, x) for a in "ab" for x in "xyz"}
)


@given(categories, st.integers(5, 95), st.tuples(*[st.integers(5, 95)] * 3))
def test_raked_weights_meet_every_margin(pairs, share, others):
    first, second = zip(*pairs, strict=True)
    targets = {"one": {"a": share, "b": 100 - share}, "two": dict(zip("xyz", others, strict=True))}
    found = nps.rake({"one": first, "two": second}, targets, max_iterations=500)
    assert found.has_converged
    assert found.weights.mean() == pytest.approx(1)
    for letter, wanted in zip("xyz", others, strict=True):
        have = sum(w for w, each in zip(found.weights, second, strict=True) if each == letter) / len(pairs)
        assert have == pytest.approx(wanted / sum(others), abs=1e-5)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), st.floats(-100, 100), st.floats(-100, 100)), min_size=1)
)
def test_real_change_and_mix_add_up(rows):
    sizes = [sum(row[period] for row in rows) for period in (0, 1)]
    assume(all(sizes))
    before, after = (
        {
            str(place): nps.Stratum(share=row[period] / sizes[period], value=row[2 + period])
            for place, row in enumerate(rows)
        }
        for period in (0, 1)
    )
    found = nps.change(before, after)
    means = [sum(each.share * each.value for each in period.values()) for period in (before, after)]
    assert found.total == pytest.approx(means[1] - means[0], abs=1e-7)
    assert found.total == found.real + found.mix
    back = nps.change(after, before)
    assert (back.real, back.mix) == pytest.approx((-found.real, -found.mix), abs=1e-7)


# Differences, plans, comparisons.


@given(counts, counts, levels)
def test_a_difference_keeps_its_sign(one, other, level):
    there, back = (
        nps.difference(a_cell(*one), a_cell(*other), level=level),
        nps.difference(a_cell(*other), a_cell(*one), level=level),
    )
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)
    assert there.low <= there.value <= there.high


@given(st.lists(st.tuples(*[st.sampled_from([1, 0, -1])] * 2), min_size=12, max_size=60))
def test_paired_differences_keep_their_sign_and_their_mean(pairs):
    first, second = zip(*pairs, strict=True)
    found, back = nps.paired_difference(first, second), nps.paired_difference(second, first)
    assert found.value == pytest.approx(100 * (sum(second) - sum(first)) / len(pairs))
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low))


shares = st.tuples(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1)).map(
    lambda each: tuple(share / sum(each) for share in each)
)


@given(st.floats(1, 60), shares, levels)
def test_the_number_planned_is_the_least_that_is_enough(margin, given_shares, level):
    n = nps.answers_for_margin(margin, shares=given_shares, level=level)
    assert nps.half_width(n, shares=given_shares, level=level) <= margin
    assert n == 1 or nps.half_width(n - 1, shares=given_shares, level=level) > margin


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_p_values_are_no_smaller_and_keep_their_order(p_values):
    holm, hochberg = nps.holm(p_values), nps.benjamini_hochberg(p_values)
    for plain, strict, mild in zip(p_values, holm, hochberg, strict=True):
        assert plain <= mild + 1e-12 <= strict + 2e-12 <= 1 + 3e-12
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    for adjusted in (holm, hochberg):
        in_order = [adjusted[place] for place in order]
        assert in_order == sorted(in_order)


# The state space.


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 30)), min_size=3, max_size=14),
    st.floats(0.01, 20),
    st.sampled_from([0.0, 0.5]),
)
def test_the_filter_is_the_normal_distribution_that_it_stands_for(months, q, drift):
    # The innovations of the filter have the likelihood of the differences from the first month, written out as a matrix.
    values, noise = (np.array(column) for column in zip(*months, strict=True))
    n = len(values)
    columns = np.arange(n, dtype=float)[:, None] if drift else np.empty((n, 0))
    found = state_space.fit(values, columns, noise, q, np.array([drift**2] if drift else []))
    steps = np.minimum.outer(np.arange(1, n), np.arange(1, n))
    covariance = q * steps + np.diag(noise[1:]) + noise[0] + drift**2 * np.outer(np.arange(1, n), np.arange(1, n))
    differences = values[1:] - values[0]
    wanted = -0.5 * (
        np.linalg.slogdet(2 * np.pi * covariance)[1] + differences @ np.linalg.solve(covariance, differences)
    )
    assert found.log_likelihood == pytest.approx(wanted, rel=1e-7, abs=1e-7)


@given(st.lists(st.tuples(st.floats(-50, 50), st.floats(0.5, 30)), min_size=3, max_size=10))
def test_the_forecast_is_the_conditional_normal_distribution(months):
    # A weighted sum of the two months ahead, for each step of the grid, against the conditional distribution of the whole
    # vector of months, with a level that starts anywhere.
    values, noise = (np.array(column) for column in zip(*months, strict=True))
    n, drift, vague = len(values), 0.5, 1e7
    weights, ahead = np.array([0.3, 0.2]), np.array([4.0, 6.0])
    series = forecast.Series(values=values, noise=noise, first_month=0)
    found = forecast.forecast(series, weights.tolist(), ahead.tolist(), 5.0, nps.Prior(step=1.0, drift=drift))
    places = np.arange(n + 2, dtype=float)
    for place, step in ((0, 0.0), (10, 1.0), (40, 4.0)):
        whole = vague + drift**2 * np.outer(places, places) + step**2 * np.minimum.outer(places, places)
        whole += np.diag([*noise, *ahead])
        loading = whole[n:, :n] @ np.linalg.inv(whole[:n, :n])
        covariance = whole[n:, n:] - loading @ whole[:n, n:]
        assert found.means[place] == pytest.approx(5 + weights @ loading @ values, abs=1e-2)
        assert found.deviations[place] == pytest.approx(math.sqrt(weights @ covariance @ weights), abs=1e-2)
