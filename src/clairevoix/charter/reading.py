"""Was the evidence read? Evidence first, score second: how much of it a person took in, and how fast."""

from collections.abc import Iterable
from datetime import timedelta

from clairevoix.model.evaluation import Draft
from clairevoix.model.timespan import TimeSpan, merged

#: Nobody reads more than four times as fast as people speak: about 240 words a minute read (Brysbaert 2019, J. Memory and
#: Language 109) against 150 or more spoken, and twice that again for who skips.
FASTEST_READING = 4


def must_read(draft: Draft) -> tuple[TimeSpan, ...]:
    """What an evaluator has to take in: the evidence of what was found; the whole contact, if something was not.

    That an act is missing can be seen nowhere but in all that was said.
    """
    if not all(finding.found for finding in draft.findings):
        return (TimeSpan(0, draft.duration_ms),)
    return merged(span for finding in draft.findings for span in finding.spans)


def coverage(wanted: Iterable[TimeSpan], taken_in: Iterable[TimeSpan]) -> float:
    """The share, by time, of ``wanted`` that lies in ``taken_in``, 0 to 1. Of nothing, nothing was read: 0.

    >>> coverage([TimeSpan(0, 4000)], [TimeSpan(1000, 2000), TimeSpan(1500, 3000)])
    0.5
    """
    parts, heard = merged(wanted), merged(taken_in)
    whole_ms = sum(part.duration_ms for part in parts)
    covered_ms = sum(part.overlap_ms(span) for part in parts for span in heard)
    return covered_ms / whole_ms if whole_ms else 0.0


def is_plausible(taken_in: Iterable[TimeSpan], elapsed: timedelta) -> bool:
    """Whether that much can have been read or heard in the time since the evidence was opened."""
    spoken_ms = sum(span.duration_ms for span in merged(taken_in))
    return spoken_ms <= FASTEST_READING * elapsed / timedelta(milliseconds=1)
