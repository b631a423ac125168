"""Who would stand out after a reorganisation: groups too small to be told of, never persons."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from clairevoix.measure.organisation.crosswalk import Crosswalk


class Exposure(StrEnum):
    """Why a small group stands out.

    SMALL_UNIT: the unit itself is. MOVED: those who went from one unit to another, whose figures before and after could be
    subtracted. STAYED: those who alone remained. JOINED: those who came from outside. LEFT: those who went.
    """

    SMALL_UNIT = "small_unit"
    MOVED = "moved"
    STAYED = "stayed"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of fewer people than the minimum: where it was and where it is; how many it holds is not said."""

    exposure: Exposure
    source: str | None
    target: str | None


def exposed(walk: Crosswalk, minimum: int) -> tuple[Group, ...]:
    """The groups of fewer than ``minimum`` people, and of at least one, that a crosswalk makes."""
    found = [
        Group(exposure=Exposure.SMALL_UNIT, source=None, target=target)
        for target, n in walk.targets.items()
        if 0 < n < minimum
    ]
    for (source, target), n in sorted(walk.people.items()):
        whole = n == walk.sources[source] == walk.targets[target]
        if 0 < n < minimum and not whole:
            kind = Exposure.STAYED if source == target else Exposure.MOVED
            found.append(Group(exposure=kind, source=source, target=target))
    for target, n in _without(walk.targets, walk.people, end=1).items():
        if 0 < n < minimum:
            found.append(Group(exposure=Exposure.JOINED, source=None, target=target))
    for source, n in _without(walk.sources, walk.people, end=0).items():
        if 0 < n < minimum:
            found.append(Group(exposure=Exposure.LEFT, source=source, target=None))
    return tuple(found)


def _without(
    sizes: Mapping[str, Fraction], people: Mapping[tuple[str, str], Fraction], *, end: int
) -> Mapping[str, Fraction]:
    """Of each unit, those whom no pair of the crosswalk counts."""
    return {
        unit: size - sum((n for pair, n in people.items() if pair[end] == unit), Fraction(0))
        for unit, size in sizes.items()
    }
