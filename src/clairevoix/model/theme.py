"""Themes: what customers contact about, in groups that the words themselves form, and what people decided of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Trend(StrEnum):
    """How a theme moved between the months before and the last one, where chance alone does not explain it."""

    NEW = "new"
    RISING = "rising"
    FALLING = "falling"
    STEADY = "steady"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """How a customer opens a contact: the redacted text of their first turns. ``is_labelled``: some label was found in it."""

    contact_id: str
    month: str
    is_labelled: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The part of a theme among the contacts heard in the last month less that before, with its interval, -1 to 1.

    The counts are of what the machine grouped: no share of all contacts, since nobody corrected it.
    """

    trend: Trend
    n_last: int
    of_last: int
    n_before: int
    of_before: int
    difference: float
    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Contacts that open alike. ``key`` is made of its most distinctive words and names it in decisions.

    ``words`` say what tells it from the others, the most distinctive first; ``central`` are the contacts nearest to its
    middle; ``n_unlabelled`` of its ``n`` contacts have no label at all. ``move`` is None where there is one month only.
    """

    key: str
    words: tuple[str, ...]
    n: int
    n_unlabelled: int
    central: tuple[str, ...]
    move: Move | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDecisions:
    """What people decided, by keys of themes: groups to merge, parts to split into, themes to leave out."""

    merged: tuple[tuple[str, ...], ...] = ()
    split: Mapping[str, int] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundThemes:
    """What a search for themes found: which theme each contact is in, by key, and the contacts that are in none."""

    themes: tuple[Theme, ...]
    members: Mapping[str, tuple[str, ...]] = field(repr=False)
    n: int
    n_alone: int
