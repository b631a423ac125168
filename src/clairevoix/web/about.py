"""What the snapshot says of itself, read into types. A key that is absent reads as None: nothing is made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from clairevoix.model.prospect import Backtest, MonthAhead, Prospect

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterNumbers:
    """The numbers of the charter under which the snapshot was published."""

    digest: str
    sampling_rate: float
    minimum_cell: int
    recording_days: int
    comment_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """How many contacts were listed, how many of them the random draw took, at which rate."""

    n_listed: int
    n_drawn: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """The drawn contacts that were processed, and the days they span. ``n_not_verified`` more were put aside."""

    n: int
    first_day: str
    last_day: str
    n_not_verified: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was promised: so many points, of which quantity, by which month. ``breaks`` are (month, reason)."""

    points: float
    quantity: str
    due: str
    window: int = 12
    breaks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """Where the year stands on the road to the target; see ``clairevoix publish``."""

    base: float | None
    base_period: str
    current: float
    gap: float
    required: float | None
    months_left: int
    pace: tuple[tuple[str, float], ...]
    pace_now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of the score over the months ``first`` to ``last``, and what it takes to reach the target."""

    quantity: str
    first: str
    last: str
    gain: float | None = None
    required: float | None = None
    months_left: int | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one site contributes to a change."""

    key: str
    real: float
    mix: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Since the months of the year before that end with ``period``: ``total`` = ``real`` + ``mix``."""

    period: str
    before: float
    after: float
    total: float
    low: float
    high: float
    level: float
    real: float
    mix: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The ``about`` table of a snapshot."""

    published_at: str | None
    version: str | None
    synthetic: bool
    charter: CharterNumbers | None
    draw: Draw | None
    calls: Calls | None
    target: Target | None
    last_month: str | None
    trajectory: Trajectory | None
    readings: tuple[Reading, ...]
    outlook: Prospect | None
    change: Change | None
    question: str | None
    sites: Mapping[str, str]
    model: str | None
    n_kept: int
    breaks: tuple[tuple[str, str], ...] = ()


def read_about(about: Mapping[str, Any]) -> About:
    """The typed view of what the pipeline published. Unknown keys are left alone."""
    trajectory = about.get("trajectory")
    model = about.get("model") or {}
    target = about.get("target")
    return About(
        published_at=about.get("published_at"),
        version=about.get("version"),
        synthetic=bool(about.get("synthetic", False)),
        charter=_built(CharterNumbers, about.get("charter")),
        draw=_built(Draw, about.get("draw")),
        calls=_built(Calls, about.get("calls")),
        target=_built(Target, _with_breaks(target) if target and target.get("due") else None),
        last_month=about.get("last_month"),
        trajectory=_built(Trajectory, _with_pace(trajectory) if trajectory else None),
        readings=tuple(_made(Reading, each) for each in about.get("readings") or ()),
        outlook=_outlook(about.get("outlook")),
        change=_change(about.get("change")),
        question=(about.get("survey") or {}).get("question"),
        sites=dict(about.get("sites") or {}),
        model=model.get("name"),
        n_kept=len(about.get("kept") or ()),
        breaks=_breaks(about.get("breaks") or (target or {}).get("breaks") or ()),
    )


def _built(kind: type[T], values: Mapping[str, Any] | None) -> T | None:
    return None if values is None else _made(kind, values)


def _made(kind: type[T], values: Mapping[str, Any]) -> T:
    return kind(**{name: values[name] for name in kind.__annotations__ if name in values})


def _outlook(values: Mapping[str, Any] | None) -> Prospect | None:
    if values is None:
        return None
    fan = (
        MonthAhead(month=each["month"], mean=each["mean"], inner=tuple(each["inner"]), outer=tuple(each["outer"]))
        for each in values["fan"]
    )
    return _made(Prospect, {**values, "fan": tuple(fan), "backtest": _built(Backtest, values["backtest"])})


def _change(values: Mapping[str, Any] | None) -> Change | None:
    if values is None:
        return None
    return _made(Change, {**values, "parts": tuple(_made(Part, each) for each in values["parts"])})


def _breaks(told: Sequence[Mapping[str, str]]) -> tuple[tuple[str, str], ...]:
    """Declared with a target or without one."""
    return tuple((each["month"], each["reason"]) for each in told)


def _with_breaks(target: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**target, "breaks": _breaks(target.get("breaks") or ())}


def _with_pace(trajectory: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **dict.fromkeys(("base", "required", "pace_now")),
        **trajectory,
        "pace": tuple((month, float(value)) for month, value in trajectory["pace"]),
    }
