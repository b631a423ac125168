"""The way in, from files to the stores: survey answers and human reviews here, the rest in a module each.

Calls come in by :mod:`clairevoix.drawing`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from clairevoix.charter.retention import Kept, admit_age
from clairevoix.drawing import SEED, ingest_calls
from clairevoix.drawing.tally import Tally
from clairevoix.ingest.reviews import Coding, read_codings
from clairevoix.ingest.survey_reading import SurveyFile, read_survey_file
from clairevoix.ingest.surveys import Answer, as_rated
from clairevoix.intake.acts import ingest_acts
from clairevoix.intake.contacts import ingest_contacts
from clairevoix.intake.mystery import ingest_mystery
from clairevoix.intake.steps import ingest_steps
from clairevoix.model.annotation import Review
from clairevoix.model.errors import CharterRefusal, Code, InputError
from clairevoix.model.outcome import Report
from clairevoix.model.surveying import KnownAnswers, Rated, check_marks, gathered
from clairevoix.project import Project
from clairevoix.redact.replace import redact_text
from clairevoix.store import answers, lake, ledger, registry, tombstones
from clairevoix.store.tombstones import Kind
from clairevoix.store.workspace import exclusive, pseudonym

__all__ = [
    "SEED",
    "ingest_acts",
    "ingest_calls",
    "ingest_contacts",
    "ingest_mystery",
    "ingest_responses",
    "ingest_reviews",
    "ingest_steps",
]


def ingest_responses(project: Project, paths: Sequence[Path], scale: tuple[int, int] | None = None) -> Report:
    """Stores the answers of surveys on their declared scales, comments redacted, and whom they were asked of."""
    tally = Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
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


def _one_survey(project: Project, path: Path, scale: tuple[int, int] | None, known: KnownAnswers, tally: Tally) -> None:
    read = read_survey_file(path, scale, project.sites, partial(pseudonym, project.workspace))
    tally.facts |= check_marks(known.marks(read.survey.survey_id, read.scores))
    registry.add_survey(project.registry, read.survey)
    for position, code in read.aside:
        tally.put_aside(position, code)
    new = list(_new_answers(project, read, known, tally))
    ratings = [rating for _, found in new for rating in found]
    # Killed between the two, the responses are new at the next try, the ratings known.
    answers.add_ratings(project.workspace, ratings, read.customers)
    lake.add_responses(project.workspace, [response for response, _ in new if response is not None], read.customers)
    tally.add(rows=read.n_rows, stored=len(new), ratings=len(ratings))
    stored = answers.invitations(project.workspace, read.survey.survey_id)
    taken, contradicting = gathered(stored, read.invitations)
    for position in contradicting:
        tally.put_aside(position, Code.DUPLICATE_ID)
    if stored | taken != stored:
        answers.replace_invitations(project.workspace, read.survey.survey_id, list((stored | taken).values()))
    tally.add(invitations=len(taken), out_of_order=sum(not each.in_order for each in taken.values()))


def _new_answers(project: Project, read: SurveyFile, known: KnownAnswers, tally: Tally) -> Iterator[Rated]:
    """What of the answers is not stored yet, comments redacted."""
    seen: set[str] = set()
    gone = tombstones.read(project.workspace)
    for response_id, answer in read.answers:
        if response_id in read.customers and gone.has(Kind.CUSTOMER, read.customers[response_id]):
            tally.add(objected=1)
            continue
        if not answer.finished or answer.blank:
            tally.add(**{"blank" if answer.finished else "partial": 1})
            continue
        try:
            if response_id in seen:
                raise InputError(Code.DUPLICATE_ID)
            response, ratings = known.fresh(*as_rated(answer, read.survey, response_id))
            seen.add(response_id)
            if response is not None:
                is_gone = gone.has(Kind.RESPONSE, response_id)  # forgotten once, its words do not come back
                comment = None if is_gone else _comment(project, answer, read.survey.language)
                response = replace(response, comment=comment)
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
    tally = Tally(counts={"rows": 0, "stored": 0, "already_known": 0})
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
    tally: Tally,
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
