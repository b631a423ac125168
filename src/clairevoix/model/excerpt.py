"""Moments that people may read and hear."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A released moment: redacted words and the redacted sound of one party around the evidence of a label.

    ``audio`` is a FLAC file of that party's channel alone; ``cue_ms`` is where in it the evidence starts;
    ``evidence`` is the half-open range of characters of ``text`` that carries the evidence.
    """

    excerpt_id: str
    label: str
    month: str
    language: str = "fr"
    text: str = field(repr=False)
    evidence: tuple[int, int]
    audio: bytes = field(repr=False)
    duration_ms: int
    cue_ms: int
