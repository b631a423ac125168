"""What is known, from released figures, of the months to come: how likely the target, between which scores, and whether
such probabilities were worth their number before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clairevoix.measure.nps.backtest import backtest, brier_score
from clairevoix.measure.nps.months import mean_score, months_between, months_to
from clairevoix.measure.nps.outlook import ENOUGH_MONTHS, MonthScore, NpsTarget, Outlook, Quantity, Wording, outlook
from clairevoix.model.measure import Estimate
from clairevoix.model.prospect import Backtest, MonthAhead, Prospect

#: The two levels of the fan.
INNER, OUTER = 0.80, 0.95
#: Moments in the past from which a forecast must have been possible before its back-test says anything.
ENOUGH_ORIGINS = 6
#: Months to come that are drawn at most, and months of the past that the back-test goes through.
_LONGEST, _LONGEST_PAST = 24, 48
#: A year of months: what the answers to come are reckoned from, and the rolling score that the back-test knows.
_RECENT = 12


def prospect(
    months: Sequence[MonthScore], last: str, target: NpsTarget, whole: Estimate | None, breaks: Sequence[str] = ()
) -> Prospect:
    """From the released months up to ``last`` and the released year to date, which counts those held back too."""
    kept, found = _since_break(months, last, breaks), outlook_of(months, last, target, whole, breaks)
    return Prospect(
        wording=found.wording.value,
        probability=found.probability,
        mean=found.mean,
        low=found.low,
        high=found.high,
        level=INNER,
        n_months=len(kept),
        n_needed=_needed(last, target),
        fan=_fan(kept, last, target) if len(kept) >= ENOUGH_MONTHS else (),
        backtest=_backtest(kept, last, target),
    )


def outlook_of(
    months: Sequence[MonthScore], last: str, target: NpsTarget, whole: Estimate | None, breaks: Sequence[str] = ()
) -> Outlook:
    """The outlook alone, without the fan and the past."""
    found, kept = _found(months, last, target, whole, breaks), _since_break(months, last, breaks)
    if found.probability is not None and months_between(last, target.due) > 0 and _starts_late(kept, target):
        wording = Wording.NOT_ENOUGH_HISTORY
        return replace(found, wording=wording, probability=None, mean=None, low=None, high=None)
    return found


def _since_break(months: Sequence[MonthScore], last: str, breaks: Sequence[str]) -> list[MonthScore]:
    since = max((month for month in breaks if month <= last), default="")
    return [each for each in months if each.month >= since]


def _found(
    months: Sequence[MonthScore], last: str, target: NpsTarget, whole: Estimate | None, breaks: Sequence[str]
) -> Outlook:
    """The outlook. For a year to date, months held back are in the released whole: ``y = a + b·(y of those shown)``,
    so the target is moved to the scale of those shown, and what is found is moved back."""
    year = [each for each in months if each.month[:4] == target.due[:4]]
    if target.quantity is not Quantity.YEAR_TO_DATE or whole is None or whole.value is None or not year:
        return outlook(months, target, breaks=breaks)
    expected = _expected(months, last, target)
    to_come, shown = sum(expected.values()), sum(each.n for each in year)
    stretch = (shown + to_come) / (whole.n + to_come)
    shift = (whole.n * whole.value - shown * (mean_score(year) or 0.0)) / (whole.n + to_come)
    moved = replace(target, points=(target.points - shift) / stretch)
    found = outlook(months, moved, expected=expected, breaks=breaks)
    back = [None if each is None else shift + stretch * each for each in (found.mean, found.low, found.high)]
    return replace(found, target=target, mean=back[0], low=back[1], high=back[2])


def _expected(months: Sequence[MonthScore], last: str, target: NpsTarget) -> Mapping[str, float]:
    """As many answers in each month to come as in the last twelve known, on average."""
    recent = [each.n for each in months[-_RECENT:]]
    ahead = months_to(target.due, max(0, months_between(last, target.due)))
    return dict.fromkeys(ahead, sum(recent) / len(recent))


def _needed(last: str, target: NpsTarget) -> int:
    if target.quantity is not Quantity.ROLLING:
        return ENOUGH_MONTHS
    return max(ENOUGH_MONTHS, target.window - months_between(last, target.due))


def _starts_late(kept: Sequence[MonthScore], target: NpsTarget) -> bool:
    """Whether the months known begin within the window: what came before could not be told from nothing."""
    return target.quantity is Quantity.ROLLING and kept[0].month > months_to(target.due, target.window)[0]


def _fan(kept: Sequence[MonthScore], last: str, target: NpsTarget) -> tuple[MonthAhead, ...]:
    ahead = min(_LONGEST, max(0, months_between(last, target.due)))
    found = []
    for month in months_to(target.due, months_between(last, target.due))[:ahead] if ahead else ():
        spot = replace(target, quantity=Quantity.SPOT, due=month)
        inner, outer = (outlook(kept, spot, level=level) for level in (INNER, OUTER))
        bounds = [(each.low, each.high) for each in (inner, outer)]
        if inner.mean is not None:
            (low, high), (lowest, highest) = (_on_scale(each) for each in bounds)
            found.append(MonthAhead(month=month, mean=inner.mean, inner=(low, high), outer=(lowest, highest)))
    return tuple(found)


def _on_scale(bounds: tuple[float | None, float | None]) -> tuple[float, float]:
    """No score leaves -100 to 100, whatever a normal curve says."""
    low, high = (min(100.0, max(-100.0, each or 0.0)) for each in bounds)
    return low, high


def _backtest(kept: Sequence[MonthScore], last: str, target: NpsTarget) -> Backtest | None:
    """As far ahead as the target is now; None where the past is too short, or nothing is to come."""
    past, ahead = kept[-_LONGEST_PAST:], months_between(last, target.due)
    n_origins = len(past) - ENOUGH_MONTHS - ahead + 1
    is_other_window = target.quantity is Quantity.ROLLING and target.window != _RECENT
    if ahead < 1 or n_origins < ENOUGH_ORIGINS or is_other_window:
        return None
    trials = backtest(past, target.quantity, months_ahead=ahead)
    brier = brier_score(trials)
    if brier is None:
        return None
    n_origins = len({trial.origin for trial in trials})
    return Backtest(brier=brier, n=len(trials), n_origins=n_origins, months_ahead=ahead)
