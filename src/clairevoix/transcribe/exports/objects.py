"""JSON: everything that a transcript holds."""

import json

from clairevoix.model.transcript import Transcript


def as_json(transcript: Transcript) -> str:
    """One object on one line."""
    return json.dumps(as_object(transcript), ensure_ascii=False) + "\n"


def as_object(transcript: Transcript) -> dict[str, object]:
    """The stable JSON form of a transcript; times in ms, scores 0 to 1."""
    return {
        "duration_ms": transcript.duration_ms,
        "language": transcript.language,
        "turns": [
            {
                "start_ms": turn.span.start_ms,
                "end_ms": turn.span.end_ms,
                "channel": turn.channel,
                "party": turn.party.value,
                "text": turn.text,
                "words": [
                    {
                        "start_ms": word.span.start_ms,
                        "end_ms": word.span.end_ms,
                        "text": word.text,
                        "score": round(word.score, 4),
                    }
                    for word in turn.words
                ],
            }
            for turn in transcript.turns
        ],
    }
