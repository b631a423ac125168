"""Sound: what is muted, what is left, and that the vault's format loses nothing."""

from array import array

from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import a_recording
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Redaction
from clairevoix.redact.replace import mute
from clairevoix.store.sound import decode_flac, encode_flac


@st.composite
def redactions(draw: st.DrawFn) -> Redaction:
    start = draw(st.integers(0, 600))
    span = TimeSpan(start, draw(st.integers(start, 700)))
    return Redaction(entity_type="PHONE", channel=draw(st.integers(0, 1)), span=span, recognizer="phone")


@given(st.lists(redactions(), max_size=4), st.sampled_from([0, 1, 33, 250]), st.sampled_from([8000, 11_025, 16_000]))
@settings(max_examples=60)
@example([Redaction(entity_type="PHONE", channel=0, span=TimeSpan(500, 500), recognizer="phone")], 0, 11_025)
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
    planes = [array("h", values), array("h", [-1 - value for value in values])][:n_channels]
    recording = Recording(
        contact_id="c1",
        sample_rate_hz=rate_hz,
        channels=tuple(Channel(party=Party.UNKNOWN, samples=plane) for plane in planes),
    )
    assert decode_flac(encode_flac(recording), "c1") == recording
