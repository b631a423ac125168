"""The organisation: sites and teams, from which day on, and who went where when they changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tier(StrEnum):
    """What an organisation is told by."""

    SITE = "site"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A site, or a team, which is at a ``site``. ``people`` on the first day of its version, None where it is not said.

    ``members`` are only ever compared with those of another unit: no figure, page or error names one.
    """

    unit_id: str
    name: str
    site: str | None = None
    people: int | None = None
    members: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """How many people went from a unit of the version before to one of the version after, or stayed in it."""

    source: str
    target: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationVersion:
    """Sites and teams from the first day of a month on; ``moves`` tell who came from which unit of the version before.

    ``consultation`` is the number of the charter's version on which the works council was consulted, and which declares this
    version's ``digest``. The first version needs none, and holds for every day before it too.
    """

    version_id: str
    valid_from: date = date.min
    valid_until: date | None = None
    consultation: int | None = None
    sites: tuple[Unit, ...] = ()
    teams: tuple[Unit, ...] = ()
    moves: tuple[Move, ...] = ()

    @property
    def finest(self) -> Tier:
        """Of what the moves tell."""
        return Tier.TEAM if self.teams else Tier.SITE

    def units(self, tier: Tier) -> tuple[Unit, ...]:
        return self.teams if tier is Tier.TEAM else self.sites

    @property
    def digest(self) -> str:
        """What the council is consulted on, 64 hex digits: units, their sites and numbers of people, and the moves.

        Not the day: it may come later than was said. Nor who the members are.
        """
        units = [[tier, each.unit_id, each.name, each.site, each.people] for tier in Tier for each in self.units(tier)]
        moves = sorted([each.source, each.target, each.people] for each in self.moves)
        text = json.dumps([self.version_id, units, moves], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """All versions, in the order of their days; there is always a first."""

    versions: tuple[OrganisationVersion, ...] = (OrganisationVersion(version_id="start"),)

    @property
    def sites(self) -> Mapping[str, str]:
        """Every site of any version, by its name in the latest that has it: what facts may name."""
        return {each.unit_id: each.name for version in self.versions for each in version.sites}

    def at(self, day: date) -> OrganisationVersion:
        """The version that is said to hold on a day, consulted on or not."""
        held = [version for version in self.versions if version.valid_from <= day]
        return held[-1] if held else self.versions[0]

    def naming(self, unit_id: str, tier: Tier, day: date) -> OrganisationVersion | None:
        """The version in whose words a fact of that day names a unit: the day's own, else the last before, else the next."""
        place = self.versions.index(self.at(day))
        for version in (*reversed(self.versions[: place + 1]), *self.versions[place + 1 :]):
            if any(each.unit_id == unit_id for each in version.units(tier)):
                return version
        return None
