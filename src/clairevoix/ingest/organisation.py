"""The organisation that ``organisation.toml`` declares: a first version, and every reorganisation after it.

    [[sites]] id, name, people          [[teams]] id, name, site, people or members

    [[versions]] id, valid_from, consultation, and of its own: sites, teams, crosswalk (from, to, people)

What the crosswalk does not name keeps its people under the same id; whom neither says anything of left or joined.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from clairevoix.model.errors import SettingsError
from clairevoix.model.organisation import Move, Organisation, OrganisationVersion, Tier, Unit

#: Names that tables use for rows of their own.
RESERVED = frozenset({"total", "unstated", "regrouped"})
_START = "start"
_KEYS = {
    "teams": frozenset({"id", "name", "site", "people", "members"}),
    "crosswalk": frozenset({"from", "to", "people"}),
    "versions": frozenset({"id", "valid_from", "valid_until", "consultation", "sites", "teams", "crosswalk"}),
}


def read_organisation(document: Mapping[str, object]) -> Organisation:
    """The versions in a TOML document. Raises SettingsError, which names units and versions, never a person."""
    if set(document) - {"sites", "teams", "versions"}:
        raise _wrong(f"unknown table {min(set(document) - {'sites', 'teams', 'versions'})}")
    rows = _rows(document, "versions", "")
    if "sites" in document or "teams" in document or not rows:
        versions = [_version({"id": _START, **{key: document.get(key, []) for key in ("sites", "teams")}}, None)]
    else:
        versions, rows = [_version(rows[0], None)], rows[1:]
    for row in rows:
        versions.append(_version(row, versions[-1]))
    _check_days(versions)
    if len({each.version_id for each in versions}) < len(versions):
        raise _wrong("version ids must differ")
    if len({each.finest for each in versions if each.sites}) > 1:
        raise _wrong("teams are declared in every version, or in none")
    return Organisation(versions=tuple(versions))


def _wrong(message: str) -> SettingsError:
    return SettingsError(f"organisation.toml: {message}")


def _rows(table: Mapping[str, object], name: str, where: str) -> Sequence[Mapping[str, object]]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise _wrong(f"{where}{name} must be written [[{name}]]")
    for row in rows if name != "sites" else ():  # whatever else a list of sites holds was always left alone
        if set(row) - _KEYS[name]:
            raise _wrong(f"{where}unknown key {name}.{min(set(row) - _KEYS[name])}")
    return rows


def _version(row: Mapping[str, object], before: OrganisationVersion | None) -> OrganisationVersion:
    version_id, start = row.get("id"), row.get("valid_from", date.min)
    where = f"version {version_id}: "
    if not isinstance(version_id, str) or not version_id:
        raise _wrong("each version needs an id")
    if type(start) is not date or start.day != 1 or (before is not None and start == date.min):
        raise _wrong(f"{where}valid_from must be the first day of a month, since figures are by month")
    until, reference = row.get("valid_until"), row.get("consultation")
    if until is not None and type(until) is not date:
        raise _wrong(f"{where}valid_until must be a day")
    if reference is not None and (type(reference) is not int or reference < 1):
        raise _wrong(f"{where}consultation must be the number of a version of the charter")
    sites, teams = (_units(row, name, where) for name in ("sites", "teams"))
    version = OrganisationVersion(
        version_id=version_id,
        valid_from=start,
        valid_until=until,
        consultation=reference,
        sites=sites,
        teams=teams,
    )
    _check_units(version, where)
    if before is None:
        return version
    return OrganisationVersion(
        **{name: getattr(version, name) for name in OrganisationVersion.__slots__ if name != "moves"},
        moves=_moves(_rows(row, "crosswalk", where), before, version, where),
    )


def _units(row: Mapping[str, object], name: str, where: str) -> tuple[Unit, ...]:
    found = []
    for each in _rows(row, name, where):
        unit_id, title, people, members = (each.get(key) for key in ("id", "name", "people", "members"))
        if not unit_id or not title or isinstance(unit_id, (list, dict)):
            raise _wrong(f"{where}each [[{name}]] needs an id and a name")
        if people is not None and (type(people) is not int or people < 0):
            raise _wrong(f"{where}people of {unit_id} must be a number")
        if members is not None and not (isinstance(members, list) and all(isinstance(one, str) for one in members)):
            raise _wrong(f"{where}members of {unit_id} must be a list of identifiers")
        known = None if members is None else frozenset(members)
        if known is not None and (len(known) < len(members or ()) or people not in (None, len(known))):
            raise _wrong(f"{where}members of {unit_id} must differ, and be as many as its people")
        found.append(
            Unit(
                unit_id=str(unit_id),
                name=str(title),
                site=None if "site" not in each else str(each["site"]),
                people=people if known is None else len(known),
                members=known or frozenset(),
            )
        )
    return tuple(found)


def _check_units(version: OrganisationVersion, where: str) -> None:
    for tier in Tier:
        ids = [each.unit_id for each in version.units(tier)]
        if len(set(ids)) < len(ids) or set(ids) & RESERVED:
            raise _wrong(f"{where}{tier} ids must differ, and none may be {', '.join(sorted(RESERVED))}")
    sites = {each.unit_id for each in version.sites}
    for team in version.teams:
        if team.site not in sites:
            raise _wrong(f"{where}team {team.unit_id} must be at a site that is declared")
    counted = Counter(one for team in version.teams for one in team.members)
    shared = sorted(team.unit_id for team in version.teams if any(counted[one] > 1 for one in team.members))
    if shared:
        raise _wrong(f"{where}somebody is in two teams: {', '.join(shared)}")


def _check_days(versions: Sequence[OrganisationVersion]) -> None:
    for one, other in pairwise(versions):
        if other.valid_from <= one.valid_from:
            raise _wrong(
                f"versions {one.version_id} and {other.version_id} overlap: each must begin after the one before"
            )
        if one.valid_until is not None and one.valid_until >= other.valid_from:
            raise _wrong(f"versions {one.version_id} and {other.version_id} overlap: one ends after the other began")
        if one.valid_until is not None and one.valid_until + timedelta(days=1) != other.valid_from:
            raise _wrong(f"between versions {one.version_id} and {other.version_id} are days without any")


def _moves(
    rows: Sequence[Mapping[str, object]], before: OrganisationVersion, after: OrganisationVersion, where: str
) -> tuple[Move, ...]:
    old, new = ({each.unit_id: each for each in each_of.units(each_of.finest)} for each_of in (before, after))
    for unit in (*old.values(), *new.values()):
        if unit.people is None:
            raise _wrong(f"{where}say how many people {unit.unit_id} has: without them there is no crosswalk")
    listed = all(unit.members or not unit.people for unit in (*old.values(), *new.values()))
    if listed:
        if rows:
            raise _wrong(f"{where}no crosswalk beside members: who moved is counted from them")
        pairs = ((one, other, len(old[one].members & new[other].members)) for one in old for other in new)
        return tuple(Move(source=one, target=other, people=n) for one, other, n in pairs if n)
    moves = [_move(row, old, new, where) for row in rows]
    named = {end for move in moves for end in (move.source, move.target)}
    stays = [
        Move(source=unit, target=unit, people=min(old[unit].people or 0, new[unit].people or 0))
        for unit in old
        if unit in new and unit not in named
    ]
    moves = [move for move in (*moves, *stays) if move.people]
    _check_sums(moves, old, new, where)
    return tuple(sorted(moves, key=lambda move: (move.source, move.target)))


def _move(row: Mapping[str, object], old: Mapping[str, Unit], new: Mapping[str, Unit], where: str) -> Move:
    source, target = row.get("from"), row.get("to")
    if source not in old or target not in new:
        raise _wrong(f"{where}crosswalk: from must be a unit before, to one after")
    people = row.get("people", old[str(source)].people)
    if type(people) is not int or people < 1:
        raise _wrong(f"{where}crosswalk: people must be a number above 0")
    return Move(source=str(source), target=str(target), people=people)


def _check_sums(moves: Sequence[Move], old: Mapping[str, Unit], new: Mapping[str, Unit], where: str) -> None:
    pairs = [(move.source, move.target) for move in moves]
    if len(set(pairs)) < len(pairs):
        raise _wrong(f"{where}crosswalk: each pair of units stands in it once")
    for unit_id, unit in old.items():
        if sum(move.people for move in moves if move.source == unit_id) > (unit.people or 0):
            raise _wrong(f"{where}crosswalk: more people leave {unit_id} than it has")
    for unit_id, unit in new.items():
        if sum(move.people for move in moves if move.target == unit_id) > (unit.people or 0):
            raise _wrong(f"{where}crosswalk: more people come to {unit_id} than it has")
