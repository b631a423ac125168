"""Scripts of made-up contacts: what is said, by whom and how, with everything that is true about it marked in the text.

    python corpus/script.py corpus/scripts        # lists what is wrong; exit code 1 if anything is

In: the text of a script (the format is in `scripts/README.md`). Out: a `Script`, whose lines hold words, and spans of
words that are personal data, labels or postures.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spoken_fr import SAY, is_iban_valid, is_luhn_valid, is_nir_valid

KINDS = ("call", "chat", "email")
PARTIES = {"A": "agent", "C": "customer", "S": "system"}
#: How a line of a call follows the one before.
MANNERS = {":": "after", ">": "cutting in", "~": "during", "+": "going on"}
SITUATIONS = (
    *("outage", "fibre_order", "fibre_failure", "invoice", "move", "churn", "sale", "mobile", "thanks", "payment"),
    "identity",
)
TONES = ("polite", "angry", "confused", "hurried", "friendly", "resigned")
TYPES = (
    *("PHONE", "EMAIL", "CARD", "IBAN", "NIR", "NAME", "ADDRESS", "BIRTH_DATE", "REFERENCE", "PASSWORD", "LINE"),
    "DEVICE",
)
LABELS = (
    *("internet_outage", "missed_appointment", "repeat_contact", "cancellation_intent", "problem_solved"),
    *("billing_dispute", "competitor_mentioned", "unkept_promise", "complaint_escalation", "moving_home", "new_order"),
    *("long_wait", "transferred", "praise", "device_lost", "number_transfer"),
)
POSTURES = (
    *("greets", "reformulates", "acknowledges", "asks_permission", "thanks_for_waiting", "explains_next_step"),
    *("checks_resolution", "closes"),
)
EVENTS = ("hold", "silence")

_HEADER = re.compile(r"([a-z_]+): *(.+)")
_LINE = re.compile(r"([ACS])([:>~+]) +(\S.*)")
_EVENT = re.compile(r"\((\w+) (\d+(?:\.\d+)?)\)")
_MARK = re.compile(r"\{([A-Z_]+):([^{}|]+)(?:\|([^{}|]+))?\}")
_SPAN = re.compile(r"\[([a-z_]+): ([^\[\]]+)\]")
_PUNCTUATION = re.compile(r"[\s.,;:!?…«»\"“”()–-]+")
_FICTIONAL_PHONE = re.compile(
    r"(?:\+33 ?|0)(?:1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98)(?: \d\d){2}|020 7946 0\d{3}|07700 900\d{3}"
)
_TEST_IBANS = {"BE68 5390 0754 7034", "CH93 0076 2011 6238 5295 7", "GB29 NWBK 6016 1331 9268 19"}
_CHECKS = {
    "PHONE": lambda value: _FICTIONAL_PHONE.fullmatch(value) is not None,
    "EMAIL": lambda value: re.fullmatch(r"[\w.+-]+@ex[ae]mple\.\w+", value) is not None,
    "CARD": is_luhn_valid,
    "IBAN": lambda value: value in _TEST_IBANS or (value.startswith("FR") and is_iban_valid(value)),
    "NIR": lambda value: value.split()[3:4] == ["99"] and is_nir_valid(value),
}


class ScriptError(ValueError):
    """A script says something impossible; the message names the script and the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words `first` to `end` (half-open) of a line that are something: personal data, a label or a posture."""

    name: str
    first: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one party says or writes in one go. `text` is as spoken; `words` is it split, punctuation on the words."""

    party: str
    manner: str
    text: str
    words: tuple[str, ...]
    entities: tuple[Span, ...] = ()
    labels: tuple[Span, ...] = ()
    postures: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Nobody speaks for `seconds`: `hold` has music on the agent's side, `silence` has nothing."""

    kind: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One contact. `answer` is the customer's later mark from 0 to 10, None when they did not answer."""

    script_id: str
    kind: str
    language: str
    situation: str
    tone: str
    agent: str
    customer: str
    resolved: bool
    answer: int | None
    parts: tuple[Line | Event, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(part for part in self.parts if isinstance(part, Line))


def split_words(text: str) -> tuple[str, ...]:
    """
    >>> split_words("Allô ? Oui , bonjour !")
    ('Allô ?', 'Oui ,', 'bonjour !')
    """
    words: list[str] = []
    for piece in text.split():
        if words and _PUNCTUATION.fullmatch(piece):
            words[-1] += f" {piece}"
        else:
            words.append(piece)
    return tuple(words)


def read_line(row: str, *, language: str = "fr", spoken: bool = True) -> Line:
    """One line of a script.

    >>> line = read_line("C: Euh, [repeat_contact: j'ai rappelé au {PHONE:06 39 98 21 47|zéro six trente-neuf}].")
    >>> line.text
    "Euh, j'ai rappelé au zéro six trente-neuf."
    >>> line.entities
    (Span(name='PHONE', first=4, end=7, value='06 39 98 21 47'),)
    >>> [line.words[span.first : span.end] for span in line.labels]
    [("j'ai", 'rappelé', 'au', 'zéro', 'six', 'trente-neuf.')]
    """
    match = _LINE.fullmatch(row)
    if match is None:
        raise ScriptError(f"not a line: {row[:40]}")
    text, entities = _without_marks(match[3], language, spoken=spoken)
    # Entity marks are gone, so spans can be taken out of the plain text; places are characters of it.
    plain, spans = "", []
    at = 0
    for found in _SPAN.finditer(text):
        plain += text[at : found.start()]
        spans.append((found[1], len(plain), len(plain) + len(found[2])))
        plain += found[2]
        at = found.end()
    plain += text[at:]
    placed, bare = _placed_entities(plain, entities)
    if set("{}[]|") & set(bare):
        raise ScriptError(f"a mark is not closed: {row[:60]}")
    words = split_words(bare)
    bounds = _bounds(bare, words)
    unknown = {name for name, _, _ in spans} - set(LABELS) - set(POSTURES)
    if unknown:
        raise ScriptError(f"unknown label or posture: {', '.join(sorted(unknown))}")
    spans = [(name, _shifted(plain, start), _shifted(plain, end)) for name, start, end in spans]
    return Line(
        party=PARTIES[match[1]],
        manner=MANNERS[match[2]],
        text=bare,
        words=words,
        entities=tuple(_span(kind, start, end, bounds, value) for kind, start, end, value in placed),
        labels=tuple(_span(name, start, end, bounds) for name, start, end in spans if name in LABELS),
        postures=tuple(_span(name, start, end, bounds) for name, start, end in spans if name in POSTURES),
    )


_OPEN, _CLOSE = "\ue000", "\ue001"


def _without_marks(text: str, language: str, *, spoken: bool) -> tuple[str, list[tuple[str, str]]]:
    """Puts what is said in place of each entity mark, between two characters of private use."""
    entities: list[tuple[str, str]] = []

    def said(match: re.Match[str]) -> str:
        kind, value, words = match[1], match[2].strip(), (match[3] or "").strip()
        if kind not in TYPES:
            raise ScriptError(f"unknown type of personal data: {kind}")
        if not words:
            words = SAY[kind](value) if spoken and language == "fr" and kind in SAY else value
        entities.append((kind, value))
        return f"{_OPEN}{words}{_CLOSE}"

    return _MARK.sub(said, text), entities


def _placed_entities(plain: str, entities: list[tuple[str, str]]) -> tuple[list[tuple[str, int, int, str]], str]:
    placed, bare = [], plain.replace(_OPEN, "").replace(_CLOSE, "")
    starts = [match.start() for match in re.finditer(_OPEN, plain)]
    ends = [match.start() for match in re.finditer(_CLOSE, plain)]
    for (kind, value), start, end in zip(entities, starts, ends, strict=True):
        placed.append((kind, _shifted(plain, start), _shifted(plain, end), value))
    return placed, bare


def _shifted(plain: str, place: int) -> int:
    """The place in the text without its private characters."""
    return place - plain[:place].count(_OPEN) - plain[:place].count(_CLOSE)


def _bounds(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for word in words:
        start = text.index(word.split()[0], at)
        at = start + len(word.split()[0])
        bounds.append((start, at))
    return bounds


def _span(name: str, start: int, end: int, bounds: list[tuple[int, int]], value: str = "") -> Span:
    touched = [number for number, (first, last) in enumerate(bounds) if first < end and start < last]
    if not touched:
        raise ScriptError(f"{name} marks no word")
    return Span(name=name, first=touched[0], end=touched[-1] + 1, value=value)


def parse(text: str, name: str) -> Script:
    """A script from its text. Raises ScriptError with the script's name and the number of the line."""
    header: dict[str, str] = {}
    parts: list[Line | Event] = []
    in_header = True
    for number, row in enumerate(map(str.strip, text.splitlines()), start=1):
        if row.startswith("#"):
            continue
        if not row:
            in_header = in_header and not header
            continue
        try:
            if in_header:
                match = _HEADER.fullmatch(row)
                if match is None or match[1] in header:
                    raise ScriptError("not a line of the header, or said twice")
                header[match[1]] = match[2].strip()
            elif event := _EVENT.fullmatch(row):
                if event[1] not in EVENTS:
                    raise ScriptError(f"unknown event {event[1]}")
                parts.append(Event(kind=event[1], seconds=float(event[2])))
            else:
                spoken = header.get("kind", "call") == "call"
                parts.append(read_line(row, language=header.get("language", "fr"), spoken=spoken))
        except ScriptError as error:
            raise ScriptError(f"{name}, line {number}: {error}") from None
    try:
        return _script(header, tuple(parts))
    except (KeyError, ValueError) as error:
        raise ScriptError(f"{name}: header: {error}") from None


def _script(header: dict[str, str], parts: tuple[Line | Event, ...]) -> Script:
    known = {"id", "kind", "language", "situation", "tone", "agent", "customer", "resolved", "answer"}
    if set(header) - known:
        raise ValueError(f"unknown {', '.join(sorted(set(header) - known))}")
    for key, values in (("situation", SITUATIONS), ("tone", TONES), ("resolved", ("yes", "no"))):
        if header[key] not in values:
            raise ValueError(f"{key} is none of {', '.join(values)}")
    answer = None if header["answer"] == "none" else int(header["answer"])
    if answer is not None and not 0 <= answer <= 10:
        raise ValueError("answer is none, or 0 to 10")
    kind, language = header.get("kind", "call"), header.get("language", "fr")
    if kind not in KINDS or language not in ("fr", "en"):
        raise ValueError("kind is call, chat or email; language is fr or en")
    return Script(
        script_id=header["id"],
        kind=kind,
        language=language,
        situation=header["situation"],
        tone=header["tone"],
        agent=header.get("agent", ""),
        customer=header.get("customer", ""),
        resolved=header["resolved"] == "yes",
        answer=answer,
        parts=parts,
    )


def faults(script: Script, speakers: frozenset[str]) -> Iterator[str]:
    """What is wrong with a script that can be read."""
    if len(script.lines) < 2 and script.kind != "email":
        yield "fewer than two lines"
    if script.kind == "call":
        if not {script.agent, script.customer} <= speakers:
            yield f"unknown voice: {script.agent} or {script.customer}"
        for line in script.lines:
            if re.search(r"\d", line.text):
                yield f"a digit in what is said, write it as it is spoken: {line.text[:50]}"
            if line.manner in ("cutting in", "during") and line is script.lines[0]:
                yield "nobody to cut in on"
    for line in script.lines:
        for entity in line.entities:
            if entity.name in _CHECKS and not _CHECKS[entity.name](entity.value):
                yield f"not a fictional or test value: {entity.name} {entity.value}"
        for span in line.labels:
            if line.party != "customer":
                yield f"{span.name} is marked on the words of the {line.party}"
        for span in line.postures:
            if line.party != "agent":
                yield f"{span.name} is marked on the words of the {line.party}"
        for first, second in zip(line.entities, line.entities[1:], strict=False):
            if second.first < first.end:
                yield f"{first.name} and {second.name} overlap"


def read_scripts(folder: Path) -> tuple[Script, ...]:
    """Every script of a folder and its sub-folders, in order of their identifiers."""
    scripts = []
    for path in sorted(folder.rglob("*.txt")):
        script = parse(path.read_text(encoding="utf-8"), path.name)
        if script.script_id != path.stem:
            raise ScriptError(f"{path.name}: the id is {script.script_id}")
        scripts.append(script)
    counted = Counter(script.script_id for script in scripts)
    if twice := [name for name, times in counted.items() if times > 1]:
        raise ScriptError(f"more than one script is called {twice[0]}")
    return tuple(sorted(scripts, key=lambda script: script.script_id))


def main() -> int:
    """Check a folder of scripts and count what is in it."""
    from speakers import SPEAKERS

    found: list[str] = []
    scripts: list[Script] = []
    for path in sorted(Path(sys.argv[1]).rglob("*.txt")):
        try:
            script = parse(path.read_text(encoding="utf-8"), path.name)
        except ScriptError as error:
            found.append(str(error))
            continue
        scripts.append(script)
        if script.script_id != path.stem:
            found.append(f"{path.name}: the id is {script.script_id}")
        found += [f"{path.name}: {fault}" for fault in faults(script, frozenset(SPEAKERS))]
    lines = [line for script in scripts for line in script.lines]
    for title, counted in (
        ("kind and language", Counter(f"{script.kind}-{script.language}" for script in scripts)),
        ("situation", Counter(script.situation for script in scripts)),
        ("tone", Counter(script.tone for script in scripts)),
        ("personal data", Counter(span.name for line in lines for span in line.entities)),
        ("labels", Counter(span.name for line in lines for span in line.labels)),
        ("postures", Counter(span.name for line in lines for span in line.postures)),
        ("words of a call", _quartiles([sum(len(e.words) for e in s.lines) for s in scripts if s.kind == "call"])),
    ):
        print(f"{title}: {', '.join(f'{name} {count}' for name, count in counted.items())}")
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


def _quartiles(counts: list[int]) -> dict[str, int]:
    ordered = sorted(counts) or [0]
    return {"least": ordered[0], "median": ordered[len(ordered) // 2], "most": ordered[-1], "all": sum(ordered)}


if __name__ == "__main__":
    sys.exit(main())
