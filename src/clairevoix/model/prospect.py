"""What is known of the months to come: the measure makes it, the pages read it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthAhead:
    """Where the score of one month to come will probably be published: with 80 %, and with 95 %."""

    month: str
    mean: float
    inner: tuple[float, float]
    outer: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest:
    """Forecasts made from ``n_origins`` moments of the past, each for several targets: ``brier`` is 0 where they were
    perfect, ¼ where they were a coin's."""

    brier: float
    n: int
    n_origins: int
    months_ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """``probability`` (0 to 1) is None where ``wording`` says why. ``low`` and ``high`` hold the quantity when due with
    80 %. ``n_months`` released months were known since the last break, ``n_needed`` are needed."""

    wording: str
    probability: float | None
    mean: float | None
    low: float | None
    high: float | None
    level: float
    n_months: int
    n_needed: int
    fan: tuple[MonthAhead, ...]
    backtest: Backtest | None
