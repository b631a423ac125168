"""Opens a recording: any container and codec that recorders of calls write, one or two channels, 16-bit at 16 kHz at most.

What comes in is judged by its content, never by its name. Nothing is written anywhere: a long recording is decoded again
rather than kept.
"""

import hashlib
import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from clairevoix.ingest.decoding import decoded
from clairevoix.ingest.sections import Samples, in_sections
from clairevoix.ingest.stereo import handled
from clairevoix.model.contact import Channel, Party, Recording
from clairevoix.model.errors import Code, InputError
from clairevoix.model.sound import StereoCheck

#: Files that a folder is searched for.
AUDIO_SUFFIXES = frozenset(
    ".wav .wave .wav49 .w64 .rf64 .flac .opus .ogg .oga .mp3 .m4a .mp4 .webm .weba .mka .mkv .gsm".split()
)
#: A small file can hold days of silence; beyond this it is no call.
MAX_HOURS = 12
#: Beyond this a recording is not read in one piece: at 16 kHz in stereo it takes 0.9 GB.
MAX_WHOLE_HOURS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Part of a long recording that can be heard by itself, or the whole of a short one."""

    start_ms: int
    recording: Recording


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A recording that was read to its end and found whole. In memory it holds one section at most.

    ``parties`` has one entry for each channel. ``digests`` identify the sound of each section. ``check`` is what its
    channels were found to hold, where they were looked at: what is the same sound twice is one channel from then on.
    """

    contact_id: str
    parties: tuple[Party, ...]
    sample_rate_hz: int
    n_samples: int
    path: Path = field(repr=False)
    digests: tuple[bytes, ...] = field(repr=False)
    short: Recording | None = field(repr=False)
    check: StereoCheck | None = None

    @property
    def duration_ms(self) -> int:
        return self.n_samples * 1000 // self.sample_rate_hz

    def of_system(self) -> "Sound":
        """The same sound with nobody in it, as :meth:`Recording.of_system`."""
        short = self.short.of_system() if self.short else None
        return replace(self, parties=(Party.SYSTEM,) * len(self.parties), short=short)

    def checked(self, check: StereoCheck) -> "Sound":
        """The same sound with channels that say what they hold, as :func:`handled` makes them."""
        nothing = tuple(array("h") for _ in self.parties)
        named = handled(_recording(self.contact_id, self.sample_rate_hz, self.parties, nothing), check)
        parties = tuple(channel.party for channel in named.channels)
        return replace(self, parties=parties, short=handled(self.short, check) if self.short else None, check=check)

    def sections(self) -> Iterator[Section]:
        """All the sound, in order, cut where it is quiet; each time the same. A section begins at an exact millisecond.

        A long recording is decoded again. Raises InputError source_gone if it is not the one that was opened any more:
        what was found in one sound must not be taken out of another.
        """
        if self.short is not None:
            yield Section(start_ms=0, recording=self.short)
            return
        start = n_sections = 0
        for rate_hz, samples in in_sections(decoded(self.path, math.inf)):
            if [rate_hz, _digest(samples)] != [self.sample_rate_hz, *self.digests[n_sections : n_sections + 1]]:
                raise InputError(Code.SOURCE_GONE)
            yield Section(start_ms=start * 1000 // rate_hz, recording=self._recorded(samples))
            start, n_sections = start + len(samples[0]), n_sections + 1
        if n_sections < len(self.digests):
            raise InputError(Code.SOURCE_GONE)

    def _recorded(self, samples: Samples) -> Recording:
        parties = self.parties * (len(samples) // len(self.parties))
        recorded = _recording(self.contact_id, self.sample_rate_hz, parties, samples)
        return handled(recorded, self.check) if self.check else recorded


def open_sound(path: Path, contact_id: str, parties: tuple[Party, ...]) -> Sound:
    """Reads a file to its end and checks it; what is longer than a section is not kept, and read again when it is heard.

    Everybody is heard on the one channel of a mono recording, so its party is unknown whatever ``parties`` says, unless
    that is the system. Raises InputError: empty_file, not_audio, truncated, no_sound, too_long, too_many_channels,
    parties_mismatch, source_gone, took_too_long.
    """
    return _open(path, contact_id, parties, MAX_HOURS)


def held(recording: Recording) -> Sound:
    """A recording in memory, as one that was opened."""
    return Sound(
        contact_id=recording.contact_id,
        parties=tuple(channel.party for channel in recording.channels),
        sample_rate_hz=recording.sample_rate_hz,
        n_samples=len(recording.channels[0].samples),
        path=Path(),
        digests=(),
        short=recording,
    )


def read_recording(path: Path, contact_id: str, parties: tuple[Party, ...]) -> Recording:
    """The whole sound of a file in memory. Raises InputError as :func:`open_sound` does, too_long sooner."""
    sound = _open(path, contact_id, parties, min(MAX_HOURS, MAX_WHOLE_HOURS))
    if sound.short is not None:
        return sound.short
    whole = tuple(array("h") for _ in sound.parties)
    for section in sound.sections():
        for samples, channel in zip(whole, section.recording.channels, strict=True):
            samples.extend(channel.samples)
    return _recording(contact_id, sound.sample_rate_hz, sound.parties, whole)


def _open(path: Path, contact_id: str, parties: tuple[Party, ...], hours: float) -> Sound:
    _check_file(path)
    digests: list[bytes] = []
    n_samples, first = 0, None
    for rate_hz, samples in in_sections(decoded(path, hours * 3_600_000)):
        named = _named(parties, len(samples))
        first = _recording(contact_id, rate_hz, named, samples) if not digests else None
        digests.append(_digest(samples))
        n_samples += len(samples[0])
    if not digests:
        raise InputError(Code.NO_SOUND)
    return Sound(
        contact_id=contact_id,
        parties=named,
        sample_rate_hz=rate_hz,
        n_samples=n_samples,
        path=path,
        digests=tuple(digests),
        short=first,
    )


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(Code.NOT_AUDIO)
        if size == 0:
            raise InputError(Code.EMPTY_FILE)
    except (OSError, ValueError):
        raise InputError(Code.SOURCE_GONE) from None


def _named(parties: tuple[Party, ...], n_channels: int) -> tuple[Party, ...]:
    named = parties or (Party.UNKNOWN,) * n_channels
    if n_channels == 1 and named != (Party.SYSTEM,):
        named = (Party.UNKNOWN,)
    if len(named) != n_channels:
        raise InputError(Code.PARTIES_MISMATCH)
    return named


def _recording(contact_id: str, rate_hz: int, parties: tuple[Party, ...], samples: Samples) -> Recording:
    channels = tuple(Channel(party=party, samples=each) for party, each in zip(parties, samples, strict=True))
    return Recording(contact_id=contact_id, sample_rate_hz=rate_hz, channels=channels)


def _digest(samples: Samples) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for channel in samples:
        digest.update(len(channel).to_bytes(8, "big"))
        digest.update(channel)
    return digest.digest()
