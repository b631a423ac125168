"""``clairevoix publish``."""

from pathlib import Path

import click

from clairevoix.cli.output import busy, finish, json_option, spoken, warn_of_codebook, workspace_option
from clairevoix.pipeline import publish
from clairevoix.project import open_project


@click.command(name="publish")
@workspace_option
@json_option
def command(root: Path, as_json: bool) -> None:
    """Measure everything and replace the published snapshot."""
    project = open_project(root)
    warn_of_codebook(project.codebook_refusal)
    with busy(spoken()("Measuring and publishing")):
        report = publish(project)
    finish(report, as_json=as_json)
