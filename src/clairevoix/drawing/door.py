"""Before the draw: what may not be heard at all leaves the list, and the stores if it is there."""

from dataclasses import dataclass, field
from pathlib import Path

from clairevoix.charter.admission import Plan
from clairevoix.charter.objection import Reason, admit_capture, admit_unobjected, may_name_agent
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.calls import Listed, list_calls
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.project import Project
from clairevoix.store import erasure, linked, tombstones
from clairevoix.store.doomed import Erasure
from clairevoix.store.tombstones import Kind, Tombstones
from clairevoix.store.workspace import pseudonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading lists needs to know throughout."""

    project: Project
    purpose: Purpose
    plan: Plan
    seed: bytes = field(repr=False)
    teams: frozenset[str]
    known: dict[str, str]
    tally: Tally

    def named(self, kind: str, source_id: str) -> str:
        return pseudonym(self.project.workspace, kind, source_id)

    def stratum(self, entry: Listed) -> str:
        return self.plan.stratum(site=entry.row.get("site"), started_at=entry.row.get("started_at", ""))


def framed(reading: Reading, path: Path) -> list[Listed]:
    """What may be drawn from: each contact once, none whose capture was switched off, none to which somebody objected.

    Of the others nothing is kept but a count. One that is known already is deleted at once, words, sound and all; and of
    an objection the tombstone stays, so that a list without it does not bring the contact back.
    """
    tally, refused = reading.tally, dict[str, Reason]()
    found: dict[str, Listed] = {}
    doubtful = set[str]()
    for entry in list_calls(path):
        if isinstance(entry, tuple):
            tally.put_aside(*entry)
            continue
        try:
            reason = _refused(reading, entry)
        except InputError as error:
            tally.put_aside(entry.position, error.code)
            doubtful.add(entry.source_id)  # nothing is heard of what may have been switched off
            continue
        if reason is not None:
            tally.add(**{"neutralised" if reason is Reason.NEUTRALISED else "objected": 1})
            refused[entry.source_id] = reason
        elif entry.source_id in found:
            tally.put_aside(entry.position, Code.DUPLICATE_ID)
        else:
            found[entry.source_id] = entry
    _withdraw(reading, refused)
    return [entry for source_id, entry in found.items() if source_id not in doubtful.union(refused)]


def _refused(reading: Reading, entry: Listed) -> Reason | None:
    """Why a contact may not be heard by what its list says of it, or by what its customer or employee said before."""
    gone = tombstones.read(reading.project.workspace)
    try:
        admit_capture(neutralised=entry.neutralised)
    except CharterRefusal:
        return Reason.NEUTRALISED
    try:
        admit_unobjected(objected=entry.objected or _objected_before(reading, entry, gone))
    except CharterRefusal:
        return Reason.OBJECTION
    return None


def _objected_before(reading: Reading, entry: Listed, gone: Tombstones) -> bool:
    by_customer = bool(entry.customer) and gone.has(Kind.CUSTOMER, reading.named("customer", entry.customer))
    if by_customer or not may_name_agent(reading.purpose) or not entry.agent:
        return by_customer
    return gone.has(Kind.AGENT, reading.named("agent", entry.agent))


def _withdraw(reading: Reading, refused: dict[str, Reason]) -> None:
    """Writes the tombstones of what was objected to, and of what is known; what is stored of it goes before we go on."""
    project = reading.project
    stored = erasure.known_contacts(project.workspace, project.registry) if refused else frozenset[str]()
    for reason in (Reason.NEUTRALISED, Reason.OBJECTION):
        ids = {reading.named("contact", each) for each, why in refused.items() if why is reason}
        ids &= stored if reason is Reason.NEUTRALISED else ids
        if ids:
            audio = linked.audio_of(project.workspace, sorted(ids & stored))
            doomed = Erasure(contact_ids=frozenset(ids), audio_objects=audio)
            erasure.bury(project.workspace, project.registry, doomed, reason, project.today)
    if refused and erasure.replay(project.workspace, project.registry, held=True):
        for each in refused:
            reading.known.pop(reading.named("contact", each), None)
