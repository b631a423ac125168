"""A charter version, what may happen to it, and every move that there is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from clairevoix.charter.clocks import Clock, Expert
from clairevoix.charter.measures import STRICTEST
from clairevoix.charter.policy import Charter
from clairevoix.charter.signing import Key, Signed

_DOCUMENT_ID, _DIGEST = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), re.compile(r"[0-9a-f]{64}")


class State(StrEnum):
    """Where a version stands."""

    NEW = "new"
    DRAFT = "draft"
    NOTIFIED = "notified"
    CONSULTED = "consulted"
    COUNTERSIGNED = "countersigned"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What happens to a version."""

    PROPOSE = "propose"
    AMEND = "amend"
    ASSESS = "assess"
    NOTIFY = "notify"
    EXTEND = "extend"
    STOP = "stop"
    RESTART = "restart"
    OPINION = "opinion"
    LAPSE = "lapse"
    COUNTERSIGN = "countersign"
    INFORM = "inform"
    ACTIVATE = "activate"
    TIGHTEN = "tighten"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"


class Opinion(StrEnum):
    """What the council said; deemed negative where its time ran out."""

    FAVOURABLE = "favourable"
    UNFAVOURABLE = "unfavourable"
    RESERVED = "reserved"
    DEEMED_NEGATIVE = "deemed-negative"


class Suspender(StrEnum):
    """Who may suspend an active version, and alone resume it."""

    COUNCIL = "council"
    DPO = "dpo"
    COURT = "court"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text kept elsewhere: its name there, and sha256 of its bytes, 64 hex digits."""

    document_id: str
    digest: str

    @property
    def is_sound(self) -> bool:
        """Whether it names a document and its digest, and says nothing more: both stand in the ledger."""
        return bool(_DOCUMENT_ID.fullmatch(self.document_id) and _DIGEST.fullmatch(self.digest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, with what its kind needs.

    propose, amend: ``charter`` and its ``scope_digest`` · assess: the ``document`` (DPIA) · notify: the day ``on`` which
    the information was given, and ``expert`` · extend: the last day ``on`` · opinion: ``opinion`` · countersign, activate,
    resume: ``signed`` · inform: the ``document`` that employees were given, ``on`` which day · tighten: ``signed`` and the
    charter that it is ``over`` · suspend, resume: ``by`` whom.
    """

    kind: Kind
    charter: Charter | None = None
    scope_digest: str | None = None
    document: Document | None = None
    on: date | None = None
    expert: Expert | None = None
    opinion: Opinion | None = None
    signed: Signed | None = None
    over: Charter | None = None
    by: Suspender | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A charter on its way. ``keys`` are those of the registry; days are those of the events' moments, in UTC."""

    keys: tuple[Key, ...] = ()
    state: State = State.NEW
    scope_digest: str = ""
    charter: Charter = STRICTEST
    proposed_on: date | None = None
    dpia: Document | None = None
    clock: Clock | None = None
    opinion: Opinion | None = None
    consulted_on: date | None = None
    countersigned_on: date | None = None
    notice: Document | None = None
    suspended_by: Suspender | None = None
    suspended_on: date | None = None
    signatures: tuple[str, ...] = field(default=(), repr=False)
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event of one version, and the moment at which it was written down."""

    version_id: int
    event: Event
    at: datetime


_GOES_ON = (State.NOTIFIED, State.CONSULTED, State.COUNTERSIGNED)
#: Every move that there is: from where, by what, to where.
MOVES: Mapping[tuple[State, Kind], State] = {
    (State.NEW, Kind.PROPOSE): State.DRAFT,
    (State.DRAFT, Kind.ASSESS): State.DRAFT,
    (State.DRAFT, Kind.NOTIFY): State.NOTIFIED,
    (State.DRAFT, Kind.TIGHTEN): State.ACTIVE,
    (State.NOTIFIED, Kind.EXTEND): State.NOTIFIED,
    (State.NOTIFIED, Kind.OPINION): State.CONSULTED,
    (State.NOTIFIED, Kind.LAPSE): State.CONSULTED,
    (State.CONSULTED, Kind.COUNTERSIGN): State.COUNTERSIGNED,
    (State.COUNTERSIGNED, Kind.ACTIVATE): State.ACTIVE,
    (State.ACTIVE, Kind.SUSPEND): State.SUSPENDED,
    (State.SUSPENDED, Kind.RESUME): State.ACTIVE,
    **{(state, kind): state for state in _GOES_ON for kind in (Kind.STOP, Kind.RESTART)},
    **{(state, Kind.INFORM): state for state in (State.DRAFT, *_GOES_ON)},
    **{(state, Kind.AMEND): State.DRAFT for state in (State.DRAFT, *_GOES_ON)},
    **{(state, Kind.WITHDRAW): State.WITHDRAWN for state in State if state not in (State.NEW, State.WITHDRAWN)},
}
