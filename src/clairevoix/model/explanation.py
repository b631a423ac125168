"""What a person is told of how their evaluation came about."""

from dataclasses import dataclass, field

from clairevoix.model.evaluation import Drawn, Origin, Reason, Verdict
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Redacted words of the agent that are the evidence of a criterion, and when they were said."""

    text: str = field(repr=False)
    span: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCriterion:
    """One criterion as it was applied: what was looked for and why, what it weighs, what was found and decided."""

    name: str
    observable: str
    professional_link: str
    weight: int
    found: bool
    suggested: Verdict
    verdict: Verdict
    quotes: tuple[Quote, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedDraw:
    """How the contact came to be evaluated: by the draw, with its rate and the commitment to its seed, or by choice."""

    drawn: Drawn
    draw_id: str
    rate: float
    seed_commitment: str
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDigest:
    """A model or a list of phrases that took part, and the digest of its files."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedBudget:
    """What the budget of the period bore when the evaluation was drafted, this one included."""

    limit: int
    n: int
    n_chosen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything by which one evaluation can be understood, checked and contested. Redacted words only.

    ``confirmed_by`` is a role, never a name. ``read_share`` is how much of what had to be read was read, 0 to 1.
    """

    evaluation_id: str
    contact_id: str
    origin: Origin
    grid_version: int
    grid_digest: str
    criteria: tuple[ExplainedCriterion, ...]
    draw: ExplainedDraw | None
    models: tuple[ModelDigest, ...]
    settings_digest: str
    charter_digest: str
    confirmed_by: str
    read_share: float
    budget: ExplainedBudget | None
