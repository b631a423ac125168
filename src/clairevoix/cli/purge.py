"""``clairevoix purge``."""

from pathlib import Path

import click

from clairevoix.cli.output import finish, json_option, workspace_option
from clairevoix.pipeline import purge
from clairevoix.project import open_project


@click.command(name="purge")
@workspace_option
@json_option
def command(root: Path, as_json: bool) -> None:
    """Delete what is past its term. Every run and every publication does it too."""
    finish(purge(open_project(root)), as_json=as_json)
