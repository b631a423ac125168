"""From counts to released figures: Cell, Estimate, then Figure or Suppressed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsCell:
    """Counts of one group of responses: all that the Net Promoter Score needs."""

    key: str
    n_promoters: int
    n_passives: int
    n_detractors: int

    @property
    def n(self) -> int:
        return self.n_promoters + self.n_passives + self.n_detractors


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCell:
    """Counts of one label over the drawn contacts, and over the random sample that humans coded.

    ``n`` contacts drawn, ``n_found`` of them with the label found by the annotator. Among the coded ones:
    ``n_both`` found and present, ``n_false`` found but absent, ``n_missed`` present but not found,
    ``n_neither`` none of the two. ``population`` is how many contacts they stand for by their sampling weights, if known.
    """

    key: str
    n: int
    n_found: int
    n_both: int
    n_false: int
    n_missed: int
    n_neither: int
    population: float | None = None

    @property
    def n_coded(self) -> int:
        return self.n_both + self.n_false + self.n_missed + self.n_neither


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCell:
    """Counts of one group of responses that agree in several properties, such as site and channel, in a fixed order."""

    keys: tuple[str, ...]
    n_promoters: int
    n_passives: int
    n_detractors: int

    @property
    def n(self) -> int:
        return self.n_promoters + self.n_passives + self.n_detractors


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelCell:
    """How far the invitations of one group got; each of ``invited`` to ``completed`` holds the next ones.

    ``drawn`` were to be invited, ``suppressed`` of them were then not. ``hurried`` were completed within minutes of being
    sent.
    """

    key: str
    drawn: int
    suppressed: int
    invited: int
    delivered: int
    opened: int
    started: int
    completed: int
    hurried: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An internal number with its confidence interval. Not for display: the charter has not released it.

    ``value``, ``low`` and ``high`` are NPS points (-100 to 100) or shares (0 to 1), after ``unit``. ``n`` counts the
    people or contacts it rests on; ``n_coded`` those that a human coded, where the estimate needs them. Where it is known
    whose work is behind it, ``n_people`` counts them, and ``largest`` is the part (0 to 1) that the greatest contributor has.
    """

    key: str
    value: float | None
    low: float | None
    high: float | None
    level: float
    n: int
    method: str
    unit: str
    n_coded: int | None = None
    n_people: int | None = None
    largest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateTable:
    """Estimates that are shown together. ``total`` is the whole that ``parts`` add up to, if it is shown too.

    The charter judges whole tables, since a hidden part can be computed from the total and the other parts.
    """

    measure: str
    dimension: str
    period: str
    parts: tuple[Estimate, ...]
    total: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that the charter released. Constructed only in ``clairevoix.charter.disclosure``."""

    measure: str
    dimension: str
    period: str
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A number that the charter holds back, and the rule that says so. It carries no count."""

    measure: str
    dimension: str
    period: str
    key: str
    rule_id: str
