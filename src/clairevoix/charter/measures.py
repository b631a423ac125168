"""What was consulted on, and whether what is about to be measured or heard is among it."""

import hashlib
import json
from datetime import date, timedelta

from clairevoix.charter.catalogue import CATALOGUE, Catalogued, Finest, Measure, declared_measure, declared_name
from clairevoix.charter.policy import Charter, canonical, parse_charter
from clairevoix.charter.rules import CONSULTATION
from clairevoix.model.errors import CharterRefusal

__all__ = ["CATALOGUE", "STRICTEST", "Catalogued", "Measure", "admit_hearing", "admit_measure", "declared"]

_RULE_ID = CONSULTATION.rule_id
#: What needs no consultation: it holds neither a customer nor an employee.
_OF_NOBODY = "technical-test"

#: In force where nothing was activated: the answers of all customers together, and no recording of anybody.
STRICTEST = Charter()


def declared(charter: Charter, measure: str, dimension: str) -> bool:
    """Whether the charter declares this measure by this breakdown.

    >>> (
    ...     declared(STRICTEST, "nps", "month"),
    ...     declared(STRICTEST, "nps", "site"),
    ...     declared(STRICTEST, "label", "contacts"),
    ... )
    (True, False, False)
    """
    name, by = declared_measure(measure), declared_name(dimension)
    return any(each.name == name and by in each.by for each in charter.measures)


def told_before(charter: Charter, measure: str, today: date) -> date:
    """The day before which a measure may count: the first of the month, or the Monday, that is still running.

    A figure that moved with every answer would give each answer away; how long it must stand is declared (``finest``).

    >>> told_before(STRICTEST, "nps", date(2025, 10, 15))
    datetime.date(2025, 10, 1)
    """
    finest = next((each.finest for each in charter.measures if each.name == measure), Finest.MONTH)
    return today.replace(day=1) if finest is Finest.MONTH else today - timedelta(days=today.weekday())


def admit_measure(in_force: Charter, measure: str, dimension: str) -> None:
    """Raises CharterRefusal(R9) for a measure, or a breakdown of one, that the charter in force does not declare."""
    if not declared(in_force, measure, dimension):
        raise CharterRefusal(_RULE_ID)


def admit_collecting(in_force: Charter, measure: str) -> None:
    """Raises CharterRefusal(R9) unless the charter in force declares this measure by some breakdown.

    To be asked before anything is stored that serves this measure alone.
    """
    if not any(each.name == measure for each in in_force.measures):
        raise CharterRefusal(_RULE_ID)


def admit_hearing(in_force: Charter, purpose: str) -> None:
    """Raises CharterRefusal(R9) unless recordings may be heard for that purpose. A technical test always may.

    To be asked twice: with the charter in force now, and with the one in force when the recording was made.
    """
    if purpose != _OF_NOBODY and purpose not in in_force.purposes:
        raise CharterRefusal(_RULE_ID)


def scope_digest(charter: Charter) -> str:
    """What is consulted on, in 64 hex digits: sha256 of the canonical JSON of every setting of the charter."""
    return digest_of(canonical(charter))


def digest_of(text: str) -> str:
    """The scope digest of a charter's canonical JSON, as it was stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_back(text: str) -> Charter:
    """A charter from its canonical JSON. What a later version of the program added has its strictest value.

    Raises SettingsError where the bounds of this version forbid it.
    """
    return parse_charter(json.loads(text))
