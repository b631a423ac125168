"""Words to speakers, one by one."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Word
from clairevoix.transcribe.speakers.spans import SpeakerSpan

#: A word is surely a speaker's who is ahead in it by this much, in ms, or by half its length: times of words and of changes
#: of speaker are off by about as much.
SURE_MS = 50


def assigned(words: Sequence[Word], spans: Sequence[SpeakerSpan]) -> tuple[tuple[Word, int], ...]:
    """Each word with its speaker, in the order given.

    That is whoever talks for most of the word; outside all spans, whoever's span is nearest, the first of equals. Where
    neither is ahead by enough, as when both talk at once, a word goes with the nearest word that is sure, the one before if
    both are as near: a speaker does not change for a few milliseconds. With no sure word, whoever is ahead at all, else
    whoever began first. Without spans all is speaker 0's.
    """
    timelines = _timelines(spans)
    judged = [_judged(word.span, timelines) for word in words]
    sure = [number for number, (_, is_sure) in enumerate(judged) if is_sure]
    return tuple(
        (word, speaker if is_sure or not sure else judged[_nearest(words, sure, number)][0])
        for number, (word, (speaker, is_sure)) in enumerate(zip(words, judged, strict=True))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Timeline:
    """When one speaker talks: disjoint spans in order, and their edges."""

    speaker: int
    spans: tuple[TimeSpan, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def overlap_ms(self, span: TimeSpan) -> int:
        inside = self.spans[bisect_right(self.ends, span.start_ms) : bisect_left(self.starts, span.end_ms)]
        return sum(each.overlap_ms(span) for each in inside)

    def gap_ms(self, span: TimeSpan) -> int:
        """How far away the nearest span is; 0 if it touches."""
        after = bisect_right(self.ends, span.start_ms)
        around = self.spans[max(0, after - 1) : after + 1]
        return min(max(each.start_ms - span.end_ms, span.start_ms - each.end_ms, 0) for each in around)


def _timelines(spans: Sequence[SpeakerSpan]) -> tuple[_Timeline, ...]:
    """One for each speaker, whoever began first in front."""
    by_speaker: dict[int, list[TimeSpan]] = defaultdict(list)
    for each in spans:
        by_speaker[each.speaker].append(each.span)
    found = [
        _Timeline(
            speaker=speaker,
            spans=whole,
            starts=tuple(span.start_ms for span in whole),
            ends=tuple(span.end_ms for span in whole),
        )
        for speaker, whole in ((speaker, merged(theirs)) for speaker, theirs in sorted(by_speaker.items()))
    ]
    return tuple(sorted(found, key=lambda each: each.starts[0]))


def _judged(span: TimeSpan, timelines: Sequence[_Timeline]) -> tuple[int, bool]:
    """The speaker of a word, and whether that is sure."""
    if not timelines:
        return 0, True
    overlaps = sorted(((each.overlap_ms(span), -place) for place, each in enumerate(timelines)), reverse=True)
    if not overlaps[0][0]:
        return min(timelines, key=lambda each: each.gap_ms(span)).speaker, True
    lead = overlaps[0][0] - (overlaps[1][0] if len(overlaps) > 1 else 0)
    return timelines[-overlaps[0][1]].speaker, lead >= SURE_MS or 2 * lead >= span.duration_ms


def _nearest(words: Sequence[Word], sure: Sequence[int], number: int) -> int:
    """Which sure word lies nearest in time, of the one before and the one after."""
    place = bisect_left(sure, number)
    around = sure[max(0, place - 1) : place + 1]
    return min(around, key=lambda other: _gap_ms(words[other].span, words[number].span))


def _gap_ms(one: TimeSpan, other: TimeSpan) -> int:
    return max(one.start_ms - other.end_ms, other.start_ms - one.end_ms, 0)
