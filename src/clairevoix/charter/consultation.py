"""The life of a charter version, from its proposal to its activation, as one function of a state and an event.

    draft → notified → consulted → countersigned → active ⇄ suspended        any → withdrawn

The works council is informed and consulted before the decision (Code du travail L2312-38), a pilot being a decision
already (TJ Nanterre, 14 February 2025, 24/01457): no event and no flag leads around. Consulted is not agreed: any opinion
ends the council's time, and so does the end of that time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from clairevoix.charter.clocks import Clock, has_run_out, last_day, started, stopped
from clairevoix.charter.informing import admit_assessment, admit_notice, admit_person
from clairevoix.charter.rules import CONSULTATION, INFORMATION, TIGHTENING
from clairevoix.charter.signing import Act, Key, Signatory, key_of, verifies
from clairevoix.charter.tightening import admit_tightening
from clairevoix.charter.versions import (
    MOVES,
    Document,
    Event,
    Kind,
    Opinion,
    Recorded,
    State,
    Suspender,
    Version,
)
from clairevoix.model.errors import CharterRefusal

__all__ = [
    "MOVES",
    "Document",
    "Event",
    "Kind",
    "Opinion",
    "Recorded",
    "State",
    "Suspender",
    "Version",
    "admit_assessment",
    "admit_person",
    "after",
    "in_force_at",
    "state_of",
]

_CONSULTATION, _INFORMATION, _SIGNED = CONSULTATION.rule_id, INFORMATION.rule_id, TIGHTENING.rule_id


def after(version: Version, event: Event, at: datetime) -> Version:
    """The version after an event written down at a moment (with time zone).

    Raises CharterRefusal: R11 without a DPIA, R10 without a notice to the employees, R23 for what is no tightening, R9 for
    any other move that the law does not know, a clock set back and a day in the future among them.
    """
    state = MOVES.get((version.state, event.kind))
    if state is None or (version.last_at is not None and at < version.last_at):
        raise CharterRefusal(_CONSULTATION)
    return replace(_TAKEN[event.kind](version, event, at), state=state, last_at=at)


def state_of(recorded: Iterable[Recorded], keys: Iterable[Key] = ()) -> Version:
    """One version, all its events played again with their guards. Raises CharterRefusal for a history that cannot be."""
    version = Version(keys=tuple(keys))
    for each in recorded:
        version = after(version, each.event, each.at)
    return version


def in_force_at(recorded: Iterable[Recorded], moment: datetime) -> int | None:
    """Which version was in force at a moment, of the events of all versions in their order; None for the strictest.

    What was recorded before a version was active stays under what was in force then: nothing is heard in arrears.
    """
    current: int | None = None
    for each in recorded:
        if each.at > moment:
            continue
        if each.event.kind in (Kind.ACTIVATE, Kind.TIGHTEN, Kind.RESUME):
            current = each.version_id
        elif each.event.kind in (Kind.SUSPEND, Kind.WITHDRAW) and each.version_id == current:
            current = None
    return current


def _require(holds: bool, rule_id: str = _CONSULTATION) -> None:
    if not holds:
        raise CharterRefusal(rule_id)


def _propose(version: Version, event: Event, at: datetime) -> Version:
    charter, digest = event.charter, event.scope_digest
    if charter is None or not digest or digest == version.scope_digest:
        raise CharterRefusal(_CONSULTATION)
    return Version(
        keys=version.keys,
        scope_digest=digest,
        charter=charter,
        proposed_on=at.date(),
        signatures=version.signatures,
    )


def _assess(version: Version, event: Event, _: datetime) -> Version:
    return replace(version, dpia=admit_assessment(event.document))


def _notify(version: Version, event: Event, at: datetime) -> Version:
    """Nobody was informed of a text before it was proposed: the council's time cannot be started backwards."""
    admit_assessment(version.dpia)
    if event.on is None or event.expert is None:
        raise CharterRefusal(_CONSULTATION)
    _require(_is_between(version.proposed_on, event.on, at))
    return replace(version, clock=Clock(informed_on=event.on, expert=event.expert))


def _extend(version: Version, event: Event, at: datetime) -> Version:
    clock = _clock(version)
    if event.on is None or event.on <= (last_day(clock) or at.date()):
        raise CharterRefusal(_CONSULTATION)
    return replace(version, clock=replace(clock, extended_to=event.on))


def _stop(version: Version, _: Event, at: datetime) -> Version:
    clock = _clock(version)
    _require(clock.stopped_on is None)
    return replace(version, clock=stopped(clock, at.date()))


def _restart(version: Version, _: Event, at: datetime) -> Version:
    clock = _clock(version)
    _require(clock.stopped_on is not None)
    return replace(version, clock=started(clock, at.date()))


def _opinion(version: Version, event: Event, at: datetime) -> Version:
    _require(event.opinion not in (None, Opinion.DEEMED_NEGATIVE))
    return replace(version, opinion=event.opinion, consulted_on=at.date())


def _lapse(version: Version, _: Event, at: datetime) -> Version:
    _require(has_run_out(_clock(version), at.date()))
    return replace(version, opinion=Opinion.DEEMED_NEGATIVE, consulted_on=at.date())


def _countersign(version: Version, event: Event, at: datetime) -> Version:
    signed = _signed(version, event, at, Act.CONSULTED, (Signatory.COUNCIL,), version.consulted_on)
    return replace(signed, countersigned_on=at.date())


def _inform(version: Version, event: Event, at: datetime) -> Version:
    given = admit_notice(event.document, given_on=event.on, since=version.proposed_on, today=at.date())
    return replace(version, notice=given)


def _activate(version: Version, event: Event, at: datetime) -> Version:
    admit_assessment(version.dpia)
    _require(version.notice is not None, _INFORMATION)
    _require(_clock(version).stopped_on is None)
    return _signed(version, event, at, Act.ACTIVATE, (Signatory.EMPLOYER,), version.countersigned_on)


def _tighten(version: Version, event: Event, at: datetime) -> Version:
    if event.over is None:
        raise CharterRefusal(_SIGNED)
    admit_tightening(event.over, version.charter)
    return _signed(version, event, at, Act.TIGHTEN, tuple(Signatory), version.proposed_on)


def _suspend(version: Version, event: Event, at: datetime) -> Version:
    _require(event.by is not None)
    return replace(version, suspended_by=event.by, suspended_on=at.date())


def _resume(version: Version, event: Event, at: datetime) -> Version:
    """By whoever suspended; the council says so with its key."""
    _require(event.by is not None and event.by is version.suspended_by)
    if event.by is Suspender.COUNCIL:
        version = _signed(version, event, at, Act.RESUME, (Signatory.COUNCIL,), version.suspended_on)
    return replace(version, suspended_by=None, suspended_on=None)


def _withdraw(version: Version, _: Event, __: datetime) -> Version:
    return version


def _clock(version: Version) -> Clock:
    if version.clock is None:
        raise CharterRefusal(_CONSULTATION)
    return version.clock


def _is_between(first: date | None, day: date, at: datetime) -> bool:
    return first is not None and first <= day <= at.date()


def _signed(
    version: Version, event: Event, at: datetime, act: Act, by: tuple[Signatory, ...], since: date | None
) -> Version:
    """The version with a signature more. Raises CharterRefusal(R9) unless it is over this very scope, new, and in time."""
    signed = event.signed
    if signed is None:
        raise CharterRefusal(_CONSULTATION)
    said = signed.statement
    key = key_of(version.keys, said.signatory, at)
    _require(said.act is act and said.signatory in by and said.scope_digest == version.scope_digest)
    _require(_is_between(since, said.on, at) and signed.signature not in version.signatures)
    _require(key is not None and verifies(key, signed))
    return replace(version, signatures=(*version.signatures, signed.signature))


_TAKEN: Mapping[Kind, Callable[[Version, Event, datetime], Version]] = {
    Kind.PROPOSE: _propose,
    Kind.AMEND: _propose,
    Kind.ASSESS: _assess,
    Kind.NOTIFY: _notify,
    Kind.EXTEND: _extend,
    Kind.STOP: _stop,
    Kind.RESTART: _restart,
    Kind.OPINION: _opinion,
    Kind.LAPSE: _lapse,
    Kind.COUNTERSIGN: _countersign,
    Kind.INFORM: _inform,
    Kind.ACTIVATE: _activate,
    Kind.TIGHTEN: _tighten,
    Kind.SUSPEND: _suspend,
    Kind.RESUME: _resume,
    Kind.WITHDRAW: _withdraw,
}
