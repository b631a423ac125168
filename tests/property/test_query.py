"""Queries on sorted arrays find what a reading word by word finds."""

from functools import partial
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.annotate.query.index import PAUSE_MS
from clairevoix.annotate.query.indexing import of_transcripts
from clairevoix.annotate.query.parsing import parse
from clairevoix.annotate.query.searching import matches, search
from clairevoix.annotate.query.syntax import (
    Absent,
    Both,
    Choice,
    Duration,
    Edge,
    Either,
    Gap,
    Joined,
    Kind,
    Phrase,
    Placed,
    Query,
    Reach,
    Relation,
    Repeated,
    Said,
    Term,
    kind,
)
from clairevoix.annotate.query.writing import write
from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import RedactedTranscript, Turn, Word

FOREVER = 10**9
FORMS = st.sampled_from("abcd")


@st.composite
def transcripts(draw):
    turns, at = [], 0
    for _ in range(draw(st.integers(1, 6))):
        channel = draw(st.integers(0, 1))
        at = max(0, at + draw(st.sampled_from([-700, -100, 0, 300, 2000, PAUSE_MS + 500])))
        words = []
        for form in draw(st.lists(FORMS, min_size=1, max_size=6)):
            words.append(Word(text=form, span=TimeSpan(at, at + 200), score=1.0))
            at += draw(st.sampled_from([200, 250, 1000]))
        turns.append(Turn(channel=channel, party=(Party.AGENT, Party.CUSTOMER)[channel], words=tuple(words)))
    # As engines give them: the turns of a channel follow each other.
    for channel in (0, 1):
        own = [turn for turn in turns if turn.channel == channel]
        if any(one.span.end_ms > other.span.start_ms for one, other in pairwise(own)):
            turns = [turn for turn in turns if turn.channel != channel or turn is own[0]]
    contact_id = draw(st.sampled_from(["c1", "c2", "c3"]))
    return RedactedTranscript(
        contact_id=contact_id,
        language="fr",
        duration_ms=max(turn.span.end_ms for turn in turns) + 500,
        turns=tuple(sorted(turns, key=lambda turn: turn.span.start_ms)),
        redactions=(),
    )


term = FORMS.map(lambda form: Term(form=form))
way = st.lists(term, min_size=1, max_size=2).map(tuple)
ways = st.one_of(term.map(lambda one: ((one,),)), st.lists(way, min_size=2, max_size=2).map(tuple))
choice = st.builds(Choice, ways=ways, optional=st.booleans())
required = st.builds(Choice, ways=ways)
gap = st.builds(Gap, at_most=st.integers(1, 3))


def phrase_of(first, middle, last):
    return Phrase(items=(first, *middle, last))


phrases = st.one_of(
    required.map(lambda item: Phrase(items=(item,))),
    st.builds(phrase_of, required, st.lists(st.one_of(choice, gap), max_size=2), required),
)
durations = st.one_of(
    st.integers(0, 8000).map(lambda ms: Duration(ms=ms)),
    st.sampled_from([0.1, 0.5]).map(lambda share: Duration(share=share)),
)


def wider_words(inner):
    return st.one_of(
        st.builds(Said, party=st.sampled_from([Party.AGENT, Party.CUSTOMER]), inner=inner),
        st.builds(Placed, inner=inner, edge=st.sampled_from(Edge), stretch=durations),
        st.builds(
            Joined,
            left=inner,
            right=inner,
            relation=st.sampled_from([Relation.NEAR, Relation.THEN]),
            reach=st.integers(0, 4).map(lambda n: Reach(n_words=n)),
            negated=st.booleans(),
        ),
        st.builds(Joined, left=inner, right=inner, relation=st.just(Relation.UNLESS)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(parts=tuple(parts))),
    )


words = st.recursive(phrases, wider_words, max_leaves=4)
then = st.builds(
    Joined,
    left=words,
    right=words,
    relation=st.just(Relation.THEN),
    reach=st.sampled_from([Reach(), Reach(ms=0), Reach(ms=900), Reach(ms=5000)]),
    negated=st.booleans(),
)
moments = st.one_of(words, then)


def wider_contacts(inner):
    return st.one_of(
        st.builds(Absent, inner=inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Both(parts=tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(parts=tuple(parts))),
    )


contacts = st.recursive(
    st.one_of(moments, st.builds(Repeated, inner=moments, at_least=st.integers(1, 3), at_most=st.none())),
    wider_contacts,
    max_leaves=3,
)


class Reader:
    """Reads one contact word by word: every rule of the language as it is said, however slow."""

    def __init__(self, transcript):
        self.duration = transcript.duration_ms
        self.voices = []
        for channel in (0, 1):
            said = [word for turn in transcript.turns if turn.channel == channel for word in turn.words]
            run, runs = 0, []
            for number, word in enumerate(said):
                run += number > 0 and word.span.start_ms - said[number - 1].span.end_ms > PAUSE_MS
                runs.append(run)
            self.voices.append((said, runs))

    def words(self, node, voice):
        """(first, last) of each row of words of one voice."""
        said, runs = self.voices[voice]
        match node:
            case Phrase():
                found = {
                    (at, end - 1) for at in range(len(said)) for end in self.ends(said, node.items, at) if end > at
                }
                return shortest({(i, j) for i, j in found if runs[i] == runs[j]})
            case Said(party=party, inner=inner):
                return self.words(inner, voice) if party is (Party.AGENT, Party.CUSTOMER)[voice] else set()
            case Either(parts=parts):
                return shortest(set().union(*(self.words(part, voice) for part in parts)))
            case Placed(inner=inner, edge=edge, stretch=stretch):
                size = stretch.ms if stretch.share is None else round(self.duration * stretch.share)
                found = self.words(inner, voice)
                if edge is Edge.FIRST:
                    return {(i, j) for i, j in found if said[j].span.end_ms <= size}
                return {(i, j) for i, j in found if said[i].span.start_ms >= self.duration - size}
            case Joined(left=left, right=right, relation=relation, reach=Reach(n_words=n), negated=negated):
                if n is None and relation is Relation.THEN:
                    followed, reach_ms = self.moments(right), FOREVER if node.reach.ms is None else node.reach.ms
                    return {
                        (i, j)
                        for i, j in self.words(left, voice)
                        if not any(0 <= b[0] - said[j].span.end_ms <= reach_ms for b in followed)
                    }
                one, other = self.words(left, voice), self.words(right, voice)
                if relation is Relation.UNLESS:
                    return {a for a in one if not any(b[0] <= a[1] and a[0] <= b[1] for b in other)}
                if negated and relation is Relation.THEN:
                    return {
                        a for a in one if not any(0 <= b[0] - a[1] - 1 <= n and runs[a[0]] == runs[b[0]] for b in other)
                    }
                if negated:
                    return {
                        a
                        for a in one
                        if not any(
                            runs[a[0]] == runs[b[0]] and b[0] - a[1] - 1 <= n and a[0] - b[1] - 1 <= n for b in other
                        )
                    }
                pairs = {(a, b) for a in one for b in other}
                if relation is Relation.NEAR:
                    pairs |= {(b, a) for a, b in pairs}
                return shortest(
                    {(a[0], b[1]) for a, b in pairs if 0 <= b[0] - a[1] - 1 <= n and runs[a[0]] == runs[b[1]]}
                )
        raise TypeError(node)

    def ends(self, said, items, at):
        if not items:
            return {at}
        item, rest = items[0], items[1:]
        if isinstance(item, Gap):
            return set().union(*(self.ends(said, rest, at + n) for n in range(item.at_most + 1)))
        found = self.ends(said, rest, at) if item.optional else set()
        for way in item.ways:
            forms = [word.text for word in said[at : at + len(way)]]
            if forms == [term.form for term in way]:
                found = found | self.ends(said, rest, at + len(way))
        return found

    def moments(self, node):
        """(start, end) of each moment, several voices together."""
        if kind(node) is Kind.WORDS:
            return {
                (self.voices[voice][0][i].span.start_ms, self.voices[voice][0][j].span.end_ms, voice)
                for voice in (0, 1)
                for i, j in self.words(node, voice)
            }
        left, right = self.moments(node.left), self.moments(node.right)
        reach = FOREVER if node.reach.ms is None else node.reach.ms
        joined = set()
        for b in right:
            before = [a for a in left if b[0] - a[1] >= 0]
            if before:
                a = max(before, key=lambda each: (each[1], each[0]))
                if b[0] - a[1] <= reach:
                    joined.add((a[0], b[1]))
        return {(*each, 0) for each in shortest(joined)}

    def counted(self, node):
        """Moments that do not overlap in the words of a voice."""
        if kind(node) is not Kind.WORDS:
            return self.moments(node)
        kept = set()
        for voice in (0, 1):
            said, until = self.voices[voice][0], -1
            for i, j in sorted(self.words(node, voice)):
                if i > until:
                    kept.add((said[i].span.start_ms, said[j].span.end_ms, voice))
                    until = j
        return kept

    def answers(self, node):
        match node:
            case Absent(inner=inner):
                return not self.answers(inner)
            case Both(parts=parts):
                return all(self.answers(part) for part in parts)
            case Either(parts=parts) if kind(node) is Kind.CONTACTS:
                return any(self.answers(part) for part in parts)
            case Repeated(inner=inner, at_least=at_least):
                return len(self.counted(inner)) >= at_least
            case Either(parts=parts):
                return any(self.answers(part) for part in parts)
        return bool(self.moments(node))


def shortest(found):
    """Without those that contain another."""
    return {a for a in found if not any(b != a and a[0] <= b[0] and b[1] <= a[1] for b in found)}


@settings(max_examples=400, deadline=None)
@given(transcripts(), words)
def test_rows_of_words(transcript, node):
    found = {(hit.span.start_ms, hit.span.end_ms, hit.channel) for hit in matches(Query(root=node), transcript)}
    assert found == Reader(transcript).counted(node)


@settings(max_examples=200, deadline=None)
@given(transcripts(), then)
def test_one_thing_after_another(transcript, node):
    found = {(hit.span.start_ms, hit.span.end_ms) for hit in matches(Query(root=node), transcript)}
    assert found == {each[:2] for each in Reader(transcript).counted(node)}


@settings(max_examples=200, deadline=None)
@given(st.lists(transcripts(), min_size=1, max_size=4, unique_by=lambda each: each.contact_id), contacts)
def test_contacts_answer_alone_as_they_do_together(several, node):
    expected = [each.contact_id for each in several if Reader(each).answers(node)]
    together = search(Query(root=node), of_transcripts(several))
    assert list(together.contact_ids) == expected
    alone = [hit for each in several for hit in matches(Query(root=node), each)]
    assert list(together.hits()) == alone
    assert {hit.contact_id for hit in alone} == set(expected)


@settings(max_examples=200, deadline=None)
@given(transcripts(), words, words, st.sampled_from([0, 400, 3000]))
def test_near_in_time(transcript, left, right, ms):
    near = partial(Joined, left=left, right=right, relation=Relation.NEAR, reach=Reach(ms=ms))
    reader = Reader(transcript)
    ones, others = reader.moments(left), reader.moments(right)
    close = {(a, b) for a in ones for b in others if a != b and b[0] - a[1] <= ms and a[0] - b[1] <= ms}
    found = {(hit.span.start_ms, hit.span.end_ms) for hit in matches(Query(root=near()), transcript)}
    assert found <= {(min(a[0], b[0]), max(a[1], b[1])) for a, b in close}
    assert bool(found) == bool(close)
    far = {(hit.span.start_ms, hit.span.end_ms) for hit in matches(Query(root=near(negated=True)), transcript)}
    touching = {a for a in ones for b in others if b[0] - a[1] <= ms and a[0] - b[1] <= ms}
    assert far <= {a[:2] for a in ones - touching}
    assert bool(far) == bool(ones - touching)


@settings(max_examples=300, deadline=None)
@given(contacts)
def test_a_query_that_is_written_reads_the_same(node):
    written = write(Query(root=node))
    assert write(parse(written)) == written
    assert write(parse(write(Query(root=node), "fr"))) == written
