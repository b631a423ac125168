"""Real change and mix, differences, and many of them."""

import pytest

from builders import a_cell
from clairevoix.measure import nps
from clairevoix.model.errors import InputError


def test_a_mix_that_changes_alone_is_all_mix():
    # Shops stay at 50, calls at 0; shops go from a half to three quarters of the answers.
    before = nps.strata_of({"shop": a_cell(60, 30, 10), "call": a_cell(40, 20, 40)})
    after = nps.strata_of({"shop": a_cell(180, 90, 30), "call": a_cell(40, 20, 40)})
    found = nps.change(before, after)
    assert (found.total, found.real, found.mix) == pytest.approx((12.5, 0.0, 12.5))


def test_groups_that_change_alone_are_all_real():
    before = nps.strata_of({"shop": a_cell(60, 30, 10), "call": a_cell(40, 20, 40)})
    after = nps.strata_of({"shop": a_cell(70, 20, 10), "call": a_cell(30, 20, 50)})
    found = nps.change(before, after)
    assert [(part.key, part.real, part.mix) for part in found.parts] == [
        ("call", pytest.approx(-10.0), 0.0),
        ("shop", pytest.approx(5.0), 0.0),
    ]


def test_the_parts_of_a_mixed_change():
    before = {"a": nps.Stratum(share=0.5, value=40.0), "b": nps.Stratum(share=0.5, value=0.0)}
    after = {"a": nps.Stratum(share=0.7, value=50.0), "b": nps.Stratum(share=0.3, value=-10.0)}
    found = nps.change(before, after)
    # Real: 0.6·10 + 0.4·(-10); mix: 0.2·45 + (-0.2)·(-5).
    assert (found.real, found.mix, found.total) == pytest.approx((2.0, 10.0, 12.0))
    assert found.total == pytest.approx(0.7 * 50 - 0.3 * 10 - 0.5 * 40)


def test_a_group_that_comes_is_mix():
    before = {"old": nps.Stratum(share=1.0, value=30.0)}
    after = {"old": nps.Stratum(share=0.8, value=30.0), "new": nps.Stratum(share=0.2, value=-20.0)}
    found = nps.change(before, after)
    assert (found.real, found.mix) == pytest.approx((0.0, -10.0))


def test_customers_shares_take_the_mix_of_answers_away():
    shares = {"shop": 0.5, "call": 0.5}
    before = nps.strata_of({"shop": a_cell(60, 30, 10), "call": a_cell(40, 20, 40)}, shares)
    after = nps.strata_of({"shop": a_cell(180, 90, 30), "call": a_cell(40, 20, 40)}, shares)
    assert nps.change(before, after).total == pytest.approx(0.0)


def test_shares_that_are_none_are_refused():
    whole, part = {"a": nps.Stratum(share=1.0, value=1.0)}, {"a": nps.Stratum(share=0.9, value=1.0)}
    nameless = {"a": nps.Stratum(share=1.0, value=None)}
    for before, after in ((whole, part), (part, whole), (nameless, nameless)):
        with pytest.raises(InputError):
            nps.change(before, after)


# Differences.


def test_a_difference_is_second_minus_first_and_keeps_its_sign():
    better, worse = a_cell(500, 300, 200), a_cell(400, 300, 300)
    found = nps.difference(better, worse)
    assert found.value == pytest.approx(-20.0)
    assert found.high < 0
    assert found.p_value < 0.001


@pytest.mark.parametrize("method", ["adjusted-wald", "wald"])
@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("detractors", range(100, 200, 5))
def test_p_value_and_interval_tell_the_same(method, level, detractors):
    found = nps.difference(a_cell(300, 200, 100), a_cell(300, 200, detractors), level=level, method=method)
    assert (found.p_value < 1 - level) == (not found.low <= 0 <= found.high)


def test_all_agreeing_twice_is_a_difference_without_width_by_wald_only():
    certain = nps.difference(a_cell(5, 0, 0), a_cell(0, 0, 5), method="wald")
    assert (certain.value, certain.low, certain.high, certain.p_value) == (-200.0, -200.0, -200.0, 0.0)
    honest = nps.difference(a_cell(5, 0, 0), a_cell(0, 0, 5))
    assert honest.high - honest.low > 100
    assert nps.difference(a_cell(5, 0, 0), a_cell(5, 0, 0), method="wald").p_value == 1.0


def test_nobody_on_one_side_is_no_difference():
    found = nps.difference(a_cell(0, 0, 0), a_cell(5, 1, 1))
    assert (found.value, found.low, found.high, found.p_value) == (None,) * 4


def test_the_same_people_twice_are_told_apart_better_than_two_samples():
    # All but five of a hundred keep their class; two samples of the same counts could not tell.
    first = [1] * 50 + [0] * 30 + [-1] * 20
    second = [1] * 55 + [0] * 25 + [-1] * 20
    paired = nps.paired_difference(first, second)
    loose = nps.difference(a_cell(50, 30, 20), a_cell(55, 25, 20))
    assert paired.value == pytest.approx(loose.value) == pytest.approx(5.0)
    assert paired.low > 0 > loose.low


#: Both columns, and the value; nobody, one person.
FEW_PAIRS = [([], [], None), ([1], [0], -100.0)]


@pytest.mark.parametrize(("first", "second", "value"), FEW_PAIRS)
def test_too_few_pairs_have_no_bounds(first, second, value):
    found = nps.paired_difference(first, second)
    assert (found.value, found.low, found.high, found.p_value) == (value, None, None, None)


@pytest.mark.parametrize(("first", "second"), [([1], [1, 0]), ([9], [10]), ([0.5], [1])])
def test_what_is_no_pair_is_refused(first, second):
    with pytest.raises(InputError):
        nps.paired_difference(first, second)


def test_an_unknown_method_of_difference_is_refused():
    with pytest.raises(InputError):
        nps.difference(a_cell(1, 1, 1), a_cell(1, 1, 1), method="score")


def test_holm_steps_down_and_hochberg_steps_up():
    # By hand, three p-values: Holm 3·0.010, 2·0.020, 1·0.025 kept in order; theirs 3·0.010, 3/2·0.020, 0.025 from the top.
    assert nps.holm([0.020, 0.010, 0.025]) == pytest.approx((0.040, 0.030, 0.040))
    assert nps.benjamini_hochberg([0.020, 0.010, 0.025]) == pytest.approx((0.025, 0.025, 0.025))
    assert nps.holm([0.6, 0.9]) == (1.0, 1.0)


def test_adjusted_p_values_of_none():
    assert nps.holm([]) == nps.benjamini_hochberg([]) == ()


def test_flags_of_twenty_sites_without_any_difference_are_rare():
    # Twenty p-values spread evenly: one is below 5 % by chance, none after correction.
    p_values = [(place + 0.5) / 20 for place in range(20)]
    assert sum(p < 0.05 for p in p_values) == 1
    assert not any(p < 0.05 for p in (*nps.holm(p_values), *nps.benjamini_hochberg(p_values)))


# Plans.


@pytest.mark.parametrize("n", [50, 500, 5000])
def test_half_width_is_that_of_the_interval(n):
    found = nps.estimate(promoters=n // 2, passives=n * 3 // 10, detractors=n // 5)
    assert nps.half_width(n, shares=(0.5, 0.3, 0.2)) == pytest.approx((found.high - found.low) / 2)


def test_a_planned_difference_is_found_as_often_as_was_asked():
    import numpy as np

    shares, other = (0.5, 0.3, 0.2), (0.55, 0.3, 0.15)
    n = nps.answers_for_difference(10, shares=shares, other=other, power=0.8)
    draw = np.random.default_rng(1)
    first, second = (draw.multinomial(n, each, 2000) for each in (shares, other))
    found = sum(
        nps.difference(a_cell(*one), a_cell(*two)).low > 0
        for one, two in zip(first.tolist(), second.tolist(), strict=True)
    )
    assert found / 2000 == pytest.approx(0.8, abs=0.03)


#: Arguments of the plan that are refused.
REFUSED = [
    {"margin": 0},
    {"margin": -5},
    {"shares": (0.5, 0.5, 0.5)},
    {"shares": (1.2, -0.1, -0.1)},
    {"level": 1.0},
    {"design_effect": 0.5},
    {"design_effect": float("nan")},
]


@pytest.mark.parametrize("changed", REFUSED)
def test_plans_that_mean_nothing_are_refused(changed):
    with pytest.raises(InputError):
        nps.answers_for_margin(**{"margin": 5, **changed})


def test_a_power_that_means_nothing_is_refused():
    with pytest.raises(InputError):
        nps.answers_for_difference(5, power=1.0)


def test_a_design_effect_multiplies_the_answers():
    assert nps.answers_for_margin(5, design_effect=1.5) == pytest.approx(1.5 * nps.answers_for_margin(5), abs=1)
