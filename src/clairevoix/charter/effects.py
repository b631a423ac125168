"""What each admitted action changes in an evaluation, beside where it stands."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from clairevoix.charter.reading import coverage, must_read
from clairevoix.model.evaluation import Action, Evaluation, EvaluationEvent, Standing

Changes = dict[str, Any]


def effects(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    """The fields that change, with their values. The action must have been admitted."""
    effect = _EFFECTS.get(event.action)
    return effect(evaluation, event) if effect is not None else {}


def _opened(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    """Whoever opens the evidence reads it from the start: nobody confirms on another's reading."""
    return {
        "opened_at": event.at,
        "opened_by": event.account_id,
        "read": (),
        "reading_ms": 0,
        "evaluators": evaluation.evaluators | {event.account_id},
        "standing": Standing.DRAFTED,
    }


def _read(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    read = (*evaluation.read, *event.spans)
    enough = coverage(must_read(evaluation.draft), read) >= evaluation.terms.listening_coverage
    since = event.at - (evaluation.opened_at or event.at)
    return {
        "read": read,
        "reading_ms": since // timedelta(milliseconds=1),
        "standing": Standing.EVIDENCE_READ if enough else Standing.DRAFTED,
    }


def _confirmed(_: Evaluation, event: EvaluationEvent) -> Changes:
    return {"marks": event.marks, "confirmed_by": event.account_id, "confirmed_at": event.at}


def _delivered(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    return _handed_over(evaluation, event.at)


def _seen(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    """The days begin with the first reading, if that is earlier than for somebody who reads nothing; never again."""
    if evaluation.first_seen_at is not None or evaluation.embargo_until is None or evaluation.contest_until is None:
        return {}
    begin = min(event.at, evaluation.embargo_until - timedelta(days=evaluation.terms.embargo_days))
    return {"first_seen_at": event.at, **_days_from(evaluation, begin)}


def _commented(evaluation: Evaluation, _: EvaluationEvent) -> Changes:
    return {"standing": Standing.COMMENTED} if evaluation.standing is Standing.WITH_EMPLOYEE else {}


def _contested(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    due = event.at + timedelta(days=evaluation.terms.review_days)
    return {"is_contested": True, "review_due": due, "reviewer": ""}


def _taken_up(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    return {"reviewer": event.account_id, "reviewers": evaluation.reviewers | {event.account_id}}


def _upheld(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    return {**_decided(evaluation, event), "is_upheld": True}


def _amended(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    return {**_decided(evaluation, event), "marks": event.marks}


def _decided(evaluation: Evaluation, event: EvaluationEvent) -> Changes:
    """The outcome too is read by the employee first."""
    return {"is_contested": False, "review_due": None, **_handed_over(evaluation, event.at)}


def _handed_over(evaluation: Evaluation, at: datetime) -> Changes:
    """Counted at first as for somebody who reads nothing for long, on leave for instance."""
    unread = at + timedelta(days=evaluation.terms.unread_days)
    return {"first_seen_at": None, **_days_from(evaluation, unread)}


def _days_from(evaluation: Evaluation, begin: datetime) -> Changes:
    return {
        "embargo_until": begin + timedelta(days=evaluation.terms.embargo_days),
        "contest_until": begin + timedelta(days=evaluation.terms.contest_days),
    }


_EFFECTS: Mapping[Action, Callable[[Evaluation, EvaluationEvent], Changes]] = {
    Action.OPEN: _opened,
    Action.READ: _read,
    Action.CONFIRM: _confirmed,
    Action.DELIVER: _delivered,
    Action.SEE: _seen,
    Action.COMMENT: _commented,
    Action.CONTEST: _contested,
    Action.TAKE_UP: _taken_up,
    Action.UPHOLD: _upheld,
    Action.AMEND: _amended,
}
