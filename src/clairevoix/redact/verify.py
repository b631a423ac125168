"""Whether what was taken out of the sound is gone: it is heard a second time, otherwise than at first.

Heard again is what lies around each redaction, on its channel, and at the same time on the others, where one party may be
heard in the other's line. Nothing that was taken out may be among it; the words beside it, which were kept, should be.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate
from types import MappingProxyType

from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript, Word
from clairevoix.model.verification import Verification
from clairevoix.redact.conversation import channel_text, recognize_conversation
from clairevoix.redact.guarded import guarded
from clairevoix.redact.operators.placeholders import PLACEHOLDER
from clairevoix.redact.operators.values import LEAST_DIGITS, Value, alike, folded, in_cleaned, value
from clairevoix.redact.recognizer import Document, Entity, read_document
from clairevoix.redact.replace import Removed, removed

#: What is heard again: so much before and after a redaction on its own channel, and on the others, in ms.
AROUND_MS, BESIDE_MS = 4000, 1000
#: A stretch for a contact without redactions, in ms: a tenth of it, so much at most; less than the least tells nothing.
_SAMPLE_MS, _LEAST_SAMPLE_MS = 8000, 2000
#: How far from its place a thing may be heard again: engines place words some hundred ms apart.
_NEAR_MS = 1500
#: No word lasts longer, in ms.
_LONGEST_WORD_MS = 10_000
#: Kept words on each side of a redaction that should be heard again, of so many letters or more.
_SENTINELS, _LEAST_LETTERS = 3, 4
#: A sentinel is heard again if so much of its letters is, in order, in one word.
_HEARD = 0.6
#: Of the words of an address or the like, the share that gives it away.
_RECOVERED = 0.5
#: Types of which anything found in redacted sound is left over, and how many digits or letters make it more than chance.
_STRUCTURED = frozenset(
    "PHONE CARD IBAN NIR EMAIL COMPANY_ID REFERENCE LINE DEVICE IP BIC PLATE NUMBER URL PASSWORD".split()
)
_CERTAIN_DIGITS = 7
_NO_REFERENCES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What a channel says in a second hearing: words in order of time, runs of digits, and every four of these in a row."""

    words: tuple[Word, ...] = field(repr=False)
    numbers: tuple[tuple[str, TimeSpan], ...] = field(repr=False)
    pieces: frozenset[str] = field(repr=False)


def nothing_heard() -> Verification:
    """Of what was written: there is no sound in which anything could be left."""
    return Verification(n_checked=0)


def stretches(redacted: RedactedTranscript, n_channels: int) -> dict[int, tuple[TimeSpan, ...]]:
    """What of each channel is to be heard again. Of a contact without redactions, a few seconds where most is said."""
    wanted: dict[int, list[TimeSpan]] = {number: [] for number in range(n_channels)}
    for each in redacted.redactions:
        for number, spans in wanted.items():
            around = AROUND_MS if number == each.channel else BESIDE_MS
            spans.append(each.span.padded(around, limit_ms=redacted.duration_ms))
    sample_ms = min(_SAMPLE_MS, redacted.duration_ms // 10)
    if not redacted.redactions and redacted.turns and sample_ms >= _LEAST_SAMPLE_MS:
        longest = max(redacted.turns, key=lambda turn: len(turn.words))
        start = longest.span.start_ms
        wanted[longest.channel].append(TimeSpan(start, max(start, min(start + sample_ms, redacted.duration_ms))))
    return {number: merged(spans) for number, spans in wanted.items() if spans}


def verify(
    before: Transcript,
    redacted: RedactedTranscript,
    again: Transcript,
    *,
    padding_ms: int = 250,
    references: Mapping[str, str] = _NO_REFERENCES,
) -> Verification:
    """What of ``before`` that ``redacted`` took out is still heard in ``again``, on any channel.

    An identifier survives if four of its digits in a row do; a name, if one of its words does; anything else, if half of its
    words do near its place. So does any further identifier that is found in what was heard again. Raises InputError
    recognizer_failed.
    """
    gone = removed(before, references=references)
    return guarded(lambda: _verified(gone, redacted, again, padding_ms, references))


def _verified(
    gone: Sequence[Removed],
    redacted: RedactedTranscript,
    again: Transcript,
    padding_ms: int,
    references: Mapping[str, str],
) -> Verification:
    entities = recognize_conversation(again.turns, again.language, references=references)
    documents = {channel: read_document(channel_text(again.turns, channel), again.language) for channel in entities}
    heard = {channel: _heard(again, channel, document) for channel, document in documents.items()}
    taken_out = {(each.entity_type, each.channel, each.span) for each in redacted.redactions}
    survived = Counter(
        each.value.entity_type
        for each in gone
        if (each.value.entity_type, each.channel, each.span) not in taken_out or _survives(each, heard, redacted)
    )
    if not survived:
        survived.update(_found_anew(documents, entities))
    sentinels = _sentinels(redacted, padding_ms)
    lost = sum(not _is_heard(word, heard.get(channel)) for channel, word in sentinels)
    return Verification(
        n_checked=len(gone),
        survived=tuple(sorted(survived.items())),
        n_sentinels=len(sentinels),
        sentinels_lost=lost,
    )


def _heard(again: Transcript, channel: int, document: Document) -> _Heard:
    words = [word for turn in again.turns if turn.channel == channel for word in turn.words]
    edges = [0, *accumulate(len(word.text) + 1 for word in words)]
    numbers = []
    for run in document.runs:
        start, end = document.cleaned.given(run.start, run.end)
        own = [word.span for word in words[max(0, bisect_right(edges, start) - 1) : bisect_left(edges, end)]]
        if own:
            numbers.append(
                (run.digits, TimeSpan(own[0].start_ms, max(own[0].start_ms, *(each.end_ms for each in own))))
            )
    return _Heard(
        words=tuple(sorted(words, key=lambda word: word.span)),
        numbers=tuple(numbers),
        pieces=frozenset(piece for digits, _ in numbers for piece in _pieces(digits)),
    )


def _pieces(digits: str) -> list[str]:
    return [digits[at : at + LEAST_DIGITS] for at in range(len(digits) - LEAST_DIGITS + 1)]


def _spoken(heard: _Heard, near: TimeSpan) -> list[str]:
    """The words that are heard in a time, as they are compared."""
    first = bisect_left(heard.words, near.start_ms - _LONGEST_WORD_MS, key=lambda word: word.span.start_ms)
    last = bisect_left(heard.words, near.end_ms, key=lambda word: word.span.start_ms)
    return [folded(word.text) for word in heard.words[first:last] if word.span.overlap_ms(near)]


def _survives(gone: Removed, heard: Mapping[int, _Heard], redacted: RedactedTranscript) -> bool:
    near = TimeSpan(max(0, gone.span.start_ms - _NEAR_MS), gone.span.end_ms + _NEAR_MS)
    for channel, each in heard.items():
        if len(gone.value.digits) >= LEAST_DIGITS:
            if _says_digits(gone, each):
                return True
        elif _says_words(gone.value, each, near, _kept_words(redacted, channel, near)):
            return True
    return False


def _says_digits(gone: Removed, heard: _Heard) -> bool:
    """Four of its digits in a row, anywhere; or any four while it is said, as they would be misheard through another line."""
    if not heard.pieces.isdisjoint(_pieces(gone.value.digits)):
        return True
    return any(
        len(digits) >= LEAST_DIGITS and 2 * span.overlap_ms(gone.span) > span.duration_ms
        for digits, span in heard.numbers
    )


def _says_words(value: Value, heard: _Heard, near: TimeSpan, kept: frozenset[str]) -> bool:
    """Words of a value that are heard near its place and were not kept there as words of somebody's sentence."""
    said = {plain for plain in _spoken(heard, near) if plain} - kept
    numbers = {digits for digits, span in heard.numbers if span.overlap_ms(near)}
    sought = {word for word in value.words if len(word) >= LEAST_DIGITS - 1}
    found = sum(any(alike(one, other) or _within(one, other) for other in said) for one in sought)
    n_sought = len(sought)
    if value.digits:
        n_sought += 1
        found += value.digits in numbers
    if not n_sought:
        return False
    return found > 0 if value.entity_type == "NAME" else found >= _RECOVERED * n_sought


def _within(one: str, other: str) -> bool:
    """« lmartin » says Martin: an elided article, or an address, may cling to a name."""
    return len(one) > LEAST_DIGITS and one in other


def _kept_words(redacted: RedactedTranscript, channel: int, near: TimeSpan) -> frozenset[str]:
    return frozenset(
        folded(word.text)
        for turn in redacted.turns
        if turn.channel == channel and turn.span.overlap_ms(near)
        for word in turn.words
        if word.span.overlap_ms(near) and not PLACEHOLDER.fullmatch(word.text)
    )


def _found_anew(documents: Mapping[int, Document], entities: Mapping[int, Iterable[Entity]]) -> Iterator[str]:
    """Identifiers in the second hearing that the first did not hear as such."""
    for channel, some in entities.items():
        for each in in_cleaned(documents[channel], some):
            said = value(each.entity_type, documents[channel], each.start, each.end)
            if each.entity_type in _STRUCTURED and (len(said.digits) >= _CERTAIN_DIGITS or each.entity_type == "EMAIL"):
                yield each.entity_type


def _sentinels(redacted: RedactedTranscript, padding_ms: int) -> list[tuple[int, Word]]:
    """Kept words on both sides of each redaction, clear of what is muted; of a contact without any, those of its stretch."""
    found: dict[tuple[int, TimeSpan], Word] = {}
    n_channels = 1 + max((turn.channel for turn in redacted.turns), default=-1)
    for channel, spans in stretches(redacted, n_channels).items():
        own = [each for each in redacted.redactions if each.channel == channel]
        muted = merged(_padded(each, padding_ms, redacted) for each in own)
        kept = (word for turn in redacted.turns if turn.channel == channel for word in turn.words)
        words = sorted((word for word in kept if _is_sentinel(word, muted, spans)), key=lambda word: word.span)
        near = [word for each in own for word in _beside(words, each)] if own else words[: 2 * _SENTINELS]
        found |= {(channel, word.span): word for word in near}
    return [(channel, word) for (channel, _), word in sorted(found.items(), key=lambda each: each[0])]


def _padded(redaction: Redaction, padding_ms: int, redacted: RedactedTranscript) -> TimeSpan:
    return redaction.span.padded(padding_ms, limit_ms=max(redacted.duration_ms, redaction.span.end_ms))


def _around(spans: Sequence[TimeSpan], span: TimeSpan) -> Sequence[TimeSpan]:
    """Of spans in order that do not overlap, those that one overlaps."""
    first = bisect_right(spans, span.start_ms, key=lambda each: each.end_ms)
    return spans[first : bisect_left(spans, span.end_ms, key=lambda each: each.start_ms)]


def _is_sentinel(word: Word, muted: Sequence[TimeSpan], heard: Sequence[TimeSpan]) -> bool:
    plain = folded(word.text)
    return (
        len(plain) >= _LEAST_LETTERS
        and plain.isalpha()
        and not word.spread
        and PLACEHOLDER.fullmatch(word.text) is None
        and not any(word.span.overlap_ms(span) for span in _around(muted, word.span))
        and any(span.overlap_ms(word.span) == word.span.duration_ms > 0 for span in _around(heard, word.span))
    )


def _beside(words: Sequence[Word], redaction: Redaction) -> list[Word]:
    near = TimeSpan(max(0, redaction.span.start_ms - AROUND_MS), redaction.span.end_ms + AROUND_MS)
    first = bisect_left(words, near.start_ms - _LONGEST_WORD_MS, key=lambda word: word.span.start_ms)
    last = bisect_left(words, near.end_ms, key=lambda word: word.span.start_ms)
    there = [word for word in words[first:last] if word.span.overlap_ms(near)]
    before = [word for word in there if word.span.end_ms <= redaction.span.start_ms]
    after = [word for word in there if word.span.start_ms >= redaction.span.end_ms]
    return [*before[-_SENTINELS:], *after[:_SENTINELS]]


def _is_heard(word: Word, heard: _Heard | None) -> bool:
    if heard is None:
        return False
    near = TimeSpan(max(0, word.span.start_ms - _NEAR_MS), word.span.end_ms + _NEAR_MS)
    plain = folded(word.text)
    there = _spoken(heard, near)
    if plain in "".join(there):
        return True
    return any(SequenceMatcher(None, plain, other, autojunk=False).ratio() >= _HEARD for other in there)
