"""Few places: dates dealt out again; and a series with nothing to compare it with."""

import itertools

import numpy as np
import pytest
from tests.panels import a_panel, rolled_out

from clairevoix.measure.programmes.aggregate import overall
from clairevoix.measure.programmes.group_time import Base, group_time
from clairevoix.measure.programmes.interrupted import interrupted
from clairevoix.measure.programmes.panel import NEVER, Panel
from clairevoix.measure.programmes.permuted import Permuted, permuted
from clairevoix.model.errors import InputError


def dealt(panel: Panel, **how: int) -> Permuted:
    return permuted(panel, overall(panel, group_time(panel, base=Base.MEAN)).weights[0], **how)


def test_every_deal_is_tried_where_they_are_few() -> None:
    told = dealt(rolled_out((3, 3, 5, None, None, None), 8, noise=1.0))
    assert (told.n_deals, told.is_exact) == (60, True)  # 6! / (2! 1! 3!)


def test_two_of_four_places_cannot_be_bounded() -> None:
    told = dealt(rolled_out((3, 3, None, None), 8, noise=1.0))
    assert (told.n_deals, told.low, told.high) == (6, None, None)


def test_the_bounds_are_the_effects_that_the_test_keeps() -> None:
    """The other way round: each effect in turn is taken off, and Fisher's test made of what is left, deal by deal."""
    panel = rolled_out((4, 4, 4, None, None, None, None), 8, lambda place, since: 3.0, noise=1.0, seed=2)
    told = dealt(panel)
    assert told.is_exact
    assert told.low is not None
    assert told.high is not None

    def p_value(tried: float) -> float:
        left = panel.values - tried * panel.under_way
        found = []
        for chosen in itertools.combinations(range(7), 3):
            starts = [4 if place in chosen else None for place in range(7)]
            again = a_panel(left, starts)
            found.append(abs(float(overall(again, group_time(again, base=Base.MEAN)).values[0])))
        real = a_panel(left, [None if start == NEVER else int(start) for start in panel.starts])
        own = abs(float(overall(real, group_time(real, base=Base.MEAN)).values[0]))
        return sum(each >= own - 1e-9 for each in found) / len(found)

    width = told.high - told.low
    assert p_value(told.low + 0.01 * width) > 0.05
    assert p_value(told.high - 0.01 * width) > 0.05
    assert p_value(told.low - 0.01 * width) <= 0.05
    assert p_value(told.high + 0.01 * width) <= 0.05
    assert p_value(0.0) == pytest.approx(told.p_value)


def test_a_sample_of_deals_is_close_to_all() -> None:
    panel = rolled_out((4,) * 4 + (None,) * 5, 8, lambda place, since: 3.0, noise=1.0, seed=2)
    every, some = dealt(panel), dealt(panel, deals=100)
    assert (every.n_deals, every.is_exact, some.n_deals, some.is_exact) == (126, True, 100, False)
    assert some.low == pytest.approx(every.low, abs=0.5)
    assert some.high == pytest.approx(every.high, abs=0.5)


def test_a_step_and_a_bend_come_out_without_noise() -> None:
    time = np.arange(30.0)
    found = interrupted(10 + 0.5 * time + np.where(time >= 18, 4 + 0.25 * (time - 18), 0), 18)
    assert (found.step.value, found.bend.value) == pytest.approx((4.0, 0.25), abs=1e-6)
    assert found.mean.value == pytest.approx(4 + 0.25 * 5.5, abs=1e-6)
    assert found.expected == pytest.approx(10 + 0.5 * time, abs=1e-5)
    assert (found.n_before, found.n_after) == (18, 12)


def test_errors_that_hang_together_make_wider_intervals() -> None:
    generator, noise = np.random.default_rng(4), [0.0]
    shocks = generator.normal(size=79)
    for shock in shocks:
        noise.append(0.8 * noise[-1] + shock)
    hanging, loose = interrupted(noise, 40), interrupted(np.random.default_rng(5).permutation(noise), 40)
    assert hanging.kept > 0.5 > loose.kept
    assert hanging.step.high - hanging.step.low > 1.2 * (loose.step.high - loose.step.low)


@pytest.mark.parametrize("start", [5, 15, 0, 20])
def test_too_short_a_series(start: int) -> None:
    with pytest.raises(InputError):
        interrupted(np.arange(20.0), start)


def test_a_hole_in_a_series() -> None:
    with pytest.raises(InputError):
        interrupted([1.0] * 10 + [float("nan")] + [1.0] * 10, 10)
