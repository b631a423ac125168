"""Long recordings in sections: all the sound, cut where nobody speaks, the same each time."""

import os
import random
import wave
from array import array
from collections.abc import Iterator
from math import gcd
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clairevoix.ingest import sections
from clairevoix.ingest.audio import open_sound, read_recording
from clairevoix.ingest.rates import Block
from clairevoix.ingest.sections import in_sections
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError

PARTIES = (Party.AGENT, Party.CUSTOMER)
SECTION_S, SEARCH_S = 4, 2


@pytest.fixture(autouse=True)
def short_sections(monkeypatch):
    monkeypatch.setattr(sections, "SECTION_S", SECTION_S)
    monkeypatch.setattr(sections, "SEARCH_S", SEARCH_S)


def spoken(rate_hz: int, seconds: float, n_channels: int = 2, seed: int = 1) -> np.ndarray:
    """Channels × time: bursts of noise with pauses between them, on each channel when it likes, over a hum."""
    draw, noise = random.Random(seed), np.random.default_rng(seed)
    n_samples = int(rate_hz * seconds)
    level = np.full((n_channels, n_samples), 20.0)
    for channel in level:
        place = 0
        while place < n_samples:
            length = int(rate_hz * draw.uniform(0.2, 1.5))
            channel[place : place + length] = draw.choice((20, 800, 5_000))
            place += length
    return (noise.standard_normal((n_channels, n_samples)) * level).clip(-32_768, 32_767).astype(np.int16)


def a_wav(path: Path, sound: np.ndarray, rate_hz: int = 8_000) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(sound))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.ascontiguousarray(sound.T).tobytes())
    return path


def in_blocks(sound: np.ndarray, rate_hz: int, length: int) -> Iterator[Block]:
    for start in range(0, sound.shape[1], length):
        yield Block(rate_hz=rate_hz, samples=sound[:, start : start + length].T)


rates = st.sampled_from([4_000, 8_000, 9_999, 11_025, 12_000, 16_000])


@given(rates, st.floats(0.01, 15), st.sampled_from([1, 2]), st.integers(0, 9), st.sampled_from([160, 4_096, 70_000]))
@settings(max_examples=40, deadline=None)
def test_sections_are_all_the_sound_however_it_comes(rate_hz, seconds, n_channels, seed, length):
    sound = spoken(rate_hz, seconds, n_channels, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sections, "SECTION_S", SECTION_S)
        patch.setattr(sections, "SEARCH_S", SEARCH_S)
        found = list(in_sections(in_blocks(sound, rate_hz, length)))
        again = list(in_sections(in_blocks(sound, rate_hz, 999)))
    assert found == again
    whole = [
        np.concatenate([np.frombuffer(part[number], np.int16) for _, part in found]) for number in range(n_channels)
    ]
    assert np.array_equal(whole, sound)
    start = 0
    for rate, part in found:
        assert rate == rate_hz
        assert start * 1000 % rate_hz == 0  # an exact millisecond
        assert 0 < len(part[0]) <= SECTION_S * rate_hz
        start += len(part[0])
    assert all(len(part[0]) >= (SECTION_S - SEARCH_S) * rate_hz for _, part in found[:-1])


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 16_000])
@pytest.mark.parametrize("seed", range(4))
def test_the_cut_is_in_the_quietest_half_second(rate_hz, seed):
    """Against all places where one could cut, one by one."""
    sound = spoken(rate_hz, SECTION_S + 1, seed=seed)
    (_, (first, _)), *_ = in_sections(in_blocks(sound, rate_hz, 4_096))
    half = int(rate_hz * 0.5 / 2)

    def loudness(place: int) -> float:
        powers = (sound[:, place - half : place + half].astype(np.float64) / 32_768).var(axis=1)
        return sum(np.log10(max(power, 1e-6)) for power in powers)

    step = rate_hz // gcd(rate_hz, 1000)
    places = range((SECTION_S - SEARCH_S) * rate_hz // step * step + step, SECTION_S * rate_hz - half, step)
    # Places are tried every 10 ms, or every 40 ms: between them it cannot be much quieter.
    assert loudness(len(first)) <= min(loudness(place) for place in places) + 0.5


SECOND = np.ones(8_000)


@pytest.mark.parametrize(
    ("agent", "customer", "cut_s"),
    [
        # Loudness in each half second of 4 s, the search beginning after 2 s: x speaks, h hums, - is quiet.
        ("xxxxxx-x", "xxxxxx-x", 3.25),
        ("xxxxx-xx", "xxxxx-xx", 2.75),
        # Only where both are quiet is nobody cut.
        ("xxxx--xx", "xxxxx--x", 2.75),
        # Of places that are equally quiet, the last.
        ("xxxx-x-x", "xxxx-x-x", 3.25),
        # A line that always hums does not hide who speaks on the other.
        ("hhhhhhhh", "xxxxx-xx", 2.75),
        # Digital silence on one side does not make up for speech on the other: softly spoken is spoken.
        ("xxxx0x-x", "xxxxsx-x", 3.25),
    ],
)
def test_where_nobody_speaks(agent, customer, cut_s):
    level = {"x": 3_000, "h": 1_500, "-": 10, "0": 0, "s": 200}
    noise = np.random.default_rng(1).standard_normal((2, 8_000 * 5))
    levels = [np.repeat([level[each] for each in line + "xx"], 4_000) for line in (agent, customer)]
    (rate_hz, (first, _)), *_ = in_sections(in_blocks((noise * levels).astype(np.int16), 8_000, 4_096))
    assert len(first) / rate_hz == pytest.approx(cut_s, abs=0.03)


def test_a_constant_offset_is_no_sound():
    """A-law lines have one."""
    level = np.repeat([3_000, 3_000, 3_000, 3_000, 3_000, 10, 3_000, 3_000, 3_000, 3_000], 4_000)
    sound = (np.random.default_rng(1).standard_normal((1, 40_000)) * level).astype(np.int16)
    sound[:, 20_000:24_000] += 4_000
    (_, (first,)), *_ = in_sections(in_blocks(sound, 8_000, 4_096))
    assert len(first) / 8_000 == pytest.approx(2.75, abs=0.03)


# --- A file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 48_000])
def test_a_long_file_is_heard_section_by_section_and_each_time_the_same(tmp_path, rate_hz):
    path = a_wav(tmp_path / "call.wav", spoken(rate_hz, 11), rate_hz)
    sound = open_sound(path, "c1", PARTIES)
    first, again = list(sound.sections()), list(sound.sections())
    assert first == again
    assert len(first) >= 3
    whole = read_recording(path, "c1", PARTIES)
    assert sound.duration_ms == whole.duration_ms
    assert (sound.parties, sound.sample_rate_hz) == (PARTIES, whole.sample_rate_hz)
    for number, channel in enumerate(whole.channels):
        joined = array("h")
        for section in first:
            assert section.start_ms * whole.sample_rate_hz == len(joined) * 1000
            assert section.recording.contact_id == "c1"
            assert section.recording.channels[number].party is PARTIES[number]
            joined.extend(section.recording.channels[number].samples)
        assert joined == channel.samples


def test_a_short_file_is_decoded_once(tmp_path):
    path = a_wav(tmp_path / "call.wav", spoken(8_000, 3))
    sound = open_sound(path, "c1", ())
    path.unlink()
    (section,) = sound.sections()
    assert (section.start_ms, section.recording) == (0, sound.short)
    assert sound.duration_ms == 3_000


@pytest.mark.parametrize("changed", ["gone", "other", "shorter", "longer", "one sample", "without its last section"])
def test_a_long_file_that_changed_is_not_taken_for_the_one_that_was_heard(tmp_path, changed):
    """What is to be muted was found in other sound."""
    given = spoken(8_000, 11)
    path = a_wav(tmp_path / "call.wav", given)
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    sound = open_sound(path, "c1", ())
    other = given.copy()
    other[1, 70_000] ^= 1
    now = {
        "other": spoken(8_000, 11, seed=2),
        "shorter": given[:, :-1],
        "longer": np.hstack([given, given[:, :1]]),
        "one sample": other,
        "without its last section": given[:, : list(sound.sections())[-1].start_ms * 8],
    }
    path.unlink() if changed == "gone" else a_wav(path, now[changed])
    if path.exists():
        os.utime(path, ns=times)
    with pytest.raises(InputError) as refused:
        list(sound.sections())
    assert refused.value.code is Code.SOURCE_GONE


def test_what_is_wrong_with_a_long_file_is_found_before_any_of_it_is_heard(tmp_path):
    path = a_wav(tmp_path / "call.wav", spoken(8_000, 11))
    path.write_bytes(path.read_bytes()[:-20_000])
    with pytest.raises(InputError) as refused:
        open_sound(path, "c1", ())
    assert refused.value.code is Code.TRUNCATED
