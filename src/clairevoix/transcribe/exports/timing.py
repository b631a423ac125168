"""Times as formats write them, and spans that do not overlap."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from clairevoix.model.timespan import TimeSpan


def seconds(ms: int) -> str:
    """
    >>> seconds(14_400_050)
    '14400.050'
    """
    return f"{ms // 1000}.{ms % 1000:03d}"


def clock(ms: int, mark: str) -> str:
    """Hours, minutes, seconds and, after ``mark``, thousandths.

    >>> clock(14_400_050, ",")
    '04:00:00,050'
    """
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def apart(spans: Sequence[TimeSpan]) -> Iterator[TimeSpan]:
    """Spans, in the order in which they start, that end where the next one starts at the latest and last 1 ms at least.

    Only those that start together still overlap, by that ms.

    >>> list(apart([TimeSpan(0, 5), TimeSpan(3, 3)]))
    [TimeSpan(start_ms=0, end_ms=3), TimeSpan(start_ms=3, end_ms=4)]
    """
    for span, following in zip_longest(spans, spans[1:]):
        end = span.end_ms if following is None else min(span.end_ms, following.start_ms)
        yield TimeSpan(span.start_ms, max(end, span.start_ms + 1))
