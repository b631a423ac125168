"""Written contacts as they come: an e-mail (``.eml``), a letter (``.txt``), a chat (``.jsonl``, one message a line).

A line of a chat is ``{"party": "customer", "text": "…", "at": "2025-09-30T10:00:00+02:00"}``; ``at`` may be left out of
all of them. Parties are ``agent``, ``customer`` and ``system``. What is written lives in memory only, until it is redacted.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError

CHAT, LETTERS = ".jsonl", (".eml", ".txt")
WRITTEN_SUFFIXES = (CHAT, *LETTERS)
#: More than that is an attachment, not a letter.
_MOST_BYTES = 16_000_000
_MOST_MESSAGES = 20_000
_LOOKED_AT = 100_000
_FRENCH = frozenset(
    "le la les de des du et est je vous ne pas pour une un sur mon ma que qui avec bonjour merci".split()
)
_ENGLISH = frozenset("the of and is i you not for a on my that with hello thanks to have in it this".split())
_PARTIES = frozenset({Party.AGENT, Party.CUSTOMER, Party.SYSTEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a chat. ``at_ms`` counts from the first one; None where the chat tells no times."""

    party: Party
    text: str = field(repr=False)
    at_ms: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A contact in writing: the messages of a chat, or the bytes of a letter, which the customer wrote."""

    messages: tuple[Message, ...] = field(default=(), repr=False)
    letter: bytes | None = field(default=None, repr=False)


def is_written(path: Path) -> bool:
    """Whether a file holds a contact in writing, by its name."""
    return path.suffix.lower() in WRITTEN_SUFFIXES


def read_written(path: Path) -> Written:
    """Raises InputError source_gone, empty_file, too_large, unreadable, bad_value, bad_parties, bad_date, no_words."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError:
        raise InputError(Code.SOURCE_GONE) from None
    if len(content) > _MOST_BYTES:
        raise InputError(Code.TOO_LARGE)
    if not content.strip():
        raise InputError(Code.EMPTY_FILE)
    if path.suffix.lower() in LETTERS:
        return Written(letter=content)
    return Written(messages=_messages(content))


def language_of(written: Written) -> str:
    """French or English, by the commonest words of each; French where neither stands out."""
    letter = b"" if written.letter is None else written.letter[:_LOOKED_AT]
    text = " ".join([letter.decode("utf-8", errors="replace"), *(each.text for each in written.messages)]).lower()
    words = text.split()
    n_french, n_english = (sum(word in common for word in words) for common in (_FRENCH, _ENGLISH))
    return "en" if n_english > n_french else "fr"


def _messages(content: bytes) -> tuple[Message, ...]:
    try:
        lines = [line for line in content.decode("utf-8-sig").splitlines() if line.strip()]
        rows = [json.loads(line) for line in lines]
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise InputError(Code.UNREADABLE) from None
    if len(rows) > _MOST_MESSAGES:
        raise InputError(Code.TOO_LARGE)
    times = [_instant(row) for row in rows]
    if None in times and any(times):
        raise InputError(Code.BAD_DATE)
    first = min((each for each in times if each is not None), default=None)
    messages = [
        Message(party=_party(row), text=str(row["text"]), at_ms=None if at is None or first is None else _ms(at, first))
        for row, at in zip(rows, times, strict=True)
    ]
    if not any(each.text.strip() for each in messages):
        raise InputError(Code.NO_WORDS)
    return tuple(sorted(messages, key=lambda each: each.at_ms or 0))


def _instant(row: object) -> datetime | None:
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(Code.BAD_VALUE)
    text = row.get("at")
    if text in (None, ""):
        return None
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise InputError(Code.BAD_DATE) from None
    if at.tzinfo is None:
        raise InputError(Code.BAD_DATE)
    return at


def _party(row: dict[str, object]) -> Party:
    name = str(row.get("party"))
    if name not in _PARTIES:
        raise InputError(Code.BAD_PARTIES)
    return Party(name)


def _ms(at: datetime, first: datetime) -> int:
    return round((at - first).total_seconds() * 1000)
