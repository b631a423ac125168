"""What became of each item of a command."""

from dataclasses import dataclass, field

from clairevoix.model.errors import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """A contact that a stage could not take, or that the charter refused."""

    code: Code
    rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One item put aside: where it stood in the input, and why. Never what it contained."""

    position: str
    code: Code
    rule_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a command did, in counts. ``counts`` is ordered as it should be read."""

    command: str
    counts: dict[str, int]
    quarantined: tuple[Quarantined, ...] = ()
    facts: dict[str, float] = field(default_factory=dict)
