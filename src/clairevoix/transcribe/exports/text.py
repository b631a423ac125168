"""Plain text: one line a turn."""

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.characters import plain


def as_text(transcript: Transcript) -> str:
    """When, in seconds, on which channel, what."""
    return "".join(
        f"{turn.span.start_ms / 1000:8.2f}  {turn.channel}  {plain(turn.text)}\n" for turn in transcript.turns
    )
