"""A label found by the vectors of turns: the contact has it if one of the party's turns scores above the threshold.

Weights are learned from what people coded, see :mod:`clairevoix.annotate.annotators.learning`. The turn that scores most is
the evidence. A score is no probability that the label is there: the share is corrected by the same coding.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from clairevoix.annotate.annotators.annotator import Encoder, Matrix, content_of
from clairevoix.charter.extractors import Extractor
from clairevoix.model.annotation import Annotation
from clairevoix.model.contact import Party
from clairevoix.model.errors import Code, InputError
from clairevoix.model.transcript import RedactedTranscript, Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Classifier:
    """What was learned of one version of a label: a weight for each direction of the encoder's vectors, and the threshold."""

    label: str
    label_version: int
    party: Party
    encoder: str
    weights: tuple[float, ...] = field(repr=False)
    bias: float
    threshold: float

    @property
    def digest(self) -> str:
        """Its version: what it is made of, in 16 hexadecimal digits."""
        return hashlib.sha256(written(self).encode()).hexdigest()[:16]

    def scores(self, rows: Matrix) -> Matrix:
        """Of turns, by their vectors; any number, the more the surer."""
        return np.asarray(rows @ np.array(self.weights) + self.bias)


@dataclass(frozen=True, slots=True, kw_only=True)
class ByVectors:
    """A classifier with the encoder that it was learned with, as an annotator. Raises InputError for another encoder."""

    classifier: Classifier
    encoder: Encoder

    def __post_init__(self) -> None:
        if self.encoder.digest != self.classifier.encoder:
            raise InputError(Code.DIGEST_MISMATCH, self.classifier.label)

    @property
    def name(self) -> str:
        return f"classifier/{self.classifier.digest}"

    @property
    def extractors(self) -> tuple[Extractor, ...]:
        return (content_of(self.classifier.label, self.classifier.party),)

    def annotate(self, transcript: RedactedTranscript) -> tuple[Annotation, ...]:
        """The best turn, if the contact has the label; nothing otherwise."""
        return self.best(transcript, self.classifier.threshold)

    def best(self, transcript: RedactedTranscript, threshold: float = -np.inf) -> tuple[Annotation, ...]:
        """The turn that scores most, if it reaches ``threshold``; nothing where the party says nothing."""
        turns = turns_of(transcript, self.classifier.party)
        if not turns:
            return ()
        scores = self.classifier.scores(self.encoder([turn.text for turn in turns]))
        best = int(scores.argmax())
        if scores[best] < threshold:
            return ()
        return (annotation(self.classifier, self.name, transcript.contact_id, turns[best]),)


def turns_of(transcript: RedactedTranscript, party: Party) -> Sequence[Turn]:
    """The turns of one party that hold a word."""
    return [turn for turn in transcript.turns if turn.party is party and turn.text.strip()]


def annotation(classifier: Classifier, name: str, contact_id: str, turn: Turn) -> Annotation:
    return Annotation(
        contact_id=contact_id,
        label=classifier.label,
        label_version=classifier.label_version,
        annotator=name,
        channel=turn.channel,
        party=turn.party,
        span=turn.span,
    )


def written(classifier: Classifier) -> str:
    """As JSON, the same for the same classifier."""
    return json.dumps(asdict(classifier), sort_keys=True)


def read_classifier(text: str) -> Classifier:
    """Raises InputError for what is none."""
    try:
        told = json.loads(text)
        weights = tuple(float(each) for each in told["weights"])
        found = Classifier(**{**told, "weights": weights, "party": Party(told["party"])})
        if not np.isfinite([*weights, found.bias, found.threshold]).all():
            raise ValueError
        return found
    except (ValueError, TypeError, KeyError):
        raise InputError(Code.UNREADABLE) from None
