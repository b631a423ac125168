"""SubRip subtitles."""

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.cues import cues
from clairevoix.transcribe.exports.timing import clock

# The format has no way to write these other than as a tag or the arrow between times.
_UNWRITABLE = str.maketrans("<>{}", "‹›()")


def as_srt(transcript: Transcript) -> str:
    """Numbered cues with a blank line between them, each begun with its voice; times ``HH:MM:SS,mmm``."""
    return "\n".join(
        f"{number}\n{clock(cue.span.start_ms, ',')} --> {clock(cue.span.end_ms, ',')}\n"
        + "".join(f"{line.translate(_UNWRITABLE)}\n" for line in cue.lines)
        for number, cue in enumerate(cues(transcript, named=True), start=1)
    )
