"""STM: time-marked turns (NIST SCTK, sclite)."""

from clairevoix.model.transcript import Transcript
from clairevoix.transcribe.exports.nist import name_field, tokens
from clairevoix.transcribe.exports.timing import apart, seconds
from clairevoix.transcribe.exports.voices import channel_letter, voices


def as_stm(transcript: Transcript) -> str:
    """File, channel, voice, start, end, <o,language,party>, words; sorted by channel and start. Times in seconds."""
    file, language = name_field(transcript.contact_id), name_field(transcript.language)
    rows: list[tuple[str, int, str]] = []
    for voice, turns in voices(transcript).items():
        spans = apart([turn.span for turn in turns])
        for turn, span in zip(turns, spans, strict=True):
            channel, said = channel_letter(turn.channel), " ".join(tokens(turn.text))
            times = f"{seconds(span.start_ms)} {seconds(span.end_ms)}"
            line = f"{file} {channel} {name_field(voice)} {times} <o,{language},{turn.party.value}> {said}\n"
            rows += [(channel, span.start_ms, line)] if said else []
    return "".join(line for _, _, line in sorted(rows, key=lambda row: row[:2]))
