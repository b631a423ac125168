"""Neutralised capture and objections: what is not heard because somebody said so, and what may be linked to a customer."""

from enum import StrEnum

from clairevoix.charter.rules import NEUTRALISATION, OBJECTION, RETENTION
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal

_NEUTRALISATION, _OBJECTION = NEUTRALISATION.rule_id, OBJECTION.rule_id


class Reason(StrEnum):
    """Why something is gone for good.

    After an objection the contact, or all that the customer or the employee will be in, is not heard again (GDPR article
    21). An erasure concerns what there is, not what comes (article 17).
    """

    EXPIRED = "expired"
    NEUTRALISED = "neutralised"
    OBJECTION = "objection"
    ERASURE = "erasure"


def admit_capture(*, neutralised: bool) -> None:
    """Raises CharterRefusal(R6) if capture was switched off for this contact, whoever switched it off and whyever."""
    if neutralised:
        raise CharterRefusal(_NEUTRALISATION)


def admit_unobjected(*, objected: bool) -> None:
    """Raises CharterRefusal(R7) if the customer, or for an evaluation the employee, objected (GDPR article 21)."""
    if objected:
        raise CharterRefusal(_OBJECTION)


def may_link(purpose: Purpose) -> bool:
    """Whether a contact may be tied to what its customer answers: never beside an evaluation, nor in a technical test."""
    return purpose is Purpose.IMPROVE_SERVICE


def may_name_agent(purpose: Purpose) -> bool:
    """Whether it is kept who answered, under the key of an epoch."""
    return purpose is Purpose.EVALUATE_WORK


def refusing_rule(reason: Reason) -> str:
    """The rule by which a contact that is gone stays away when it is listed again."""
    return {Reason.NEUTRALISED: _NEUTRALISATION, Reason.OBJECTION: _OBJECTION}.get(reason, RETENTION.rule_id)
