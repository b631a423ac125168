"""Prediction-powered shares with power tuning, in groups of strata, for a coded subsample of the heard contacts.

In a group with N heard and n coded contacts, f is 1 where the annotator found the label, y is 1 where a human coded it
present. With W the group's part of the population,

    share    = Σ W·(mean of y over the n + λ·(mean of f over the N - mean of f over the n))
    variance = Σ W²·(share·(1 - share)/N + (1/n - 1/N)·Var(y - λf))

λ = 1 is prediction-powered inference as first written (Angelopoulos, Bates, Fannjiang, Jordan & Zrnic 2023, Science 382) and
the difference estimator of two-phase sampling (Särndal, Swensson & Wretman 1992, *Model Assisted Survey Sampling*, ch. 9);
λ = 0 is human coding alone. Power tuning (PPI++: Angelopoulos, Duchi & Zrnic 2023, arXiv 2311.01453, § 6) takes the λ that
makes the variance least; where the coded are a part of the heard it is, from the two variances above,

    λ = Σ W²(1/n - 1/N)·Cov(y, f) / Σ W²(1/n - 1/N)·Var(f),   cut at 0 and 1.

The interval is share ± t·√variance, widened where it must be to hold Wilson's (1927, J. Am. Stat. Assoc. 22) for as many
contacts as would have this variance: near 0 and 1 chance is lopsided, and an estimate of 0 may come from a share of some
percent. Variances get pseudo-observations, Rocks' ¾, 1½, ¾ for y - f and Agresti & Coull's two and two for the share; t is
Student's quantile with as many degrees of freedom as coded contacts less groups.

Groups add up as in Fisch, Maynez, Hofer, Dhingra, Globerson & Cohen 2024 (stratified PPI), but with one λ for all: few coded
contacts cannot tell several.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.measure.nps.confidence_interval import student_critical_value
from clairevoix.measure.shares.tally import Tally

#: Added to each of the four counts of coded contacts for variances: y - f then has Rocks' ¾, 1½ and ¾.
_PSEUDO = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class PoweredShare:
    """A share, 0 to 1, with its confidence interval; ``tuning`` is λ, ``standard_error`` the root of the variance."""

    value: float
    low: float
    high: float
    standard_error: float
    tuning: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moments:
    """One group: raw means, what is smoothed (``present``, the mean of y, and variances), sizes; ``part`` is W, ``gap`` is
    1/n - 1/N."""

    part: float
    heard: float
    gap: float
    found: float
    coded_found: float
    coded_present: float
    present: float
    variance_f: float
    covariance: float

    def residual(self, power: float) -> float:
        """Var(y - λf)."""
        return self.present * (1 - self.present) + power**2 * self.variance_f - 2 * power * self.covariance


def powered(
    groups: Sequence[Tally], *, level: float = 0.95, tuning: float | None = None, heard_part: float = 0.0
) -> PoweredShare | None:
    """The share in the population of ``groups``; None while nobody was coded. Each group needs a coded contact.

    ``tuning`` sets λ instead of estimating it. ``heard_part`` is the part of a finite population that was heard: where only
    that population is meant, chance in what was heard shrinks by 1 - ``heard_part`` and is gone when all was heard.
    """
    coded = [group for group in groups if group.n_coded]
    n_coded = sum(group.n_coded for group in coded)
    if not n_coded:
        return None
    population = math.fsum(group.population for group in coded)
    moments = [_moments(group, group.population / population, group.n_coded / n_coded) for group in coded]
    power = _power(moments) if tuning is None else tuning
    values = [_value(each, power) for each in moments]
    value = min(1.0, max(0.0, math.fsum(each.part * mean for each, mean in zip(moments, values, strict=True))))
    correction = math.fsum(each.part**2 * each.gap * each.residual(power) for each in moments)
    chance = math.fsum(
        each.part**2 * _smoothed(mean, each.heard) / each.heard for each, mean in zip(moments, values, strict=True)
    )
    error = math.sqrt((1 - heard_part) * chance + correction)
    reference = _reference(value, math.fsum(each.part * each.present for each in moments))
    spread = reference * (1 - reference)
    one = (1 - heard_part) * math.fsum(each.part**2 / each.heard for each in moments)
    critical = student_critical_value(level, max(1, n_coded - len(coded)))
    low, high = _hull(value, critical * error, _wilson(value, one + correction / spread, critical))
    return PoweredShare(value=value, low=low, high=high, standard_error=error, tuning=power)


def _moments(group: Tally, part: float, share_of_pseudo: float) -> _Moments:
    n, heard, weight = group.effective_coded, group.effective_heard, group.coded_weight
    pseudo = _PSEUDO * share_of_pseudo
    size = n + 4 * pseudo
    both, false, missed = ((count * n / weight + pseudo) / size for count in (group.both, group.false, group.missed))
    y, f = both + missed, both + false
    return _Moments(
        part=part,
        heard=heard,
        gap=max(0.0, 1 / n - 1 / heard),
        found=group.found / group.weight,
        coded_found=(group.both + group.false) / weight,
        coded_present=(group.both + group.missed) / weight,
        present=y,
        variance_f=f * (1 - f),
        covariance=both - y * f,
    )


def _power(moments: Sequence[_Moments]) -> float:
    shared = math.fsum(each.part**2 * each.gap * each.covariance for each in moments)
    alone = math.fsum(each.part**2 * each.gap * each.variance_f for each in moments)
    return min(1.0, max(0.0, shared / alone)) if alone else 1.0


def _value(group: _Moments, power: float) -> float:
    return group.coded_present + power * (group.found - group.coded_found)


def _smoothed(value: float, heard: float) -> float:
    """share·(1 - share) with two contacts added on either side."""
    share = (min(1.0, max(0.0, value)) * heard + 2) / (heard + 4)
    return share * (1 - share)


def _reference(value: float, present: float) -> float:
    """The share at which contacts are counted that have the variance: the estimate, or what the coded ones say smoothed,
    whichever is farther from the nearer end; never 0 or 1."""
    return max(value, present) if value < 0.5 else min(value, present)


def _wilson(value: float, one_over_n: float, critical: float) -> tuple[float, float]:
    """Wilson's interval around a share from n contacts."""
    added = critical**2 * one_over_n
    centre = (value + added / 2) / (1 + added)
    half = math.sqrt(added * value * (1 - value) + added**2 / 4) / (1 + added)
    return centre - half, centre + half


def _hull(value: float, half: float, other: tuple[float, float]) -> tuple[float, float]:
    return max(0.0, min(value - half, other[0])), min(1.0, max(value + half, other[1]))
