"""The pulse: an anonymous survey of the staff about their working conditions.

An answer names no person, no account, no contact and no moment: there is no field in which one could be put.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: A mark goes from « not at all » to « entirely »; the higher, the better the conditions of work.
LOWEST_MARK, HIGHEST_MARK = 0, 4
#: What somebody says who does not say where they work.
NO_SITE = "unstated"


class Axis(StrEnum):
    """The six axes of psychosocial risks at work (Collège d'expertise, M. Gollac & M. Bodier, 2011)."""

    INTENSITY = "intensity"
    EMOTIONS = "emotions"
    AUTONOMY = "autonomy"
    RELATIONS = "relations"
    VALUES = "values"
    SECURITY = "security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One statement, with how far it is true of one's work asked about it. ``scale`` is an axis, or an optional scale."""

    name: str
    scale: str
    text: Mapping[str, str]
    is_reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One month's pulse: when tokens are given, when answers are taken, and the key that both are checked with.

    The days of the two do not overlap, so that no answer can be told from when its token was fetched. ``modulus`` is that of
    the round's own RSA key.
    """

    month: str
    issue_from: date
    issue_until: date
    answer_from: date
    answer_until: date
    modulus: int = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseAnswer:
    """What one person answers: a mark for each item, None for one left out; where they work, if they say it."""

    month: str
    site: str
    marks: Mapping[str, int | None] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentAnswer:
    """An answer as it was sent, nothing of it checked yet: ``remark`` still as it was written, in ``language``."""

    token: str = field(repr=False)
    site: str
    marks: Mapping[str, int | None] = field(repr=False)
    remark: str = field(default="", repr=False)
    language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleSums:
    """What a site's answers of a month add up to on one scale: all that is kept of them.

    ``total`` and ``squares`` are sums of each answer's score in marks: ``n`` answers that left out none of its items.
    """

    month: str
    site: str
    scale: str
    n: int
    total: int
    squares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProducts:
    """Sums over the whole answers of a month, for the reliability of the scales: by item, and by pair of items."""

    month: str
    n: int
    totals: Mapping[str, int]
    products: Mapping[tuple[str, str], int]
