"""What changed between two periods: the groups themselves, or only their mix. The two parts add up to the change,
exactly."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from clairevoix.measure.nps.counts import Counts, score_of
from clairevoix.model.errors import Code, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A group's share of the customers (0 to 1) and its value, in points or any other unit; None if it had no
    answer."""

    share: float
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one stratum contributes to the change."""

    key: str
    real: float
    mix: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """``total`` = ``real`` + ``mix``; each is the sum over ``parts``, in their unit."""

    total: float
    real: float
    mix: float
    parts: tuple[Part, ...]


def change(before: Mapping[str, Stratum], after: Mapping[str, Stratum]) -> Change:
    """Δ = Σ ½(s₁ + s₀)(v₁ - v₀) [real] + Σ (s₁ - s₀)·½(v₁ + v₀) [mix], over strata with shares s and values v.

    The symmetric form of Kitagawa (1955, J. Am. Stat. Assoc. 50): no period is the base, nothing is left over. A
    stratum with a value in one period only keeps that value in the other: its coming or going is mix. Raises InputError
    (``bad_value``) where shares do not add up to 1, or a stratum with a share has no value at all.

    >>> early = {"new": Stratum(share=0.10, value=10.0), "old": Stratum(share=0.90, value=1.0)}
    >>> late = {"new": Stratum(share=0.05, value=10.0), "old": Stratum(share=0.95, value=1.0)}
    >>> found = change(early, late)
    >>> round(found.total, 6), round(found.real, 6), round(found.mix, 6)
    (-0.45, 0.0, -0.45)
    """
    for period in (before, after):
        if not math.isclose(math.fsum(each.share for each in period.values()), 1, abs_tol=1e-9):
            raise InputError(Code.BAD_VALUE, "share")
    parts = tuple(_part(key, before.get(key), after.get(key)) for key in sorted({*before, *after}))
    real, mix = math.fsum(part.real for part in parts), math.fsum(part.mix for part in parts)
    return Change(total=real + mix, real=real, mix=mix, parts=parts)


def strata_of(cells: Mapping[str, Counts], shares: Mapping[str, float] | None = None) -> dict[str, Stratum]:
    """Strata from counts: shares of the answers, or the customers' own ``shares``: those of the weighted score."""
    total = math.fsum(cell.n for cell in cells.values())
    return {
        key: Stratum(
            share=(cell.n / total if total else 0.0) if shares is None else shares.get(key, 0.0),
            value=100 * score_of(cell) if cell.n else None,
        )
        for key, cell in cells.items()
    }


def _part(key: str, before: Stratum | None, after: Stratum | None) -> Part:
    old, new = (each or Stratum(share=0.0, value=None) for each in (before, after))
    known = [each.value for each in (old, new) if each.value is not None]
    if not known:
        if old.share or new.share:
            raise InputError(Code.BAD_VALUE, key)
        return Part(key=key, real=0.0, mix=0.0)
    was, now = known[0], known[-1]
    return Part(key=key, real=(new.share + old.share) / 2 * (now - was), mix=(new.share - old.share) * (now + was) / 2)
