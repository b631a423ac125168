"""An engine that recites: for tests, and for trying the pipeline without a model.

Its model is a JSON file: ``{"delay_ms": 0, "channels": {DIGEST: [[start_ms, end_ms, word, score, MARK], ...]}}`` where DIGEST
is the sha256 of the channel's samples. MARK, which may be missing, is the hexadecimal of the few samples in the middle of the
word (:func:`mark`): in a part of a channel, or one in which something was muted, it hears the words whose marks are there.
Other sound is silence to it.
"""

import hashlib
import json
import time
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel
from clairevoix.model.errors import SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.engines.sizing import Sizing, usual
from clairevoix.transcribe.hearing import Heard

#: Samples of a mark.
_MARK = 8

#: Start and end in ms, word, score, and the mark if there is one.
_Line = tuple[int, int, str, float] | tuple[int, int, str, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """Words by the digest of the sound, and by their marks."""

    delay_ms: int
    channels: Mapping[str, list[_Line]]
    marks: Mapping[bytes, _Line]

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        time.sleep(self.delay_ms * len(channels) / 1000)
        return tuple(Heard(words=self._words(channel, sample_rate_hz)) for channel in channels)

    def _words(self, channel: Channel, rate_hz: int) -> tuple[Word, ...]:
        known = self.channels.get(sound_digest(channel))
        lines = self._marked(channel.samples, rate_hz) if known is None else known
        return tuple(Word(text=line[2], span=TimeSpan(line[0], line[1]), score=line[3]) for line in lines)

    def _marked(self, samples: "array[int]", rate_hz: int) -> Iterator[_Line]:
        """Words by the samples that are there: a mark begins at a whole millisecond."""
        for at_ms in range(len(samples) * 1000 // rate_hz if self.marks else 0):
            first = at_ms * rate_hz // 1000
            line = self.marks.get(samples[first : first + _MARK].tobytes())
            if line is not None:
                start = max(0, at_ms - (line[0] + line[1]) // 2 + line[0])
                yield start, max(start, at_ms - (line[0] + line[1]) // 2 + line[1]), line[2], line[3]


def sound_digest(channel: Channel) -> str:
    return hashlib.sha256(channel.samples.tobytes()).hexdigest()


def mark(samples: "array[int]", start_ms: int, end_ms: int, rate_hz: int) -> str:
    """The mark of a word that is said from ``start_ms`` to ``end_ms``."""
    first = (start_ms + end_ms) // 2 * rate_hz // 1000
    return samples[first : first + _MARK].tobytes().hex()


def load(settings: TranscribeSettings, _threads: int = 1) -> Scripted:
    script = json.loads(_content(settings))
    lines = [line for channel in script["channels"].values() for line in channel]
    marks = {bytes.fromhex(line[4]): line for line in lines if len(line) > 4 and any(bytes.fromhex(line[4]))}
    return Scripted(delay_ms=int(script.get("delay_ms", 0)), channels=script["channels"], marks=marks)


def digest(settings: TranscribeSettings) -> str:
    return hashlib.sha256(_content(settings)).hexdigest()[:16]


def sizing(_settings: TranscribeSettings, cores: int, memory_mb: int | None) -> Sizing:
    return usual(cores, memory_mb)


def _content(settings: TranscribeSettings) -> bytes:
    try:
        return Path(settings.model).read_bytes()
    except OSError:
        raise SettingsError("the scripted engine needs a JSON file as its model") from None
