"""Sound: what is muted, what is left, and that the vault's format loses nothing."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import a_recording
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import StoreError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Redaction
from clairevoix.redact.replace import mute
from clairevoix.store.sound import decode_flac, encode_flac, flac_pieces


@st.composite
def redactions(draw: st.DrawFn) -> Redaction:
    start = draw(st.integers(0, 600))
    span = TimeSpan(start, draw(st.integers(start, 700)))
    return Redaction(entity_type="PHONE", channel=draw(st.integers(0, 1)), span=span, recognizer="phone")


@given(st.lists(redactions(), max_size=4), st.sampled_from([0, 1, 33, 250]), st.sampled_from([8000, 11_025, 16_000]))
@settings(max_examples=60)
@example([Redaction(entity_type="PHONE", channel=0, span=TimeSpan(500, 500), recognizer="phone")], 0, 11_025)
@example([Redaction(entity_type="PHONE", channel=0, span=TimeSpan(435, 435), recognizer="phone")], 0, 11_025)
def test_mute_silences_the_padded_spans_and_nothing_else(found, padding_ms, rate_hz):
    recording = a_recording(duration_ms=500, rate_hz=rate_hz)
    muted = mute(recording, found, padding_ms)
    for number, (before, after) in enumerate(zip(recording.channels, muted.channels, strict=True)):
        assert len(after.samples) == len(before.samples)
        for index, (was, now) in enumerate(zip(before.samples, after.samples, strict=True)):
            # A sample lies from index/rate to (index + 1)/rate: it goes if any of that lies in a padded span.
            silent = any(
                each.channel == number
                and each.span.start_ms - padding_ms < each.span.end_ms + padding_ms
                and (index + 1) * 1000 > (each.span.start_ms - padding_ms) * rate_hz
                and index * 1000 < (each.span.end_ms + padding_ms) * rate_hz
                for each in found
            )
            assert now == (0 if silent else was)


def test_mute_leaves_the_given_recording_alone():
    recording = a_recording(duration_ms=100)
    whole = [bytes(channel.samples) for channel in recording.channels]
    mute(recording, [Redaction(entity_type="NIR", channel=0, span=TimeSpan(0, 100), recognizer="nir")], 250)
    assert [bytes(channel.samples) for channel in recording.channels] == whole


samples = st.one_of(
    st.lists(st.integers(-32_768, 32_767), min_size=1, max_size=50),
    st.builds(
        lambda seed, n: list(a_recording(duration_ms=n, seed=seed).channels[0].samples),
        st.integers(0, 9),
        st.integers(1, 1500),
    ),
    st.builds(
        lambda value, n: [value] * n,
        st.sampled_from([-32_768, -1, 0, 32_767]),
        st.sampled_from([1, 15, 4095, 4096, 4097]),
    ),
)


@given(samples, st.sampled_from([1, 2]), st.sampled_from([8000, 11_025, 16_000]))
@settings(max_examples=80)
def test_flac_loses_nothing(values, n_channels, rate_hz):
    recording = of(values, n_channels, rate_hz)
    assert decode_flac(encode_flac(recording), "c1") == recording


def of(values: list[int], n_channels: int, rate_hz: int) -> Recording:
    planes = [array("h", values), array("h", [-1 - value for value in values])][:n_channels]
    return Recording(
        contact_id="c1",
        sample_rate_hz=rate_hz,
        channels=tuple(Channel(party=Party.UNKNOWN, samples=plane) for plane in planes),
    )


def part(recording: Recording, start: int, end: int) -> Recording:
    channels = tuple(Channel(party=channel.party, samples=channel.samples[start:end]) for channel in recording.channels)
    return Recording(contact_id="c1", sample_rate_hz=recording.sample_rate_hz, channels=channels)


@given(samples, st.sampled_from([1, 2]), st.sampled_from([8000, 11_025, 16_000]), st.lists(st.integers(0, 12_000)))
@settings(max_examples=60)
def test_sections_make_the_same_flac_as_the_whole(values, n_channels, rate_hz, cuts):
    recording = of(values, n_channels, rate_hz)
    edges = sorted({0, len(values), *(cut for cut in cuts if cut < len(values))})
    sections = [part(recording, start, end) for start, end in pairwise(edges)]
    whole = encode_flac(recording)
    assert encode_flac(iter(sections)) == whole
    pieces = b"".join(flac_pieces(iter(sections), len(values)))
    assert decode_flac(pieces, "c1") == recording
    # All but the greatest frame and the checksum, which nobody knows before the end (RFC 9639, section 8.2).
    assert (pieces[:12], pieces[18:26], pieces[42:]) == (whole[:12], whole[18:26], whole[42:])


@given(
    st.integers(1, 60_000),
    st.sampled_from([1, 2]),
    st.sampled_from([1000, 8000, 11_025]),
    st.integers(0, 61_000),
    st.integers(0, 61_000),
)
@settings(max_examples=80, deadline=None)
@example(60_000, 2, 1000, 59_990, 60_000)  # the end of a file that is long enough to seek in
@example(60_000, 1, 1000, 60_500, 61_000)  # nothing is there
def test_a_window_is_the_same_part_of_the_whole(n_samples, n_channels, rate_hz, start_ms, end_ms):
    """Found by seeking where it is far enough, in 60 s at 1 kHz as in 8 hours at 8."""
    recording = of([(place * 7919) % 30_011 for place in range(n_samples)], n_channels, rate_hz)
    window = TimeSpan(min(start_ms, end_ms), max(start_ms, end_ms))
    expected = part(recording, window.start_ms * rate_hz // 1000, window.end_ms * rate_hz // 1000)
    for content in (encode_flac(recording), b"".join(flac_pieces([recording], n_samples))):
        assert decode_flac(content, "c1", window) == expected


def test_sections_of_two_kinds_are_no_recording():
    with pytest.raises(ValueError, match="differ"):
        encode_flac([of([1, 2], 1, 8000), of([1, 2], 2, 8000)])


@pytest.mark.parametrize("content", [b"", b"fLaC", b"no sound at all" * 9, encode_flac(of([1] * 9, 1, 8000))[:60]])
def test_what_is_no_flac_is_said_to_be_none(content):
    with pytest.raises(StoreError):
        decode_flac(content, "c1")
