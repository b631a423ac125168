"""Conversations in a line a turn, for tests of quality: what was said, the recording, and what was heard of it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript, Turn, Word
from clairevoix.quality.evidence import Errors, Evidence, Heard, Ratio
from clairevoix.quality.truth import Sound, Split, Stretch, Take, TrueTurn, TrueWord, Truth

STEREO = (Party.AGENT, Party.CUSTOMER)
MONO = (Party.UNKNOWN,)


def said(*lines: str, stretches: Iterable[str] = (), language: str = "fr") -> Truth:
    """``agent 0-1000 bonjour madame``; ``system/agent …`` is the system on the agent's side.

    A word with known times is ``bonjour@100-450``, or ``bonjour@100-`` where only the beginning is known. A stretch is
    ``hold_music customer 1000-9000``.
    """
    return Truth(
        contact_id="c1",
        kind="call" if lines else "sound",
        language=language,
        split=Split.DEVELOPMENT,
        turns=tuple(_true_turn(line) for line in lines),
        stretches=tuple(
            Stretch(sound=Sound(sound), side=Party(side), span=_span(span))
            for sound, side, span in (line.split() for line in stretches)
        ),
    )


def take(parties: tuple[Party, ...] = STEREO, duration_ms: int = 60_000) -> Take:
    return Take(
        recording_id="c1-clean",
        contact_id="c1",
        condition="clean",
        path=Path("c1.flac"),
        sha256="0" * 64,
        parties=parties,
        duration_ms=duration_ms,
    )


def heard(*lines: str, duration_ms: int = 60_000, language: str = "fr") -> Heard:
    """``0 agent 0-1000 bonjour madame``: channel, party, time, words that share the time evenly unless they have their own."""
    turns = tuple(_heard_turn(line) for line in lines)
    transcript = Transcript(contact_id="c1", language=language, duration_ms=duration_ms, turns=turns)
    return Heard(recording_id="c1-clean", transcript=transcript)


def redacted(hypothesis: Heard, *spans: tuple[int, int], channel: int = 1, kind: str = "PHONE") -> Heard:
    """What was heard, with these stretches of time redacted."""
    found = tuple(
        Redaction(entity_type=kind, channel=channel, span=TimeSpan(*span), recognizer="phone") for span in spans
    )
    transcript = hypothesis.transcript
    return replace(
        hypothesis,
        redacted=RedactedTranscript(
            contact_id=transcript.contact_id,
            language=transcript.language,
            duration_ms=transcript.duration_ms,
            turns=(),
            redactions=found,
        ),
    )


def parts(evidence: Iterable[Evidence]) -> dict[str, tuple[float, float]]:
    """Part and whole of each ratio, by « metric item », added up."""
    found: dict[str, tuple[float, float]] = {}
    for e in evidence:
        if isinstance(e, Ratio):
            part, whole = found.get(name := f"{e.metric} {e.item}".strip(), (0, 0))
            found[name] = (part + e.part, whole + e.whole)
    return found


def errors(evidence: Iterable[Evidence]) -> dict[str, tuple[float, ...]]:
    return {e.metric: e.values for e in evidence if isinstance(e, Errors)}


def _true_turn(line: str) -> TrueTurn:
    parties, span, *words = line.split()
    party, _, side = parties.partition("/")
    return TrueTurn(
        party=Party(party), side=Party(side or party), span=_span(span), words=tuple(_true_word(word) for word in words)
    )


def _true_word(word: str) -> TrueWord:
    text, _, times = word.partition("@")
    start, _, end = times.partition("-")
    return TrueWord(text=text, start_ms=int(start) if start else None, end_ms=int(end) if end else None)


def _heard_turn(line: str) -> Turn:
    channel, party, span, *words = line.split()
    whole = _span(span)
    step = whole.duration_ms / len(words)
    return Turn(
        channel=int(channel),
        party=Party(party),
        words=tuple(
            _heard_word(word, TimeSpan(whole.start_ms + int(n * step), whole.start_ms + int((n + 1) * step)))
            for n, word in enumerate(words)
        ),
    )


def _heard_word(word: str, span: TimeSpan) -> Word:
    text, _, times = word.partition("@")
    return Word(text=text, span=_span(times) if times else span, score=0.9)


def _span(text: str) -> TimeSpan:
    start, _, end = text.partition("-")
    return TimeSpan(int(start), int(end))
