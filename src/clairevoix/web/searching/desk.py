"""What the search page may ask of the workspace: functions that are handed in, and what they answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from clairevoix.charter.access import Role
from clairevoix.charter.disclosure import Released
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """Whose search it is."""

    account_id: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A moment. ``text`` is what the customer said around it, with the half-open range that was found; None if not theirs.

    ``channel`` None: there is nothing to play.
    """

    contact_id: str
    channel: int | None
    party: Party
    span: TimeSpan
    started_on: date
    site: str
    text: str | None = field(repr=False)
    marked: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """``shares``: of contacts with a hit, by month and by site, as the charter releases them. ``written``, by language."""

    written: Mapping[str, str] = field(repr=False)
    n_hits: int
    n_contacts: int
    n_searched: int
    hits: tuple[SearchHit, ...]
    shares: tuple[Released, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchDesk:
    """The workspace's own functions. Each puts what is read into the ledger before it answers."""

    #: A query, who asks, the number of the first hit, and how many. Raises QueryError.
    ask: Callable[[str, Seeker, int, int], SearchAnswer]
    #: The customer's sound around a moment, as FLAC; None where it may not be played or is gone.
    sound: Callable[[str, int, TimeSpan, Seeker], bytes | None]
    #: Keeps a query as the draft of a label, under a name; returns the file's name. Raises QueryError, InputError.
    draft: Callable[[str, str, Seeker], str]
    #: Words that many contacts have, the most frequent first, for completion.
    frequent: Callable[[], tuple[str, ...]]
