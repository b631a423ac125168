"""Words heard where nobody said any: in silence, in noise, in hold music, and where only the other party speaks."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.alignment import SideBySide, by_channel
from clairevoix.quality.evidence import Evidence, Heard, Ratio
from clairevoix.quality.truth import Sound, Take, Truth

#: Around each true turn, before and after, words are not held to be invented: where a turn ends is not so sure, in ms.
COLLAR_MS = 500
OTHER_PARTY = "other_party"
_MS_PER_HOUR = 3_600_000


class _What(IntEnum):
    """What is on a channel, in the order in which one hides the other."""

    SILENCE = 0
    OTHER_PARTY = 1
    QUIET_STRETCH = 2
    NOISE = 3
    HOLD_MUSIC = 4
    SPEECH = 5


_SOUNDS = {
    Sound.SILENCE: _What.QUIET_STRETCH,
    Sound.NOISE: _What.NOISE,
    Sound.HOLD_MUSIC: _What.HOLD_MUSIC,
}
_ITEMS = {
    Sound.HOLD_MUSIC.value: (_What.HOLD_MUSIC,),
    Sound.NOISE.value: (_What.NOISE,),
    Sound.SILENCE.value: (_What.SILENCE, _What.QUIET_STRETCH),
    OTHER_PARTY: (_What.OTHER_PARTY,),
    "": (_What.HOLD_MUSIC, _What.NOISE, _What.SILENCE, _What.QUIET_STRETCH),
}
_NAMES = {what: item for item, kinds in _ITEMS.items() if item for what in kinds}


def invented_words(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """``invented_per_hour``: words per hour of a channel without its party's words, by what is heard there instead.

    A word counts where its middle lies. A stretch of the truth is what it says; elsewhere the other party may be heard
    across (``other_party``), or else there is silence. The item ``""`` is all but ``other_party``. In mono everybody's
    turns are speech, and the stretches of all sides count.
    """
    times = np.zeros(len(_What), dtype=np.int64)
    words = np.zeros(len(_What), dtype=np.int64)
    for side in by_channel(truth, take, heard.transcript):
        line = _timeline(truth, take, side)
        times += np.bincount(line, minlength=len(_What))
        words += np.bincount(_at_words(line, side), minlength=len(_What))
    return tuple(
        Ratio(
            metric="invented_per_hour",
            item=item,
            part=sum(int(words[what]) for what in kinds),
            whole=sum(int(times[what]) for what in kinds) / _MS_PER_HOUR,
        )
        for item, kinds in _ITEMS.items()
        if any(times[what] for what in kinds)
    )


def beside_speech(truth: Truth, take: Take, side: SideBySide) -> tuple[str | None, ...]:
    """For each word heard on a channel, in order: what is there instead of its party, an item as above; None for speech."""
    return tuple(_NAMES.get(_What(what)) for what in _at_words(_timeline(truth, take, side), side))


def _at_words(line: NDArray[np.uint8], side: SideBySide) -> NDArray[np.uint8]:
    """What is on the channel at the middle of each word heard there."""
    middles = [(word.span.start_ms + word.span.end_ms) // 2 for turn in side.heard for word in turn.words]
    if not len(line):
        return np.full(len(middles), _What.SILENCE, dtype=np.uint8)
    # A recogniser that overshoots the end invents no less.
    found: NDArray[np.uint8] = line[np.minimum(middles, len(line) - 1).astype(int)]
    return found


def _timeline(truth: Truth, take: Take, side: SideBySide) -> NDArray[np.uint8]:
    """What is on the channel in each ms of the recording."""
    line = np.full(take.duration_ms, _What.SILENCE, dtype=np.uint8)
    painted = [(_What.OTHER_PARTY, _wide(turn.span, take)) for turn in truth.turns if turn.span is not None]
    painted += [
        (_SOUNDS[stretch.sound], stretch.span)
        for stretch in truth.stretches
        if side.party in (Party.UNKNOWN, stretch.side)
    ]
    painted += [(_What.SPEECH, _wide(turn.span, take)) for turn in side.said if turn.span is not None]
    for what, span in sorted(painted):
        line[span.start_ms : span.end_ms] = what
    return line


def _wide(span: TimeSpan, take: Take) -> TimeSpan:
    return span.padded(COLLAR_MS, limit_ms=take.duration_ms)
