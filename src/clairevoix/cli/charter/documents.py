"""``clairevoix charter record`` and ``dpia``: drafts for whoever answers for the processing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from clairevoix.charter.measures import scope_digest
from clairevoix.charter.versions import State
from clairevoix.cli.charter.versions import file_charter, now
from clairevoix.cli.output import note, say, spoken, workspace_option
from clairevoix.model.errors import SettingsError
from clairevoix.project import Project, open_project
from clairevoix.publish.impact_assessment import impact_assessment
from clairevoix.publish.processing import Processing
from clairevoix.publish.processing_record import processing_record
from clairevoix.store.workspace import write_whole

_out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write it to a new file instead of printing it."
)


@click.command()
@workspace_option
@_out_option
def record(root: Path, out: Path | None) -> None:
    """Draft, in French, the entry of the record of processing (GDPR article 30) for the charter in force."""
    _given(processing_record, _in_force(open_project(root)), out)


@click.command()
@workspace_option
@_out_option
@click.option("--proposed", is_flag=True, help="For what charter.toml says, instead of the charter in force.")
def dpia(root: Path, out: Path | None, *, proposed: bool) -> None:
    """Draft, in French, the data protection impact assessment (GDPR article 35) for the charter in force."""
    project = open_project(root)
    _given(impact_assessment, _of_file(project, root) if proposed else _in_force(project), out)


def _given(draft: Callable[[Processing], str], processing: Processing, out: Path | None) -> None:
    _ = spoken()
    if out is None:
        say(draft(processing).rstrip("\n"))
    elif out.exists():
        raise SettingsError(f"{out.name} exists already; what somebody may have filled in is never written over")
    else:
        write_whole(out, draft(processing).encode())
        say(_("Written: {file}", file=out.name))
    note(_("It is a draft and no legal advice. Fill in what is marked À COMPLÉTER, and have it read by the DPO."))


def _in_force(project: Project) -> Processing:
    return _processing(project, _number_in_force(project), is_in_force=True)


def _of_file(project: Project, root: Path) -> Processing:
    """What ``charter.toml`` says, with the version of that very text if there is one."""
    charter = file_charter(root)
    alive = {number: each for number, each in project.consulted.versions.items() if each.state is not State.WITHDRAWN}
    number = next((number for number, each in alive.items() if each.scope_digest == scope_digest(charter)), None)
    found = _processing(
        project, number, is_in_force=number is not None and number == project.consulted.version_at(now())
    )
    return found if number is not None else replace(found, charter=charter)


def _number_in_force(project: Project) -> int | None:
    """A clock set back brings nothing back, as for the charter itself."""
    return project.consulted.version_at(max([now(), *(each.at for each in project.consulted.recorded)]))


def _processing(project: Project, number: int | None, *, is_in_force: bool) -> Processing:
    from clairevoix.transcribe.engine import LANGUAGES  # loads the recogniser

    version = None if number is None else project.consulted.versions[number]
    return Processing(
        charter=project.charter if version is None else version.charter,
        settings=project.settings,
        languages=LANGUAGES,
        keys_apart=not project.workspace.keys.is_relative_to(project.workspace.root),
        on=now().date(),
        is_in_force=is_in_force,
        version=version,
        version_id=number,
    )
