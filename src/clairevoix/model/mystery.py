"""Mock mystery contacts: what somebody who played a customer noted, criterion by criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MysteryTest:
    """One mock contact over a channel, its notes (0 to 1) by criterion, and who confirmed them when.

    There is no place for whoever answered it: a test is about the service.
    """

    test_id: str
    channel: str
    tested_on: date
    notes: Mapping[str, float]
    confirmed_by: str
    confirmed_on: date

    def __post_init__(self) -> None:
        if not self.notes or not all(0 <= note <= 1 for note in self.notes.values()):
            raise ValueError("a test has notes, from 0 to 1")
