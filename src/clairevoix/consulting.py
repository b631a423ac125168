"""A charter's whole way into force, with both keys: for a sample workspace, whose council nobody else could play."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import sqlalchemy as sa

from clairevoix.charter.clocks import Expert
from clairevoix.charter.missing import Step, steps_left
from clairevoix.charter.policy import Charter
from clairevoix.charter.signing import Act, Signatory, Statement, new_key, public_key, sign
from clairevoix.charter.versions import Document, Event, Kind, Opinion, Version
from clairevoix.model.errors import CharterRefusal
from clairevoix.store import consultations

_DPIA = Document(document_id="sample-dpia", digest=hashlib.sha256(b"sample: impact assessment").hexdigest())
_NOTICE = Document(document_id="sample-notice", digest=hashlib.sha256(b"sample: notice to employees").hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateKeys:
    """The employer's and the council's private keys (base64). Outside a sample, nobody holds both."""

    employer: str = field(repr=False)
    council: str = field(repr=False)


def private_keys(employer: bytes, council: bytes) -> PrivateKeys:
    """Both keys, each of 32 random bytes."""
    return PrivateKeys(employer=new_key(employer), council=new_key(council))


def consult_and_activate(engine: sa.Engine, charter: Charter, keys: PrivateKeys, at: datetime) -> Version:
    """Proposed, assessed, told to the council, spoken on, countersigned, told to the employees, activated: no way around.

    All at one moment, as the council of a sample speaks at once; begun before, it goes on from there. Raises
    CharterRefusal as any of these steps would.
    """
    consultations.register_key(engine, Signatory.EMPLOYER, public_key(keys.employer), at)
    consultations.register_key(engine, Signatory.COUNCIL, public_key(keys.council), at)
    replacing = consultations.consultations(engine).version_at(at)
    version_id = consultations.propose(engine, charter, at)
    version = consultations.consultations(engine).versions[version_id]
    while steps := steps_left(version, at.date()):
        event = _next(steps[0], version.scope_digest, keys, at.astimezone(UTC).date())
        version = consultations.record(engine, version_id, event, at, replacing=replacing)
    return version


def _next(step: Step, digest: str, keys: PrivateKeys, today: date) -> Event:
    """What a council that agrees, and an employer that waits for it, do next."""
    consulted = Statement(signatory=Signatory.COUNCIL, act=Act.CONSULTED, scope_digest=digest, on=today)
    activated = Statement(signatory=Signatory.EMPLOYER, act=Act.ACTIVATE, scope_digest=digest, on=today)
    steps = {
        Step.ASSESS: Event(kind=Kind.ASSESS, document=_DPIA),
        Step.NOTIFY: Event(kind=Kind.NOTIFY, on=today, expert=Expert.NONE),
        Step.OPINION: Event(kind=Kind.OPINION, opinion=Opinion.FAVOURABLE),
        Step.COUNTERSIGN: Event(kind=Kind.COUNTERSIGN, signed=sign(keys.council, consulted)),
        Step.INFORM: Event(kind=Kind.INFORM, document=_NOTICE, on=today),
        Step.ACTIVATE: Event(kind=Kind.ACTIVATE, signed=sign(keys.employer, activated)),
    }
    if step not in steps:  # suspended, or before a court
        raise CharterRefusal("R9")
    return steps[step]
