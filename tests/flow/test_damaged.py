"""Whatever a file is, it ends as sound or under a code, in bounded time and memory, and takes no process with it."""

import struct
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

import damage
import formats
from clairevoix.execute.local import Lost
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import Code
from clairevoix.store.sound import flac_pieces
from formats import FORMATS

N_DAMAGED = 200
#: A process that has read nothing yet has some 60 MB; a file may make it read 64 more before it must give sound.
PEAK_MB = 400
#: What any of these files may take: they hold three seconds of sound at most, or six where two are joined.
SECONDS = 5.0


def check(outcome: damage.Outcome | Lost) -> None:
    assert not isinstance(outcome, Lost)
    assert outcome.came == damage.SOUND or outcome.came in set(Code)
    assert outcome.seconds < SECONDS
    assert outcome.peak_mb < PEAK_MB


def test_damaged_recordings_end_as_sound_or_under_a_code(tmp_path: Path) -> None:
    made = damage.write_damaged(tmp_path, N_DAMAGED)
    found = damage.outcomes(list(made))
    assert len(found) == N_DAMAGED
    for outcome in found.values():
        check(outcome)
    came = {outcome.came for outcome in found.values() if isinstance(outcome, damage.Outcome)}
    assert {damage.SOUND, Code.NOT_AUDIO, Code.TRUNCATED} <= came
    # What was only renamed is whole, and what lost its end is never taken for whole where the file could tell.
    assert {found[path].came for path, how in made.items() if how == "renamed"} == {damage.SOUND}
    assert {found[path].came for path, how in made.items() if how == "cut"} <= {Code.TRUNCATED, Code.NOT_AUDIO}


# --- Made to harm ---------------------------------------------------------------------------------------------------


GIGABYTES = 2 << 30
Make = Callable[[Path], object]


def wav(rate_hz: int = 8_000, n_channels: int = 1, align: int = 2, declared: int = 16_000) -> Make:
    """A header that says anything, before a second of sound."""
    fmt = struct.pack("<HHIIHH", 1, n_channels, rate_hz, rate_hz * align & 0xFFFFFFFF, align, 16)
    head = b"RIFF" + struct.pack("<I", 36 + 16_000) + b"WAVEfmt " + struct.pack("<I", 16) + fmt
    return lambda path: path.write_bytes(head + b"data" + struct.pack("<I", declared) + b"\x10\x01" * 8_000)


def followed_by_zeros(name: str) -> Make:
    """A good recording, then two gigabytes of nothing."""

    def make(path: Path) -> None:
        formats.write(path, FORMATS[name])
        with path.open("r+b") as file:
            file.truncate(GIGABYTES)

    return make


def zeros(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(GIGABYTES)


def with_field(name: str, field: bytes, offset: int, value: bytes) -> Make:
    """A good recording of which one field says something else."""

    def make(path: Path) -> None:
        content = bytearray(formats.write(path, FORMATS[name]).read_bytes())
        place = content.index(field) + offset
        content[place : place + len(value)] = value
        path.write_bytes(content)

    return make


def moved(name: str, when: Callable[[int], int]) -> Make:
    return lambda path: formats.write_moved(path, FORMATS[name], when)


def tagged(size: int, *, declared: int) -> Make:
    """An MP3 behind a tag that says that it is of another size than it is."""
    length = bytes(declared >> shift & 0x7F for shift in (21, 14, 7, 0))

    def make(path: Path) -> None:
        sound = formats.write(path, FORMATS["plain.mp3"]).read_bytes()
        path.write_bytes(b"ID3\3\0\0" + length + bytes(size) + sound)

    return make


MOST = b"\xff\xff\xff\xff"
HOSTILE: dict[str, tuple[Make, str]] = {
    "zeros": (zeros, Code.NOT_AUDIO),
    "zeros after mp3": (followed_by_zeros("plain.mp3"), Code.TRUNCATED),
    "zeros after flac": (followed_by_zeros("plain.flac"), Code.TRUNCATED),
    "zeros after ogg": (followed_by_zeros("opus.opus"), Code.TRUNCATED),
    "zeros after webm": (followed_by_zeros("opus.webm"), Code.TRUNCATED),
    "zeros after gsm": (followed_by_zeros("raw.gsm"), Code.TOO_LONG),
    "zeros after w64": (followed_by_zeros("alaw.w64"), damage.SOUND),
    "zeros after m4a": (followed_by_zeros("aac.m4a"), damage.SOUND),  # behind its last box
    "zeros after wav": (followed_by_zeros("alaw.wav"), damage.SOUND),  # behind its last chunk
    "no channel": (wav(n_channels=0), Code.NOT_AUDIO),
    "65,535 channels": (wav(n_channels=65_535), Code.NOT_AUDIO),
    "rate 0": (wav(rate_hz=0), Code.NOT_AUDIO),
    "rate 4 GHz": (wav(rate_hz=0xFFFFFFFF), Code.NOT_AUDIO),
    "align 0": (wav(align=0), damage.SOUND),
    "declares more": (wav(declared=16_002), Code.TRUNCATED),
    "declares most": (wav(declared=0xFFFFFFF0), Code.TRUNCATED),
    "declares less": (wav(declared=8_000), damage.SOUND),
    "declares an odd number of bytes": (wav(declared=15_999), damage.SOUND),
    "endless chunks": (
        lambda path: path.write_bytes(b"RIFF\xff\xff\xff\x7fWAVE" + b"junk\0\0\0\0" * 500_000),
        Code.NOT_AUDIO,
    ),
    "endless boxes": (lambda path: path.write_bytes(b"\0\0\0\x08free" * 500_000), Code.NOT_AUDIO),
    "mp4 of 4,294,967,295 samples": (with_field("alac.m4a", b"stsz", 12, MOST), Code.NOT_AUDIO),
    "mp4 of as many times": (with_field("aac.m4a", b"stts", 8, MOST), Code.NOT_AUDIO),
    "mp4 of as many chunks": (with_field("aac.m4a", b"stco", 8, MOST), damage.SOUND),
    "mp4 of samples that last as long": (with_field("aac.m4a", b"stts", 16, MOST), damage.SOUND),
    "mp3 of 4,294,967,295 frames": (with_field("plain.mp3", b"Info", 8, MOST), Code.TOO_LONG),
    "flac of 68,719,476,735 samples": (with_field("plain.flac", b"fLaC", 22, MOST), Code.TOO_LONG),
    "ogg that ends in 6,000 years": (moved("opus.opus", lambda place: place + 10**13), Code.TOO_LONG),
    "webm before its beginning": (moved("opus.webm", lambda place: place - 10**7), damage.SOUND),
    "webm with a jump of 60 years": (moved("opus.webm", lambda place: place + 10**11 * (place > 50)), damage.SOUND),
    "webm all at once": (moved("opus.webm", lambda place: 0), damage.SOUND),
    "m4a before its beginning": (moved("aac.m4a", lambda place: place - 10**7), Code.NO_SOUND),
    "m4a with a jump": (moved("aac.m4a", lambda place: place + 10**11 * (place > 50)), damage.SOUND),
    "tag of 1 MB": (tagged(1 << 20, declared=1 << 20), damage.SOUND),
    "tag of 256 MB": (tagged(100, declared=(1 << 28) - 1), Code.NOT_AUDIO),
    "tag that says it is short": (tagged(200_000, declared=10), Code.NOT_AUDIO),
}


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, damage.Outcome | Lost]:
    folder, names = tmp_path_factory.mktemp("harmful"), {}
    for number, (name, (make, _)) in enumerate(HOSTILE.items()):
        path = folder / f"{number}.mp3"
        make(path)
        names[path] = name
    return {names[path]: outcome for path, outcome in damage.outcomes(list(names)).items()}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_harm_does_none(harmful: dict[str, damage.Outcome | Lost], name: str) -> None:
    check(harmful[name])
    assert harmful[name].came == HOSTILE[name][1]


def test_hours_of_silence_in_a_small_file_are_never_in_memory_at_once(tmp_path: Path) -> None:
    """The file does not say how long it is. Three hours are 173 MB, of which five minutes are held, or twice that."""
    hours, rate_hz = 3, 8_000
    minute = Recording(
        contact_id="c1",
        sample_rate_hz=rate_hz,
        channels=(Channel(party=Party.UNKNOWN, samples=array("h", bytes(120 * rate_hz))),),
    )
    path = tmp_path / "call.flac"
    with path.open("wb") as file:
        file.writelines(flac_pieces((minute for _ in range(60 * hours)), 0))
    assert path.stat().st_size < 3_000_000
    (outcome,) = damage.outcomes([path]).values()
    assert isinstance(outcome, damage.Outcome)
    assert (outcome.came, outcome.sound_ms) == (damage.SOUND, hours * 3_600_000)
    assert outcome.peak_mb < 150
