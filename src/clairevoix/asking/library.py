"""The words of a workspace, made searchable in memory, and made anew when the lake has changed."""

from dataclasses import dataclass, field

from clairevoix.annotate.query.index import Contacts, Index, Spoken
from clairevoix.annotate.query.indexing import of_words
from clairevoix.model.contact import Purpose
from clairevoix.project import Project
from clairevoix.store import spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """The contacts that were held for improving the service: only these are searched. ``state`` is that of the lake."""

    index: Index = field(repr=False)
    known: spoken.KeptContacts = field(repr=False)
    state: str


def library(project: Project, before: Library | None = None) -> Library:
    """All words as they are now; ``before``, if nothing has changed since."""
    state = spoken.state(project.workspace)
    if before is not None and before.state == state:
        return before
    known = spoken.contacts(project.workspace, Purpose.IMPROVE_SERVICE)
    words = spoken.words(project.workspace, Purpose.IMPROVE_SERVICE)
    contacts = Contacts(
        contact_id=known.contact_id,
        language=known.language,
        duration_ms=known.duration_ms,
        site=known.site,
        team=known.team,
        started_on=known.started_on,
        answer=known.answer,
        holds=known.holds,
    )
    columns = Spoken(
        contact=words.contact,
        turn=words.turn,
        channel=words.channel,
        party=words.party,
        start_ms=words.start_ms,
        end_ms=words.end_ms,
        score=words.score,
        text=words.text,
        texts=words.texts,
    )
    return Library(index=of_words(contacts, columns), known=known, state=state)
