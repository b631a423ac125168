"""Published values of intervals for the Net Promoter Score, and coverages computed exactly."""

import math
from collections.abc import Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy import special

from builders import a_cell
from clairevoix.measure import nps
from clairevoix.measure.nps.confidence_interval import METHODS, net_promoter_score, student_critical_value
from clairevoix.measure.nps.posterior import probability_below
from clairevoix.measure.nps.state_space import kalman, log_likelihood
from clairevoix.measure.nps.trajectory import required_from_now, required_mean
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
    assert required_from_now(40, 33.5, 9, 12) == 59.5


def test_the_straight_line_holds_september_only_from_fourteen():
    # 33.5 in September lies on a line to 40 in December only if it began at 14.0.
    assert 14.0 + 0.75 * (40 - 14.0) == 33.5
    assert (33.5 - 30) / 0.25 == 14.0


#: Shares of promoters and detractors, and the 95 % half-widths at NPS 33.5 for five n: z·s/√n, rounded once.
HALF_WIDTHS = [
    (0.45, 0.115, (5.9, 4.2, 2.9, 1.9, 0.9)),
    (0.50, 0.165, (6.5, 4.6, 3.3, 2.1, 1.0)),
    (0.55, 0.215, (7.1, 5.0, 3.5, 2.2, 1.1)),
]


@pytest.mark.parametrize(("p", "d", "wanted"), HALF_WIDTHS)
@pytest.mark.parametrize("method", ["wald", "adjusted-wald"])
def test_half_widths_at_the_published_score(p, d, wanted, method):
    sizes = (500, 1_000, 2_000, 5_000, 20_000)
    found = nps.net_promoter_scores(*(np.multiply(share, sizes) for share in (p, 1 - p - d, d)), method=method)
    assert found.value == pytest.approx(33.5)
    # To the last printed digit; with its three pseudo-observations the default differs by 0.02 at most.
    tolerance = 0.05 + (0.02 if method == "adjusted-wald" else 0)
    assert (found.high - found.low) / 2 == pytest.approx(np.array(wanted), abs=tolerance)


#: The annual flow of the Nile at Aswan, 1871 to 1970 (Cobb 1978; in R as datasets::Nile): public domain.
NILE = """
    1120 1160 963 1210 1160 1160 813 1230 1370 1140 995 935 1110 994 1020 960 1180 799 958 1140 1100 1210 1150 1250 1260
    1220 1030 1100 774 840 874 694 940 833 701 916 692 1020 1050 969 831 726 456 824 702 1120 1100 832 764 821 768 845
    864 862 698 845 744 796 1040 759 781 865 845 944 984 897 822 1010 771 676 649 846 812 742 801 1040 860 874 848 890
    744 749 838 1050 918 986 797 923 975 815 1020 906 901 1170 912 746 919 718 714 740
"""


def test_the_local_level_has_the_published_likelihood():
    # F1: KFAS, variances 15098.53 and 1469.178 (Durbin & Koopman 2012, § 2.10): -632.5456, no term for the first year.
    flow = np.array(NILE.split(), dtype=float)
    assert len(flow) == 100
    assert log_likelihood(flow, np.full(100, 15098.53), 1469.178) == pytest.approx(-632.5456, abs=0.00005)


def test_the_level_has_the_published_steady_state():
    # Durbin & Koopman 2012, § 2.11: with q = 1469.1/15099, the variance of the level settles at x = (q + √(q² + 4q))/2 of the
    # noise, here in its filtered form x / (1 + x).
    flow = np.array(NILE.split(), dtype=float)
    ratio = 1469.178 / 15098.53
    steady = (ratio + math.sqrt(ratio**2 + 4 * ratio)) / 2
    found = kalman(flow[:, None], np.full(100, 15098.53), 1469.178)
    assert found.level_variance == pytest.approx(15098.53 * steady / (1 + steady), rel=1e-9)


#: Share of new lines, and the fault rate of all lines, in %. Inputs: Arcep, décision 2015-0833, table 4.
FAULTS = [(0.10, 1.90), (0.05, 1.45), (0.01, 1.09), (0.005, 1.045)]


@pytest.mark.parametrize(("share", "rate"), FAULTS)
def test_a_fault_rate_that_moves_by_its_mix_alone(share, rate):
    # H1: 10 % of lines under thirty days old fail, 1 % of the others, in every period: all change is mix.
    def lines(new: float) -> dict[str, nps.Stratum]:
        return {"new": nps.Stratum(share=new, value=10.0), "old": nps.Stratum(share=1 - new, value=1.0)}

    assert sum(each.share * each.value for each in lines(share).values()) == pytest.approx(rate)
    found = nps.change(lines(0.10), lines(share))
    assert (found.real, found.mix) == pytest.approx((0.0, rate - 1.90))


def test_the_telecom_field_experiment():
    # Aggregate counts of a public field experiment of 2023: promoters, passives, detractors of two scripts.
    control, pilot = a_cell(233, 43, 59), a_cell(177, 33, 37)
    scores = [
        nps.estimate(promoters=c.n_promoters, passives=c.n_passives, detractors=c.n_detractors)
        for c in (control, pilot)
    ]
    assert [round(each.value, 2) for each in scores] == [51.94, 56.68]
    found = nps.difference(control, pilot)
    # By hand: promoters, detractors and all, with ¾, ¾ and 3 added.
    means = [(233.75 - 59.75) / 338, (177.75 - 37.75) / 250]
    variances = [(293.5 / 338 - means[0] ** 2) / 338, (215.5 / 250 - means[1] ** 2) / 250]
    half = 1.959963985 * math.sqrt(sum(variances))
    assert (found.low, found.high) == pytest.approx(
        (100 * (means[1] - means[0] - half), 100 * (means[1] - means[0] + half))
    )
    assert found.low < 0 < found.value < found.high
    assert found.p_value > 0.05


def test_marks_of_the_field_experiment():
    # Marks of both arms: 0:47, 1:7, 2:3, 3:9, 4:9, 5:12, 6:9, 7:28, 8:48, 9:95, 10:315.
    counts = (47, 7, 3, 9, 9, 12, 9, 28, 48, 95, 315)
    found = nps.from_scores([mark for mark, count in enumerate(counts) for _ in range(count)])
    assert (found.n, round(found.value, 2)) == (582, round(100 * (410 - 96) / 582, 2))
    assert found.distribution == pytest.approx([count / 582 for count in counts])
    assert found.mean.value == pytest.approx(sum(mark * count for mark, count in enumerate(counts)) / 582)


def test_holm_and_hochberg_of_the_published_example():
    # Benjamini & Hochberg 1995, § 4.1: fifteen p-values of thrombolysis; at 5 % Bonferroni rejects three, theirs four.
    p_values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528]
    p_values += [0.7590, 1.0000]
    assert sum(p <= 0.05 for p in nps.benjamini_hochberg(p_values)) == 4
    assert sum(p <= 0.05 for p in nps.holm(p_values)) == 3


def test_the_planned_number_is_near_the_closed_form():
    # MeasuringU: n = s²z²/d² - 3. The exact n differs by the pseudo-observations within s², a few answers.
    for shares in ((0.5, 0.33, 0.17), (0.7, 0.2, 0.1), (0.5, 0.0, 0.5)):
        s2 = shares[0] + shares[2] - (shares[0] - shares[2]) ** 2
        for margin in (2, 5, 10):
            closed = s2 * (1.959963985 * 100 / margin) ** 2 - 3
            assert nps.answers_for_margin(margin, shares=shares) == pytest.approx(closed, abs=4)


# Coverage, by adding up the probability of every outcome whose interval holds the true value. The whole picture, up to two
# hundred answers, is drawn by bench/coverage.py in docs/explanation/coverage.md.

TRUTHS = [
    (0.50, 0.17),  # near NPS 33
    (0.40, 0.20),
    (0.35, 0.35),  # a polarised zero
    (0.70, 0.05),
    (0.20, 0.50),
    (0.10, 0.10),  # nearly everybody passive
]


def outcomes(n: int, p: float, d: float) -> Iterator[tuple[NpsCell, float]]:
    """Every cell of n answers, with its trinomial probability."""
    for promoters, detractors in product(range(n + 1), repeat=2):
        passives = n - promoters - detractors
        if passives >= 0:
            ways = math.comb(n, promoters) * math.comb(n - promoters, detractors)
            probability = ways * p**promoters * d**detractors * (1 - p - d) ** passives
            yield a_cell(promoters, passives, detractors), probability


@cache
def intervals(method: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    counts = np.array([(c.n_promoters, c.n_passives, c.n_detractors) for c, _ in outcomes(n, 0.5, 0.3)])
    found = nps.net_promoter_scores(*counts.T, method=method)
    return found.low, found.high


def coverage(method: str, n: int, p: float, d: float) -> float:
    """Of the interval that is shown, at 95 %."""
    low, high = intervals(method, n)
    chances = np.array([probability for _, probability in outcomes(n, p, d)])
    return float(chances[(low <= 100 * (p - d) + 1e-9) & (high >= 100 * (p - d) - 1e-9)].sum())


#: Method, answers, the least coverage over the true shares above that it must have.
LEAST = [
    ("adjusted-wald", 5, 0.91),
    ("adjusted-wald", 20, 0.93),
    ("adjusted-wald", 50, 0.93),
    ("score", 5, 0.93),
    ("score", 20, 0.93),
    ("score", 50, 0.93),
    ("bonett-price", 5, 0.93),
    ("bonett-price", 20, 0.93),
    ("bonett-price", 50, 0.93),
    ("dirichlet", 20, 0.92),
    ("goodman", 50, 0.97),
    ("wald", 50, 0.90),
    ("bootstrap", 20, 0.80),
    ("bootstrap-bca", 20, 0.80),
]


@pytest.mark.parametrize(("method", "n", "least"), LEAST)
def test_the_interval_covers(method, n, least):
    found = {(p, d): coverage(method, n, p, d) for p, d in TRUTHS}
    assert min(found.values()) >= least, found


def test_wald_is_why_the_adjustment_exists():
    # At twenty answers, unadjusted, the interval is right less often than it says, and worse than the adjusted one.
    worst = min(coverage("wald", 20, p, d) for p, d in TRUTHS)
    assert worst < 0.93 < min(coverage("adjusted-wald", 20, p, d) for p, d in TRUTHS)


@pytest.mark.parametrize(("p", "d"), TRUTHS)
def test_probabilities_of_all_outcomes_add_up(p, d):
    assert sum(probability for _, probability in outcomes(20, p, d)) == pytest.approx(1.0)


# The exact posterior, by another way: S = p + d is Beta, p / S is Beta, and they are independent.


@pytest.mark.parametrize("counts", [(5, 0, 0), (0, 5, 0), (50, 33, 17), (1, 2, 3), (700, 469, 231)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_the_posterior_is_that_of_two_betas(counts, level):
    p, passives, d = np.add(counts, (0.75, 1.5, 0.75))
    shares = (np.arange(20_000) + 0.5) / 20_000
    sums = special.betaincinv(p + d, passives, shares)
    low, high = METHODS["dirichlet"](a_cell(*counts), level)
    for bound, wanted in ((low, (1 - level) / 2), (high, (1 + level) / 2)):
        found = special.betainc(p, d, np.clip((bound / sums + 1) / 2, 0, 1)).mean()
        assert found == pytest.approx(wanted, abs=1e-4)


@pytest.mark.parametrize("x", [-0.9, -0.5, -0.1, 0.0, 0.3, 0.99])
def test_the_posterior_of_three_even_shares(x):
    # Dirichlet(1, 1, 1) is even on the triangle, so that P(p - d ≤ x) is an area: (1 + x)²/2 up to 0, 1 - (1 - x)²/2 beyond.
    wanted = (1 + x) ** 2 / 2 if x <= 0 else 1 - (1 - x) ** 2 / 2
    assert probability_below(np.array([x]), np.ones((1, 3)))[0] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("degrees", [5, 11, 49])
def test_the_student_quantile_is_scipys(degrees):
    assert student_critical_value(0.95, degrees) == pytest.approx(special.stdtrit(degrees, 0.975), rel=0.01)


def test_the_p_value_of_pairs_is_students():
    first, second = [1, 0, -1, 0, 1, 1, 0, -1, 0, 0, 1, 0], [1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 1]
    moves = np.subtract(second, first)
    t = moves.mean() / (moves.std(ddof=1) / len(moves) ** 0.5)
    wanted = 2 * special.stdtr(len(moves) - 1, -abs(t))
    assert nps.paired_difference(first, second).p_value == pytest.approx(wanted, rel=0.01)


# The outlook, by simulation: surveys whose true score is known. More of them in docs/explanation/coverage.md.


def test_probabilities_of_a_target_come_true_as_often_as_they_say():
    draw = np.random.default_rng(5)
    trials, prior = [], nps.Prior(step=1.5, drift=0.3)
    for _ in range(120):
        step, drift = abs(draw.normal(0, 1.5)), draw.normal(0, 0.3)
        levels = 30 + np.cumsum(drift + draw.normal(0, step, 18))
        months = [
            nps.MonthScore(
                month=f"{2024 + t // 12}-{t % 12 + 1:02d}", score=level + draw.normal(0, 3), variance=9, n=500
            )
            for t, level in enumerate(levels)
        ]
        for quantity in nps.Quantity:
            now = months[14].score
            target = nps.NpsTarget(points=now + draw.normal(0, 4), quantity=quantity, due="2025-06", window=6)
            said = nps.outlook(months[:15], target, prior=prior).probability
            came = nps.outlook(months, target, prior=prior).wording is nps.Wording.REACHED
            trials.append(nps.Trial(origin="2025-03", target=target, probability=said, is_reached=came))
    for band in nps.reliability(trials):
        error = math.sqrt(band.mean_probability * (1 - band.mean_probability) / band.n)
        assert abs(band.share_reached - band.mean_probability) < 0.02 + 4 * error, band
    assert nps.brier_score(trials) < 0.2
