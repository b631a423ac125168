"""What keeps the pulse anonymous: a token for each answer, used once, never fetched and used in the same days.

Who fetched a token is known where accounts are; what was answered is known here, and nothing is known in both places.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from enum import StrEnum

from clairevoix.charter.blinding import Token, verifies
from clairevoix.charter.policy import Charter
from clairevoix.charter.rules import WELL_BEING
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.pulse import Round

_RULE_ID = WELL_BEING.rule_id


class Doubt(StrEnum):
    """Why an answer is not taken, or a token not given."""

    NO_TOKEN = "no-token"  # noqa: S105  (why, and no password)
    OTHER_MONTH = "other-month"
    FORGED = "forged"
    USED = "used"
    TOO_EARLY = "too-early"
    TOO_LATE = "too-late"
    ALREADY_GIVEN = "already-given"


def doubt_of(token: Token | None, found: Round, today: date, *, is_used: bool) -> Doubt | None:
    """What speaks against an answer with this token, the plainest reason first; None where nothing does."""
    if token is None:
        return Doubt.NO_TOKEN
    if token.month != found.month:
        return Doubt.OTHER_MONTH
    if today < found.answer_from:
        return Doubt.TOO_EARLY
    if today > found.answer_until:
        return Doubt.TOO_LATE
    if not verifies(found.modulus, token.prepared, token.signature):
        return Doubt.FORGED
    return Doubt.USED if is_used else None


def admit_answer(token: Token | None, found: Round, today: date, *, is_used: bool) -> None:
    """Raises CharterRefusal(R21) for an answer without an unused token of its month, or out of its days."""
    if doubt_of(token, found, today, is_used=is_used) is not None:
        raise CharterRefusal(_RULE_ID)


def doubt_of_issue(found: Round, today: date, *, is_given: bool) -> Doubt | None:
    """What speaks against giving somebody a token of this round."""
    if today < found.issue_from:
        return Doubt.TOO_EARLY
    if today > found.issue_until:
        return Doubt.TOO_LATE
    return Doubt.ALREADY_GIVEN if is_given else None


def admit_issue(found: Round, today: date, *, is_given: bool) -> None:
    """Raises CharterRefusal(R21) for a second token of one person, or one out of the days in which they are given."""
    if doubt_of_issue(found, today, is_given=is_given) is not None:
        raise CharterRefusal(_RULE_ID)


def admit_round(found: Round) -> Round:
    """The round, if tokens are no longer given when answers begin. Raises CharterRefusal(R21)."""
    if not found.issue_from <= found.issue_until < found.answer_from <= found.answer_until:
        raise CharterRefusal(_RULE_ID)
    return found


def admit_columns(columns: Collection[str], items: Collection[str]) -> None:
    """Raises CharterRefusal(R21) for a file of answers with a column that is neither the month, the site, how many were
    asked nor a mark: whatever else it holds could name somebody.
    """
    if set(columns) - {"month", "site", "asked", *items}:
        raise CharterRefusal(_RULE_ID)


def charter_of_pulse(charter: Charter) -> Charter:
    """The charter as figures of the pulse are judged by: no fewer answers than for any figure, and than ``surveys.pulse``."""
    least = max(charter.pulse_minimum, charter.minimum_cell)
    return replace(charter, minimum_cell=least, minimum_answers=max(least, charter.minimum_answers))
