"""Query and Index → the moments that answer it.

A part of a query finds words of one voice, moments of a contact, or contacts (:func:`clairevoix.annotate.query.syntax.kind`).
Each is evaluated once over all contacts, on sorted arrays.
"""

import numpy as np
import numpy.typing as npt

from clairevoix.annotate.query import stretches as lie
from clairevoix.annotate.query.facts import known
from clairevoix.annotate.query.found import Found, Hit
from clairevoix.annotate.query.happenings import happenings
from clairevoix.annotate.query.index import PARTIES, Index, Mask, Whole
from clairevoix.annotate.query.indexing import of_transcripts
from clairevoix.annotate.query.rows import rows
from clairevoix.annotate.query.sounds import alike
from clairevoix.annotate.query.stretches import Stretches
from clairevoix.annotate.query.syntax import (
    Absent,
    Alike,
    Both,
    Comparison,
    Duration,
    Edge,
    Either,
    Event,
    Fact,
    Happening,
    Joined,
    Kind,
    Node,
    Phrase,
    Placed,
    Query,
    Relation,
    Repeated,
    Said,
    kind,
)
from clairevoix.model.contact import Party
from clairevoix.model.transcript import RedactedTranscript

#: Whose words count; None: everybody's.
Parties = frozenset[Party] | None

_DAY_MS = 24 * 3_600_000


def matches(query: Query, transcript: RedactedTranscript) -> tuple[Hit, ...]:
    """The moments of one contact that answer a query, in the order of their time.

    What is not in a transcript (site, survey answer, music) is unknown here; give :func:`search` an index that knows it.
    """
    return search(query, of_transcripts([transcript])).hits()


def search(query: Query, index: Index) -> Found:
    """Everything in an index that answers a query; :func:`clairevoix.annotate.query.indexing.of_words` makes one."""
    answering, moments = _contacts(index, query.root, None)
    silent = answering.copy()
    silent[index.contacts_at(moments.first)] = False
    whole = np.flatnonzero(silent)
    begin = index.clock[whole]
    end = begin + np.asarray(index.contacts.duration_ms, dtype=np.int64)[whole]
    nothing = np.full(len(whole), -1, dtype=np.int64)
    return Found(index=index, moments=lie.union([moments, lie.stretches(begin, end, nothing)]), answering=answering)


def _contacts(index: Index, node: Node, parties: Parties) -> tuple[Mask, Stretches]:
    """Which contacts answer, and the moments by which they do."""
    match node:
        case Both(parts=parts):
            found = [_contacts(index, part, parties) for part in parts]
            mask = np.logical_and.reduce([each for each, _ in found])
            moments = lie.union([each for _, each in found])
            return mask, moments.where(mask[index.contacts_at(moments.first)])
        case Either(parts=parts) if kind(node) is Kind.CONTACTS:
            found = [_contacts(index, part, parties) for part in parts]
            return np.logical_or.reduce([each for each, _ in found]), lie.union([each for _, each in found])
        case Absent(inner=inner):
            return ~_contacts(index, inner, parties)[0], lie.none()
        case Said(party=said, inner=inner) if kind(node) is Kind.CONTACTS:
            return _contacts(index, inner, _narrowed(parties, said))
        case Fact():
            return known(index, node), lie.none()
        case Event(length=Duration(share=float())):
            return _by_share(index, node), lie.none()
        case Repeated():
            return _repeated(index, node, parties)
    moments = _counted(index, node, parties)
    return _answering(index, moments), moments


def _answering(index: Index, moments: Stretches) -> Mask:
    mask = np.zeros(len(index.clock), dtype=np.bool_)
    mask[index.contacts_at(moments.first)] = True
    return mask


def _counted(index: Index, node: Node, parties: Parties) -> Stretches:
    """Moments that do not overlap in the words of a voice."""
    if kind(node) is Kind.WORDS:
        return _timed(index, lie.apart(_words(index, node, parties)))
    return _moments(index, node, parties)


def _repeated(index: Index, node: Repeated, parties: Parties) -> tuple[Mask, Stretches]:
    moments = _counted(index, node.inner, parties)
    contact = index.contacts_at(moments.first)
    n = np.bincount(contact, minlength=len(index.clock))
    mask = (n >= node.at_least) & (True if node.at_most is None else n <= node.at_most)
    return mask, moments.where(mask[contact])


def _moments(index: Index, node: Node, parties: Parties) -> Stretches:
    """The moments that a part finds, on the common clock."""
    if kind(node) is Kind.WORDS:
        return _timed(index, _words(index, node, parties))
    match node:
        case Event():
            return _events(index, node, parties)
        case Said(party=said, inner=inner):
            return _moments(index, inner, _narrowed(parties, said))
        case Placed():
            return _placed(index, node, _moments(index, node.inner, parties))
        case Either(parts=parts):
            return lie.union([_moments(index, part, parties) for part in parts])
        case Joined():
            return _joined(index, node, parties)
    raise TypeError(type(node).__name__)


def _words(index: Index, node: Node, parties: Parties) -> Stretches:
    """The rows of words that a part finds."""
    match node:
        case Phrase():
            return _of_party(index, rows(index, node), parties)
        case Alike():
            return _of_party(index, alike.rows(index, node), parties)
        case Said(party=said, inner=inner):
            return _words(index, inner, _narrowed(parties, said))
        case Either(parts=parts):
            return lie.shortest(lie.union([_words(index, part, parties) for part in parts]))
        case Placed():
            found = _words(index, node.inner, parties)
            return found.where(_is_placed(index, node, _times(index, found)))
        case Joined():
            return _joined_words(index, node, parties)
    raise TypeError(type(node).__name__)


def _narrowed(parties: Parties, said: Party) -> Parties:
    return frozenset({said}) if parties is None else parties & {said}


def _of_party(index: Index, found: Stretches, parties: Parties) -> Stretches:
    return found if parties is None else found.where(_is_of(index, index.turns(found.first), parties))


def _is_of(index: Index, turns: Whole, parties: frozenset[Party]) -> Mask:
    return np.isin(index.turn_party[turns], [PARTIES.index(party) for party in parties])


def _joined_words(index: Index, node: Joined, parties: Parties) -> Stretches:
    """Two rows of words in the words of one voice; or the left one, where no right one lies so."""
    left = _words(index, node.left, parties)
    if node.reach.n_words is None:
        return left.where(~_is_joined(index, node, left, parties))
    right, reach = _words(index, node.right, parties), node.reach.n_words
    if node.negated or node.relation is Relation.UNLESS:
        run = index.runs(left.first)
        beyond = np.append(index.run_first[1:], index.n_words)[run] - 1
        high = np.minimum(left.last + 1 + reach, beyond)
        if node.relation is Relation.THEN:
            return left.where(~lie.is_followed(left, right, high, 1))
        low = np.maximum(left.first - 1 - reach, index.run_first[run])
        return left.where(~lie.is_touched(low, high, right))
    found = lie.followed(left, right, reach, 1)
    if node.relation is Relation.NEAR:
        found = lie.union([found, lie.followed(right, left, reach, 1)])
    return lie.shortest(found.where(index.runs(found.first) == index.runs(found.last)))


def _joined(index: Index, node: Joined, parties: Parties) -> Stretches:
    """Two moments of one contact, whoever they are of; or the left one, where no right one lies so."""
    left = _moments(index, node.left, parties)
    if node.negated or node.relation is Relation.UNLESS:
        return left.where(~_is_joined(index, node, left, parties))
    right = _moments(index, node.right, parties)
    reach = _DAY_MS if node.reach.ms is None else node.reach.ms
    if node.relation is Relation.THEN:
        return lie.followed(left, right, reach, 0)
    return lie.nearby(left, right, reach)


def _is_joined(index: Index, node: Joined, left: Stretches, parties: Parties) -> Mask:
    """Whether a right one lies to each left one as is said, in time; without a distance, UNLESS asks for an overlap."""
    if node.relation is Relation.UNLESS and node.reach.ms is None and _are_words(node):
        right = _words(index, node.right, parties)
        return lie.is_touched(left.first, left.last, right)
    if kind(node.left) is Kind.WORDS:
        left = _times(index, left)
    right = _moments(index, node.right, parties)
    if node.relation is Relation.THEN:
        reach = _DAY_MS if node.reach.ms is None else node.reach.ms
        return lie.is_followed(left, right, left.last + reach, 0)
    if node.reach.ms is None:
        return lie.is_touched(left.first + 1, left.last - 1, right)
    return lie.is_touched(left.first - node.reach.ms, left.last + node.reach.ms, right)


def _are_words(node: Joined) -> bool:
    return kind(node.left) is Kind.WORDS and kind(node.right) is Kind.WORDS


def _times(index: Index, found: Stretches) -> Stretches:
    """When rows of words were said, in the order of the rows."""
    return Stretches(first=index.starts(found.first), last=index.ends(found.last), at=index.turns(found.first))


def _timed(index: Index, found: Stretches) -> Stretches:
    """When rows of words were said, in the order of time."""
    times = _times(index, found)
    order = np.lexsort((times.last, times.first))
    return Stretches(first=times.first[order], last=times.last[order], at=times.at[order])


def _placed(index: Index, node: Placed, found: Stretches) -> Stretches:
    return found.where(_is_placed(index, node, found))


def _is_placed(index: Index, node: Placed, times: Stretches) -> Mask:
    """Whether moments lie whole within the first or last stretch of their contact."""
    contact = index.contacts_at(times.first)
    whole = np.asarray(index.contacts.duration_ms, dtype=np.int64)[contact]
    share = node.stretch.share
    stretch = node.stretch.ms if share is None else np.rint(whole * share).astype(np.int64)
    begun = index.clock[contact]
    if node.edge is Edge.FIRST:
        return np.asarray(times.last <= begun + stretch)
    return np.asarray(times.first >= begun + whole - stretch)


def _events(index: Index, node: Event, parties: Parties) -> Stretches:
    found = happenings(index, node.happening)
    kept = _compared(found.last - found.first, node.comparison, node.length.ms)
    if parties is not None and node.happening is Happening.LATENCY:
        kept &= _is_of(index, found.at, parties)
    return found.where(kept)


def _by_share(index: Index, node: Event) -> Mask:
    """Contacts by the share of their time that a happening takes."""
    found = happenings(index, node.happening)
    taken = np.bincount(index.contacts_at(found.first), weights=found.last - found.first, minlength=len(index.clock))
    whole = np.maximum(1, np.asarray(index.contacts.duration_ms, dtype=np.float64))
    return _compared(taken / whole, node.comparison, node.length.share or 0.0)


def _compared(values: npt.NDArray[np.number], comparison: Comparison, bound: float) -> Mask:
    compare = {
        Comparison.IS: np.equal,
        Comparison.LESS: np.less,
        Comparison.AT_MOST: np.less_equal,
        Comparison.MORE: np.greater,
        Comparison.AT_LEAST: np.greater_equal,
    }[comparison]
    return np.asarray(compare(values, bound))
