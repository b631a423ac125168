"""Sentences that mark their own personal data: « mon numéro c'est le <<06 39 98 12 34>> merci »."""

import re

from clairevoix.redact.recognizer import Entity, recognize

#: Found by recognizers with tables of their own.
OTHERS = frozenset({"NAME", "ADDRESS", "BIRTH_DATE", "HEALTH", "UNION"})


def marked(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its marks, and the half-open ranges of characters that they stood around."""
    plain, spans, start = "", [], 0
    for part in re.split(r"(<<|>>)", line):
        if part == "<<":
            start = len(plain)
        elif part == ">>":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


def letters_in(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """The places of letters and digits within ranges."""
    return {place for start, end in spans for place in range(start, end) if text[place].isalnum()}


def check_found(line: str, entity_type: str, language: str = "fr") -> None:
    """All that is marked is found, as that type, and nothing else is."""
    text, spans = marked(line)
    entities = [each for each in recognize(text, language) if each.entity_type not in OTHERS or touches(each, spans)]
    found = letters_in(text, [(each.start, each.end) for each in entities])
    wanted = letters_in(text, spans)
    assert (said(text, wanted - found), said(text, found - wanted)) == ("", ""), "left, and taken needlessly"
    assert {each.entity_type for each in entities if touches(each, spans)} <= {entity_type}


def touches(entity: Entity, spans: list[tuple[int, int]]) -> bool:
    return any(entity.start < end and start < entity.end for start, end in spans)


def said(text: str, places: set[int]) -> str:
    return "".join(text[place] for place in sorted(places))
