"""What is to be erased, by its pseudonyms, and the tombstones that it gets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clairevoix.store.tombstones import Gone, Kind

Ids = frozenset[str]
_NONE: Ids = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """What goes, by pseudonyms. ``contact_ids`` go with all that was made of them, ``job_ids`` only from the queue;
    ``response_ids``, of answers and of the contact log, lose their words and whose they are.

    ``audio_objects`` are sounds, of those contacts and of others that stay without theirs; ``case_ids`` stay without their
    customer. ``customers`` and ``agents`` are those whose objection is kept; ``agent_ids`` the names of epochs under which
    evaluations know an employee.
    """

    contact_ids: Ids = _NONE
    job_ids: Ids = _NONE
    audio_objects: Ids = _NONE
    response_ids: Ids = _NONE
    case_ids: Ids = _NONE
    customers: Ids = _NONE
    agents: Ids = _NONE
    agent_ids: Ids = _NONE
    epochs: Ids = _NONE
    comments_before: date | None = None

    @property
    def was_shown(self) -> bool:
        """Whether the published page may show something of it."""
        return bool(self.contact_ids or self.audio_objects)

    @property
    def identifiers(self) -> Ids:
        """Of everything that is deleted by name."""
        return self.contact_ids | self.job_ids | self.audio_objects | self.response_ids | self.case_ids | self.epochs

    def gone(self) -> Iterable[Gone]:
        """Its tombstones."""
        named = {
            Kind.CONTACT: self.contact_ids,
            Kind.OBJECT: self.audio_objects,
            Kind.RESPONSE: self.response_ids,
            Kind.CASE: self.case_ids,
            Kind.CUSTOMER: self.customers,
            Kind.AGENT: self.agents,
            Kind.EPOCH: self.epochs,
        }
        for kind, values in named.items():
            yield from (Gone(kind, value) for value in sorted(values))
        if self.comments_before is not None:
            yield Gone(Kind.COMMENTS, self.comments_before.isoformat())
