"""The customers whom answers are to speak for, as somebody declared them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """How many customers there are from ``year`` on, by margin (``site``, ``channel``) and category; ``source`` says whence.

    ``trim`` keeps weights within 1/trim to trim of their mean; None leaves them.
    """

    year: str
    source: str = field(repr=False)
    margins: Mapping[str, Mapping[str, float]]
    trim: float | None = None


def population_of(populations: Sequence[Population], year: str) -> Population | None:
    """The one that holds in a year: the latest declared for it or before, else the earliest."""
    ordered = sorted(populations, key=lambda each: each.year)
    before = [each for each in ordered if each.year <= year]
    return before[-1] if before else next(iter(ordered), None)
