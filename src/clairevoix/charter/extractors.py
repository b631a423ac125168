"""What components may compute, and from whose voice.

Every engine, recognizer and annotator declares what it hears and what it infers; the pipeline asks here before any of
them runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clairevoix.charter.rules import NO_AGENT_EMOTION
from clairevoix.model.contact import Party
from clairevoix.model.errors import CharterRefusal


class Modality(StrEnum):
    """What a component looks at."""

    SOUND = "sound"
    TEXT = "text"


class Inference(StrEnum):
    """What a component concludes."""

    ACTIVITY = "activity"
    WORDS = "words"
    PERSONAL_DATA = "personal-data"
    CONTENT = "content"
    EMOTION = "emotion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extractor:
    """A component's declaration: its name, the parties that it is given, what it looks at, what it concludes."""

    name: str
    parties: tuple[Party, ...]
    modality: Modality
    infers: Inference


def admit_extractor(extractor: Extractor) -> None:
    """Raises CharterRefusal(R1) for an emotion inferred from the sound of anyone but a known customer.

    A party that is unknown may be an agent, so it is refused as well. Emotion read in written words lies outside the
    biometric definition (Commission guidelines on prohibited practices, § 251).
    """
    if extractor.infers is not Inference.EMOTION or extractor.modality is not Modality.SOUND:
        return
    if not extractor.parties or any(party is not Party.CUSTOMER for party in extractor.parties):
        raise CharterRefusal(NO_AGENT_EMOTION.rule_id)


def admit_extractors(extractors: Iterable[Extractor]) -> None:
    """Asks for each; the first refusal stops the run before anything is heard."""
    for extractor in extractors:
        admit_extractor(extractor)
