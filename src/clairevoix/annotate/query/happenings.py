"""What happens beside words, as stretches of the common clock, derived from the times of words and turns."""

import numpy as np

from clairevoix.annotate.query.index import PARTIES, Index, Whole
from clairevoix.annotate.query.stretches import Stretches, stretches
from clairevoix.annotate.query.syntax import Happening
from clairevoix.model.contact import Party

#: Words closer together than this are one stretch of speech.
_JOINED_MS = 300


def happenings(index: Index, happening: Happening) -> Stretches:
    """All of a kind, in order. ``at`` is the turn of who answers, or -1."""
    found: Stretches | None = index.derived.get(happening)
    if found is None:
        made = {
            Happening.SILENCE: _silences,
            Happening.OVERTALK: _overtalk,
            Happening.LATENCY: _latencies,
            Happening.HOLD: _holds,
        }[happening]
        found = index.derived[happening] = made(index)
    return found


def _silences(index: Index) -> Stretches:
    """Where nobody says a word, from the beginning of a contact to its end."""
    word = np.arange(index.n_words)
    start, end = index.starts(word), index.ends(word)
    closing = index.clock + np.asarray(index.contacts.duration_ms, dtype=np.int64)
    # A contact begins and ends with a word of no length.
    start, end = np.concatenate([start, index.clock, closing]), np.concatenate([end, index.clock, closing])
    order = np.argsort(start, kind="stable")
    start, furthest = start[order], np.maximum.accumulate(end[order])
    silent = (start[1:] > furthest[:-1]) & (index.contacts_at(start[1:]) == index.contacts_at(furthest[:-1]))
    return _at_nothing(furthest[:-1][silent], start[1:][silent])


def _overtalk(index: Index) -> Stretches:
    """Where words of the agent and of the customer overlap."""
    begins, ends = [], []
    for party in (Party.AGENT, Party.CUSTOMER):
        start, end = _speech(index, party)
        begins.append(start)
        ends.append(end)
    moment = np.concatenate([*begins, *ends])
    step = np.concatenate([np.ones(sum(map(len, begins))), -np.ones(sum(map(len, ends)))]).astype(np.int64)
    order = np.lexsort((step, moment))  # who ends at a moment is silent when the other begins
    moment, n_talking = moment[order], np.cumsum(step[order])
    both = np.flatnonzero(n_talking[:-1] == 2) if len(moment) else moment
    return _at_nothing(moment[both], moment[both + 1])


def _speech(index: Index, party: Party) -> tuple[Whole, Whole]:
    """When a party speaks, as stretches that do not overlap."""
    turn_of = index.turns(np.arange(index.n_words))
    word = np.flatnonzero(index.turn_party[turn_of] == PARTIES.index(party)) if index.n_words else turn_of
    start, end = index.starts(word), index.ends(word)
    order = np.argsort(start, kind="stable")
    start, furthest = start[order], np.maximum.accumulate(end[order])
    opens = np.ones(len(start), dtype=np.bool_)
    opens[1:] = start[1:] - furthest[:-1] > _JOINED_MS
    closes = np.append(opens[1:], True) if len(opens) else opens
    return start[opens], furthest[closes]


def _latencies(index: Index) -> Stretches:
    """From when one party has ended to when the other answers."""
    spoken = np.flatnonzero(index.turn_party != PARTIES.index(Party.SYSTEM))
    first = index.turn_first[spoken].astype(np.int64)
    last = np.append(index.turn_first[1:], index.n_words)[spoken].astype(np.int64) - 1
    start, end = index.starts(first), index.ends(last)
    order = np.argsort(start, kind="stable")
    turn, start, furthest = spoken[order], start[order], np.maximum.accumulate(end[order])
    party = index.turn_party[turn]
    answers = (party[1:] != party[:-1]) & (start[1:] > furthest[:-1])
    answers &= index.contacts_at(start[1:]) == index.contacts_at(start[:-1])
    return stretches(furthest[:-1][answers], start[1:][answers], turn[1:][answers])


def _holds(index: Index) -> Stretches:
    number = np.array([each for each, _ in index.contacts.holds], dtype=np.int64)
    first = np.array([span.start_ms for _, span in index.contacts.holds], dtype=np.int64)
    last = np.array([span.end_ms for _, span in index.contacts.holds], dtype=np.int64)
    return _at_nothing(index.clock[number] + first, index.clock[number] + last)


def _at_nothing(first: Whole, last: Whole) -> Stretches:
    return stretches(first, last, np.full(len(first), -1, dtype=np.int64))
