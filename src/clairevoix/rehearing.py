"""What is taken out of a recording's sound, and the proof that it is gone: the muted sound is heard a second time.

Both section by section, however long the recording is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from clairevoix.config import RedactSettings
from clairevoix.ingest.audio import Sound
from clairevoix.model.contact import Recording
from clairevoix.model.errors import Code, InputError
from clairevoix.model.sound import StereoCheck
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript
from clairevoix.model.verification import Verification
from clairevoix.redact.operators.sound import Filling, mute
from clairevoix.redact.verify import stretches, verify
from clairevoix.transcribe.again import heard_again
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.turns import joined


def muted(
    sound: Sound, redacted: RedactedTranscript, padding_ms: int, filling: Filling = Filling.MUTE
) -> Iterator[Recording]:
    """What may be kept of the sound, section by section.

    Where the other party is faintly heard on a channel, what is taken out of that party's words is taken out there too.
    """
    redactions = tuple(_wherever_heard(redacted.redactions, sound.check))
    for each in sound.sections():
        yield mute(each.recording, redactions, padding_ms, start_ms=each.start_ms, filling=filling)


def _wherever_heard(redactions: Iterable[Redaction], check: StereoCheck | None) -> Iterator[Redaction]:
    for each in redactions:
        yield each
        other = check.channels[1 - each.channel] if check is not None and len(check.channels) == 2 else None
        if other is not None and other.bleed_db is not None:
            delay_ms = other.bleed_delay_ms or 0
            start, end = each.span.start_ms + min(0, delay_ms), each.span.end_ms + max(0, delay_ms)
            yield replace(each, channel=1 - each.channel, span=TimeSpan(max(0, start), end))


def verified(
    sections: Iterable[Recording],
    transcript: Transcript,
    redacted: RedactedTranscript,
    engine: Engine,
    settings: RedactSettings,
) -> Verification:
    """What a second hearing of the muted ``sections``, in order, found: nothing that was taken out of the words.

    ``engine`` should hear otherwise than the one that made ``transcript``
    (:func:`~clairevoix.transcribe.engine.second_hearing`). Raises InputError redaction_not_verified, recognizer_failed.
    """
    parts: list[tuple[int, Transcript]] = []
    start_ms = 0
    for section in sections:
        wanted = _within(stretches(redacted, len(section.channels)), start_ms, section.duration_ms)
        parts.append((start_ms, heard_again(section, wanted, engine, transcript.language)))
        start_ms += section.duration_ms
    again = joined(parts, transcript.duration_ms)
    found = verify(transcript, redacted, again, padding_ms=settings.padding_ms, references=settings.references)
    if not found.passed:
        raise InputError(Code.REDACTION_NOT_VERIFIED)
    return found


def _within(
    wanted: Mapping[int, Sequence[TimeSpan]], start_ms: int, duration_ms: int
) -> dict[int, tuple[TimeSpan, ...]]:
    """The stretches that a section holds, or their part of it, with times from its start."""
    end_ms = start_ms + duration_ms
    return {
        channel: tuple(
            TimeSpan(max(span.start_ms, start_ms) - start_ms, min(span.end_ms, end_ms) - start_ms)
            for span in spans
            if span.start_ms < end_ms and start_ms < span.end_ms
        )
        for channel, spans in wanted.items()
    }
