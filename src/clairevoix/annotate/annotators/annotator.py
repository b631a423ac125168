"""What every annotator is, whatever it works by: phrases, vectors, or a model that somebody brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from clairevoix.annotate.annotators import phrases
from clairevoix.charter.extractors import Extractor, Inference, Modality
from clairevoix.model.annotation import Annotation, Codebook
from clairevoix.model.contact import Party
from clairevoix.model.transcript import RedactedTranscript

Matrix = NDArray[np.float64]


class Annotator(Protocol):
    """Finds labels in redacted words, each with its evidence. ``name`` says by which version of what."""

    @property
    def name(self) -> str: ...

    @property
    def extractors(self) -> tuple[Extractor, ...]:
        """What it is given and what it concludes, for the charter, which is asked before it runs."""

    def annotate(self, transcript: RedactedTranscript) -> tuple[Annotation, ...]: ...


class Encoder(Protocol):
    """Turns texts into vectors of length 1, a row each. ``digest`` identifies its weights."""

    @property
    def digest(self) -> str: ...

    def __call__(self, texts: Sequence[str]) -> Matrix: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPhrases:
    """The codebook's phrases, as an annotator."""

    codebook: Codebook

    @property
    def name(self) -> str:
        return f"phrases/{self.codebook.digest}"

    @property
    def extractors(self) -> tuple[Extractor, ...]:
        return tuple(content_of(each.name, each.party) for each in self.codebook.labels)

    def annotate(self, transcript: RedactedTranscript) -> tuple[Annotation, ...]:
        return phrases.annotate(transcript, self.codebook)


def content_of(name: str, party: Party) -> Extractor:
    """The declaration of what looks in the words of one party for what they are about."""
    return Extractor(name=name, parties=(party,), modality=Modality.TEXT, infers=Inference.CONTENT)
