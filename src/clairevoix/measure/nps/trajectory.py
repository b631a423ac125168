"""The road to a yearly target, when the target is the score of all the answers of its year.

How likely the target is, and targets of another kind: ``clairevoix.measure.nps.outlook``.
"""

from dataclasses import dataclass

from clairevoix.model.measure import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """Where the year stands, and what the months left must bring. Points of NPS.

    ``required`` is the score needed over ``months_left``; None when no month is left. ``pace`` is the straight line
    from the year before to the target; ``pace_now`` is that line in the last month known.
    """

    base: float | None
    base_period: str
    current: float
    gap: float
    required: float | None
    months_left: int
    pace: tuple[tuple[str, float], ...]
    pace_now: float | None


def trajectory(*, current: Figure, base: Figure | None, last_month: str, target: float, due: str) -> Trajectory | None:
    """From the released year to date and the released year before; None for a target of another year.

    required = (K·T - k·Y) / (K - k), for a target T over K months of which k are known, with the score Y to date: exact
    if the months left bring as many answers each as the known ones did on average.
    """
    year, known, whole = due[:4], int(last_month[5:]), int(due[5:])
    now = current.estimate.value
    if last_month[:4] != year or known > whole or now is None:
        return None
    start = base.estimate.value if base is not None else None
    line = () if start is None else ((f"{int(year) - 1}-12", start), (due, target))
    return Trajectory(
        base=start,
        base_period=str(int(year) - 1),
        current=now,
        gap=target - now,
        required=required_mean(target, now, known, whole),
        months_left=whole - known,
        pace=line,
        pace_now=None if start is None else start + (target - start) * known / whole,
    )


def required_mean(target: float, current: float, known: int, whole: int) -> float | None:
    """The mean that the months left must have.

    >>> required_mean(40, 33.5, 9, 12)
    59.5
    """
    return required_from_now(target, current, known, whole)


def required_from_now(target: float, current: float, known: float, whole: float) -> float | None:
    """The score that the answers to come must have: x = (W_T·T - W_k·Y) / (W_T - W_k).

    ``known`` and ``whole`` are the weights (numbers of answers, or of months) behind the score to date and behind the
    target's whole period; None when nothing is to come.

    >>> required_from_now(40, 33.5, 1400, 2000)
    55.166666666666664
    """
    return None if whole <= known else (whole * target - known * current) / (whole - known)
