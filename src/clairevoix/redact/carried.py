"""What was found once is sought in all of the conversation: a name that others say, a number of which a part is read back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from clairevoix.redact.letters import folded
from clairevoix.redact.operators.values import LEAST_DIGITS, value
from clairevoix.redact.recognizer import Document, Entity, merge
from clairevoix.redact.repeated import repeated, spellings

#: Shorter numbers are too common to be sought in parts.
_LEAST_NUMBER = 6
#: Numbers that were found, with their type, the longest first, by every few digits in a row that they have.
_Numbers = Mapping[str, Sequence[tuple[str, str]]]
_RECOGNIZER, _SCORE = "carried", 0.5


def with_carried(
    documents: Mapping[int, Document], entities: Mapping[int, Sequence[Entity]], names: Iterable[str] = ()
) -> dict[int, tuple[Entity, ...]]:
    """The same entities by channel, and wherever a name or a part of a number of any of them is said again.

    ``names`` are known beforehand, a word each. Offsets are those of the documents' own, cleaned texts.
    """
    known = frozenset(folded(name) for name in names).union(
        *(spellings(document, entities.get(channel, ())) for channel, document in documents.items())
    )
    numbers = _numbers(documents, entities)
    found = {}
    for channel, document in documents.items():
        own = entities.get(channel, ())
        found[channel] = merge([*own, *repeated(document, known), *_parts(document, own, numbers)])
    return found


def _numbers(documents: Mapping[int, Document], entities: Mapping[int, Sequence[Entity]]) -> _Numbers:
    values = {
        value(each.entity_type, documents[channel], each.start, each.end)
        for channel, some in entities.items()
        for each in some
    }
    found = {(each.digits, each.entity_type) for each in values if each.is_number and len(each.digits) >= _LEAST_NUMBER}
    numbers: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for digits, entity_type in sorted(found, key=lambda each: (-len(each[0]), each)):
        for piece in set(_pieces(digits)):
            numbers[piece].append((digits, entity_type))
    return numbers


def _pieces(digits: str) -> list[str]:
    return [digits[at : at + LEAST_DIGITS] for at in range(len(digits) - LEAST_DIGITS + 1)]


def _parts(document: Document, own: Sequence[Entity], numbers: _Numbers) -> Iterator[Entity]:
    taken = iter(own)
    entity = next(taken, None)
    for run in document.runs if numbers else ():
        while entity is not None and entity.end <= run.start:
            entity = next(taken, None)
        if entity is not None and entity.start < run.end:
            continue
        near = (each for piece in _pieces(run.digits) for each in numbers.get(piece, ()))
        whole = next((kind for digits, kind in near if run.digits in digits or digits in run.digits), None)
        if whole is not None:
            yield Entity(entity_type=whole, start=run.start, end=run.end, recognizer=_RECOGNIZER, score=_SCORE)
