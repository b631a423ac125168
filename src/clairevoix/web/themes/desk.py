"""What the page « Thèmes » may ask of the workspace: functions that are handed in, and what they answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from clairevoix.model.theme import FoundThemes


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesView:
    """What was last found; ``openings`` are the redacted words of the contacts nearest to the themes' middles, by contact.

    ``minimum``: counts below it are not told.
    """

    found: FoundThemes
    last_month: str
    found_at: datetime
    minimum: int
    openings: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemesDesk:
    """The workspace's own functions. Those that change something raise InputError for what cannot be."""

    #: What was last found, for an account in a role; that it is read is in the ledger first. None before the first search.
    shown: Callable[[str, str], ThemesView | None]
    find: Callable[[], object]
    merge: Callable[[Sequence[str]], None]
    split: Callable[[str, int], None]
    ignore: Callable[[str], None]
    undo: Callable[[], None]
    #: Drafts a label from a theme, by key and name; returns where the draft lies.
    promote: Callable[[str, str], str]
