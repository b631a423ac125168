"""Are drafts confirmed, or only stamped?"""

import pytest
from scipy.stats import beta

from clairevoix.charter.stamping import Confirmation, clopper_pearson, stamping


@pytest.mark.parametrize("n", [1, 2, 10, 57, 400, 3000])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_bounds_are_those_of_the_beta_distribution(n, level):
    for n_hits in {0, 1, n // 3, n // 2, n - 1, n}:
        tail = (1 - level) / 2
        low = 0.0 if n_hits == 0 else beta.ppf(tail, n_hits, n - n_hits + 1)
        high = 1.0 if n_hits == n else beta.ppf(1 - tail, n_hits + 1, n - n_hits)
        assert clopper_pearson(n_hits, n, level) == pytest.approx((low, high), abs=1e-9)


def confirmations(n: int, n_unchanged: int, *, n_evaluators: int = 3, reading_ms: int = 60_000) -> list[Confirmation]:
    return [
        Confirmation(
            evaluator=f"e{number % n_evaluators}",
            unchanged=number < n_unchanged,
            reading_ms=reading_ms,
            evidence_ms=60_000,
        )
        for number in range(n)
    ]


#: Confirmations, unchanged ones, evaluators, reading time for a minute of evidence; None, silent, or the alarm.
CASES = [
    (29, 29, 3, 60_000, None),
    (30, 30, 2, 60_000, None),
    (30, 30, 3, 60_000, True),  # the lower bound is 0.88
    (30, 28, 3, 60_000, False),  # 0.78: may still be chance
    (300, 255, 3, 60_000, True),  # 0.80 of 300 is told from 0.85
    (300, 252, 3, 60_000, False),
    (300, 100, 3, 60_000, False),
    (300, 100, 3, 29_000, True),  # changed often, read in half the time it takes to say
    (300, 100, 3, 30_000, False),
    (30, 0, 3, 60_000, False),
]


@pytest.mark.parametrize(("n", "n_unchanged", "n_evaluators", "reading_ms", "alarm"), CASES)
def test_when_the_alarm_rings(n, n_unchanged, n_evaluators, reading_ms, alarm):
    given = confirmations(n, n_unchanged, n_evaluators=n_evaluators, reading_ms=reading_ms)
    found = stamping(given, alarm_share=0.8)
    assert (found.is_alarm if found else None) is alarm
    if found:
        assert (found.n, found.share_unchanged, found.median_reading_ms) == (n, n_unchanged / n, reading_ms)
        assert found.low <= found.share_unchanged <= found.high


def test_it_does_not_say_who():
    found = stamping(confirmations(60, 60), alarm_share=0.8)
    assert "e1" not in repr(found)
