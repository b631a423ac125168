"""What the formats of NIST's scoring tools have in common: fields with spaces between, words that mean something."""

import re

from clairevoix.transcribe.exports.characters import plain

# sclite reads { a / b } as alternatives, @ as no word, <…> as a label or the bounds of alternatives.
_MARKS = str.maketrans("", "", "{}<>")
_WORDLESS = frozenset({"/", "@"})


def name_field(text: str) -> str:
    """A name as one field: everything but letters, digits and ``. + -`` is ``_``.

    >>> name_field("appel n° 3 (lundi)")
    'appel_n_3_lundi_'
    """
    return re.sub(r"[^\w.+-]+", "_", plain(text)) or "_"


def tokens(text: str) -> list[str]:
    """A word as the words that a scoring tool reads: cut at every space, without what is no word to it.

    >>> tokens("10\\u202f000 {euros}"), tokens("@")
    (['10', '000', 'euros'], [])
    """
    return [token for token in plain(text.translate(_MARKS)).split() if token not in _WORDLESS]
