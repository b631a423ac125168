"""What the pages about people may ask of the workspace: functions that are handed in, and what they answer."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from clairevoix.charter.wellbeing import Doubt
from clairevoix.model.contact import Party
from clairevoix.model.evaluation import Evaluation, EvaluationEvent, RedactedText, Spent, Standing, Viewer
from clairevoix.model.pulse import Item, Round, SentAnswer
from clairevoix.model.timespan import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnContact:
    """One contact of an employee that the draw took: when it began, where it stands, and how it was drawn.

    ``commitment`` is the hash of the draw's seed, published before the draw.
    """

    contact_id: str
    started_at: datetime
    state: str
    rate: float
    commitment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTurn:
    """A turn of a redacted transcript."""

    party: Party
    span: TimeSpan
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionText:
    """A criterion of the grid, as it is shown."""

    name: str
    observable: str
    professional_link: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What the period bore and may bear, for one employee. ``days`` is the period's length."""

    limit: int
    days: int
    spent: Spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The workspace's own functions. Those that act or show raise CharterRefusal, which they put in the ledger."""

    #: The pseudonyms of an employee, of the epoch of today first, from their identifier at the source.
    agents: Callable[[str], tuple[str, ...]]
    contacts: Callable[[Sequence[str]], tuple[DrawnContact, ...]]
    budget: Callable[[str], Budget]
    evaluations: Callable[[str], tuple[Evaluation, ...]]
    #: One evaluation. Raises StoreError if there is none.
    evaluation: Callable[[str], Evaluation]
    events: Callable[[str], tuple[EvaluationEvent, ...]]
    waiting: Callable[[Collection[Standing]], tuple[str, ...]]
    act: Callable[[str, EvaluationEvent], Evaluation]
    #: Hands a confirmed evaluation to the employee, with its explanation: by the account of whoever confirmed, at a moment.
    deliver: Callable[[str, str, datetime], Evaluation]
    #: The explanation as JSON, for a viewer with an account.
    explanation: Callable[[str, Viewer, str], str]
    turns: Callable[[str], tuple[SaidTurn, ...]]
    criteria: Callable[[Evaluation], tuple[CriterionText, ...]]
    redacted: Callable[[str, str], RedactedText]


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessDesk:
    """What the works council may ask of the workspace."""

    #: The whole ledger under a fresh signed head, line by line.
    bundle: Callable[[], Iterable[bytes]]
    #: Enters what a witness signed; returns how many leaves. Raises StoreError for a signature that is none.
    cosign: Callable[[str], int]
    #: How many leaves a witness signed last, and when.
    witnessed: Callable[[], tuple[int, datetime] | None]
    installation_key: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseDesk:
    """What the pages of the pulse may ask of the workspace. ``give`` and ``answer`` raise CharterRefusal(R9, R21)."""

    round_of: Callable[[date], Round | None]
    items: Callable[[], tuple[Item, ...]]
    sites: Mapping[str, str]
    fingerprint: Callable[[Round], str]
    #: Whether an account was given this month's token.
    is_given: Callable[[str, date], bool]
    #: Signs what an account blinded. Raises ValueError for what is no blinded text.
    give: Callable[[str, bytes, date], bytes]
    #: What speaks against an answer with that token.
    doubt: Callable[[str, date], Doubt | None]
    #: Adds an answer. Raises InputError for marks or a site that are none.
    answer: Callable[[SentAnswer, date], None]
