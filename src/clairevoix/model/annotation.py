"""Labels, the codebook that defines them, and what annotators and humans coded."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from clairevoix.model.contact import Party
from clairevoix.model.timespan import TimeSpan


class Family(StrEnum):
    """What a label is about, for whoever looks for one among forty."""

    REASON = "reason"
    EFFORT = "effort"
    CHURN = "churn"
    COMPLAINT = "complaint"
    PROMISE = "promise"
    RESOLUTION = "resolution"
    OUTAGE_CAUSE = "outage-cause"
    FIRST_TIME_RIGHT = "first-time-right"
    MYSTERY_SHOPPING = "mystery-shopping"
    POSTURE = "posture"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a label is found in one language, or in any."""

    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Words in which a label is there or, as a counter-example, not. ``language`` is empty where any will do."""

    text: str = field(repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One thing that a contact may contain, as defined for humans, with the words that betray it.

    ``phrases`` and ``unless`` are word patterns, see :mod:`clairevoix.annotate.annotators.phrases`, in any language;
    ``by_language`` holds those of one. ``owner`` is the role that answers for the label.
    """

    name: str
    version: int
    party: Party
    title: dict[str, str]
    definition: dict[str, str]
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    queries: tuple[str, ...] = ()
    by_language: dict[str, Wording] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[Example, ...] = ()
    family: Family = Family.OTHER
    owner: str = field(default="", repr=False)

    def wording(self, language: str = "") -> Wording:
        """How the label is found in contacts of that language; without one, in any way that it knows."""
        own = [self.by_language[each] for each in sorted(self.by_language) if language in ("", each)]
        return Wording(
            phrases=(*self.phrases, *(phrase for each in own for phrase in each.phrases)),
            unless=(*self.unless, *(phrase for each in own for phrase in each.unless)),
            queries=(*self.queries, *(query for each in own for query in each.queries)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """The labels in force, and the digest of their definitions."""

    labels: tuple[Label, ...]
    digest: str

    def of(self, name: str) -> Label | None:
        return next((label for label in self.labels if label.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A version of a label, and the digests of the codebooks that held it: contacts were annotated for it under one."""

    label: str
    version: int
    codebooks: tuple[str, ...]


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
