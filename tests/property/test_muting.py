"""A long recording is muted section by section, and comes out as if it had been muted whole."""

import itertools
from array import array

from hypothesis import given
from hypothesis import strategies as st

from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Redaction
from clairevoix.redact.replace import mute

RATE = 1000  # a sample a millisecond


def a_recording(start: int, end: int) -> Recording:
    channels = tuple(
        Channel(party=party, samples=array("h", (1 + (place + shift) % 9 for place in range(start, end))))
        for party, shift in ((Party.AGENT, 0), (Party.CUSTOMER, 4))
    )
    return Recording(contact_id="c", sample_rate_hz=RATE, channels=channels)


@st.composite
def redactions(draw, longest):
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, longest))
        span = TimeSpan(start, draw(st.integers(start, longest)))
        found.append(Redaction(entity_type="PHONE", channel=draw(st.integers(0, 1)), span=span, recognizer="x"))
    return found


@given(st.lists(st.integers(1, 999), max_size=4), st.integers(0, 300), st.data())
def test_sections_are_muted_as_the_whole_is(cuts, padding, data):
    edges = sorted({0, *cuts, 1000})
    found = data.draw(redactions(1000))
    whole = mute(a_recording(0, 1000), found, padding)
    sections = [
        mute(a_recording(start, end), found, padding, start_ms=start) for start, end in itertools.pairwise(edges)
    ]
    for number, channel in enumerate(whole.channels):
        pieces = [sample for section in sections for sample in section.channels[number].samples]
        assert pieces == list(channel.samples)
