"""Takes entities out: placeholders in the words, silence in the sound, durations unchanged."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from clairevoix.model.contact import Channel, Recording
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript, Turn, Word
from clairevoix.redact.recognizer import Entity, recognize

PLACEHOLDERS = {
    "fr": {
        "PHONE": "[TÉLÉPHONE]",
        "EMAIL": "[E-MAIL]",
        "CARD": "[CARTE]",
        "IBAN": "[IBAN]",
        "NIR": "[NIR]",
        "NUMBER": "[NUMÉRO]",
    },
    "en": {
        "PHONE": "[PHONE]",
        "EMAIL": "[E-MAIL]",
        "CARD": "[CARD]",
        "IBAN": "[IBAN]",
        "NIR": "[NIR]",
        "NUMBER": "[NUMBER]",
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A word of one channel and its place: which turn, and which characters of the channel's whole text."""

    turn: int
    word: Word = field(repr=False)
    start: int
    end: int


def redact_text(text: str, language: str) -> tuple[str, tuple[Entity, ...]]:
    """A text without its personal data, and what was found, with offsets into the given text."""
    entities = recognize(text, language)
    kept = text
    for entity in reversed(entities):
        kept = kept[: entity.start] + PLACEHOLDERS[language][entity.entity_type] + kept[entity.end :]
    return kept, entities


def redact(transcript: Transcript) -> RedactedTranscript:
    """A transcript without its personal data.

    Entities are sought in all that one channel says, so that a number dictated over several turns is found; each word
    that an entity touches goes, whole.
    """
    turns: list[list[Word]] = [[] for _ in transcript.turns]
    redactions: list[Redaction] = []
    for channel in sorted({turn.channel for turn in transcript.turns}):
        placed = _placed(transcript.turns, channel)
        entities = recognize(" ".join(each.word.text for each in placed), transcript.language)
        for number, word in _without(placed, entities, transcript.language):
            turns[number].append(word)
        redactions += [_redaction(placed, entity, channel) for entity in entities]
    return RedactedTranscript(
        contact_id=transcript.contact_id,
        language=transcript.language,
        duration_ms=transcript.duration_ms,
        turns=tuple(
            Turn(channel=turn.channel, party=turn.party, words=tuple(words))
            for turn, words in zip(transcript.turns, turns, strict=True)
            if words
        ),
        redactions=tuple(redactions),
    )


def mute(recording: Recording, redactions: Iterable[Redaction], padding_ms: int, *, start_ms: int = 0) -> Recording:
    """The same sound with each redaction's time span silent, ``padding_ms`` wider on both sides, on its channel.

    ``start_ms`` is where this sound begins in the one that the redactions tell the times of, if it is a part of it.
    """
    found = tuple(redactions)
    end_ms = start_ms + recording.duration_ms + 1
    channels = []
    for number, channel in enumerate(recording.channels):
        spans = merged(
            TimeSpan(max(span.start_ms, start_ms) - start_ms, span.end_ms - start_ms)
            for span in (each.span.padded(padding_ms, limit_ms=end_ms) for each in found if each.channel == number)
            if start_ms <= span.end_ms and span.start_ms < end_ms
        )
        channels.append(_silenced(channel, spans, recording.sample_rate_hz) if spans else channel)
    return replace(recording, channels=tuple(channels))


def _placed(turns: Sequence[Turn], channel: int) -> tuple[_Placed, ...]:
    placed: list[_Placed] = []
    offset = 0
    for number, turn in enumerate(turns):
        if turn.channel != channel:
            continue
        for word in turn.words:
            placed.append(_Placed(turn=number, word=word, start=offset, end=offset + len(word.text)))
            offset += len(word.text) + 1
    return tuple(placed)


def _touched(placed: Sequence[_Placed], entity: Entity) -> list[_Placed]:
    return [each for each in placed if each.start < entity.end and entity.start < each.end]


def _without(placed: Sequence[_Placed], entities: Sequence[Entity], language: str) -> Iterable[tuple[int, Word]]:
    """The words to keep, by turn, with one placeholder per entity and turn."""
    pending = list(entities)
    shown: set[tuple[int, int]] = set()
    for each in placed:
        while pending and pending[0].end <= each.start:
            pending.pop(0)
        if not pending or pending[0].start >= each.end:
            yield each.turn, each.word
            continue
        entity = pending[0]
        if (each.turn, entity.start) not in shown:
            shown.add((each.turn, entity.start))
            touched = [other for other in _touched(placed, entity) if other.turn == each.turn]
            yield (each.turn, Word(text=PLACEHOLDERS[language][entity.entity_type], span=_cover(touched), score=1.0))


def _redaction(placed: Sequence[_Placed], entity: Entity, channel: int) -> Redaction:
    span = _cover(_touched(placed, entity))
    return Redaction(entity_type=entity.entity_type, channel=channel, span=span, recognizer=entity.recognizer)


def _cover(placed: Sequence[_Placed]) -> TimeSpan:
    return TimeSpan(min(each.word.span.start_ms for each in placed), max(each.word.span.end_ms for each in placed))


def _silenced(channel: Channel, spans: Sequence[TimeSpan], rate_hz: int) -> Channel:
    samples = array("h", channel.samples)
    for span in spans:
        start = min(span.start_ms * rate_hz // 1000, len(samples))
        end = min(-(-span.end_ms * rate_hz // 1000), len(samples))
        samples[start:end] = array("h", bytes(2 * (end - start)))
    return Channel(party=channel.party, samples=samples)
