"""Evaluations on their way: the charter's course, the registry's events and the ledger, brought together."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial

import sqlalchemy as sa

from clairevoix.charter.budget import BudgetTerms, admit_debit, day_at, period_of
from clairevoix.charter.criteria import admit_grid, digest
from clairevoix.charter.drafting import draft_from
from clairevoix.charter.evaluation import admit_reader, advance, drafted, may_use, replay
from clairevoix.charter.explanation import canonical, complete
from clairevoix.charter.informing import admit_person
from clairevoix.charter.policy import Charter
from clairevoix.charter.purposes import Destination, admit_use
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal, StoreError
from clairevoix.model.evaluation import (
    Action,
    Actor,
    Draft,
    Drawn,
    Evaluation,
    EvaluationEvent,
    EvaluationTerms,
    Origin,
    Reason,
    RedactedText,
    Spent,
    Viewer,
    Work,
)
from clairevoix.model.explanation import Explanation
from clairevoix.model.grid import Grid
from clairevoix.project import Project
from clairevoix.redact.replace import redact_text
from clairevoix.store import budgets, evaluations, ledger
from clairevoix.store.acknowledgements import acknowledged_at
from clairevoix.store.evaluation_rows import Course

#: What the clock does by itself, in the order in which it is tried.
_CLOCK = (Action.EXPIRE, Action.LAPSE, Action.TAKE_EFFECT)
_ATTEMPTS = 20


def evaluation_terms(charter: Charter) -> EvaluationTerms:
    """The terms that a charter gives to evaluations drafted under it."""
    return EvaluationTerms(
        listening_coverage=charter.listening_coverage,
        least_reading_s=charter.least_reading_s,
        embargo_days=charter.embargo_days,
        contest_days=charter.contest_days,
        review_days=charter.review_days,
        term_days=charter.analysis_days,
    )


def budget_terms(charter: Charter) -> BudgetTerms:
    return BudgetTerms(
        limit=charter.evaluations_per_person, days=charter.budget_days, chosen_share=charter.chosen_share
    )


def redacted(text: str, language: str) -> RedactedText:
    """What somebody wrote about an evaluation, without personal data. Raises InputError recognizer_failed."""
    kept, entities = redact_text(text, language)
    return RedactedText(text=kept, n_entities=len(entities))


def draft(
    project: Project,
    work: Work,
    grid: Grid,
    *,
    place: tzinfo,
    origin: Origin = Origin.MACHINE,
    reason: Reason | None = None,
    at: datetime | None = None,
) -> tuple[Evaluation, Spent]:
    """Drafts an evaluation of one contact and debits its person's budget; a ``reason`` says that somebody chose it.

    ``place`` is the time zone in which days are counted. Raises CharterRefusal: R2 or R3 for the grid, R5 for the
    budget, R10 for a person who was not informed, R12 for a contact with nothing to read, R19 for one heard for another
    purpose; it is in the ledger then.
    """
    try:
        admit_use(work.contact.purpose, Destination.EMPLOYEE)
        admit_person(acknowledged=is_informed(project, work.contact.agent, _moment(project, at)))
        admit_grid(grid)
        made = Draft(
            evaluation_id=secrets.token_hex(8),
            agent_id=work.contact.agent,
            contact_id=work.contact.contact_id,
            origin=origin,
            drawn=Drawn.RANDOM if reason is None else Drawn.CHOSEN,
            reason=reason,
            grid_version=grid.version,
            grid_digest=digest(grid),
            charter_digest=project.charter.digest,
            duration_ms=work.duration_ms,
            findings=draft_from(work.annotations, grid),
        )
        evaluation = drafted(made, evaluation_terms(project.charter), _moment(project, at))
        return evaluation, evaluations.add(
            project.registry, project.workspace, evaluation, partial(_debited, project, evaluation, place)
        )
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id, contact=work.contact.contact_id)
        raise


def is_informed(project: Project, agent_id: str, at: datetime) -> bool:
    """Whether the notice of the charter in force was acknowledged under that pseudonym."""
    version_id = project.consulted.version_at(at)
    return version_id is not None and acknowledged_at(project.registry, agent_id, version_id) is not None


def _debited(project: Project, evaluation: Evaluation, place: tzinfo, connection: sa.Connection) -> Spent:
    terms, made = budget_terms(project.charter), evaluation.draft
    return budgets.debit_within(
        connection,
        evaluation_id=made.evaluation_id,
        agent_id=made.agent_id,
        drawn=made.drawn,
        reason=made.reason,
        period=partial(period_of, day_at(evaluation.drafted_at, place), terms.days),
        admit=lambda spent: admit_debit(terms, spent, made.drawn, made.reason),
    )


def act(
    project: Project, evaluation_id: str, event: EvaluationEvent, explanation: Explanation | None = None
) -> Evaluation:
    """Adds an event to an evaluation, and returns it. A delivery carries its explanation, whole.

    Raises CharterRefusal for what the charter does not admit, which is in the ledger then, and StoreError if others act
    on it without end.
    """
    try:
        for _ in range(_ATTEMPTS):
            before = read(project, evaluation_id)
            after = advance(before, event)
            kept = _explained(explanation, evaluation_id, event)
            if evaluations.append(project.registry, project.workspace, before, after, event, kept):
                return after
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id, evaluation=evaluation_id)
        raise
    raise StoreError("others act on this evaluation; try again")


def _explained(explanation: Explanation | None, evaluation_id: str, event: EvaluationEvent) -> str | None:
    """Nothing reaches the employee without its explanation, nor with that of another evaluation."""
    if event.action is not Action.DELIVER:
        return None
    if explanation is None or explanation.evaluation_id != evaluation_id:
        raise CharterRefusal("R14")
    return canonical(complete(explanation))


def tick(project: Project, at: datetime | None = None) -> int:
    """Lets the clock act on every evaluation: effect, lapse, expiry. Returns how many it changed."""
    moment = _moment(project, at)
    n_changed = 0
    for evaluation_id in evaluations.live(project.registry):
        before = read(project, evaluation_id)
        for action in _CLOCK:
            event = EvaluationEvent(action=action, by=Actor.CLOCK, at=moment)
            try:
                after = advance(before, event)
            except CharterRefusal:
                continue  # not yet: nobody asked for it, so nobody is refused
            n_changed += evaluations.append(project.registry, project.workspace, before, after, event)
            break
    return n_changed


def lose_evidence(project: Project, contact_ids: Sequence[str], at: datetime | None = None) -> int:
    """Voids what rests on contacts that are deleted: it could be neither explained nor contested. Returns how many."""
    event = EvaluationEvent(action=Action.LOSE_EVIDENCE, by=Actor.CLOCK, at=_moment(project, at))
    resting = evaluations.of_contacts(project.registry, contact_ids)
    unfinished = [each for each in resting if not read(project, each).is_over]
    for evaluation_id in unfinished:
        act(project, evaluation_id, event)
    return len(unfinished)


def read(project: Project, evaluation_id: str) -> Evaluation:
    """The evaluation as its events made it."""
    return _replayed(evaluations.course(project.registry, project.workspace, evaluation_id))


def shown(project: Project, evaluation_id: str, *, viewer: Viewer, account_id: str, at: datetime | None = None) -> str:
    """The explanation, for somebody who may read it now. Raises CharterRefusal(R13), which is in the ledger then."""
    evaluation, moment = read(project, evaluation_id), _moment(project, at)
    try:
        admit_reader(evaluation, viewer, account_id, moment)
        if viewer is Viewer.COACH:
            admit_use(Purpose.EVALUATE_WORK, Destination.COACHING)
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id, evaluation=evaluation_id)
        raise
    found = evaluations.explanation(project.registry, project.workspace, evaluation_id)
    if found is None:
        raise StoreError("this evaluation has no explanation yet")
    return found


def usable(project: Project, at: datetime | None = None) -> tuple[Evaluation, ...]:
    """The evaluations that may be used now, in an order drawn at random: all that any figure may be made from."""
    moment = _moment(project, at)
    found = (read(project, evaluation_id) for evaluation_id in evaluations.live(project.registry))
    return tuple(evaluation for evaluation in found if may_use(evaluation, moment))


def _replayed(course: Course) -> Evaluation:
    return replay(drafted(course.draft, course.terms, course.drafted_at), course.events)


def _moment(project: Project, at: datetime | None) -> datetime:
    """Now, or the moment of the last event if the clock was set back."""
    moment = at if at is not None else datetime.now(UTC)
    return max(moment, evaluations.latest_at(project.registry) or moment)
