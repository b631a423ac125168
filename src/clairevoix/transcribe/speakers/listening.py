"""What is kept of the voices of a call while it is heard, section by section, until they are told apart."""

from collections.abc import Sequence

import numpy as np

from clairevoix.model.contact import Party, Recording
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.transcribe.decoder import RATE_HZ
from clairevoix.transcribe.speakers.activity import Activity, Frames, Mask, frame_at, n_frames_of, no_activity
from clairevoix.transcribe.speakers.camplus import SIZE
from clairevoix.transcribe.speakers.model import SpeakerModel
from clairevoix.transcribe.speakers.voices import Kept, Vectors
from clairevoix.transcribe.speech import at_16_khz, voiced

#: From one window to the next, in samples: half a second.
WINDOW_STEP = RATE_HZ // 2
#: Speech is cut here by the detector; where, does not matter.
_LONGEST_MS = 30_000


class HeardSection(Kept):
    """One section of a call as it was heard. Its sound and its words are not in it; of an hour it takes 20 MB.

    ``spoken``: the frames in which somebody speaks. ``windows``: the frames in which windows of 1.5 s have their middles, in
    order, and ``vectors`` what was heard of a voice in each, (windows, 192).
    """

    __slots__ = ("activity", "duration_ms", "spoken", "start_ms", "vectors", "windows")

    def __init__(self, span: TimeSpan, activity: Activity, spoken: Mask, windows: Frames, vectors: Vectors) -> None:
        """``span`` is where in the call the section lies."""
        self.start_ms, self.duration_ms = span.start_ms, span.duration_ms
        self.activity, self.spoken = activity, spoken
        self.windows, self.vectors = windows, vectors


def is_shared(recording: Recording) -> bool:
    """Whether all that is said is on one channel, of which it is not known whose it is."""
    return [channel.party for channel in recording.channels] == [Party.UNKNOWN]


def listened(recording: Recording, model: SpeakerModel, start_ms: int = 0) -> HeardSection:
    """Hears who speaks in a recording of one channel, or in a section of it that begins at ``start_ms``.

    Raises ComponentError.
    """
    (channel,) = recording.channels
    span = TimeSpan(start_ms, start_ms + recording.duration_ms)
    sound = at_16_khz(channel, recording.sample_rate_hz) if channel.samples else np.zeros(0, dtype=np.float32)
    n_frames = n_frames_of(len(sound))
    speech = merged(voiced(sound, _LONGEST_MS)) if n_frames else ()
    if not speech:
        nothing = np.zeros(0, dtype=np.int_)
        return HeardSection(
            span, no_activity(n_frames), _frames((), n_frames), nothing, np.zeros((0, SIZE), np.float32)
        )
    activity = model.activity(sound)
    middles = _middles(speech)
    windows = np.minimum(frame_at(middles), n_frames - 1)
    spoken = _frames(speech, n_frames) & (activity.spoken > 0.5)
    return HeardSection(span, activity, spoken, windows, model.vectors(sound, middles))


def _middles(speech: Sequence[TimeSpan]) -> Frames:
    """The middles of the windows, in samples: those of a regular grid that lie in or near speech."""
    starts, ends = (
        np.array([getattr(span, edge) for span in speech]) * RATE_HZ // 1000 for edge in ("start_ms", "end_ms")
    )
    grid = np.arange(0, ends[-1] + WINDOW_STEP, WINDOW_STEP)
    place = np.searchsorted(starts - WINDOW_STEP // 2, grid, side="right") - 1
    near = (place >= 0) & (grid < ends[np.maximum(place, 0)] + WINDOW_STEP // 2)
    found: Frames = grid[near]
    return found


def _frames(spans: Sequence[TimeSpan], n_frames: int) -> Mask:
    """Which frames lie in the spans."""
    mask = np.zeros(n_frames, dtype=np.bool_)
    for span in spans:
        start, end = frame_at(np.array([span.start_ms, span.end_ms]) * RATE_HZ // 1000).tolist()
        mask[start:end] = True
    return mask
