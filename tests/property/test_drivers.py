"""What holds for parts of drivers whatever the answers."""

import math
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from clairevoix.measure import drivers
from clairevoix.measure.drivers import linear, shapley

NEARLY_ALL = 0.999
NO_BOUNDS = drivers.Effort(resamples=0)
ANSWERS = 30


@st.composite
def surveys(draw, n_drivers=st.integers(1, 5)):
    """Marks, columns of drivers that go together and with the marks, and weights."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    p = draw(n_drivers)
    common = random.normal(size=ANSWERS)
    columns = draw(st.floats(0, 2)) * common[:, None] + random.normal(size=(ANSWERS, p))
    latent = columns @ random.normal(size=p) + random.normal(size=ANSWERS) * draw(st.floats(0.2, 3))
    marks = np.clip(np.rint(2 * latent + 6), 0, 10)
    marks[:2] = 0, 10
    return marks, {f"d{j}": np.rint(2 * columns[:, j]) for j in range(p)}, random.uniform(0.2, 3, ANSWERS)


def r_squared(marks, columns, weights) -> float:
    """By weighted least squares."""
    root = np.sqrt(weights)
    design = np.column_stack([np.ones(len(marks)), *columns]) * root[:, None]
    fitted, *_ = np.linalg.lstsq(design, marks * root, rcond=None)
    mean = weights @ marks / weights.sum()
    return 1 - float(((marks * root - design @ fitted) ** 2).sum() / (weights @ (marks - mean) ** 2))


def brute_force(n: int, value) -> list[float]:
    """The mean gain of each driver over all orders of entry, one by one."""
    known = {each: value(each) for size in range(n + 1) for each in combinations(range(n), size)}
    gains = np.zeros(n)
    for order in permutations(range(n)):
        for place, j in enumerate(order):
            gains[j] += known[tuple(sorted(order[: place + 1]))] - known[tuple(sorted(order[:place]))]
    return (gains / math.factorial(n)).tolist()


def parts(found: drivers.Importance) -> list[float]:
    return [driver.part for driver in found.drivers]


@settings(deadline=None, max_examples=40)
@given(surveys())
def test_exact_parts_are_the_mean_over_all_orders(survey):
    marks, columns, weights = survey
    table = list(columns.values())
    found = drivers.importance(marks, columns, weights, effort=NO_BOUNDS)
    expected = brute_force(len(table), lambda each: r_squared(marks, [table[j] for j in each], weights))
    assert parts(found) == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=15)
@given(surveys(n_drivers=st.integers(1, 3)), st.sampled_from(["ordinal", "ordinal-mcfadden"]))
def test_exact_ordinal_parts_are_the_mean_over_all_orders(survey, model):
    marks, columns, weights = survey
    table = np.column_stack(list(columns.values()))

    def value(each):
        fits = drivers.fit_sets(marks, table[:, list(each)], weights, np.array([2 ** len(each) - 1])) if each else None
        if fits is None:
            return 0.0
        return float((fits.mcfadden if model == "ordinal-mcfadden" else fits.mckelvey_zavoina)[0])

    found = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    assert parts(found) == pytest.approx(brute_force(table.shape[1], value), abs=1e-7)


@settings(deadline=None, max_examples=30)
@given(surveys(), st.sampled_from(["linear", "ordinal-mcfadden"]))
def test_parts_add_up_and_none_is_negative(survey, model):
    marks, columns, weights = survey
    found = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    assert sum(parts(found)) == pytest.approx(found.r_squared)
    assert sum(driver.share for driver in found.drivers) == pytest.approx(1)
    assert min(parts(found)) >= -1e-9
    if model == "linear":
        assert found.r_squared == pytest.approx(r_squared(marks, list(columns.values()), weights))


@settings(deadline=None, max_examples=30)
@given(surveys(), st.sampled_from(list(drivers.MODELS)))
def test_equal_drivers_get_equal_parts(survey, model):
    marks, columns, weights = survey
    found = drivers.importance(marks, {**columns, "twin": columns["d0"]}, weights, model, effort=NO_BOUNDS)
    alone = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    assert found.drivers[0].part == pytest.approx(found.drivers[-1].part, abs=1e-6)
    assert found.r_squared == pytest.approx(alone.r_squared, abs=1e-6)
    assert drivers.Limit.REPEATED in found.limits


@settings(deadline=None, max_examples=20)
@given(surveys(), st.randoms(), st.sampled_from(list(drivers.MODELS)))
def test_the_order_of_answers_and_drivers_does_not_matter(survey, random, model):
    marks, columns, weights = survey
    rows, names = list(range(ANSWERS)), list(columns)
    random.shuffle(rows)
    random.shuffle(names)
    shuffled = {name: columns[name][rows] for name in names}
    one = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    other = drivers.importance(marks[rows], shuffled, weights[rows], model, effort=NO_BOUNDS)
    found = {driver.name: driver.part for driver in other.drivers}
    assert [found[driver.name] for driver in one.drivers] == pytest.approx(parts(one), abs=1e-7)


@settings(deadline=None, max_examples=20)
@given(surveys(), st.sampled_from(list(drivers.MODELS)))
def test_scales_and_the_size_of_weights_do_not_matter(survey, model):
    marks, columns, weights = survey
    rescaled = {name: 7 - column / 3 for name, column in columns.items()}
    one = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    other = drivers.importance(marks, rescaled, weights * 50, model, effort=NO_BOUNDS)
    assert parts(other) == pytest.approx(parts(one), abs=1e-7)


@settings(deadline=None, max_examples=20)
@given(surveys(), st.sampled_from(list(drivers.MODELS)))
def test_a_weight_of_two_is_an_answer_twice(survey, model):
    marks, columns, _ = survey
    times = np.arange(ANSWERS) % 3
    repeated = {name: np.repeat(column, times) for name, column in columns.items()}
    one = drivers.importance(marks, columns, times, model, effort=NO_BOUNDS)
    other = drivers.importance(np.repeat(marks, times), repeated, None, model, effort=NO_BOUNDS)
    # Where marks are told apart nearly without error, the fit runs off to infinity, and where it stops is chance.
    assume(one.r_squared is None or one.r_squared < NEARLY_ALL)
    assert parts(other) == pytest.approx(parts(one), abs=1e-7)


@settings(deadline=None, max_examples=20)
@given(surveys(n_drivers=st.integers(2, 5)), st.sampled_from(list(drivers.MODELS)))
def test_drawn_orders_are_near_the_exact_parts(survey, model):
    marks, columns, weights = survey
    exact = drivers.importance(marks, columns, weights, model, effort=NO_BOUNDS)
    effort = drivers.Effort(resamples=0, exact_up_to=0, n_orders=400)
    drawn = drivers.importance(marks, columns, weights, model, effort=effort)
    assert drawn.r_squared == pytest.approx(exact.r_squared, abs=1e-7)
    assert drivers.Limit.SAMPLED in drawn.limits
    for one, other in zip(exact.drivers, drawn.drivers, strict=True):
        assert abs(one.part - other.part) <= 6 * other.error + 1e-6


@settings(deadline=None, max_examples=30)
@given(surveys())
def test_inflation_is_that_of_the_regression_on_the_others(survey):
    _, columns, weights = survey
    table = list(columns.values())
    matrix = linear.correlations(np.arange(ANSWERS, dtype=float), np.column_stack(table), weights)
    for j, found in enumerate(linear.inflation(matrix)):
        others = table[:j] + table[j + 1 :]
        assert 1 / found == pytest.approx(1 - r_squared(table[j], others, weights), abs=1e-9)


@given(st.integers(1, 9))
def test_coefficients_give_each_driver_its_own_and_all_of_it(n):
    worth = np.arange(1.0, n + 1)
    sets = np.arange(2**n)
    additive = ((sets[:, None] >> np.arange(n)) & 1) @ worth
    assert additive @ shapley.coefficients(n) == pytest.approx(worth)
    assert (sets == 2**n - 1) @ shapley.coefficients(n) == pytest.approx(np.full(n, 1 / n))
