"""When the words to be taken out are said, where that is sure; where it is not, all the time in which they may be.

An engine may give a word no time of its own, none that it can be said in, or one out of order. What it says is then somewhere
between the nearest words whose time is sure; of a number, of which every group counts, the whole turn goes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from clairevoix.model.timespan import TimeSpan
from clairevoix.model.transcript import Word

#: The least time in which a word can be said, in ms: of any, and for each letter and digit. Of 1,200 words that Whisper base
#: heard on telephone lines, 3 % are shorter; speech reaches 25 letters a second, and 8 digits.
LEAST_WORD_MS, LEAST_LETTER_MS, LEAST_DIGIT_MS = 40, 12, 50
#: What saying a letter and a digit usually takes, in ms: a gap shorter than that does not hold the words.
_LETTER_MS, _DIGIT_MS = 60, 200
#: How far beyond its turn a word without time may be said, in ms, where the channel is silent.
_AROUND_TURN_MS = 1000
#: So many digits without a time of their own are a number that may be anywhere in its turn.
UNALIGNED_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A word of one channel and its place: which turn, and which characters of the channel's whole text."""

    turn: int
    word: Word = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """The words of a channel, in order, and for each whether its time is sure."""

    placed: tuple[Placed, ...] = field(repr=False)
    sure: tuple[bool, ...]
    duration_ms: int

    def of(self, first: int, last: int, *, is_number: bool) -> TimeSpan:
        """The time in which words ``first`` to ``last``, both included, are surely said."""
        doubtful = not all(self.sure[first : last + 1])
        if doubtful and is_number:
            first, last = self._turns(first, last)
        start = min(each.word.span.start_ms for each in self.placed[first : last + 1])
        end = max(each.word.span.end_ms for each in self.placed[first : last + 1])
        if self.sure[first] and self.sure[last]:
            return TimeSpan(start, end)
        before, after = self._before(first), self._after(last)
        left, right = self._turns(first, last)
        # Where the gap does not hold the words, their sound went into the times of their neighbours.
        usual_ms = sum(_usual_ms(each.word) for each in self.placed[first : last + 1])
        gap_start = start if self.sure[first] else min(start, self._gap_start(first, before))
        gap_end = end if self.sure[last] else max(end, self._gap_end(last, after))
        is_narrow = gap_end - gap_start < usual_ms
        if is_narrow and not self.sure[first]:
            beside = self.placed[max(left, before) : first + 1]
            gap_start = min(gap_start, *(each.word.span.start_ms for each in beside))
        if is_narrow and not self.sure[last]:
            beside = self.placed[last : min(right, after) + 1]
            gap_end = max(gap_end, *(each.word.span.end_ms for each in beside))
        return TimeSpan(gap_start, gap_end)

    def unaligned(self, taken: Sequence[bool]) -> tuple[tuple[int, int], ...]:
        """Turns, as first and last word, that keep many digits whose time is not sure."""
        found = []
        for first, last in self._all_turns():
            words = range(first, last + 1)
            loose = sum(_digits(self.placed[n].word) for n in words if not taken[n] and not self.sure[n])
            if loose >= UNALIGNED_DIGITS:
                found.append((first, last))
        return tuple(found)

    def doubtful_digits(self, first: int, last: int) -> tuple[int, ...]:
        """The words of ``first`` to ``last`` that say digits at no sure time."""
        return tuple(n for n in range(first, last + 1) if not self.sure[n] and _digits(self.placed[n].word))

    def _turns(self, first: int, last: int) -> tuple[int, int]:
        """From the first word of the turn that ``first`` is in to the last of the turn that ``last`` is in."""
        while first > 0 and self.placed[first - 1].turn == self.placed[first].turn:
            first -= 1
        while last + 1 < len(self.placed) and self.placed[last + 1].turn == self.placed[last].turn:
            last += 1
        return first, last

    def _all_turns(self) -> list[tuple[int, int]]:
        starts = [n for n, each in enumerate(self.placed) if n == 0 or each.turn != self.placed[n - 1].turn]
        return [(first, end - 1) for first, end in zip(starts, [*starts[1:], len(self.placed)], strict=True)]

    def _before(self, first: int) -> int:
        """The nearest word with a sure time before ``first``, in its turn; -1 or a word of another turn if there is none."""
        place = first - 1
        while place >= 0 and not self.sure[place] and self.placed[place].turn == self.placed[first].turn:
            place -= 1
        return place

    def _after(self, last: int) -> int:
        place = last + 1
        while place < len(self.placed) and not self.sure[place] and self.placed[place].turn == self.placed[last].turn:
            place += 1
        return place

    def _gap_start(self, first: int, before: int) -> int:
        if before >= 0 and self.placed[before].turn == self.placed[first].turn:
            return self.placed[before].word.span.end_ms
        least = self.placed[before].word.span.end_ms if before >= 0 else 0
        turn_start = min(each.word.span.start_ms for each in self.placed[max(0, before + 1) : first + 1])
        return max(0, min(turn_start, max(least, turn_start - _AROUND_TURN_MS)))

    def _gap_end(self, last: int, after: int) -> int:
        if after < len(self.placed) and self.placed[after].turn == self.placed[last].turn:
            return self.placed[after].word.span.start_ms
        most = self.placed[after].word.span.start_ms if after < len(self.placed) else self.duration_ms
        turn_end = max(each.word.span.end_ms for each in self.placed[last:after])
        return max(turn_end, min(most, turn_end + _AROUND_TURN_MS))


def timing(placed: Sequence[Placed], duration_ms: int) -> Timing:
    latest = [-1, *accumulate((each.word.span.start_ms for each in placed), max)]
    sure = tuple(
        _is_plausible(each.word) and each.word.span.start_ms >= before
        for each, before in zip(placed, latest, strict=False)
    )
    return Timing(placed=tuple(placed), sure=sure, duration_ms=duration_ms)


def least_ms(text: str) -> int:
    """The least time in which a word can be said.

    >>> least_ms("à"), least_ms("bonjour"), least_ms("0639")
    (40, 84, 200)
    """
    letters, digits = sum(each.isalpha() for each in text), sum(each.isdigit() for each in text)
    return max(LEAST_WORD_MS, LEAST_LETTER_MS * letters + LEAST_DIGIT_MS * digits)


def _is_plausible(word: Word) -> bool:
    return not word.spread and word.span.duration_ms >= least_ms(word.text)


def _usual_ms(word: Word) -> int:
    return sum(_DIGIT_MS if each.isdigit() else _LETTER_MS if each.isalpha() else 0 for each in word.text)


def _digits(word: Word) -> int:
    return sum(each.isdigit() for each in word.text)
