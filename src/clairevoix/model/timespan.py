"""Stretches of a recording."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """A half-open stretch of a recording, in whole milliseconds.

    >>> TimeSpan(1000, 2500).duration_ms
    1500
    >>> TimeSpan(0, 1000).overlap_ms(TimeSpan(600, 900))
    300
    >>> TimeSpan(0, 1000).padded(250, limit_ms=1100)
    TimeSpan(start_ms=0, end_ms=1100)
    """

    start_ms: int
    end_ms: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms:
            raise ValueError(f"not a time span: {self.start_ms}..{self.end_ms} ms")

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms

    def overlap_ms(self, other: "TimeSpan") -> int:
        return max(0, min(self.end_ms, other.end_ms) - max(self.start_ms, other.start_ms))

    def padded(self, padding_ms: int, *, limit_ms: int) -> "TimeSpan":
        """Widened by ``padding_ms`` on both sides, within 0 and ``limit_ms``."""
        start = min(max(0, self.start_ms - padding_ms), limit_ms)
        return TimeSpan(start, max(start, min(limit_ms, self.end_ms + padding_ms)))


def merged(spans: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """The same time, as the fewest spans, in order.

    >>> merged([TimeSpan(5, 9), TimeSpan(0, 3), TimeSpan(3, 6)])
    (TimeSpan(start_ms=0, end_ms=9),)
    """
    result: list[TimeSpan] = []
    for span in sorted(spans):
        if result and span.start_ms <= result[-1].end_ms:
            result[-1] = TimeSpan(result[-1].start_ms, max(result[-1].end_ms, span.end_ms))
        else:
            result.append(span)
    return tuple(result)
