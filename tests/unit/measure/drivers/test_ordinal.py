"""The proportional-odds fit where it is hard: far drivers, few answers, marks that are told apart."""

import numpy as np
import pytest
from scipy import optimize, special

from clairevoix.measure import drivers
from clairevoix.measure.drivers import ordinal


def hard(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Few answers, some drivers very far out."""
    random = np.random.default_rng(seed)
    n, n_marks = int(random.integers(6, 40)), int(random.integers(3, 9))
    columns = random.standard_cauchy((n, 2))
    latent = columns[:, 0] + random.normal(size=n) * random.choice([0.1, 1, 3])
    return (np.argsort(np.argsort(latent)) * n_marks // n).astype(float), columns


def log_likelihood(parameters: np.ndarray, codes: np.ndarray, columns: np.ndarray) -> float:
    """By the definition, term by term."""
    n_thresholds = codes.max()
    ends = np.concatenate([[-np.inf], np.cumsum(parameters[:n_thresholds]), [np.inf]])
    eta = columns @ parameters[n_thresholds:]
    shares = special.expit(ends[codes + 1] - eta) - special.expit(ends[codes] - eta)
    return float(np.log(np.maximum(shares, 1e-300)).sum())


@pytest.mark.parametrize("seed", [131, 3, 9])
def test_the_maximum_is_that_of_a_general_search(seed):
    # 131: Newton's second step would disorder the thresholds.
    marks, columns = hard(seed)
    found = drivers.fit_sets(marks, columns, np.ones(len(marks)), np.array([3]))
    codes = np.unique(marks, return_inverse=True)[1]
    start = np.concatenate([found.thresholds[0][:1], np.diff(found.thresholds[0]), found.coefficients[0]])
    assert log_likelihood(start, codes, columns) == pytest.approx(found.log_likelihood[0], abs=1e-8)
    general = optimize.minimize(lambda at: -log_likelihood(at, codes, columns), start * 0.9, method="Nelder-Mead")
    assert -general.fun <= found.log_likelihood[0] + 1e-6


def test_no_number_overflows():
    with np.errstate(all="raise", under="ignore"):
        for seed in range(60):
            marks, columns = hard(seed)
            found = drivers.fit_sets(marks, columns, np.ones(len(marks)), np.arange(4))
            assert np.isfinite(found.log_likelihood).all()
            assert np.isfinite(found.latent).all()
            assert np.all((found.mcfadden > -1e-9) & (found.mcfadden <= 1))


@pytest.mark.parametrize("n_marks", [2, 3, 6])
def test_marks_that_are_told_apart_never_settle(n_marks):
    for n in (8, 60, 200):
        marks = (np.arange(n) * n_marks // n).astype(float)
        apart = np.column_stack([np.sqrt(np.arange(n)), np.random.default_rng(n).normal(size=n)])
        found = drivers.fit_sets(marks, apart, np.ones(n), np.array([1, 2, 3]))
        assert found.has_settled.tolist() == [False, True, False]
        assert found.mcfadden[0] > 0.999


def test_a_step_is_shortened_where_thresholds_would_cross():
    thresholds, step = np.array([[0.0, 1.0, 3.0]] * 3), np.array([[0.0, 1.0, 1.0], [0.0, -2.0, 0.0], [4.0, 0.0, -4.0]])
    assert ordinal._longest(thresholds, step) == pytest.approx([1.0, 0.45, 0.225])


def test_the_size_of_weights_is_the_size_of_the_likelihood():
    marks, columns = hard(3)
    one, tiny = (drivers.fit_sets(marks, columns, np.full(len(marks), size), np.array([3])) for size in (1.0, 1e-9))
    assert tiny.coefficients == pytest.approx(one.coefficients, rel=1e-6)
    assert tiny.log_likelihood == pytest.approx(one.log_likelihood * 1e-9)
    assert tiny.mcfadden == pytest.approx(one.mcfadden)


def test_more_than_ten_drivers_are_exact_and_their_intervals_drawn():
    random = np.random.default_rng(5)
    columns = {f"d{j}": random.integers(0, 6, 90) for j in range(11)}
    marks = np.clip(np.rint(columns["d0"] + columns["d1"] / 2 + random.normal(0, 1.5, 90)), 0, 4)
    effort = drivers.Effort(resamples=12)
    found = drivers.importance(marks, columns, model="ordinal", effort=effort)
    assert all(driver.error is None for driver in found.drivers)
    assert drivers.Limit.BOUNDS_SAMPLED in found.limits
    assert drivers.Limit.SAMPLED not in found.limits
    assert sum(driver.part for driver in found.drivers) == pytest.approx(found.r_squared)
    assert all(driver.low < driver.high for driver in found.drivers)
    assert max(found.drivers, key=lambda driver: driver.part).name == "d0"
    drawn = drivers.importance(marks, columns, model="ordinal", effort=drivers.Effort(resamples=0, exact_up_to=0))
    for exact, one in zip(found.drivers, drawn.drivers, strict=True):
        assert abs(exact.part - one.part) < 6 * one.error + 1e-9


def test_drawn_orders_of_resamples_give_the_intervals_of_all_sets(monkeypatch):
    random = np.random.default_rng(6)
    columns = {f"d{j}": random.integers(0, 6, 120) for j in range(5)}
    marks = np.clip(np.rint(columns["d0"] + columns["d1"] / 2 + random.normal(0, 1.5, 120)), 0, 4)
    effort = drivers.Effort(resamples=60)
    whole = drivers.importance(marks, columns, model="ordinal", effort=effort)
    monkeypatch.setattr(drivers.dividing, "_RESAMPLED_EXACTLY", 4)
    drawn = drivers.importance(marks, columns, model="ordinal", effort=effort)
    for one, other in zip(whole.drivers, drawn.drivers, strict=True):
        assert one.part == pytest.approx(other.part)
        assert (one.low, one.high) == pytest.approx((other.low, other.high), abs=0.02)
    assert (whole.low, whole.high) == pytest.approx((drawn.low, drawn.high))
