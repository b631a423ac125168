"""Who spoke when, in facts: overlaps, silences and how long answers took.

In: the time spans in which each party was active, as ``own_activity`` gives them; in any order, and they may touch or
overlap. Out: time spans, or milliseconds. Definitions are those of Heldner & Edlund (2010), "Pauses, gaps and overlaps in
conversations", Journal of Phonetics 38(4), 555-568; nothing here says who did well.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from clairevoix.model.timespan import TimeSpan, merged


def overtalk(spans_of_agent: Iterable[TimeSpan], spans_of_customer: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Where both parties are active at once, whether or not the floor then changes hands.

    >>> overtalk([TimeSpan(0, 1000)], [TimeSpan(800, 2000)])
    (TimeSpan(start_ms=800, end_ms=1000),)
    """
    states = _states(merged(spans_of_agent), merged(spans_of_customer))
    return tuple(TimeSpan(start_ms, end_ms) for start_ms, end_ms, state in states if state == _BOTH)


def outside(spans: Iterable[TimeSpan], taken: Iterable[TimeSpan]) -> tuple[TimeSpan, ...]:
    """What is left of some spans without others, such as activity without its music and tones.

    >>> outside([TimeSpan(0, 1000)], [TimeSpan(400, 600)])
    (TimeSpan(start_ms=0, end_ms=400), TimeSpan(start_ms=600, end_ms=1000))
    """
    whole = merged(spans)
    return overtalk(whole, _between(merged(taken), whole[-1].end_ms)) if whole else ()


def mutual_silences(
    spans_of_agent: Iterable[TimeSpan], spans_of_customer: Iterable[TimeSpan], duration_ms: int, *, shortest_ms: int = 1
) -> tuple[TimeSpan, ...]:
    """Where neither party is active, for so long at least: pauses, gaps, before the first word and after the last.

    >>> mutual_silences([TimeSpan(0, 1000)], [TimeSpan(1300, 2000)], 5000, shortest_ms=500)
    (TimeSpan(start_ms=2000, end_ms=5000),)
    """
    spoken = merged([*spans_of_agent, *spans_of_customer])
    return tuple(span for span in _between(spoken, duration_ms) if span.duration_ms >= max(1, shortest_ms))


def latencies(answering: Iterable[TimeSpan], answered: Iterable[TimeSpan]) -> tuple[int, ...]:
    """How long one party took to answer, each time: from the end of the other's turn to the start of its own, in ms.

    Above 0 is a gap: silence that the other's talk precedes and this party's follows. Below 0 is an overlap between
    speakers: this party began while the other still spoke, and then went on alone. Words said while the other talks on
    (overlap within a speaker), pauses within a turn, and two who begin at the same moment change nothing.

    >>> latencies([TimeSpan(1300, 2000), TimeSpan(4800, 6000)], [TimeSpan(0, 1000), TimeSpan(3000, 5000)])
    (300, -200)
    """
    found: list[int] = []
    last: tuple[bool, bool] | None = None
    ended_ms, between = 0, set[tuple[bool, bool]]()
    for start_ms, end_ms, state in _states(merged(answering), merged(answered)):
        if state in (_ALONE, _LISTENING):
            if state == _ALONE and last == _LISTENING and len(between) <= 1:
                found.append(ended_ms - start_ms if _BOTH in between else start_ms - ended_ms)
            last, ended_ms, between = state, end_ms, set()
        else:
            between.add(state)
    return tuple(found)


#: Whether this party is active, and whether the other is.
_ALONE, _LISTENING, _BOTH = (True, False), (False, True), (True, True)


def _states(own: Sequence[TimeSpan], other: Sequence[TimeSpan]) -> Iterator[tuple[int, int, tuple[bool, bool]]]:
    """Time cut wherever either party begins or ends: start, end, and who is active in between."""
    changes: dict[int, list[int]] = {}
    for party, spans in enumerate((own, other)):
        for span in spans:
            if span.duration_ms:
                for edge_ms, change in ((span.start_ms, 1), (span.end_ms, -1)):
                    changes.setdefault(edge_ms, [0, 0])[party] += change
    active = [0, 0]
    edges = sorted(changes)
    for start_ms, end_ms in pairwise(edges):
        active = [now + change for now, change in zip(active, changes[start_ms], strict=True)]
        yield start_ms, end_ms, (active[0] > 0, active[1] > 0)


def _between(spans: Sequence[TimeSpan], duration_ms: int) -> tuple[TimeSpan, ...]:
    """The time from 0 to ``duration_ms`` that merged spans leave free."""
    edges = [0, *(min(edge, duration_ms) for span in spans for edge in (span.start_ms, span.end_ms)), duration_ms]
    return tuple(TimeSpan(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end)
