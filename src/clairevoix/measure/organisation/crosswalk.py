"""Crosswalks: from the units of one organisation version to those of another, in shares of the people who moved.

All arithmetic is in fractions, so that what must be 1 is 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from clairevoix.model.organisation import Organisation, OrganisationVersion, Tier

#: Two units are the same in figures if this part of all who are in either is in both: this project's choice.
COMPARABLE = Fraction(9, 10)
#: Facts of a unit whose series ends: told together, since left out they could be subtracted.
REGROUPED = "regrouped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """How many people of each unit before (``sources``, with their size) are in each after (``targets``)."""

    sources: Mapping[str, Fraction]
    targets: Mapping[str, Fraction]
    people: Mapping[tuple[str, str], Fraction]

    def share(self, source: str, target: str) -> Fraction:
        """The share of the people of ``source`` who are in ``target`` afterwards; 0 of a unit without people."""
        size = self.sources[source]
        return self.people.get((source, target), Fraction(0)) / size if size else Fraction(0)

    def reversed(self) -> "Crosswalk":
        """From the units after back to those before."""
        turned = {(target, source): n for (source, target), n in self.people.items()}
        return Crosswalk(sources=self.targets, targets=self.sources, people=turned)


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """A unit afterwards, the units before that mostly went into it, and how far those are the same people (0 to 1).

    ``overlap`` is Jaccard's index (1901, Bull. Soc. Vaud. Sci. Nat. 37): who is in both, of all who are in either.
    """

    target: str
    sources: tuple[str, ...]
    overlap: Fraction

    @property
    def is_comparable(self) -> bool:
        return self.overlap >= COMPARABLE


def crosswalk(before: OrganisationVersion, after: OrganisationVersion, tier: Tier) -> Crosswalk:
    """Between a version and the next one; by site, teams are counted together."""
    homes = [_homes(version, tier) for version in (before, after)]
    people: dict[tuple[str, str], Fraction] = {}
    for move in after.moves:
        place = (homes[0][move.source], homes[1][move.target])
        people[place] = people.get(place, Fraction(0)) + move.people
    return Crosswalk(sources=_sizes(before, tier), targets=_sizes(after, tier), people=people)


def chained(first: Crosswalk, second: Crosswalk) -> Crosswalk:
    """Over a version between: who came to a unit is taken to have left it in the same shares as everybody in it."""
    people: dict[tuple[str, str], Fraction] = {}
    for (source, between), n in first.people.items():
        for target in second.targets:
            part = n * second.share(between, target)
            if part:
                people[source, target] = people.get((source, target), Fraction(0)) + part
    return Crosswalk(sources=first.sources, targets=second.targets, people=people)


def between(organisation: Organisation, one: OrganisationVersion, other: OrganisationVersion, tier: Tier) -> Crosswalk:
    """From one version to another, earlier or later, over all versions between."""
    versions = organisation.versions
    first, last = sorted((versions.index(one), versions.index(other)))
    if first == last:
        sizes = _sizes(one, tier)
        return Crosswalk(sources=sizes, targets=sizes, people={(unit, unit): n for unit, n in sizes.items()})
    found = crosswalk(versions[first], versions[first + 1], tier)
    for place in range(first + 1, last):
        found = chained(found, crosswalk(versions[place], versions[place + 1], tier))
    return found if versions.index(one) == first else found.reversed()


def successions(walk: Crosswalk) -> tuple[Succession, ...]:
    """For each unit afterwards, the units before most of whose people are in it, and how far they are the same."""
    return tuple(_succession(walk, target) for target in walk.targets)


def renamed(
    organisation: Organisation, one: OrganisationVersion, other: OrganisationVersion, tier: Tier
) -> Mapping[str, str | None]:
    """Under which unit of another version facts of a unit of ``one`` are counted; None where its series is broken."""
    found: dict[str, str | None] = {each.unit_id: None for each in one.units(tier)}
    if one is other:
        return {unit: unit for unit in found}
    for each in successions(between(organisation, one, other, tier)):
        if each.is_comparable:
            found |= dict.fromkeys(each.sources, each.target)
    return found


def _succession(walk: Crosswalk, target: str) -> Succession:
    sources = tuple(source for source in walk.sources if walk.share(source, target) > Fraction(1, 2))
    common = sum((walk.people.get((source, target), Fraction(0)) for source in sources), Fraction(0))
    either = sum((walk.sources[source] for source in sources), Fraction(0)) + walk.targets[target] - common
    return Succession(target=target, sources=sources, overlap=common / either if either else Fraction(0))


def _homes(version: OrganisationVersion, tier: Tier) -> Mapping[str, str]:
    """Each unit of which the moves tell, to the unit of ``tier`` it belongs to."""
    units = version.units(version.finest)
    if tier is version.finest:
        return {each.unit_id: each.unit_id for each in units}
    return {each.unit_id: each.site or "" for each in units}


def _sizes(version: OrganisationVersion, tier: Tier) -> dict[str, Fraction]:
    """People by unit; a unit of unknown size counts as one, which is all that a lone version needs."""
    homes = _homes(version, tier)
    sizes = {each.unit_id: Fraction(0) for each in version.units(tier)}
    for each in version.units(version.finest):
        sizes[homes[each.unit_id]] += 1 if each.people is None else each.people
    return sizes
