"""What a person's work is evaluated by: observable acts, each with its evidence, its weight and its reason."""

from dataclasses import dataclass
from enum import StrEnum


class Expected(StrEnum):
    """What speaks for a criterion: that its evidence is found, or that it is not."""

    PRESENT = "present"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRule:
    """Where the evidence of a criterion is sought: a label of the codebook about the agent's words."""

    label: str
    expected: Expected = Expected.PRESENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One act that is looked for in a contact.

    ``observable`` begins with the act; ``weight`` is a whole number of hundredths; ``professional_link`` says which
    professional ability the act belongs to.
    """

    name: str
    observable: str
    evidence: EvidenceRule
    weight: int
    professional_link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The criteria of one version, in the order in which they are shown. Their weights sum to 100."""

    version: int
    criteria: tuple[Criterion, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(criterion.name for criterion in self.criteria)
