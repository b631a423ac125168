"""Examples of a label as made-up contacts: a sentence, or a dialogue of several lines.

A line ``agent: …``, ``customer: …`` or ``system: …`` is a turn, ``(silence 40)`` so many seconds in which nobody speaks.
Without parties, all of it is said by the label's own. Everybody says three words a second.
"""

import re

from clairevoix.model.annotation import Example
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word

_WORD_MS, _PAUSE_MS = 333, 400
_TURN = re.compile(r"(agent|customer|system): *(\S.*)")
_SILENCE = re.compile(r"\(silence (\d{1,4})\)")
_CHANNELS = {Party.CUSTOMER: 1}


def contact(example: Example, party: Party) -> RedactedTranscript:
    """The contact that an example tells. Raises ValueError for a line that is neither a turn nor a silence."""
    lines = [line.strip() for line in example.text.splitlines() if line.strip()]
    is_dialogue = any(_TURN.fullmatch(line) for line in lines)
    turns: list[Turn] = []
    at = 0
    for line in lines if is_dialogue else [" ".join(lines)]:
        silence, said = _SILENCE.fullmatch(line), _TURN.fullmatch(line)
        if is_dialogue and silence:
            at += int(silence.group(1)) * 1000
            continue
        if is_dialogue and not said:
            raise ValueError("a line of a dialogue is a turn or a silence")
        turn = _turn(said.group(2) if said else line, Party(said.group(1)) if said else party, at)
        turns.append(turn)
        at = turn.span.end_ms + _PAUSE_MS
    return RedactedTranscript(
        contact_id="example", language=example.language or "fr", duration_ms=at, turns=tuple(turns), redactions=()
    )


def _turn(text: str, party: Party, at: int) -> Turn:
    words = tuple(
        Word(text=word, span=TimeSpan(at + number * _WORD_MS, at + (number + 1) * _WORD_MS), score=1.0)
        for number, word in enumerate(text.split())
    )
    return Turn(channel=_CHANNELS.get(party, 0), party=party, words=words)
