"""What must be there before: an impact assessment, a notice to the employees, and each one's acknowledgement of it."""

from datetime import date

from clairevoix.charter.rules import ASSESSMENT, INFORMATION
from clairevoix.charter.versions import Document
from clairevoix.model.errors import CharterRefusal

_INFORMATION, _ASSESSMENT = INFORMATION.rule_id, ASSESSMENT.rule_id


def admit_person(*, acknowledged: bool) -> None:
    """Raises CharterRefusal(R10) before anything is computed about somebody who did not acknowledge the notice.

    To acknowledge is to have been informed, not to agree (Code du travail L1222-3 and L1222-4).
    """
    if not acknowledged:
        raise CharterRefusal(_INFORMATION)


def admit_notice(notice: Document | None, *, given_on: date | None, since: date | None, today: date) -> Document:
    """The notice that the employees were given, after the text that it is about. Raises CharterRefusal(R10)."""
    if notice is None or not notice.is_sound or given_on is None or since is None or not since <= given_on <= today:
        raise CharterRefusal(_INFORMATION)
    return notice


def admit_assessment(dpia: Document | None) -> Document:
    """The data protection impact assessment. Raises CharterRefusal(R11) if there is none (GDPR article 35)."""
    if dpia is None or not dpia.is_sound:
        raise CharterRefusal(_ASSESSMENT)
    return dpia
