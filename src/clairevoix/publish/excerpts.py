"""Cuts the moment around a piece of evidence out of a redacted contact."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from clairevoix.model.timespan import TimeSpan

#: Heard before and after the evidence, ms.
CONTEXT_MS = 4_000
#: Moments shown for each label.
PER_LABEL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a label was found in a contact that may be excerpted."""

    contact_id: str
    label: str
    month: str
    language: str
    channel: int
    span: TimeSpan
    audio_object: str
    duration_ms: int

    @property
    def excerpt_id(self) -> str:
        """Opaque and repeatable: the same moment keeps its address from one snapshot to the next."""
        place = f"{self.audio_object}/{self.label}/{self.channel}/{self.span.start_ms}/{self.span.end_ms}"
        return hashlib.sha256(place.encode()).hexdigest()[:16]

    @property
    def window(self) -> TimeSpan:
        return self.span.padded(CONTEXT_MS, limit_ms=self.duration_ms)


def chosen(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """At most ``PER_LABEL`` moments of one label, one per contact, in an order that nobody chose: that of their ids."""
    first: dict[str, Evidence] = {}
    for each in evidence:
        first.setdefault(each.contact_id, each)
    return tuple(sorted(first.values(), key=lambda each: each.excerpt_id)[:PER_LABEL])


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words of a moment, and the half-open range of characters that carries the evidence."""

    text: str = field(repr=False)
    evidence: tuple[int, int]


def quote(words: Sequence[tuple[str, TimeSpan]], span: TimeSpan) -> Quote:
    """
    >>> quote(
    ...     [("ma", TimeSpan(0, 200)), ("panne", TimeSpan(200, 900)), ("dure", TimeSpan(950, 1400))], TimeSpan(200, 900)
    ... )
    Quote(evidence=(3, 8))
    """
    text, start, end = "", None, 0
    for word, time in words:
        text += " " if text else ""
        if time.overlap_ms(span):
            start, end = (len(text) if start is None else start), len(text) + len(word)
        text += word
    return Quote(text=text, evidence=(start or 0, end))
