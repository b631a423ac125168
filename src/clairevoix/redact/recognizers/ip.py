"""IP addresses, versions 4 (RFC 791) and 6 (RFC 4291), written, and version 4 said with its points.

Private and loopback addresses, such as 192.168.1.1, are everybody's and stay.
"""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import pairwise

from clairevoix.redact.digits import Group
from clairevoix.redact.recognizer import Document, Entity

_V4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_V6 = re.compile(r"(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:%\w{1,15})?(?![\w:])", re.IGNORECASE)
_POINTS = frozenset({"point", "dot", "."})


def recognize(document: Document) -> Iterator[Entity]:
    for match in _V4.finditer(document.text) if "." in document.text else ():
        if is_public(match[0]):
            yield _entity(match.start(), match.end(), 0.95)
    for match in _V6.finditer(document.text) if ":" in document.text else ():
        if is_public(match[0].partition("%")[0]):
            yield _entity(match.start(), match.end(), 0.95)
    for run in document.runs:
        for first in range(len(run.groups) - 3):
            four = run.groups[first : first + 4]
            if _is_pointed(document, four) and is_public(".".join(group.digits for group in four)):
                start, end = document.tokens[four[0].first].start, document.tokens[four[3].last].end
                yield _entity(start, end, 0.91)


def is_public(text: str) -> bool:
    """Whether a text is an address that may lead to somebody.

    >>> is_public("92.184.105.3"), is_public("192.168.1.1"), is_public("300.1.2.3"), is_public("2a01:cb00::1")
    (True, False, False, True)
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return address.is_global or text.startswith(("192.0.2.", "198.51.100.", "203.0.113.", "2001:db8"))


def _is_pointed(document: Document, four: tuple[Group, ...]) -> bool:
    between = [range(one.last + 1, other.first) for one, other in pairwise(four)]
    return all(any(document.tokens[at].word in _POINTS for at in gap) for gap in between)


def _entity(start: int, end: int, score: float) -> Entity:
    return Entity(entity_type="IP", start=start, end=end, recognizer="ip", score=score)
