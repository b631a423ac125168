"""What a recognizer is, what it reads, and the table of those there are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.contact import Party
from clairevoix.redact.digits import DigitRun, Token, digit_runs, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what recognizers need of it: its tokens and its dictated numbers."""

    text: str = field(repr=False)
    language: str
    tokens: tuple[Token, ...] = field(repr=False)
    runs: tuple[DigitRun, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Personal data found in a text: half-open range of characters, and who says so.

    ``score`` is 1 where check digits or an unmistakable form agree, less where only the shape does.
    """

    entity_type: str
    start: int
    end: int
    recognizer: str
    score: float


Recognizer = Callable[[Document], Iterable[Entity]]

#: Name to function. One recognizer, one module, one line; the order decides between overlapping finds of one score.
RECOGNIZERS: Mapping[str, str] = {
    "email": "clairevoix.redact.recognizers.email:recognize",
    "iban": "clairevoix.redact.recognizers.iban:recognize",
    "nir": "clairevoix.redact.recognizers.nir:recognize",
    "card": "clairevoix.redact.recognizers.card:recognize",
    "phone": "clairevoix.redact.recognizers.phone:recognize",
    "interrupted": "clairevoix.redact.recognizers.interrupted:recognize",
    "long_number": "clairevoix.redact.recognizers.long_number:recognize",
}

EXTRACTOR = Extractor(name="redact", parties=tuple(Party), modality=Modality.TEXT, infers=Inference.PERSONAL_DATA)


def read_document(text: str, language: str) -> Document:
    found = tokens(text)
    return Document(text=text, language=language, tokens=found, runs=digit_runs(found, language))


def recognize(text: str, language: str) -> tuple[Entity, ...]:
    """Every entity in a text, in order, none overlapping: the best score wins, then the longest.

    What loses against a better find but reaches beyond it widens that find: nothing that any recognizer saw is left.
    """
    document = read_document(text, language)
    found = [entity for path in RECOGNIZERS.values() for entity in _load(path)(document)]
    ranked = sorted(found, key=lambda entity: (-entity.score, entity.start - entity.end))
    kept: list[Entity] = []
    for entity in ranked:
        touching = [other for other in kept if other.start < entity.end and entity.start < other.end]
        if not touching:
            kept.append(entity)
            continue
        first = touching[0]
        kept = [other for other in kept if other not in touching]
        whole = [entity, *touching]
        start, end = min(each.start for each in whole), max(each.end for each in whole)
        kept.append(
            Entity(entity_type=first.entity_type, start=start, end=end, recognizer=first.recognizer, score=first.score)
        )
    return tuple(sorted(kept, key=lambda entity: entity.start))


def _load(path: str) -> Recognizer:
    module, _, name = path.partition(":")
    function: Recognizer = getattr(import_module(module), name)
    return function
