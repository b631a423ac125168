"""Which answers go with the score: R² divided among drivers, with intervals."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from clairevoix.measure.columns import Columns
from clairevoix.measure.drivers import linear
from clairevoix.measure.drivers.columns import Answers, read_answers
from clairevoix.measure.drivers.dividing import MODELS, Division, Effort
from clairevoix.measure.drivers.limits import FEW_EACH, REPEATED, SENTENCES, Limit
from clairevoix.measure.drivers.shapley import Floats
from clairevoix.model.errors import Code, InputError

#: More drivers than this make no question that people answer with care; and sets are bits of a 64-bit number.
MOST_DRIVERS = 60
#: More marks than this are no marks: the ordinal model has a threshold between any two.
MOST_MARKS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One driver: ``part`` of R², and ``share``, that part of the whole; the shares of all drivers add up to 1.

    ``correlation`` with the outcome tells in which direction the two go together. ``error`` is the standard error of
    ``part`` from drawing orders, None where all sets were tried. ``inflation`` is 1/(1 - R² on the other drivers).
    """

    name: str
    part: float | None
    low: float | None
    high: float | None
    share: float | None
    share_low: float | None
    share_high: float | None
    correlation: float | None
    inflation: float | None
    error: float | None
    n_missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """R² of all drivers together, and its division. ``n`` complete answers were used, ``n_incomplete`` were not."""

    r_squared: float | None
    low: float | None
    high: float | None
    drivers: tuple[Driver, ...]
    model: str
    level: float
    n: int
    n_incomplete: int
    limits: tuple[Limit, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The limits as English sentences: first that no cause is shown."""
        return tuple(SENTENCES[limit] for limit in self.limits)


def importance(
    outcome: Iterable[object],
    columns: Columns,
    weights: Iterable[object] | None = None,
    model: str = "linear",
    *,
    level: float = 0.95,
    effort: Effort | None = None,
) -> Importance:
    """Divides R² among the drivers: each gets its mean gain over all orders in which they may enter the model.

    This is LMG (Lindeman, Merenda & Gold 1980, p. 119; Grömping 2006, J. Stat. Softw. 17(1)), Shapley's value of R². The
    parts add up to R². ``outcome`` and ``columns`` (name to column) are lists, or columns or a table of numpy, pandas, polars
    or Arrow; answers with a gap are left out and counted. ``model`` is one of ``MODELS``: ``linear`` takes marks as numbers;
    ``ordinal`` takes only their order (proportional odds) and divides McKelvey & Zavoina's R², ``ordinal-mcfadden``
    McFadden's. Intervals are quantiles of the bootstrap of answers. Raises InputError (``bad_value``).

    >>> found = importance(
    ...     [1, 2, 3, 4, 5, 6], {"a": [1, 2, 3, 4, 6, 5], "b": [2, 1, 2, 1, 2, 1]}, effort=Effort(resamples=0)
    ... )
    >>> round(found.r_squared, 3), [(driver.name, round(driver.part, 3)) for driver in found.drivers]
    (0.93, [('a', 0.866), ('b', 0.063)])
    """
    if model not in MODELS or not 0 < level < 1:
        raise InputError(Code.BAD_VALUE, "level" if model in MODELS else "model")
    divide, exact, resamples = MODELS[model]
    answers = read_answers(outcome, columns, weights)
    if len(answers.names) > MOST_DRIVERS:
        raise InputError(Code.BAD_VALUE, "columns")
    effort = _settled(effort or Effort(), exact, resamples, len(answers.names))
    if (limit := _why_not(answers, model)) is not None:
        return _nothing(answers, model, level, limit)
    division = divide(answers, _replicates(answers, effort), effort)
    return _described(answers, division, model, level)


def _settled(effort: Effort, exact: int, resamples: int, n_drivers: int) -> Effort:
    """The effort with the rules of the model filled in."""
    upto = exact if effort.exact_up_to is None else effort.exact_up_to
    usual = resamples if n_drivers <= upto else min(resamples, 200)
    times = usual if effort.resamples is None else effort.resamples
    if times < 0 or not 0 <= upto <= 20 or effort.n_orders < 4:
        raise InputError(Code.BAD_VALUE, "effort")
    return Effort(resamples=times, n_orders=effort.n_orders, exact_up_to=upto, seed=effort.seed)


def _why_not(answers: Answers, model: str) -> Limit | None:
    """Why there is no number. R² of as many drivers as answers, or one fewer, is 1 whatever they are."""
    if answers.n < len(answers.names) + 2:
        return Limit.TOO_FEW
    n_marks = len(np.unique(answers.outcome))
    if n_marks == 1:
        return Limit.SAME_MARKS
    if model != "linear" and n_marks > MOST_MARKS:
        raise InputError(Code.BAD_VALUE, "outcome")
    return None


def _replicates(answers: Answers, effort: Effort) -> Iterator[Floats]:
    """Weights of the answers themselves, then of each resample: their weight times how often each was drawn."""
    yield answers.weights
    random = np.random.default_rng(effort.seed)
    for _ in range(effort.resamples or 0):
        yield answers.weights * np.bincount(random.integers(0, answers.n, answers.n), minlength=answers.n)


def _described(answers: Answers, division: Division, model: str, level: float) -> Importance:
    parts, wholes = division.parts, division.parts.sum(axis=1)
    shares = parts / np.where(wholes > 0, wholes, np.nan)[:, None]
    matrix = linear.correlations(answers.outcome, answers.drivers, answers.weights)
    inflation = linear.inflation(matrix)
    low, high = _bounds(parts, level)
    share_low, share_high = _bounds(shares, level)
    whole_low, whole_high = _bounds(wholes[:, None], level)
    drivers = tuple(
        Driver(
            name=name,
            part=float(parts[0, j]),
            low=low[j],
            high=high[j],
            share=_number(shares[0, j]),
            share_low=share_low[j],
            share_high=share_high[j],
            correlation=float(matrix[j, -1]),
            inflation=float(inflation[j]),
            error=None if division.errors is None else float(division.errors[j]),
            n_missing=answers.n_missing[j],
        )
        for j, name in enumerate(answers.names)
    )
    return Importance(
        r_squared=float(wholes[0]),
        low=whole_low[0],
        high=whole_high[0],
        drivers=drivers,
        model=model,
        level=level,
        n=answers.n,
        n_incomplete=answers.n_incomplete,
        limits=_limits(answers, division, inflation),
    )


def _limits(answers: Answers, division: Division, inflation: Floats) -> tuple[Limit, ...]:
    holds = {
        Limit.ASSOCIATION: True,
        Limit.NEVER_NEGATIVE: len(division.parts) > 1,
        Limit.FEW_FOR_DRIVERS: answers.n < FEW_EACH * len(answers.names),
        Limit.CONSTANT: bool((np.ptp(answers.drivers, axis=0) == 0).any()),
        Limit.REPEATED: bool((inflation >= REPEATED).any()),
        Limit.INCOMPLETE: answers.n_incomplete > 0,
        Limit.SAMPLED: division.errors is not None,
        Limit.BOUNDS_SAMPLED: division.is_drawn,
        Limit.WEIGHTED: answers.is_weighted,
        Limit.NOT_SETTLED: not division.has_settled,
        Limit.NO_BOUNDS: len(division.parts) == 1,
    }
    return tuple(limit for limit, does in holds.items() if does)


def _nothing(answers: Answers, model: str, level: float, limit: Limit) -> Importance:
    """No numbers, and why."""
    unknown = dict.fromkeys(
        ("part", "low", "high", "share", "share_low", "share_high", "correlation", "inflation", "error")
    )
    return Importance(
        r_squared=None,
        low=None,
        high=None,
        drivers=tuple(
            Driver(name=name, n_missing=n, **unknown) for name, n in zip(answers.names, answers.n_missing, strict=True)
        ),
        model=model,
        level=level,
        n=answers.n,
        n_incomplete=answers.n_incomplete,
        limits=(limit, *((Limit.INCOMPLETE,) if answers.n_incomplete else ())),
    )


def _bounds(replicates: Floats, level: float) -> tuple[list[float | None], list[float | None]]:
    """Quantiles of the resamples (Efron 1979, Annals of Statistics 7(1)), column by column, without the first row."""
    bounds = [_quantiles(column[~np.isnan(column)], level) for column in replicates[1:].T]
    return [low for low, _ in bounds], [high for _, high in bounds]


def _quantiles(values: Floats, level: float) -> tuple[float | None, float | None]:
    if not len(values):
        return None, None
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
