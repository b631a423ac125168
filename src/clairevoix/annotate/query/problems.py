"""What can be wrong with a query, as sentences; and what the parser calls its tokens, in words."""

from enum import StrEnum


class Problem(StrEnum):
    """Each is what is told to whoever wrote the query, translated where it is shown."""

    UNEXPECTED = "this does not fit here"
    ENDS_EARLY = "the query ends too early"
    UNKNOWN_NAME = "this is no name that can stand before a colon"
    EMPTY = "the query is empty"
    NEVER_CLOSED = "this parenthesis is never closed"
    NEVER_OPENED = "this parenthesis was never opened"
    OPEN_QUOTE = "these quotation marks are never closed"
    TOO_LONG = "a query has at most 4,000 characters"
    TOO_MANY_TERMS = "a query has at most 400 words"
    TOO_DEEP = "parentheses are nested at most 20 deep"
    NO_WORD = "a phrase needs a word that must be there"
    BAD_ITEM = "this is no word of a phrase"
    WILDCARD = "a word with * keeps at least two letters in a row, and has at most three *"
    WILDCARD_SOUND = "a word with * has no sound and no inflections"
    SOUND_TOO_SHORT = "this is too short to be found by its sound"
    CLOSENESS = "closeness goes from 50% to 100%"
    REACH_WORDS = "words are at most 50 apart"
    REACH_TIME = "moments are at most 24 hours apart"
    NEEDS_REACH = "NEAR needs to know how near: NEAR/5 for words, NEAR/10s for time"
    NEEDS_WORDS = "a distance in words needs words of one party on both sides"
    NEEDS_MOMENTS = "NEAR, THEN, UNLESS, FIRST and LAST need words or moments, not whole contacts"
    NEEDS_CONTACT_SHARE = "a share of the contact is a percentage up to 100%"
    COUNT = "TIMES needs a number from 1, or a range such as 2..4"
    NOT_COMPARABLE = "this can only be equal or not"
    BAD_DATE = "a date is written 2026, 2026-11 or 2026-11-30"
    BAD_MARK = "a mark is a whole number from 0 to 10"
    BAD_TIME = "a time has a unit: 500ms, 30s, 5min, 1h"


#: What may stand at a place, by the name of the grammar's terminal.
EXPECTED = {
    "WORD": "a word",
    "QUOTED": "a phrase in quotation marks",
    "ALIKE": "~ and a word",
    "PARTY": "client: or agent:",
    "EVENT": "silence:, overtalk:, latency: or hold:",
    "FACT": "site:, team:, language:, date:, duration: or answer:",
    "LPAR": "(",
    "RPAR": ")",
    "_NOT": "NOT",
    "_AND": "AND",
    "_OR": "OR",
    "NEAR": "NEAR",
    "THEN": "THEN",
    "UNLESS": "UNLESS",
    "EDGE": "FIRST or LAST",
    "_TIMES": "TIMES",
    "REACH": "a distance such as /5 or /10s",
    "QUANTITY": "a length such as 30s or 20%",
    "COUNT": "a number such as 3 or 2..4",
    "COMPARISON": "a comparison such as >",
    "VALUE": "a value",
    "$END": "the end",
}
