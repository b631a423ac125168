"""Words put where the sound is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.placing import CLOSURE_MS, REACH_MS, placed


def words(*times: tuple[int, int]) -> list[Word]:
    return [Word(text=f"w{number}", span=TimeSpan(*time), score=0.5) for number, time in enumerate(times)]


#: Times that the decoder gives, where the channel sounds, and the times kept.
PLACED = [
    ([(0, 500)], [(100, 400)], [(100, 400)]),  # the word shrinks to the sound
    ([(100, 400)], [(0, 500)], [(0, 500)]),  # and grows to it
    ([(600, 900)], [(600 - REACH_MS - 1, 900)], [(600, 900)]),  # but not from afar
    ([(0, 300), (300, 800)], [(50, 250), (500, 700)], [(50, 250), (500, 700)]),
    ([(0, 300), (300, 800)], [(50, 700)], [(50, 300), (300, 700)]),  # between words the decoder's time stands
    ([(0, 400)], [(50, 150), (150 + CLOSURE_MS - 1, 350)], [(50, 350)]),  # the closure of a consonant
    ([(0, 400)], [], [(0, 400)]),  # nothing sounds: no better evidence
    ([(0, 400)], [(390, 600)], [(390, 600)]),
]


@pytest.mark.parametrize(("given", "sound", "kept"), PLACED)
def test_edges_at_pauses_go_to_the_edges_of_the_sound(given, sound, kept):
    found = placed(words(*given), [TimeSpan(*span) for span in sound])
    assert [(word.span.start_ms, word.span.end_ms) for word in found] == kept


@st.composite
def times(draw, longest=2000):
    at, found = 0, []
    for _ in range(draw(st.integers(0, 8))):
        start = at + draw(st.integers(0, longest))
        at = start + draw(st.integers(1, longest))
        found.append((start, at))
    return found


@given(times(), times())
def test_words_keep_their_order_and_never_run_into_each_other(said, sound):
    given_words = words(*said)
    found = placed(given_words, [TimeSpan(*span) for span in sound])
    assert [word.text for word in found] == [word.text for word in given_words]
    for one, other in pairwise(found):
        assert one.span.end_ms <= other.span.start_ms
    for before, after in zip(given_words, found, strict=True):
        assert before.span.overlap_ms(after.span) > 0
        assert abs(before.span.start_ms - after.span.start_ms) <= max(REACH_MS, before.span.duration_ms)
