"""Time spans against the set of milliseconds that they cover."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoix.model.timespan import TimeSpan, merged


@st.composite
def spans(draw: st.DrawFn, limit: int = 60) -> TimeSpan:
    start = draw(st.integers(0, limit))
    return TimeSpan(start, draw(st.integers(start, limit)))


def covered(*given_spans: TimeSpan) -> set[int]:
    return {ms for span in given_spans for ms in range(span.start_ms, span.end_ms)}


@given(spans(), spans())
def test_overlap_is_what_both_cover(one, other):
    assert one.overlap_ms(other) == other.overlap_ms(one) == len(covered(one) & covered(other))


@given(spans())
def test_duration_is_what_it_covers(span):
    assert span.duration_ms == len(covered(span)) == span.overlap_ms(span)


@given(spans(), st.integers(0, 30), st.integers(0, 90))
def test_padding_reaches_both_ways_within_its_limits(span, padding_ms, limit_ms):
    padded = span.padded(padding_ms, limit_ms=limit_ms)
    wanted = range(max(0, span.start_ms - padding_ms), span.end_ms + padding_ms)
    assert covered(padded) == {ms for ms in wanted if ms < limit_ms}
    assert 0 <= padded.start_ms <= padded.end_ms <= limit_ms


@given(st.lists(spans()))
def test_merged_covers_the_same_with_the_fewest(given_spans):
    found = merged(given_spans)
    assert covered(*found) == covered(*given_spans)
    assert all(one.end_ms < other.start_ms for one, other in pairwise(found))
    assert merged(found) == found


@given(st.lists(spans()), st.randoms())
def test_merged_forgets_the_order(given_spans, seed):
    shuffled = given_spans[:]
    seed.shuffle(shuffled)
    assert merged(shuffled) == merged(given_spans)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (1, 0), (-2, -1)])
def test_no_impossible_span_exists(start, end):
    with pytest.raises(ValueError, match="not a time span"):
        TimeSpan(start, end)
