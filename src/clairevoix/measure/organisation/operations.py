"""Reorganisations to try out: two units become one, one becomes several, some people of one go to another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clairevoix.model.errors import SettingsError
from clairevoix.model.organisation import Move, OrganisationVersion, Tier, Unit

#: How each is written: ``lille-a,lille-b=nord``, ``lyon-a=lyon-1:8,lyon-2:7``, ``lille-a>lyon-a:3``.
_MERGE = re.compile(r"(?P<sources>[^=>:]+,[^=>:]+)=(?P<target>[^=>:,]+)")
_SPLIT = re.compile(r"(?P<source>[^=>:,]+)=(?P<parts>[^=>:,]+:\d+(?:,[^=>:,]+:\d+)+)")
_MOVE = re.compile(r"(?P<source>[^=>:,]+)>(?P<target>[^=>:,]+):(?P<people>\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be tried, in this order: merges, then splits, then moves, as they are written."""

    merges: Sequence[str] = ()
    splits: Sequence[str] = ()
    moves: Sequence[str] = ()


def planned(now: OrganisationVersion, plan: Plan, valid_from: date) -> OrganisationVersion:
    """The version that the plan makes of the one now, with the moves between them.

    Teams, or sites where there are no teams, say how many people they have; whole sites may be merged in either case.
    Raises SettingsError for what cannot be read or done.
    """
    tier = now.finest
    if any(unit.people is None for unit in now.units(tier)):
        raise SettingsError(f"organisation.toml: say how many people each {tier} has; nothing can be tried without")
    homes = {each.unit_id: {each.unit_id: each.people or 0} for each in now.units(tier)}
    units, sites = {each.unit_id: each for each in now.units(tier)}, {each.unit_id: each for each in now.sites}
    for asked in plan.merges:
        sources, target = _merge(asked)
        if tier is Tier.TEAM and set(sources) <= set(sites):
            units, sites = _merged_sites(units, sites, sources, target)
        else:
            _merged(units, homes, sources, target)
    for asked in plan.splits:
        _split(units, homes, asked)
    for asked in plan.moves:
        _moved(units, homes, asked)
    moves = (
        Move(source=source, target=target, people=n) for target, of in homes.items() for source, n in of.items() if n
    )
    found = tuple(
        replace(unit, people=sum(homes[unit.unit_id].values()), members=frozenset()) for unit in units.values()
    )
    return OrganisationVersion(
        version_id="simulation",
        valid_from=valid_from,
        sites=found if tier is Tier.SITE else tuple(sites.values()),
        teams=found if tier is Tier.TEAM else (),
        moves=tuple(sorted(moves, key=lambda move: (move.source, move.target))),
    )


_Units = dict[str, Unit]
#: Of each unit, who is in it, by the unit they were in before.
_Homes = dict[str, dict[str, int]]


def _unreadable(asked: str) -> SettingsError:
    return SettingsError(f"cannot be done: {asked}")


def _known(units: Mapping[str, Unit], unit_id: str, asked: str) -> str:
    if unit_id not in units:
        raise _unreadable(f"{asked} (no unit {unit_id}; known: {', '.join(units)})")
    return unit_id


def _merge(asked: str) -> tuple[list[str], str]:
    found = _MERGE.fullmatch(asked)
    if found is None:
        raise _unreadable(f"{asked} (a merge is written lille-a,lille-b=nord)")
    return [each.strip() for each in found["sources"].split(",")], found["target"].strip()


def _merged_sites(units: _Units, sites: _Units, sources: Sequence[str], target: str) -> tuple[_Units, _Units]:
    """Teams stay as they are, at the new site."""
    kept = {name: unit for name, unit in sites.items() if name not in sources}
    if target in kept:
        raise _unreadable(f"{target} is there already")
    at_new = {name: replace(unit, site=target) if unit.site in sources else unit for name, unit in units.items()}
    return at_new, {**kept, target: Unit(unit_id=target, name=target)}


def _merged(units: _Units, homes: _Homes, sources: Sequence[str], target: str) -> None:
    first = units[_known(units, sources[0], target)]
    together: dict[str, int] = {}
    for each in dict.fromkeys(sources):
        units.pop(_known(units, each, target))
        for source, n in homes.pop(each).items():
            together[source] = together.get(source, 0) + n
    _add(units, homes, replace(first, unit_id=target, name=target), together)


def _split(units: _Units, homes: _Homes, asked: str) -> None:
    """Into parts of so many people, all of them together; those who came from elsewhere are dealt out in order."""
    found = _SPLIT.fullmatch(asked)
    if found is None:
        raise _unreadable(f"{asked} (a split is written lyon-a=lyon-1:8,lyon-2:7)")
    source = _known(units, found["source"].strip(), asked)
    parts = [(name.strip(), int(n)) for name, _, n in (each.partition(":") for each in found["parts"].split(","))]
    unit, left = units.pop(source), homes.pop(source)
    if sum(n for _, n in parts) != sum(left.values()):
        raise _unreadable(f"{asked} (the parts must have all the people of {source})")
    for name, n in parts:
        _add(units, homes, replace(unit, unit_id=name, name=name), _taken(left, n))


def _moved(units: _Units, homes: _Homes, asked: str) -> None:
    found = _MOVE.fullmatch(asked)
    if found is None:
        raise _unreadable(f"{asked} (a move is written lille-a>lyon-a:3)")
    source, target = (_known(units, found[end].strip(), asked) for end in ("source", "target"))
    n = int(found["people"])
    if n > sum(homes[source].values()) or source == target:
        raise _unreadable(f"{asked} (more people than {source} has, or nowhere to go)")
    for origin, moved in _taken(homes[source], n).items():
        homes[target][origin] = homes[target].get(origin, 0) + moved


def _taken(left: dict[str, int], n: int) -> dict[str, int]:
    """So many people out of ``left``, which is changed."""
    taken: dict[str, int] = {}
    for origin in list(left):
        taken[origin] = min(n - sum(taken.values()), left[origin])
        left[origin] -= taken[origin]
    return {origin: each for origin, each in taken.items() if each}


def _add(units: _Units, homes: _Homes, unit: Unit, people: dict[str, int]) -> None:
    if unit.unit_id in units:
        raise _unreadable(f"{unit.unit_id} is there already")
    units[unit.unit_id], homes[unit.unit_id] = unit, people
