"""A question to the contacts, and what may be shown of its answer.

What the agent said is searched, as the codebook searches it, and never shown: only the customer's side of a contact is
(:func:`clairevoix.charter.disclosure.may_excerpt`). Each answer is a leaf of the ledger before it is shown: in which role,
what for, under which ticket, how many. Not the question, whose words may name somebody: its keyed digest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from clairevoix.annotate.query.found import Found, Hit
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import search
from clairevoix.annotate.query.syntax import Query
from clairevoix.annotate.query.writing import write
from clairevoix.asking.library import Library
from clairevoix.charter.access import Role
from clairevoix.charter.access_ledger import SEARCH, admit_search
from clairevoix.charter.disclosure import may_excerpt
from clairevoix.model.contact import Party, Purpose
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.timespan import TimeSpan
from clairevoix.project import Project
from clairevoix.publish.excerpts import Quote, quote
from clairevoix.store import ledger, spoken
from clairevoix.store.workspace import pseudonym

#: Shown before and after what was found, in milliseconds.
CONTEXT_MS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: in which role, for which of the purposes of a search, and where that is asked for."""

    role: Role
    account_id: str = ""
    purpose: str = "improve-service"
    ticket: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A hit with what may be shown of it: ``quote`` is None for what the agent said."""

    hit: Hit
    started_on: date
    site: str
    quote: Quote | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question found, of how many contacts, and the first moments of it."""

    query: Query
    found: Found
    moments: tuple[Moment, ...]


def ask(
    project: Project, books: Library, text: str, asker: Asker, *, first: int = 0, limit: int | None = None
) -> Answer:
    """Raises QueryError for a question that cannot be read, CharterRefusal for a purpose or ticket that is none."""
    query = parse(text)
    admitted(project, asker)
    found = search(query, books.index)
    hits = found.hits(first=first, limit=limit)
    record(project, asker, query=_digest(project, query), n_hits=found.n_hits, n_contacts=found.n_contacts)
    return Answer(query=query, found=found, moments=_moments(project, books, hits))


def admitted(project: Project, asker: Asker) -> None:
    """Raises CharterRefusal(R15), which is then in the ledger."""
    try:
        admit_search(role=asker.role, purpose=asker.purpose, ticket=asker.ticket)
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id, account=asker.account_id)
        raise


def record(project: Project, asker: Asker, **facts: str | int) -> None:
    """Writes to the ledger that somebody reads. Nothing is shown before this returns."""
    who = {"role": asker.role.value, "purpose": asker.purpose, "ticket": asker.ticket, "account": asker.account_id}
    ledger.append(project.registry, SEARCH, **who, **facts)


def _digest(project: Project, query: Query) -> str:
    """Tells two questions apart, to whoever has the workspace's key only: short texts could be guessed from a bare hash."""
    return pseudonym(project.workspace, "query", write(query))[:16]


def _moments(project: Project, books: Library, hits: Sequence[Hit]) -> tuple[Moment, ...]:
    known = books.known
    place = {contact_id: number for number, contact_id in enumerate(known.contact_id)}
    wanted = sorted({hit.contact_id for hit in hits if _may_show(hit)})
    said = spoken.said_by(project.workspace, wanted, Party.CUSTOMER)
    return tuple(
        Moment(
            hit=hit,
            started_on=known.started_on[place[hit.contact_id]],
            site=known.site[place[hit.contact_id]],
            quote=_quoted(said.get((hit.contact_id, hit.channel or 0), ()), hit) if _may_show(hit) else None,
        )
        for hit in hits
    )


def _may_show(hit: Hit) -> bool:
    return hit.channel is not None and may_excerpt(party=hit.party, purpose=Purpose.IMPROVE_SERVICE)


def _quoted(said: Sequence[tuple[str, TimeSpan]], hit: Hit) -> Quote:
    """The customer's words around a moment."""
    window = hit.span.padded(CONTEXT_MS, limit_ms=hit.span.end_ms + CONTEXT_MS)
    return quote([(text, span) for text, span in said if span.overlap_ms(window)], hit.span)
