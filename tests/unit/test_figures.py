"""The moments that go with the figures: the sound around a piece of evidence, of one party."""

from functools import cache

import pytest

from builders import a_recording, a_workspace
from clairevoix.figures import moments
from clairevoix.model.timespan import TimeSpan
from clairevoix.publish.excerpts import Evidence
from clairevoix.store import vault
from clairevoix.store.sound import decode_flac, encode_flac

#: Where the evidence lies in a minute, and where its excerpt begins and ends, ms.
PLACES = [
    (0, 900, 0, 4_900),
    (2_003, 2_500, 0, 6_500),
    (31_001, 32_007, 27_001, 36_007),
    (58_000, 60_000, 54_000, 60_000),
]


@cache
def a_minute(rate_hz):
    return a_recording(duration_ms=60_000, rate_hz=rate_hz)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025])
@pytest.mark.parametrize(("start_ms", "end_ms", "first_ms", "last_ms"), PLACES)
@pytest.mark.parametrize("channel", [0, 1])
def test_an_excerpt_is_the_window_around_the_evidence(tmp_path, rate_hz, start_ms, end_ms, first_ms, last_ms, channel):
    project = a_workspace(tmp_path)
    recording = a_minute(rate_hz)
    vault.put(project.workspace, "ab12", encode_flac(recording))
    evidence = Evidence(
        contact_id="c1",
        label="internet_outage",
        month="2025-10",
        language="fr",
        channel=channel,
        span=TimeSpan(start_ms, end_ms),
        audio_object="ab12",
        duration_ms=60_000,
    )
    excerpt = moments._excerpt(project, evidence)
    (heard,) = decode_flac(excerpt.audio, "c1").channels
    assert heard.samples == recording.channels[channel].samples[first_ms * rate_hz // 1000 : last_ms * rate_hz // 1000]
    assert excerpt.cue_ms == start_ms - first_ms
