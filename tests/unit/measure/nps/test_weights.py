"""Post-stratification, raking, what weights cost, and four ways to the uncertainty of a weighted score."""

import numpy as np
import pytest

from clairevoix.measure import nps
from clairevoix.measure.nps.weighted import linearised_variance
from clairevoix.model.errors import Code, InputError


def test_post_stratification_is_people_over_answers():
    found = nps.post_stratify(["shop"] * 3 + ["call"], {"shop": 300, "call": 700})
    # N_h / n_h: 100 each in the shop, 700 on the phone; scaled to mean 1 over four answers.
    assert found.weights == pytest.approx(np.array([100, 100, 100, 700]) * 4 / 1000)
    assert (found.iterations, found.has_converged, found.n_trimmed) == (1, True, 0)
    assert (found.least, found.greatest) == pytest.approx((0.4, 2.8))


def test_raking_of_independent_margins_is_the_product_of_their_factors():
    # A table of counts 40/10/30/20 raked to 60:40 and 50:50, solved on paper by iteration to 1e-9 here.
    first = ["m"] * 50 + ["f"] * 50
    second = ["y"] * 40 + ["o"] * 10 + ["y"] * 30 + ["o"] * 20
    found = nps.rake({"sex": first, "age": second}, {"sex": {"m": 60, "f": 40}, "age": {"y": 50, "o": 50}})
    table = np.array([[40.0, 10], [30, 20]])
    for _ in range(200):
        table *= (np.array([60, 40]) / table.sum(axis=1))[:, None]
        table *= np.array([50, 50]) / table.sum(axis=0)
    cells = [found.weights[0] * 40, found.weights[40] * 10, found.weights[50] * 30, found.weights[80] * 20]
    assert cells == pytest.approx(table.ravel(), abs=1e-3)
    assert found.has_converged
    assert 1 < found.iterations < 30
    # Raking keeps the odds ratio of the table.
    assert cells[0] * cells[3] / cells[1] / cells[2] == pytest.approx(40 * 20 / 10 / 30)


def test_trimming_bounds_the_weights_and_says_what_it_costs():
    strata = ["a"] * 99 + ["b"]
    free = nps.post_stratify(strata, {"a": 50, "b": 50})
    cut = nps.rake({"s": strata}, {"s": {"a": 50, "b": 50}}, trim=5)
    assert free.greatest == pytest.approx(50)
    assert cut.greatest == pytest.approx(5)
    assert cut.weights.mean() == pytest.approx(1)
    assert cut.n_trimmed == 1
    assert not cut.has_converged
    assert cut.largest_error > 0.4
    assert nps.design_effect(cut.weights) < nps.design_effect(free.weights)


def test_raking_that_cannot_converge_says_so():
    # The margins contradict each other: both letters go together always, and are to have other shares.
    letters = ["a"] * 5 + ["b"] * 5
    found = nps.rake(
        {"one": letters, "two": letters}, {"one": {"a": 5, "b": 5}, "two": {"a": 8, "b": 2}}, max_iterations=20
    )
    assert (found.iterations, found.has_converged) == (20, False)
    assert found.largest_error > 0.2


#: Categories, targets and the name that is refused.
REFUSED = [
    ({"s": ["a", "b"]}, {"s": {"a": 1}}, "s"),  # answers without a target
    ({"s": ["a", "a"]}, {"s": {"a": 1, "b": 1}}, "s"),  # a target without answers
    ({"s": ["a", "b"]}, {"s": {"a": 2, "b": -1}}, "s"),
    ({"s": []}, {"s": {}}, "s"),
    ({}, {}, "margins"),
    ({"s": ["a"]}, {"s": {"a": 1}, "t": {"x": 1}}, "margins"),
    ({"s": ["a"], "t": ["x", "x"]}, {"s": {"a": 1}, "t": {"x": 1}}, "margins"),
]


@pytest.mark.parametrize(("categories", "targets", "name"), REFUSED)
def test_margins_that_cannot_be_met_are_refused(categories, targets, name):
    with pytest.raises(InputError) as refused:
        nps.rake(categories, targets)
    assert (refused.value.code, refused.value.position) == (Code.BAD_VALUE, name)


@pytest.mark.parametrize("settings", [{"trim": 1.0}, {"start": [0, 0]}, {"start": [1, -1]}, {"start": [1, np.nan]}])
def test_settings_of_raking_that_mean_nothing_are_refused(settings):
    with pytest.raises(InputError):
        nps.rake({"s": ["a", "b"]}, {"s": {"a": 1, "b": 1}}, **settings)


def test_kish_of_two_strata():
    # Half of the answers weigh three times the others: n_eff = (4n/2)² / (10n/2) = 0.8 n.
    weights = [1.0] * 50 + [3.0] * 50
    assert nps.effective_size(weights) == pytest.approx(80)
    assert nps.design_effect(weights) == pytest.approx(1.25)
    assert (nps.effective_size([]), nps.design_effect([0, 0])) == (0.0, None)


def test_linearised_variance_is_the_textbooks():
    z, w = np.array([1.0, 0.0, -1.0, 1.0]), np.array([1.0, 2.0, 1.0, 2.0])
    centre = (1 - 1 + 2) / 6
    wanted = 4 / 3 * sum((w * (z - centre)) ** 2) / 36
    assert linearised_variance(z, w) == pytest.approx(wanted)
    assert linearised_variance(z[:1], w[:1]) is None


def a_survey(n: int = 400, seed: int = 3) -> tuple[np.ndarray, list[str]]:
    """Outcomes that differ by channel: in shops most are promoters, on the phone most are not; shops answer too often."""
    draw = np.random.default_rng(seed)
    channels = ["shop" if draw.random() < 0.7 else "call" for _ in range(n)]
    chances = {"shop": [0.8, 0.15, 0.05], "call": [0.2, 0.2, 0.6]}
    return np.array([draw.choice([1, 0, -1], p=chances[channel]) for channel in channels], dtype=float), channels


def test_calibration_residuals_are_narrower_where_the_margin_explains_the_answers():
    z, channels = a_survey()
    weights = nps.post_stratify(channels, {"shop": 1, "call": 1}).weights
    plain = nps.weighted_score(z, weights, method="linearised")
    calibrated = nps.weighted_score(z, weights, method="linearised", auxiliaries=nps.indicators({"channel": channels}))
    assert plain.value == calibrated.value
    assert calibrated.standard_error < 0.85 * plain.standard_error
    # The textbook's for post-stratification: Σ W_h² s_h² / n_h, but for n/(n - 1) and n_h/(n_h - 1).
    parts = [
        np.array([each for each, channel in zip(z, channels, strict=True) if channel == name])
        for name in ("shop", "call")
    ]
    wanted = 100 * sum(0.25 * part.var() / len(part) for part in parts) ** 0.5
    assert calibrated.standard_error == pytest.approx(wanted, rel=0.01)


def test_replicates_agree_with_calibration_residuals():
    z, channels = a_survey()
    target = {"shop": 1, "call": 1}

    def again(weights: np.ndarray) -> np.ndarray:
        return nps.rake({"channel": channels}, {"channel": target}, start=weights).weights

    weights = again(np.ones(len(z)))
    analytic = nps.weighted_score(z, weights, method="linearised", auxiliaries=nps.indicators({"channel": channels}))
    jackknife = nps.jackknife_error(z, weights, n_groups=80, reweight=again)
    bootstrap = nps.bootstrap_error(z, weights, n_replicates=400, reweight=again)
    assert jackknife == pytest.approx(analytic.standard_error, rel=0.2)
    assert bootstrap == pytest.approx(analytic.standard_error, rel=0.15)
    # Without weighting anew, the replicates miss what the margin explains.
    assert nps.jackknife_error(z, weights, n_groups=80) > 1.1 * jackknife


def test_replicates_are_seeded():
    z, _ = a_survey(60)
    ones = np.ones(60)
    assert nps.bootstrap_error(z, ones, n_replicates=50) == nps.bootstrap_error(z, ones, n_replicates=50)
    assert nps.bootstrap_error(z, ones, n_replicates=50) != nps.bootstrap_error(z, ones, n_replicates=50, seed=2)


@pytest.mark.parametrize("function", [nps.jackknife_error, nps.bootstrap_error])
def test_replicates_of_one_answer_are_refused(function):
    with pytest.raises(InputError):
        function([1], [1.0])
    with pytest.raises(InputError):
        function([1, 0], [1.0, -1.0])


def test_a_weighted_score_of_nobody_is_none():
    found = nps.weighted_score([], [])
    assert (found.value, found.raw, found.low, found.high, found.standard_error, found.n) == (None,) * 5 + (0,)


def test_linearised_of_one_answer_has_no_bounds():
    found = nps.weighted_score([1], [2.0], method="linearised")
    assert (found.value, found.low, found.high) == (100.0, None, None)


@pytest.mark.parametrize(
    ("outcomes", "weights", "method"), [([1, 0], [1], "wald"), ([1], [-1], "wald"), ([1], [1], "magic")]
)
def test_weights_that_mean_nothing_are_refused(outcomes, weights, method):
    with pytest.raises(InputError):
        nps.weighted_score(outcomes, weights, method=method)
