"""WebVTT subtitles (W3C), in which a voice is a tag."""

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.cues import cues
from clairevoix.transcribe.exports.timing import clock

_ESCAPED = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        "\N{COMBINING LONG SOLIDUS OVERLAY}": "&#824;",  # NFC would make one character of it and the end of a tag
    }
)


def as_vtt(transcript: Transcript) -> str:
    """The header, then cues with a blank line between them; times ``HH:MM:SS.mmm``."""
    return "WEBVTT\n\n" + "\n".join(
        f"{clock(cue.span.start_ms, '.')} --> {clock(cue.span.end_ms, '.')}\n<v {cue.voice}>"
        + "".join(f"{line.translate(_ESCAPED)}\n" for line in cue.lines)
        for cue in cues(transcript, named=False)
    )
