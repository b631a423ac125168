"""``clairevoix organisation``: the versions of the organisation, whether figures may be told by them, and trying one out."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from clairevoix.charter.reorganising import Reached, admit_organisation, standing
from clairevoix.cli.organisation_words import EXPOSED, MEASURES, TIERS
from clairevoix.cli.output import busy, json_option, refused, say, spoken, workspace_option
from clairevoix.figures.organisation import told_by
from clairevoix.figures.reorganising import Fate, Simulation, simulate
from clairevoix.i18n import Translator, day_name
from clairevoix.measure.organisation.crosswalk import REGROUPED
from clairevoix.measure.organisation.exposure import Group
from clairevoix.measure.organisation.operations import Plan
from clairevoix.model.errors import CharterRefusal
from clairevoix.model.organisation import OrganisationVersion, Tier
from clairevoix.project import Project, open_project
from clairevoix.store import ledger
from clairevoix.store.cells import UNSTATED
from clairevoix.web.organisation_words import STANDINGS


@click.group(name="organisation")
def command() -> None:
    """Sites, teams and reorganisations: what figures are told by."""


@command.command()
@workspace_option
@json_option
def show(root: Path, as_json: bool) -> None:
    """Print every version, its units, and how far the consultation on it is."""
    project = open_project(root)
    told, versions = told_by(project), project.organisation.versions
    if as_json:
        say(json.dumps([_facts(project, version, told) for version in versions], ensure_ascii=False, default=str))
        return
    for version in versions:
        for line in _shown(project, version, told, spoken()):
            say(line)


@command.command()
@workspace_option
@json_option
def check(root: Path, as_json: bool) -> None:
    """Say what of organisation.toml may be used, and print what to write in charter.toml to consult on the rest.

    Ends with exit code 14 if a version is dated before its consultation.
    """
    project = open_project(root)
    refusals = _refusals(project)
    if as_json:
        versions = [_facts(project, version, None) for version in project.organisation.versions]
        say(json.dumps({"versions": versions, "refused": list(refusals)}, ensure_ascii=False, default=str))
    else:
        for line in _checked(project, refusals, spoken()):
            say(line)
    if refusals:
        raise click.exceptions.Exit(CharterRefusal.exit_code)


@command.command(name="simulate")
@click.argument("version", required=False)
@click.option(
    "--merge", "merges", multiple=True, metavar="A,B=C", help="Units A and B become C; sites may be merged too."
)
@click.option(
    "--split", "splits", multiple=True, metavar="A=B:N,C:M", help="Unit A becomes B with N people and C with M."
)
@click.option("--move", "moves", multiple=True, metavar="A>B:N", help="N people of unit A go to unit B.")
@workspace_option
@json_option
def try_out(
    version: str | None,
    merges: tuple[str, ...],
    splits: tuple[str, ...],
    moves: tuple[str, ...],
    root: Path,
    as_json: bool,
) -> None:
    """Try a reorganisation on past data: VERSION of organisation.toml, or merges, splits and moves of today's.

    Says which cells stay publishable, which series break, and which groups, never persons, stand out. Nothing is stored.
    """
    plan = Plan(merges=merges, splits=splits, moves=moves)
    if (version is None) == (plan == Plan()):
        raise click.UsageError("name a VERSION, or what to --merge, --split or --move")
    with busy(spoken()("Trying it on past data")):
        found = simulate(open_project(root), version or plan)
    if as_json:
        say(json.dumps(_as_facts(found), ensure_ascii=False))
        return
    for line in _told(found, spoken()):
        say(line)


def _facts(project: Project, version: OrganisationVersion, told: OrganisationVersion | None) -> Mapping[str, object]:
    stands = standing(project.organisation, version, project.consulted.versions)
    return {
        "version": version.version_id,
        "from": None if stands is Reached.START else version.valid_from,
        "standing": stands,
        "digest": version.digest,
        **({} if told is None else {"is_in_use": version is told}),
        "sites": [unit.unit_id for unit in version.sites],
        "teams": [unit.unit_id for unit in version.teams],
        "small": _small(project, version),
    }


def _small(project: Project, version: OrganisationVersion) -> list[str]:
    minimum = project.charter.minimum_cell
    return [unit.unit_id for unit in version.teams if unit.people is not None and unit.people < minimum]


def _shown(project: Project, version: OrganisationVersion, told: OrganisationVersion, _: Translator) -> Iterator[str]:
    stands = standing(project.organisation, version, project.consulted.versions)
    since = "" if stands is Reached.START else _(", from {day}", day=day_name(version.valid_from, _.lang))
    used = _(" Figures are told by it.") if version is told else ""
    yield (
        _(
            "Version {version}{since}: {standing}.",
            version=version.version_id,
            since=since,
            standing=_(STANDINGS[stands]),
        )
        + used
    )
    yield _("  Sites: {names}", names=", ".join(unit.name for unit in version.sites) or "–")
    if version.teams:
        yield _("  Teams: {names}", names=", ".join(unit.name for unit in version.teams))


def _refusals(project: Project) -> dict[str, str]:
    """The versions that are dated before their consultation, with the rule; each refusal is in the ledger."""
    found = {}
    for version in project.organisation.versions:
        try:
            admit_organisation(project.organisation, version, project.consulted.versions, project.today)
        except CharterRefusal as refusal:
            ledger.append(project.registry, "refusal", rule=refusal.rule_id)
            found[version.version_id] = refusal.rule_id
    return found


def _checked(project: Project, refusals: Mapping[str, str], _: Translator) -> Iterator[str]:
    minimum = project.charter.minimum_cell
    for version in project.organisation.versions:
        stands = standing(project.organisation, version, project.consulted.versions)
        yield _(
            "Version {version}{since}: {standing}.",
            version=version.version_id,
            since="",
            standing=_(STANDINGS[stands]),
        )
        if version.version_id in refusals:
            yield f"  {refused(CharterRefusal(refusals[version.version_id]))}"
            yield _("  It is dated before its consultation, or refers to none on this very text.")
        for unit_id in _small(project, version):
            yield _(
                "  Team {team} has fewer than {n} people: no figure about it will be shown (rule R17).",
                team=unit_id,
                n=minimum,
            )
        if stands is Reached.PLANNED:
            yield _("  To consult on it, write in charter.toml, under [reorganisations]:")
            yield f'  {version.version_id} = "{version.digest}"'


def _as_facts(found: Simulation) -> Mapping[str, object]:
    fates = [{name: getattr(fate, name) for name in Fate.__slots__} for fate in found.cells]
    series = [
        {"tier": tier, "unit": each.target, "from": each.sources, "comparable": each.is_comparable}
        for tier, of_tier in found.series.items()
        for each in of_tier
    ]
    groups = [
        {"tier": tier, "exposure": each.exposure, "from": each.source, "to": each.target}
        for tier, of_tier in found.exposed.items()
        for each in of_tier
    ]
    return {"minimum": found.minimum, "cells": fates, "series": series, "exposed": groups}


def _told(found: Simulation, _: Translator) -> Iterator[str]:
    yield _("Cells that could be published, before and after:")
    for fate in found.cells:
        where = ", ".join(filter(None, (_(MEASURES[fate.measure]), fate.period, _(TIERS[Tier(fate.dimension)]))))
        before, after = _can(fate.before, _), _can(fate.after, _)
        yield _(
            "  {where} {unit}: {before} → {after}", where=where, unit=_named(fate.key, _), before=before, after=after
        )
    yield _("Series:")
    for tier, series in found.series.items():
        for each in series:
            unit = f"{_(TIERS[tier])} {each.target}"
            if each.is_comparable:
                yield _("  {unit}: goes on, from {sources}.", unit=unit, sources=", ".join(each.sources))
            else:
                yield _("  {unit}: breaks; it begins anew.", unit=unit)
    groups = [(tier, each) for tier, of_tier in found.exposed.items() for each in of_tier]
    yield (
        _("Groups that would stand out:")
        if groups
        else _("No group of fewer than {n} people would stand out.", n=found.minimum)
    )
    for tier, group in groups:
        yield f"  {_(TIERS[tier])}, {_exposed(group, found.minimum, _)}"


def _named(key: str, _: Translator) -> str:
    special = {UNSTATED: _("Site not stated"), REGROUPED: _("Before the reorganisation, no longer comparable")}
    return special.get(key, key)


def _can(is_publishable: bool | None, _: Translator) -> str:
    if is_publishable is None:
        return _("not there")
    return _("yes") if is_publishable else _("no (rule R17)")


def _exposed(group: Group, minimum: int, _: Translator) -> str:
    return _(EXPOSED[group.exposure], source=group.source, target=group.target, n=minimum)
