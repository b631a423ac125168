"""What the snapshot says of itself, read into types. A key that is absent reads as None: nothing is made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

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
    """What was promised: so many points, of which quantity, by which month."""

    points: float
    quantity: str
    due: str


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
    question: str | None
    sites: Mapping[str, str]
    model: str | None


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
        target=_built(Target, target if target and target.get("due") else None),
        last_month=about.get("last_month"),
        trajectory=_built(Trajectory, _with_pace(trajectory) if trajectory else None),
        question=(about.get("survey") or {}).get("question"),
        sites=dict(about.get("sites") or {}),
        model=model.get("name"),
    )


def _built(kind: type[T], values: Mapping[str, Any] | None) -> T | None:
    if values is None:
        return None
    return kind(**{name: values[name] for name in kind.__annotations__ if name in values})


def _with_pace(trajectory: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **dict.fromkeys(("base", "required", "pace_now")),
        **trajectory,
        "pace": tuple((month, float(value)) for month, value in trajectory["pace"]),
    }
