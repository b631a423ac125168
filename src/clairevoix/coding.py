"""Human coding on its way: samples drawn, contacts shown blind, codes taken, what is decided handed to the lake."""

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

from clairevoix.charter.disclosure import may_count, may_excerpt
from clairevoix.charter.measures import admit_measure
from clairevoix.charter.purposes import Destination, admit_use
from clairevoix.charter.retention import Kept, oldest_day
from clairevoix.measure.agreement import krippendorff
from clairevoix.measure.sampling import draw, place
from clairevoix.model.annotation import Label, Review
from clairevoix.model.coding import (
    N_BLIND,
    Agreement,
    BlindCode,
    BlindContact,
    CodedContact,
    CodingProgress,
    CodingSample,
    Stage,
)
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.project import Project
from clairevoix.store import coding, coding_frame, lake, ledger
from clairevoix.store.workspace import pseudonym

#: The coder of a decision that the coders of a disputed contact took together.
TOGETHER = "together"
READ = "contact-read"


def draw_sample(project: Project, label: str, n: int, *, seed: str | None = None, strata: str = "none") -> CodingSample:
    """Draws ``n`` contacts for a label among those that nobody coded for it nor drew before.

    Raises InputError for an unknown label, and where nothing is left to draw; CharterRefusal for a label on what employees
    say (R19: contacts heard to improve the service judge nobody's work), or if no label is declared (R9), in the ledger then.
    """
    found = _label(project, label)
    try:
        admit_measure(project.charter, "label", "contacts")
        if not may_excerpt(party=found.party, purpose=Purpose.IMPROVE_SERVICE):
            admit_use(Purpose.IMPROVE_SERVICE, Destination.EMPLOYEE)
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
    oldest = oldest_day(project.charter, Kept.RECORDING, project.today)
    purposes = [each for each in Purpose if may_count(each)]
    frame = coding_frame.uncoded(project.workspace, label, strata, oldest, purposes)
    taken = coding.drawn_for(project.registry, label)
    frame = {contact_id: stratum for contact_id, stratum in frame.items() if contact_id not in taken}
    if not frame:
        raise InputError(Code.NOTHING_TO_DRAW)
    chosen = seed if seed is not None else secrets.token_hex(8)
    contacts = draw(frame, n, chosen)
    sample = CodingSample(
        sample_id=secrets.token_hex(6),
        label=label,
        label_version=found.version,
        seed=chosen,
        strata=strata,
        n_listed=len(frame),
        n_drawn=len(contacts),
        drawn_at=datetime.now(UTC).replace(microsecond=0),
    )
    coding.add_sample(project.registry, sample, contacts)
    return sample


def waiting(project: Project, sample: CodingSample, coder: str) -> tuple[str, ...]:
    """What this coder has still to read, in an order drawn for them alone: first, second and third readings mixed.

    Which of the three a reading is, is not told.
    """
    places = {
        each.contact.contact_id: place(sample.seed, coder, each.contact.contact_id)
        for each in coding.coded(project.registry, sample.sample_id)
        if is_open_to(each, coder)
    }
    return tuple(sorted(places, key=places.__getitem__))


def is_open_to(contact: CodedContact, coder: str) -> bool:
    """Whether a coder may code a contact: one reading each, while it is not decided."""
    return contact.stage in {Stage.OPEN, Stage.DISPUTED} and all(code.coder != coder for code in contact.codes)


def is_current(project: Project, sample: CodingSample) -> bool:
    """Whether the label is defined as it was at the draw: codes of two definitions do not mix."""
    return any((each.name, each.version) == (sample.label, sample.label_version) for each in project.codebook.labels)


def shown(project: Project, sample: CodingSample, coder: str, role: str) -> BlindContact | None:
    """The next contact for a coder. That it is read is in the ledger before it is shown; None when nothing waits.

    The contacts are those heard to improve the service, of which nobody knows which employee answered: the leaf names the
    contact and the reader.
    """
    for contact_id in waiting(project, sample, coder):
        turns = coding_frame.said_by(project.workspace, contact_id, Party.CUSTOMER)
        facts = {"account": coder, "role": role, "purpose": "coding", "ticket": f"k1/{sample.sample_id}"}
        ledger.append(project.registry, READ, contact=contact_id, **facts)
        return BlindContact(contact_id=contact_id, turns=turns)
    return None


def take(project: Project, sample: CodingSample, contact_id: str, code: BlindCode) -> bool:
    """Adds what a coder says of a contact; says whether it was taken: not of a contact that is decided, nor twice."""
    if not is_current(project, sample):
        return False
    found = [each for each in coding.coded(project.registry, sample.sample_id) if each.contact.contact_id == contact_id]
    if not found or not is_open_to(found[0], code.coder):
        return False
    return coding.add_code(project.registry, sample.sample_id, found[0], code)


def resolve(project: Project, sample: CodingSample, contact_id: str, *, present: bool) -> bool:
    """Decides a disputed contact as its coders did together; says whether it was disputed."""
    code = BlindCode(coder=TOGETHER, present=present, coded_at=datetime.now(UTC).replace(microsecond=0))
    found = [each for each in coding.coded(project.registry, sample.sample_id) if each.contact.contact_id == contact_id]
    if not found or found[0].stage is not Stage.DISPUTED:
        return False
    return take(project, sample, contact_id, code)


def progress(project: Project, sample: CodingSample) -> CodingProgress:
    """How far a sample is. Agreement is told when nothing is left to be read blind, so that it sways nobody."""
    contacts = coding.coded(project.registry, sample.sample_id)
    stages = Counter(each.stage for each in contacts)
    return CodingProgress(
        n_by_stage={stage: stages[stage] for stage in Stage},
        agreement=_agreement(project, contacts) if contacts and not stages[Stage.OPEN] else None,
    )


def settle(project: Project) -> int:
    """Hands every contact that was decided to the lake, as reviews that correct shares. Returns how many contacts.

    Whoever calls holds the workspace. Killed in between, the next time finds the same reviews there and adds none twice.
    """
    stored = set(lake.rows(project.workspace, "SELECT contact_id, label, coder FROM reviews"))
    n_settled = 0
    for sample in coding.samples(project.registry):
        waiting_ids = coding.not_reviewed(project.registry, sample.sample_id)
        decided = [
            each
            for each in (coding.coded(project.registry, sample.sample_id) if waiting_ids else ())
            if each.contact.contact_id in waiting_ids and each.stage is Stage.DECIDED
        ]
        made = [review for each in decided for review in reviews(project, sample, each)]
        lake.add_reviews(
            project.workspace, [each for each in made if (each.contact_id, each.label, each.coder) not in stored]
        )
        coding.mark_reviewed(project.registry, sample.sample_id, [each.contact.contact_id for each in decided])
        n_settled += len(decided)
    if n_settled:
        ledger.append(project.registry, "reviews", stored=n_settled, quarantined=0)
    return n_settled


def reviews(project: Project, sample: CodingSample, contact: CodedContact) -> tuple[Review, ...]:
    """What is decided of a contact, by those who decided it, under their pseudonyms."""
    return tuple(
        Review(
            contact_id=contact.contact.contact_id,
            label=sample.label,
            present=bool(code.present),
            coder=pseudonym(project.workspace, "coder", code.coder),
            coded_on=code.coded_at.date(),
        )
        for code in contact.deciding
    )


def _agreement(project: Project, contacts: Sequence[CodedContact]) -> Agreement:
    units = [tuple(code.present for code in each.blind[:N_BLIND]) for each in contacts]
    return krippendorff(units, level=project.settings.measure.level)


def _label(project: Project, name: str) -> Label:
    found = next((each for each in project.codebook.labels if each.name == name), None)
    if found is None:
        raise InputError(Code.UNKNOWN_LABEL)
    return found
