"""How often the interval of a corrected share holds the true share, by simulation: annotators good and bad, few coded.

The seed is fixed, so these are always the same samples; 6,000 of each give a coverage within ±0.006 of the true one.
"""

from collections import Counter

import numpy as np
import pytest

from clairevoix.measure.share import corrected_share
from clairevoix.model.measure import LabelCell

N_SAMPLES = 6_000

#: Of the contacts that hold the label, the share that the annotator finds; of the others, the share that it leaves.
ANNOTATORS = [
    (0.95, 0.98),  # good
    (0.60, 0.90),  # the phrases of a first codebook
    (0.30, 0.80),  # nearly useless: the humans' coding must carry the estimate
]
SHARES = [0.05, 0.3, 0.5]

#: Contacts drawn, and contacts that a human coded.
SIZES = [(16, 12), (60, 12), (60, 30), (400, 12), (400, 30), (400, 100)]


def coverage(n: int, n_coded: int, sensitivity: float, specificity: float, share: float) -> float:
    draw = np.random.default_rng([n, n_coded, round(1000 * sensitivity), round(1000 * share)])
    chances = [
        share * sensitivity,
        (1 - share) * (1 - specificity),
        share * (1 - sensitivity),
        (1 - share) * specificity,
    ]
    coded = draw.multinomial(n_coded, chances, size=N_SAMPLES)
    found = coded[:, 0] + coded[:, 1] + draw.binomial(n - n_coded, chances[0] + chances[1], size=N_SAMPLES)
    samples = Counter(map(tuple, np.column_stack([found, coded]).tolist()))
    held = 0
    for (n_found, n_both, n_false, n_missed, n_neither), times in samples.items():
        cell = LabelCell(
            key="any", n=n, n_found=n_found, n_both=n_both, n_false=n_false, n_missed=n_missed, n_neither=n_neither
        )
        estimate = corrected_share(cell)
        held += times if estimate.low <= share <= estimate.high else 0
    return held / N_SAMPLES


@pytest.mark.parametrize(("n", "n_coded"), SIZES)
@pytest.mark.parametrize(("sensitivity", "specificity"), ANNOTATORS)
def test_the_interval_covers(n, n_coded, sensitivity, specificity):
    found = {share: coverage(n, n_coded, sensitivity, specificity, share) for share in SHARES}
    assert min(found.values()) >= 0.93, found


def test_the_estimate_is_unbiased_however_bad_the_annotator():
    # Unclipped: a share in the middle and many coded. The mean error is within four standard errors of zero.
    draw = np.random.default_rng(7)
    share, sensitivity, specificity, n, n_coded = 0.5, 0.3, 0.8, 400, 100
    chances = [
        share * sensitivity,
        (1 - share) * (1 - specificity),
        share * (1 - sensitivity),
        (1 - share) * specificity,
    ]
    errors = []
    for both, false, missed, neither in draw.multinomial(n_coded, chances, size=2_000).tolist():
        found = both + false + int(draw.binomial(n - n_coded, chances[0] + chances[1]))
        cell = LabelCell(key="any", n=n, n_found=found, n_both=both, n_false=false, n_missed=missed, n_neither=neither)
        errors.append(corrected_share(cell).value - share)
    assert abs(np.mean(errors)) < 4 * np.std(errors) / len(errors) ** 0.5


def test_a_better_annotator_needs_fewer_coded():
    def width(n_false: int, n_missed: int) -> float:
        cell = LabelCell(
            key="any",
            n=400,
            n_found=120,
            n_both=9 - n_false,
            n_false=n_false,
            n_missed=n_missed,
            n_neither=21 - n_missed,
        )
        estimate = corrected_share(cell)
        return estimate.high - estimate.low

    assert width(0, 0) < width(1, 1) < width(4, 4)


def test_all_coded_is_a_plain_share():
    # Nothing is predicted when everybody was coded: the interval is nearly that of Agresti and Coull for 120 in 400.
    cell = LabelCell(key="any", n=400, n_found=120, n_both=120, n_false=0, n_missed=0, n_neither=280)
    estimate = corrected_share(cell)
    assert estimate.value == 0.3
    assert (estimate.low, estimate.high) == pytest.approx((0.2572, 0.3466), abs=0.005)


def test_no_number_without_a_human():
    cell = LabelCell(key="any", n=400, n_found=120, n_both=0, n_false=0, n_missed=0, n_neither=0)
    estimate = corrected_share(cell)
    assert (estimate.value, estimate.low, estimate.high, estimate.n, estimate.n_coded) == (None, None, None, 400, 0)
