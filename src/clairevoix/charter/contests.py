"""Contests and their reviews: another person decides, in time, with reasons, and never against who contested."""

from clairevoix.charter.rules import EMPLOYEE_FIRST
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.evaluation import Action, Evaluation, EvaluationEvent, Verdict

RULE_ID = EMPLOYEE_FIRST.rule_id

#: What a review may make of each verdict.
_NO_WORSE = {
    Verdict.MET: {Verdict.MET},
    Verdict.NOT_APPLICABLE: {Verdict.NOT_APPLICABLE, Verdict.MET},
    Verdict.NOT_MET: set(Verdict),
}


def admit_contest(evaluation: Evaluation, event: EvaluationEvent) -> None:
    """Raises CharterRefusal(R13) for a contest after its days, or of what a review upheld.

    A contest is decided once; after an amendment it may be made again, since what it is about is new.
    """
    late = evaluation.contest_until is None or event.at >= evaluation.contest_until
    if event.action is Action.CONTEST and (late or evaluation.is_upheld):
        raise CharterRefusal(RULE_ID)


def admit_review(evaluation: Evaluation, event: EvaluationEvent) -> None:
    """Raises CharterRefusal(R13) for a review by who evaluated or reviewed before, too late, or without reasons.

    An amendment never turns against the employee: what was met stays met, what did not apply is not held against them.
    """
    late = evaluation.review_due is None or event.at >= evaluation.review_due
    if event.action is Action.TAKE_UP:
        wrong = event.account_id in evaluation.evaluators | evaluation.reviewers
    else:
        reasoned = event.ground is not None and event.text is not None and bool(event.text.text.strip())
        wrong = event.account_id != evaluation.reviewer or not reasoned
        wrong = wrong or (event.action is Action.AMEND and not _is_no_worse(evaluation, event))
    if late or wrong:
        raise CharterRefusal(RULE_ID)


def _is_no_worse(evaluation: Evaluation, event: EvaluationEvent) -> bool:
    before = {mark.criterion: mark.verdict for mark in evaluation.marks}
    after = {mark.criterion: mark.verdict for mark in event.marks}
    is_whole = after.keys() == before.keys() and len(event.marks) == len(before)
    return is_whole and before != after and all(after[name] in _NO_WORSE[before[name]] for name in before)
