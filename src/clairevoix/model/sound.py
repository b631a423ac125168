"""What the channels of a recording really hold: kinds of sound with their time, and what is wrong with a channel."""

from dataclasses import dataclass
from enum import StrEnum

from clairevoix.model.timespan import TimeSpan


class StereoKind(StrEnum):
    """What the channels of a recording are to each other.

    ``DUAL_MONO`` is the same sound twice; ``DEAD`` has at least one channel without sound.
    """

    MONO = "mono"
    STEREO = "stereo"
    DUAL_MONO = "dual_mono"
    DEAD = "dead"


class SoundKind(StrEnum):
    """What a stretch of a channel holds. ``SPEECH`` is all that is surely nothing else, noise included."""

    SILENCE = "silence"
    TONE = "tone"
    MUSIC = "music"
    SPEECH = "speech"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCheck:
    """What was measured on one channel.

    ``bleed_db`` is how loud the other party is here, against the other channel, in dB (below 0), and ``bleed_delay_ms`` by
    how much later (below 0: earlier); both None where nothing is measurable. ``clipped_share`` counts samples at full
    scale, 0 to 1. ``dc_offset`` is the constant part, -1 to 1 of full scale. ``dead_ms`` is the time for which the line
    did not even hum, in stretches of a second or more.
    """

    is_dead: bool
    clipped_share: float
    dc_offset: float
    dead_ms: int
    bleed_db: float | None = None
    bleed_delay_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StereoCheck:
    """What the channels of a recording really hold. ``correlation`` of two channels with sound, 0 to 1; else None."""

    kind: StereoKind
    channels: tuple[ChannelCheck, ...]
    correlation: float | None = None

    @property
    def dead(self) -> tuple[int, ...]:
        """The numbers of the channels without sound."""
        return tuple(number for number, channel in enumerate(self.channels) if channel.is_dead)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSpan:
    """A stretch of a channel and what kind of sound it holds."""

    kind: SoundKind
    span: TimeSpan
