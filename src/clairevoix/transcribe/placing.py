"""Puts words where the sound is: a decoder's attention tells their order well and their edges badly.

Between words that follow each other the decoder's time stands. At a pause there is better evidence, the sound itself: speech
begins and ends where the channel rises above its own noise and sinks back into it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word

#: How far an edge of a word is moved outwards to that of the sound around it, in ms.
REACH_MS = 400
#: Gaps in the sound shorter than this are inside words: closures of p, t and k, lost packets.
CLOSURE_MS = 120
#: What is left of a word must last as long as the shortest ones do.
LEAST_WORD_MS = 60


def placed(words: Sequence[Word], sound: Sequence[TimeSpan]) -> tuple[Word, ...]:
    """The same words, in order, their edges at pauses moved to where the sound begins and ends.

    ``sound`` is where the channel is louder than its noise, in order (:func:`~clairevoix.transcribe.gate.sounding`). A word
    shrinks to the sound within it; the first after a pause and the last before one also grow to the edge of the sound that
    they stand in, by ``REACH_MS`` at most and never into another word.
    """
    runs = _closed(sound)
    starts, ends = [run.start_ms for run in runs], [run.end_ms for run in runs]
    result: list[Word] = []
    for number, word in enumerate(words):
        inside = runs[bisect_right(ends, word.span.start_ms) : bisect_left(starts, word.span.end_ms)]
        if not inside:
            result.append(word)
            continue
        before = result[-1].span.end_ms if result else 0
        after = words[number + 1].span.start_ms if number + 1 < len(words) else inside[-1].end_ms
        start = _start(word.span.start_ms, inside[0], before)
        end = _end(word.span.end_ms, inside[-1], max(after, word.span.end_ms))
        if end - start >= min(LEAST_WORD_MS, word.span.duration_ms):
            result.append(replace(word, span=TimeSpan(start, end)))
        else:
            result.append(word)
    return tuple(result)


def _start(start_ms: int, run: TimeSpan, before_ms: int) -> int:
    if run.start_ms >= start_ms:
        return run.start_ms
    reached = max(run.start_ms, before_ms)
    # Only the first word of a run of sound grows: others have a word before them in the same run.
    return reached if reached == run.start_ms and start_ms - reached <= REACH_MS else start_ms


def _end(end_ms: int, run: TimeSpan, after_ms: int) -> int:
    if run.end_ms <= end_ms:
        return run.end_ms
    return run.end_ms if run.end_ms <= after_ms and run.end_ms - end_ms <= REACH_MS else end_ms


def _closed(sound: Sequence[TimeSpan]) -> list[TimeSpan]:
    runs: list[TimeSpan] = []
    for span in sound:
        if runs and span.start_ms - runs[-1].end_ms < CLOSURE_MS:
            runs[-1] = TimeSpan(runs[-1].start_ms, max(runs[-1].end_ms, span.end_ms))
        else:
            runs.append(span)
    return runs
