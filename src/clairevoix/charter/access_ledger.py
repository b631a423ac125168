"""Reading what is about one employee: never without a purpose and a ticket, and remembered for twelve months."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from clairevoix.charter.access import Role
from clairevoix.charter.rules import READING
from clairevoix.model.errors import CharterRefusal

TERM_MONTHS = 12
#: A reference into whatever keeps the reader's work. It has a digit and no space, so that no sentence and no name fits.
_TICKET = re.compile(r"(?=[^0-9]*[0-9])[A-Za-z0-9][A-Za-z0-9._/#-]{0,31}")


class ReadingPurpose(StrEnum):
    """What somebody may read an employee's data for. Neither discipline nor pay is one of them."""

    EVALUATION = "evaluation"
    TRAINING = "training"
    CONTEST = "contest"
    ACCESS_REQUEST = "access-request"
    AUDIT = "audit"


#: The event of the ledger by which a search of customers' words is remembered.
SEARCH = "search"


class SearchPurpose(StrEnum):
    """What customers' redacted words may be searched for: to improve the service, or to define a label."""

    IMPROVE_SERVICE = "improve-service"
    CODEBOOK = "codebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOf:
    """That an account reads what is about one employee: in which role, what for, and where that is asked for."""

    account_id: str
    role: Role
    purpose: ReadingPurpose
    ticket: str
    agent_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the employee sees of it: the day, the purpose and the reader's role; never who, nor the hour."""

    read_on: date
    purpose: ReadingPurpose
    role: Role


def admit_reading(*, account_id: str, role: Role, purpose: str | None, ticket: str | None, agent_id: str) -> ReadOf:
    """What is to be written to the ledger before anything is shown.

    Raises CharterRefusal(R15) without a declared purpose, without a ticket, or if either person is not named.
    Source: CNIL, délibération 2021-122 of 14 October 2021 (access logs); GDPR, article 32.
    """
    if purpose not in set(ReadingPurpose) or not ticket or not _TICKET.fullmatch(ticket):
        raise CharterRefusal(READING.rule_id)
    if not account_id or not agent_id:
        raise CharterRefusal(READING.rule_id)
    return ReadOf(account_id=account_id, role=role, purpose=ReadingPurpose(purpose), ticket=ticket, agent_id=agent_id)


def admit_search(*, role: Role, purpose: str, ticket: str) -> SearchPurpose:
    """What is to be written to the ledger before a search shows anything.

    Raises CharterRefusal(R15) for another purpose, for a ticket that is none, and for a role that studies no words: an
    evaluator, an employee and the council have pages of their own. The ticket may be left out: nobody is searched for.
    """
    may_search = role in (Role.ANALYST, Role.OPERATOR)
    if not may_search or purpose not in set(SearchPurpose) or (ticket and not _TICKET.fullmatch(ticket)):
        raise CharterRefusal(READING.rule_id)
    return SearchPurpose(purpose)


def oldest_entry(today: date) -> date:
    """The first day whose ledger entries may still be read: the same day of the year before (CNIL 2021-122).

    >>> oldest_entry(date(2026, 11, 25)), oldest_entry(date(2028, 2, 29))
    (datetime.date(2025, 11, 25), datetime.date(2027, 2, 28))
    """
    try:
        return today.replace(year=today.year - TERM_MONTHS // 12)
    except ValueError:  # 29 February
        return today.replace(year=today.year - TERM_MONTHS // 12, day=28)
