"""Who was active when in one contact: facts of the sound's timing, nothing of what was said, and no mark."""

from dataclasses import dataclass

from clairevoix.model.sound import SoundSpan, StereoCheck
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What the channels of a contact hold, on one clock; each tuple has one entry for each channel that was heard.

    ``check`` is that of the recording as it came. ``sounds`` tile each channel. ``active`` is where its own party makes
    itself heard, without music and tones. ``overtalk`` is where both parties do. ``latencies_ms`` is how long a channel's
    party took to answer the other, each time; below 0 it began before the other had ended (Heldner & Edlund 2010, Journal
    of Phonetics 38(4)). The last two are empty unless there are two channels.
    """

    check: StereoCheck
    sounds: tuple[tuple[SoundSpan, ...], ...]
    active: tuple[tuple[TimeSpan, ...], ...]
    overtalk: tuple[TimeSpan, ...] = ()
    latencies_ms: tuple[tuple[int, ...], ...] = ()

    def spoken_ms(self, channel: int) -> int:
        """How long the party of a channel makes itself heard."""
        return sum(span.duration_ms for span in self.active[channel])
