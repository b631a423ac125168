"""What a recognizer is, what it reads, and the table of those there are."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from types import MappingProxyType

from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.contact import Party
from clairevoix.redact.announcing import Cue, cues, types_before
from clairevoix.redact.cleaning import Cleaned, cleaned
from clairevoix.redact.digits import DigitRun, Token, digit_runs, tokens
from clairevoix.redact.spelling import Code, codes

#: How many words before a number may say what it is.
REACH = 10

#: Characters ``start`` to ``end`` (half-open) of a text, and the entity types that had been asked for when it was said.
Asked = tuple[int, int, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text with what recognizers need of it: its tokens, its dictated numbers and codes, the words that announce them.

    ``text``, and all offsets, are those of the cleaned text (:mod:`clairevoix.redact.cleaning`). ``asked`` has one set for
    each token: the entity types that somebody has just asked for (« votre nom ? »), empty where nothing is known. ``party``
    is who speaks, UNKNOWN for texts and for channels that several share. ``references`` are a company's patterns, by name.
    """

    text: str = field(repr=False)
    language: str
    tokens: tuple[Token, ...] = field(repr=False)
    runs: tuple[DigitRun, ...] = field(repr=False)
    codes: tuple[Code, ...] = field(repr=False)
    cues: tuple[Cue, ...] = field(repr=False)
    asked: tuple[frozenset[str], ...] = field(repr=False)
    party: Party = Party.UNKNOWN
    references: Mapping[str, str] = field(default_factory=dict, repr=False)
    cleaned: Cleaned = field(repr=False)

    def expected(self, first: int, reach: int = REACH) -> frozenset[str]:
        """The entity types that somebody asked for, or that the ``reach`` words before token ``first`` announce."""
        return self.asked[first] | types_before(self.cues, first, reach)


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
    "url": "clairevoix.redact.recognizers.url:recognize",
    "iban": "clairevoix.redact.recognizers.iban:recognize",
    "bic": "clairevoix.redact.recognizers.bic:recognize",
    "nir": "clairevoix.redact.recognizers.nir:recognize",
    "card": "clairevoix.redact.recognizers.card:recognize",
    "company": "clairevoix.redact.recognizers.company:recognize",
    "phone": "clairevoix.redact.recognizers.phone:recognize",
    "line": "clairevoix.redact.recognizers.line:recognize",
    "device": "clairevoix.redact.recognizers.device:recognize",
    "plate": "clairevoix.redact.recognizers.plate:recognize",
    "ip": "clairevoix.redact.recognizers.ip:recognize",
    "password": "clairevoix.redact.recognizers.password:recognize",
    "reference": "clairevoix.redact.recognizers.reference:recognize",
    "interrupted": "clairevoix.redact.recognizers.interrupted:recognize",
    "name": "clairevoix.redact.recognizers.name:recognize",
    "spelled_name": "clairevoix.redact.recognizers.spelled_name:recognize",
    "address": "clairevoix.redact.recognizers.address:recognize",
    "birth_date": "clairevoix.redact.recognizers.birth_date:recognize",
    "sensitive": "clairevoix.redact.recognizers.sensitive:recognize",
    "spelled": "clairevoix.redact.recognizers.spelled:recognize",
    "garbled": "clairevoix.redact.recognizers.garbled:recognize",
    "long_number": "clairevoix.redact.recognizers.long_number:recognize",
}

_NOTHING: frozenset[str] = frozenset()

EXTRACTOR = Extractor(name="redact", parties=tuple(Party), modality=Modality.TEXT, infers=Inference.PERSONAL_DATA)


def read_document(
    text: str,
    language: str,
    *,
    asked: Sequence[Asked] = (),
    party: Party = Party.UNKNOWN,
    references: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """``asked``: ranges of the given text, in order, without overlap; each token belongs to that of its first character."""
    whole = cleaned(text)
    found = tokens(whole.text)
    runs = digit_runs(found, language)
    said = codes(found, runs, language)
    # « P T O » announces as « PTO » does.
    spelled = [(code.characters.lower(), code.last) for code in said if code.n_letters and code.n_pieces > 1]
    return Document(
        text=whole.text,
        language=language,
        tokens=found,
        runs=runs,
        codes=said,
        cues=cues(found, language, spelled),
        asked=_asked_by_token(found, asked, whole),
        party=party,
        references=references,
        cleaned=whole,
    )


def _asked_by_token(found: Sequence[Token], asked: Sequence[Asked], whole: Cleaned) -> tuple[frozenset[str], ...]:
    if not asked:
        return (_NOTHING,) * len(found)
    starts = [start for start, _, _ in asked]
    by_token = []
    for token in found:
        start, _ = whole.given(token.start, token.end)
        place = bisect_right(starts, start) - 1
        by_token.append(asked[place][2] if place >= 0 and start < asked[place][1] else _NOTHING)
    return tuple(by_token)


def recognize(text: str, language: str, *, references: Mapping[str, str] = MappingProxyType({})) -> tuple[Entity, ...]:
    """Every entity in a text, in order, none overlapping, with offsets into the given text."""
    document = read_document(text, language, references=references)
    return in_given(document, recognize_all(document))


def recognize_all(document: Document) -> tuple[Entity, ...]:
    """What all recognizers find in a document, merged; offsets are those of its cleaned text."""
    return merge(entity for path in RECOGNIZERS.values() for entity in _load(path)(document))


def merge(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Entities in order, none overlapping: among those that overlap, the best score wins, then the longest.

    What loses against a better find but reaches beyond it widens that find: nothing that any recognizer saw is left.
    """
    kept: list[Entity] = []
    best: list[tuple[float, int]] = []
    for entity in sorted(entities, key=lambda each: (each.start, each.end)):
        rank = (entity.score, entity.end - entity.start)
        if not kept or entity.start >= kept[-1].end:
            kept.append(entity)
            best.append(rank)
            continue
        wins = rank > best[-1]
        kept[-1] = replace(entity if wins else kept[-1], start=kept[-1].start, end=max(entity.end, kept[-1].end))
        best[-1] = max(rank, best[-1])
    return tuple(kept)


def in_given(document: Document, entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """The same entities with offsets into the text that the document was read from."""
    if not document.cleaned.starts:
        return tuple(entities)
    placed = []
    for entity in entities:
        start, end = document.cleaned.given(entity.start, entity.end)
        placed.append(replace(entity, start=start, end=end))
    return tuple(placed)


@cache
def _load(path: str) -> Recognizer:
    module, _, name = path.partition(":")
    function: Recognizer = getattr(import_module(module), name)
    return function
