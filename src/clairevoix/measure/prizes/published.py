"""What others published: Arcep's yearly satisfaction scores and the reports to « J'alerte l'Arcep », with their sources."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One year's marks out of 10 by operator, and who asked. ``kind``: P from Arcep itself, S from the press."""

    year: int
    surveyed: str
    institute: str
    scores: Mapping[str, float]
    average: Mapping[str, float]
    source: str
    kind: str
    n: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Reports of one year; ``per_100000`` customers, by operator, where that was published."""

    year: int
    n: int
    source: str
    kind: str
    per_100000: Mapping[str, float] | None = None


@cache
def arcep_editions() -> tuple[Edition, ...]:
    """In the order of the years."""
    return tuple(Edition(**row) for row in _document()["editions"])


@cache
def alerts() -> tuple[Alerts, ...]:
    """In the order of the years."""
    return tuple(Alerts(**row) for row in _document()["alerts"])


def breaks(editions: Sequence[Edition]) -> tuple[int, ...]:
    """The years from which another institute asked: marks before and after are two series."""
    return tuple(after.year for before, after in pairwise(editions) if before.institute != after.institute)


def _document() -> Mapping[str, list[dict[str, Any]]]:
    text = (files("clairevoix.measure.prizes") / "data" / "arcep.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
