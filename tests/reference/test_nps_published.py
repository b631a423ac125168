"""Published values of intervals for the Net Promoter Score, and coverages computed exactly."""

import math
from collections.abc import Iterator
from itertools import product

import pytest

from builders import a_cell
from clairevoix.measure.nps.confidence_interval import METHODS, net_promoter_score
from clairevoix.measure.nps.trajectory import required_mean
from clairevoix.model.measure import NpsCell


def bounds(method: str, promoters: int, passives: int, detractors: int, level: float = 0.95) -> tuple[float, float]:
    """On the scale of the sources, -1 to 1."""
    estimate = net_promoter_score(a_cell(promoters, passives, detractors), level, method)
    return estimate.low / 100, estimate.high / 100


#: Two cells of paired answers, n, level, and the score interval.
TANGO = [
    # A1: Tango 1998, Statistics in Medicine 17(8), as quoted by the R package ratesci.
    (9, 3, 32, 0.95, -0.027, 0.390),
    # A2: the same source, 90 %.
    (0, 1, 44, 0.90, -0.096, 0.037),
]


@pytest.mark.parametrize(("promoters", "detractors", "n", "level", "low", "high"), TANGO)
def test_score_interval_is_tangos(promoters, detractors, n, level, low, high):
    found = bounds("score", promoters, n - promoters - detractors, detractors, level)
    assert found == pytest.approx((low, high), abs=0.0005)


#: Counts of a multinomial, the two that are contrasted, the estimate, its standard error, its interval.
BONETT_PRICE = [
    # B1 and B2: reference output of the R package statpsych; the counts are deduced from it.
    ((125, 82, 92), (0, 1), 0.14285714, 0.04731825, 0.05011508, 0.23559920),
    ((125, 82, 92), (0, 2), 0.10963455, 0.04875715, 0.01407230, 0.20519680),
    # B3: documentation of statpsych, ci.pairs.mult.
    ((87, 49, 31, 133), (0, 3), -0.15231788, 0.04855183, -0.24747772, -0.05715804),
]


@pytest.mark.parametrize(("counts", "pair", "value", "error", "low", "high"), BONETT_PRICE)
def test_bonett_price_is_statpsychs(counts, pair, value, error, low, high):
    first, second = counts[pair[0]], counts[pair[1]]
    found = bounds("bonett-price", first, sum(counts) - first - second, second)
    assert found == pytest.approx((low, high), abs=1e-8)
    assert sum(found) / 2 == pytest.approx(value, abs=1e-8)
    assert (found[1] - found[0]) / 2 / 1.959963985 == pytest.approx(error, abs=1e-8)


#: Detractors, passives, promoters; the score, the variance of one answer, the standard error.
ROCKS = [
    # C1, C2, C3: tests of the R package NPS (brendan-r).
    (1, 2, 3, 1 / 3, 5 / 9, 0.304),
    (1, 1, 1, 0.0, 2 / 3, 0.471),
    (1, 0, 1, 0.0, 1.0, 0.707),
]


@pytest.mark.parametrize(("detractors", "passives", "promoters", "value", "variance", "error"), ROCKS)
def test_wald_has_rocks_variance(detractors, passives, promoters, value, variance, error):
    n = detractors + passives + promoters
    # At half a standard error the interval is not clipped.
    level = math.erf(0.5 / math.sqrt(2))
    with_level = bounds("wald", promoters, passives, detractors, level)
    assert sum(with_level) / 2 == pytest.approx(value, abs=1e-9)
    found = with_level[1] - with_level[0]
    assert found == pytest.approx(error, abs=0.0005)
    assert found**2 * n == pytest.approx(variance, abs=1e-9)


def test_goodman_is_wald_with_a_chi_square():
    # contingencytables::Goodman_Wald_CIs_for_diffs_1xc: z² is replaced by χ²(2), 5.991465 at 95 %.
    wald, goodman = bounds("wald", 50, 30, 20), bounds("goodman", 50, 30, 20)
    widths = [high - low for low, high in (wald, goodman)]
    assert widths[1] / widths[0] == pytest.approx(math.sqrt(5.991465) / 1.959964, abs=1e-6)


def test_adjusted_wald_is_wald_of_rocks_pseudo_observations():
    # Rocks 2016: ¾ promoter, 1½ passives and ¾ detractor more; here for counts that make them whole.
    estimate = net_promoter_score(a_cell(9, 6, 5), 0.95, "adjusted-wald")
    p, d, n = 9.75 / 23, 5.75 / 23, 23
    half = 1.959963985 * math.sqrt((p + d - (p - d) ** 2) / n)
    assert (estimate.low / 100, estimate.high / 100) == pytest.approx((p - d - half, p - d + half), abs=1e-9)
    assert estimate.value == 20.0  # the score itself is not adjusted


def test_the_mean_that_the_months_left_must_have():
    # Y1: 33.5 after nine of twelve months, target 40.
    assert required_mean(40, 33.5, 9, 12) == 59.5


# Coverage, by adding up the probability of every outcome whose interval holds the true value.

TRUTHS = [
    (0.50, 0.17),  # near NPS 33
    (0.40, 0.20),
    (0.35, 0.35),  # a polarised zero
    (0.70, 0.05),
    (0.20, 0.50),
    (0.10, 0.10),  # nearly everybody passive
]


def coverage(method: str, n: int, p: float, d: float, level: float = 0.95) -> float:
    covered = 0.0
    for cell, probability in outcomes(n, p, d):
        low, high = METHODS[method](cell, level)
        covered += probability if low <= p - d <= high else 0
    return covered


def outcomes(n: int, p: float, d: float) -> Iterator[tuple[NpsCell, float]]:
    """Every cell of n answers, with its trinomial probability."""
    for promoters, detractors in product(range(n + 1), repeat=2):
        passives = n - promoters - detractors
        if passives >= 0:
            ways = math.comb(n, promoters) * math.comb(n - promoters, detractors)
            probability = ways * p**promoters * d**detractors * (1 - p - d) ** passives
            yield a_cell(promoters, passives, detractors), probability


@pytest.mark.parametrize("n", [20, 50])
@pytest.mark.parametrize(("p", "d"), TRUTHS)
def test_adjusted_wald_covers(n, p, d):
    assert coverage("adjusted-wald", n, p, d) >= 0.93


@pytest.mark.parametrize("n", [20, 50])
@pytest.mark.parametrize(("p", "d"), TRUTHS)
def test_score_interval_covers(n, p, d):
    assert coverage("score", n, p, d) >= 0.93


def test_wald_is_why_the_adjustment_exists():
    # At twenty answers, unadjusted, the interval is right less often than it says, and worse than the adjusted one.
    worst = min(coverage("wald", 20, p, d) for p, d in TRUTHS)
    assert worst < 0.93 < min(coverage("adjusted-wald", 20, p, d) for p, d in TRUTHS)


@pytest.mark.parametrize(("p", "d"), TRUTHS)
def test_probabilities_of_all_outcomes_add_up(p, d):
    assert sum(probability for _, probability in outcomes(20, p, d)) == pytest.approx(1.0)
