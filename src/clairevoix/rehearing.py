"""The proof that what was taken out of a recording is gone: its muted sound is heard a second time, section by section."""

from collections.abc import Iterable, Mapping, Sequence

from clairevoix.config import RedactSettings
from clairevoix.model.contact import Recording
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Transcript
from clairevoix.model.verification import Verification
from clairevoix.redact.verify import stretches, verify
from clairevoix.transcribe.again import heard_again
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.turns import joined


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
