"""RTTM: who spoke when (NIST, Rich Transcription 2009 evaluation plan, appendix A)."""

from clairevoix.model.timespan import merged
from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.nist import name_field
from clairevoix.transcribe.exports.timing import seconds
from clairevoix.transcribe.exports.voices import voices


def as_rttm(transcript: Transcript) -> str:
    """SPEAKER lines of ten fields, in the order in which they start; channels from 1, times in seconds.

    Turns of one voice that touch are one line; a turn that takes no time is none.
    """
    rows = [
        (span, turns[0].channel, voice)
        for voice, turns in voices(transcript).items()
        for span in merged(turn.span for turn in turns)
        if span.duration_ms
    ]
    file = name_field(transcript.contact_id)
    return "".join(
        f"SPEAKER {file} {channel + 1} {seconds(span.start_ms)} {seconds(span.duration_ms)} "
        f"<NA> <NA> {name_field(voice)} <NA> <NA>\n"
        for span, channel, voice in sorted(rows)
    )
