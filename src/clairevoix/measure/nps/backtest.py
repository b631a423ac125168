"""Were past probabilities worth their number? Forecasts made as if the later months were not known, against what
came."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.measure.nps.forecast import Prior
from clairevoix.measure.nps.outlook import ENOUGH_MONTHS, MonthScore, NpsTarget, Quantity, Wording, outlook

#: Targets tried, in points above the quantity as it stood when the forecast was made.
OFFSETS = (-4.0, -2.0, 0.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One forecast: made after ``origin``, for ``target``; and whether it came true."""

    origin: str
    target: NpsTarget
    probability: float
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Forecasts with a probability from ``low`` to ``high``: their mean, and the share that came true."""

    low: float
    high: float
    n: int
    mean_probability: float
    share_reached: float


def backtest(
    history: Sequence[MonthScore],
    quantity: Quantity,
    *,
    months_ahead: int = 3,
    offsets: Sequence[float] = OFFSETS,
    prior: Prior | None = None,
) -> tuple[Trial, ...]:
    """Every forecast that the history allows, ``months_ahead`` before the month it is for."""
    trials = []
    for last in range(ENOUGH_MONTHS, len(history) - months_ahead + 1):
        known, due = history[:last], history[last + months_ahead - 1].month
        now = outlook(known, NpsTarget(points=0.0, quantity=quantity, due=due), prior=prior).current
        stand = known[-1].score if now is None else now
        for offset in offsets:
            target = NpsTarget(points=stand + offset, quantity=quantity, due=due)
            found = outlook(known, target, prior=prior).probability
            came = outlook(history[: last + months_ahead], target, prior=prior).wording
            if found is not None:
                trials.append(
                    Trial(
                        origin=known[-1].month,
                        target=target,
                        probability=found,
                        is_reached=came is Wording.REACHED,
                    )
                )
    return tuple(trials)


def brier_score(trials: Sequence[Trial]) -> float | None:
    """The mean of (probability - outcome)² (Brier 1950, Monthly Weather Review 78(1)): 0 is perfect, ¼ is a coin's."""
    squares = [(trial.probability - trial.is_reached) ** 2 for trial in trials]
    return math.fsum(squares) / len(squares) if squares else None


def reliability(trials: Sequence[Trial], n_bands: int = 5) -> tuple[Band, ...]:
    """Bands of equal width with at least one forecast: a trustworthy one came true about as often as it said."""
    bands = []
    for number in range(n_bands):
        within = [trial for trial in trials if min(int(trial.probability * n_bands), n_bands - 1) == number]
        if within:
            bands.append(
                Band(
                    low=number / n_bands,
                    high=(number + 1) / n_bands,
                    n=len(within),
                    mean_probability=math.fsum(trial.probability for trial in within) / len(within),
                    share_reached=sum(trial.is_reached for trial in within) / len(within),
                )
            )
    return tuple(bands)
