"""The way in: lists of calls, survey answers and human reviews, from files to the stores.

Calls are drawn before anything of them is opened, and only referred to: their sound stays where it is until it is
processed, and is never copied unredacted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from clairevoix.charter.admission import admit_recording, admit_seed, seed_commitment
from clairevoix.charter.retention import Kept, admit_age
from clairevoix.ingest.calls import Listed, list_calls, read_details
from clairevoix.ingest.reviews import Coding, read_codings
from clairevoix.ingest.survey_reading import SurveyFile, read_survey_file
from clairevoix.ingest.surveys import Answer, as_rated
from clairevoix.model.annotation import Review
from clairevoix.model.contact import Contact, Purpose
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Quarantined, Report
from clairevoix.model.surveying import KnownAnswers, Rated, check_marks, gathered
from clairevoix.project import Project
from clairevoix.redact.replace import redact_text
from clairevoix.store import answers, lake, ledger, registry
from clairevoix.store.registry import Draw, Job
from clairevoix.store.workspace import exclusive, pseudonym, seal, secret, unseal

SEED = "sampling.seed"


@dataclass(kw_only=True)
class _Tally:
    """What a command has done so far."""

    counts: dict[str, int]
    quarantined: list[Quarantined] = field(default_factory=list)
    facts: dict[str, float] = field(default_factory=dict)

    def add(self, **found: int) -> None:
        """Counts further; what is not counted from the start appears once there is something of it."""
        for name, n in found.items():
            if n or name in self.counts:
                self.counts[name] = self.counts.get(name, 0) + n

    def put_aside(self, position: str, code: Code, rule_id: str | None = None) -> None:
        self.quarantined.append(Quarantined(position=position, code=code, rule_id=rule_id))

    def report(self, command: str) -> Report:
        return Report(command=command, counts=self.counts, quarantined=tuple(self.quarantined), facts=self.facts)


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
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
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
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
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
    """Stores the answers of surveys on their declared scales, comments redacted, and whom they were asked of."""
    tally = _Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
    with exclusive(project.workspace):
        known = answers.known(project.workspace)
        for path in paths:
            try:
                _one_survey(project, path, scale, known, tally)
            except InputError as error:
                tally.put_aside(error.position or "the file", error.code)
        n_stored, n_aside = tally.counts["stored"], len(tally.quarantined)
        ledger.append(project.registry, "responses", stored=n_stored, quarantined=n_aside)
    return tally.report("ingest responses")


def _one_survey(
    project: Project, path: Path, scale: tuple[int, int] | None, known: KnownAnswers, tally: _Tally
) -> None:
    read = read_survey_file(path, scale, project.sites, partial(pseudonym, project.workspace))
    tally.facts |= check_marks(known.marks(read.survey.survey_id, read.scores))
    registry.add_survey(project.registry, read.survey)
    for position, code in read.aside:
        tally.put_aside(position, code)
    new = list(_new_answers(project, read, known, tally))
    ratings = [rating for _, found in new for rating in found]
    answers.add_ratings(project.workspace, ratings)  # killed here, the responses are new at the next try, these known
    lake.add_responses(project.workspace, [response for response, _ in new if response is not None])
    tally.add(rows=read.n_rows, stored=len(new), ratings=len(ratings))
    stored = answers.invitations(project.workspace, read.survey.survey_id)
    taken, contradicting = gathered(stored, read.invitations)
    for position in contradicting:
        tally.put_aside(position, Code.DUPLICATE_ID)
    if stored | taken != stored:
        answers.replace_invitations(project.workspace, read.survey.survey_id, list((stored | taken).values()))
    tally.add(invitations=len(taken), out_of_order=sum(not each.in_order for each in taken.values()))


def _new_answers(project: Project, read: SurveyFile, known: KnownAnswers, tally: _Tally) -> Iterator[Rated]:
    """What of the answers is not stored yet, comments redacted."""
    seen: set[str] = set()
    for response_id, answer in read.answers:
        if not answer.finished or answer.blank:
            tally.add(**{"blank" if answer.finished else "partial": 1})
            continue
        try:
            if response_id in seen:
                raise InputError(Code.DUPLICATE_ID)
            response, ratings = known.fresh(*as_rated(answer, read.survey, response_id))
            seen.add(response_id)
            if response is not None:
                response = replace(response, comment=_comment(project, answer, read.survey.language))
        except InputError as error:
            tally.put_aside(answer.position, error.code)
            continue
        except Exception:  # noqa: BLE001  (a detector that fails must not let the comment through, nor quote it)
            tally.put_aside(answer.position, Code.ENGINE_FAILED)
            continue
        known.add(response, ratings)
        if response is not None or ratings:
            yield response, ratings
        else:
            tally.add(already_known=1)


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
        ledger.append(project.registry, "reviews", stored=n_stored, quarantined=n_aside)
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
