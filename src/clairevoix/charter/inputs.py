"""What may come in at all. Sound and screen are never coupled; nobody's keys, face or place are taken."""

from enum import StrEnum

from clairevoix.charter.rules import NO_SCREEN
from clairevoix.model.errors import CharterRefusal

RULE_ID = NO_SCREEN.rule_id


class InputKind(StrEnum):
    """Everything that ``clairevoix ingest`` knows. Closed: no picture of a screen or a person is one of them."""

    CALLS = "calls"
    CONTACTS = "contacts"
    RESPONSES = "responses"
    STEPS = "steps"
    REVIEWS = "reviews"


def admit_input(kind: object) -> InputKind:
    """The kind of that name. Raises CharterRefusal(R20) for any other: a screen, a webcam, keys struck, a position."""
    try:
        return InputKind(str(kind))
    except ValueError:
        raise CharterRefusal(RULE_ID) from None


def admit_streams(kinds: tuple[str, ...]) -> None:
    """Raises CharterRefusal(R20) for a media file that holds anything beside sound: a video may be one of a screen."""
    if any(kind != "audio" for kind in kinds):
        raise CharterRefusal(RULE_ID)
