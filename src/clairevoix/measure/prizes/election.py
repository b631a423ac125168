"""Élection du Service Client de l'Année, on mock mystery contacts of one's own: marks out of 20, and what they cost.

A test's mark is 20·Σ w·note / Σ w over the criteria that were noted; a channel's the mean of its tests; ours the mean of
the channels by their weights. Tests are a sample: within a channel they vary, and so would the jury's.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.measure.prizes.assumptions import Grid
from clairevoix.measure.prizes.student import student_cdf
from clairevoix.model.measure import Estimate, EstimateTable
from clairevoix.model.mystery import MysteryTest

MOST = 20.0
_METHOD = "student-stratified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """The marks of a channel's tests: their number, mean, and standard deviation (that of all channels for a lone test)."""

    n: int
    mean: float
    sd: float


def mark_of(test: MysteryTest, weights: Mapping[str, float]) -> float:
    """Out of 20, of the criteria that were noted.

    >>> from datetime import date
    >>> day = date(2026, 1, 5)
    >>> test = MysteryTest(
    ...     test_id="t", channel="phone", tested_on=day, notes={"a": 1.0, "b": 0.5}, confirmed_by="c", confirmed_on=day
    ... )
    >>> mark_of(test, {"a": 3, "b": 1, "not noted": 9})
    17.5
    """
    total = math.fsum(weights[name] for name in test.notes)
    return MOST * math.fsum(weights[name] * note for name, note in test.notes.items()) / total


def channels(tests: Sequence[MysteryTest], grid: Grid) -> dict[str, Channel]:
    """The channels that were tested, in the grid's order."""
    marks = {
        channel: [mark_of(test, weights) for test in tests if test.channel == channel]
        for channel, weights in grid.criteria.items()
    }
    marks = {channel: each for channel, each in marks.items() if each}
    freedom = sum(len(each) - 1 for each in marks.values())
    squares = math.fsum((mark - fmean(each)) ** 2 for each in marks.values() for mark in each)
    pooled = math.sqrt(squares / freedom) if freedom else math.nan
    return {
        channel: Channel(n=len(each), mean=fmean(each), sd=stdev(each) if len(each) > 1 else pooled)
        for channel, each in marks.items()
    }


def marks_table(period: str, tests: Sequence[MysteryTest], grid: Grid, level: float) -> EstimateTable:
    """The mark of each channel and of all, by the weights of the channels that were tested."""
    found = channels(tests, grid)
    shares = _shares(found, grid)
    value, terms = _mean(found, shares), {name: shares[name] ** 2 * each.sd**2 / each.n for name, each in found.items()}
    return EstimateTable(
        measure="mystery",
        dimension="channel",
        period=period,
        parts=tuple(
            _estimate(name, each.mean, {name: each.sd**2 / each.n}, {name: each.n}, level)
            for name, each in found.items()
        ),
        total=_estimate("total", value, terms, {name: each.n for name, each in found.items()}, level),
    )


def pass_table(period: str, tests: Sequence[MysteryTest], grid: Grid, level: float) -> EstimateTable:
    """How likely a jury's campaign of the grid's number of tests ends at the threshold or above.

    The jury's mean varies around the true one as ours does, so its variance is both together; channels that we did not test
    are left out of both.
    """
    found = channels(tests, grid)
    shares = _shares(found, grid)
    terms = {name: shares[name] ** 2 * each.sd**2 * (1 / each.n + 1 / grid.tests[name]) for name, each in found.items()}
    variance, mean, value = math.fsum(terms.values()), _mean(found, shares), None
    if mean is not None and variance > 0:
        freedom = _freedom(terms, {name: each.n for name, each in found.items()})
        value = student_cdf((mean - grid.threshold) / math.sqrt(variance), freedom)
    n = sum(each.n for each in found.values())
    chance = Estimate(
        key="pass", value=value, low=None, high=None, level=level, n=n, method="student-predictive", unit="share"
    )
    return EstimateTable(measure="mystery", dimension="prize", period=period, parts=(), total=chance)


def cost_table(period: str, tests: Sequence[MysteryTest], grid: Grid, level: float) -> EstimateTable:
    """What each criterion of each channel takes off our mark out of 20, dearest first: together all that is missing to 20.

    No total: the same tests are behind several parts.
    """
    found = channels(tests, grid)
    shares, costs = _shares(found, grid), []
    for channel, each in found.items():
        weights = grid.criteria[channel]
        of_channel = [test for test in tests if test.channel == channel]
        for criterion in weights:
            noted = sum(criterion in test.notes for test in of_channel)
            lost = [shares[channel] * _lost(test, criterion, weights) for test in of_channel]
            if noted:
                square = stdev(lost) ** 2 / each.n if each.n > 1 else math.nan
                key = f"{channel}:{criterion}"
                estimate = _estimate(key, fmean(lost), {channel: square}, {channel: each.n}, level)
                costs.append(replace(estimate, n=noted))
    costs.sort(key=lambda cost: (-(cost.value or 0.0), cost.key))
    return EstimateTable(measure="mystery", dimension="criterion", period=period, parts=tuple(costs))


def _lost(test: MysteryTest, criterion: str, weights: Mapping[str, float]) -> float:
    if criterion not in test.notes:
        return 0.0
    total = math.fsum(weights[name] for name in test.notes)
    return MOST * weights[criterion] * (1 - test.notes[criterion]) / total


def _shares(found: Mapping[str, Channel], grid: Grid) -> dict[str, float]:
    total = math.fsum(grid.weights[name] for name in found)
    return {name: grid.weights[name] / total for name in found}


def _mean(found: Mapping[str, Channel], shares: Mapping[str, float]) -> float | None:
    return math.fsum(shares[name] * each.mean for name, each in found.items()) if found else None


def _freedom(terms: Mapping[str, float], n: Mapping[str, int]) -> float:
    """Degrees of freedom of a sum of variances (Satterthwaite 1946, Biometrics Bulletin 2); one for a lone test."""
    below = math.fsum(term**2 / max(1, n[name] - 1) for name, term in terms.items())
    return math.fsum(terms.values()) ** 2 / below if below else 1.0


def _estimate(
    key: str, value: float | None, terms: Mapping[str, float], n: Mapping[str, int], level: float
) -> Estimate:
    low = high = None
    variance = math.fsum(terms.values())
    if value is not None and not math.isnan(variance):
        half = student_critical_value(level, max(1, math.floor(_freedom(terms, n)))) * math.sqrt(variance)
        low, high = max(0.0, value - half), min(MOST, value + half)
    return Estimate(
        key=key, value=value, low=low, high=high, level=level, n=sum(n.values()), method=_METHOD, unit="of20"
    )
