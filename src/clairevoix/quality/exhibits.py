"""What people can look at and listen to of one recording: the words said and heard side by side, with their times, words
heard where nobody spoke, and personal data that redaction left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan, merged
from clairevoix.model.transcript import Word
from clairevoix.quality.alignment import SideBySide, aligned, by_channel
from clairevoix.quality.evidence import Heard
from clairevoix.quality.metrics.personal import (
    HIDDEN,
    RECOVERABLE,
    left_of,
    muted_ms,
    sides_of,
    sought_in,
    time_of,
)
from clairevoix.quality.metrics.silence import COLLAR_MS, beside_speech
from clairevoix.quality.normalise import Token, normalise
from clairevoix.quality.truth import Take, TrueTurn, Truth

#: Invented words so close to each other are listened to in one go, in ms.
_TOGETHER_MS = 2000
_Pairs = list[tuple[str | None, str | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One true turn beside what was heard of it. ``pairs`` are normalised tokens said and heard; None on one side only."""

    party: Party
    span: TimeSpan
    pairs: tuple[tuple[str | None, str | None], ...] = field(repr=False)

    @property
    def n_errors(self) -> int:
        return sum(said != heard for said, heard in self.pairs)

    @property
    def share(self) -> float:
        """Of the words compared, those that are wrong."""
        return self.n_errors / len(self.pairs) if self.pairs else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Invention:
    """Words heard, and not said, where nobody speaks on that side; ``sound`` is what is there, an item of the metric."""

    party: Party
    span: TimeSpan
    sound: str
    words: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """Personal data that redaction left: in the words (``left``, as they are compared) or in the sound.

    ``party`` is whose side it is said on, ``muted`` the share of its time that is (0 to 1).
    """

    name: str
    party: Party
    span: TimeSpan
    said: tuple[str, ...] = field(repr=False)
    left: tuple[str, ...] = field(repr=False)
    is_heard_again: bool
    muted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """All of one recording, each in time."""

    lines: tuple[Line, ...] = field(default=(), repr=False)
    inventions: tuple[Invention, ...] = field(default=(), repr=False)
    leaks: tuple[Leak, ...] = field(default=(), repr=False)


def exhibit(truth: Truth, take: Take, heard: Heard) -> Exhibit:
    """What was said and heard in a recording, side by side."""
    lines: list[Line] = []
    inventions: list[Invention] = []
    for side in by_channel(truth, take, heard.transcript):
        some, more = _of_channel(truth, take, side)
        lines += some
        inventions += more
    return Exhibit(
        lines=tuple(sorted(lines, key=lambda line: line.span)),
        inventions=tuple(sorted(inventions, key=lambda each: each.span)),
        leaks=tuple(sorted(_leaks(truth, take, heard), key=lambda leak: leak.span)),
    )


def _of_channel(truth: Truth, take: Take, side: SideBySide) -> tuple[list[Line], list[Invention]]:
    turns = [(turn.span, turn) for turn in side.said if turn.span is not None]
    words = [word for turn in side.heard for word in turn.words]
    true = normalise([word.text for _, turn in turns for word in turn.words], truth.language)
    said = normalise([word.text for word in words], truth.language)
    places = aligned([token.text for token in true], [token.text for token in said])
    right = {
        word
        for one, other in places
        if one is not None and other is not None and true[one].text == said[other].text
        for word in range(said[other].first, said[other].end)
    }
    where = beside_speech(truth, take, side)
    invented = {number: sound for number, sound in enumerate(where) if sound is not None and number not in right}
    kept = [
        None
        if all(word in invented for word in range(each.first, each.end))
        else (each.text, words[each.first].span.start_ms)
        for each in said
    ]
    pairs = _pairs(turns, places, true, kept)
    lines = [Line(party=turn.party, span=span, pairs=tuple(pairs[number])) for number, (span, turn) in enumerate(turns)]
    return lines, list(_together(side.party, words, invented))


def _pairs(
    turns: Sequence[tuple[TimeSpan, TrueTurn]],
    places: Sequence[tuple[int | None, int | None]],
    true: Sequence[Token],
    kept: Sequence[tuple[str, int] | None],
) -> list[_Pairs]:
    """The words of each turn, said and heard; ``kept`` are those heard and when, None for those that are left out.

    Of the turns between which a word is added, it stands with the last that has begun by then.
    """
    owners = [number for number, (_, turn) in enumerate(turns) for _ in turn.words]
    pairs: list[_Pairs] = [[] for _ in turns]
    following = [len(turns) - 1]
    for one, _ in reversed(places):
        following.append(following[-1] if one is None else owners[true[one].first])
    current = 0
    for (one, other), last in zip(places, following[:0:-1], strict=True):
        heard = None if other is None else kept[other]
        if one is not None:
            current = owners[true[one].first]
            pairs[current].append((true[one].text, heard[0] if heard else None))
        elif heard:
            begun = (each for each in range(last, current, -1) if turns[each][0].start_ms - COLLAR_MS <= heard[1])
            current = next(begun, current)
            pairs[current].append((None, heard[0]))
    return pairs


def _together(party: Party, words: Sequence[Word], invented: dict[int, str]) -> Iterator[Invention]:
    """Words that follow each other closely, in the same sound, as one."""
    groups: list[list[int]] = []
    for number, sound in invented.items():
        last = groups[-1][-1] if groups else None
        is_near = last is not None and words[number].span.start_ms - words[last].span.end_ms <= _TOGETHER_MS
        if last is not None and is_near and invented[last] == sound:
            groups[-1].append(number)
        else:
            groups.append([number])
    for group in groups:
        spans = [words[number].span for number in group]
        yield Invention(
            party=party,
            span=TimeSpan(min(span.start_ms for span in spans), max(span.end_ms for span in spans)),
            sound=invented[group[0]],
            words=tuple(words[number].text for number in group),
        )


def _leaks(truth: Truth, take: Take, heard: Heard) -> Iterator[Leak]:
    """Entities that fail one of the metrics of redaction: left in the words, heard again, or not muted."""
    if heard.redacted is None:
        return
    lines, sought = sought_in(truth, heard.transcript, sides_of(take))
    again = sought_in(truth, heard.again, sides_of(take))[1] if heard.again is not None else sought
    muted = merged(heard.muted)
    for before, after in zip(sought, again, strict=True):
        entity, turn = before.entity, truth.turns[before.entity.turn]
        span = time_of(truth, entity)
        share = muted_ms(span, muted) / span.duration_ms if span.duration_ms else 1.0
        left = left_of(before, lines, heard.redacted.redactions)
        is_heard_again = heard.again is not None and min(before.n_recognised, after.n_recognised) >= (
            RECOVERABLE * before.n_tokens
        )
        if left or is_heard_again or share < HIDDEN:
            yield Leak(
                name=entity.name,
                party=turn.side,
                span=span,
                said=tuple(word.text for word in turn.words[entity.first : entity.end]),
                left=tuple(lines[channel].tokens[place] for channel, place in left),
                is_heard_again=is_heard_again,
                muted=share,
            )
