"""What can be wrong with a query, as sentences; and what the parser calls its tokens, in words."""

from enum import StrEnum


def _(message: str) -> str:
    """Marks a sentence for the catalogues; it is said in the reader's language when it is shown."""
    return message


class Problem(StrEnum):
    """Each is what is told to whoever wrote the query, translated where it is shown."""

    UNEXPECTED = _("this does not fit here")
    ENDS_EARLY = _("the query ends too early")
    UNKNOWN_NAME = _("this is no name that can stand before a colon")
    EMPTY = _("the query is empty")
    NEVER_CLOSED = _("this parenthesis is never closed")
    NEVER_OPENED = _("this parenthesis was never opened")
    OPEN_QUOTE = _("these quotation marks are never closed")
    TOO_LONG = _("a query has at most 4,000 characters")
    TOO_MANY_TERMS = _("a query has at most 400 words")
    TOO_DEEP = _("parentheses are nested at most 20 deep")
    NO_WORD = _("a phrase needs a word that must be there")
    BAD_ITEM = _("this is no word of a phrase")
    WILDCARD = _("a word with * keeps at least two letters in a row, and has at most three *")
    WILDCARD_SOUND = _("a word with * has no sound and no inflections")
    SOUND_TOO_SHORT = _("this is too short to be found by its sound")
    CLOSENESS = _("closeness goes from 60% to 100%")
    REACH_WORDS = _("words are at most 50 apart")
    REACH_TIME = _("moments are at most 24 hours apart")
    NEEDS_REACH = _("NEAR needs to know how near: NEAR/5 for words, NEAR/10s for time")
    NEEDS_WORDS = _("a distance in words needs words of one party on both sides")
    NEEDS_MOMENTS = _("NEAR, THEN, UNLESS, FIRST and LAST need words or moments, not whole contacts")
    NEEDS_CONTACT_SHARE = _("a share of the contact is a percentage up to 100%")
    COUNT = _("TIMES needs a number from 1, or a range such as 2..4")
    NOT_COMPARABLE = _("this can only be equal or not")
    BAD_DATE = _("a date is written 2026, 2026-11 or 2026-11-30")
    BAD_MARK = _("a mark is a whole number from 0 to 10")
    BAD_TIME = _("a time has a unit: 500ms, 30s, 5min, 1h")


#: What may stand at a place, by the name of the grammar's terminal.
EXPECTED = {
    "WORD": _("a word"),
    "QUOTED": _("a phrase in quotation marks"),
    "ALIKE": _("~ and a word"),
    "PARTY": _("client: or agent:"),
    "EVENT": _("silence:, overtalk:, latency: or hold:"),
    "FACT": _("site:, team:, language:, date:, duration: or answer:"),
    "LPAR": "(",
    "RPAR": ")",
    "_NOT": "NOT",
    "_AND": "AND",
    "_OR": "OR",
    "NEAR": "NEAR",
    "THEN": "THEN",
    "UNLESS": "UNLESS",
    "EDGE": _("FIRST or LAST"),
    "_TIMES": "TIMES",
    "REACH": _("a distance such as /5 or /10s"),
    "QUANTITY": _("a length such as 30s or 20%"),
    "COUNT": _("a number such as 3 or 2..4"),
    "COMPARISON": _("a comparison such as >"),
    "VALUE": _("a value"),
    "$END": _("the end"),
}
