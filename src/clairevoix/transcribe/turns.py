"""Words of each channel to the turns of a conversation."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from clairevoix.model.contact import Party, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import HeldBack, Transcript, Turn, Word
from clairevoix.transcribe.engine import Engine

#: A silence longer than this ends a turn, in ms: pauses inside turns are mostly shorter, gaps between them longer
#: (Heldner & Edlund 2010, Journal of Phonetics 38(4)).
TURN_GAP_MS = 700


def transcribe(recording: Recording, engine: Engine, language: str) -> Transcript:
    """What was said in a recording, as turns in the order in which they begin."""
    heard = engine.hear(recording.channels, recording.sample_rate_hz, language)
    turns = [
        turn
        for number, (channel, each) in enumerate(zip(recording.channels, heard, strict=True))
        for turn in split_turns(number, channel.party, _within(each.words, recording.duration_ms))
    ]
    turns.sort(key=lambda turn: (turn.span, turn.channel))
    return Transcript(
        contact_id=recording.contact_id,
        language=language,
        duration_ms=recording.duration_ms,
        turns=tuple(turns),
        held_back=tuple(
            HeldBack(reason=one.reason.value, channel=number, span=one.span, n_words=one.n_words)
            for number, each in enumerate(heard)
            for one in each.dropped
        ),
    )


def joined(parts: Iterable[tuple[int, Transcript]], duration_ms: int) -> Transcript:
    """The transcripts of a recording's sections, at least one, each with the ms at which it begins, as one."""
    transcripts = list(parts)
    turns = tuple(_later(turn, start_ms) for start_ms, each in transcripts for turn in each.turns)
    held_back = tuple(
        replace(one, span=_moved(one.span, start_ms)) for start_ms, each in transcripts for one in each.held_back
    )
    return replace(transcripts[0][1], duration_ms=duration_ms, turns=turns, held_back=held_back)


def _later(turn: Turn, by_ms: int) -> Turn:
    if not by_ms:
        return turn
    return replace(turn, words=tuple(replace(word, span=_moved(word.span, by_ms)) for word in turn.words))


def _moved(span: TimeSpan, by_ms: int) -> TimeSpan:
    return TimeSpan(span.start_ms + by_ms, span.end_ms + by_ms)


def split_turns(number: int, party: Party, words: Sequence[Word]) -> Iterable[Turn]:
    """Cuts a channel's words into turns wherever it is silent for more than ``TURN_GAP_MS``."""
    current: list[Word] = []
    for word in words:
        if current and word.span.start_ms - current[-1].span.end_ms > TURN_GAP_MS:
            yield Turn(channel=number, party=party, words=tuple(current))
            current = []
        current.append(word)
    if current:
        yield Turn(channel=number, party=party, words=tuple(current))


def _within(words: Iterable[Word], duration_ms: int) -> list[Word]:
    """The words with their times inside the recording and in order: engines round, and sometimes overshoot."""
    kept: list[Word] = []
    for word in words:
        start = min(max(word.span.start_ms, kept[-1].span.start_ms if kept else 0), duration_ms)
        end = min(max(word.span.end_ms, start), duration_ms)
        if word.text:
            kept.append(replace(word, span=TimeSpan(start, end)))
    return kept
