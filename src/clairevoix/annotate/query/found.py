"""What a query found."""

from dataclasses import dataclass, field

import numpy as np

from clairevoix.annotate.query.index import PARTIES, Index, Mask
from clairevoix.annotate.query.stretches import Stretches
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A moment that answers a query.

    ``span`` runs from the first word found to the last. ``channel``, ``party`` and ``turn`` (its number in the transcript)
    are those of the first word; None, unknown and None where a contact answers by what is not in it, by what is known of
    it, or by a silence: its hit is then that silence or the whole contact.
    """

    contact_id: str
    channel: int | None
    party: Party
    turn: int | None
    span: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a query found: moments on the index's clock, and which contacts answer it."""

    index: Index = field(repr=False)
    moments: Stretches = field(repr=False)
    answering: Mask = field(repr=False)

    @property
    def n_hits(self) -> int:
        return len(self.moments)

    @property
    def n_contacts(self) -> int:
        return int(np.count_nonzero(self.answering))

    @property
    def contact_ids(self) -> tuple[str, ...]:
        """The contacts that answer, in the order of the index."""
        return tuple(self.index.contacts.contact_id[number] for number in np.flatnonzero(self.answering).tolist())

    def hits(self, *, first: int = 0, limit: int | None = None) -> tuple[Hit, ...]:
        """The hits from number ``first`` on, ``limit`` at most, contact by contact in the order of their time."""
        chosen = slice(first, None if limit is None else first + limit)
        start, end, turn = self.moments.first[chosen], self.moments.last[chosen], self.moments.at[chosen]
        contact = self.index.contacts_at(start)
        begun = self.index.clock[contact]
        columns = (contact.tolist(), (start - begun).tolist(), (end - begun).tolist(), turn.tolist())
        return tuple(self._hit(*each) for each in zip(*columns, strict=True))

    def _hit(self, contact: int, start_ms: int, end_ms: int, turn: int) -> Hit:
        index = self.index
        return Hit(
            contact_id=index.contacts.contact_id[contact],
            channel=int(index.turn_channel[turn]) if turn >= 0 else None,
            party=PARTIES[index.turn_party[turn]] if turn >= 0 else Party.UNKNOWN,
            turn=int(index.turn_number[turn]) if turn >= 0 else None,
            span=TimeSpan(start_ms, end_ms),
        )
