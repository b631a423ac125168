"""By which organisation figures are told, and what of each version may be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clairevoix.charter.disclosure import Released
from clairevoix.charter.reorganising import Reached, in_use, standing
from clairevoix.measure.organisation.crosswalk import COMPARABLE, REGROUPED, crosswalk, renamed, successions
from clairevoix.measure.tables import summed
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.measure import NpsCell
from clairevoix.model.organisation import Organisation, OrganisationVersion, Tier
from clairevoix.project import Project
from clairevoix.store import cells, ledger


def told_by(project: Project) -> OrganisationVersion:
    """The version by which figures are told today.

    Raises CharterRefusal(R9), which is then in the ledger, for a file that dates a reorganisation before its consultation.
    """
    try:
        return in_use(project.organisation, project.consulted.versions, project.today)
    except CharterRefusal as refusal:
        ledger.append(project.registry, "refusal", rule=refusal.rule_id)
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class BySite:
    """Answers by the sites of one version, and the groups by which each was counted before: sites as answers name them."""

    cells: tuple[NpsCell, ...]
    atoms: Mapping[str, Mapping[str, int]]


def site_cells(
    project: Project,
    survey_id: str,
    months: Sequence[str],
    *,
    organisation: Organisation | None = None,
    version: OrganisationVersion | None = None,
) -> BySite:
    """Answers by the sites of one version, by default the one in use, in whosever words they named theirs."""
    known, told = organisation or project.organisation, version or told_by(project)
    eras: dict[str, list[str]] = {}
    for month in months:
        eras.setdefault(known.at(_first_day(month)).version_id, []).append(month)
    found: dict[str, list[NpsCell]] = {}
    atoms: dict[str, dict[str, int]] = {}
    for era in eras.values():
        day = _first_day(era[0])
        for cell in cells.nps(project.workspace, survey_id, "site", era):
            key, atom = unit_now(known, told, cell.key, Tier.SITE, day), _atom(known, cell.key, day)
            found.setdefault(key, []).append(cell)
            row = atoms.setdefault(key, {})
            row[atom] = row.get(atom, 0) + cell.n
    return BySite(cells=tuple(_as_one(key, found[key]) for key in sorted(found)), atoms=atoms)


def _atom(known: Organisation, unit_id: str, day: date) -> str:
    """One name for the answers of one site as they name it, whichever version figures are told by."""
    version = known.naming(unit_id, Tier.SITE, day)
    return unit_id if version is None or version is known.versions[0] else f"{unit_id}@{version.version_id}"


def unit_now(known: Organisation, told: OrganisationVersion, unit_id: str, tier: Tier, day: date) -> str:
    """Under which unit of the version ``told`` a fact of that day is counted, whatever unit it names."""
    version = known.naming(unit_id, tier, day)
    if unit_id == cells.UNSTATED or (version is None and len(known.versions) == 1):
        return unit_id
    return REGROUPED if version is None else renamed(known, version, told, tier).get(unit_id) or REGROUPED


def released(_: Project) -> tuple[Released, ...]:
    """No figure of its own: it says by which units the others are told."""
    return ()


def about(project: Project, _figures: Sequence[Released]) -> dict[str, object]:
    """The sites' names in the version in use, and every version: how far its consultation is, its units, their series."""
    told = told_by(project)
    minimum = project.charter.minimum_cell
    return {
        "sites": {unit.unit_id: unit.name for unit in told.sites},
        "organisation": {
            "told_by": told.version_id,
            "minimum": minimum,
            "comparable": float(COMPARABLE),
            "versions": [_version(project, version, minimum) for version in project.organisation.versions],
        },
    }


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _as_one(key: str, together: Sequence[NpsCell]) -> NpsCell:
    whole = summed(together)
    return NpsCell(key=key, n_promoters=whole.n_promoters, n_passives=whole.n_passives, n_detractors=whole.n_detractors)


def _version(project: Project, version: OrganisationVersion, minimum: int) -> Mapping[str, object]:
    """In words and yes or no: how many people there are stands nowhere."""
    organisation = project.organisation
    stands = standing(organisation, version, project.consulted.versions)
    place = organisation.versions.index(version)
    before = organisation.versions[place - 1] if place else None
    return {
        "id": version.version_id,
        "from": None if before is None else version.valid_from.isoformat(),
        "standing": stands,
        "consultation": None if stands is Reached.START else _consultation(project, version),
        "sites": [{"id": unit.unit_id, "name": unit.name} for unit in version.sites],
        "teams": [
            {
                "id": unit.unit_id,
                "name": unit.name,
                "site": unit.site,
                "is_small": unit.people is not None and unit.people < minimum,
            }
            for unit in version.teams
        ],
        "series": []
        if before is None
        else [
            {"tier": tier, "unit": each.target, "from": each.sources, "comparable": each.is_comparable}
            for tier in Tier
            for each in successions(crosswalk(before, version, tier))
            if version.units(tier)
        ],
    }


def _consultation(project: Project, version: OrganisationVersion) -> Mapping[str, object] | None:
    found = project.consulted.versions.get(version.consultation or 0)
    if found is None:
        return None
    days = {
        "informed_on": None if found.clock is None else found.clock.informed_on,
        "consulted_on": found.consulted_on,
        "countersigned_on": found.countersigned_on,
    }
    told = {name: None if day is None else day.isoformat() for name, day in days.items()}
    return {"version": version.consultation, "opinion": found.opinion, **told}
