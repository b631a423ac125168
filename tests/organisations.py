"""Organisations for tests, written as their file says them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from clairevoix.ingest.organisation import read_organisation
from clairevoix.model.organisation import Organisation

Team = tuple[str, str, int]
Flow = tuple[str, str, int]


def a_version(
    version_id: str,
    valid_from: date,
    teams: Sequence[Team],
    crosswalk: Iterable[Flow] = (),
    **changes: object,
) -> dict[str, object]:
    """Teams as (id, site, people), the crosswalk as (from, to, people); sites are those of the teams."""
    return {
        "id": version_id,
        "valid_from": valid_from,
        **sites_and_teams(teams),
        "crosswalk": [{"from": source, "to": target, "people": people} for source, target, people in crosswalk],
        **changes,
    }


def sites_and_teams(teams: Sequence[Team]) -> dict[str, object]:
    return {
        "sites": [{"id": site, "name": site.title()} for site in dict.fromkeys(site for _, site, _ in teams)],
        "teams": [{"id": team, "name": team.title(), "site": site, "people": people} for team, site, people in teams],
    }


#: Two teams in Lille, one in Lyon; then the two of Lille become one.
BEFORE: tuple[Team, ...] = (("lille-a", "lille", 14), ("lille-b", "lille", 12), ("lyon-a", "lyon", 15))
AFTER: tuple[Team, ...] = (("lille", "lille", 26), ("lyon-a", "lyon", 15))
MERGE: tuple[Flow, ...] = (("lille-a", "lille", 14), ("lille-b", "lille", 12))
FIRST_DAY = date(2025, 6, 1)


def merged(**changes: object) -> Organisation:
    return read_organisation(
        {**sites_and_teams(BEFORE), "versions": [a_version("regain", FIRST_DAY, AFTER, MERGE) | changes]}
    )


def as_toml(document: Mapping[str, object]) -> str:
    """TOML of tables of plain values: strings, numbers, days and lists of strings."""
    lines: list[str] = []
    for name in ("sites", "teams"):
        lines += _rows(name, document.get(name, []))
    for version in document.get("versions", []):
        plain = {key: value for key, value in version.items() if key not in ("sites", "teams", "crosswalk")}
        lines += _rows("versions", [plain])
        for name in ("sites", "teams", "crosswalk"):
            lines += _rows(f"versions.{name}", version.get(name, []))
    return "\n".join(lines) + "\n"


def _rows(name: str, rows: Sequence[Mapping[str, object]]) -> list[str]:
    return [line for row in rows for line in (f"[[{name}]]", *(f"{key} = {_value(row[key])}" for key in row))]


def _value(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value)
