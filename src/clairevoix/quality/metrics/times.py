"""How far the times of words are from the true ones, where both are known."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from clairevoix.quality.alignment import SideBySide, aligned, by_channel
from clairevoix.quality.evidence import Errors, Evidence, Heard
from clairevoix.quality.normalise import Token, normalise
from clairevoix.quality.truth import Take, Truth

_START = "word_start_ms"
_END = "word_end_ms"


def word_times(truth: Truth, take: Take, heard: Heard) -> tuple[Evidence, ...]:
    """``word_start_ms``, ``word_end_ms``, and both pooled as ``word_time_ms``: absolute errors of words rightly heard.

    Words are paired as for the word error rate. A word that is normalised to several counts once at each of its ends, as
    do several that are normalised to one.
    """
    found: dict[str, list[float]] = {_START: [], _END: []}
    for side in by_channel(truth, take, heard.transcript):
        for metric, error_ms in _errors(side, truth.language):
            found[metric].append(error_ms)
    found["word_time_ms"] = found[_START] + found[_END]
    return tuple(Errors(metric=metric, values=tuple(values)) for metric, values in found.items() if values)


def _errors(side: SideBySide, language: str) -> Iterator[tuple[str, float]]:
    true_words = [word for turn in side.said for word in turn.words]
    heard_words = [word for turn in side.heard for word in turn.words]
    said = normalise([word.text for word in true_words], language)
    heard = normalise([word.text for word in heard_words], language)
    first_said, last_said = _edges(said)
    first_heard, last_heard = _edges(heard)
    for one, other in aligned([token.text for token in said], [token.text for token in heard]):
        if one is None or other is None or said[one].text != heard[other].text:
            continue
        start, end = true_words[said[one].first].start_ms, true_words[said[one].end - 1].end_ms
        if start is not None and one in first_said and other in first_heard:
            yield _START, abs(heard_words[heard[other].first].span.start_ms - start)
        if end is not None and one in last_said and other in last_heard:
            yield _END, abs(heard_words[heard[other].end - 1].span.end_ms - end)


def _edges(tokens: Sequence[Token]) -> tuple[set[int], set[int]]:
    """The tokens that begin where a word begins, and those that end where one ends: « l'appel » is two tokens, one word."""
    inside = {number for number, (one, other) in enumerate(pairwise(tokens)) if other.first < one.end}
    everywhere = set(range(len(tokens)))
    return everywhere - {number + 1 for number in inside}, everywhere - inside
