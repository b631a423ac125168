"""Charter versions, events and signatures for tests, each valid, with only what the test is about said at the call."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from clairevoix.charter.clocks import Clock, Expert
from clairevoix.charter.measures import scope_digest
from clairevoix.charter.policy import Charter, parse_charter
from clairevoix.charter.signing import Act, Key, Signatory, Signed, Statement, new_key, public_key, sign
from clairevoix.charter.versions import Document, Event, Kind, Opinion, State, Suspender, Version
from clairevoix.config import read_toml
from clairevoix.consulting import PrivateKeys, consult_and_activate, private_keys
from clairevoix.store import tables, workspace

#: The employer's, the council's, and somebody else's.
EMPLOYER, COUNCIL, STRANGER = (new_key(bytes([number]) * 32) for number in (1, 2, 3))
KEYS: PrivateKeys = private_keys(bytes([1]) * 32, bytes([2]) * 32)
MADE_AT = datetime(2024, 12, 1, tzinfo=UTC)
KEY_RING = (
    Key(signatory=Signatory.EMPLOYER, public=public_key(EMPLOYER), since_at=MADE_AT),
    Key(signatory=Signatory.COUNCIL, public=public_key(COUNCIL), since_at=MADE_AT),
)
CHARTER: Charter = parse_charter({"sampling": {"rate": 0.05}})
STRICTER: Charter = replace(CHARTER, sampling_rate=0.04)
DPIA = Document(document_id="aipd-2025-01", digest="a" * 64)
NOTICE = Document(document_id="note-2025-01", digest="b" * 64)
PROPOSED_ON = date(2025, 1, 6)
#: The day of every event below; a month and more after the proposal, so that the council's time is over.
TODAY = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)


def signed(
    act: Act,
    signatory: Signatory = Signatory.COUNCIL,
    *,
    scope: str = scope_digest(CHARTER),
    on: date = TODAY,
    key: str | None = None,
) -> Signed:
    """With the key of whoever signs, unless another is said."""
    statement = Statement(signatory=signatory, act=act, scope_digest=scope, on=on)
    return sign(key or (COUNCIL if signatory is Signatory.COUNCIL else EMPLOYER), statement)


def event(kind: Kind, **changes: object) -> Event:
    """The event of that kind that lacks nothing."""
    return replace(EVENTS[kind], **changes)


EVENTS: dict[Kind, Event] = {
    Kind.PROPOSE: Event(kind=Kind.PROPOSE, charter=CHARTER, scope_digest=scope_digest(CHARTER)),
    Kind.AMEND: Event(kind=Kind.AMEND, charter=STRICTER, scope_digest=scope_digest(STRICTER)),
    Kind.ASSESS: Event(kind=Kind.ASSESS, document=DPIA),
    Kind.NOTIFY: Event(kind=Kind.NOTIFY, on=TODAY, expert=Expert.NONE),
    Kind.EXTEND: Event(kind=Kind.EXTEND, on=date(2025, 6, 30)),
    Kind.STOP: Event(kind=Kind.STOP),
    Kind.RESTART: Event(kind=Kind.RESTART),
    Kind.OPINION: Event(kind=Kind.OPINION, opinion=Opinion.UNFAVOURABLE),
    Kind.LAPSE: Event(kind=Kind.LAPSE),
    Kind.COUNTERSIGN: Event(kind=Kind.COUNTERSIGN, signed=signed(Act.CONSULTED)),
    Kind.INFORM: Event(kind=Kind.INFORM, document=NOTICE, on=TODAY),
    Kind.ACTIVATE: Event(kind=Kind.ACTIVATE, signed=signed(Act.ACTIVATE, Signatory.EMPLOYER)),
    Kind.TIGHTEN: Event(
        kind=Kind.TIGHTEN,
        signed=signed(Act.TIGHTEN, Signatory.EMPLOYER),
        over=replace(CHARTER, sampling_rate=0.06),
    ),
    Kind.SUSPEND: Event(kind=Kind.SUSPEND, by=Suspender.COUNCIL),
    Kind.RESUME: Event(kind=Kind.RESUME, by=Suspender.COUNCIL, signed=signed(Act.RESUME)),
    Kind.WITHDRAW: Event(kind=Kind.WITHDRAW),
}


def a_version(state: State, **changes: object) -> Version:
    """A version that came there by all its steps, with nothing missing for the next one."""
    steps = list(State).index(state)
    values: dict[str, object] = {"keys": KEY_RING, "state": state}
    if steps >= 1:
        values |= {"scope_digest": scope_digest(CHARTER), "charter": CHARTER, "proposed_on": PROPOSED_ON, "dpia": DPIA}
        values |= {"last_at": datetime(2025, 1, 6, tzinfo=UTC), "notice": NOTICE}
    if steps >= 2:
        values |= {"clock": Clock(informed_on=PROPOSED_ON, expert=Expert.NONE)}
    if steps >= 3:
        values |= {"opinion": Opinion.UNFAVOURABLE, "consulted_on": date(2025, 2, 10)}
    if steps >= 4:
        values |= {"countersigned_on": date(2025, 2, 11)}
    if state is State.SUSPENDED:
        values |= {"suspended_by": Suspender.COUNCIL, "suspended_on": date(2025, 2, 20)}
    return Version(**(values | changes))  # type: ignore[arg-type]


def consulted_on(root: Path, at: datetime = MADE_AT) -> None:
    """Brings what ``charter.toml`` says into force, by every step of a consultation, long before any call of the tests."""
    engine = tables.connect(workspace.existing(root, "keys"))
    consult_and_activate(engine, parse_charter(read_toml(root / "charter.toml")), KEYS, at)
    engine.dispose()
