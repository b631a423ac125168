"""Takes entities out: placeholders in the words, silence in the sound, durations unchanged."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript, Turn, Word
from clairevoix.redact.carried import with_carried
from clairevoix.redact.conversation import channel_text, recognize_conversation
from clairevoix.redact.guarded import guarded
from clairevoix.redact.operators.placeholders import PLACEHOLDER, placeholders
from clairevoix.redact.operators.sound import mute
from clairevoix.redact.operators.values import Value, cleaned_range, in_cleaned, value
from clairevoix.redact.recognizer import Document, Entity, in_given, read_document, recognize_all
from clairevoix.redact.timing import Placed, Timing, timing

__all__ = ["mute", "redact", "redact_text", "removed"]

_NO_REFERENCES: Mapping[str, str] = MappingProxyType({})
#: Addresses with less have neither an @ nor an « arobase ».
_SURE_EMAIL = 0.9
_UNALIGNED, _ANY_NUMBER = "unaligned", "NUMBER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """Words ``first`` to ``last``, both included, of one channel: all that an entity touches. ``span`` is their time."""

    channel: int
    first: int
    last: int
    span: TimeSpan
    recognizer: str
    value: Value = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Find:
    """An entity as the words that it touches."""

    first: int
    last: int
    score: float
    entity_type: str
    recognizer: str


def redact_text(
    text: str, language: str, *, names: Iterable[str] = (), references: Mapping[str, str] = _NO_REFERENCES
) -> tuple[str, tuple[Entity, ...]]:
    """A text without its personal data, and what was found, with offsets into the given text.

    ``names`` are known beforehand, a word each; ``references`` are a company's own patterns, by name. What
    was redacted before stays as it is. Raises InputError recognizer_failed.
    """
    # Nobody said the words and numbers of placeholders that are there already.
    masked = PLACEHOLDER.sub(lambda found: f"[{'x' * (len(found[0]) - 2)}]", text)
    entities, values = guarded(lambda: _found_in(read_document(masked, language, references=references), names))
    already = [found.span() for found in PLACEHOLDER.finditer(text)]
    new = [(entity, said) for entity, said in zip(entities, values, strict=True) if not _bridges(entity, already)]
    entities = tuple(entity for entity, _ in new)
    pieces, last = [], 0
    for entity, shown in zip(entities, placeholders([said for _, said in new], language), strict=True):
        pieces += [text[last : entity.start], shown]
        last = entity.end
    return "".join([*pieces, text[last:]]), entities


def redact(transcript: Transcript, *, references: Mapping[str, str] = _NO_REFERENCES) -> RedactedTranscript:
    """A transcript without its personal data; ``references`` are a company's own patterns, by name.

    Entities are sought in all that is said: a number dictated over several turns is found, a name that one party says is
    known on the other's channel. Each word that an entity touches goes, whole. Raises InputError recognizer_failed.
    """
    lines = _lines(transcript)
    gone = removed(transcript, references=references)
    shown = placeholders([each.value for each in gone], transcript.language)
    turns: list[list[Word]] = [[] for _ in transcript.turns]
    for channel, line in lines.items():
        own = [(each, text) for each, text in zip(gone, shown, strict=True) if each.channel == channel]
        for number, word in _without(line.placed, own):
            turns[number].append(word)
    return RedactedTranscript(
        contact_id=transcript.contact_id,
        language=transcript.language,
        duration_ms=transcript.duration_ms,
        turns=tuple(
            Turn(channel=turn.channel, party=turn.party, words=tuple(words))
            for turn, words in zip(transcript.turns, turns, strict=True)
            if words
        ),
        redactions=tuple(
            Redaction(
                entity_type=each.value.entity_type, channel=each.channel, span=each.span, recognizer=each.recognizer
            )
            for each in gone
        ),
    )


def removed(transcript: Transcript, *, references: Mapping[str, str] = _NO_REFERENCES) -> tuple[Removed, ...]:
    """All that has to go, in order of time, none overlapping on its channel, with its values: in memory only."""
    found, documents = guarded(lambda: _found_by_channel(transcript, references))
    gone: list[Removed] = []
    for channel, line in _lines(transcript).items():
        own = [_removed(channel, line, find, documents[channel]) for find in _as_words(line.placed, found[channel])]
        gone += [*own, *_unaligned(channel, line, own, documents[channel])]
    return tuple(sorted(gone, key=lambda each: (each.span, each.channel, each.first)))


def _bridges(entity: Entity, already: Sequence[tuple[int, int]]) -> bool:
    """« at [CARD 1] point » is no address: the words only met when what stood between them went."""
    return (
        entity.entity_type == "EMAIL"
        and entity.score < _SURE_EMAIL
        and any(start < entity.end and entity.start < end for start, end in already)
    )


def _found_in(document: Document, names: Iterable[str]) -> tuple[tuple[Entity, ...], tuple[Value, ...]]:
    found = with_carried({0: document}, {0: recognize_all(document)}, names)[0]
    values = tuple(value(each.entity_type, document, each.start, each.end) for each in found)
    return in_given(document, found), values


def _found_by_channel(
    transcript: Transcript, references: Mapping[str, str]
) -> tuple[dict[int, tuple[Entity, ...]], dict[int, Document]]:
    entities = recognize_conversation(transcript.turns, transcript.language, references=references)
    documents = {
        channel: read_document(channel_text(transcript.turns, channel), transcript.language) for channel in entities
    }
    own = {channel: in_cleaned(document, entities[channel]) for channel, document in documents.items()}
    found = with_carried(documents, own)
    return {channel: in_given(document, found[channel]) for channel, document in documents.items()}, documents


def _lines(transcript: Transcript) -> dict[int, Timing]:
    channels = sorted({turn.channel for turn in transcript.turns})
    return {each: timing(_placed(transcript.turns, each), transcript.duration_ms) for each in channels}


def _placed(turns: Sequence[Turn], channel: int) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    offset = 0
    for number, turn in enumerate(turns):
        if turn.channel != channel:
            continue
        for word in turn.words:
            placed.append(Placed(turn=number, word=word, start=offset, end=offset + len(word.text)))
            offset += len(word.text) + 1
    return tuple(placed)


def _as_words(placed: Sequence[Placed], entities: Sequence[Entity]) -> list[_Find]:
    """Entities as words, in order, none overlapping: of those that touch one word, the best names them all."""
    starts, ends = [each.start for each in placed], [each.end for each in placed]
    found: list[_Find] = []
    for entity in sorted(entities, key=lambda each: each.start):
        first, last = bisect_right(ends, entity.start), bisect_left(starts, entity.end) - 1
        if first > last:
            continue
        find = _Find(
            first=first,
            last=last,
            score=entity.score,
            entity_type=entity.entity_type,
            recognizer=entity.recognizer,
        )
        if found and found[-1].last >= first:
            best = max(found[-1], find, key=lambda each: each.score)
            find = _Find(
                first=min(found[-1].first, first),
                last=max(found[-1].last, last),
                score=best.score,
                entity_type=best.entity_type,
                recognizer=best.recognizer,
            )
            found.pop()
        found.append(find)
    return found


def _removed(channel: int, line: Timing, find: _Find, document: Document) -> Removed:
    start, end = line.placed[find.first].start, line.placed[find.last].end
    said = value(find.entity_type, document, *cleaned_range(document, start, end))
    return Removed(
        channel=channel,
        first=find.first,
        last=find.last,
        span=line.of(find.first, find.last, is_number=bool(said.digits)),
        recognizer=find.recognizer,
        value=said,
    )


def _unaligned(channel: int, line: Timing, gone: Sequence[Removed], document: Document) -> Iterator[Removed]:
    """Numbers that nobody took for personal, and that may be said anywhere in their turn: the words go, and the turn."""
    taken = [False] * len(line.placed)
    for each in gone:
        taken[each.first : each.last + 1] = [True] * (each.last + 1 - each.first)
    for first, last in line.unaligned(taken):
        turn = line.of(first, last, is_number=True)
        for word in line.doubtful_digits(first, last):
            if not taken[word]:
                find = _Find(first=word, last=word, score=0.0, entity_type=_ANY_NUMBER, recognizer=_UNALIGNED)
                one = _removed(channel, line, find, document)
                span = TimeSpan(min(turn.start_ms, one.span.start_ms), max(turn.end_ms, one.span.end_ms))
                yield Removed(channel=channel, first=word, last=word, span=span, recognizer=_UNALIGNED, value=one.value)


def _without(placed: Sequence[Placed], gone: Sequence[tuple[Removed, str]]) -> Iterator[tuple[int, Word]]:
    """The words to keep, by turn, with one placeholder for each entity and turn."""
    kept_from = 0
    for each, shown in sorted(gone, key=lambda pair: pair[0].first):
        for place in placed[kept_from : each.first]:
            yield place.turn, place.word
        touched = placed[each.first : each.last + 1]
        cuts = [0, *(n for n, (a, b) in enumerate(pairwise(touched), start=1) if a.turn != b.turn), len(touched)]
        for start, end in pairwise(cuts):
            words = [place.word.span for place in touched[start:end]]
            span = TimeSpan(min(word.start_ms for word in words), max(word.end_ms for word in words))
            yield touched[start].turn, Word(text=shown, span=span, score=1.0)
        kept_from = each.last + 1
    for place in placed[kept_from:]:
        yield place.turn, place.word
