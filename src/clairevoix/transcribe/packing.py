"""Packs the speech of a channel into windows, and takes times in a window back to the recording.

An encoder of fixed length spends most of its time on silence when turns are short; one that takes any length, as Whisper does
on CTranslate2, costs more than in proportion to it. So the turns of a channel are put one behind the other, a short silence
between them, into windows of one good length.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.decoder import RATE_HZ, Window

#: Silence between two stretches of a window, in ms: less, and words run into each other.
GAP_MS = 300
#: A stretch that is cut in two is not worth it below this length, in ms.
_LEAST_CUT_MS = 1000
_SAMPLES_PER_MS = RATE_HZ // 1000

#: What a window holds: stretches of one channel, in order.
Parts = tuple[TimeSpan, ...]


def packed(speech: Sequence[TimeSpan], longest_ms: int) -> tuple[Parts, ...]:
    """All the speech, in order, in windows no longer than ``longest_ms`` each.

    >>> [len(parts) for parts in packed([TimeSpan(0, 4000), TimeSpan(5000, 8000), TimeSpan(9000, 15000)], 10_000)]
    [2, 1]
    """
    windows: list[list[TimeSpan]] = []
    length_ms = 0
    for span in (piece for whole in speech for piece in _cut(whole, longest_ms)):
        if windows and length_ms + GAP_MS + span.duration_ms <= longest_ms:
            windows[-1].append(span)
            length_ms += GAP_MS + span.duration_ms
        else:
            windows.append([span])
            length_ms = span.duration_ms
    return tuple(tuple(parts) for parts in windows)


def filled(sound: Window, parts: Parts) -> Window:
    """The window itself."""
    gap = np.zeros(GAP_MS * _SAMPLES_PER_MS, dtype=np.float32)
    pieces: list[Window] = []
    for part in parts:
        if pieces:
            pieces.append(gap)
        pieces.append(sound[part.start_ms * _SAMPLES_PER_MS : part.end_ms * _SAMPLES_PER_MS])
    return np.concatenate(pieces) if pieces else gap[:0]


def speech_ms(parts: Parts) -> int:
    """How long somebody speaks in a window."""
    return sum(part.duration_ms for part in parts)


def halves(parts: Parts) -> tuple[Parts, ...]:
    """The window as two of about the same length: between two stretches, or in the middle of the only one.

    What is too short to be cut comes back whole.
    """
    if len(parts) == 1:
        (only,) = parts
        if only.duration_ms < 2 * _LEAST_CUT_MS:
            return (parts,)
        middle = (only.start_ms + only.end_ms) // 2
        return ((TimeSpan(only.start_ms, middle),), (TimeSpan(middle, only.end_ms),))
    whole_ms = speech_ms(parts)
    at = min(range(1, len(parts)), key=lambda place: abs(2 * speech_ms(parts[:place]) - whole_ms))
    return (parts[:at], parts[at:])


def at_source(span: TimeSpan, parts: Parts) -> TimeSpan:
    """A time span in the window as one in the recording. It lies within the stretch that holds the most of it.

    >>> at_source(TimeSpan(1200, 1700), (TimeSpan(5000, 6000), TimeSpan(9000, 9800)))
    TimeSpan(start_ms=9000, end_ms=9400)
    """
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + part.duration_ms + GAP_MS)
    first = max(0, bisect_right(starts, span.start_ms) - 1)
    last = max(first, bisect_right(starts, max(span.start_ms, span.end_ms - 1)) - 1)

    def shared_ms(place: int) -> int:
        return span.overlap_ms(TimeSpan(starts[place], starts[place] + parts[place].duration_ms))

    place = max(range(first, last + 1), key=shared_ms)
    part, shift = parts[place], parts[place].start_ms - starts[place]
    start = min(max(span.start_ms + shift, part.start_ms), part.end_ms)
    return TimeSpan(start, min(max(span.end_ms + shift, start), part.end_ms))


def _cut(span: TimeSpan, longest_ms: int) -> tuple[TimeSpan, ...]:
    """A stretch in equal pieces that fit into a window."""
    n_pieces = -(-span.duration_ms // longest_ms)
    edges = (
        [span.start_ms + span.duration_ms * number // n_pieces for number in range(n_pieces + 1)] if n_pieces else []
    )
    return tuple(TimeSpan(start, end) for start, end in pairwise(edges))
