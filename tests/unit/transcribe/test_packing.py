"""Speech packed into windows, and times taken back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.packing import GAP_MS, at_source, filled, halves, packed, speech_ms

S = TimeSpan

#: Stretches of speech, the longest window, and the windows.
PACKED = [
    ([], 10_000, ()),
    ([S(100, 900)], 10_000, ((S(100, 900),),)),
    ([S(0, 4000), S(5000, 8000)], 10_000, ((S(0, 4000), S(5000, 8000)),)),
    ([S(0, 6000), S(7000, 10_700)], 10_000, ((S(0, 6000), S(7000, 10_700)),)),  # 6.0 + 0.3 + 3.7 s
    ([S(0, 6000), S(7000, 10_701)], 10_000, ((S(0, 6000),), (S(7000, 10_701),))),
    ([S(0, 25_000)], 10_000, ((S(0, 8333),), (S(8333, 16_666),), (S(16_666, 25_000),))),
]


@pytest.mark.parametrize(("speech", "longest", "windows"), PACKED)
def test_speech_is_packed_in_order(speech, longest, windows):
    assert packed(speech, longest) == windows


@st.composite
def speech(draw):
    spans, at = [], 0
    for _ in range(draw(st.integers(0, 12))):
        start = at + draw(st.integers(0, 3000))
        at = start + draw(st.integers(1, 30_000))
        spans.append(S(start, at))
    return spans


@given(speech(), st.integers(2000, 30_000))
def test_nothing_is_lost_and_no_window_is_too_long(spans, longest):
    windows = packed(spans, longest)
    assert sum(speech_ms(parts) for parts in windows) == sum(span.duration_ms for span in spans)
    assert all(speech_ms(parts) + GAP_MS * (len(parts) - 1) <= longest for parts in windows)
    flat = [part for parts in windows for part in parts]
    assert flat == sorted(flat)


def test_a_window_is_its_stretches_with_silence_between():
    sound = np.arange(1, 16 * 100 + 1, dtype=np.float32)
    window = filled(sound, (S(0, 10), S(50, 60)))
    assert len(window) == 16 * (10 + GAP_MS + 10)
    assert window[:160].tolist() == sound[:160].tolist()
    assert not window[160:-160].any()
    assert window[-160:].tolist() == sound[16 * 50 : 16 * 60].tolist()
    assert len(filled(sound, ())) == 0


@given(speech().filter(bool), st.data())
def test_a_sample_of_a_window_is_where_its_time_says(spans, data):
    """Two ways: the sound itself carries its place."""
    parts = packed(spans[:4], 30_000)[0]
    places_ms = np.repeat(np.arange(parts[-1].end_ms), 16).astype(np.float32)
    window = filled(places_ms, parts)
    gaps = np.cumsum([0, *(part.duration_ms + GAP_MS for part in parts)])
    which = data.draw(st.integers(0, len(parts) - 1))
    inside = data.draw(st.integers(0, parts[which].duration_ms - 1))
    at = int(gaps[which]) + inside
    assert at_source(S(at, at), parts).start_ms == window[16 * at] == parts[which].start_ms + inside


#: A time span in a window of two stretches of a second each, at 5 s and at 9 s, and where it is in the recording.
BACK = [
    ((0, 500), (5000, 5500)),
    ((900, 1100), (5900, 6000)),  # ends in the silence between
    ((1200, 1500), (9000, 9200)),  # begins in it
    ((900, 2000), (9000, 9700)),  # over it: where most of it is
    ((2200, 2900), (9900, 10_000)),  # overshot
    ((5000, 6000), (10_000, 10_000)),
    ((1100, 1150), (6000, 6000)),  # in the silence
]


@pytest.mark.parametrize(("span", "expected"), BACK)
def test_times_go_back_to_the_recording(span, expected):
    assert at_source(S(*span), (S(5000, 6000), S(9000, 10_000))) == S(*expected)


#: What a window holds, and its halves.
HALVES = [
    ((S(0, 1999),), ((S(0, 1999),),)),  # too short to be cut
    ((S(0, 3000),), ((S(0, 1500),), (S(1500, 3000),))),
    ((S(0, 1000), S(2000, 3000), S(4000, 8000)), ((S(0, 1000), S(2000, 3000)), (S(4000, 8000),))),
]


@pytest.mark.parametrize(("parts", "expected"), HALVES)
def test_a_window_is_cut_in_two(parts, expected):
    assert halves(parts) == expected
