"""Which parts of a released table stand apart from the others, with the flags of chance taken out.

All of it is made of released figures: the counts behind a score and its bounds, or behind a share, are what any reader can
work out. A part is set against all the others together, the total less the part; p-values are adjusted for their number by
Holm, so that a table holds a false flag with probability 1 - level at most.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist

from clairevoix.measure.nps.comparisons import CORRECTIONS
from clairevoix.measure.nps.counts import ROCKS, PseudoCounts
from clairevoix.measure.nps.difference import difference
from clairevoix.measure.nps.months import released_variance
from clairevoix.measure.proportion import TOTAL
from clairevoix.model.measure import Estimate, Figure, Suppressed

CORRECTION = "holm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One part against the others: ``gap`` in its unit, with the p-value adjusted for the number of parts tried."""

    measure: str
    dimension: str
    period: str
    key: str
    gap: float
    p_value: float
    is_apart: bool


def flags(released: Iterable[Figure | Suppressed], measures: Sequence[str], level: float) -> list[dict[str, object]]:
    """The parts of every table of these measures that has a released total, as plain values."""
    tables: dict[tuple[str, str, str], dict[str, Estimate]] = {}
    for each in released:
        if isinstance(each, Figure) and each.measure in measures:
            tables.setdefault((each.measure, each.dimension, each.period), {})[each.estimate.key] = each.estimate
    found = [flag for names, parts in tables.items() for flag in _of_table(names, parts, level)]
    return [asdict(each) for each in found]


def _of_table(names: tuple[str, str, str], parts: Mapping[str, Estimate], level: float) -> list[Flag]:
    whole = parts.get(TOTAL)
    if whole is None:
        return []
    tried = {
        key: compared
        for key, estimate in parts.items()
        if key != TOTAL and (compared := _against_others(estimate, whole)) is not None
    }
    adjusted = CORRECTIONS[CORRECTION]([p_value for _, p_value in tried.values()])
    measure, dimension, period = names
    return [
        Flag(
            measure=measure,
            dimension=dimension,
            period=period,
            key=key,
            gap=gap,
            p_value=p_value,
            is_apart=p_value < 1 - level,
        )
        for (key, (gap, _)), p_value in zip(tried.items(), adjusted, strict=True)
    ]


def _against_others(part: Estimate, whole: Estimate) -> tuple[float, float] | None:
    """The gap to the others together, and its p-value; None where nobody else is left, or counts cannot be told."""
    if part.value is None or whole.value is None or not 0 < part.n < whole.n:
        return None
    return _of_shares(part, whole) if part.unit == "share" else _of_scores(part, whole)


def _of_shares(part: Estimate, whole: Estimate) -> tuple[float, float]:
    """Two-proportion z test, pooled."""
    ours, all_ = (part.value or 0.0) * part.n, (whole.value or 0.0) * whole.n
    n_others = whole.n - part.n
    gap = ours / part.n - (all_ - ours) / n_others
    pooled = all_ / whole.n
    error = math.sqrt(max(0.0, pooled * (1 - pooled)) * (1 / part.n + 1 / n_others))
    return gap, 2 * NormalDist().cdf(-abs(gap) / error) if error else 1.0


def _of_scores(part: Estimate, whole: Estimate) -> tuple[float, float] | None:
    ours, all_ = counts_of(part), counts_of(whole)
    if ours is None or all_ is None:
        return None
    names = PseudoCounts.__slots__
    others = PseudoCounts(**{name: max(0.0, getattr(all_, name) - getattr(ours, name)) for name in names})
    found = difference(others, ours)
    return None if found.value is None or found.p_value is None else (found.value, found.p_value)


def counts_of(estimate: Estimate) -> PseudoCounts | None:
    """The promoters, passives and detractors behind a score and its adjusted Wald bounds; None where a bound was cut.

    With n' = n + 3 and the adjusted score m, P + D = n'(s² + m²) - 1.5, where s²/n' is the variance behind the bounds.
    """
    variance = released_variance(estimate)
    if variance is None or estimate.value is None:
        return None
    size = estimate.n + sum(ROCKS)
    net = estimate.value / 100 * estimate.n
    both = size * (size * variance / 100**2 + (net / size) ** 2) - ROCKS[0] - ROCKS[2]
    both = min(float(estimate.n), max(abs(net), both))
    return PseudoCounts(n_promoters=(both + net) / 2, n_passives=estimate.n - both, n_detractors=(both - net) / 2)
