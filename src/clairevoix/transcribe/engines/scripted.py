"""An engine that recites: for tests, and for trying the pipeline without a model.

Its model is a JSON file: ``{"delay_ms": 0, "channels": {DIGEST: [[start_ms, end_ms, word, score], ...]}}`` where DIGEST is
the sha256 of the channel's samples. Sound that it does not know is silence to it.
"""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clairevoix.config import TranscribeSettings
from clairevoix.model.contact import Channel
from clairevoix.model.errors import SettingsError
from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word
from clairevoix.transcribe.hearing import Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Scripted:
    """Words by the digest of the sound."""

    delay_ms: int
    channels: Mapping[str, list[tuple[int, int, str, float]]]

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        time.sleep(self.delay_ms * len(channels) / 1000)
        return tuple(Heard(words=self._words(channel)) for channel in channels)

    def _words(self, channel: Channel) -> tuple[Word, ...]:
        return tuple(
            Word(text=text, span=TimeSpan(start, end), score=score)
            for start, end, text, score in self.channels.get(sound_digest(channel), [])
        )


def sound_digest(channel: Channel) -> str:
    return hashlib.sha256(channel.samples.tobytes()).hexdigest()


def load(settings: TranscribeSettings) -> Scripted:
    script = json.loads(_content(settings))
    return Scripted(delay_ms=int(script.get("delay_ms", 0)), channels=script["channels"])


def digest(settings: TranscribeSettings) -> str:
    return hashlib.sha256(_content(settings)).hexdigest()[:16]


def _content(settings: TranscribeSettings) -> bytes:
    try:
        return Path(settings.model).read_bytes()
    except OSError:
        raise SettingsError("the scripted engine needs a JSON file as its model") from None
