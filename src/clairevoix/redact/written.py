"""Written contacts: chats, and e-mails with their headers, quoted threads, signatures and HTML.

What says who wrote to whom goes whole, headers and signatures; names that stand there are then known in the rest.
"""

import email
import email.policy
import re
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from html.parser import HTMLParser

from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Redaction, Transcript, Turn, Word
from clairevoix.redact.guarded import guarded
from clairevoix.redact.operators.placeholders import PLACEHOLDER, SIGNATURE, WHO
from clairevoix.redact.replace import redact, redact_text
from clairevoix.redact.timing import least_ms

#: Longer letters are cut: what is behind so many characters is nobody's complaint.
MOST_CHARACTERS = 1_000_000
#: Elements whose text nobody reads, and those that begin a line.
_UNREAD = frozenset("script style head title template noscript object svg".split())
_LINES = frozenset("br p div li tr h1 h2 h3 h4 h5 h6 blockquote table ul ol hr section article header footer".split())
_HEADER = re.compile(
    r"^[\s>|]*\**(?:de|à|a|cc|cci|répondre à|envoyé par|expéditeur|destinataire|from|to|bcc|reply-to|sent by|sender|"
    r"recipient)\**\s?:",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"^[\s>|]*(?:(?:le|on)\b.{4,200}?(?:a écrit|a ecrit|wrote)\s?:|.{1,200}?<[^<>\s]+@[^<>\s]+>\s*(?:a écrit|wrote)\s?:)",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^[\s>|]*(?:le|on)\b.{4,200}$", re.IGNORECASE)
#: A line that ends the letter: the standard mark of a signature (RFC 3676, section 4.3), or a closing.
_MARK = re.compile(r"^[\s>|]*-- ?$")
_CLOSING = re.compile(
    r"^[\s>|]*(?:(?:bien )?(?:très )?(?:cordialement|sincèrement|respectueusement)|bien à (?:vous|toi)|salutations?(?: \w+)?|"
    r"(?:meilleures|sincères) salutations|à bientôt|merci d.avance|(?:kind|best|warm)?\s?regards|"
    r"yours (?:sincerely|faithfully|truly)|sincerely|thanks(?: in advance)?|cheers|"
    r"envoyé de(?:puis)? mon .{1,40}|sent from my .{1,40})\s?[,.!]*\s*$",
    re.IGNORECASE,
)
#: A signature is short: so many lines of so many characters at most, up to an empty line behind a filled one, or the thread.
_SIGNATURE_LINES, _SIGNATURE_LINE = 8, 80
_NAMED = re.compile(r"[^\W\d_][^\W\d_’'\-]*(?:[’'\-][^\W\d_]+)*")
#: Words of headers and signatures that name nobody.
_NO_NAME = frozenset(
    "le la les de du des en service services client clients relation info infos contact support objet re fwd tr "
    "envoyé sent date subject à cc cci from to on wrote écrit ecrit madame monsieur mme mlle mr mrs ms lundi mardi "
    "mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre "
    "novembre décembre monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december rue avenue boulevard place route chemin street road tél tel mob "
    "mobile fax email mail mon my iphone".split()
)
#: What is one word of a redacted text: a placeholder too, with what is written to it.
_WORD = re.compile(rf"(?:{PLACEHOLDER.pattern}|\S)+")
_QUOTED = re.compile(r"^[\s>|]*")
_WRITERS = ("from", "to", "cc", "reply-to", "sender")


def redact_chat(messages: Sequence[tuple[Party, str]], language: str) -> tuple[str, ...]:
    """Messages of a conversation, in order, without personal data, their words joined by single blanks.

    What one party asks for explains what the other says. Raises InputError recognizer_failed.
    """
    turns, now = _turns([(party, text.split(), None) for party, text in messages])
    whole = Transcript(contact_id="", language=language, duration_ms=now, turns=tuple(turns.values()))
    # Every turn is kept, since a placeholder stands for what goes.
    kept = dict(zip(turns, (turn.text for turn in redact(whole).turns), strict=True))
    return tuple(kept.get(place, "") for place in range(len(messages)))


def redacted_chat(
    messages: Sequence[tuple[Party, str, int | None]], contact_id: str, language: str, references: Mapping[str, str]
) -> RedactedTranscript:
    """A chat as a transcript: a turn for each message, at its time in ms, its words at reading pace behind it.

    One channel for each party, in the order in which they wrote first. Raises InputError no_words, recognizer_failed.
    """
    turns, duration_ms = _turns([(party, text.split(), at_ms) for party, text, at_ms in messages])
    return redact(_whole(contact_id, language, duration_ms, tuple(turns.values())), references=references)


def redacted_letter(
    content: bytes, contact_id: str, language: str, references: Mapping[str, str]
) -> RedactedTranscript:
    """What the customer wrote in an e-mail or a letter, a turn for each paragraph, without the thread that it answers.

    Names that headers, signatures and the thread tell are known in the rest. Raises InputError no_words, recognizer_failed.
    """
    text, names = guarded(lambda: _read(content))
    body, told = guarded(lambda: _without_writers(text[:MOST_CHARACTERS], language))
    shown, entities = redact_text(body, language, names=(*names, *told), references=references)
    paragraphs = [_WORD.findall(each) for each in _own(shown, language).split("\n\n")]
    turns, duration_ms = _turns([(Party.CUSTOMER, each, None) for each in paragraphs])
    whole = _whole(contact_id, language, duration_ms, tuple(turns.values()))
    return RedactedTranscript(
        contact_id=contact_id,
        language=language,
        duration_ms=duration_ms,
        turns=whole.turns,
        # Where in a letter something stood is not kept: only what kinds of things were there.
        redactions=tuple(
            Redaction(entity_type=each.entity_type, channel=0, span=TimeSpan(0, 1), recognizer=each.recognizer)
            for each in entities
        ),
    )


def _whole(contact_id: str, language: str, duration_ms: int, turns: tuple[Turn, ...]) -> Transcript:
    if not turns:
        raise InputError(Code.NO_WORDS)
    return Transcript(contact_id=contact_id, language=language, duration_ms=duration_ms, turns=turns)


def _turns(messages: Sequence[tuple[Party, Sequence[str], int | None]]) -> tuple[dict[int, Turn], int]:
    """The turns by their place, and when the last one ends: no word before its message, nor before the word before it."""
    channels = {party: number for number, party in enumerate(dict.fromkeys(party for party, _, _ in messages))}
    turns: dict[int, Turn] = {}
    now = 0
    for place, (party, written, at_ms) in enumerate(messages):
        now = max(now, at_ms or 0)
        words = []
        for word in written:
            span = TimeSpan(now, now + least_ms(word))
            words.append(Word(text=word, span=span, score=1.0))
            now = span.end_ms
        if words:
            turns[place] = Turn(channel=channels[party], party=party, words=tuple(words))
    return turns, now


def _own(text: str, language: str) -> str:
    """What stands above the thread: to the mark of its first writer that is followed by quoted or by other lines."""
    lines = text.split("\n")
    first = next(
        (place for place, line in enumerate(lines) if line.strip(" >|") == WHO[language] and any(lines[:place])),
        len(lines),
    )
    return "\n".join(line for line in lines[:first] if not line.lstrip().startswith(">"))


def redact_email(content: bytes, language: str) -> str:
    """The subject and the text of an e-mail without its headers, its signatures and any personal data.

    What is no e-mail is read as text, what is no UTF-8 is replaced. Raises InputError recognizer_failed.
    """
    text, names = guarded(lambda: _read(content))
    return redact_letter(text, language, names)


def redact_letter(text: str, language: str, names: Iterable[str] = ()) -> str:
    """The text of an e-mail, with its thread and signatures; ``names`` are those that its headers told.

    Raises InputError recognizer_failed.
    """
    body, told = guarded(lambda: _without_writers(text[:MOST_CHARACTERS], language))
    return redact_text(body, language, names=(*names, *told))[0]


def as_text(html: str) -> str:
    """What a reader sees of a page: entities decoded, a line for each block, no script, no style, no address of a link.

    >>> as_text("<p>Bonjour&nbsp;<b>Camille</b>,<script>alert(1)</script><br>à&#32;demain</p>")
    'Bonjour\\xa0Camille,\\nà demain'
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip(" \t") for line in "".join(reader.pieces).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Reader(HTMLParser):
    """Collects text; runs and fetches nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread: list[str] = []

    def _opened(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  (addresses of links and images are not text)
        if tag in _UNREAD:
            self._unread.append(tag)
        if tag in _LINES:
            self.pieces.append("\n")

    def _closed(self, tag: str) -> None:
        if tag in self._unread:
            while self._unread and self._unread.pop() != tag:
                pass
        if tag in _LINES and tag != "br":
            self.pieces.append("\n")

    def _said(self, data: str) -> None:
        if not self._unread:
            self.pieces.append(re.sub(r"[ \t\r\n]+", " ", data))

    # The library calls them so.
    handle_starttag, handle_endtag, handle_data = _opened, _closed, _said


def _read(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Subject and body as text, and the names and addresses of the headers."""
    message = email.message_from_bytes(content[: 4 * MOST_CHARACTERS], policy=email.policy.default)
    if not any(name in message for name in (*_WRITERS, "subject")):
        return content.decode("utf-8", errors="replace"), ()
    names = [str(value) for name in _WRITERS for value in message.get_all(name, [])]
    subject = str(message.get("subject", ""))
    return f"{subject}\n\n{_body(message)}".lstrip("\n"), tuple(_named(names))


def _body(message: EmailMessage) -> str:
    parts = [part for part in message.walk() if part.get_content_maintype() == "text" and not part.is_attachment()]
    plain = [part for part in parts if part.get_content_subtype() == "plain"]
    texts = []
    for part in plain or parts:
        payload = part.get_payload(decode=True)
        text = _decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset() or "utf-8")
        texts.append(as_text(text) if part.get_content_subtype() == "html" else text)
    return "\n".join(texts)


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, errors="replace")
    except (LookupError, ValueError):
        return payload.decode("utf-8", errors="replace")


def _without_writers(text: str, language: str) -> tuple[str, tuple[str, ...]]:
    """The text with one mark for each line or block that says who wrote, and the words that may be names in those."""
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    told: list[str] = []
    place = 0
    while place < len(lines):
        line, following = lines[place], place + 1
        if _HEADER.match(line) or _ATTRIBUTION.match(line):
            told.append(line)
            kept.append(_quote(line) + WHO[language])
        elif _BEGINS.match(line) and following < len(lines) and _ATTRIBUTION.match(_two(lines, place)):
            told += lines[place : place + 2]
            kept.append(_quote(line) + WHO[language])
            following += 1
        elif _MARK.match(line) or _CLOSING.match(line):
            following = _signature_end(lines, following)
            kept += [line] if _CLOSING.match(line) else []
            if following > place + 1:
                told += lines[place + 1 : following]
                kept.append(_quote(line) + SIGNATURE[language])
        else:
            kept.append(line)
        place = following
    return "\n".join(kept), tuple(_named(told))


def _signature_end(lines: Sequence[str], first: int) -> int:
    """Where the signature that begins at ``first`` ends: at an empty line behind a filled one, a long line, or the thread."""
    place = first
    filled = False
    while place < len(lines) and place - first < _SIGNATURE_LINES:
        said = lines[place][len(_quote(lines[place])) :].strip()
        if (filled and not said) or len(said) > _SIGNATURE_LINE or _ATTRIBUTION.match(lines[place]):
            break
        if _quote(lines[place]).count(">") != _quote(lines[max(0, first - 1)]).count(">"):
            break
        filled = filled or bool(said)
        place += 1
    return place if filled else first


def _two(lines: Sequence[str], place: int) -> str:
    """A line and the next as one, as they were before a program of mail broke them."""
    return lines[place] + " " + lines[place + 1][len(_quote(lines[place + 1])) :]


def _quote(line: str) -> str:
    found = _QUOTED.match(line)
    return found[0] if found else ""


def _named(lines: Iterable[str]) -> list[str]:
    """Words of headers and signatures that may be somebody's name: those with a capital, and the parts of addresses."""
    found = []
    for line in lines:
        for match in _NAMED.finditer(line):
            before_at = line[match.end() :].lstrip(".-_0123456789abcdefghijklmnopqrstuvwxyz")[:1] == "@"
            if match[0].lower() not in _NO_NAME and (match[0][0].isupper() or before_at):
                found.append(match[0])
    return found
