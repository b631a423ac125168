"""How often the interval of a corrected share holds the true share, by simulation: annotators good and bad, few coded.

The seed is fixed, so these are always the same samples; 4,000 of each give a coverage within ±0.007 of the true one. The
larger table, with what strata and weights do, is made by ``bench/shares.py``.
"""

from collections import Counter

import numpy as np
import pytest

from clairevoix.measure.share import corrected_share, stratified_share
from clairevoix.model.measure import LabelCell

N_SAMPLES = 4_000

#: Of the contacts that hold the label, the share that the annotator finds; of the others, the share that it leaves.
ANNOTATORS = [
    (0.95, 0.98),  # good
    (0.60, 0.90),  # the phrases of a first codebook
    (0.30, 0.80),  # nearly useless: the humans' coding must carry the estimate
    (0.10, 0.60),  # says the contrary
]
SHARES = [0.01, 0.05, 0.3, 0.5, 0.9]

#: Contacts drawn, and contacts that a human coded.
SIZES = [(16, 12), (60, 12), (60, 30), (400, 12), (400, 30), (400, 100), (2000, 200)]


def chances(share: float, sensitivity: float, specificity: float) -> list[float]:
    """Of found and present, found but absent, missed, neither."""
    return [
        share * sensitivity,
        (1 - share) * (1 - specificity),
        share * (1 - sensitivity),
        (1 - share) * specificity,
    ]


def cell(n: int, n_found: int, coded: tuple[int, ...]) -> LabelCell:
    both, false, missed, neither = coded
    return LabelCell(key="any", n=n, n_found=n_found, n_both=both, n_false=false, n_missed=missed, n_neither=neither)


def coverage(n: int, n_coded: int, sensitivity: float, specificity: float, share: float) -> float:
    draw = np.random.default_rng([n, n_coded, round(1000 * sensitivity), round(1000 * share)])
    known = chances(share, sensitivity, specificity)
    coded = draw.multinomial(n_coded, known, size=N_SAMPLES)
    found = coded[:, 0] + coded[:, 1] + draw.binomial(n - n_coded, known[0] + known[1], size=N_SAMPLES)
    samples = Counter(map(tuple, np.column_stack([found, coded]).tolist()))
    held = 0
    for (n_found, *counts), times in samples.items():
        estimate = corrected_share(cell(n, n_found, tuple(counts)))
        held += times if estimate.low <= share <= estimate.high else 0
    return held / N_SAMPLES


@pytest.mark.parametrize(("n", "n_coded"), SIZES)
@pytest.mark.parametrize(("sensitivity", "specificity"), ANNOTATORS)
def test_the_interval_covers(n, n_coded, sensitivity, specificity):
    found = {share: coverage(n, n_coded, sensitivity, specificity, share) for share in SHARES}
    assert min(found.values()) >= 0.94, found


#: Of each of four strata: its part of the population, its share, and how well the annotator does there.
STRATA = [(0.4, 0.05, 0.9, 0.97), (0.3, 0.15, 0.7, 0.95), (0.2, 0.4, 0.6, 0.8), (0.1, 0.7, 0.5, 0.9)]


@pytest.mark.parametrize("n_coded", [16, 60, 160])
@pytest.mark.parametrize("rates", [(1, 1, 1, 1), (1, 2, 4, 8)], ids=["all alike", "small strata heard more"])
def test_the_interval_covers_with_strata_that_differ(n_coded, rates):
    # 600 heard of a population in four strata, in which shares and annotators differ, at rates that may differ too.
    draw = np.random.default_rng([n_coded, *rates])
    parts = np.array([each[0] for each in STRATA])
    heard = np.round(600 * parts * rates / (parts * rates).sum()).astype(int)
    truth = float(parts @ [each[1] for each in STRATA])
    held, n_samples = 0, 1_500
    for _ in range(n_samples):
        coded = draw.multivariate_hypergeometric(heard, n_coded)
        cells = []
        for (_part, share, sensitivity, specificity), n, c in zip(STRATA, heard.tolist(), coded.tolist(), strict=True):
            known = chances(share, sensitivity, specificity)
            counts = draw.multinomial(c, known)
            n_found = int(counts[0] + counts[1] + draw.binomial(n - c, known[0] + known[1]))
            cells.append(cell(n, n_found, tuple(counts.tolist())))
        estimate = stratified_share("any", cells, populations=(10_000 * parts).tolist())
        held += estimate.low <= truth <= estimate.high
    assert held / n_samples >= 0.94


def test_the_estimate_is_nearly_unbiased_however_bad_the_annotator():
    # Unclipped: a share in the middle and many coded. The mean error is within four standard errors of zero.
    draw = np.random.default_rng(7)
    share, n, n_coded = 0.5, 400, 100
    known = chances(share, 0.3, 0.8)
    errors = []
    for counts in draw.multinomial(n_coded, known, size=2_000).tolist():
        n_found = counts[0] + counts[1] + int(draw.binomial(n - n_coded, known[0] + known[1]))
        errors.append(corrected_share(cell(n, n_found, tuple(counts))).value - share)
    assert abs(np.mean(errors)) < 4 * np.std(errors) / len(errors) ** 0.5


def test_a_better_annotator_needs_fewer_coded():
    def width(n_false: int, n_missed: int) -> float:
        estimate = corrected_share(cell(400, 120, (9 - n_false, n_false, n_missed, 21 - n_missed)))
        return estimate.high - estimate.low

    assert width(0, 0) < width(1, 1) < width(4, 4)


def test_an_annotator_that_says_the_contrary_is_not_trusted():
    # λ is 0: the estimate is the humans' share, whatever the annotator found elsewhere.
    assert corrected_share(cell(400, 200, (1, 14, 9, 6))).value == pytest.approx(10 / 30)


def test_all_coded_is_a_plain_share():
    # Nothing is predicted when everybody was coded: the interval is nearly that of Agresti and Coull for 120 in 400.
    estimate = corrected_share(cell(400, 120, (120, 0, 0, 280)))
    assert estimate.value == pytest.approx(0.3)
    assert (estimate.low, estimate.high) == pytest.approx((0.2572, 0.3466), abs=0.005)


def test_no_number_without_a_human():
    estimate = corrected_share(cell(400, 120, (0, 0, 0, 0)))
    assert (estimate.value, estimate.low, estimate.high, estimate.n, estimate.n_coded) == (None, None, None, 400, 0)
