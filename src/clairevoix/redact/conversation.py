"""Entities of a conversation: each channel with what the others asked for, then the numbers that parties say in turns.

People dictate a number in pieces, who listens says each piece again, and one goes on where the other stopped. So pieces
that no recognizer took alone are looked at once more in order of time, all channels together.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from clairevoix.model.contact import Party
from clairevoix.model.transcript import Turn
from clairevoix.redact.answers import Said, unexplained
from clairevoix.redact.digits import Token
from clairevoix.redact.exchange import Piece, exchanged
from clairevoix.redact.letters import folded
from clairevoix.redact.prompts import asked, asks
from clairevoix.redact.recognizer import Asked, Document, Entity, in_given, merge, read_document, recognize_all
from clairevoix.redact.sounding import is_nonsense
from clairevoix.redact.spelling import Code

#: Two finds of one type this many words apart in one turn are one: what is said between corrects it.
_WORDS_WITHIN = 8
#: Letters that were heard as one word.
_SHORT = 7
#: How far before a code that was asked for its beginning may have been misheard.
_N_GARBLED, _SHORT_TURN = 6, 14
#: Digits that no name has.
_NO_NAME = 2
_NO_REFERENCES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One channel: its turns, by number, and the character of its text that each starts at."""

    channel: int
    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    document: Document


def recognize_conversation(
    turns: Sequence[Turn], language: str, *, references: Mapping[str, str] = _NO_REFERENCES
) -> dict[int, tuple[Entity, ...]]:
    """Every entity by channel, in order, none overlapping, with offsets into :func:`channel_text`.

    ``turns`` as a transcript has them, in order of time. A number that one party begins and another goes on with is an
    entity on each channel.
    """
    questions = asks(turns, language)
    wanted = asked(turns, questions)
    lines = [
        _line(turns, channel, wanted, language, references) for channel in sorted({turn.channel for turn in turns})
    ]
    found = {line.channel: recognize_all(line.document) for line in lines}
    pieces = sorted(
        (piece for line in lines for piece in _pieces(line, found[line.channel])),
        key=lambda piece: (piece.turn, piece.code.first),
    )
    more = exchanged(pieces)
    found = {line.channel: merge([*found[line.channel], *more.get(line.channel, ())]) for line in lines}
    answers = unexplained(_said(turns, lines, questions), found)
    return {
        line.channel: in_given(
            line.document, _closed_up(line, merge([*found[line.channel], *answers.get(line.channel, ())]))
        )
        for line in lines
    }


def channel_text(turns: Sequence[Turn], channel: int) -> str:
    """All that one channel says: the words of its turns, in order, joined by one blank each."""
    return " ".join(word.text for turn in turns if turn.channel == channel for word in turn.words)


def _line(
    turns: Sequence[Turn],
    channel: int,
    wanted: Sequence[frozenset[str]],
    language: str,
    references: Mapping[str, str],
) -> _Line:
    numbers = [number for number, turn in enumerate(turns) if turn.channel == channel]
    texts = [turns[number].text for number in numbers]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    ranges: list[Asked] = [
        (start, start + len(text) + 1, wanted[number])
        for number, start, text in zip(numbers, starts, texts, strict=True)
    ]
    parties = {turns[number].party for number in numbers}
    document = read_document(
        " ".join(texts),
        language,
        asked=ranges,
        party=parties.pop() if len(parties) == 1 else Party.UNKNOWN,
        references=references,
    )
    return _Line(channel=channel, numbers=tuple(numbers), starts=tuple(starts), document=document)


def _said(turns: Sequence[Turn], lines: Sequence[_Line], questions: Sequence[frozenset[str]]) -> list[Said]:
    """The turns of all channels in order of time, as tokens of their documents."""
    found: dict[int, Said] = {}
    for line in lines:
        places = [_turn_at(line, token.start) for token in line.document.tokens]
        for place, number in enumerate(line.numbers):
            turn = turns[number]
            found[number] = Said(
                side=(turn.channel, turn.party.value),
                document=line.document,
                first=bisect_left(places, place),
                end=bisect_right(places, place),
                start_ms=turn.span.start_ms,
                end_ms=turn.span.end_ms,
                asks=questions[number],
            )
    return [found[number] for number in sorted(found)]


def _turn_at(line: _Line, start: int) -> int:
    """The place, among the turns of this channel, of a character of its cleaned text."""
    given, _ = line.document.cleaned.given(start, start + 1)
    return max(0, bisect_right(line.starts, given) - 1)


def _pieces(line: _Line, entities: Sequence[Entity]) -> Iterable[Piece]:
    """Every code of a channel, with its turn, what was found of it, and the words around it in its turn."""
    document = line.document
    ends = [entity.end for entity in entities]
    places = [_turn_at(line, token.start) for token in document.tokens]
    opens: dict[int, int] = {}
    closes: dict[int, int] = {}
    for at, place in enumerate(places):
        opens.setdefault(place, at)
        closes[place] = at
    for code in document.codes:
        at = bisect_right(ends, code.start)
        # « cinq, B comme Bernard, X »: a name within a code does not hold it.
        held = at < len(entities) and entities[at].start <= code.start and code.end <= entities[at].end
        entity = entities[at] if held else None
        place = places[code.first]
        yield Piece(
            channel=line.channel,
            turn=line.numbers[place],
            code=code,
            document=document,
            entity_type=_type_of(code, entity) if entity else None,
            opens=opens[place],
            closes=closes[place],
        )


def _type_of(code: Code, entity: Entity) -> str:
    """A code with a « D comme Denise » in it may be taken for a name; its digits say that it is none."""
    return "REFERENCE" if entity.entity_type == "NAME" and code.n_digits >= _NO_NAME else entity.entity_type


def _closed_up(line: _Line, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Finds of one type with a few words between them in one turn, as one."""
    starts = [token.start for token in line.document.tokens]
    kept: list[Entity] = []
    for entity in (_widened(line, each, starts) for each in entities):
        last = kept[-1] if kept else None
        if last is not None and _is_one_kind(last, entity):
            between = bisect_right(starts, entity.start - 1) - bisect_right(starts, last.end - 1)
            if between <= _WORDS_WITHIN and _turn_at(line, last.end - 1) == _turn_at(line, entity.start):
                kept[-1] = replace(max(last, entity, key=lambda each: each.score), start=last.start, end=entity.end)
                continue
        kept.append(entity)
    return tuple(kept)


def _is_one_kind(one: Entity, other: Entity) -> bool:
    """Pieces of one type; « D comme Denise » in the middle of a code may have been taken for a name."""
    types = {each.entity_type for each in (one, other) if not each.recognizer.startswith("spelled")}
    return bool(types) and len(types) == 1 and types <= _IN_PIECES


def _widened(line: _Line, entity: Entity, starts: Sequence[int]) -> Entity:
    """With the words beside it that hold a digit, such as « 8h. » for « huit, R »: what is beside a code is of it."""
    if entity.entity_type not in _IN_PIECES:
        return entity
    found = line.document.tokens
    first, last = bisect_right(starts, entity.start) - 1, bisect_right(starts, entity.end - 1) - 1
    turn = _turn_at(line, entity.start)
    # « Nord et décombenise, et à la fin, 5 B » : from the first word that does not exist.
    reach = [at for at in range(max(0, first - _N_GARBLED), first) if _turn_at(line, found[at].start) == turn]
    is_short = len(line.document.text[entity.start : entity.end].split()) + len(reach) <= _SHORT_TURN
    is_french = line.document.language == "fr"
    is_wanted = is_short or bool(line.document.asked[first] & _IN_PIECES)
    garbled = [at for at in reach if is_wanted and is_french and is_nonsense(folded(found[at].word))]
    if garbled:
        first = garbled[0]
    elif first > 0 and _is_odd(found[first - 1], turn, line):
        first -= 1
    if last + 1 < len(found) and _is_odd(found[last + 1], turn, line):
        last += 1
    return replace(entity, start=min(entity.start, found[first].start), end=max(entity.end, found[last].end))


def _is_odd(token: Token, turn: int, line: _Line) -> bool:
    if token.word.isalpha():
        # « op. 55, 208 » for « O, P »: what does not exist beside a code is of it.
        odd = line.document.language == "fr" and len(token.word) <= _SHORT and is_nonsense(folded(token.word), 2)
    else:
        odd = any(map(str.isdigit, token.word)) and "€" not in token.text and "%" not in token.text
    return odd and _turn_at(line, token.start) == turn


_IN_PIECES = frozenset("CARD IBAN NIR REFERENCE LINE DEVICE PASSWORD EMAIL NUMBER COMPANY_ID".split())
