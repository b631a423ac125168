"""CTM: time-marked words (NIST SCTK, sclite)."""

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.characters import pieces
from clairevoix.transcribe.exports.nist import name_field, tokens
from clairevoix.transcribe.exports.timing import seconds
from clairevoix.transcribe.exports.voices import channel_letter


def as_ctm(transcript: Transcript) -> str:
    """File, channel, start, duration, word, score; sorted by channel and start. Times in seconds."""
    file = name_field(transcript.contact_id)
    rows = [(channel_letter(turn.channel), word) for turn in transcript.turns for word in pieces(turn.words, tokens)]
    rows.sort(key=lambda row: (row[0], row[1].span.start_ms))
    return "".join(
        f"{file} {channel} {seconds(word.span.start_ms)} {seconds(word.span.duration_ms)} {word.text} {word.score:.4f}\n"
        for channel, word in rows
    )
