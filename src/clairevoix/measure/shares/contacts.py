"""Shares from contacts one by one, each with its sampling weight and stratum."""

import math
from collections.abc import Mapping, Sequence

from clairevoix.measure.shares.powered import PoweredShare, powered
from clairevoix.measure.shares.tally import LEAST_CODED, Tally, grouped
from clairevoix.model.errors import Code, InputError

_ONE = "all"


def from_contacts(
    found: Sequence[bool],
    present: Sequence[bool | None],
    *,
    weights: Sequence[float] | None = None,
    strata: Sequence[str] | None = None,
    populations: Mapping[str, float] | None = None,
    level: float = 0.95,
    tuning: float | None = None,
) -> PoweredShare | None:
    """The corrected share; None while nobody was coded.

    For each heard contact: whether the annotator ``found`` the label, whether a human coded it ``present`` (None if none
    did), its sampling weight (one over its chance to be heard), and its stratum. ``populations`` is how many contacts each
    stratum has in all: weights are scaled to it, and strata of which nobody was heard are spoken for by their neighbours in
    the alphabet. Raises InputError (``bad_value``).
    """
    given = [1.0] * len(found) if weights is None else list(weights)
    names = [_ONE] * len(found) if strata is None else list(strata)
    if not len(found) == len(present) == len(given) == len(names):
        raise InputError(Code.BAD_VALUE, "contacts")
    if not all(math.isfinite(weight) and weight > 0 for weight in given):
        raise InputError(Code.BAD_VALUE, "weights")
    if populations is not None and (
        set(names) - set(populations)
        or not all(n > 0 or (n == 0 and name not in names) for name, n in populations.items())
    ):
        raise InputError(Code.BAD_VALUE, "populations")
    contacts: dict[str, list[tuple[bool, bool | None, float]]] = {name: [] for name in (populations or {})}
    for name, f, y, weight in zip(names, found, present, given, strict=True):
        contacts.setdefault(name, []).append((f, y, weight))
    tallies = [_tally(contacts[name], None if populations is None else populations[name]) for name in sorted(contacts)]
    if not any(each.n_coded for each in tallies):
        return None
    return powered(grouped(tallies, LEAST_CODED), level=level, tuning=tuning)


def _tally(contacts: Sequence[tuple[bool, bool | None, float]], population: float | None) -> Tally:
    total = math.fsum(weight for _, _, weight in contacts)
    scale = population / total if population is not None and total else 1.0
    heard = [(f, y, weight * scale) for f, y, weight in contacts]

    def coded(f: bool, y: bool) -> float:
        return math.fsum(weight for g, z, weight in heard if (g, z) == (f, y))

    return Tally(
        population=total if population is None else population,
        n_heard=len(heard),
        n_coded=sum(y is not None for _, y, _ in heard),
        weight=math.fsum(weight for _, _, weight in heard),
        squares=math.fsum(weight**2 for _, _, weight in heard),
        found=math.fsum(weight for f, _, weight in heard if f),
        coded_squares=math.fsum(weight**2 for _, y, weight in heard if y is not None),
        both=coded(True, True),
        false=coded(True, False),
        missed=coded(False, True),
        neither=coded(False, False),
    )
