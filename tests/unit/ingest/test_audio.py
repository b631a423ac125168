"""What a recording may be: sound, of a length and a rate that a call has, whose parties are really known."""

import wave
from array import array
from pathlib import Path

import pytest

from clairevoix.ingest import audio
from clairevoix.ingest.audio import read_recording
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError

AGENT, CUSTOMER, SYSTEM, UNKNOWN = Party.AGENT, Party.CUSTOMER, Party.SYSTEM, Party.UNKNOWN


def a_wav(path: Path, n_channels: int = 2, rate_hz: int = 8_000, duration_ms: int = 1_000) -> Path:
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(n_channels)
        stream.setsampwidth(2)
        stream.setframerate(rate_hz)
        stream.writeframes(array("h", range(1, 1 + n_channels)).tobytes() * (rate_hz * duration_ms // 1000))
    return path


@pytest.mark.parametrize(
    ("n_channels", "listed", "heard"),
    [
        (2, (AGENT, CUSTOMER), (AGENT, CUSTOMER)),
        (2, (CUSTOMER, AGENT), (CUSTOMER, AGENT)),
        (2, (), (UNKNOWN, UNKNOWN)),
        # Everybody is on the one channel: whoever says that it is the customer's would have the agent played.
        (1, (CUSTOMER,), (UNKNOWN,)),
        (1, (AGENT, CUSTOMER), (UNKNOWN,)),
        (1, (SYSTEM,), (SYSTEM,)),
        (1, (), (UNKNOWN,)),
    ],
)
def test_parties(tmp_path, n_channels, listed, heard):
    recording = read_recording(a_wav(tmp_path / "call.wav", n_channels), "c1", listed)
    assert tuple(channel.party for channel in recording.channels) == heard
    assert recording.duration_ms == 1_000
    assert [channel.samples[0] for channel in recording.channels] == list(range(1, 1 + n_channels))


@pytest.mark.parametrize(("rate_hz", "kept_hz"), [(8_000, 8_000), (11_025, 11_025), (16_000, 16_000), (48_000, 16_000)])
def test_rate_is_kept_up_to_what_an_engine_needs(tmp_path, rate_hz, kept_hz):
    recording = read_recording(a_wav(tmp_path / "call.wav", rate_hz=rate_hz), "c1", (AGENT, CUSTOMER))
    assert recording.sample_rate_hz == kept_hz
    assert abs(recording.duration_ms - 1_000) <= 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone.wav", None, Code.SOURCE_GONE),
        ("empty.wav", b"", Code.EMPTY_FILE),
        ("text.wav", b"no sound at all, only words " * 9, Code.NOT_AUDIO),
        # A list of other files, in FFmpeg's own words: it must not be followed.
        ("list.wav", b"ffconcat version 1.0\nfile 'call.wav'\n", Code.NOT_AUDIO),
        ("list.wav", b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:1.0,\ncall.wav\n#EXT-X-ENDLIST\n", Code.NOT_AUDIO),
    ],
)
def test_what_is_no_recording(tmp_path, name, content, code):
    a_wav(tmp_path / "call.wav")
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_recording(tmp_path / name, "c1", ())
    assert refused.value.code is code


def test_a_folder_is_no_recording(tmp_path):
    with pytest.raises(InputError) as refused:
        read_recording(tmp_path, "c1", ())
    assert refused.value.code is Code.NOT_AUDIO


def test_a_rate_that_no_telephone_has_is_refused(tmp_path):
    with pytest.raises(InputError) as refused:
        read_recording(a_wav(tmp_path / "slow.wav", rate_hz=100, duration_ms=60_000), "c1", ())
    assert refused.value.code is Code.NOT_AUDIO


def test_a_recording_that_never_ends_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(audio, "MAX_HOURS", 1 / 3600)
    read_recording(a_wav(tmp_path / "call.wav", duration_ms=1_000), "c1", ())
    with pytest.raises(InputError) as refused:
        read_recording(a_wav(tmp_path / "long.wav", duration_ms=2_000), "c1", ())
    assert refused.value.code is Code.TOO_LONG
