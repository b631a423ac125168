"""Labels, the codebook that defines them, and what annotators and humans coded."""

from dataclasses import dataclass
from datetime import date

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One thing that a contact may contain, as defined for humans, with the phrases that betray it.

    ``phrases`` and ``unless`` are word patterns, see :mod:`clairevoix.annotate.annotators.phrases`.
    """

    name: str
    version: int
    party: Party
    title: dict[str, str]
    definition: dict[str, str]
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The labels in force, and the digest of their definitions."""

    labels: tuple[Label, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A label found in a contact, with the evidence: whose words, when.

    >>> Annotation(
    ...     contact_id="c1",
    ...     label="internet_outage",
    ...     label_version=1,
    ...     annotator="phrases/1",
    ...     channel=1,
    ...     party=Party.CUSTOMER,
    ...     span=TimeSpan(1200, 2100),
    ... ).span.duration_ms
    900
    """

    contact_id: str
    label: str
    label_version: int
    annotator: str
    channel: int
    party: Party
    span: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A human's coding of one label in one contact: the truth that corrects the annotator."""

    contact_id: str
    label: str
    present: bool
    coder: str
    coded_on: date
