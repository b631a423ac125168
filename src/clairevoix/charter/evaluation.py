"""The course of an evaluation: a table of steps, a guard for each, and the one gate to any use.

A draft, whoever made it, has no effect. A person reads the evidence and confirms; the employee reads next, alone, and may
contest, which stops every use; another person decides. Time is an argument, and never runs backwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from clairevoix.charter import rules
from clairevoix.charter.contests import admit_contest, admit_review
from clairevoix.charter.effects import effects
from clairevoix.charter.reading import coverage, is_plausible, must_read
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import (
    Action,
    Actor,
    Draft,
    Evaluation,
    EvaluationEvent,
    EvaluationTerms,
    Standing,
    Viewer,
)

CONFIRMATION, EMPLOYEE_FIRST = rules.CONFIRMATION.rule_id, rules.EMPLOYEE_FIRST.rule_id

_S, _A = Standing, Action
_DRAFT = (_S.DRAFTED, _S.EVIDENCE_READ)
_BEFORE_EFFECT = (_S.WITH_EMPLOYEE, _S.COMMENTED, _S.ACCEPTED, _S.UPHELD, _S.AMENDED)
_FREE = (_S.WITH_EMPLOYEE, _S.COMMENTED, _S.ACCEPTED, _S.AMENDED, _S.EFFECTIVE)
_DELIVERED = (*_BEFORE_EFFECT, _S.CONTESTED, _S.UNDER_REVIEW, _S.EFFECTIVE)
_LIVE = tuple(each for each in _S if each not in (_S.VOID, _S.EXPIRED))

#: From where each action is possible, by whom, and where it leads; None: it stays where it stands.
STEPS: Mapping[Action, tuple[tuple[Standing, ...], Actor, Standing | None]] = {
    _A.OPEN: (_DRAFT, Actor.EVALUATOR, None),
    _A.READ: (_DRAFT, Actor.EVALUATOR, None),
    _A.CONFIRM: ((_S.EVIDENCE_READ,), Actor.EVALUATOR, _S.CONFIRMED),
    _A.DISCARD: ((*_DRAFT, _S.CONFIRMED), Actor.EVALUATOR, _S.VOID),
    _A.DELIVER: ((_S.CONFIRMED,), Actor.EVALUATOR, _S.WITH_EMPLOYEE),
    _A.SEE: (_DELIVERED, Actor.EMPLOYEE, None),
    _A.COMMENT: (_DELIVERED, Actor.EMPLOYEE, None),
    _A.ACCEPT: ((_S.WITH_EMPLOYEE, _S.COMMENTED), Actor.EMPLOYEE, _S.ACCEPTED),
    _A.CONTEST: (_FREE, Actor.EMPLOYEE, _S.CONTESTED),
    _A.TAKE_UP: ((_S.CONTESTED,), Actor.REVIEWER, _S.UNDER_REVIEW),
    _A.UPHOLD: ((_S.UNDER_REVIEW,), Actor.REVIEWER, _S.UPHELD),
    _A.AMEND: ((_S.UNDER_REVIEW,), Actor.REVIEWER, _S.AMENDED),
    _A.ANNUL: ((_S.UNDER_REVIEW,), Actor.REVIEWER, _S.VOID),
    _A.LAPSE: ((_S.CONTESTED, _S.UNDER_REVIEW), Actor.CLOCK, _S.VOID),
    _A.TAKE_EFFECT: (_BEFORE_EFFECT, Actor.CLOCK, _S.EFFECTIVE),
    _A.LOSE_EVIDENCE: (_LIVE, Actor.CLOCK, _S.VOID),
    _A.EXPIRE: (_LIVE, Actor.CLOCK, _S.EXPIRED),
}
_OF_CONFIRMATION = (_A.OPEN, _A.READ, _A.CONFIRM, _A.DISCARD, _A.DELIVER)


def drafted(draft: Draft, terms: EvaluationTerms, at: datetime) -> Evaluation:
    """A new evaluation: a draft and nothing more. Raises CharterRefusal(R12) for one with nothing to read."""
    if not must_read(draft) or coverage(must_read(draft), must_read(draft)) == 0.0:
        raise CharterRefusal(CONFIRMATION)
    expires_at = at + timedelta(days=terms.term_days)
    return Evaluation(draft=draft, terms=terms, drafted_at=at, changed_at=at, expires_at=expires_at)


def advance(evaluation: Evaluation, event: EvaluationEvent) -> Evaluation:
    """The evaluation after the event, which is taken to happen no earlier than the last one.

    Raises CharterRefusal: R12 for what comes before the employee has it, R13 for what comes after.
    """
    event = replace(event, at=max(event.at, evaluation.changed_at))
    admit_step(evaluation, event)
    _, _, leads_to = STEPS[event.action]
    changes: dict[str, Any] = {"n_events": evaluation.n_events + 1, "changed_at": event.at}
    if leads_to is not None:
        changes["standing"] = leads_to
    return replace(evaluation, **{**changes, **effects(evaluation, event)})


def replay(evaluation: Evaluation, events: Iterable[EvaluationEvent]) -> Evaluation:
    """The evaluation after all its events."""
    for event in events:
        evaluation = advance(evaluation, event)
    return evaluation


def admit_step(evaluation: Evaluation, event: EvaluationEvent) -> None:
    """Raises CharterRefusal for an action that the table does not know here, of somebody else, or too late."""
    possible_in, actor, _ = STEPS[event.action]
    rule_id = CONFIRMATION if event.action in _OF_CONFIRMATION else EMPLOYEE_FIRST
    past_term = event.at >= evaluation.expires_at and event.action not in (_A.EXPIRE, _A.LOSE_EVIDENCE, _A.LAPSE)
    if evaluation.standing not in possible_in or event.by is not actor or past_term or not _is_named(evaluation, event):
        raise CharterRefusal(rule_id)
    if event.action in _OF_CONFIRMATION:
        admit_confirmation(evaluation, event)
    elif event.by is Actor.EMPLOYEE:
        admit_contest(evaluation, event)
    elif event.by is Actor.REVIEWER:
        admit_review(evaluation, event)
    else:
        _admit_clock(evaluation, event)


def _is_named(evaluation: Evaluation, event: EvaluationEvent) -> bool:
    """The clock is nobody; the employee is the one whose work it is; nobody else is that person."""
    is_own = event.account_id == evaluation.draft.agent_id
    if event.by is Actor.CLOCK:
        return not event.account_id
    return is_own if event.by is Actor.EMPLOYEE else bool(event.account_id) and not is_own


def admit_confirmation(evaluation: Evaluation, event: EvaluationEvent) -> None:
    """Raises CharterRefusal(R12) for a reading that cannot have taken place, or a confirmation without one.

    Who confirms read enough of the evidence themselves, opened it before, and judges every criterion once.
    """
    if event.action is _A.READ:
        wrong = (
            evaluation.opened_at is None
            or evaluation.opened_by != event.account_id
            or not is_plausible(event.spans, event.at - evaluation.opened_at)
        )
    elif event.action is _A.CONFIRM:
        wrong = (
            coverage(must_read(evaluation.draft), evaluation.read) < evaluation.terms.listening_coverage
            or evaluation.reading_ms < 1000 * evaluation.terms.least_reading_s
            or evaluation.opened_by != event.account_id
            or not _judges_all(evaluation, event)
        )
    else:
        wrong = event.action is _A.DELIVER and event.account_id != evaluation.confirmed_by
    if wrong:
        raise CharterRefusal(CONFIRMATION)


def _judges_all(evaluation: Evaluation, event: EvaluationEvent) -> bool:
    judged = sorted(mark.criterion for mark in event.marks)
    return judged == sorted(finding.criterion for finding in evaluation.draft.findings)


def _admit_clock(evaluation: Evaluation, event: EvaluationEvent) -> None:
    if event.action is _A.TAKE_EFFECT:
        admit_effect(evaluation, event.at)
    due = {_A.LAPSE: evaluation.review_due, _A.EXPIRE: evaluation.expires_at}.get(event.action)
    if due is not None and event.at < due:
        raise CharterRefusal(EMPLOYEE_FIRST)


def admit_effect(evaluation: Evaluation, at: datetime) -> None:
    """Raises CharterRefusal(R13) while the employee reads alone or a contest is open."""
    embargo = evaluation.embargo_until
    if evaluation.is_contested or embargo is None or max(at, evaluation.changed_at) < embargo:
        raise CharterRefusal(EMPLOYEE_FIRST)


def may_use(evaluation: Evaluation, at: datetime) -> bool:
    """The only gate to any use: nothing else lets an evaluation enter a figure, a coaching talk or an export.

    Each condition is asked again here, so that no single mistake elsewhere opens it.
    """
    at = max(at, evaluation.changed_at)
    read = coverage(must_read(evaluation.draft), evaluation.read)
    return (
        evaluation.standing is _S.EFFECTIVE
        and bool(evaluation.confirmed_by)
        and read >= evaluation.terms.listening_coverage
        and evaluation.embargo_until is not None
        and at >= evaluation.embargo_until
        and not evaluation.is_contested
        and at < evaluation.expires_at
    )


def admit_reader(evaluation: Evaluation, viewer: Viewer, account_id: str, at: datetime) -> None:
    """Raises CharterRefusal(R13) unless this person may read the evaluation now.

    Its evaluators until it is delivered, the employee from then on, a reviewer while deciding; anybody else once it may
    be used.
    """
    standing = evaluation.standing
    allowed = {
        Viewer.EVALUATOR: standing in _DRAFT or (standing is _S.CONFIRMED and account_id in evaluation.evaluators),
        Viewer.EMPLOYEE: account_id == evaluation.draft.agent_id and standing in _DELIVERED,
        Viewer.REVIEWER: standing is _S.UNDER_REVIEW and account_id == evaluation.reviewer,
        Viewer.COACH: may_use(evaluation, at),
    }[viewer]
    if not allowed:
        raise CharterRefusal(EMPLOYEE_FIRST)


def shows_suggestions(evaluation: Evaluation) -> bool:
    """Whether an evaluator may see what the draft suggests: evidence first, score second, against anchoring."""
    return evaluation.standing is not _S.DRAFTED
