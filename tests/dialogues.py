"""Contacts in a line a turn, for tests of queries: who said what when."""

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word

_SIDES = {"agent": 0, "customer": 1, "system": 0}
WORD_MS = 300
_PAUSE_MS = 500


def dialogue(*lines: str, contact_id: str = "c1", language: str = "fr", score: float = 0.9) -> RedactedTranscript:
    """``customer je veux résilier``: each word lasts 300 ms, and half a second passes between turns.

    ``customer 12s je veux``: said from then on; the contact ends with its last word, or where ``end 60s`` says.
    """
    turns, at_ms, ends_ms = [], 0, 0
    for line in lines:
        who, *said = line.split()
        if said and said[0].endswith("s") and said[0][:-1].replace(".", "").isdigit():
            at_ms = round(float(said.pop(0)[:-1]) * 1000)
        if who == "end":
            ends_ms = at_ms
            continue
        words = tuple(
            Word(text=text, span=TimeSpan(at_ms + number * WORD_MS, at_ms + (number + 1) * WORD_MS), score=score)
            for number, text in enumerate(said)
        )
        turns.append(Turn(channel=_SIDES[who], party=Party(who), words=words))
        at_ms = words[-1].span.end_ms + _PAUSE_MS
        ends_ms = max(ends_ms, words[-1].span.end_ms)
    return RedactedTranscript(
        contact_id=contact_id, language=language, duration_ms=ends_ms, turns=tuple(turns), redactions=()
    )
