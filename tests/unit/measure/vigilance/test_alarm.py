"""The alarm rings where one side rises and the other falls, seldom otherwise; and associations are within sites."""

import numpy as np
import pytest

from clairevoix.measure.vigilance.alarm import LEAST, WINDOW, Reading, limit_of, slope, slopes, two_sides
from clairevoix.measure.vigilance.association import lagged


def readings(values: list[float], error: float = 1.0, first: int = 0) -> list[Reading]:
    return [Reading(month=first + number, value=value, error=error) for number, value in enumerate(values)]


def line(start: float, step: float, n: int = WINDOW) -> list[float]:
    return [start + step * number for number in range(n)]


@pytest.mark.parametrize(
    ("customers", "staff", "rings"),
    [
        (2.0, -2.0, True),
        (2.0, 0.0, False),  # customers gain, and nobody loses
        (2.0, 2.0, False),
        (0.0, -2.0, False),  # the staff loses, and customers do not gain
        (-2.0, -2.0, False),
        (-2.0, 2.0, False),
        (2.0, -0.05, False),  # a fall within the figures' own errors
    ],
)
def test_it_rings_where_one_side_rises_and_the_other_falls(customers, staff, rings):
    found = two_sides(readings(line(30, customers)), readings(line(60, staff)), limit_of(1))
    assert found is not None
    assert found.rings is rings


def test_too_few_common_months_say_nothing():
    assert two_sides(readings(line(30, 2, LEAST - 1)), readings(line(60, -2, LEAST - 1))) is None
    assert two_sides(readings(line(30, 2)), readings(line(60, -2), first=6)) is None
    assert two_sides([], []) is None


def test_only_the_window_is_looked_at():
    """A fall that ended two years ago rings no more."""
    old = readings(line(90, -3, 24)) + readings(line(21, 0.0, WINDOW), first=24)
    found = two_sides(readings(line(0, 2, 36)), old)
    assert found is not None
    assert not found.rings
    assert found.n_months == WINDOW


def test_slopes_are_those_of_least_squares():
    rng = np.random.default_rng(4)
    values = rng.normal(50, 5, (20, 10))
    found, _ = slopes(np.arange(10.0), values, np.ones(10))
    assert found == pytest.approx([np.polyfit(np.arange(10.0), row, 1)[0] for row in values])


def test_an_error_is_never_less_than_the_figures_state():
    """Points exactly on a line are no proof: each is still of few answers."""
    found = slope(readings(line(50, -1), error=3.0))
    months = np.arange(WINDOW) - (WINDOW - 1) / 2
    assert found.error == pytest.approx(3.0 / np.sqrt((months**2).sum()))


@pytest.mark.parametrize(("size", "alike"), [(0.0, 0.0), (2.0, 0.5), (4.0, 0.5), (3.0, 0.7)])
def test_a_year_of_looks_at_a_flat_pulse_rings_once_in_twenty_at_most(size, alike):
    rng, years, months = np.random.default_rng(9), 3_000, WINDOW + 11
    true = np.empty((years, months))
    true[:, 0] = rng.normal(0, size, years)
    for month in range(1, months):
        true[:, month] = alike * true[:, month - 1] + np.sqrt(1 - alike**2) * rng.normal(0, size, years)
    values = true + rng.normal(0, 2.8, true.shape)
    rang = np.zeros(years, dtype=bool)
    for end in range(WINDOW, months + 1):
        found, error = slopes(np.arange(float(WINDOW)), values[:, end - WINDOW : end], np.full(WINDOW, 2.8))
        rang |= found / error < -limit_of(1)
    assert rang.mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / years)


def a_panel(effect: float, seed: int, lag: int = 1) -> tuple[dict, dict]:
    """Five sites with lasting differences and common months; the first side moves the second ``lag`` months later."""
    rng = np.random.default_rng(seed)
    cause = rng.normal(0, 1, (5, 18))
    then = np.roll(cause, lag, axis=1) * effect + rng.normal(0, 1, (5, 18))
    base, common = rng.normal(0, 20, (5, 1)), rng.normal(0, 20, (1, 18))
    keys = [(f"s{site}", month) for site in range(5) for month in range(18)]
    return (
        dict(zip(keys, (cause + base + common).ravel(), strict=True)),
        dict(zip(keys, (then - base + common).ravel(), strict=True)),
    )


def test_what_goes_with_what_is_found_at_its_lag_beside_lasting_and_common_differences():
    found = {each.lag: each for each in lagged(*a_panel(-2.0, seed=1))}
    assert found[1].high < -0.5
    assert found[0].low < 0 < found[0].high


@pytest.mark.parametrize("seed", range(3))
def test_an_interval_holds_its_value(seed):
    for each in lagged(*a_panel(0.3, seed)):
        assert -1 <= each.low <= each.value <= each.high <= 1


def test_few_pairs_or_nothing_that_varies_say_nothing():
    few = {("a", month): float(month) for month in range(6)}
    same = {(site, month): 1.0 for site in "abc" for month in range(12)}
    assert lagged(few, few) == ()
    assert lagged(same, same) == ()
