"""Finds labels by the queries that the codebook gives them, in one contact or in many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache

from clairevoix.annotate.query.index import Index
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import matches, search
from clairevoix.annotate.query.syntax import About, Event, Fact, Happening, Node, Query, Said
from clairevoix.model.annotation import Label
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript

NAME = "query/1"
#: What a contact says of itself; the rest is not known when it is heard.
_OWN_FACTS = {About.LANGUAGE, About.DURATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a label's query is answered: the words, or the whole contact or a silence, on no channel."""

    contact_id: str
    channel: int | None
    span: TimeSpan


def found(label: Label, transcript: RedactedTranscript) -> list[Evidence]:
    """The evidence of a label in one contact, each once."""
    queries = label.wording(transcript.language).queries
    if not queries or not any(turn.party is label.party for turn in transcript.turns):
        return []
    hits = [hit for query in queries for hit in matches(owned(query, label.party), transcript)]
    return sorted(
        {
            Evidence(contact_id=hit.contact_id, channel=_channel(hit.channel, hit.party, label), span=hit.span)
            for hit in hits
        },
        key=lambda each: (each.span, -1 if each.channel is None else each.channel),
    )


def found_in(label: Label, queries: Sequence[str], index: Index) -> list[Evidence]:
    """The same in all contacts of an index."""
    hits = [hit for query in queries for hit in search(owned(query, label.party), index).hits()]
    return sorted(
        {
            Evidence(contact_id=hit.contact_id, channel=_channel(hit.channel, hit.party, label), span=hit.span)
            for hit in hits
        },
        key=lambda each: (each.contact_id, each.span, -1 if each.channel is None else each.channel),
    )


@lru_cache(maxsize=1024)
def owned(text: str, party: Party) -> Query:
    """A label's query, over the words of the label's own party unless it says whose. Raises QueryError.

    >>> owned("panne", Party.CUSTOMER).root.party.name, owned("agent: panne", Party.CUSTOMER).root.party.name
    ('CUSTOMER', 'AGENT')
    """
    query = parse(text)
    if any(isinstance(node, Said) for node in _nodes(query.root)):
        return query
    return Query(root=Said(party=party, inner=query.root))


def asks_elsewhere(text: str) -> bool:
    """Whether a query asks for what is not in the words of a contact: its site, its survey answer, music on hold."""
    nodes = list(_nodes(parse(text).root))
    facts = any(isinstance(node, Fact) and node.about not in _OWN_FACTS for node in nodes)
    return facts or any(isinstance(node, Event) and node.happening is Happening.HOLD for node in nodes)


def _channel(channel: int | None, party: Party, label: Label) -> int | None:
    return channel if party is label.party else None


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for each in fields(node):
        value = getattr(node, each.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if is_dataclass(inner) and isinstance(inner, Node):
                yield from _nodes(inner)
