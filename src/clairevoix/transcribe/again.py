"""Hears stretches of a recording a second time, for what must no longer be in them."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import replace

from clairevoix.model.contact import Channel, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Word
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.turns import split_turns


def heard_again(
    recording: Recording, stretches: Mapping[int, Sequence[TimeSpan]], engine: Engine, language: str
) -> Transcript:
    """What is said in stretches of each channel, each heard by itself, with its times in the recording."""
    pieces = [
        (number, span, _piece(recording.channels[number], span, recording.sample_rate_hz))
        for number, spans in sorted(stretches.items())
        for span in spans
    ]
    heard = engine.hear([piece for _, _, piece in pieces], recording.sample_rate_hz, language) if pieces else ()
    turns = [
        turn
        for (number, span, piece), each in zip(pieces, heard, strict=True)
        for turn in split_turns(number, piece.party, [_moved(word, span) for word in each.words if word.text])
    ]
    turns.sort(key=lambda turn: (turn.span.start_ms, turn.channel))
    return Transcript(
        contact_id=recording.contact_id, language=language, duration_ms=recording.duration_ms, turns=tuple(turns)
    )


def _piece(channel: Channel, span: TimeSpan, rate_hz: int) -> Channel:
    first, end = span.start_ms * rate_hz // 1000, span.end_ms * rate_hz // 1000
    return Channel(party=channel.party, samples=array("h", channel.samples[first:end]))


def _moved(word: Word, stretch: TimeSpan) -> Word:
    start = min(stretch.start_ms + word.span.start_ms, stretch.end_ms)
    end = min(max(start, stretch.start_ms + word.span.end_ms), stretch.end_ms)
    return replace(word, span=TimeSpan(start, end))
