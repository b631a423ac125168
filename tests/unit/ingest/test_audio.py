"""What a recording may be: sound, of a length and a rate that a call has, whose parties are really known."""

import os
import wave
from array import array
from itertools import count
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

import formats
from clairevoix.ingest import audio, watched
from clairevoix.ingest.audio import AUDIO_SUFFIXES, open_sound, read_recording
from clairevoix.ingest.rates import at_one_rate
from clairevoix.ingest.watched import Effort
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal, Code, InputError
from formats import FORMATS, Format, tone_hz

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


def code_of(path: Path) -> Code | None:
    """Why a file is refused; None if it is not."""
    try:
        read_recording(path, "c1", ())
    except InputError as refused:
        return refused.code
    return None


def samples(recording) -> np.ndarray:
    """Channels × time."""
    return np.stack([np.frombuffer(channel.samples, dtype=np.int16) for channel in recording.channels])


# --- Formats --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_heard_as_it_was_written(tmp_path, name):
    form = FORMATS[name]
    recording = read_recording(formats.write(tmp_path / name, form), "c1", ())
    assert recording.sample_rate_hz == min(form.rate_hz, 16_000)
    assert 2_000 <= recording.duration_ms <= 2_100  # codecs in frames add up to a frame at either end
    found = [tone_hz(channel, recording.sample_rate_hz) for channel in samples(recording)]
    assert found == pytest.approx(formats.TONES_HZ[: form.n_channels], abs=2)
    assert samples(recording).std(axis=1) == pytest.approx(0.25 * 32_768 / 2**0.5, rel=0.08)


@pytest.mark.parametrize("name", FORMATS)
def test_a_name_says_nothing(tmp_path, name):
    """Whoever renames a file changes nothing: the same sound comes out under any other name."""
    path = formats.write(tmp_path / name, FORMATS[name])
    recording = read_recording(path, "c1", ())
    assert read_recording(path.rename(tmp_path / "call"), "c1", ()) == recording


def test_folders_are_searched_for_every_format():
    assert {Path(name).suffix for name in FORMATS} <= AUDIO_SUFFIXES


@pytest.mark.parametrize("name", [b"10:15:00.wav", b"http:host.wav", b"caf\xe9.wav", b"-i.wav", b"a,b|c%d.wav"])
def test_any_file_name_is_read_as_a_file_name(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path(os.fsdecode(name))
    a_wav(tmp_path / "call.wav").rename(path)
    assert read_recording(path, "c1", ()).duration_ms == 1_000


def test_sixteen_bits_are_kept_as_they_are_whatever_holds_them(tmp_path):
    given = np.array([[-32_768, 32_767], [-1, 1], [0, 256], [12_345, -12_345]] * 400, dtype=np.int16)
    for form, subtype in (
        ("WAV", "PCM_16"),
        ("WAV", "PCM_24"),
        ("WAV", "PCM_32"),
        ("WAV", "FLOAT"),
        ("FLAC", "PCM_24"),
    ):
        path = tmp_path / f"{subtype}.{form.lower()}"
        soundfile.write(str(path), given.astype(np.float64) / 32_768, 8_000, format=form, subtype=subtype)
        assert np.array_equal(samples(read_recording(path, "c1", ())), given.T), (form, subtype)


def test_floats_beyond_full_scale_are_cut_off_and_what_is_no_number_is_silence(tmp_path):
    path = tmp_path / "call.wav"
    given = np.array([2.0, -3e30, np.inf, -np.inf, np.nan, 0.5] * 200, dtype=np.float32)
    soundfile.write(str(path), given, 8_000, subtype="FLOAT")
    assert samples(read_recording(path, "c1", ()))[0].tolist() == [32_767, -32_768, 32_767, -32_768, 0, 16_384] * 200


# --- Rates ----------------------------------------------------------------------------------------------------------

RATES_HZ = [
    4_000,
    6_000,
    8_000,
    11_025,
    12_000,
    16_000,
    16_001,
    22_050,
    24_000,
    32_000,
    44_100,
    48_000,
    96_000,
    192_000,
]


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_a_tone_stays_what_it_is_at_every_rate(tmp_path, rate_hz):
    form = Format(container="wav", codec="pcm_s16le", rate_hz=rate_hz)
    recording = read_recording(formats.write(tmp_path / "call.wav", form), "c1", ())
    assert recording.sample_rate_hz == min(rate_hz, 16_000)
    assert abs(len(recording.channels[0].samples) - 2 * recording.sample_rate_hz) <= 1
    for found, tone in zip(samples(recording), formats.TONES_HZ, strict=False):
        assert tone_hz(found, recording.sample_rate_hz) == pytest.approx(tone, abs=1)


@pytest.mark.parametrize("rate_hz", [22_050, 44_100, 48_000, 96_000])
def test_what_lies_above_the_new_rate_does_not_come_back_as_something_else(tmp_path, rate_hz):
    """Half of full scale at 10 kHz, which 16 kHz cannot carry: less than one step of 16-bit sound is left of it."""
    time = np.arange(rate_hz) / rate_hz
    form = Format(container="wav", codec="pcm_s16le", rate_hz=rate_hz, n_channels=1)
    sound = (0.5 * np.sin(2 * np.pi * 10_000 * time)).astype(np.float32)[:, None]
    recording = read_recording(formats.write(tmp_path / "call.wav", form, sound=sound), "c1", ())
    middle = samples(recording)[0][1_000:-1_000]  # the ends are steps, and have all frequencies
    assert np.abs(middle).max() <= 1


@pytest.mark.parametrize("rate_hz", [1, 100, 3_999, 192_001, 4_000_000])
def test_a_rate_that_nothing_has_is_refused(tmp_path, rate_hz):
    assert code_of(a_wav(tmp_path / "call.wav", rate_hz=rate_hz, duration_ms=1_000)) is Code.NOT_AUDIO


def test_a_rate_that_changes_inside_is_brought_to_the_first(tmp_path):
    """Recorders join pieces; an MP3 can be joined as it is."""
    parts = [
        formats.write(tmp_path / f"{rate_hz}.mp3", Format(container="mp3", codec="libmp3lame", rate_hz=rate_hz), 3.0)
        for rate_hz in (16_000, 48_000)
    ]
    for order in (parts, parts[::-1]):
        path = tmp_path / "joined.mp3"
        path.write_bytes(b"".join(part.read_bytes() for part in order))
        recording = read_recording(path, "c1", ())
        assert recording.sample_rate_hz == 16_000
        assert recording.duration_ms == pytest.approx(6_000, abs=250)
        for half in (samples(recording)[:, :40_000], samples(recording)[:, -40_000:]):
            assert [tone_hz(channel, 16_000) for channel in half] == pytest.approx(formats.TONES_HZ[:2], abs=2)


def a_frame(rate_hz: int, n_samples: int) -> av.AudioFrame:
    sound = formats.tones(rate_hz, 2, n_samples / rate_hz)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), format="fltp", layout="stereo")
    frame.sample_rate = rate_hz
    return frame


@pytest.mark.parametrize("rates_hz", [(48_000, 44_100), (8_000, 48_000, 8_000), (44_100, 16_000, 22_050)])
def test_no_sample_is_lost_where_the_rate_changes(rates_hz):
    blocks = list(at_one_rate(a_frame(rate_hz, rate_hz // 2) for rate_hz in rates_hz for _ in range(3)))
    (rate_hz,) = {block.rate_hz for block in blocks}
    assert rate_hz == min(rates_hz[0], 16_000)
    assert sum(len(block.samples) for block in blocks) == pytest.approx(1.5 * rate_hz * len(rates_hz), abs=2)


# --- Channels and tracks --------------------------------------------------------------------------------------------


def test_channels_that_change_inside_are_refused(tmp_path):
    """Who is heard where could not be said."""
    parts = [
        formats.write(tmp_path / f"{n}.mp3", Format(container="mp3", codec="libmp3lame", rate_hz=16_000, n_channels=n))
        for n in (1, 2)
    ]
    path = tmp_path / "joined.mp3"
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    assert code_of(path) is Code.PARTIES_MISMATCH


@pytest.mark.parametrize("name", ["s16.wav", "plain.flac", "opus.opus", "aac.m4a", "opus.webm"])
def test_more_than_two_channels_are_refused(tmp_path, name):
    form = Format(container=FORMATS[name].container, codec=FORMATS[name].codec, rate_hz=48_000, n_channels=6)
    assert code_of(formats.write(tmp_path / name, form)) is Code.TOO_MANY_CHANNELS


@pytest.mark.parametrize("name", ["aac.mp4", "opus.mka"])
def test_several_tracks_are_refused(tmp_path, name):
    """One of them would be lost."""
    assert code_of(formats.write_tracks(tmp_path / name, FORMATS[name], 2)) is Code.TOO_MANY_CHANNELS


@pytest.mark.parametrize("container", ["mp4", "matroska"])
def test_a_film_is_refused_even_for_its_sound(tmp_path, container):
    """It may be one of a screen."""
    path = tmp_path / "call"
    with av.open(str(path), "w", format=container) as file:
        film = file.add_stream("mpeg4", rate=25, width=64, height=64)
        voice = file.add_stream("aac", rate=16_000, layout="mono")
        for number in range(50):
            picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number, dtype=np.uint8), format="rgb24")
            file.mux(film.encode(picture))
        for start in range(0, 32_000, 1_024):
            sound = av.AudioFrame.from_ndarray(np.zeros((1, 1_024), np.float32), format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 16_000, start
            file.mux(voice.encode(sound))
        file.mux([*film.encode(None), *voice.encode(None)])
    with pytest.raises(CharterRefusal, match="R20"):
        read_recording(path, "c1", ())


@pytest.mark.parametrize("name", ["plain.mp3", "plain.flac"])
def test_a_picture_before_the_sound_is_skipped(tmp_path, name):
    picture = b"APIC" + (100_011).to_bytes(4, "big") + b"\0\0" + b"\0image/png\0\3\0" + bytes(99_998)
    size = len(picture)
    tag = b"ID3\3\0\0" + bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0)) + picture
    path = formats.write(tmp_path / name, FORMATS[name])
    path.write_bytes(tag + path.read_bytes())
    assert read_recording(path, "c1", ()).duration_ms == 2_000


# --- What is missing ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_half_a_file_is_not_taken_for_a_whole_one(tmp_path, name):
    path = formats.write(tmp_path / name, FORMATS[name], seconds=4.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2 + 5])
    assert code_of(path) is Code.TRUNCATED


@pytest.mark.parametrize("name", ["plain.mp3", "opus.opus"])
def test_half_a_file_that_never_said_how_long_it_is_is_heard(tmp_path, name):
    """An MP3 without its first frame, and an Ogg that ends with a page, are whole as far as anyone can tell."""
    path = formats.write(tmp_path / name, FORMATS[name], seconds=4.0)
    content = path.read_bytes()
    if name == "plain.mp3":
        first = content.index(b"\xff\xf3", content.index(b"Info") if b"Info" in content else 0)
        content = content[first : len(content) // 2]
    else:
        content = content[: content.index(b"OggS", len(content) // 2)]
    path.write_bytes(content)
    assert 500 <= read_recording(path, "c1", ()).duration_ms < 3_500


MORE = b"data" + (32_000).to_bytes(4, "little") + bytes(32_000)
MORE_W64 = b"data" + bytes.fromhex("f3acd3118cd100c04f8edb8a") + (32_024).to_bytes(8, "little") + bytes(32_000)


@pytest.mark.parametrize(("name", "more"), [("s16.wav", MORE), ("s16.rf64", MORE), ("s16.w64", MORE_W64)])
def test_what_stands_behind_the_sound_of_a_wav_is_not_read(tmp_path, name, more):
    """Players do not play it; FFmpeg looks for more sound in it, however long it is."""
    path = formats.write(tmp_path / name, FORMATS[name])
    path.write_bytes(path.read_bytes() + more + bytes(1_000_000))
    assert read_recording(path, "c1", ()).duration_ms == 2_000


def test_recorders_that_do_not_know_the_length_yet_write_none(tmp_path):
    for unknown in (0, 0xFFFFFFFF, 0x7FFFFFFF):
        content = bytearray(a_wav(tmp_path / "call.wav").read_bytes())
        content[40:44] = unknown.to_bytes(4, "little")
        (tmp_path / "call.wav").write_bytes(content)
        assert read_recording(tmp_path / "call.wav", "c1", ()).duration_ms == 1_000


@pytest.mark.parametrize(("n_damaged", "code"), [(1, None), (7, None), (8, Code.TRUNCATED)])
def test_a_little_damage_is_left_out_and_much_is_refused(tmp_path, n_damaged, code):
    """A packet lasts 64 ms; Matroska does not declare how long its sound is."""
    form = Format(container="matroska", codec="aac", rate_hz=16_000)
    path = formats.write(tmp_path / "call.mka", form, seconds=4.0)
    whole_ms = read_recording(path, "c1", ()).duration_ms
    content = bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        packets = [bytes(packet) for packet in container.demux(audio=0) if packet.size]
    for packet in packets[20 : 20 + n_damaged]:
        place = content.index(packet)
        content[place : place + 8] = bytes(8)
    path.write_bytes(content)
    assert code_of(path) is code
    if code is None:
        assert read_recording(path, "c1", ()).duration_ms == whole_ms - 64 * n_damaged


# --- Bounds ---------------------------------------------------------------------------------------------------------


def test_a_recording_that_never_ends_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(audio, "MAX_HOURS", 1 / 3600)
    read_recording(a_wav(tmp_path / "call.wav", duration_ms=1_000), "c1", ())
    with pytest.raises(InputError) as refused:
        read_recording(a_wav(tmp_path / "long.wav", duration_ms=2_000), "c1", ())
    assert refused.value.code is Code.TOO_LONG


def test_what_declares_too_much_is_refused_before_it_is_decoded(tmp_path, monkeypatch):
    path = a_wav(tmp_path / "long.wav", duration_ms=5_000)
    monkeypatch.setattr(audio, "MAX_HOURS", 1 / 3600)
    monkeypatch.setattr(Effort, "heard", lambda effort, milliseconds: pytest.fail("it was decoded"))
    assert code_of(path) is Code.TOO_LONG


def test_a_whole_recording_in_memory_is_limited_sooner(tmp_path, monkeypatch):
    path = a_wav(tmp_path / "long.wav", duration_ms=2_000)
    monkeypatch.setattr(audio, "MAX_WHOLE_HOURS", 1 / 3600)
    assert code_of(path) is Code.TOO_LONG
    assert open_sound(path, "c1", ()).duration_ms == 2_000


def test_a_file_in_which_ffmpeg_is_lost_is_given_up(tmp_path, monkeypatch):
    path = a_wav(tmp_path / "call.wav", duration_ms=5_000)
    clock = count()
    monkeypatch.setattr(watched.time, "monotonic", lambda: float(next(clock)))  # every look at it costs a second
    assert code_of(path) is Code.TOOK_TOO_LONG


def test_sound_pays_for_time_and_silence_of_the_decoder_does_not(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(watched.time, "monotonic", lambda: now[0])
    effort = Effort(limit_ms=1e9)
    for _ in range(1_000):
        now[0] += 3_600  # hearing what was decoded takes hours: that is not the file's time
        with effort.working():
            now[0] += 1.0
        effort.heard(5_000)
    with pytest.raises(InputError) as refused, effort.working():
        now[0] += 10_000
    assert refused.value.code is Code.TOOK_TOO_LONG


def test_a_file_that_is_read_on_and_on_without_sound_ends(tmp_path, monkeypatch):
    content = formats.write(tmp_path / "call.mp3", FORMATS["plain.mp3"]).read_bytes()
    (tmp_path / "call.mp3").write_bytes(content + bytes(300_000))
    assert code_of(tmp_path / "call.mp3") is None
    monkeypatch.setattr(watched, "_FRUITLESS_BYTES", 100_000)
    assert code_of(tmp_path / "call.mp3") is Code.TRUNCATED


def test_a_decoder_that_no_recorder_uses_is_not_run(tmp_path):
    form = Format(container="wav", codec="adpcm_yamaha", rate_hz=8_000)
    assert code_of(formats.write(tmp_path / "call.wav", form)) is Code.NOT_AUDIO
