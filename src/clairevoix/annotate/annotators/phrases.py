"""Finds labels by the phrases that the codebook gives them.

A phrase is a row of word patterns: ``word``, ``one|other``, ``stem*`` (any ending), ``?word`` (may be missing) and ``...``
(up to four words between). Case, accents and apostrophes do not count: ``n'est`` is two words, ``n`` and ``est``. A match
that a phrase of ``unless`` overlaps is dropped, and so is one spread over more than ten seconds.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clairevoix.annotate.annotators.phrase_items import GAP_WORDS, forms, items
from clairevoix.model.annotation import Annotation, Codebook, Label, Wording
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript

NAME = "phrases/2"
_SPREAD_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A word as it is compared, with its time."""

    form: str = field(repr=False)
    span: TimeSpan


def annotate(transcript: RedactedTranscript, codebook: Codebook) -> tuple[Annotation, ...]:
    """Every label found, each with the time of its evidence; a label's own party only."""
    found = []
    for label in codebook.labels:
        wording = label.wording(transcript.language)
        for channel in sorted({turn.channel for turn in transcript.turns if turn.party is label.party}):
            heard = _heard(transcript, channel, label.party)
            found += [
                Annotation(
                    contact_id=transcript.contact_id,
                    label=label.name,
                    label_version=label.version,
                    annotator=NAME,
                    channel=channel,
                    party=label.party,
                    span=span,
                )
                for span in _spans(wording, heard)
            ]
    return tuple(sorted(found, key=lambda annotation: (annotation.span, annotation.label)))


def matches(label: Label, text: str, language: str = "") -> bool:
    """Whether a label's phrases would be found in these words, said without a pause.

    >>> from clairevoix.model.contact import Party
    >>> late = Label(
    ...     name="late",
    ...     version=1,
    ...     party=Party.CUSTOMER,
    ...     title={},
    ...     definition={},
    ...     phrases=("toujours ... attend*",),
    ...     unless=("n attend*",),
    ... )
    >>> matches(late, "J'ai toujours personne, j'attends !"), matches(late, "toujours là, je n'attends plus")
    (True, False)
    """
    heard = [_Heard(form=form, span=TimeSpan(0, 0)) for form in forms(text)]
    return bool(_spans(label.wording(language), heard))


def _heard(transcript: RedactedTranscript, channel: int, party: Party) -> list[_Heard]:
    return [
        _Heard(form=form, span=word.span)
        for turn in transcript.turns
        if turn.channel == channel and turn.party is party
        for word in turn.words
        for form in forms(word.text)
    ]


def _spans(wording: Wording, heard: Sequence[_Heard]) -> list[TimeSpan]:
    """The evidence of a label, as the shortest matches, none overlapping."""
    barred = [match for phrase in wording.unless for match in _matches(phrase, heard)]
    found = sorted(match for phrase in wording.phrases for match in _matches(phrase, heard))
    spans, last = [], -1
    for first, end in found:
        if first <= last or any(first < b_end and b_first < end for b_first, b_end in barred):
            continue
        span = TimeSpan(heard[first].span.start_ms, max(word.span.end_ms for word in heard[first:end]))
        if span.duration_ms <= _SPREAD_MS:
            spans.append(span)
            last = end - 1
    return spans


def _matches(phrase: str, heard: Sequence[_Heard]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words that a phrase covers, the shortest for each start."""
    pattern = _compiled(phrase)
    for first in range(len(heard)):
        end = _match(pattern, heard, first)
        if end is not None:
            yield first, end


def _match(pattern: Sequence[tuple[str, re.Pattern[str] | None]], heard: Sequence[_Heard], first: int) -> int | None:
    """Where the pattern ends if it starts at ``first``, by following every way at once."""
    ends = {first}
    for kind, word in pattern:
        following: set[int] = set()
        for end in ends:
            if kind == "gap":
                following.update(range(end, min(end + GAP_WORDS, len(heard)) + 1))
                continue
            if word is not None and end < len(heard) and word.fullmatch(heard[end].form):
                following.add(end + 1)
            if kind == "optional":
                following.add(end)
        ends = following
    return min(ends, default=None)


@lru_cache(maxsize=8192)
def _compiled(phrase: str) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    parts: list[tuple[str, re.Pattern[str] | None]] = []
    for item in items(phrase):
        if item.is_gap:
            parts.append(("gap", None))
            continue
        choices = [*map(re.escape, item.words), *(re.escape(stem) + r"\w*" for stem in item.stems)]
        parts.append(("optional" if item.is_optional else "word", re.compile("|".join(choices))))
    return tuple(parts)
