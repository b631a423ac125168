"""Contacts and their recordings."""

from array import array
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum


class Party(StrEnum):
    """Who is heard on an audio channel."""

    AGENT = "agent"
    CUSTOMER = "customer"
    SYSTEM = "system"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """Why a recording is processed. A purpose never changes after ingest."""

    IMPROVE_SERVICE = "improve-service"
    EVALUATE_WORK = "evaluate-work"
    TECHNICAL_TEST = "technical-test"


class Medium(StrEnum):
    """In what form a drawn contact came."""

    CALL = "call"
    CHAT = "chat"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One customer's interaction with the company: the unit of analysis.

    ``contact_id`` is a keyed pseudonym of the identifier at the source, which is never stored.
    ``parties`` says who is on each audio channel, in channel order. ``language`` is ``auto`` where it is to be heard.
    ``customer`` is a keyed pseudonym too, None where the purpose allows no link. ``team`` is as much as is known of who
    answered. ``weight`` is 1 over the probability with which the draw took the contact.
    """

    contact_id: str
    started_at: datetime
    parties: tuple[Party, ...]
    purpose: Purpose = Purpose.IMPROVE_SERVICE
    site: str | None = None
    language: str = "fr"
    customer: str | None = None
    team: str | None = None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ValueError("started_at needs a time zone")
        if not self.weight >= 1:
            raise ValueError("a weight is 1 over a probability")

    @property
    def month(self) -> str:
        """The calendar month, ``YYYY-MM``, in the time zone of the source."""
        return f"{self.started_at:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatedContact(Contact):
    """A contact heard to evaluate work: the only noun that knows who answered, for no other purpose.

    ``agent`` is a pseudonym under the key of ``epoch``: with another epoch's key the same person has another name.
    """

    agent: str
    epoch: str

    def __post_init__(self) -> None:
        Contact.__post_init__(self)
        if self.purpose is not Purpose.EVALUATE_WORK or not self.agent or not self.epoch:
            raise ValueError("only an evaluation knows who answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One audio channel: 16-bit signed samples, native byte order."""

    party: Party
    samples: "array[int]" = field(repr=False)

    def __post_init__(self) -> None:
        if self.samples.typecode != "h":
            raise ValueError("samples are 16-bit signed integers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The sound of one contact, decoded. Lives in memory only.

    All channels have the same length; ``sample_rate_hz`` is 16,000 at most.
    """

    contact_id: str
    sample_rate_hz: int
    channels: tuple[Channel, ...]

    def __post_init__(self) -> None:
        if len({len(channel.samples) for channel in self.channels}) > 1:
            raise ValueError("channels differ in length")

    def of_system(self) -> "Recording":
        """The same sound with nobody in it: a technical test holds neither customer nor employee, whatever its list says."""
        return replace(self, channels=tuple(replace(channel, party=Party.SYSTEM) for channel in self.channels))

    @property
    def duration_ms(self) -> int:
        return len(self.channels[0].samples) * 1000 // self.sample_rate_hz if self.channels else 0
