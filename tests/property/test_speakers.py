"""Speakers and their words, whatever was heard."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Transcript, Turn, Word
from clairevoix.transcribe.speakers import who_speaks
from clairevoix.transcribe.speakers.spans import SpeakerSpan, told_apart
from clairevoix.transcribe.speakers.words import SURE_MS, assigned
from two_voices import LETTER_MS, heard_section

#: Sections of a call: who speaks, in pieces of a second or two, and how unlike the voices are.
CALLS = st.lists(
    st.lists(st.sampled_from(["aaaa", "bbbb", "ab", "..", ".", "xx", "bbb", "aaaaaaaaaa"]), max_size=12).map("".join),
    max_size=3,
)


@settings(deadline=None, max_examples=60)
@given(scripts=CALLS, apart=st.sampled_from([0.0, 0.2, 1.0]))
def test_spans_lie_inside_and_nobody_speaks_twice_at_once(scripts, apart):
    sections, start_ms = [], 0
    for number, script in enumerate(scripts):
        sections.append(heard_section(script, start_ms=start_ms, apart=apart, seed=number))
        start_ms += len(script) * LETTER_MS
    call = told_apart(sections)
    spans = [each.span for each in call.spans]
    assert all(0 <= span.start_ms < span.end_ms <= start_ms for span in spans)
    assert [(each.span, each.speaker) for each in call.spans] == sorted(
        (each.span, each.speaker) for each in call.spans
    )
    for speaker in (0, 1):
        mine = [each.span for each in call.spans if each.speaker == speaker]
        assert all(one.end_ms < other.start_ms for one, other in pairwise(mine))
    assert call.n_speakers == len({each.speaker for each in call.spans}) <= 2
    assert not call.spans or call.spans[0].speaker == 0
    assert not (call.has_ghost and call.n_speakers == 2)
    words = said(start_ms)
    attributed = who_speaks(words, sections)
    assert [word for turn in attributed.transcript.turns for word in turn.words] == list(words.turns[0].words)


def said(duration_ms: int) -> Transcript:
    words = tuple(
        Word(text=f"w{start}", span=TimeSpan(start, start + 250), score=0.5)
        for start in range(0, max(duration_ms, 1), 300)
    )
    turns = (Turn(channel=0, party=Party.UNKNOWN, words=words),)
    return Transcript(contact_id="c1", language="fr", duration_ms=duration_ms, turns=turns)


TIMES = st.tuples(st.integers(0, 3000), st.integers(0, 600)).map(lambda each: TimeSpan(each[0], each[0] + each[1]))


@given(spans=st.lists(st.tuples(st.integers(0, 1), TIMES), max_size=8), times=st.lists(TIMES, max_size=8))
def test_who_is_clearly_ahead_in_a_word_has_it(spans, times):
    talk = [SpeakerSpan(speaker=speaker, span=span) for speaker, span in spans if span.duration_ms]
    words = [Word(text="w", span=span, score=0.5) for span in sorted(times)]
    found = assigned(words, talk)
    assert [word for word, _ in found] == words
    assert {speaker for _, speaker in found} <= ({each.speaker for each in talk} or {0})
    heard = [{ms for each in talk if each.speaker == speaker for ms in milliseconds(each.span)} for speaker in (0, 1)]
    for word, speaker in found:
        mine, theirs = (len(heard[side] & {*milliseconds(word.span)}) for side in (speaker, 1 - speaker))
        assert theirs - mine < SURE_MS


def milliseconds(span: TimeSpan) -> range:
    return range(span.start_ms, span.end_ms)
