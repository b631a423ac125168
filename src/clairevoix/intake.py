"""The way in: lists of calls, survey answers and human reviews, from files to the stores.

Calls are drawn before anything of them is opened, and only referred to: their sound stays where it is until it is
processed, and is never copied unredacted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from clairevoix.charter.admission import admit_recording, admit_seed, seed_commitment
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.ingest.calls import Listed, list_calls, read_details
from clairevoix.ingest.reviews import Coding, read_codings
from clairevoix.ingest.surveys import Answer, read_answers, read_survey
from clairevoix.model.annotation import Review
from clairevoix.model.contact import Contact, Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Quarantined, Report
from clairevoix.model.survey import Response, Survey
from clairevoix.project import Project
from clairevoix.redact.replace import redact_text
from clairevoix.store import lake, registry
from clairevoix.store.registry import Draw, Job
from clairevoix.store.workspace import exclusive, pseudonym, seal, secret, unseal

SEED = "sampling.seed"


@dataclass(kw_only=True)
class _Tally:
    """What a command has done so far."""

    counts: dict[str, int]
    quarantined: list[Quarantined] = field(default_factory=list)

    def put_aside(self, position: str, code: Code, rule_id: str | None = None) -> None:
        self.quarantined.append(Quarantined(position=position, code=code, rule_id=rule_id))

    def report(self, command: str) -> Report:
        return Report(command=command, counts=self.counts, quarantined=tuple(self.quarantined))


def ingest_calls(project: Project, paths: Sequence[Path], purpose: Purpose = Purpose.IMPROVE_SERVICE) -> Report:
    """Draws among the contacts that ``paths`` list, and registers the drawn ones. The others leave no trace but a count."""
    tally = _Tally(counts={"listed": 0, "drawn": 0, "registered": 0, "already_known": 0, "moved": 0})
    with exclusive(project.workspace):
        _check_seed(project)
        known = registry.known_marks(project.registry)
        for path in paths:
            _one_list(project, path, purpose, known, tally)
    return tally.report("ingest calls")


def _check_seed(project: Project) -> None:
    commitments = [draw.seed_commitment for draw in registry.draws(project.registry)]
    try:
        admit_seed(secret(project.workspace, SEED), commitments)
    except CharterRefusal as refusal:
        registry.append(project.registry, "refusal", rule=refusal.rule_id)
        raise


def _one_list(project: Project, path: Path, purpose: Purpose, known: dict[str, str], tally: _Tally) -> None:
    seed = secret(project.workspace, SEED)
    listed: set[str] = set()
    jobs: list[Job] = []
    marks = set(known.values())  # one recording under two identifiers would be drawn twice
    n_drawn = 0
    for entry in _drawn(project, path, purpose, listed, tally):
        n_drawn += 1
        job = _job_or_none(project, entry, purpose, tally)
        if job is None:
            continue
        if job.contact.contact_id not in known and job.source_mark not in marks:
            jobs.append(job)
            marks.add(job.source_mark)
        elif known.get(job.contact.contact_id) == job.source_mark:
            tally.counts["already_known"] += 1
        elif job.contact.contact_id in known and _is_gone(project, job.contact.contact_id):
            registry.move_source(project.registry, job)
            tally.counts["moved"] += 1
        else:
            tally.put_aside(entry.position, Code.DUPLICATE_ID)
        known.setdefault(job.contact.contact_id, job.source_mark)
    tally.counts["listed"] += len(listed)
    tally.counts["drawn"] += n_drawn
    tally.counts["registered"] += len(jobs)
    if listed:
        registry.add_jobs(project.registry, jobs, _draw(project, purpose, listed, n_drawn, seed))


def _is_gone(project: Project, contact_id: str) -> bool:
    """Whether the recording of a known contact is no longer where it was."""
    return not Path(unseal(project.workspace, registry.source(project.registry, contact_id))).is_file()


def _drawn(project: Project, path: Path, purpose: Purpose, listed: set[str], tally: _Tally) -> Iterator[Listed]:
    """The entries that the charter admits. Every identifier goes into ``listed``, for as long as this list is read."""
    seed = secret(project.workspace, SEED)
    for entry in list_calls(path):
        if isinstance(entry, tuple):
            tally.put_aside(*entry)
            continue
        if entry.source_id in listed:
            tally.put_aside(entry.position, Code.DUPLICATE_ID)
            continue
        listed.add(entry.source_id)
        try:
            admit_recording(charter=project.charter, seed=seed, source_id=entry.source_id, purpose=purpose)
        except CharterRefusal:
            continue
        yield entry


def _job_or_none(project: Project, entry: Listed, purpose: Purpose, tally: _Tally) -> Job | None:
    try:
        return _job(project, entry, purpose)
    except InputError as error:
        tally.put_aside(entry.position, error.code)
    except CharterRefusal as refusal:
        tally.put_aside(entry.position, Code.REFUSED, refusal.rule_id)
        registry.append(project.registry, "refusal", rule=refusal.rule_id)
    return None


def _job(project: Project, entry: Listed, purpose: Purpose) -> Job:
    is_test = purpose is Purpose.TECHNICAL_TEST
    details = read_details(entry, project.sites, undated=datetime.now(UTC) if is_test else None)
    admit_age(project.charter, Kept.RECORDING, details.started_at.date(), project.today)
    contact = Contact(
        contact_id=pseudonym(project.workspace, "contact", entry.source_id),
        started_at=details.started_at,
        parties=details.parties,
        purpose=purpose,
        site=details.site,
        language=details.language,
    )
    source = str(details.path)
    return Job(
        contact=contact,
        source=seal(project.workspace, source),
        source_mark=pseudonym(project.workspace, "source", source),
    )


def _draw(project: Project, purpose: Purpose, listed: set[str], n_drawn: int, seed: bytes) -> Draw:
    """The record of a draw; the commitment lets the seed be shown later and checked against what was done."""
    mark = pseudonym(project.workspace, "list", "\0".join([purpose, *sorted(listed)]))
    return Draw(
        list_mark=mark,
        purpose=purpose,
        rate=1.0 if purpose is Purpose.TECHNICAL_TEST else project.charter.sampling_rate,
        n_listed=len(listed),
        n_drawn=n_drawn,
        seed_commitment=seed_commitment(seed),
    )


def ingest_responses(project: Project, paths: Sequence[Path], scale: tuple[int, int] | None = None) -> Report:
    """Stores the answers of surveys on a declared 0-10 scale, comments redacted."""
    tally = _Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    with exclusive(project.workspace):
        stored = {str(row[0]): row[1:] for row in lake.rows(project.workspace, _STORED_RESPONSES)}
        for path in paths:
            try:
                survey = read_survey(path, scale)
                entries = list(read_answers(path, project.sites))
            except InputError as error:
                tally.put_aside("the file", error.code)
                continue
            registry.add_survey(project.registry, survey)
            new = list(_new_responses(project, survey, entries, stored, tally))
            lake.add_responses(project.workspace, new)
            tally.counts["rows"] += len(entries)
            tally.counts["stored"] += len(new)
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        registry.append(project.registry, "responses", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest responses")


_STORED_RESPONSES = "SELECT response_id, survey_id, answered_on, score, site, channel FROM responses"


def _new_responses(
    project: Project,
    survey: Survey,
    entries: Sequence[Answer | tuple[str, Code]],
    stored: dict[str, tuple[object, ...]],
    tally: _Tally,
) -> Iterator[Response]:
    seen: set[str] = set()
    for entry in entries:
        if isinstance(entry, tuple):
            tally.put_aside(*entry)
            continue
        response_id = pseudonym(project.workspace, "response", f"{survey.survey_id}\0{entry.source_id}")
        facts = (survey.survey_id, entry.answered_on, entry.score, entry.site, entry.channel)
        if response_id in seen or stored.get(response_id, facts) != facts:
            tally.put_aside(entry.position, Code.DUPLICATE_ID)
            continue
        seen.add(response_id)
        if response_id in stored:
            tally.counts["already_known"] += 1
            continue
        try:
            comment = _comment(project, entry, survey.language)
        except InputError as error:
            tally.put_aside(entry.position, error.code)
            continue
        except Exception:  # noqa: BLE001  (a detector that fails must not let the comment through, nor quote it)
            tally.put_aside(entry.position, Code.ENGINE_FAILED)
            continue
        stored[response_id] = facts
        yield Response(
            response_id=response_id,
            survey_id=survey.survey_id,
            answered_on=entry.answered_on,
            score=entry.score,
            site=entry.site,
            channel=entry.channel,
            comment=comment,
        )


def _comment(project: Project, answer: Answer, language: str) -> str | None:
    """The redacted comment, or nothing if there is none or if it is past its term."""
    if not answer.comment:
        return None
    try:
        admit_age(project.charter, Kept.COMMENT, answer.answered_on, project.today)
    except CharterRefusal:
        return None
    return redact_text(answer.comment, language, references=project.settings.redact.references)[0]


def ingest_reviews(project: Project, paths: Sequence[Path]) -> Report:
    """Stores human codings of drawn contacts."""
    tally = _Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    with exclusive(project.workspace):
        contacts = set(registry.known_marks(project.registry))
        stored = set(lake.rows(project.workspace, "SELECT contact_id, label, coder, coded_on, present FROM reviews"))
        for path in paths:
            try:
                entries = list(read_codings(path, project.label_names))
            except InputError as error:
                tally.put_aside("the file", error.code)
                continue
            new = list(_new_reviews(project, entries, contacts, stored, tally))
            lake.add_reviews(project.workspace, new)
            tally.counts["rows"] += len(entries)
            tally.counts["stored"] += len(new)
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        registry.append(project.registry, "reviews", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest reviews")


def _new_reviews(
    project: Project,
    entries: Sequence[Coding | tuple[str, Code]],
    contacts: set[str],
    stored: set[tuple[object, ...]],
    tally: _Tally,
) -> Iterator[Review]:
    for entry in entries:
        if isinstance(entry, tuple):
            tally.put_aside(*entry)
            continue
        review = _review(project, entry)
        facts = (review.contact_id, review.label, review.coder, review.coded_on, review.present)
        if review.contact_id not in contacts:
            tally.put_aside(entry.position, Code.UNKNOWN_CONTACT)
        elif facts in stored:
            tally.counts["already_known"] += 1
        else:
            stored.add(facts)
            yield review


def _review(project: Project, entry: Coding) -> Review:
    return Review(
        contact_id=pseudonym(project.workspace, "contact", entry.source_id),
        label=entry.label,
        present=entry.present,
        coder=pseudonym(project.workspace, "coder", entry.coder),
        coded_on=entry.coded_on,
    )
