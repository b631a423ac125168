"""Small drawings of values with their intervals, as numbers for a template: they take the page's colours and width."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 8.0, 10.0, 26.0
WIDE, NARROW, HEIGHT = 720.0, 340.0, 230.0
_TICKS = 5
#: The room that a label takes, of three letters at most and of more.
_SHORT, _LONG = 34.0, 62.0
#: Intervals are cut at so many times the middle one's reach: one place alone must not flatten all others.
_CUT = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One value with its interval, where it has one; ``is_faint`` where it stands for what came before."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    is_faint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The same in the drawing's units; ``label`` is empty where there is no room for it."""

    label: str
    x: float
    y: float
    low: float | None
    high: float | None
    is_faint: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One written line of the scale."""

    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A drawing. ``start`` is where something began, ``zero`` where nothing is, ``path`` a line to compare with."""

    name: str
    width: float
    height: float
    left: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    zero: float | None
    start: float | None
    path: str


def plots(
    given: Sequence[Given],
    text: Callable[[float], str],
    *,
    with_zero: bool = False,
    start: float | None = None,
    compared: Sequence[float] = (),
) -> tuple[Plot, ...]:
    """The same drawing for a desk and for a phone; nothing where there is nothing to draw.

    ``start`` is a place between the given values, by number; ``compared`` has one value for each.
    """
    if not given:
        return ()
    low, high = _range(given, compared, with_zero)
    scale = _Vertical.around(low, high)
    return tuple(
        Plot(
            name=name,
            width=width,
            height=HEIGHT,
            left=_LEFT,
            marks=_marks(given, width, scale),
            ticks=tuple(Tick(y=scale.y(value), text=text(value)) for value in scale.lines),
            zero=scale.y(0.0) if with_zero else None,
            start=None if start is None else _x(start - 0.5, width, len(given)),
            path=_path(compared, width, scale),
        )
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vertical:
    """The scale from bottom to top, with a line at each of ``lines``."""

    lines: tuple[float, ...]

    @classmethod
    def around(cls, low: float, high: float) -> "_Vertical":
        step = _step(high - low)
        first, last = math.floor(low / step), math.ceil(high / step)
        return cls(lines=tuple(number * step for number in range(first, last + 1)))

    def y(self, value: float) -> float:
        low, high = self.lines[0], self.lines[-1]
        share = (min(max(value, low), high) - low) / (high - low)
        return round(HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM), 1)


def _x(number: float, width: float, n: int) -> float:
    return round(_LEFT + (width - _LEFT - _RIGHT) / n * (number + 0.5), 1)


def _marks(given: Sequence[Given], width: float, scale: _Vertical) -> tuple[Mark, ...]:
    space = (width - _LEFT - _RIGHT) / len(given)
    each = max(1, math.ceil((_SHORT if max(len(one.label) for one in given) <= 3 else _LONG) / space))
    return tuple(
        Mark(
            label=one.label if number % each == 0 else "",
            x=_x(number, width, len(given)),
            y=scale.y(one.value),
            low=None if one.low is None else scale.y(one.low),
            high=None if one.high is None else scale.y(one.high),
            is_faint=one.is_faint,
        )
        for number, one in enumerate(given)
    )


def _path(compared: Sequence[float], width: float, scale: _Vertical) -> str:
    places = (f"{_x(number, width, len(compared))} {scale.y(value)}" for number, value in enumerate(compared))
    return "M" + " L".join(places) if compared else ""


def _range(given: Sequence[Given], compared: Sequence[float], with_zero: bool) -> tuple[float, float]:
    reaches = [one.high - one.low for one in given if one.low is not None and one.high is not None]
    most = _CUT * median(reaches) / 2 if reaches else 0.0
    ends = [*compared, *(one.value for one in given), *([0.0] if with_zero else [])]
    ends += [max(one.low, one.value - most) for one in given if one.low is not None]
    ends += [min(one.high, one.value + most) for one in given if one.high is not None]
    low, high = min(ends), max(ends)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _step(reach: float) -> float:
    """A round distance between lines: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(reach / _TICKS))
    return next(times * power for times in (1.0, 2.0, 5.0, 10.0) if times * power * _TICKS >= reach * 0.999)
