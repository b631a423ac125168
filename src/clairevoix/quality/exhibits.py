"""What people can look at and listen to of one recording: the words said and heard side by side, with their times."""

from dataclasses import dataclass, field

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan
from clairevoix.quality.alignment import aligned
from clairevoix.quality.evidence import Heard
from clairevoix.quality.normalise import normalise
from clairevoix.quality.truth import Take, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One true turn beside what was heard of it. ``pairs`` are normalised tokens said and heard; None on one side only.

    Words heard where nobody spoke on that side stand with the turn before them.
    """

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
class Exhibit:
    """The lines of one recording, in time; ``extra`` is what was heard before or without anything being said."""

    lines: tuple[Line, ...] = field(repr=False)
    extra: tuple[tuple[int, str], ...] = field(repr=False)


def exhibit(truth: Truth, take: Take, heard: Heard) -> Exhibit:
    """What was said and heard in a recording, side by side."""
    lines: list[Line] = []
    extra: list[tuple[int, str]] = []
    for channel, party in enumerate(take.parties):
        some, more = _of_channel(truth, heard, channel, party)
        lines += some
        extra += more
    return Exhibit(lines=tuple(sorted(lines, key=lambda line: line.span)), extra=tuple(sorted(extra)))


def _of_channel(truth: Truth, heard: Heard, channel: int, party: Party) -> tuple[list[Line], list[tuple[int, str]]]:
    turns = sorted(
        ((turn.span, turn) for turn in truth.turns if turn.span and party in (turn.side, Party.UNKNOWN)),
        key=lambda each: each[0],
    )
    owners = [number for number, (_, turn) in enumerate(turns) for _ in turn.words]
    true = normalise([word.text for _, turn in turns for word in turn.words], truth.language)
    words = [word for turn in heard.transcript.turns if turn.channel == channel for word in turn.words]
    said = normalise([word.text for word in words], truth.language)
    pairs: list[list[tuple[str | None, str | None]]] = [[] for _ in turns]
    extra: list[tuple[int, str]] = []
    current: int | None = None
    for one, other in aligned([token.text for token in true], [token.text for token in said]):
        if one is not None:
            current = owners[true[one].first]
        if current is None:
            if other is not None:
                extra.append((words[said[other].first].span.start_ms, said[other].text))
            continue
        pairs[current].append((None if one is None else true[one].text, None if other is None else said[other].text))
    lines = [Line(party=turn.party, span=span, pairs=tuple(pairs[number])) for number, (span, turn) in enumerate(turns)]
    return lines, extra
