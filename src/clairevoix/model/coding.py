"""Human coding: a sample of contacts that two people read, each without knowing what the other or a machine says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from clairevoix.model.timespan import TimeSpan

#: Readings that are made of each contact before anything is compared.
N_BLIND = 2
#: Krippendorff 2019, *Content Analysis*, § 12.3: rely on codes whose alpha is this; below the second discard them.
RELIABLE, TENTATIVE = 0.8, 0.667


class Stage(StrEnum):
    """Where a contact of a sample stands: to be read blind, to be read a third time, decided, or beyond deciding."""

    OPEN = "open"
    DISPUTED = "disputed"
    DECIDED = "decided"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingSample:
    """Contacts drawn for one label: ``n_drawn`` of ``n_listed`` that nobody had coded, in the order of ``seed``'s hashes.

    Without strata and with them, every contact had the same chance; ``strata`` says over what the draw was spread.
    """

    sample_id: str
    label: str
    label_version: int
    seed: str
    strata: str
    n_listed: int
    n_drawn: int
    drawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledContact:
    """One contact of a sample; it stands for ``weight`` contacts of the list."""

    contact_id: str
    stratum: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindCode:
    """What one coder says: the label is ``present``, it is not, or (None) it cannot be told."""

    coder: str
    present: bool | None
    coded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedContact:
    """A contact of a sample with its codes, in the order in which they came: two blind ones, then a third if needed."""

    contact: SampledContact
    codes: tuple[BlindCode, ...]

    @property
    def blind(self) -> Sequence[BlindCode]:
        return self.codes[:N_BLIND]

    @property
    def stage(self) -> Stage:
        if len(self.codes) < N_BLIND:
            return Stage.OPEN
        if self._is_agreed:
            return Stage.DECIDED
        if len(self.codes) == N_BLIND:
            return Stage.DISPUTED
        return Stage.UNDECIDED if self.codes[-1].present is None else Stage.DECIDED

    @property
    def deciding(self) -> Sequence[BlindCode]:
        """The codes that say how it is: both where they agree, else the third; none before that."""
        if self.stage is not Stage.DECIDED:
            return ()
        return self.blind if self._is_agreed else self.codes[-1:]

    @property
    def _is_agreed(self) -> bool:
        said = {code.present for code in self.blind}
        return len(said) == 1 and None not in said


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Alpha with its confidence interval; None where all codes have one value, for then chance alone agrees as well.

    ``n_units`` have two codes or more, ``n_agreed`` of them only equal ones; ``n_codes`` are the codes of those units.
    """

    alpha: float | None
    low: float | None
    high: float | None
    level: float
    n_units: int
    n_agreed: int
    n_codes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingProgress:
    """How far a sample is: contacts by stage, and how far the blind readings agree, once each contact has both."""

    n_by_stage: Mapping[Stage, int]
    agreement: Agreement | None

    @property
    def n(self) -> int:
        """Contacts in it now: what was erased since the draw is gone."""
        return sum(self.n_by_stage.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindContact:
    """What a coder sees of a contact: the customer's redacted turns, whole, and nothing that anybody found in them."""

    contact_id: str
    turns: tuple[tuple[TimeSpan, str], ...] = field(repr=False)
