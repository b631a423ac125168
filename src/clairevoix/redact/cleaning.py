"""Text as recognizers read it: without what hides characters from them, with offsets back into the given text.

Zero-width and bidirectional marks, digits and letters of other alphabets that look like ours, combining marks, HTML
entities and tags inside a number: each would keep a number or an address from being seen (Unicode TR 36 and 39).
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType

#: Letters of other alphabets and what readers take them for (a choice from Unicode's confusables.txt).
_LOOKALIKES = MappingProxyType(
    dict(
        zip(
            "аеорсухіјѕԁһӏԛԝкмтвгАВЕКМНОРСТУХІЈЅԚԜαβγεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧıİɑɡ｡。․‐‑‒–—―−",
            "aeopcyxijsdhlqwkmtbrABEKMHOPCTYXIJSQWabyeiknoptyxwABEZHIKMNOPTYXiIag...-------",
            strict=True,
        )
    )
)
#: Attributes that hold no content; a tag with others is kept, since an address may stand in it.
_PLAIN_TAG = re.compile(
    r"""</?[a-z][a-z0-9]{0,10}(?:\s{1,9}(?:class|style|dir|lang|width|height|color|size|face|align)\s?=\s?"""
    r"""(?:"[^"<>@]{0,99}"|'[^'<>@]{0,99}'|[\w#%.]{1,20})){0,6}\s{0,9}/?>""",
    re.IGNORECASE,
)
_LINE_TAG = re.compile(r"</?(?:br|p|div|tr|td|th|li|ul|ol|table|h[1-6]|blockquote)\b", re.IGNORECASE)
#: What needs a second look. Every part is bounded, so that a text is read in linear time.
_ODD = re.compile(
    r"&(?:amp;){0,3}(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8}(?=;));?|"
    r"</?[a-z][^<>]{0,300}>|"
    r"=\r?\n|(?<=[a-z0-9])%(?:40|2e)|"
    r"[^\W\d_][\u0300-\u036f]{1,8}|"
    r"[^\t\n\r\x20-\x7e\xa1-\xac\xae-\xb1\xb4-\xb8\xba-\u012f\u0132-\u017f\u2018-\u201d\u2026\u20ac]",
    re.IGNORECASE,
)
_INVISIBLE = frozenset({"Cf", "Cc", "Cs", "Mn", "Me", "Cn", "Co"})
_SEPARATORS = frozenset({"Zs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """``text`` with, for each of its characters, where it starts and ends in the given text; empty where nothing moved."""

    text: str = field(repr=False)
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The range of the given text that a range of the cleaned text, not empty, stands for."""
        return (self.starts[start], self.ends[end - 1]) if self.starts else (start, end)


def cleaned(text: str) -> Cleaned:
    """
    >>> found = cleaned("06\\u200b 3<b>9</b> &#57;8")
    >>> found.text, found.given(3, 7)
    ('06 39 98', (4, 19))
    """
    pieces: list[tuple[int, int, str]] = [
        (match.start(), match.end(), replaced)
        for match in _ODD.finditer(text)
        if (replaced := _read(match[0])) != match[0]
    ]
    if not pieces:
        return Cleaned(text=text)
    parts: list[str] = []
    at = 0
    for start, end, replaced in pieces:
        parts += (text[at:start], replaced)
        at = end
    parts.append(text[at:])
    if all(end - start == len(replaced) for start, end, replaced in pieces):
        return Cleaned(text="".join(parts))
    starts, ends = _offsets(len(text), pieces)
    return Cleaned(text="".join(parts), starts=starts, ends=ends)


def _offsets(length: int, pieces: Sequence[tuple[int, int, str]]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, replaced in chain(pieces, [(length, length, "")]):
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        starts.extend([start] * len(replaced))
        ends.extend([end] * len(replaced))
        at = end
    return starts, ends


def _read(odd: str) -> str:
    """What a reader sees of it."""
    if odd[0] == "&":
        return _of_entity(odd)
    if odd[0] == "<":
        if not _PLAIN_TAG.fullmatch(odd):
            return re.sub(r"[<>\"'=]", " ", odd)
        return " " if _LINE_TAG.match(odd) else ""
    if odd[0] == "%":
        return "@" if odd[1:] == "40" else "."
    if odd[0] == "=":
        return ""
    return unicodedata.normalize("NFC", odd)[0] if len(odd) > 1 else _of_character(odd)


def _of_entity(odd: str) -> str:
    reference = "&" + re.sub(r"^&(?:amp;)*", "", odd)
    character = html.unescape(reference.rstrip(";") + ";")
    if len(character) != 1 or character == "&":
        return odd
    return _of_character(character) if _ODD.fullmatch(character) else character


def _of_character(character: str) -> str:
    known = _LOOKALIKES.get(character)
    if known is not None:
        return known
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in _INVISIBLE or character == "\ufffd":
        return ""
    if category in _SEPARATORS:
        return " " if category == "Zs" else "\n"
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character
