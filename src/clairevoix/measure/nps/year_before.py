"""Change since the same months of the year before, split into what the sites did and what their mix did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from clairevoix.measure.nps.confidence_interval import critical_value
from clairevoix.measure.nps.decomposition import Part, Stratum, change
from clairevoix.measure.nps.months import TOTAL, adjusted, released_variance
from clairevoix.model.measure import Estimate

#: The sites that were not released in both periods, together: what the total leaves when the others are taken away.
OTHERS = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChange:
    """``total`` = ``after`` - ``before`` = ``real`` + ``mix``, in points, with the bounds of the total. ``parts`` are the
    sites, and ``others``."""

    before: float
    after: float
    total: float
    low: float
    high: float
    level: float
    real: float
    mix: float
    parts: tuple[Part, ...]


def change_by_site(before: Sequence[Estimate], after: Sequence[Estimate]) -> YearChange | None:
    """From two released tables, totals included; None where a total or every site is missing in one of them.

    Only what was released enters: the group of the others is what any reader can compute from it. The bounds are those of
    ``difference``, from the variances behind the released bounds.
    """
    early, late = ({each.key: each for each in table} for table in (before, after))
    common = sorted(key for key in {*early, *late} - {TOTAL} if key in early and key in late)
    if TOTAL not in early or TOTAL not in late or not common:
        return None
    found = change(_strata(early, common), _strata(late, common))
    first, second = early[TOTAL], late[TOTAL]
    variances = [released_variance(each) for each in (first, second)]
    if None in variances or first.value is None or second.value is None:
        return None
    half = critical_value(second.level) * sqrt(sum(each or 0.0 for each in variances))
    centre, total = adjusted(second.value, second.n) - adjusted(first.value, first.n), second.value - first.value
    return YearChange(
        before=first.value,
        after=second.value,
        total=total,
        low=min(total, centre - half),
        high=max(total, centre + half),
        level=second.level,
        real=found.real,
        mix=found.mix,
        parts=found.parts,
    )


def _strata(table: Mapping[str, Estimate], common: Sequence[str]) -> dict[str, Stratum]:
    """The sites of both tables as shares of the answers, and the others: total minus these."""
    whole = table[TOTAL]
    strata = {key: Stratum(share=table[key].n / whole.n, value=table[key].value) for key in common}
    n_others = whole.n - sum(table[key].n for key in common)
    if n_others:
        points = whole.n * (whole.value or 0.0) - sum(table[key].n * (table[key].value or 0.0) for key in common)
        strata[OTHERS] = Stratum(share=n_others / whole.n, value=points / n_others)
    return strata
