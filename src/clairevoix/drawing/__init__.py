"""The way in for calls: what may not be heard is left out, the others are drawn from, and the drawn ones registered.

Nothing of a call is opened here. The drawn ones are only referred to: their sound stays where it is until it is processed,
and is never copied unredacted.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from clairevoix.charter.admission import Plan, admit_recording, admit_seed, plan_of, seed_commitment, weight
from clairevoix.charter.measures import admit_hearing
from clairevoix.charter.objection import may_link, may_name_agent, refusing_rule
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.config import read_toml
from clairevoix.drawing.door import Reading, framed
from clairevoix.drawing.recount import list_mark
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.calls import Details, Listed, declared_teams, read_details
from clairevoix.model.contact import Contact, EvaluatedContact, Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Report
from clairevoix.project import ORGANISATION_FILE, Project
from clairevoix.store import epochs, ledger, particulars, registry, tombstones
from clairevoix.store.registry import Draw, Job
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import exclusive, pseudonym, seal, secret, unseal

SEED = "sampling.seed"


def ingest_calls(
    project: Project,
    paths: Sequence[Path],
    purpose: Purpose = Purpose.IMPROVE_SERVICE,
    rates: dict[str, float] | None = None,
) -> Report:
    """Draws among the contacts that ``paths`` list, and registers the drawn ones. The others leave no trace but a count.

    ``rates`` lower the charter's rate in strata that it draws within. Raises CharterRefusal(R4) for another seed than
    before, (R9) where the purpose was not consulted on.
    """
    tally = Tally(counts={"listed": 0, "drawn": 0, "registered": 0, "already_known": 0, "moved": 0})
    with exclusive(project.workspace):
        seed = secret(project.workspace, SEED)
        _check(project, purpose, seed)
        tombstones.prepare(project.workspace, project.registry)
        reading = Reading(
            project=project,
            purpose=purpose,
            plan=Plan(by=plan_of(project.charter).by, rates=rates or {}),
            seed=seed,
            teams=declared_teams(read_toml(project.workspace.root / ORGANISATION_FILE)),
            known=registry.known_marks(project.registry),
            tally=tally,
        )
        for path in paths:
            _one_list(reading, path)
    return tally.report("ingest calls")


def _check(project: Project, purpose: Purpose, seed: bytes) -> None:
    """May this purpose be served, and with this seed? Before the first draw its commitment goes into the ledger."""
    commitments = [draw.seed_commitment for draw in registry.draws(project.registry)]
    try:
        admit_hearing(project.charter, purpose)
        admit_seed(seed, commitments)
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise
    if not commitments and not ledger.entries(project.registry, event="seed"):
        ledger.append(project.registry, "seed", commitment=seed_commitment(seed))


def _one_list(reading: Reading, path: Path) -> None:
    entries = framed(reading, path)
    tally, known = reading.tally, reading.known
    marks = set(known.values())  # one recording under two identifiers would be drawn twice
    jobs: dict[str, list[Job]] = {}
    n_drawn: Counter[str] = Counter()
    for entry in entries:
        stratum = reading.stratum(entry)
        if not _is_drawn(reading, entry, stratum):
            continue
        n_drawn[stratum] += 1
        job = _job_or_none(reading, entry)
        if job is None:
            continue
        contact_id = job.contact.contact_id
        if contact_id not in known and job.source_mark not in marks:
            jobs.setdefault(stratum, []).append(job)
            marks.add(job.source_mark)
        elif known.get(contact_id) == job.source_mark:
            tally.counts["already_known"] += 1
        elif contact_id in known and _is_gone(reading.project, contact_id):
            registry.move_source(reading.project.registry, job)
            tally.counts["moved"] += 1
        else:
            tally.put_aside(entry.position, Code.DUPLICATE_ID)
        known.setdefault(contact_id, job.source_mark)
    tally.counts["listed"] += len(entries)
    tally.counts["drawn"] += n_drawn.total()
    tally.counts["registered"] += sum(map(len, jobs.values()))
    for stratum, listed in _by_stratum(reading, entries).items():
        _register(reading, jobs.get(stratum, []), _draw(reading, stratum, listed, n_drawn[stratum]))


def _is_gone(project: Project, contact_id: str) -> bool:
    """Whether the recording of a known contact is no longer where it was."""
    return not Path(unseal(project.workspace, registry.source(project.registry, contact_id))).is_file()


def _is_drawn(reading: Reading, entry: Listed, stratum: str) -> bool:
    try:
        admit_recording(
            charter=reading.project.charter,
            seed=reading.seed,
            source_id=entry.source_id,
            purpose=reading.purpose,
            stratum=stratum,
            plan=reading.plan,
        )
    except CharterRefusal:
        return False
    return True


def _job_or_none(reading: Reading, entry: Listed) -> Job | None:
    try:
        return _job(reading, entry)
    except InputError as error:
        reading.tally.put_aside(entry.position, error.code)
    except CharterRefusal as refusal:
        reading.tally.put_aside(entry.position, Code.REFUSED, refusal.rule_id)
        ledger.append(reading.project.registry, "refusal", rule=refusal.rule_id)
    return None


def _job(reading: Reading, entry: Listed) -> Job:
    project = reading.project
    undated = datetime.now(UTC) if reading.purpose is Purpose.TECHNICAL_TEST else None
    details = read_details(entry, project.sites, undated=undated, teams=reading.teams)
    admit_hearing(project.consulted.at(details.started_at), reading.purpose)
    for kept in (Kept.RECORDING, Kept.ANALYSIS):
        admit_age(project.charter, kept, details.started_at.date(), project.today)
    contact = _contact(reading, entry, details)
    reason = tombstones.read(project.workspace).reason(Kind.CONTACT, contact.contact_id)
    if reason is not None:
        raise CharterRefusal(refusing_rule(reason))
    source = str(details.path)
    return Job(
        contact=contact,
        source=seal(project.workspace, source),
        source_mark=pseudonym(project.workspace, "source", source),
    )


def _contact(reading: Reading, entry: Listed, details: Details) -> Contact:
    """The contact with as much of whose it is as the purpose allows."""
    linkable = bool(entry.customer) and may_link(reading.purpose)
    contact = Contact(
        contact_id=reading.named("contact", entry.source_id),
        started_at=details.started_at,
        parties=details.parties,
        purpose=reading.purpose,
        site=details.site,
        language=details.language,
        customer=reading.named("customer", entry.customer) if linkable else None,
        team=details.team,
        weight=weight(
            charter=reading.project.charter,
            purpose=reading.purpose,
            stratum=reading.stratum(entry),
            plan=reading.plan,
        ),
    )
    if not may_name_agent(reading.purpose):
        return contact
    if not entry.agent:
        raise InputError(Code.MISSING_ID)
    days = reading.project.charter.analysis_days
    epoch, agent = epochs.agent_on(reading.project.workspace, details.started_at.date(), days, entry.agent)
    values = {each.name: getattr(contact, each.name) for each in fields(Contact)}
    return EvaluatedContact(**values, agent=agent, epoch=epoch)


def _by_stratum(reading: Reading, entries: Sequence[Listed]) -> dict[str, list[str]]:
    """The identifiers of a list, by stratum, for as long as it is read."""
    found: dict[str, list[str]] = {}
    for entry in entries:
        found.setdefault(reading.stratum(entry), []).append(entry.source_id)
    return found


def _register(reading: Reading, jobs: Sequence[Job], draw: Draw) -> None:
    """Particulars first: without their job they are nobody's, and the next purge takes them."""
    engine = reading.project.registry
    with engine.begin() as connection:
        particulars.add_within(connection, [job.contact for job in jobs])
    registry.add_jobs(engine, jobs, draw)


def _draw(reading: Reading, stratum: str, listed: Sequence[str], n_drawn: int) -> Draw:
    """The record of a draw; the commitment lets the seed be shown later and checked against what was done."""
    is_test = reading.purpose is Purpose.TECHNICAL_TEST
    return Draw(
        list_mark=list_mark(reading.project, reading.purpose, stratum, listed),
        purpose=reading.purpose,
        rate=1.0 if is_test else reading.plan.rate(reading.project.charter, stratum),
        n_listed=len(listed),
        n_drawn=n_drawn,
        seed_commitment=seed_commitment(reading.seed),
    )
