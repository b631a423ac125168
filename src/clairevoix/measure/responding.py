"""Who answers: rates of response, how alike the groups answer, and signs that who was asked was chosen."""

from collections.abc import Mapping, Sequence

import numpy as np

from clairevoix.measure.flags import counts_of
from clairevoix.measure.nps.counts import variance_of_one
from clairevoix.measure.nps.nonresponse import Funnel, Representativity, rate_counts, representativity, sensitivity
from clairevoix.measure.proportion import TOTAL, proportion_table
from clairevoix.model.measure import Estimate, EstimateTable, Figure, FunnelCell, Suppressed

#: The rates that differ where nothing is known of whom no invitation reached: RR3 and RR4 are then RR1 and RR2.
RATES = ("RR1", "RR2", "RR5", "RR6")
STAGES = ("delivered", "opened", "started", "completed")
#: Points by which the silent may stand below those who answered, or above.
GAPS = (-10.0, 0.0, 5.0, 10.0, 20.0, 40.0)
_REPLICATES = 400


def rate_tables(survey_id: str, by: str, cells: Sequence[FunnelCell], level: float) -> tuple[EstimateTable, ...]:
    """The rates of AAPOR of every group, one table each; see :class:`clairevoix.measure.nps.nonresponse.Funnel`."""
    counts = {cell.key: rate_counts(funnel(cell).dispositions) for cell in cells}
    return tuple(
        proportion_table(
            (rate.lower(), by, survey_id),
            {key: (of_rate[rate][0], round(of_rate[rate][1])) for key, of_rate in counts.items()},
            level,
        )
        for rate in RATES
    )


def stage_table(survey_id: str, cells: Sequence[FunnelCell], level: float) -> EstimateTable:
    """Which share of all invitations got how far. The stages hold one another, so there is no total."""
    invited = sum(cell.invited for cell in cells)
    reached = {stage: (sum(getattr(cell, stage) for cell in cells), invited) for stage in STAGES}
    return proportion_table(("reached", "stage", survey_id), reached, level, whole=False)


def sign_tables(survey_id: str, cells: Sequence[FunnelCell], level: float) -> tuple[EstimateTable, ...]:
    """By site: of those drawn, who were not invited; of those who answered, who did so within minutes."""
    wanted: Mapping[str, tuple[str, str]] = {"unasked": ("suppressed", "drawn"), "hurried": ("hurried", "completed")}
    return tuple(
        proportion_table(
            (name, "site", survey_id), {cell.key: (getattr(cell, part), getattr(cell, whole)) for cell in cells}, level
        )
        for name, (part, whole) in wanted.items()
    )


def indicator_table(survey_id: str, cells: Sequence[FunnelCell], level: float) -> EstimateTable:
    """The R-indicator over groups, with a basic bootstrap interval (Davison & Hinkley 1997, § 5.2).

    Each replicate draws the answers of every group anew from its own rate. With few invitations the rates seem to differ more
    than they do, and R reads low; the basic interval leans the other way by as much.
    """
    strata = {cell.key: (cell.invited, cell.completed) for cell in cells}
    found = representativity(strata)
    value = low = high = None
    if found is not None:
        value = found.r_indicator
        low, high = _basic(value, _replicates(list(strata.values())), level)
    n = sum(cell.invited for cell in cells)
    estimate = Estimate(
        key=TOTAL, value=value, low=low, high=high, level=level, n=n, method="basic-bootstrap", unit="indicator"
    )
    return EstimateTable(measure="r-indicator", dimension="total", period=survey_id, parts=(), total=estimate)


def funnel(cell: FunnelCell) -> Funnel:
    return Funnel(
        invited=cell.invited,
        delivered=cell.delivered,
        opened=cell.opened,
        started=cell.started,
        completed=cell.completed,
    )


def _replicates(strata: Sequence[tuple[int, int]]) -> list[float]:
    random = np.random.default_rng(1)
    sizes = np.array([size for size, _ in strata])
    rates = np.array([answered / size if size else 0.0 for size, answered in strata])
    drawn = random.binomial(sizes, rates, size=(_REPLICATES, len(strata)))
    means = drawn.sum(axis=1, keepdims=True) / sizes.sum()
    each = np.where(sizes > 0, drawn / np.maximum(sizes, 1), 0.0)
    spread = np.sqrt((sizes * (each - means) ** 2).sum(axis=1) / (sizes.sum() - 1))
    return [float(value) for value in 1 - 2 * spread]


def _basic(value: float, replicates: Sequence[float], level: float) -> tuple[float, float]:
    lower, upper = np.quantile(replicates, [(1 - level) / 2, (1 + level) / 2])
    low, high = 2 * value - float(upper), 2 * value - float(lower)
    return max(0.0, min(value, low)), min(1.0, max(value, high))


def silence(released: Sequence[Figure | Suppressed], survey_id: str) -> dict[str, object]:
    """What those who did not answer could change, from released figures alone, as plain values.

    ``bias`` is the bound of the R-indicator, in points; ``curve`` the score of everybody for gaps between those who answered
    and the silent; None where a figure that it needs was not released.
    """
    found = {
        each.measure: each.estimate
        for each in released
        if isinstance(each, Figure) and each.period == survey_id and each.estimate.key == TOTAL
    }
    rate, score, indicator = (found.get(name) for name in ("rr1", "answered-nps", "r-indicator"))
    if rate is None or score is None or not rate.value or score.value is None:
        return {"bias": None, "curve": None}
    counts, bias = counts_of(score), None
    if indicator is not None and indicator.value is not None and counts is not None:
        found_r = Representativity(r_indicator=indicator.value, response=rate.value)
        bias = found_r.largest_bias(100 * variance_of_one(counts) ** 0.5)
    return {"bias": bias, "curve": [list(point) for point in sensitivity(score.value, rate.value, GAPS)]}
