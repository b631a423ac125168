"""Short recordings heard together before each is asked for: a batch of windows costs less than its parts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from clairevoix.model.contact import Channel, Recording
from clairevoix.transcribe.engine import Engine
from clairevoix.transcribe.hearing import Heard, Listener


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """An engine that has heard some recordings already. Any other it hears when asked."""

    engine: Engine
    heard: Mapping[bytes, tuple[Heard, ...]] = field(repr=False)

    def hear(self, channels: Sequence[Channel], sample_rate_hz: int, language: str) -> tuple[Heard, ...]:
        known = self.heard.get(_mark(channels, sample_rate_hz, language))
        return self.engine.hear(channels, sample_rate_hz, language) if known is None else known


def heard_ahead(engine: Engine, recordings: Sequence[Recording], language: str) -> Engine:
    """The same engine, with these recordings already heard, if it is one to which that makes a difference.

    Raises ComponentError.
    """
    if not isinstance(engine, Listener) or len(recordings) < 2:
        return engine
    heard = engine.hear_together([(each.channels, each.sample_rate_hz) for each in recordings], language)
    marks = (_mark(each.channels, each.sample_rate_hz, language) for each in recordings)
    return Ahead(engine=engine, heard=dict(zip(marks, heard, strict=True)))


def _mark(channels: Sequence[Channel], sample_rate_hz: int, language: str) -> bytes:
    digest = hashlib.sha256(f"{sample_rate_hz} {language} {len(channels)}".encode())
    for channel in channels:
        digest.update(hashlib.sha256(channel.samples).digest())
    return digest.digest()
