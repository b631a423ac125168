"""What evaluations and what is found in contacts may be used for, and where they may go."""

from collections.abc import Mapping
from enum import StrEnum

from clairevoix.charter.rules import PURPOSE
from clairevoix.model.contact import Purpose
from clairevoix.model.errors import CharterRefusal

RULE_ID = PURPOSE.rule_id


class Destination(StrEnum):
    """Where something about work may go. Closed: neither pay, nor discipline, nor dismissal, nor a personnel file is one."""

    EMPLOYEE = "employee"
    COACHING = "coaching"
    TRAINING_PLAN = "training-plan"
    PUBLISHED_FIGURES = "published-figures"
    WORKS_COUNCIL = "works-council"


#: What was heard to improve the service goes to no person; a technical test holds nobody and goes nowhere.
_USES: Mapping[Purpose, frozenset[Destination]] = {
    Purpose.IMPROVE_SERVICE: frozenset(
        (Destination.TRAINING_PLAN, Destination.PUBLISHED_FIGURES, Destination.WORKS_COUNCIL)
    ),
    Purpose.EVALUATE_WORK: frozenset(Destination),
    Purpose.TECHNICAL_TEST: frozenset(),
}


def admit_use(purpose: object, destination: object) -> None:
    """Raises CharterRefusal(R19) for any use that the two closed lists do not know.

    Texts are not taken for members: what a file or a request says was never consulted on by being written.
    """
    if type(purpose) is not Purpose or type(destination) is not Destination or destination not in _USES[purpose]:
        raise CharterRefusal(RULE_ID)
