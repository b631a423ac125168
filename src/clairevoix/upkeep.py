"""What a workspace needs done to it beside hearing: what is past its term or objected to goes, what may be seen is published.

Whatever goes has its tombstone first, then leaves the page, then the stores, then the registry, where a signed receipt and
its leaf in the ledger are written in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from clairevoix import annotators, coding, evaluating, figures, pulse
from clairevoix.charter.access_ledger import oldest_entry
from clairevoix.charter.objection import Reason
from clairevoix.charter.retention import TERMS, Kept, day_of, oldest_day
from clairevoix.model.errors import ClairevoixError, StoreError
from clairevoix.model.measure import Figure
from clairevoix.model.outcome import Report
from clairevoix.project import Project
from clairevoix.store import (
    budgets,
    checkpoints,
    comments,
    epochs,
    erasure,
    evaluations,
    lake,
    ledger,
    linked,
    mystery,
    particulars,
    published,
    receipts,
    registry,
    tombstones,
    vault,
    wellbeing,
)
from clairevoix.store.annotators import By
from clairevoix.store.checkpoints import installation_key
from clairevoix.store.database import now
from clairevoix.store.doomed import Erasure
from clairevoix.store.receipts import Receipt
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import exclusive, pseudonym


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be forgotten, by identifiers at the source, and why."""

    contacts: Sequence[str] = field(default=(), repr=False)
    customers: Sequence[str] = field(default=(), repr=False)
    agents: Sequence[str] = field(default=(), repr=False)
    reason: Reason = Reason.ERASURE


def purged(project: Project) -> Report:
    """What is past its term leaves the page first: killed in between, the next opening still finds its tombstone."""
    project = judged_on(project)
    if _buried(project).was_shown:
        _off_the_page(project)
    return deleted(project)


def deleted(project: Project) -> Report:
    """Deletes what is past its term and what a killed run left behind: recordings, their words, old comments."""
    project = judged_on(project)
    doomed = _buried(project)
    kept = {each for each, _ in lake.committed(project.workspace)}
    gone = frozenset(each for each in doomed.contact_ids if each in kept)
    audio = linked.audio_of(project.workspace, sorted(gone))
    n_comments = erasure.erase(project.workspace, doomed)
    vault.sweep(project.workspace)
    unused = frozenset(vault.object_ids(project.workspace)) - lake.audio_objects(project.workspace)
    for audio_object in unused:
        vault.erase(project.workspace, audio_object)
    n_jobs = sum(
        job.contact.contact_id in doomed.contact_ids | doomed.job_ids for job in registry.jobs(project.registry)
    )
    counts = {"contacts": len(gone), "jobs": n_jobs, "comments": n_comments, "left_over": len(unused)}
    more = {"sounds": len(doomed.audio_objects - audio), "epochs": len(doomed.epochs)}
    counts |= {name: n for name, n in more.items() if n}
    counts |= _settled(project, doomed, counts, "purge", Reason.EXPIRED)
    oldest = oldest_day(project.charter, Kept.ANALYSIS, project.today)
    n_tests = mystery.drop_before(project.workspace, oldest)
    counts |= {"mystery": n_tests} if n_tests else {}
    evaluating.tick(project)
    evaluations.forget_until(project.registry, datetime.now(UTC))
    budgets.forget_before(project.registry, oldest)
    pulse.end_issues(project, project.today)
    oldest_comment = oldest_day(project.charter, Kept.COMMENT, project.today)
    wellbeing.forget(
        project.workspace.wellbeing, remarks_before=f"{oldest_comment:%Y-%m}", tokens_before=f"{project.today:%Y-%m}"
    )
    return Report(command="purge", counts=counts)


def forgotten(project: Project, wanted: Wanted) -> Report:
    """Erases contacts, what customers are in and answered, or what an employee is known in, at somebody's demand.

    The tombstone is the demand's one record: from that instant nothing of it is heard or stored again, even if another
    command holds the workspace; then ``waiting`` is counted, and the next opening deletes. After an objection the contacts
    to come of that customer, or the evaluations to come of that employee, are refused at the door; after an erasure they
    are not.
    """
    project = judged_on(project)
    doomed = _sought(project, wanted)
    erasure.bury(project.workspace, project.registry, doomed, wanted.reason, project.today)
    known = doomed.contact_ids & erasure.known_contacts(project.workspace, project.registry)
    counts = {"contacts": len(known), "sounds": len(doomed.audio_objects), "answers": len(doomed.response_ids)}
    counts |= {"cases": len(doomed.case_ids)} if doomed.case_ids else {}
    try:
        with exclusive(project.workspace):
            counts |= forgotten_within(project, doomed, counts, wanted.reason)
            signed(project)
    except StoreError:
        if not _is_held(project):
            raise
        counts["waiting"] = len(known) + len(doomed.response_ids) + len(doomed.case_ids)
    return Report(command="forget", counts=counts)


def forgotten_within(project: Project, doomed: Erasure, counts: dict[str, int], reason: Reason) -> dict[str, int]:
    """The same for whoever holds the workspace, of what has its tombstones."""
    if doomed.was_shown:
        lake.remove_contacts(project.workspace, sorted(doomed.contact_ids))
        _off_the_page(project)
    erasure.erase(project.workspace, doomed)
    return _settled(project, doomed, counts, "forget", reason)


def published_again(project: Project) -> Report:
    """Measures everything and replaces the snapshot. It says how many tombstones it knew of, so that an older one shows."""
    project = judged_on(project)
    _buried(project)
    coding.settle(project)
    annotators.catch_up(project, By.CLASSIFIER)
    n_gone = tombstones.read(project.workspace).size
    released = figures.released(project)
    excerpts = figures.excerpts(project, released)
    published.replace(
        project.workspace.snapshot,
        about={**figures.about(project, released), "tombstones": n_gone},
        released=released,
        labels=project.codebook.labels,
        excerpts=excerpts,
    )
    n_figures = sum(isinstance(each, Figure) for each in released)
    counts = {"figures": n_figures, "suppressed": len(released) - n_figures, "excerpts": len(excerpts)}
    ledger.append(project.registry, "publish", **project.digests, **counts)
    return Report(command="publish", counts=counts)


def _off_the_page(project: Project) -> None:
    """Publishes what may still be seen, or, where that fails, nothing."""
    snapshot = project.workspace.snapshot
    if snapshot.exists():
        try:
            published_again(project)
        except ClairevoixError:
            snapshot.unlink()


def _buried(project: Project) -> Erasure:
    """What is past its term, its tombstones written."""
    doomed = _past_term(project)
    erasure.bury(project.workspace, project.registry, doomed, Reason.EXPIRED, project.today)
    return doomed


def _past_term(project: Project) -> Erasure:
    """By two terms: a sound goes at its own, what was made of it, and the sound with that at the latest, at the analysis'."""
    workspace, charter, today = project.workspace, project.charter, project.today
    of_sound, of_analysis = (oldest_day(charter, kept, today) for kept in (Kept.RECORDING, Kept.ANALYSIS))
    gone = dict(lake.contacts_before(workspace, of_analysis))
    sounds = {audio for _, audio in lake.contacts_before(workspace, of_sound)} | set(gone.values())
    oldest = max(of_sound, of_analysis)
    jobs = [job.contact for job in registry.jobs(project.registry) if job.contact.started_at.date() < oldest]
    stored = {contact_id for contact_id, _ in lake.committed(workspace)}
    oldest_comment = oldest_day(charter, Kept.COMMENT, today)
    return Erasure(
        contact_ids=frozenset(gone) | {each.contact_id for each in jobs if each.contact_id not in stored},
        job_ids=frozenset(each.contact_id for each in jobs if each.contact_id in stored),
        audio_objects=frozenset(audio for audio in sounds if audio),
        epochs=frozenset(epochs.ended(workspace, of_analysis)),
        comments_before=oldest_comment if comments.has_comments_before(workspace, oldest_comment) else None,
    )


def _sought(project: Project, wanted: Wanted) -> Erasure:
    """What is known of the identifiers at the source, under the pseudonyms that they have here."""
    workspace, engine = project.workspace, project.registry
    customers = frozenset(pseudonym(workspace, "customer", each) for each in wanted.customers)
    agent_ids = [
        epochs.agent_pseudonym(workspace, epoch, each)
        for epoch in epochs.existing(workspace)
        for each in wanted.agents
        if not tombstones.read(workspace).has(Kind.EPOCH, epoch)
    ]
    found = {pseudonym(workspace, "contact", each) for each in wanted.contacts}
    found |= particulars.of_agents(engine, agent_ids) | linked.contacts_of_agents(workspace, agent_ids)
    responses, cases = set[str](), set[str]()
    for each in customers:
        found |= particulars.of_customer(engine, each) | linked.contacts_of(workspace, each)
        responses |= linked.responses_of(workspace, each)
        cases |= linked.cases_of(workspace, each)
    stays = wanted.reason is Reason.OBJECTION
    return Erasure(
        contact_ids=frozenset(found),
        audio_objects=linked.audio_of(workspace, sorted(found)),
        response_ids=frozenset(responses),
        case_ids=frozenset(cases),
        customers=customers if stays else frozenset(),
        agents=frozenset(pseudonym(workspace, "agent", each) for each in wanted.agents if stays),
        agent_ids=frozenset(agent_ids),
    )


def _settled(project: Project, doomed: Erasure, counts: dict[str, int], kind: str, reason: Reason) -> dict[str, int]:
    """The registry's part, its receipt and its leaf in one transaction. Returns what the holders deleted."""
    gone = tombstones.read(project.workspace)
    engine = project.registry
    with engine.begin() as connection:
        held = erasure.erase_within(connection, doomed)
        expired = ledger.expire(connection, oldest_entry(project.today))
        held |= {"ledger": expired} if expired else {}
        found = {**counts, **held}
        if any(found.values()) or kind == "forget":
            if gone.size:
                tombstones.note_within(connection, gone)
            receipts.issue_within(
                connection,
                installation_key(project.workspace),
                Receipt(
                    kind=kind,
                    reason=reason.value,
                    counts=found,
                    objects=receipts.digest_of(doomed.identifiers),
                    terms={each.value: TERMS[each](project.charter) for each in Kept},
                    charter=project.charter.digest,
                    day=project.today.isoformat(),
                    at=now(),
                    tombstones=gone.size,
                ),
            )
    erasure.settle(engine)
    erasure.finish(project.workspace, gone)
    return held


def _is_held(project: Project) -> bool:
    """Whether another command holds the workspace."""
    try:
        with exclusive(project.workspace):
            return False
    except StoreError:
        return True


def signed(project: Project) -> None:
    """Signs the head of the ledger, as every command that writes does at its end: what is taken away later shows."""
    checkpoints.seal(project.workspace, project.registry, datetime.now(UTC))


def judged_on(project: Project) -> Project:
    """The same workspace on the day by which terms are judged: never before one by which something was deleted."""
    return replace(project, today=day_of(project.today, tombstones.read(project.workspace).last_on))
