"""Recognizers of Microsoft Presidio as ours, and ours as Presidio's; Presidio need not be installed.

Presidio's contract (``presidio_analyzer.EntityRecognizer``): ``analyze(text, entities, nlp_artifacts)`` gives results with
``entity_type``, ``start``, ``end`` (characters, half-open) and ``score`` (0 to 1).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from clairevoix.redact.recognizer import Document, Entity, Recognizer, in_given, merge, read_document

#: What Presidio calls the entity types that both know.
TYPES = {
    "PERSON": "NAME",
    "LOCATION": "ADDRESS",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "CREDIT_CARD": "CARD",
    "IBAN_CODE": "IBAN",
    "IP_ADDRESS": "IP",
    "URL": "URL",
    "MEDICAL_LICENSE": "REFERENCE",
}


class Result(Protocol):
    """What Presidio's ``RecognizerResult`` has."""

    entity_type: str
    start: int
    end: int
    score: float


class Analyzer(Protocol):
    """What Presidio's ``EntityRecognizer`` does."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any) -> Iterable[Result]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A result in Presidio's form, for callers that have no Presidio."""

    entity_type: str
    start: int
    end: int
    score: float


def from_presidio(analyzer: Analyzer, name: str, types: Mapping[str, str] = TYPES) -> Recognizer:
    """A recognizer that asks one of Presidio's for the keys of ``types``, and gives our names for them."""

    def recognize(document: Document) -> Iterator[Entity]:
        for result in analyzer.analyze(document.text, list(types), None):
            # Presidio's recognizers may give what they were not asked for.
            if result.entity_type in types and 0 <= result.start < result.end <= len(document.text):
                yield Entity(
                    entity_type=types[result.entity_type],
                    start=result.start,
                    end=result.end,
                    recognizer=name,
                    score=result.score,
                )

    return recognize


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """Recognizers of ours under Presidio's contract; ``result`` makes one of its results.

    To register it with Presidio, derive a class from ``EntityRecognizer`` whose ``analyze`` calls this one's and give
    ``presidio_analyzer.RecognizerResult`` as ``result``.
    """

    name: str
    recognizers: Sequence[Recognizer] = field(repr=False)
    supported_entities: Sequence[str] = field(repr=False)
    supported_language: str = field(default="fr", repr=False)
    result: Callable[..., Any] = Found

    def load(self) -> None:
        """Nothing to load: Presidio calls it once."""

    def analyze(self, text: str, entities: Sequence[str], nlp_artifacts: object = None) -> list[Any]:  # noqa: ARG002
        """Those entities of ours that are asked for; all that are supported, if none are."""
        wanted = set(entities or self.supported_entities) & set(self.supported_entities)
        document = read_document(text, self.supported_language)
        found = merge(entity for recognize in self.recognizers for entity in recognize(document))
        return [
            self.result(entity_type=each.entity_type, start=each.start, end=each.end, score=each.score)
            for each in in_given(document, found)
            if each.entity_type in wanted
        ]
