"""Who speaks when, of the two parties on one channel.

    segmentation ─┐                                   (which local voices, how many at once; ten seconds at a time)
                  ├→ likeliest course → labels → …    (three times, from three ways to divide the windows)
    voices ───────┘                                   (windows of 1.5 s compared with each other, over the whole call)

Nothing but spans comes out: no vector, no name. Speaker 0 is whoever is heard first.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clairevoix.model.timespan import TimeSpan
from clairevoix.transcribe.decoder import RATE_HZ
from clairevoix.transcribe.speakers.activity import Frames, Levels, Mask, ms_at
from clairevoix.transcribe.speakers.camplus import SIZE
from clairevoix.transcribe.speakers.listening import HeardSection
from clairevoix.transcribe.speakers.path import likeliest
from clairevoix.transcribe.speakers.pyannet import FRAME_STEP
from clairevoix.transcribe.speakers.voices import SHARES, Kept, Voices

#: With fewer windows than this, two voices could not be told from one.
FEWEST_WINDOWS = 6
#: How much the voices count beside the segmentation, and what a change of speaker costs while somebody speaks and in a pause.
#: All three were tried from half to twice as much on the corpus' development half: the error rate moves by 0.1 points.
VOICE_WEIGHT, CHANGE_COST, PAUSE_COST = 0.6, 20.0, 8.0
ROUNDS = 3
#: A second voice that lies nearer to the first than this (:meth:`Voices.apart`) is a ghost. On the corpus' development half
#: one voice cut in two reaches 0.32, but for two of 73; two voices 0.34 at the least, 0.53 in most.
LEAST_APART = 0.33
#: When voices are judged, windows count in which nobody else is heard so near, in frames; a run is so many windows at most,
#: none further from the next than 1.5 s.
_CLEAR_FRAMES, _RUN, _RUN_FRAMES = 35, 8, 3 * RATE_HZ // 2 // FRAME_STEP
#: A pause of the same speaker up to this length is inside a span if nobody else speaks then; no span is shorter. In ms.
PAUSE_MS, LEAST_SPAN_MS = 1200, 100

#: Windows of one voice, one behind the other, and whether it is the second.
Run = tuple[Frames, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerSpan:
    """A stretch in which one speaker, 0 or 1, talks."""

    speaker: int
    span: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Who speaks when: spans in order; those of one speaker never touch, those of two may overlap.

    ``has_ghost``: a second voice was looked for, and what was found is too short to be judged, or too much like the first, to
    be called one; then all is speaker 0's.
    """

    spans: tuple[SpeakerSpan, ...]
    has_ghost: bool

    @property
    def n_speakers(self) -> int:
        return len({each.speaker for each in self.spans})


def told_apart(sections: Sequence[HeardSection]) -> Speakers:
    """Who speaks when in a call, from all its sections in order."""
    call = _Call(sections)
    second = _second(call)
    nobody = np.zeros_like(call.spoken)
    if second is None or not second[call.spoken].any() or second[call.spoken].all():
        return Speakers(spans=_spans(call, call.spoken, nobody), has_ghost=False)
    if call.voices.apart(_runs(call, second)) < LEAST_APART:
        return Speakers(spans=_spans(call, call.spoken, nobody), has_ghost=True)
    both = call.doubled > 0.5
    spans = _spans(call, call.spoken & (~second | both), call.spoken & (second | both))
    return Speakers(spans=spans, has_ghost=False)


class _Call(Kept):
    """Sections one behind the other, as one row of frames. ``edges_ms``: where each frame begins, and the last one ends."""

    __slots__ = ("doubled", "edges_ms", "sections", "spoken", "voices", "windows")

    def __init__(self, sections: Sequence[HeardSection]) -> None:
        self.sections = sections
        starts = np.cumsum([0, *(len(each.spoken) for each in sections)])[:-1].tolist()
        self.spoken: Mask = _joined([each.spoken for each in sections], np.bool_)
        self.doubled: Levels = _joined([each.activity.doubled for each in sections], np.float64)
        moved = [each.windows + start for each, start in zip(sections, starts, strict=True)]
        self.windows: Frames = _joined(moved, np.int_)
        self.edges_ms: Frames = _joined([*map(_edges_ms, sections), [_end_ms(sections)]], np.int_)
        self.voices = Voices(np.concatenate([np.zeros((0, SIZE), np.float32), *(each.vectors for each in sections)]))

    def leaning(self, ratios: Levels) -> Levels:
        """As :meth:`Activity.leaning`, of each section."""
        ends = np.cumsum([len(each.spoken) for each in self.sections])[:-1]
        parts = zip(self.sections, np.split(ratios, ends), strict=True)
        return np.concatenate([each.activity.leaning(part, each.spoken) for each, part in parts])


def _second(call: _Call) -> Mask | None:
    """The frames of the second voice, by the best of several beginnings; None where no two can be told apart."""
    if len(call.voices) < FEWEST_WINDOWS:
        return None
    costs = np.where(call.spoken, CHANGE_COST, PAUSE_COST)
    frames = np.arange(len(call.spoken))
    courses: list[tuple[float, Mask]] = []
    for share in SHARES:
        second, course = call.voices.divided(share), None
        for _ in range(ROUNDS):
            if second.all() or not second.any():
                break
            ratios = np.interp(frames, call.windows, call.voices.ratios(second))
            scores = np.where(call.spoken, call.leaning(ratios) + VOICE_WEIGHT * ratios, 0)
            course = likeliest(scores, costs)
            second = course[0][call.windows]
        if course is not None:
            courses.append((course[1], course[0]))
    return max(courses, key=lambda each: each[0])[1] if courses else None


def _runs(call: _Call, second: Mask) -> list[Run]:
    """Windows in which one voice alone is heard; a voice that has a single run has the two halves of it."""
    changes = np.concatenate([[0], np.cumsum(second[1:] != second[:-1])])
    first = np.maximum(call.windows - _CLEAR_FRAMES, 0)
    last = np.minimum(call.windows + _CLEAR_FRAMES, len(second) - 1)
    clear = np.flatnonzero(call.spoken[call.windows] & (changes[first] == changes[last]))
    frames, labels = call.windows[clear], second[call.windows[clear]]
    apart = np.flatnonzero((np.diff(frames) > _RUN_FRAMES) | (labels[1:] != labels[:-1])) + 1
    whole = [each for each in np.split(clear, apart) if len(each)]
    runs = [run[start : start + _RUN] for run in whole for start in range(0, len(run), _RUN)]
    owners = [bool(second[call.windows[run[0]]]) for run in runs]
    n_runs = Counter(owners)
    return [
        (part, owner)
        for run, owner in zip(runs, owners, strict=True)
        for part in (np.array_split(run, 2) if n_runs[owner] == 1 and len(run) > 1 else [run])
    ]


def _spans(call: _Call, one: Mask, other: Mask) -> tuple[SpeakerSpan, ...]:
    """Frames of each speaker as spans, in order; the first to speak is speaker 0."""
    found = [_stretches(call.edges_ms, mine, others) for mine, others in ((one, other), (other, one))]
    heard = sorted(filter(None, found), key=lambda spans: spans[0])
    spans = (SpeakerSpan(speaker=number, span=span) for number, each in enumerate(heard) for span in each)
    return tuple(sorted(spans, key=lambda each: (each.span, each.speaker)))


def _stretches(edges_ms: Frames, mine: Mask, others: Mask) -> list[TimeSpan]:
    """The stretches of a speaker, over short pauses in which no other speaks; without the shortest."""
    stretches: list[tuple[int, int]] = []
    for start, end in _edges(mine):
        before = stretches[-1] if stretches else None
        if before and edges_ms[start] - edges_ms[before[1]] < PAUSE_MS and not others[before[1] : start].any():
            stretches[-1] = (before[0], end)
        else:
            stretches.append((start, end))
    spans = (TimeSpan(int(edges_ms[start]), int(edges_ms[end])) for start, end in stretches)
    return [span for span in spans if span.duration_ms >= LEAST_SPAN_MS]


def _edges(mask: Mask) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(mask, prepend=False, append=False)).tolist()
    return (pair for number, pair in enumerate(pairwise(edges)) if number % 2 == 0)


def _joined(parts: Iterable[ArrayLike], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *parts])


def _edges_ms(section: HeardSection) -> Frames:
    found: Frames = section.start_ms + ms_at(np.arange(len(section.spoken)))
    return found


def _end_ms(sections: Sequence[HeardSection]) -> int:
    return sections[-1].start_ms + sections[-1].duration_ms if sections else 0
