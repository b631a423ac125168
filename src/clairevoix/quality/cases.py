"""What people listen to of an evaluation: the worst calls and turns, words out of nowhere, personal data that is left.

A case plays the recording itself, as a link relative to the folder of the page; what redaction muted is heard in it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from urllib.parse import quote

from clairevoix.i18n import Translator
from clairevoix.quality.evidence import Ratio
from clairevoix.quality.exhibits import Exhibit, Invention, Leak, Line
from clairevoix.quality.running import Judged
from clairevoix.quality.truth import Take
from clairevoix.quality.wording import PARTIES, SOUNDS

#: The condition of which people listen to whole calls, if it was heard: the ordinary line.
ORDINARY = "alaw"
N_CALLS = 10
N_CASES = 30
#: Sound played before and after a case, in ms.
_AROUND_MS = 800
#: A turn shorter than this is no case: one word wrong in two says little.
_FEWEST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is heard on one side of a recording from ``start_ms`` on: ``source`` plays it. ``party`` is in words."""

    recording_id: str
    party: str
    start_ms: int
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A turn, or words where nobody spoke, then with their ``sound``; ``pairs`` are words said and heard."""

    excerpt: Excerpt
    sound: str = ""
    pairs: tuple[tuple[str | None, str | None], ...] = field(repr=False)

    @property
    def n_errors(self) -> int:
        return sum(said != heard for said, heard in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A whole recording: ``errors`` of ``words`` said are its word error rate."""

    recording_id: str
    errors: int
    words: int
    source: str = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)

    @property
    def share(self) -> float:
        return self.errors / self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """All that is shown, the worst first; ``n_inventions`` and ``n_leaks`` were found. ``condition`` is empty for all."""

    condition: str
    calls: tuple[Call, ...]
    turns: tuple[Turn, ...]
    inventions: tuple[Turn, ...]
    n_inventions: int
    leaks: tuple[tuple[Excerpt, Leak], ...]
    n_leaks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One recording that can be looked at."""

    judged: Judged
    exhibit: Exhibit
    link: str = field(repr=False)
    lang: str

    def line(self, line: Line) -> Turn:
        return Turn(excerpt=self.excerpt(line), pairs=line.pairs)

    def invention(self, each: Invention) -> Turn:
        pairs = tuple((None, word) for word in each.words)
        return Turn(excerpt=self.excerpt(each), sound=Translator(self.lang)(SOUNDS[each.sound]), pairs=pairs)

    def excerpt(self, each: Line | Invention | Leak) -> Excerpt:
        start, end = max(0, each.span.start_ms - _AROUND_MS), each.span.end_ms + _AROUND_MS
        return Excerpt(
            recording_id=self.judged.recording_id,
            party=Translator(self.lang)(PARTIES[each.party]),
            start_ms=each.span.start_ms,
            source=f"{self.link}#t={start / 1000:.2f},{end / 1000:.2f}",
        )


def worst_cases(judged: Sequence[Judged], takes: Mapping[str, Take], folder: Path, lang: str) -> Cases:
    """The cases of all recordings with something to look at; whole calls and personal data of the ordinary line."""
    shown = [
        _Shown(judged=each, exhibit=each.exhibit, link=_link(takes[each.recording_id].path, folder), lang=lang)
        for each in sorted(judged, key=lambda each: each.recording_id)
        if each.exhibit is not None
    ]
    ordinary = [each for each in shown if each.judged.condition == ORDINARY]
    inventions = [(each, one) for each in shown for one in each.exhibit.inventions]
    leaks = list(_in_turn((each, leak) for each in ordinary or shown for leak in each.exhibit.leaks))
    return Cases(
        condition=ORDINARY if ordinary else "",
        calls=_worst_calls(ordinary or shown),
        turns=_worst_turns(shown),
        inventions=tuple(
            each.invention(one) for each, one in sorted(inventions, key=lambda case: -len(case[1].words))[:N_CASES]
        ),
        n_inventions=len(inventions),
        leaks=tuple((each.excerpt(leak), leak) for each, leak in leaks[:N_CASES]),
        n_leaks=len(leaks),
    )


def _worst_calls(shown: Sequence[_Shown]) -> tuple[Call, ...]:
    """Those with the highest word error rates."""
    calls = [call for each in shown for call in _call(each) if call.errors]
    return tuple(sorted(calls, key=lambda call: -call.share)[:N_CALLS])


def _call(shown: _Shown) -> Iterator[Call]:
    """The whole recording, if anything was said in it."""
    turns = [*map(shown.line, shown.exhibit.lines), *map(shown.invention, shown.exhibit.inventions)]
    for each in shown.judged.evidence:
        if isinstance(each, Ratio) and (each.metric, each.item) == ("wer", ""):
            yield Call(
                recording_id=shown.judged.recording_id,
                errors=round(each.part),
                words=round(each.whole),
                source=shown.link,
                turns=tuple(sorted(turns, key=lambda turn: turn.excerpt.start_ms)),
            )


def _worst_turns(shown: Sequence[_Shown]) -> tuple[Turn, ...]:
    """The turns with the largest shares of wrong words, one a recording."""
    found: list[tuple[float, int, Turn]] = []
    for each in shown:
        lines = [line for line in each.exhibit.lines if len(line.pairs) >= _FEWEST_WORDS and line.n_errors]
        if lines:
            worst = max(lines, key=lambda line: (line.share, line.n_errors))
            found.append((worst.share, worst.n_errors, each.line(worst)))
    found.sort(key=lambda each: (-each[0], -each[1]))
    return tuple(turn for _, _, turn in found[:N_CASES])


def _in_turn(leaks: Iterator[tuple[_Shown, Leak]]) -> Iterator[tuple[_Shown, Leak]]:
    """One of each type, then a second of each, and so on: a type that is left everywhere hides no other."""
    by_type: dict[str, list[tuple[_Shown, Leak]]] = {}
    for each, leak in leaks:
        by_type.setdefault(leak.name, []).append((each, leak))
    longest = max(map(len, by_type.values()), default=0)
    return chain.from_iterable(
        [some[n] for _, some in sorted(by_type.items()) if n < len(some)] for n in range(longest)
    )


def _link(path: Path, folder: Path) -> str:
    return quote(os.path.relpath(path, folder))
