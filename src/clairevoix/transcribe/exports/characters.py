"""Words as lines of text can hold them: no line ends, no controls, Unicode NFC."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word

_NO_BREAK = ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
_REPLACED: dict[int, str | None] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),  # halves of characters have no UTF-8
    ord("\N{ZERO WIDTH NO-BREAK SPACE}"): None,  # at the start of a file it would be its byte order mark
}


def plain(text: str) -> str:
    """``text`` on one line, in NFC, without space around it; runs of space are one, a lone no-break space stays itself.

    >>> plain(" deux\\n  lignes")
    'deux lignes'
    """
    normal = unicodedata.normalize("NFC", text.translate(_REPLACED))
    return re.sub(r"\s+", lambda space: space[0] if space[0] in _NO_BREAK else " ", normal).strip()


def pieces(words: Iterable[Word], cut: Callable[[str], Sequence[str]]) -> Iterator[Word]:
    """Each word as the texts that ``cut`` makes of it; they share its time in proportion to their characters."""
    for word in words:
        texts = cut(word.text)
        n_characters, done = sum(map(len, texts)), 0
        for text in texts:
            start = word.span.start_ms + word.span.duration_ms * done // n_characters
            done += len(text)
            end = word.span.start_ms + word.span.duration_ms * done // n_characters
            yield Word(text=text, span=TimeSpan(start, end), score=word.score)
